"""Kept streams: another profile or another step of deriving decodes nothing, and all is as read.

What a file would have given is what a library begun anew holds.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

import loadwatch as package
from loadwatch.importer.held import part_checksum
from loadwatch.library import settings, streams
from tests.library.conftest import at_rest, loadwatch
from tests.library.dump import dump

PROFILE = 'height_cm = 190\nsex = "male"\nresting_heart_rate_bpm = 48\nmax_heart_rate_bpm = 188\n'


ANOTHER_SPEED = "derive/session.py", "run_distance / run_time", "0.5 * run_distance / run_time"
"""A step of deriving, and what it would be in another program."""


def blobs(library: Path) -> dict[str, int]:
    """Contents of which streams are kept, and of how many members."""
    with closing(sqlite3.connect(library / "streams.sqlite")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        rows = connection.execute("SELECT key, count(*) FROM part GROUP BY key").fetchall()
        held = connection.execute("SELECT key, parts FROM held").fetchall()
    assert sorted(rows) == sorted(held)
    return dict(rows)


def anew(library: Path, folder: Path) -> Path:
    """A second library with the same profile, which reads every file."""
    other = library.with_name("anew")
    other.mkdir(mode=0o700)
    shutil.copy(library / "athlete.toml", other)
    loadwatch(other, "import", folder, ok=(0, 3))
    return other


def change_profile(library: Path) -> None:
    (library / "athlete.toml").write_text(PROFILE)


def test_another_profile_decodes_nothing_and_gives_what_reading_gives(
    runs: Path, library: Path
) -> None:
    loadwatch(library, "import", runs, ok=(0, 3))
    first = dump(library)
    change_profile(library)
    assert "would be derived anew from kept streams" in loadwatch(library, "import", "--dry-run")
    told = loadwatch(library, "import")
    count = len(dump(library)[0])
    assert told.startswith("0 files read, ")
    assert f", {count} derived anew from kept streams" in told
    assert dump(library) != first
    assert dump(library) == dump(anew(library, runs))
    assert f"0 read, {count} derived anew, " in loadwatch(library, "imports")
    assert "derived" not in loadwatch(library, "import")
    assert "MB of streams" in loadwatch(library, "status")
    assert loadwatch(library, "verify").startswith("The library is as it was written")


def test_what_is_gone_is_derived_as_it_would_have_been_read(few: Path, library: Path) -> None:
    loadwatch(library, "import", few)
    change_profile(library)
    other = anew(library, few)
    for path in sorted(few.glob("*.fit"))[1:]:
        path.unlink()
    told = loadwatch(library, "import")
    assert told.startswith("0 files read, 1 unchanged, 4 derived anew from kept streams, 3 gone")
    assert "kept as read" not in told
    assert dump(library)[:2] == dump(other)[:2]


def test_a_program_that_derives_otherwise_decodes_nothing(few: Path, library: Path) -> None:
    loadwatch(library, "import", few)
    first = dump(library)
    told = with_other_program(library, *ANOTHER_SPEED)
    assert told.startswith("0 files read, 4 unchanged, 4 derived anew from kept streams")
    derived = dump(library)
    assert derived[1] != first[1]
    shutil.rmtree(library)
    told = with_other_program(library, *ANOTHER_SPEED, few)
    assert told.startswith("4 files read, ")
    assert dump(library) == derived


def test_a_program_that_decodes_otherwise_reads_the_files(few: Path, library: Path) -> None:
    loadwatch(library, "import", few)
    told = with_other_program(library, "formats/_base.py", "MAX_DEPTH = 2", "MAX_DEPTH = 3")
    assert told.startswith("4 files read, 0 unchanged. ")
    assert len(blobs(library)) == 4


def with_other_program(library: Path, part: str, old: str, new: str, *paths: Path) -> str:
    """Import with a copy of the program in which one line differs; what it printed."""
    copy = library.with_name("other program") / "loadwatch"
    if not copy.exists():
        home = Path(package.__file__).parent
        shutil.copytree(home, copy, ignore=shutil.ignore_patterns("__pycache__"))
        text = (copy / part).read_text()
        assert old in text
        (copy / part).write_text(text.replace(old, new))
    done = subprocess.run(
        [sys.executable, "-m", "loadwatch", "import", *map(str, paths)],
        capture_output=True, text=True, check=False, timeout=120,
        env={**os.environ, "PYTHONPATH": str(copy.parent), "LOADWATCH_LIBRARY": str(library)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_without_the_file_of_streams_the_recordings_are_read(few: Path, library: Path) -> None:
    loadwatch(library, "import", few)
    (library / "streams.sqlite").unlink()
    change_profile(library)
    assert loadwatch(library, "import").startswith("4 files read, 0 unchanged. ")
    assert dump(library) == dump(anew(library, few))
    assert len(blobs(library)) == 4


def overwritten(path: Path) -> None:
    path.write_bytes(b"no database " * 4000)


def holed(path: Path) -> None:
    """All but the first page is nothing."""
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(8192)
        file.write(b"\xa5" * (size - 8192))


def cut(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // 2)


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def of_another_version(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP TABLE part")
        connection.execute("PRAGMA user_version = 99")


@pytest.mark.parametrize("harm", [overwritten, holed, cut, emptied, of_another_version])
def test_a_damaged_file_of_streams_is_begun_anew_and_the_recordings_are_read(
    few: Path, library: Path, harm: object
) -> None:
    loadwatch(library, "import", few)
    harm(library / "streams.sqlite")  # type: ignore[operator]
    change_profile(library)
    told = loadwatch(library, "import")
    assert told.startswith("4 files read, ")
    assert "Traceback" not in told
    assert dump(library) == dump(anew(library, few))
    assert len(blobs(library)) == 4


def test_streams_of_which_one_was_changed_are_read_again_and_no_other(
    few: Path, library: Path
) -> None:
    loadwatch(library, "import", few)
    with closing(sqlite3.connect(library / "streams.sqlite")) as connection, connection:
        (key,) = connection.execute("SELECT min(key) FROM part").fetchone()
        connection.execute("UPDATE part SET data = zeroblob(200) WHERE key = ?", (key,))
    change_profile(library)
    told = loadwatch(library, "import")
    assert told.startswith("1 file read, 3 unchanged, 3 derived anew from kept streams")
    assert dump(library) == dump(anew(library, few))


def test_a_recording_without_file_and_without_sound_streams_stays_as_it_was(
    few: Path, library: Path
) -> None:
    loadwatch(library, "import", few)
    before = {row[0]: row for row in dump(library)[1]}
    for path in few.glob("*.fit"):
        path.unlink()
    with closing(sqlite3.connect(library / "streams.sqlite")) as connection, connection:
        (key,) = connection.execute("SELECT min(key) FROM part").fetchone()
        connection.execute("UPDATE part SET checksum = 0 WHERE key = ?", (key,))
    change_profile(library)
    told = loadwatch(library, "import")
    assert told.startswith("0 files read, 0 unchanged, 3 derived anew from kept streams, 4 gone")
    assert "1 recording of which the original is gone: kept as read with another profile" in told
    assert "run loadwatch import" not in " ".join(loadwatch(library, "review").split())
    after = {row[0]: row for row in dump(library)[1]}
    assert [name for name in after if after[name] == before[name]] == [key]


def test_a_recording_without_file_that_the_program_fails_to_derive_stays_as_it_was(
    few: Path, library: Path
) -> None:
    loadwatch(library, "import", few)
    before = dump(library)
    for path in few.glob("*.fit"):
        path.unlink()
    told = with_other_program(library, "derive/session.py", "run_distance / run_time", "1 / 0")
    assert told.startswith("0 files read, 0 unchanged, 1 derived anew")  # it holds no running
    assert dump(library)[1] == before[1]
    loadwatch(library, "import")
    assert dump(library)[1] == before[1]


def test_streams_that_cannot_be_decoded_are_read_again_from_the_file(
    few: Path, library: Path
) -> None:
    loadwatch(library, "import", few)
    with closing(sqlite3.connect(library / "streams.sqlite")) as connection, connection:
        (key,) = connection.execute("SELECT min(key) FROM part").fetchone()
        garbage = b"no streams at all"
        connection.execute(
            "UPDATE part SET data = ?, checksum = ? WHERE key = ?",
            (garbage, part_checksum(key, 0, garbage), key),
        )
    change_profile(library)
    told = loadwatch(library, "import")
    assert told.startswith("1 file read, 3 unchanged, 3 derived anew from kept streams")
    assert dump(library) == dump(anew(library, few))


@pytest.mark.skipif(sys.platform == "win32", reason="nobody else's locks")
def test_a_file_of_streams_that_another_program_holds_stops_no_import(
    few: Path, library: Path
) -> None:
    loadwatch(library, "import", few)
    shutil.copy(sorted(few.glob("*.fit"))[0], few / "new.fit")
    with (few / "new.fit").open("ab") as file:
        file.write(b"\0")
    at_rest(few / "new.fit")
    with closing(sqlite3.connect(library / "streams.sqlite")) as holder:
        holder.execute("BEGIN EXCLUSIVE")
        assert loadwatch(library, "import", ok=(0, 3)).startswith("1 file read, 4 unchanged")
        assert "holds streams of what is to be forgotten" in loadwatch(
            library, "forget", few / "new.fit", ok=(1,)
        )
    assert len(blobs(library)) == 4


def test_an_import_killed_at_any_moment_leaves_streams_that_are_whole_or_begun_anew(
    runs: Path, library: Path
) -> None:
    words = [sys.executable, "-m", "loadwatch", "import", str(runs), "--jobs", "1"]
    environment = {**os.environ, "LOADWATCH_LIBRARY": str(library)}
    for wait_s in (0.0, 0.1, 0.3):
        process = subprocess.Popen(
            words, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        before = held(library)
        until = time.monotonic() + 60
        while held(library) == before and process.poll() is None and time.monotonic() < until:
            time.sleep(0.01)
        time.sleep(wait_s)
        process.kill()
        process.wait()
        assert set(blobs(library)) <= {row[0] for row in dump(library)[0]}
    change_profile(library)
    loadwatch(library, "import", runs, ok=(0, 3))
    assert dump(library) == dump(anew(library, runs))


def held(library: Path) -> set[str]:
    """Contents of which streams are kept, as another process sees them."""
    return streams.held_keys(library / "streams.sqlite", settings.decoder_version())


def test_of_what_is_forgotten_no_streams_are_left(few: Path, library: Path) -> None:
    loadwatch(library, "import", few)
    store = library / "streams.sqlite"
    with closing(sqlite3.connect(store)) as connection:
        rows = connection.execute("SELECT key, data FROM part").fetchall()
    path = sorted(few.glob("*.fit"))[0]
    loadwatch(library, "forget", path)
    kept = blobs(library)
    ((gone, data),) = [(key, data) for key, data in rows if key not in kept]
    raw = store.read_bytes()
    assert data[100:160] not in raw
    assert gone.encode() not in raw
    assert all(other[100:160] in raw for key, other in rows if key in kept)
    assert loadwatch(library, "import").startswith("0 files read, ")
    assert len(blobs(library)) == 3


def test_on_a_full_disk_streams_make_way_for_the_library(few: Path, library: Path) -> None:
    loadwatch(library, "import", few)
    with closing(sqlite3.connect(library / "library.sqlite")) as connection:
        streams_file = streams.Streams(library / "streams.sqlite", "any")
        limit = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {limit}")
        with pytest.raises(sqlite3.OperationalError) as told, connection:
            connection.execute("CREATE TABLE large AS SELECT zeroblob(10000000) AS data")
        assert told.value.sqlite_errorcode == sqlite3.SQLITE_FULL
        assert streams_file.make_way()
    assert not (library / "streams.sqlite").exists()
    streams_file.keep([("key", [b"part"])])
    assert not (library / "streams.sqlite").exists()


def test_a_journal_of_streams_does_not_outlive_what_is_forgotten(few: Path, library: Path) -> None:
    loadwatch(library, "import", few)
    (library / "streams.sqlite").rename(library / "streams.sqlite-journal")
    loadwatch(library, "forget", str(sorted(few.glob("*.fit"))[0]))
    assert not (library / "streams.sqlite-journal").exists()


def test_a_damaged_file_of_streams_goes_whole_when_something_is_forgotten(
    few: Path, library: Path
) -> None:
    loadwatch(library, "import", few)
    overwritten(library / "streams.sqlite")
    loadwatch(library, "forget", sorted(few.glob("*.fit"))[0])
    assert not (library / "streams.sqlite").exists()


def test_streams_are_of_nobody_else_and_in_no_backup(few: Path, library: Path) -> None:
    loadwatch(library, "import", few)
    store = library / "streams.sqlite"
    assert stat.S_IMODE(store.stat().st_mode) == 0o600
    loadwatch(library, "backup", library.with_name("copy"))
    assert not (library.with_name("copy") / store.name).exists()


def test_a_rebuilt_library_reads_every_file_and_keeps_its_streams(few: Path, library: Path) -> None:
    loadwatch(library, "import", few)
    first, kept = dump(library), blobs(library)
    assert loadwatch(library, "rebuild").startswith("4 files read anew")
    assert dump(library) == first
    assert blobs(library) == kept
    change_profile(library)
    assert "4 derived anew" in loadwatch(library, "import")


def test_beyond_the_most_that_is_kept_the_longest_unused_go_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "MOST_BYTES", 2500)
    shelf = streams.Streams(tmp_path / "streams.sqlite", "decoder")
    for key in "abc":
        shelf.keep([(key, [b"x" * 500, b"y" * 300])], used="a")
    assert blobs(tmp_path) == {"a": 2, "b": 2, "c": 2}
    shelf.keep([("d", [b"z" * 800])], used="a")
    assert set(blobs(tmp_path)) == {"a", "c", "d"}
    shelf.close()
    assert streams.held_keys(tmp_path / "streams.sqlite", "decoder") == {"a", "c", "d"}
    assert streams.held_keys(tmp_path / "streams.sqlite", "another") == set()


def test_what_decodes_and_what_derives_share_no_code() -> None:
    home = Path(package.__file__).parent

    def files(parts: tuple[str, ...]) -> set[Path]:
        return {
            path
            for part in parts
            for path in ((home / part).rglob("*.py") if (home / part).is_dir() else [home / part])
        }

    decoding, deriving = files(settings.DECODING_PARTS), files(settings.DERIVING_PARTS)
    assert not decoding & deriving
    installed = settings._installed(("fitdecode", "tzdata", "tzfpy"))
    assert [entry.partition("-")[0] for entry in installed] == ["fitdecode", "tzdata", "tzfpy"]
    assert all(path.is_file() for path in decoding | deriving)
