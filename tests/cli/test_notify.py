"""``loadwatch notify`` as a process: what it sends, prints and ends with."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT, SAMPLES
from tests.library.conftest import few, loadwatch
from tests.notify.conftest import SECRET, Hook, Mail, free_port, hook, mail, settings

__all__ = ["few", "hook", "mail"]
LAST = "2026-06-21"
"""A day on which the samples have findings."""


@pytest.fixture(scope="module")
def watch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The recordings of half a year."""
    folder = tmp_path_factory.mktemp("watch")
    for path in (SAMPLES / "garmin").glob("2026-*.fit"):
        shutil.copy(path, folder)
    return folder


def call(*arguments: object, code: int = 0, told: str = "", **env: str) -> tuple[str, str]:
    """Both streams of a real process."""
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("LOADWATCH_")}
    done = subprocess.run(
        [sys.executable, "-m", "loadwatch", "notify", *map(str, arguments)],
        cwd=ROOT, capture_output=True, text=True, check=False, input=told, timeout=120,
        env={**inherited, **env},
    )  # fmt: skip
    assert done.returncode == code, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout, " ".join(done.stderr.replace("│", " ").split())


def test_one_finding_is_one_push_and_the_second_night_is_silent(watch: Path, hook: Hook) -> None:
    settings(watch, f'name = "phone"\nurl = "{hook.url}"')
    assert call("send", watch, "--as-of", LAST) == ("phone: loadwatch: 1 new caution\n", "")
    assert call("send", watch, "--as-of", LAST) == ("", "")
    assert [message["message"] for message in hook.received] == [
        "loadwatch: 1 new caution; run loadwatch review"
    ]
    assert (watch / "notified.csv").stat().st_mode & 0o777 == 0o600


def test_findings_of_the_past_are_no_news_today(watch: Path, hook: Hook, tmp_path: Path) -> None:
    path = settings(tmp_path, f'name = "phone"\nurl = "{hook.url}"')
    assert call("send", watch, "--notify", path) == ("", "")
    assert hook.asked == []


def test_detail_is_sent_where_it_is_asked_for(watch: Path, mail: Mail, tmp_path: Path) -> None:
    path = settings(tmp_path, f'name = "post"\nurl = "{mail.url}"')
    shown, _ = call("send", watch, "--as-of", LAST, "--notify", path, "--detail", "--dry-run")
    assert shown.startswith("To post: loadwatch: 1 new caution")
    assert mail.received == []
    call("send", watch, "--as-of", LAST, "--notify", path, "--detail")
    (message,) = mail.received
    assert "6-week base" in message.get_body(("html",)).get_content()


