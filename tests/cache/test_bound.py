"""The cache stays below its bound: what is of least use goes first."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from loadwatch.cache.place import DATABASE_NAME
from tests.cache.conftest import looked_at
from tests.conftest import SAMPLES

BOUND = 150_000


def folder_of(place: Path, first: int, last: int) -> Path:
    place.mkdir()
    for path in sorted((SAMPLES / "garmin").glob("*.fit"))[first:last]:
        shutil.copy(path, place)
    return place


def change(cache: Path, statement: str) -> None:
    with closing(sqlite3.connect(cache / DATABASE_NAME)) as connection:
        connection.execute(statement)
        connection.commit()


def test_it_grows_no_larger_than_its_bound(tmp_path: Path, cache: Path) -> None:
    for number in range(4):
        folder = folder_of(tmp_path / str(number), number * 10, number * 10 + 10)
        looked_at(folder, cache, bound_bytes=BOUND)
        taken = (cache / DATABASE_NAME).stat().st_size
    assert 0.5 * BOUND < taken < 1.5 * BOUND


def test_what_was_longest_unused_goes_first(tmp_path: Path, cache: Path) -> None:
    old, other = folder_of(tmp_path / "old", 0, 5), folder_of(tmp_path / "other", 5, 10)
    for folder in (old, other):
        looked_at(folder, cache, bound_bytes=BOUND)
    change(cache, "UPDATE content SET used = used - 10")
    assert looked_at(old, cache, bound_bytes=BOUND).read_count == 0
    looked_at(folder_of(tmp_path / "new", 10, 24), cache, bound_bytes=BOUND)
    kept = [looked_at(folder, cache).read_count for folder in (old, other)]
    assert kept[0] < kept[1]


def test_what_another_version_read_goes_before_all(tmp_path: Path, cache: Path) -> None:
    older, mine = folder_of(tmp_path / "older", 0, 5), folder_of(tmp_path / "mine", 5, 10)
    looked_at(older, cache)
    change(cache, "UPDATE content SET reader = 'another', used = used + 10")
    looked_at(mine, cache)
    full = (cache / DATABASE_NAME).stat().st_size
    looked_at(folder_of(tmp_path / "new", 10, 11), cache, bound_bytes=full)
    with closing(sqlite3.connect(cache / DATABASE_NAME)) as connection:
        count = "SELECT count(*) FROM content WHERE reader = 'another'"
        assert connection.execute(count).fetchone()[0] < 5
    assert looked_at(mine, cache).read_count == 0


def test_what_would_fill_it_alone_is_not_kept(tmp_path: Path, cache: Path) -> None:
    folder = folder_of(tmp_path / "runs", 0, 3)
    for _ in range(2):
        assert looked_at(folder, cache, bound_bytes=2_000).read_count == 3


def test_what_is_taken_out_is_overwritten(tmp_path: Path, cache: Path) -> None:
    folder = folder_of(tmp_path / "runs", 0, 3)
    looked_at(folder, cache)
    with closing(sqlite3.connect(cache / DATABASE_NAME)) as connection:
        (told,) = connection.execute("SELECT sessions FROM told LIMIT 1").fetchone()
    assert told[:200].encode() in (cache / DATABASE_NAME).read_bytes()
    looked_at(folder_of(tmp_path / "new", 3, 4), cache, bound_bytes=20_000)
    assert told[:200].encode() not in (cache / DATABASE_NAME).read_bytes()
