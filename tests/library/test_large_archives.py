"""An archive of many recordings: kept part by part, gone on with, and never decoded twice."""

from __future__ import annotations

import gc
import gzip
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import pytest

from loadwatch.athlete import Athlete
from loadwatch.cache import Cache
from loadwatch.importer import Import, find_files, import_files
from loadwatch.importer.limits import Limits
from loadwatch.importer.reading import SPAN_ENTRIES, read_file
from loadwatch.importer.states import Session
from loadwatch.library import begin_run, bring_in, known, writing
from loadwatch.library.scan import scan
from tests.faults import build
from tests.library.conftest import at_rest, loadwatch
from tests.library.dump import dump

DAY_S = 86_400
COUNT = 3 * SPAN_ENTRIES + 10
SECONDS = 240
KNOWN = re.compile(r"([\d,]+) of their members known and not decoded again")


def recording(number: int) -> bytes:
    begin = build.START + number * (DAY_S + 1000)
    rows = [
        {**row, "time": row["time"] - build.START + begin} for row in build.run(seconds=SECONDS)
    ]
    return build.fit(rows, start=begin, time=begin + SECONDS)


RECORDINGS = [gzip.compress(recording(number), mtime=0) for number in range(COUNT + 3)]


def write(path: Path, numbers: Iterable[int]) -> Path:
    """An export of a whole account: recordings, photos, a broken file and words."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("read me.txt", b"my runs")
        for number in numbers:
            archive.writestr(f"activities/{number}.fit.gz", RECORDINGS[number])
            if number % 20 == 0:
                archive.writestr(f"media/{number}.jpg", b"\xff\xd8\xff" + bytes(1000))
        archive.writestr("activities/broken.fit", b"\x0e\x20" + bytes(30))
        archive.writestr("activities/cut.fit.gz", RECORDINGS[0][:-1000])
    at_rest(path.parent)
    return path


def known_in(told: str) -> int:
    found = KNOWN.search(told)
    return int(found[1].replace(",", "")) if found else 0


def begun(library: Path) -> int:
    """Members that are kept of an archive that is not read to its end."""
    path = library / "begun.sqlite"
    if not path.exists():
        return 0
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
            return int(connection.execute("SELECT count(*) FROM member").fetchone()[0])
    except sqlite3.Error:
        return 0


def kill_in_the_middle(library: Path, folder: Path, more_than: int = 0) -> None:
    """Kill an import with all its processes once more of an archive is kept."""
    program = subprocess.Popen(
        [sys.executable, "-m", "loadwatch", "import", str(folder)],
        env={**os.environ, "LOADWATCH_LIBRARY": str(library)},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    while begun(library) <= more_than and program.poll() is None:
        time.sleep(0.005)
    os.killpg(program.pid, signal.SIGKILL)
    program.wait()
    path = library / "begun.sqlite"
    with closing(sqlite3.connect(path)) as connection:  # back to where it was before the kill
        connection.execute("SELECT count(*) FROM member").fetchone()


def reviewed(library: Path) -> str:
    return loadwatch(library, "review", "--format", "json", "--as-of", "2025-11-01", ok=(0, 1, 3))


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("large") / "exports" / "export.zip", range(COUNT))


@pytest.fixture(scope="module")
def clean(export: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library of an undisturbed import."""
    library = tmp_path_factory.mktemp("clean") / "library"
    assert loadwatch(library, "import", export.parent, ok=(3,)).startswith("1 file read")
    return library


def test_read_in_parts_it_gives_what_it_gives_as_a_whole(export: Path) -> None:
    found = import_files([export], jobs=2)
    whole = read_file(export)
    assert [each.name for each in found.files] == [each.state.name for each in whole]
    ids = {each.state.session_ids for each in whole[:-1] if each.sessions}
    assert {(each.session_id,) for each in found.sessions} == ids
    states = {each.member: (each.state, each.reason) for each in found.files}
    assert states["media/0.jpg"] == ("skipped", "a picture, a film or sound, by its name")
    assert states["activities/broken.fit"][0] == "quarantined"


def test_killed_twice_an_import_goes_on_where_it_was(
    export: Path, clean: Path, library: Path
) -> None:
    kill_in_the_middle(library, export.parent)
    first = begun(library)
    assert SPAN_ENTRIES <= first < COUNT
    assert dump(library)[:3] == [[], [], []]
    loadwatch(library, "verify")
    kill_in_the_middle(library, export.parent, more_than=first)
    second = begun(library)
    assert second > first
    known = known_in(loadwatch(library, "import", export.parent, ok=(3,)))
    assert second - 20 < known <= second
    assert not (library / "begun.sqlite").exists()
    assert dump(library) == dump(clean)
    assert reviewed(library) == reviewed(clean)
    assert loadwatch(library, "import").startswith("0 files read, 1 unchanged")


