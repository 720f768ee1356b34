"""What there is of a cache, and taking it away."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from loadwatch.cache import store
from loadwatch.cache.place import BESIDE, BOUND_BYTES, DATABASE_NAME, reader
from loadwatch.errors import CacheError


@dataclass(frozen=True)
class CacheInfo:
    """A cache, as it is now.

    Parameters
    ----------
    path : Path
        Its file, there or not.
    size_bytes, bound_bytes : int
        What it takes on disk, and may take. [byte]
    entry_count : int or None
        Contents of which something is kept; None if it cannot be told.
    usable_count : int or None
        Those that this version of the program read, and need not read again.
    problem : str
        Why it cannot be used; empty if it can.
    """

    path: Path
    size_bytes: int
    bound_bytes: int
    entry_count: int | None
    usable_count: int | None
    problem: str = ""


@dataclass(frozen=True)
class Cleared:
    """A cache that was taken away: where it was, what it took on disk [byte], if it was there."""

    path: Path
    size_bytes: int
    was_there: bool


def info(folder: Path) -> CacheInfo:
    """What there is of the cache in a folder; nothing is made or changed by it."""
    path = folder / DATABASE_NAME
    size, entries, usable, problem = 0, 0, 0, ""
    try:
        size = sum(place.lstat().st_size for place in _files(path) if os.path.lexists(place))
        if os.path.lexists(path):
            store.refuse_what_is_not_ours(path)
            entries, usable = _counts(path)
    except CacheError as error:
        problem = str(error)
    except sqlite3.Error as error:
        is_held = store.is_in_use(error)
        problem = "another loadwatch is writing it" if is_held else f"it is damaged ({error})"
    except OSError as error:
        problem = error.strerror or str(error)
    if problem:
        return CacheInfo(path, size, BOUND_BYTES, None, None, problem)
    return CacheInfo(path, size, BOUND_BYTES, entries, usable)


def clear(folder: Path) -> Cleared:
    """Take the cache in a folder away, whatever state it is in, also while it is in use.

    Raises
    ------
    CacheError
        If it cannot be taken away.
    """
    path = folder / DATABASE_NAME
    try:
        there = [place for place in _files(path) if os.path.lexists(place)]
        size = sum(place.lstat().st_size for place in there)
        store.remove(path)
    except OSError as error:
        raise CacheError(f"{path} cannot be removed: {error.strerror or error}") from error
    return Cleared(path, size, was_there=bool(there))


def _files(path: Path) -> list[Path]:
    return [path, *(path.with_name(path.name + ending) for ending in BESIDE)]


def _counts(path: Path) -> tuple[int, int]:
    with closing(store.connected(path)) as connection:
        if store.version_of(connection) < store.VERSION:
            return 0, 0
        entries, usable = connection.execute(
            "SELECT count(*), coalesce(sum(reader = ?), 0) FROM content", (reader(),)
        ).fetchone()
    return int(entries), int(usable)
