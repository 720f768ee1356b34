"""Import: nothing twice, nothing lost, one sentence about what is new."""

import os
import sys
import zipfile
from pathlib import Path

import pytest

from loadwatch.importer.sizing import workers_for
from loadwatch.library import imported, reading
from loadwatch.library.log import runs as past
from tests.faults import build
from tests.library.conftest import at_rest, being_written, loadwatch
from tests.library.dump import dump


def ids(library: Path) -> list[str]:
    with reading(library) as connection:
        return [session.session_id for session in imported(connection).sessions]


def states(library: Path) -> dict[str, str]:
    with reading(library) as connection:
        return {Path(each.path).name: each.state for each in imported(connection).files}


def test_a_second_import_opens_no_file(runs: Path, library: Path) -> None:
    loadwatch(library, "import", runs)
    first = dump(library)
    for path in runs.rglob("*"):
        if path.is_file() and not path.name.startswith("."):
            times = path.stat()
            path.write_bytes(b"?" * times.st_size)
            os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    told = loadwatch(library, "import")
    assert told.startswith("0 files read, ")
    assert dump(library) == first


def test_a_small_night_takes_one_reading_process_and_a_long_one_all_cores() -> None:
    assert workers_for([40_000] * 3) == 1
    cores = min(len(os.sched_getaffinity(0)), 16) if sys.platform == "linux" else os.cpu_count()
    assert workers_for([40_000] * 400) == cores
    assert workers_for([3_000_000] * 3) == cores


def test_originals_are_only_read(runs: Path, library: Path) -> None:
    def lying() -> dict[Path, tuple[bytes, int, int]]:
        return {
            path: (path.read_bytes(), path.stat().st_mtime_ns, path.stat().st_mode)
            for path in runs.rglob("*")
            if path.is_file()
        }

    before = lying()
    loadwatch(library, "import", runs)
    assert lying() == before


def test_a_renamed_file_is_the_same_run_and_not_decoded(few: Path, library: Path) -> None:
    loadwatch(library, "import", few)
    before = ids(library)
    moved = few / "nested" / "a run.fit"
    moved.parent.mkdir()
    sorted(few.glob("*.fit"))[0].rename(moved)
    told = loadwatch(library, "import")
    assert told.startswith("0 files read, 3 unchanged, 1 known from elsewhere, 1 gone")
    assert ids(library) == before
    assert states(library)["a run.fit"] == "imported"
    assert len(states(library)) == 4


def test_a_file_that_is_gone_stays_in_the_library_until_it_is_forgotten(
    few: Path, library: Path
) -> None:
    loadwatch(library, "import", few)
    before = ids(library)
    for path in few.glob("*.fit"):
        path.unlink()
    loadwatch(library, "import")
    assert ids(library) == before
    assert "4 recordings kept whose originals are gone" in loadwatch(library, "status")
    told = loadwatch(library, "forget", before[0], ok=(2,))
    assert "add --gone" in " ".join(told.replace("│", " ").split())
    assert ids(library) == before
    assert loadwatch(library, "forget", before[0], "--gone").startswith("1 session forgotten")
    assert ids(library) == before[1:]
    assert loadwatch(library, "forget", "--gone").startswith("3 sessions forgotten")
    assert ids(library) == []


def test_an_empty_name_forgets_nothing(few: Path, library: Path) -> None:
    loadwatch(library, "import", few)
    before = ids(library)
    loadwatch(library, "forget", "", ok=(2,))
    assert ids(library) == before


def test_a_file_is_forgotten_by_any_path_that_leads_to_it(few: Path, library: Path) -> None:
    loadwatch(library, "import", few)
    path = sorted(few.glob("*.fit"))[0]
    told = loadwatch(library, "forget", path.parent / ".." / few.name / path.name)
    assert told.startswith("1 session forgotten")


def test_a_folder_that_is_not_there_tells_nothing_of_its_files(few: Path, library: Path) -> None:
    loadwatch(library, "import", few)
    before = dump(library)
    few.rename(few.with_name("unplugged"))
    assert "is there now: " in loadwatch(library, "import", ok=(1,))
    with reading(library) as connection:
        assert len(past(connection)) == 1
    other = few.with_name("other")
    other.mkdir()
    loadwatch(library, "import", other)
    assert f"Not there now, nothing changed: {few}" in loadwatch(library, "import")
    after = dump(library)
    assert after.pop(3) == [*before.pop(3), (os.fsencode(other),)]
    assert after == before