def test_what_is_kept_of_it_in_between_may_be_damaged(
    export: Path, clean: Path, library: Path
) -> None:
    kill_in_the_middle(library, export.parent)
    with (library / "begun.sqlite").open("r+b") as file:
        file.seek(5000)
        file.write(b"damage" * 5000)
    loadwatch(library, "import", export.parent, ok=(3,))
    assert dump(library) == dump(clean)


def test_of_a_later_export_only_new_members_are_decoded(
    export: Path, clean: Path, tmp_path: Path
) -> None:
    library, anew, folder = tmp_path / "library", tmp_path / "anew", tmp_path / "later"
    loadwatch(library, "import", export.parent, ok=(3,))
    later = write(folder / "later.zip", [COUNT, *range(COUNT), COUNT + 1])
    assert known_in(loadwatch(library, "import", folder, ok=(0, 3))) == COUNT
    loadwatch(anew, "import", folder, ok=(3,))
    own, other = dump(library), dump(anew)
    key = other[0][0][0]
    assert [row for row in own[0] if row[0] == key] == other[0]
    assert [row for row in own[1] if row[0] == key] == other[1]
    later.unlink()
    loadwatch(library, "import", folder)
    loadwatch(library, "verify")


def test_its_streams_are_kept_and_a_new_profile_derives_it_without_decoding(
    export: Path, library: Path, tmp_path: Path
) -> None:
    kill_in_the_middle(library, export.parent)
    loadwatch(library, "import", export.parent, ok=(3,))
    (library / "athlete.toml").write_text("height_cm = 192\n")
    assert "1 derived anew" in loadwatch(library, "import", ok=(0, 3))
    other = tmp_path / "other"
    other.mkdir()
    (other / "athlete.toml").write_text("height_cm = 192\n")
    loadwatch(other, "import", export.parent, ok=(3,))
    assert dump(library) == dump(other)


def test_memory_does_not_grow_with_its_members(export: Path, library: Path) -> None:
    gc.collect()
    others = {id(each) for each in gc.get_objects() if type(each) is Session}
    most = 0

    def count(*_: int) -> None:
        nonlocal most
        held = (each for each in gc.get_objects() if type(each) is Session)
        most = max(most, sum(id(each) not in others for each in held))

    athlete = Athlete()
    with writing(library, "import") as connection:
        run = begin_run(connection, [export])
        found = scan(known(connection, athlete), [export])
        bring_in(connection, run, found, athlete, jobs=1, progress=count)
    assert most <= 2 * SPAN_ENTRIES


def test_forgetting_takes_what_is_kept_of_it_too(
    export: Path, library: Path, tmp_path: Path
) -> None:
    alone = tmp_path / "alone"
    alone.mkdir()
    (alone / "a.fit").write_bytes(recording(1))
    at_rest(alone)
    loadwatch(library, "import", alone)
    kill_in_the_middle(library, export.parent)
    assert begun(library)
    loadwatch(library, "forget", alone / "a.fit")
    assert not (library / "begun.sqlite").exists()


def test_an_analysis_knows_members_of_an_earlier_export(tmp_path: Path) -> None:
    def looked_at(cache: Path | None) -> Import:
        files = find_files([tmp_path / "exports"])
        if cache is None:
            return import_files(files, jobs=1)
        with Cache(cache) as kept:
            found = import_files(files, jobs=1, cache=kept)
            assert kept.trouble == ""
        return found

    place, cache = tmp_path / "exports" / "export.zip", tmp_path / "cache"
    write(place, range(40))
    looked_at(cache)
    write(place, range(43))
    with Cache(cache) as kept:
        assert len(kept.members(Athlete())) >= 40
    again, anew = looked_at(cache), looked_at(None)
    assert again.files == anew.files
    assert [each.row for each in again.sessions] == [each.row for each in anew.sessions]
    assert again.read_count == 1
    assert looked_at(cache).read_count == 0


def test_one_member_that_ends_its_reader_takes_no_other_with_it(tmp_path: Path) -> None:
    place = tmp_path / "x.zip"
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(40):
            archive.writestr(f"{number}.fit.gz", RECORDINGS[number])
            if number == 20:
                archive.writestr("huge.gpx", bytes(60_000_000) + os.urandom(400_000))
    found = import_files([place], jobs=1, limits=Limits(memory_bytes=50_000_000))
    states = {each.member: each.state for each in found.files}
    assert states.pop("huge.gpx") == "quarantined"
    assert len(states) == 40
    assert "quarantined" not in states.values()
