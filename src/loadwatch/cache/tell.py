"""What there is of a cache, and taking it away."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from loadwatch.cache import store
from loadwatch.cache.place import BESIDE, BOUND_BYTES, DATABASE_NAME, reader
from loadwatch.errors import CacheError, LaterCacheError


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
    is_of_no_use : bool
        Whether it stays so until it is cleared.
    """

    path: Path
    size_bytes: int
    bound_bytes: int
    entry_count: int | None
    usable_count: int | None
    problem: str = ""
    is_of_no_use: bool = False


@dataclass(frozen=True)
class Cleared:
    """A cache that was taken away: where it was, what it took on disk [byte], if it was there."""

    path: Path
    size_bytes: int
    was_there: bool


def info(folder: Path) -> CacheInfo:
    """What there is of the cache in a folder; nothing is made or changed by it."""
    path = folder / DATABASE_NAME
    size = 0
    try:
        store.refuse_what_is_not_ours(path)
        size = sum(place.lstat().st_size for place in _files(path) if _is_there(place))
        entries, usable = _counts(path) if _is_there(path) else (0, 0)
    except CacheError as error:
        is_later = isinstance(error, LaterCacheError)
        return CacheInfo(path, size, BOUND_BYTES, None, None, str(error), is_of_no_use=is_later)
    except sqlite3.Error as error:
        is_damaged = store.is_damaged(error)
        told = "another loadwatch is writing it" if store.is_in_use(error) else str(error)
        problem = f"it is damaged ({error})" if is_damaged else told
        return CacheInfo(path, size, BOUND_BYTES, None, None, problem, is_of_no_use=is_damaged)
    except OSError as error:
        problem = error.strerror or str(error)
        return CacheInfo(path, size, BOUND_BYTES, None, None, problem)
    return CacheInfo(path, size, BOUND_BYTES, entries, usable)


def _is_there(path: Path) -> bool:
    """Whether something lies at a place; what may not be looked at is an error, not an absence."""
    try:
        path.lstat()
    except FileNotFoundError:
        return False
    return True


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
            "SELECT count(DISTINCT key), count(DISTINCT iif(reader = ?, key, NULL)) FROM content",
            (reader(),),
        ).fetchone()
    return int(entries), int(usable)