def test_a_file_still_being_written_waits_for_the_next_import(few: Path, library: Path) -> None:
    path = sorted(few.glob("*.fit"))[0]
    with being_written(path):
        told = loadwatch(library, "import", few)
    assert "1 file changed a moment ago; waiting 5 s" in told
    assert "1 still being written" in told
    assert len(ids(library)) == 3
    at_rest(path)
    assert "1 file read, 3 unchanged" in loadwatch(library, "import")
    assert len(ids(library)) == 4


def test_files_that_were_copied_a_moment_ago_are_read_once_they_rest(
    few: Path, library: Path
) -> None:
    for path in few.glob("*.fit"):
        os.utime(path)
    assert "4 files read" in loadwatch(library, "import", few)


def test_a_broken_file_under_another_name_is_no_news(few: Path, library: Path) -> None:
    broken = few / "broken.fit"
    broken.write_bytes(b"\x0e\x20" + bytes(30))
    at_rest(broken)
    loadwatch(library, "import", few, ok=(3,))
    broken.rename(few / "renamed.fit")
    told = loadwatch(library, "import")
    assert "quarantined" not in told
    assert list(states(library).values()).count("quarantined") == 1


def test_a_growing_archive_tells_of_its_broken_member_once(
    few: Path, library: Path, tmp_path: Path
) -> None:
    place = tmp_path / "archive"
    place.mkdir()
    for count in (1, 2, 3):
        with zipfile.ZipFile(place / "export.zip", "w") as archive:
            archive.writestr("broken.fit", b"\x0e\x20" + bytes(30))
            for path in sorted(few.glob("*.fit"))[:count]:
                archive.write(path, path.name)
        at_rest(place / "export.zip")
        loadwatch(library, "import", place, ok=(3 if count == 1 else 0,))
    with reading(library) as connection:
        told = [each.state for each in imported(connection).files]
    assert told.count("quarantined") == 1
    assert len(ids(library)) == 3


def test_a_better_copy_at_the_same_place_leads(few: Path, library: Path) -> None:
    path = sorted(few.glob("*.fit"))[0]
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) * 9 // 10])
    at_rest(path)
    loadwatch(library, "import", few)
    assert states(library)[path.name] == "partial"
    count = len(ids(library))
    path.write_bytes(whole)
    at_rest(path)
    loadwatch(library, "import")
    assert len(ids(library)) == count
    with reading(library) as connection:
        told = [each for each in imported(connection).files if each.path == str(path)]
    assert [each.state for each in told] == ["imported"]


def test_a_run_cropped_at_its_place_counts_as_it_is_now_and_is_forgotten_whole(
    few: Path, library: Path
) -> None:
    path = few / "z.gpx"
    for seconds in (slice(0, 900), slice(0, 700), slice(100, 700)):
        path.write_text(build.gpx(build.run(seconds=900)[seconds]))
        at_rest(path)
        loadwatch(library, "import", few)
        with reading(library) as connection:
            found = imported(connection)
        (session,) = (each for each in found.sessions if each.source == str(path))
        told = [(each.state, each.reason) for each in found.files if each.path == str(path)]
        assert told == [("imported", "")]
        length_s = session.fingerprint.end_s - session.fingerprint.start_s
        assert length_s == seconds.stop - seconds.start - 1
        assert len(found.sessions) == 5
    assert len(session.copy_ids) == 3
    path.unlink()
    loadwatch(library, "import", few)
    with reading(library) as connection:
        (left,) = (s for s in imported(connection).sessions if s.source == str(path))
    assert left.session_id == session.session_id
    assert "forgotten" in loadwatch(library, "forget", path, "--gone")
    assert len(ids(library)) == 4


def test_a_place_used_again_for_another_run_loses_neither(few: Path, library: Path) -> None:
    first, second = sorted(few.glob("*.fit"))[:2]
    loadwatch(library, "import", first)
    first.write_bytes(second.read_bytes())
    at_rest(first)
    loadwatch(library, "import", first)
    assert len(ids(library)) == 2


def test_a_file_broken_for_ever_is_told_once(few: Path, library: Path) -> None:
    (few / "broken.fit").write_bytes(b"\x0e\x10" + b"nothing" * 9)
    at_rest(few)
    told = loadwatch(library, "import", few, ok=(3,))
    assert "broken.fit" in told
    for _ in range(2):
        assert "broken.fit" not in loadwatch(library, "import")
    assert "broken.fit" in loadwatch(library, "imports", "--state", "quarantined")
    assert loadwatch(library, "import", "--again").startswith("1 file read")


