"""What stands beside a library, and the commands that look after it: killed or failing anywhere."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from tests.conftest import SAMPLES
from tests.crash.after import nothing_is_left_or_open, only_session, speaks_plainly
from tests.crash.faults import KILL, Ended, Fault, run
from tests.library.conftest import at_rest
from tests.library.dump import dump
from tests.notify.conftest import Hook, hook

__all__ = ["hook"]
DEEDS = [KILL, str(errno.ENOSPC), str(errno.EIO), str(errno.EACCES)]
every_call = pytest.mark.crash
LOADWATCH = ("-m", "loadwatch")
LATER = """
from loadwatch.library import store
store.MIGRATIONS += (("CREATE TABLE later (word TEXT) STRICT", "INSERT INTO later VALUES ('a')"),)
store.VERSION += 1
from loadwatch.cli import app
if __name__ == "__main__":
    app()
"""
TELLS = """
import sys
from datetime import timedelta
from pathlib import Path
from loadwatch.errors import NotifyError
from loadwatch.notify import run
from loadwatch.notify.targets import read_config
from tests.notify.conftest import NOW, SPIKE, review_of
folder = Path(sys.argv[1])
night = run.Night(review_of(SPIKE), NOW + timedelta(days=int(sys.argv[2])))
try:
    done = run.tell(read_config(folder / "notify.toml"), folder / "notified.csv", night)
except NotifyError as error:
    done = run.Outcome(problems=[str(error)])
for each in done.problems:
    print("loadwatch:", each, file=sys.stderr)
