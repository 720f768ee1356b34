"""The units, judged by systemd's own programs."""

import os
import re
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loadwatch.errors import ScheduleError
from loadwatch.schedule import Machine, Plan, carry_out, told
from loadwatch.schedule.plan import DeleteFile, Run, WriteFile
from loadwatch.schedule.systemd import Systemd, service_text, timer_text
from tests.schedule.conftest import WORDS, a_job

NOBODY = 65534
SYSTEM_UNITS = "/usr/lib/systemd/user:/lib/systemd/user"


@pytest.mark.parametrize("needs_network", [True, False])
@pytest.mark.parametrize("reads", ['/srv/my "exports" 100 % $x ü', "/tmp/a"])  # noqa: S108
def test_systemd_finds_nothing_wrong_with_the_units(
    tmp_path: Path, tool: Callable[[str], str], reads: str, needs_network: bool
) -> None:
    job = a_job(Path("/srv/a 'b' %d$e"), "/usr/bin/env", "x", name="Jürgen 100 %h")
    job = replace(job, reads=(Path(reads),), writes=(Path(reads),), needs_network=needs_network)
    (tmp_path / "n.service").write_text(service_text(job))
    (tmp_path / "n.timer").write_text(timer_text(job))
    done = verified(tool("systemd-analyze"), tmp_path, "n.timer", "n.service")
    assert (done.returncode, done.stderr) == (0, "")


def test_systemd_would_have_said_what_is_wrong(tmp_path: Path, tool: Callable[[str], str]) -> None:
    text = timer_text(a_job(tmp_path)).replace("*-*-*", "at night")
    (tmp_path / "n.service").write_text(service_text(a_job(tmp_path)))
    (tmp_path / "n.timer").write_text(text)
    assert "calendar" in verified(tool("systemd-analyze"), tmp_path, "n.timer").stderr


@pytest.mark.parametrize("at", [time(0, 0), time(3, 15), time(23, 59)])
def test_systemd_reads_the_time_as_every_night(at: time, tool: Callable[[str], str]) -> None:
    calendar = re.search("OnCalendar=(.*)", timer_text(a_job(Path("/data"), at=at)))[1]
    command = (tool("systemd-analyze"), "calendar", "--iterations=2", calendar)
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert f"Normalized form: *-*-* {at:%H:%M}:00" in done.stdout
    assert len(re.findall(rf" {at:%H:%M}:00", done.stdout)) >= 3


@given(st.lists(WORDS, min_size=1, max_size=30), WORDS)
@settings(max_examples=25, deadline=None)
def test_systemd_takes_every_word_as_it_was_told(words: list[str], folder: str) -> None:
    job = a_job(Path(f"/srv/{folder}"), "/usr/bin/env", *words)
    command, writable = taken_by_systemd(service_text(job))
    assert command == ["/usr/bin/env", *words]
    assert writable[0] == os.path.normpath(f"/srv/{folder}")


def test_the_service_may_write_to_one_folder_only_and_reach_nobody() -> None:
    text = service_text(replace(a_job(Path("/srv/lib")), reads=(Path("/srv/in"),)))
    for line in (
        "Type=oneshot", "SuccessExitStatus=10", "TimeoutStartSec=7200", "NoNewPrivileges=yes",
        "ProtectSystem=strict", 'ReadWritePaths="/srv/lib"', "PrivateNetwork=yes", "PrivateTmp=yes",
        "Nice=10",
    ):  # fmt: skip
        assert line in text.splitlines()
    assert text.count("ReadWritePaths") == 1


@given(WORDS)
@settings(max_examples=15, deadline=None)
def test_it_may_write_to_an_inbox_whose_files_it_puts_away(folder: str) -> None:
    inbox = Path(f"/srv/{folder}")
    job = replace(a_job(Path("/srv/lib")), reads=(inbox,), writes=(inbox,))
    _, writable = taken_by_systemd(service_text(job))
    assert writable[0] == f"/srv/lib -{os.path.normpath(inbox)}"


def test_a_job_that_sends_may_use_the_network() -> None:
    text = service_text(replace(a_job(Path("/srv/lib")), needs_network=True))
    assert "PrivateNetwork" not in text
    assert "AF_INET6" in text


def test_where_users_have_no_namespaces_the_rest_is_still_forbidden(
    tmp_path: Path, tool: Callable[[str], str]
) -> None:
    text = service_text(a_job(Path("/srv/lib"), "/usr/bin/env"), has_walls=False)
    assert not re.search("Private|Protect|ReadWrite", text)
    assert {"NoNewPrivileges=yes", "RestrictAddressFamilies=AF_UNIX"} <= set(text.splitlines())
    (tmp_path / "n.service").write_text(text)
    done = verified(tool("systemd-analyze"), tmp_path, "n.service")
    assert (done.returncode, done.stderr) == (0, "")


def test_a_night_slept_through_is_made_up_for() -> None:
    lines = timer_text(a_job(Path("/data"))).splitlines()
    assert {"Persistent=true", "RandomizedDelaySec=600"} <= set(lines)


