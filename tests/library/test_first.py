"""A library made by the first program that had one still opens, whatever came after.

``first.sql`` is its dump: three sample recordings, one of them gone from its folder and one
forgotten, a broken file and a hidden one. ``first.json`` is what that program said of it.
"""

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from loadwatch.library import imported, reading, store
from loadwatch.library.keep import verify
from loadwatch.library.schema import MIGRATIONS, VERSION
from tests.conftest import SAMPLES
from tests.library.conftest import at_rest, loadwatch

HERE = Path(__file__).parent
TOLD = json.loads((HERE / "first.json").read_text())
A_STEP = ("ALTER TABLE session ADD COLUMN later TEXT",)


@pytest.fixture
def first(library: Path) -> Path:
    """The library as the first program left it."""
    library.mkdir(mode=0o700)
    with closing(sqlite3.connect(library / "library.sqlite")) as connection:
        connection.executescript((HERE / "first.sql").read_text())
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)
    return library


def told(library: Path) -> dict[str, list[object]]:
    """What a library says of its files and sessions, as ``first.json`` has it."""
    with reading(library) as connection:
        found = imported(connection, with_segments=True)
        assert verify(connection) == []
    return {
        "files": [
            [each.path, each.state, each.reason, list(each.session_ids)] for each in found.files
        ],
        "sessions": [
            [each.session_id, list(each.sources), each.summary.row, len(each.summary.segments)]
            for each in found.sessions
        ],
    }


def later(monkeypatch: pytest.MonkeyPatch) -> int:
    """Give the program one more step than it has; its version then."""
    steps = (*MIGRATIONS, A_STEP)
    monkeypatch.setattr(store, "MIGRATIONS", steps)
    monkeypatch.setattr(store, "VERSION", len(steps))
    return len(steps)


def test_the_same_sessions_come_out_of_it(first: Path) -> None:
    assert told(first) == TOLD
    assert len(list(first.glob("backups/*"))) == (VERSION > 1)


def test_a_later_program_migrates_it_and_keeps_a_copy(
    first: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = later(monkeypatch)
    assert told(first) == TOLD
    with closing(sqlite3.connect(first / "library.sqlite")) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (version,)
        assert connection.execute("SELECT DISTINCT later FROM session").fetchall() == [(None,)]
    (copy,) = (first / "backups").iterdir()
    assert copy.name.startswith("library-version-1-")
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)
    again = first.with_name("again")
    again.mkdir()
    shutil.copy(copy, again / "library.sqlite")
    assert told(again) == TOLD


def test_what_a_later_program_migrated_is_refused_by_an_earlier_one_in_words(
    first: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    later(monkeypatch)
    told(first)
    monkeypatch.undo()
    for command in ("review", "import", "status"):
        assert "was written by a later loadwatch" in loadwatch(first, command, ok=(12,))


def test_the_next_import_goes_on_with_it(first: Path, tmp_path: Path) -> None:
    folder = tmp_path / "watch"
    folder.mkdir()
    for path in sorted((SAMPLES / "garmin").glob("*.fit"))[:4]:
        shutil.copy(path, folder)
    at_rest(folder)
    assert loadwatch(first, "import", folder).startswith("3 files read, ")
    after = told(first)
    assert [each[0] for each in after["sessions"]] == [each[0] for each in TOLD["sessions"]]
    assert "as of Tue 20 Jan 2026" in loadwatch(first, "review", "--as-of", "2026-01-20")
