"""Readings by content: looked up all at once, written in batches, the least used taken out."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from loadwatch.athlete import Athlete
from loadwatch.cache import store
from loadwatch.cache.entries import (
    MEMBER,
    Entry,
    Wanted,
    entry_of,
    loaded,
    make_room,
    mark_used,
    members_in,
    put,
    sizes_of,
)
from loadwatch.cache.place import BOUND_BYTES, DATABASE_NAME, settings_digest
from loadwatch.errors import CacheError
from loadwatch.importer import Reading
from loadwatch.importer.closed import OPEN_FLAGS, looked_at
from loadwatch.importer.finding import content_key
from loadwatch.library.scan import BLOCK_BYTES
from loadwatch.library.store import transaction

T = TypeVar("T")

BATCH_FILES = 32
BATCH_S = 2.0
"""What is read is written down at least this often. [files; s; choice]"""


class Cache:
    """A cache to read files through; where it fails, files are read as if there were none.

    Parameters
    ----------
    folder : Path
        Where it lies; made when something is to be kept.
    bound_bytes : int
        What it may take on disk. [byte]
    """

    def __init__(self, folder: Path, *, bound_bytes: int = BOUND_BYTES) -> None:
        self.path = folder / DATABASE_NAME
        self.trouble = ""
        """Why it could not be used, a part of a sentence; empty if nobody need know."""
        self._bound_bytes = bound_bytes
        self._connection: sqlite3.Connection | None = None
        self._is_given_up = self._is_anew = False
        self._waiting: list[Entry] = []
        self._last = time.monotonic()

    def __enter__(self) -> Cache:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        where: TracebackType | None,
    ) -> None:  # fmt: skip
        self.flush()
        self._close()

    def known(
        self, files: Sequence[Path], athlete: Athlete, *, with_segments: bool
    ) -> dict[int, list[Reading]]:
        """Readings of those files that need not be read, by their positions."""
        found: dict[int, list[Reading]] = {}
        statuses: dict[int, os.stat_result] = {}
        for number, path in enumerate(files):
            looked = looked_at(path)
            if isinstance(looked, Reading):
                found[number] = [looked]
            else:
                statuses[number] = looked
        settings = settings_digest(athlete)
        wanted: list[Wanted] = []

        def look_up(
            connection: sqlite3.Connection,
        ) -> tuple[dict[int, list[Reading]], list[int]]:
            connection.execute("BEGIN")
            try:
                sizes = sizes_of(connection, settings)
                for number, status in statuses.items():
                    if status.st_size in sizes and (key := _key_of(files[number], status.st_size)):
                        wanted.append((number, str(files[number]), status.st_size, key))
                return loaded(
                    connection, settings, wanted, with_segments=with_segments,
                    with_samples=len(wanted) < len(statuses),
                )  # fmt: skip
            finally:
                connection.execute("ROLLBACK")

        readings, fresh = (self._tried(look_up) if statuses else None) or ({}, [])

        def mark(connection: sqlite3.Connection) -> None:
            with transaction(connection):
                mark_used(connection, fresh)

        if fresh:
            self._tried(mark)
        found.update(readings)
        return found

    def keep(self, path: Path, readings: Sequence[Reading], athlete: Athlete) -> None:
        """Take what a file gave, unless the place or the machine may have had a part in it."""
        content = readings[0].content if readings else None
        if self._is_given_up or content is None:
            return
        if any(each.is_passing or each.is_failure or each.content != content for each in readings):
            return
        key = content_key(path.name, content.digest)
        self._add(entry_of(key, content.size, settings_digest(athlete), readings))

    def members(self, athlete: Athlete) -> frozenset[str]:
        """What members of archives go by of which readings are kept."""
        settings = settings_digest(athlete)
        return self._tried(lambda connection: members_in(connection, settings)) or frozenset()

    def with_members(self, readings: Sequence[Reading], athlete: Athlete) -> list[Reading] | None:
        """The same, with what is kept of those that are known; None if not all of it is left."""
        known = [number for number, each in enumerate(readings) if each.is_known]
        if not known:
            return list(readings)
        self.flush()
        settings = settings_digest(athlete)
        wanted = [
            (number, readings[number].state.path, MEMBER, readings[number].member_key)
            for number in known
        ]
        loaded_all = self._tried(
            lambda connection: loaded(
                connection, settings, wanted, with_segments=True, with_samples=True
            )
        )
        found = loaded_all[0] if loaded_all else {}
        if len(found) < len(known):
            return None
        return [
            found[number][0].as_member_of(each) if each.is_known else each
            for number, each in enumerate(readings)
        ]

    def keep_members(self, readings: Sequence[Reading], athlete: Athlete) -> None:
        """Take what members of an archive gave."""
        settings = settings_digest(athlete)
        for reading in readings if not self._is_given_up else ():
            if reading.member_key and not reading.is_known:
                self._add(entry_of(reading.member_key, MEMBER, settings, [reading.alone()]))

    def _add(self, entry: Entry) -> None:
        self._waiting.append(entry)
        if len(self._waiting) >= BATCH_FILES or time.monotonic() - self._last > BATCH_S:
            self.flush()

    def flush(self) -> None:
        """Write down what was taken."""
        batch, self._waiting = self._waiting, []
        self._last = time.monotonic()

        def write(connection: sqlite3.Connection) -> None:
            with transaction(connection):
                for entry in batch:
                    put(connection, entry, self._bound_bytes)
                make_room(connection, self._bound_bytes)

        if batch:
            self._tried(write)

    def _tried(self, do: Callable[[sqlite3.Connection], T]) -> T | None:
        """Do something with the cache; once it fails, it is not tried again.

        One that is damaged is taken away; what is read from then on is kept in a new one.
        """
        if self._is_given_up:
            return None
        try:
            return do(self._opened())
        except sqlite3.Error as error:
            if store.is_damaged(error) and not self._is_anew:
                self._is_anew = True
                self._close()
                with suppress(OSError):
                    store.remove(self.path)
            else:
                self._give_up("" if store.is_in_use(error) else str(error))
        except CacheError as error:
            self._give_up(str(error))
        except OSError as error:
            self._give_up(error.strerror or str(error))
        return None

    def _opened(self) -> sqlite3.Connection:
        if self._connection is None:
            self._connection = store.opened(self.path.parent)
        return self._connection

    def _give_up(self, why: str) -> None:
        self.trouble = self.trouble or why
        self._is_given_up = True
        self._waiting.clear()
        self._close()

    def _close(self) -> None:
        if self._connection is not None:
            with suppress(sqlite3.Error):
                self._connection.close()
            self._connection = None


def _key_of(path: Path, size: int) -> str:
    """What a content of a size [byte] goes by; empty if it is not there, or not to be read now."""
    digest, left = hashlib.sha256(), size + 1
    try:
        descriptor = os.open(path, OPEN_FLAGS)
        try:
            while block := os.read(descriptor, min(left, BLOCK_BYTES)):
                digest.update(block)
                left -= len(block)
        finally:
            os.close(descriptor)
    except OSError:
        return ""
    return content_key(path.name, digest.hexdigest()) if left == 1 else ""