def test_what_is_forgotten_does_not_come_back_unless_asked(few: Path, library: Path) -> None:
    loadwatch(library, "import", few)
    before = ids(library)
    told = loadwatch(library, "forget", before[0])
    assert "left out from now on" in told
    assert loadwatch(library, "import").startswith("0 files read, 4 unchanged")
    assert ids(library) == before[1:]
    assert "ignored" in states(library).values()
    path = told.rsplit(": ", 1)[1].strip()
    loadwatch(library, "forget", "--undo", path)
    loadwatch(library, "import")
    assert ids(library) == before


def test_a_run_in_an_archive_is_not_forgotten_with_its_neighbours(
    runs: Path, library: Path
) -> None:
    (archive,) = runs.rglob("*.zip")
    loadwatch(library, "import", archive)
    with reading(library) as connection:
        held = imported(connection).sessions
    assert len(held) > 1
    told = loadwatch(library, "forget", held[0].session_id, ok=(1,))
    assert "a file is forgotten whole" in told
    assert len(ids(library)) == len(held)


def test_a_changed_profile_reads_again_what_is_there_and_says_what_is_not(
    few: Path, library: Path
) -> None:
    loadwatch(library, "import", few)
    sorted(few.glob("*.fit"))[0].unlink()
    (library / "streams.sqlite").unlink()
    (library / "athlete.toml").write_text("height_cm = 190\n")
    assert "run loadwatch import" in " ".join(loadwatch(library, "review").split())
    told = loadwatch(library, "import")
    assert told.startswith("3 files read, 0 unchanged")
    assert "1 recording of which the original is gone: kept as read with another profile" in told
    assert "run loadwatch import" not in " ".join(loadwatch(library, "review").split())
    assert loadwatch(library, "import").startswith("0 files read, 3 unchanged")


def test_a_dry_run_begins_no_library_and_says_what_it_would_read(few: Path, library: Path) -> None:
    assert "Would read 4 files" in loadwatch(library, "import", few, "--dry-run")
    assert not library.exists()
    loadwatch(library, "import", few)
    before = (library / "library.sqlite").read_bytes()
    (few / "new.fit").write_bytes(b"?")
    at_rest(few / "new.fit")
    told = loadwatch(library, "import", few, "--dry-run")
    assert "read: " in told
    assert "Would read 1 file; 4 are unchanged" in told
    assert (library / "library.sqlite").read_bytes() == before


def test_the_log_tells_of_each_import(few: Path, library: Path) -> None:
    loadwatch(library, "import", few)
    loadwatch(library, "import")
    lines = loadwatch(library, "imports").splitlines()
    assert "0 read, 4 unchanged" in lines[0]
    assert "4 read, 0 unchanged" in lines[1]
    with reading(library) as connection:
        assert [run.folders for run in past(connection)] == [(str(few),)] * 2


def test_the_first_import_needs_a_folder(library: Path) -> None:
    assert "this first time" in loadwatch(library, "import", ok=(2,))
    assert not library.exists()


@pytest.mark.parametrize("command", ["review", "imports", "status", "verify", "backup", "rebuild"])
def test_a_command_says_that_there_is_no_library(command: str, library: Path) -> None:
    assert "there is no library" in loadwatch(library, command, ok=(1,))
    assert not library.exists()


def test_a_library_in_the_folder_of_the_recordings_is_not_read_as_one(few: Path) -> None:
    (few / "athlete.toml").write_text("height_cm = 190\n")
    at_rest(few)
    loadwatch(few, "import", few)
    assert loadwatch(few, "import").startswith("0 files read, 4 unchanged.")
    assert len(states(few)) == 4


def test_each_name_has_a_library_of_its_own(few: Path, library: Path) -> None:
    loadwatch(library, "import", few, "--name", "Anna")
    assert len(ids(library / "Anna")) == 4
    assert "there is no library" in loadwatch(library, "review", "--name", "Ben", ok=(1,))
    assert "cannot name a library" in loadwatch(library, "review", "--name", "../x", ok=(2,))


def test_a_diary_beside_the_recordings_is_pointed_out_and_is_no_recording(
    few: Path, library: Path
) -> None:
    (few / "loadwatch-diary.csv").write_text("date,pain_during\n2026-03-14,2\n")
    at_rest(few)
    told = loadwatch(library, "import", few)
    assert "unless you copy it there" in told
    assert len(states(library)) == 4
    (few / "loadwatch-diary.csv").rename(library / "loadwatch-diary.csv")
    assert "unless you copy it there" not in loadwatch(library, "import")
    assert '"last_date": "2026-03-14"' in loadwatch(library, "review", "--format", "json")
