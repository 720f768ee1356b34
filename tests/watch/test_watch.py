"""Watch: what comes to rest in a folder is imported once, whole, and told in one line."""

from __future__ import annotations

import errno
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from filelock import FileLock

from loadwatch.library import Known, imported, reading
from loadwatch.library.scan import scan
from loadwatch.watch import Places
from tests.crash.faults import Fault, run
from tests.library.conftest import at_rest, loadwatch, wait_for_an_import
from tests.library.dump import dump
from tests.watch.conftest import RECORDINGS, Watcher, put

Watching = Callable[..., Watcher]


def states(library: Path) -> dict[str, str]:
    with reading(library) as connection:
        return {Path(each.path).name: each.state for each in imported(connection).files}


def is_sound_and_free(library: Path) -> bool:
    with FileLock(library / "library.lock", timeout=0):
        pass
    assert not (library / "library.holder").exists()
    with closing(sqlite3.connect(library / "library.sqlite")) as connection:
        return bool(connection.execute("PRAGMA integrity_check").fetchone() == ("ok",))


def test_what_lies_there_and_what_comes_is_imported_each_in_one_line(
    inbox: Path, library: Path, watching: Watching
) -> None:
    put(RECORDINGS[0], inbox / "a.fit")
    watcher = watching()
    watcher.says("1 file read (a.fit)")
    put(RECORDINGS[1], inbox / "b.fit")
    watcher.says("1 file read (b.fit)")
    assert watcher.stop() == 0
    assert len(watcher.lines) == 4, watcher.told
    assert states(library) == {"a.fit": "imported", "b.fit": "imported"}


def test_a_library_that_was_watched_is_one_that_was_imported(
    inbox: Path, library: Path, watching: Watching, tmp_path: Path
) -> None:
    watcher = watching()
    watcher.says("0 files read")
    for number, recording in enumerate(RECORDINGS):
        put(recording, inbox / f"{number}.fit")
    watcher.says("4 files read (0.fit, 1.fit, 2.fit and 1 more)")
    watcher.stop()
    loadwatch(tmp_path / "clean", "import", inbox)
    assert [row[:3] for row in dump(library)[2]] == [row[:3] for row in dump(tmp_path / "clean")[2]]
    assert dump(library)[:2] == dump(tmp_path / "clean")[:2]


def test_a_file_that_is_copied_slowly_waits_even_if_its_time_is_old(
    inbox: Path, library: Path, watching: Watching
) -> None:
    watcher = watching()
    watcher.says("0 files read")
    content = RECORDINGS[0].read_bytes()
    step = len(content) // 8 + 1
    with (inbox / "slow.fit").open("wb") as file:
        for begin in range(0, len(content), step):
            file.write(content[begin : begin + step])
            file.flush()
            at_rest(inbox / "slow.fit")
            time.sleep(0.25)
    watcher.says("1 file read (slow.fit)")
    watcher.stop()
    assert states(library) == {"slow.fit": "imported"}
    with reading(library) as connection:
        assert connection.execute("SELECT count(*) FROM content").fetchone() == (1,)


def test_a_file_written_beside_one_that_never_rests_does_not_wait_for_ever(
    inbox: Path, library: Path, watching: Watching
) -> None:
    watcher = watching()
    watcher.says("0 files read")
    put(RECORDINGS[0], inbox / "run.fit")
    until = time.monotonic() + 10
    with (inbox / "growing.fit").open("wb") as file:
        while "run.fit" not in watcher.told and time.monotonic() < until:
            file.write(b"?")
            file.flush()
            time.sleep(0.1)
    watcher.says("1 file read (run.fit)", "1 still being written")
    watcher.stop()
    assert states(library) == {"run.fit": "imported"}


def test_a_file_that_gets_its_name_when_it_is_whole_is_read_once_and_its_hidden_one_never(
    inbox: Path, library: Path, watching: Watching
) -> None:
    watcher = watching()
    watcher.says("0 files read")
    put(RECORDINGS[0], inbox / ".run.fit.part")
    time.sleep(1.2)
    assert len(watcher.lines) == 2, watcher.told
    (inbox / ".run.fit.part").rename(inbox / "run.fit")
    watcher.says("1 file read (run.fit)")
    watcher.stop()
    assert states(library) == {"run.fit": "imported"}


def test_a_file_that_is_deleted_is_told_gone_and_its_run_stays(
    inbox: Path, library: Path, watching: Watching
) -> None:
    put(RECORDINGS[0], inbox / "a.fit")
    watcher = watching()
    watcher.says("1 file read (a.fit)")
    (inbox / "a.fit").unlink()
    watcher.says("1 gone from their folder (their runs stay)")
    watcher.stop()
    with reading(library) as connection:
        assert len(imported(connection).sessions) == 1


