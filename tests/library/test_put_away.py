"""Originals of an inbox are put away after the import: none lost, overwritten or doubled."""

import os
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from loadwatch.athlete import Athlete
from loadwatch.library import begin_run, bring_in, imported, known, reading, writing
from loadwatch.library.put_away import PutAway, finish, moved, put_away
from loadwatch.library.scan import digest_of, scan
from tests.conftest import SAMPLES
from tests.library.conftest import at_rest, being_written, loadwatch

RECORDINGS = sorted((SAMPLES / "garmin").glob("2026-0*.fit"))[:4]
SETTINGS = "GARMIN/Activity/Settings.fit"
BROKEN = b"\x0e\x10" + b"nothing" * 9


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """Four recordings in two folders, the settings of a watch, and a broken file."""
    folder = tmp_path / "inbox"
    (folder / "GARMIN" / "Activity").mkdir(parents=True)
    for path in RECORDINGS[:2]:
        shutil.copy(path, folder)
    for path in [*RECORDINGS[2:], SAMPLES / "garmin" / "Settings.fit"]:
        shutil.copy(path, folder / "GARMIN" / "Activity")
    (folder / "broken.fit").write_bytes(BROKEN)
    at_rest(folder)
    return folder


@pytest.fixture
def runs_here(tmp_path: Path) -> Path:
    """A folder of three recordings, in which the library will lie, too."""
    folder = tmp_path / "runs"
    folder.mkdir()
    for path in RECORDINGS[:3]:
        shutil.copy(path, folder)
    at_rest(folder)
    return folder


def bring(library: Path, inbox: Path) -> PutAway:
    """What ``import --put-away`` does, in this process."""
    with writing(library, "a test") as connection:
        finish(connection, inbox)
        run = begin_run(connection, [inbox])
        found = scan(known(connection, Athlete()), [inbox])
        bring_in(connection, run, found, Athlete(), jobs=1)
        return put_away(connection, inbox, found)


def lying(inbox: Path) -> dict[str, bytes]:
    return {
        path.relative_to(inbox).as_posix(): path.read_bytes()
        for path in inbox.rglob("*")
        if path.is_file()
    }


def test_each_file_goes_where_it_belongs_and_is_known_there(inbox: Path, library: Path) -> None:
    before = lying(inbox)
    told = loadwatch(library, "import", "--put-away", inbox, ok=(3,))
    assert "4 files put in done, 1 in failed." in told
    assert f"quarantined {inbox / 'failed' / 'broken.fit'}" in told
    shelf = dict.fromkeys(before, "done/") | {"broken.fit": "failed/", SETTINGS: ""}
    after = {f"{shelf[name]}{name}": content for name, content in before.items()}
    assert lying(inbox) == after
    told = loadwatch(library, "import", "--put-away", inbox)
    assert told.startswith("0 files read, 6 unchanged. ")
    assert "put in done" not in told
    assert loadwatch(library, "import").startswith("0 files read, 6 unchanged. ")
    assert lying(inbox) == after
    assert "originals are gone" not in loadwatch(library, "status")


