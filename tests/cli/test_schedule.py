"""``loadwatch schedule`` as a user runs it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest


def loadwatch(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith("XDG_")}
    env = {**kept, "HOME": str(home), "NO_COLOR": "1", "COLUMNS": "200"}
    command = [sys.executable, "-m", "loadwatch", "schedule", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=env)


@pytest.mark.parametrize("backend", ["systemd", "launchd", "schtasks"])
def test_a_dry_run_shows_everything_and_writes_nothing(tmp_path: Path, backend: str) -> None:
    told = ("--backend", backend, "--at", "4:05", "--dry-run", str(tmp_path / "in it"))
    done = loadwatch(tmp_path, "install", *told)
    assert done.returncode == 0, done.stderr
    assert f"Every night at 04:05, up to 10 minutes later, by {backend}." in done.stdout
    assert "in it is not there now" in done.stdout
    assert "Nothing was written: --dry-run" in done.stdout
    assert sys.executable in done.stdout
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_written_where_the_scheduler_is_not(tmp_path: Path) -> None:
    backend = "schtasks" if sys.platform != "win32" else "launchd"
    done = loadwatch(tmp_path, "install", "--backend", backend, str(tmp_path))
    assert done.returncode == 1
    assert "nothing was written, for there is no" in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("words", "code", "sentence"), [
    (("--at", "25:00"), 2, "write it like 03:15"), (("--name", "a/b"), 2, "a/b"),
])  # fmt: skip
def test_what_cannot_be_is_refused_in_one_sentence(
    tmp_path: Path, words: tuple[str, ...], code: int, sentence: str
) -> None:
    done = loadwatch(tmp_path, "install", "--dry-run", "--backend", "systemd", *words)
    assert done.returncode == code
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_without_a_library_a_folder_must_be_named(tmp_path: Path) -> None:
    done = loadwatch(tmp_path, "install", "--dry-run", "--backend", "systemd")
    assert (done.returncode, done.stdout) == (2, "")
    assert "import a folder first, or name the folder of your recordings" in done.stderr


def test_an_address_that_the_night_does_not_have_is_told_when_the_job_is_made(
    tmp_path: Path,
) -> None:
    library = tmp_path / "library"
    library.mkdir()
    settings = library / "notify.toml"
    words = ("install", "--dry-run", "--backend", "systemd", "--library", str(library), ".")
    target = '[[target]]\nname = "{}"\nurl = "{}"\n'
    settings.write_text(
        'heartbeat = "env:BEAT"\n'
        + target.format("phone", "env:PHONE") + target.format("mail", "file:mail.url")
    )  # fmt: skip
    told = loadwatch(tmp_path, *words).stdout
    assert f"{settings}: target phone, the heartbeat would not be reached" in told
    settings.write_text(target.format("mail", "file:mail.url"))
    assert "would not be reached" not in loadwatch(tmp_path, *words).stdout
    settings.write_text("level = ")
    assert "No message would go out: " in loadwatch(tmp_path, *words).stdout


def test_status_and_remove_of_nothing_say_so(tmp_path: Path) -> None:
    assert "Nothing is scheduled for Nobody" in loadwatch(
        tmp_path, "status", "--name", "Nobody"
    ).stdout  # fmt: skip
    done = loadwatch(tmp_path, "remove", "--name", "Nobody")
    assert (done.returncode, done.stdout) == (0, "Nothing is scheduled for Nobody.\n")


def test_a_second_scheduler_for_one_name_is_refused(tmp_path: Path) -> None:
    units = tmp_path / ".config/systemd/user"
    units.mkdir(parents=True)
    for kind in ("service", "timer"):
        (units / f"loadwatch-Ana.{kind}").write_text("# loadwatch schedule: Ana\n")
    done = loadwatch(tmp_path, "install", "--backend", "launchd", "--name", "Ana", "--dry-run", "x")
    assert done.returncode == 1
    assert "scheduled by systemd already; loadwatch schedule remove first" in done.stderr
    shown = loadwatch(tmp_path, "status", "--name", "Ana").stdout
    assert "never: systemd does not wait for it" in shown
    done = loadwatch(tmp_path, "remove", "--name", "Ana", "--dry-run")
    assert "Nothing was removed" in done.stdout
    assert len(list(units.iterdir())) == 2
    assert loadwatch(tmp_path, "remove", "--name", "Ana").returncode == 0
    assert list(units.iterdir()) == []


def test_the_job_is_written_down_from_the_root_on(tmp_path: Path) -> None:
    told = ("--backend", "systemd", "--dry-run", "--library=~/mine", "~/runs", "here/../there")
    done = loadwatch(tmp_path, "install", *told)
    assert done.returncode == 0, done.stderr
    for wanted in (tmp_path / "mine", tmp_path / "runs", Path.cwd() / "there"):
        assert f'"{wanted}"' in done.stdout