def test_send_takes_the_library_that_init_took(few: Path, tmp_path: Path) -> None:
    home = {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data")}
    place = "from loadwatch.library.place import library_folder; print(library_folder(None))"
    told = subprocess.run(
        [sys.executable, "-c", place], capture_output=True, text=True, check=True,
        env={**os.environ, **home},
    )  # fmt: skip
    library = Path(told.stdout.strip())
    assert tmp_path in library.parents
    loadwatch(library, "import", few)
    begun, _ = call("init", **home)
    assert str(library / "notify.toml") in begun
    settings(library, 'name = "phone"\nurl = "json://127.0.0.1:1"\ndigest = "monday"')
    shown, _ = call("send", "--dry-run", "--as-of", "2026-11-23", **home)
    assert shown == call("send", "--dry-run", "--as-of", "2026-11-23", "--library", library)[0]


def test_a_target_that_fails_is_one_sentence_and_ends_with_1(
    watch: Path, hook: Hook, tmp_path: Path
) -> None:
    path = settings(
        tmp_path, 'name = "mail"\nurl = "file:mail.url"', f'name = "phone2"\nurl = "{hook.url}"'
    )
    (tmp_path / "mail.url").write_text(
        f"mailto://me:{SECRET}@127.0.0.1:{free_port()}?from=a@b.org&to=c@d.org"
    )
    (tmp_path / "mail.url").chmod(0o644)
    told, failed = call("send", watch, "--as-of", LAST, "--notify", path, code=1)
    assert told == "phone2: loadwatch: 1 new caution\n"
    assert failed.startswith("loadwatch: mail: what is new was not sent: others can read")
    assert SECRET not in told + failed
    (tmp_path / "mail.url").chmod(0o600)
    told, failed = call("send", watch, "--as-of", LAST, "--notify", path, code=1)
    assert told == ""
    assert "mail: what is new was not sent: it was not taken" in failed
    assert SECRET not in failed


@pytest.mark.parametrize(
    "address",
    [
        f"mailto://me:{SECRET}@127.0.0.1:{{port}}?from=a@b.org&to=c@d.org",
        f"mailtos://me:{SECRET}@127.0.0.1:{{port}}?from=a@b.org&to=c@d.org",
        f"ntfy://me:{SECRET}@127.0.0.1:{{dead}}/{SECRET}",
        f"ntfy://127.0.0.1:{{http}}/{SECRET}",
        f"jsons://127.0.0.1:{{http}}/{SECRET}",
        f"{SECRET}://{SECRET}",
        f"mailto://{SECRET}",
        f"tgram://{SECRET}",
        f"ntfy://[{SECRET}",
        f"json://127.0.0.1:{{http}}/{SECRET}?rto={SECRET}",
    ],
)
def test_no_failure_prints_a_secret(mail: Mail, hook: Hook, tmp_path: Path, address: str) -> None:
    mail.refuses, hook.status = True, 500
    address = address.replace("{port}", str(mail.port)).replace("{http}", str(hook.port))
    path = settings(
        tmp_path, 'name = "x"\nurl = "env:THERE"',
        head=f'timeout_s = 2\nheartbeat = "http://127.0.0.1:{hook.port}/{SECRET}"',
    )  # fmt: skip
    there = address.replace("{dead}", str(free_port()))
    out, err = call("test", "--notify", path, code=1, THERE=there, PYTHONWARNINGS="default")
    assert SECRET not in out + err
    assert err.startswith("loadwatch: x: the test was not sent: ")
    assert err.endswith("heartbeat: not called: it answered with 500; look at its address")


def test_mail_that_is_set_up_with_init_gets_its_test(mail: Mail, tmp_path: Path) -> None:
    begun, _ = call("init", "--ask", "--notify", tmp_path, told=f"{mail.url}\n")
    assert begun.splitlines()[:2] == [
        f"Begun: {tmp_path / 'mail.url'}", f"Begun: {tmp_path / 'notify.toml'}",
    ]  # fmt: skip
    assert call("test", "--notify", tmp_path) == ("mail: the test was sent\n", "")
    assert mail.received[0]["subject"] == "loadwatch: this is a test"
    call("init", "--notify", tmp_path, code=2)


def test_wrong_use_ends_with_2_in_words(tmp_path: Path) -> None:
    _, failed = call("test", "--notify", tmp_path, code=2)
    assert "notify init begins one" in failed
    call("init", "--notify", tmp_path)
    _, failed = call("test", "--notify", tmp_path, code=2)
    assert "names no target" in failed
    _, failed = call("init", "--ask", "--notify", tmp_path / "x", told="secret\n", code=2)
    assert "an address looks like" in failed


def test_without_the_extra_it_says_what_to_install(tmp_path: Path) -> None:
    settings(tmp_path, 'name = "x"\nurl = "env:THERE"')
    code = "import sys; sys.modules['apprise'] = None\nfrom loadwatch.cli import app; app()"
    for arguments in (["test", "--notify", str(tmp_path)], ["send", str(tmp_path)]):
        done = subprocess.run(
            [sys.executable, "-c", code, "notify", *arguments],
            cwd=ROOT, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 1
        assert done.stderr == (
            "loadwatch: messages need the package apprise; run: pip install 'loadwatch[notify]'\n"
        )