def test_files_are_written_found_and_taken_away_and_nothing_else(machine: Machine) -> None:
    systemd, job = Systemd(machine), a_job(machine.home / "data", "/usr/bin/env", "a b")
    plan = systemd.plan(job)
    assert "Run systemctl --user daemon-reload" in told(plan)
    other = machine.config / "systemd/user/other.timer"
    other.parent.mkdir(parents=True)
    other.write_text("[Timer]\n")
    for _ in range(2):  # The second time changes nothing.
        carry_out(without_commands(plan), machine)
        found = systemd.installed("default")
        assert found is not None
        assert (found.at, found.command) == (time(3, 15), '":/usr/bin/env" "a b"')
        assert "does not wait for it" in found.problem  # No systemd was told.
    assert systemd.installed("another") is None
    carry_out(without_commands(systemd.removal("default")), machine)
    assert list(other.parent.iterdir()) == [other]
    assert systemd.removal("default") == Plan()


@pytest.mark.parametrize("kind", ["service", "timer"])
def test_a_file_without_the_mark_is_left_alone(machine: Machine, kind: str) -> None:
    systemd = Systemd(machine)
    path = machine.config / f"systemd/user/loadwatch-default.{kind}"
    path.parent.mkdir(parents=True)
    path.write_text("[Unit]\nDescription=loadwatch schedule: default\n")
    for change in (lambda: systemd.plan(a_job(Path("/data"))), lambda: systemd.removal("default")):
        with pytest.raises(ScheduleError, match="was not written by loadwatch"):
            change()
    assert systemd.installed("default") is None


def test_a_link_in_place_of_our_file_is_left_alone(machine: Machine, tmp_path: Path) -> None:
    path = machine.config / "systemd/user/loadwatch-default.timer"
    path.parent.mkdir(parents=True)
    target = tmp_path / "target"
    target.write_text("# loadwatch schedule: default\n")
    path.symlink_to(target)
    with pytest.raises(ScheduleError, match="left alone"):
        Systemd(machine).removal("default")


def test_lingering_is_explained(machine: Machine) -> None:
    assert any("loginctl enable-linger" in remark for remark in Systemd(machine).remarks())


def without_commands(plan: Plan) -> Plan:
    """The files of a plan alone: no systemd runs for this user here."""
    return Plan(tuple(step for step in plan.steps if not isinstance(step, Run)))


def test_what_is_shown_is_what_is_written(machine: Machine) -> None:
    plan = Systemd(machine).plan(a_job(machine.home / "data"))
    written = [step for step in plan.steps if isinstance(step, WriteFile)]
    assert len(written) == 2
    assert all(step.shown.encode() == step.content for step in written)
    assert not any(isinstance(step, DeleteFile) for step in plan.steps)


def verified(program: str, folder: Path, *units: str) -> subprocess.CompletedProcess[str]:
    runtime = folder / "run"
    runtime.mkdir(mode=0o700, exist_ok=True)
    command = (program, "verify", "--user", "--man=no", *(str(folder / unit) for unit in units))
    env = {**os.environ, "XDG_RUNTIME_DIR": str(runtime), "LC_ALL": "C"}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=env)


def taken_by_systemd(text: str) -> tuple[list[str], list[str]]:
    """The command and the writable folders as systemd itself, in its test mode, has read them."""
    if not Path("/usr/lib/systemd/systemd").exists():
        pytest.skip("there is no systemd here")
    with tempfile.TemporaryDirectory() as told_folder:
        folder = Path(told_folder)
        (folder / "n.service").write_text(text)
        (folder / "run").mkdir()
        as_root = os.geteuid() == 0
        if as_root:  # A user's systemd refuses to be root's.
            os.chown(folder / "run", NOBODY, NOBODY)
            folder.chmod(0o755)
        env = {
            "XDG_RUNTIME_DIR": str(folder / "run"), "HOME": str(folder / "run"),
            "SYSTEMD_UNIT_PATH": f"{folder}:{SYSTEM_UNITS}", "PATH": os.environ["PATH"],
            "LC_ALL": "C.UTF-8",
        }  # fmt: skip
        done = subprocess.run(
            ("/usr/lib/systemd/systemd", "--user", "--test", "--unit=n.service", "--no-pager"),
            capture_output=True, check=False, env=env, timeout=60,
            **({"user": NOBODY, "group": NOBODY, "extra_groups": []} if as_root else {}),
        )  # fmt: skip
    out = done.stdout.decode()
    unit = out.partition("-> Unit n.service:")[2].partition("-> Unit ")[0]
    assert unit, (out + done.stderr.decode())[-2000:]
    command = re.search(r"Command Line: (.*)", unit)[1]
    return shell_words(command), re.findall(r"ReadWritePaths: (.*)", unit)


def shell_words(line: str) -> list[str]:
    """What systemd shows, quoted where a shell would need it, in words."""
    words = re.findall(r'"((?:\\.|[^"\\])*)"|([^ ]+)', line)
    return [re.sub(r"\\(.)", r"\1", quoted) or bare for quoted, bare in words]