sys.exit(bool(done.problems))
"""


def faults_of(
    deed: str, make: Callable[[], Path], words: Sequence[object], program: Sequence[str] = LOADWATCH
) -> Iterator[tuple[int, Path, Ended]]:
    """A command on a new library each time, every call of it going wrong once."""
    whole = make()
    calls = run(whole, words, Fault(whole), program=program).calls
    assert calls > 3
    for at in range(1, calls + 1):
        library = make()
        told = run(library, words, Fault(library, at, deed), program=program)
        speaks_plainly(told)
        assert (told.code == -signal.SIGKILL) == (deed == KILL), (at, told.errors)
        yield at, library, told


@pytest.fixture
def kept(clean: Path, tmp_path: Path) -> Callable[[], Path]:
    """Makes a copy of a library, each time anew."""
    count = iter(range(10_000))

    def make() -> Path:
        folder = tmp_path / f"kept{next(count)}"
        shutil.copytree(clean, folder)
        return folder

    return make


def add_to_the_diary(library: Path) -> tuple[Path, list[object]]:
    path = library / "loadwatch-diary.csv"
    return path, ["diary", "add", "--date", "2026-06-01", "--note", "one", "--diary", path]


def set_in_the_profile(library: Path) -> tuple[Path, list[object]]:
    return library / "athlete.toml", ["athlete", "set", "height_cm", "171", "--athlete", library]


def correct_a_run(library: Path) -> tuple[Path, list[object]]:
    return library / "corrections.csv", ["correct", only_session(library), "--exclude"]


@pytest.mark.parametrize(
    ("deed", "change"),
    [
        (KILL, add_to_the_diary),
        *[
            pytest.param(deed, change, marks=every_call)
            for change in (add_to_the_diary, set_in_the_profile, correct_a_run)
            for deed in DEEDS
        ][1:],
    ],
)
def test_a_file_that_a_person_writes_is_the_old_or_the_new_one(
    deed: str, change: Callable[[Path], tuple[Path, list[object]]], kept: Callable[[], Path]
) -> None:
    new = change(kept())
    whole = new[0].parent
    assert run(whole, new[1]).code == 0
    after = new[0].read_bytes()
    calls = run(second := kept(), change(second)[1], Fault(second)).calls
    assert calls >= 5
    for at in range(1, calls + 1):
        library = kept()
        path, words = change(library)
        told = run(library, words, Fault(library, at, deed))
        assert "Traceback" not in told.errors
        assert told.code in ({-signal.SIGKILL} if deed == KILL else {0, 2}), told.errors
        before = path.read_bytes() if path.exists() else None
        assert before in (None, after), at
        if told.code == 0:
            assert before == after
        again = run(library, words)
        assert again.code == 0 or "twice" in again.errors, again.errors
        assert path.read_bytes().startswith(after.splitlines()[0])
        nothing_is_left_or_open(library)


@every_call
@pytest.mark.parametrize("deed", DEEDS)
def test_a_backup_is_whole_or_not_there(deed: str, kept: Callable[[], Path], clean: Path) -> None:
    for at, library, told in faults_of(deed, kept, ["backup"]):
        places = [*(library / "backups").glob("[!.]*")]
        assert len(places) == (told.code == 0) or deed == KILL, at
        for place in places:
            assert dump(place) == dump(clean)
        assert run(library, ["backup"]).code == 0
        assert dump(library) == dump(clean)
        nothing_is_left_or_open(library)


@every_call
@pytest.mark.parametrize("deed", DEEDS)
def test_a_rebuild_loses_nothing(deed: str, tmp_path: Path, kept: Callable[[], Path]) -> None:
    folder = tmp_path / "runs"
    folder.mkdir()
    for path in sorted((SAMPLES / "garmin").glob("*.fit"))[:2]:
        shutil.copy(path, folder)
    at_rest(folder)
    model = tmp_path / "model"
    assert run(model, ["import", folder]).code == 0
    sorted(folder.iterdir())[0].unlink()
    assert run(model, ["import", folder]).code == 0
    wanted, count = dump(model), iter(range(10_000))

    def make() -> Path:
        return Path(shutil.copytree(model, tmp_path / f"kept{next(count)}"))

    for at, library, _ in faults_of(deed, make, ["rebuild"]):
        assert "2 sessions" in run(library, ["status"]).output, at
        assert run(library, ["import", "--wait", 0]).code == 0
        assert dump(library) == wanted, at
        nothing_is_left_or_open(library)
        for old in (library / "backups").glob("*.sqlite"):
            assert os.stat(old).st_nlink == 1, at  # noqa: PTH116


@pytest.mark.parametrize("deed", [pytest.param(deed, marks=every_call) for deed in DEEDS])
def test_an_upgrade_is_whole_or_has_not_been(
    deed: str, kept: Callable[[], Path], clean: Path
) -> None:
    program = ("-c", LATER)
    for at, library, _ in faults_of(deed, kept, ["imports"], program):
        assert run(library, ["imports"], program=program).code == 0, at
        assert dump(library) == dump(clean)
        with closing(sqlite3.connect(library / "library.sqlite")) as connection:
            assert connection.execute("SELECT * FROM later").fetchall() == [("a",)]
        copies = sorted((library / "backups").iterdir())
        assert copies, at
        for copy in copies:
            with closing(sqlite3.connect(copy)) as connection:
                assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
                assert connection.execute("SELECT count(*) FROM content").fetchone() == (2,)
        run(library, ["import", "--wait", 0], program=program)
        nothing_is_left_or_open(library)


@every_call
@pytest.mark.parametrize("deed", DEEDS)
def test_a_finding_is_told_at_least_once_and_at_most_twice(
    deed: str, tmp_path: Path, hook: Hook
) -> None:
    count = iter(range(10_000))

    def make() -> Path:
        folder = tmp_path / f"kept{next(count)}"
        folder.mkdir(mode=0o700)
        path = folder / "notify.toml"
        path.write_text(f'[[target]]\nname = "phone"\nurl = "{hook.url}"\n')
        path.chmod(0o600)
        return folder

    program = ("-c", TELLS)
    at, calls = 0, 1
    while at < calls:
        at += 1
        folder, heard = make(), len(hook.received)
        told = run(folder, [folder, 0], Fault(folder, at, deed), program=program)
        calls = max(calls, told.calls)
        speaks_plainly(told)
        for night in (1, 2):
            assert run(folder, [folder, night], program=program).code == 0
        assert len(hook.received) - heard in {1, 2}, at
        calls = max(calls, at + (told.code == -signal.SIGKILL))
        nothing_is_left_or_open(folder)