@pytest.mark.parametrize("how", ["renamed", "deleted"])
def test_a_folder_that_goes_and_comes_back_is_watched_again(
    inbox: Path, library: Path, watching: Watching, how: str
) -> None:
    put(RECORDINGS[0], inbox / "a.fit")
    watcher = watching()
    watcher.says("1 file read (a.fit)")
    away = inbox.with_name("away")
    inbox.rename(away)
    if how == "deleted":
        shutil.rmtree(away)
    watcher.says("inbox is not there; waiting for it")
    if how == "deleted":
        inbox.mkdir()
    else:
        away.rename(inbox)
    watcher.says("inbox is there again")
    put(RECORDINGS[1], inbox / "b.fit")
    watcher.says("1 file read (b.fit)")
    watcher.stop()
    with reading(library) as connection:
        assert len(imported(connection).sessions) == 2
        gone = connection.execute("SELECT count(*) FROM file WHERE is_gone").fetchone()[0]
    assert gone == (1 if how == "deleted" else 0)


def test_a_broken_file_is_told_with_its_reason_once(
    inbox: Path, library: Path, watching: Watching
) -> None:
    (inbox / "broken.fit").write_bytes(RECORDINGS[0].read_bytes()[:40])
    at_rest(inbox)
    watcher = watching()
    watcher.says("1 file read (broken.fit), 1 quarantined", "broken.fit:")
    put(RECORDINGS[1], inbox / "b.fit")
    watcher.says("1 file read (b.fit)")
    watcher.stop()
    assert watcher.told.count("quarantined ") == 1


@pytest.mark.parametrize(
    ("how", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)], ids=["SIGTERM", "SIGINT"]
)
def test_stopped_while_it_waits(
    inbox: Path, library: Path, watching: Watching, how: signal.Signals, code: int
) -> None:
    watcher = watching()
    watcher.says("0 files read")
    began = time.monotonic()
    assert watcher.stop(how) == code
    assert time.monotonic() - began < 2
    assert "stopped; what was read is kept" in watcher.told
    assert "Traceback" not in watcher.told
    assert is_sound_and_free(library)


def test_stopped_while_it_imports(
    inbox: Path, library: Path, watching: Watching, tmp_path: Path
) -> None:
    for number in range(12):
        (inbox / f"{number}.fit").write_bytes(RECORDINGS[0].read_bytes() + bytes(number))
    at_rest(inbox)
    watcher = watching()
    wait_for_an_import(library)
    assert watcher.stop() == 0
    assert "Traceback" not in watcher.told
    assert is_sound_and_free(library)
    loadwatch(library, "import", inbox, "--wait", 0)
    loadwatch(tmp_path / "clean", "import", inbox)
    assert dump(library) == dump(tmp_path / "clean")


def test_an_import_and_a_review_beside_it_work_and_nothing_is_doubled(
    inbox: Path, library: Path, watching: Watching
) -> None:
    watcher = watching()
    watcher.says("0 files read")
    put(RECORDINGS[0], inbox / "a.fit")
    told = loadwatch(library, "import", inbox)
    assert "still being written" not in told
    assert "1 session" in loadwatch(library, "status")
    put(RECORDINGS[1], inbox / "b.fit")
    watcher.says("1 file read (b.fit)")
    watcher.stop()
    with reading(library) as connection:
        assert len(imported(connection).sessions) == 2
        assert connection.execute("SELECT count(*) FROM file").fetchone() == (2,)


def test_a_library_that_is_held_for_a_while_is_waited_for_and_said_once(
    inbox: Path, library: Path, watching: Watching
) -> None:
    put(RECORDINGS[0], inbox / "a.fit")
    library.mkdir()
    with FileLock(library / "library.lock"):
        watcher = watching()
        watcher.says("put off: another loadwatch")
        time.sleep(1.7)
        assert watcher.told.count("put off") == 1
    watcher.says("1 file read (a.fit)")
    assert watcher.stop() == 0


def test_a_library_in_the_watched_folder_does_not_wake_it(
    inbox: Path, watching: Watching, tmp_path: Path
) -> None:
    put(RECORDINGS[0], inbox / "a.fit")
    watcher = watching("--library", inbox / "kept")
    watcher.says("1 file read (a.fit)")
    time.sleep(1.5)
    watcher.stop()
    assert len(watcher.lines) == 3, watcher.told


def test_a_profile_that_breaks_meanwhile_stays_as_it_was(
    inbox: Path, library: Path, watching: Watching
) -> None:
    watcher = watching()
    watcher.says("0 files read")
    (library / "athlete.toml").write_text("height_cm = ")
    put(RECORDINGS[0], inbox / "a.fit")
    watcher.says("1 file read (a.fit)", "the profile stays as it was")
    watcher.stop()


def test_without_a_folder_it_watches_those_imported_before(inbox: Path, library: Path) -> None:
    loadwatch(library, "import", inbox)
    watcher = Watcher(library, "--quiet-s", 0.2, "--every", 0.5)
    try:
        watcher.says(f"watching {inbox} by", "0 files read")
    finally:
        watcher.clear()


