"""Forgetting takes out a run with its copies, and can be taken back by any name it had."""

import shutil
import sqlite3
import zipfile
from collections.abc import Collection
from contextlib import closing
from pathlib import Path

import pytest

from loadwatch.library import imported, reading
from tests.conftest import SAMPLES
from tests.library.conftest import at_rest, loadwatch
from tests.library.dump import dump
from tests.library.test_import import ids

THREE = SAMPLES / "other" / "three_formats"


@pytest.fixture
def three(tmp_path: Path) -> Path:
    """A folder with one run in three formats."""
    folder = tmp_path / "three"
    folder.mkdir()
    for path in sorted(THREE.glob("activity_*")):
        if path.suffix != ".json":
            shutil.copy(path, folder)
    at_rest(folder)
    return folder


def archive(target: Path, paths: Collection[Path]) -> None:
    with zipfile.ZipFile(target, "w") as file:
        for path in paths:
            file.write(path, path.name)
    at_rest(target)


def test_what_is_forgotten_by_its_id_is_taken_back_by_its_id(few: Path, library: Path) -> None:
    loadwatch(library, "import", few)
    before = ids(library)
    loadwatch(library, "forget", before[0])
    told = loadwatch(library, "forget", "--undo", before[0])
    assert told.startswith("1 recording no longer forgotten")
    loadwatch(library, "import")
    assert ids(library) == before


def test_what_was_forgotten_as_gone_is_taken_back_where_it_lies_again(
    few: Path, library: Path
) -> None:
    loadwatch(library, "import", few)
    before = ids(library)
    away = few.with_name("away")
    for words in (["--undo", "--gone"], ["--undo", few], ["--undo", before[1], before[0]]):
        few.rename(away)
        few.mkdir()
        loadwatch(library, "import")
        assert loadwatch(library, "forget", "--gone").startswith("4 sessions forgotten")
        few.rmdir()
        away.rename(few)
        loadwatch(library, "import")
        assert ids(library) == []
        assert "4 files forgotten, as you asked" in loadwatch(library, "status")
        loadwatch(library, "forget", *words)
        loadwatch(library, "import")
        assert ids(library) == (before if words[1] != before[1] else before[:2])
    loadwatch(library, "forget", "--undo", few)
    loadwatch(library, "import")
    assert ids(library) == before
    assert "as you asked" not in loadwatch(library, "status")


def test_what_is_taken_back_and_not_there_is_named(few: Path, library: Path) -> None:
    loadwatch(library, "import", few)
    path = sorted(few.glob("*.fit"))[0]
    loadwatch(library, "forget", path)
    path.unlink()
    told = loadwatch(library, "forget", "--undo", path)
    assert f"Not there now, and read once it is: {path}" in told


def test_nothing_that_was_forgotten_is_said_and_changes_nothing(few: Path, library: Path) -> None:
    loadwatch(library, "import", few)
    before = dump(library)
    for words in (["--gone"], [few], [ids(library)[0]], ["no-such-run"]):
        told = loadwatch(library, "forget", "--undo", *words, ok=(1,))
        assert told.startswith("loadwatch: nothing of ")
        assert "was forgotten" in told
    assert dump(library) == before


def test_a_beginning_that_two_forgotten_runs_share_takes_back_neither(
    few: Path, library: Path
) -> None:
    loadwatch(library, "import", few)
    loadwatch(library, "forget", few)
    told = loadwatch(library, "forget", "--undo", "2026", ok=(1,))
    assert "4 forgotten sessions begin with '2026'" in told


def test_a_rebuild_keeps_the_names_of_what_was_forgotten(few: Path, library: Path) -> None:
    loadwatch(library, "import", few)
    before = ids(library)
    loadwatch(library, "forget", before[0])
    loadwatch(library, "rebuild")
    assert ids(library) == before[1:]
    loadwatch(library, "forget", "--undo", before[0])
    loadwatch(library, "import")
    assert ids(library) == before


@pytest.mark.parametrize("ending", [".fit", ".gpx", ".tcx"])
def test_a_file_is_forgotten_with_the_copies_of_its_run_and_taken_back_with_them(
    three: Path, library: Path, ending: str
) -> None:
    loadwatch(library, "import", three)
    (before,) = ids(library)
    (named,) = three.glob(f"*{ending}")
    told = loadwatch(library, "forget", named)
    assert told.startswith("1 session forgotten.")
    assert told.count("Still there, and left out from now on") == 3
    assert ids(library) == []
    assert loadwatch(library, "forget", "--undo", named).startswith("3 recordings no longer")
    loadwatch(library, "import")
    assert ids(library) == [before]


def test_an_archive_of_nothing_but_copies_is_forgotten_with_them(
    three: Path, library: Path
) -> None:
    archive(three / "copy.zip", list(three.glob("*.fit")))
    loadwatch(library, "import", three)
    assert len(ids(library)) == 1
    assert loadwatch(library, "forget", *three.glob("*.gpx")).startswith("1 session forgotten.")
    assert ids(library) == []


def test_a_copy_beside_other_runs_stays_and_is_named(three: Path, few: Path, library: Path) -> None:
    archive(few / "many.zip", [*three.glob("*.fit"), *few.glob("*.fit")])
    loadwatch(library, "import", three, few)
    assert len(ids(library)) == 5
    told = loadwatch(library, "forget", three)
    assert told.startswith("0 sessions forgotten.")
    assert f"Still counts by a copy in a file that is not forgotten: {few / 'many.zip'}!" in told
    with reading(library) as connection:
        assert len(imported(connection).sessions) == 5
    assert loadwatch(library, "forget", few / "many.zip").startswith("5 sessions forgotten.")
    assert ids(library) == []


def test_a_library_of_the_first_version_tells_where_its_forgotten_file_lay(
    tmp_path: Path, library: Path
) -> None:
    library.mkdir(mode=0o700)
    with closing(sqlite3.connect(library / "library.sqlite")) as connection:
        connection.executescript((Path(__file__).parent / "first.sql").read_text())
    copy = tmp_path / "copy"
    shutil.copytree(library, copy)
    told = loadwatch(library, "forget", "--undo", "/home/anna/watch")
    assert told.startswith("1 recording no longer forgotten")
    assert "was forgotten" in loadwatch(library, "forget", "--undo", "/home/anna", ok=(1,))
    empty = tmp_path / "empty"
    empty.mkdir()
    assert "3 recordings kept" in loadwatch(copy, "rebuild", empty)
    assert "was forgotten" in loadwatch(copy, "forget", "--undo", "no-such-run", ok=(1,))