def test_the_inbox_may_be_told_by_the_environment_and_others_stay_as_they_are(
    inbox: Path, few: Path, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOADWATCH_PUT_AWAY", str(inbox))
    before = lying(few)
    told = loadwatch(library, "import", few, ok=(3,))
    assert "4 files put in done, 1 in failed." in told
    assert lying(few) == before


def test_a_name_that_is_taken_gets_a_number_and_both_are_kept(inbox: Path, library: Path) -> None:
    bring(library, inbox)
    name = RECORDINGS[0].name
    for again, source in ((2, RECORDINGS[3]), (3, RECORDINGS[0])):
        shutil.copy(source, inbox / name)
        at_rest(inbox / name)
        assert bring(library, inbox).problems == []
        stem, ending = name.split(".")
        assert (inbox / "done" / f"{stem}-{again}.{ending}").read_bytes() == source.read_bytes()
    assert (inbox / "done" / name).read_bytes() == RECORDINGS[0].read_bytes()
    with reading(library) as connection:
        assert len(imported(connection).sessions) == len(RECORDINGS)


def test_what_is_no_business_of_an_import_stays(inbox: Path, library: Path) -> None:
    target = inbox.parent / "elsewhere.fit"
    shutil.copy(RECORDINGS[3], target)
    at_rest(target)
    (inbox / "a link.fit").symlink_to(target)
    shutil.copy(RECORDINGS[0], inbox / "inProgressActivity.fit")
    (inbox / ".hidden.fit").write_bytes(BROKEN)
    (inbox / "loadwatch-diary.csv").write_text("date\n")
    at_rest(*(path for path in inbox.iterdir() if path.is_file()))
    shutil.copy(RECORDINGS[1], inbox / "still being written.fit")
    staying = {
        "a link.fit", "inProgressActivity.fit", ".hidden.fit", "loadwatch-diary.csv",
        "still being written.fit",
    }  # fmt: skip
    with being_written(inbox / "still being written.fit"):
        loadwatch(library, "import", "--put-away", inbox, ok=(3,))
    assert {path.name for path in inbox.iterdir() if not path.is_dir()} == staying


def test_what_is_no_recording_stays_beside_those_that_go(runs_here: Path) -> None:
    own = {
        "mail.url": "mailtos://me:password@mail.example.org",
        "notify.toml": '[[target]]\nname = "me"\nurl = "file:mail.url"\n',
        "notified.csv": "told_at\n",
        "schedule.log": "== 2026-03-14 03:00:00 begins: loadwatch import\n",
        "schedule.log.1": "== 2026-03-13 03:00:00 begins: loadwatch import\n",
        "schedule-task.xml": "<Task/>",
        "notes.docx": "words",
    }
    for name, text in own.items():
        (runs_here / name).write_text(text)
    at_rest(runs_here)
    told = loadwatch(runs_here, "import", runs_here, "--put-away", runs_here)
    assert "3 files put in done, 0 in failed." in told
    assert all((runs_here / name).read_text() == text for name, text in own.items())
    listed = loadwatch(runs_here, "imports", "--files")
    assert "notes.docx" in listed
    for name in ("mail.url", "schedule.log", "schedule-task.xml"):
        assert name not in listed


def test_what_could_be_read_after_all_goes_from_failed_to_done(inbox: Path, library: Path) -> None:
    bring(library, inbox)
    shutil.copy(RECORDINGS[3], inbox / "failed" / "broken.fit")
    at_rest(inbox / "failed")
    bring(library, inbox)
    assert lying(inbox)["done/broken.fit"] == RECORDINGS[3].read_bytes()
    assert not list((inbox / "failed").iterdir())


def test_a_file_that_cannot_be_moved_is_told_and_stays(inbox: Path, library: Path) -> None:
    (inbox / "done").write_bytes(b"a file in the way")
    at_rest(inbox)
    before = lying(inbox)
    told = loadwatch(library, "import", "--put-away", inbox, ok=(1,))
    assert f"{inbox / RECORDINGS[0].name} could not be put away: " in told
    after = lying(inbox)
    assert after.pop("failed/broken.fit") == before.pop("broken.fit")
    assert after == before


def test_a_dry_run_moves_nothing(inbox: Path, library: Path) -> None:
    before = lying(inbox)
    assert "Would read 6 files" in loadwatch(
        library, "import", "--dry-run", "--put-away", inbox
    )  # fmt: skip
    assert lying(inbox) == before


def test_a_stick_that_is_not_plugged_in_is_waited_for(inbox: Path, library: Path) -> None:
    bring(library, inbox)
    inbox.rename(inbox.with_name("unplugged"))
    assert "is there now: " in loadwatch(library, "import", "--put-away", inbox, ok=(1,))
    assert not inbox.exists()


CHILD = """
import errno, os, signal, sys
from pathlib import Path
from loadwatch.athlete import Athlete
from loadwatch.library import known, writing
from loadwatch.library.scan import scan
from loadwatch.library.put_away import finish, put_away

library, inbox = Path(sys.argv[1]), Path(sys.argv[2])
left, link = int(sys.argv[3]), os.link

def far_link(source, target, **told):
    if ".loadwatch-" not in str(source):
        raise OSError(errno.EXDEV, "another file system")
    link(source, target, **told)

if sys.argv[4] == "far":
    os.link = far_link

def hook(event, told):
    global left
    is_copy = event == "open" and ".loadwatch-" in str(told[0]) and told[2] & os.O_CREAT
    if is_copy or event in ("os.link", "os.remove", "os.rename", "os.utime"):
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(hook)
with writing(library, "a test") as connection:
    finish(connection, inbox)
    put_away(connection, inbox, scan(known(connection, Athlete()), [inbox]))
"""


def child(library: Path, inbox: Path, dies_at: int, how: str) -> int:
    command = [sys.executable, "-c", CHILD, str(library), str(inbox), str(dies_at), how]
    return subprocess.run(command, check=False, timeout=60).returncode


def contents(inbox: Path, keep: Callable[[Path], bool] = lambda _: True) -> Counter[str]:
    return Counter(
        digest_of(path) for path in inbox.rglob("*") if path.is_file() and keep(path)
    )  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("how", ["near", "far"])
def test_killed_before_any_step_the_next_run_finishes_what_was_begun(
    inbox: Path, library: Path, tmp_path: Path, how: str
) -> None:
    with writing(library, "a test") as connection:
        run = begin_run(connection, [inbox])
        bring_in(connection, run, scan(known(connection, Athlete()), [inbox]), Athlete(), jobs=1)
    wanted, kept, deaths = contents(inbox), tmp_path / "kept", 0
    shutil.copytree(inbox, kept / "inbox")
    shutil.copytree(library, kept / "library")
    for step in range(1, 100):
        shutil.rmtree(inbox)
        shutil.rmtree(library)
        shutil.copytree(kept / "inbox", inbox)
        shutil.copytree(kept / "library", library)
        code = child(library, inbox, step, how)
        assert set(contents(inbox)) >= set(wanted), step
        if code == 0:
            break
        assert code == -signal.SIGKILL
        deaths += 1
        assert child(library, inbox, 0, how) == 0
        assert contents(inbox) == wanted, step
        assert contents(inbox, lambda path: path.parts[len(inbox.parts)] == "done").total() == 4
        with reading(library) as connection:
            found = scan(known(connection, Athlete()), [inbox])
        assert (len(found.unchanged), found.gone, found.known) == (6, [], []), step
    assert deaths > 10


def test_a_copy_that_was_cut_short_is_not_taken_for_the_file(inbox: Path, library: Path) -> None:
    bring(library, inbox)
    whole = RECORDINGS[3].read_bytes()
    (inbox / "new.fit").write_bytes(whole)
    at_rest(inbox / "new.fit")
    part = inbox / "done" / f".loadwatch-{digest_of(inbox / 'new.fit')}-new.fit"
    part.write_bytes(whole[:100])
    bring(library, inbox)
    assert not part.exists()
    assert (inbox / "done" / "new.fit").read_bytes() == whole


def test_a_copy_is_private_while_it_is_written_and_then_as_the_original_was(
    inbox: Path, library: Path
) -> None:
    with writing(library, "a test") as connection:
        run = begin_run(connection, [inbox])
        bring_in(connection, run, scan(known(connection, Athlete()), [inbox]), Athlete(), jobs=1)
    for path in inbox.rglob("*.fit"):
        path.chmod(0o644)
    before_its_times_are_set = 3  # after what was left was removed, and the copy opened
    assert child(library, inbox, before_its_times_are_set, "far") == -signal.SIGKILL
    (part,) = inbox.rglob(".loadwatch-*")
    assert part.stat().st_mode & 0o777 == 0o600
    assert child(library, inbox, 0, "far") == 0
    modes = {path.stat().st_mode & 0o777 for path in (inbox / "done").rglob("*.fit")}
    assert modes == {0o644}


def test_a_move_overwrites_nothing_where_files_have_one_name_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_: object, **__: object) -> None:
        raise PermissionError(1, "this file system has no second names")

    monkeypatch.setattr(os, "link", no_links)
    for number, wanted in ((1, "run.fit.gz"), (2, "run-2.fit.gz"), (3, "run-3.fit.gz")):
        source = tmp_path / "run.fit.gz"
        source.write_bytes(bytes([number]))
        assert moved(source, tmp_path / "done" / "run.fit.gz") == tmp_path / "done" / wanted
        assert not source.exists()
    assert sorted(lying(tmp_path).values()) == [b"\1", b"\2", b"\3"]