def test_a_folder_that_does_not_exist_is_wrong_use(tmp_path: Path, library: Path) -> None:
    told = loadwatch(library, "watch", tmp_path / "nowhere", ok=[2])
    assert "there is no file or folder" in told


def test_a_later_library_is_refused_with_its_code(inbox: Path, library: Path) -> None:
    loadwatch(library, "import", inbox)
    with closing(sqlite3.connect(library / "library.sqlite")) as connection:
        connection.execute("PRAGMA user_version = 999")
    assert "later loadwatch" in loadwatch(library, "watch", inbox, "--quiet-s", 0, ok=[12])


def test_without_the_package_for_events_it_looks(inbox: Path, library: Path) -> None:
    code = (
        "import sys; sys.modules['watchfiles'] = None; "
        "from loadwatch.watch import has_events; assert not has_events()"
    )
    subprocess.run([sys.executable, "-c", code], check=True, env=dict(os.environ))


def test_a_file_just_written_is_at_rest_for_those_who_want_no_rest(inbox: Path) -> None:
    (inbox / "new.fit").write_bytes(RECORDINGS[0].read_bytes())
    assert scan(Known(), [inbox]).waiting == [inbox / "new.fit"]
    assert [seen.path for seen in scan(Known(), [inbox], rest_s=0).fresh] == [inbox / "new.fit"]
    for quiet_s, is_due in ((5.0, False), (0.0, True)):
        places = Places([inbox], quiet_s)
        places.took([])
        places.look([])
        assert places.is_due() == is_due


def test_what_comes_to_rest_is_put_away_and_told_in_one_line(
    watching: Watching, inbox: Path, library: Path
) -> None:
    watcher = watching("--put-away", inbox)
    watcher.says("watching")
    put(RECORDINGS[0], inbox / "first.fit")
    watcher.says("1 file read (first.fit), 1 put in done, 0 in failed")
    (inbox / "broken.fit").write_bytes(b"\x0e\x10" + b"nothing" * 9)
    at_rest(inbox / "broken.fit")
    watcher.says("1 file read (broken.fit), 1 quarantined, 0 put in done, 1 in failed")
    watcher.says(f"quarantined {inbox / 'failed' / 'broken.fit'}")
    assert watcher.stop() == 0
    assert watcher.told.count("file read") == 2
    assert not re.search("[1-9] unchanged", watcher.told)
    assert sorted(path.name for path in inbox.rglob("*.fit")) == ["broken.fit", "first.fit"]
    assert states(library) == {"first.fit": "imported", "broken.fit": "quarantined"}


TWO_IMPORTS = """
import sys
from pathlib import Path
from loadwatch import watch
from loadwatch.athlete import Athlete

if __name__ == "__main__":
    watch.AGAIN_S = 0.2
    events = watch.watch(
        Path(sys.argv[1]), [Path(sys.argv[2])], lambda: (None, Athlete()),
        quiet_s=0.0, every_s=0.5, poll=True, jobs=1,
    )
    for _ in range(2):
        event = next(events)
        print(event.counts.read, event.names, sorted(path.name for path in event.failed))
"""


def test_what_could_not_be_read_for_now_is_tried_again_by_itself(
    inbox: Path, library: Path
) -> None:
    put(RECORDINGS[0], inbox / "late.fit")
    put(RECORDINGS[1], inbox / "other.fit")
    once = Fault(inbox / "late.fit", 1, str(errno.EIO), on_reads=True)
    ended = run(library, [library, inbox], once, program=("-c", TWO_IMPORTS))
    assert ended.output.splitlines() == [
        "1 ('other.fit',) ['late.fit']",
        "1 ('late.fit',) []",
    ], ended.errors
    assert states(library) == {"late.fit": "imported", "other.fit": "imported"}


def test_a_file_that_can_never_be_read_is_tried_ever_less_often_and_holds_up_no_other(
    inbox: Path,
) -> None:
    path = inbox / "run.fit"
    put(RECORDINGS[0], path)
    places = Places([inbox], 0.0)
    places.look([])
    waits = []
    for _ in range(9):
        places.took([], [path])
        assert not places.is_due()
        waits.append(round(places.next_s(1e9) / 60))
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    put(RECORDINGS[1], inbox / "next.fit")
    places.look([])
    assert places.is_due()


def test_stopped_while_a_module_is_being_made(tmp_path: Path) -> None:
    """An interrupt within a text that is executed, as a dataclass is, sets Python's own exit."""
    program = tmp_path / "stopped.py"
    program.write_text(
        "import signal\n"
        "from loadwatch.cli.watch import _Stop\n"
        "stop = _Stop()\n"
        "try:\n"
        "    exec('signal.raise_signal(signal.SIGTERM)')\n"
        "except KeyboardInterrupt:\n"
        "    raise SystemExit(stop.code)\n"
    )
    done = subprocess.run([sys.executable, "-m", program.stem], cwd=tmp_path, check=False)
    assert done.returncode == 0
