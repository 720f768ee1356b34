"""Contents that were decoded before: their sessions come of kept streams."""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from loadwatch.athlete import Athlete
from loadwatch.importer.judging import judged
from loadwatch.importer.reading import read_members
from loadwatch.importer.states import QUARANTINED, FileState, Held, Reading, Span, Spans
from loadwatch.streams import DamagedStreamsError, decoded

WAIT_S = 10.0
"""How long to wait for another process that writes streams. [s; choice]"""
_NOT_HELD = "its streams are not kept any more"


def read_and_keep(
    job: Path | Span | Held, athlete: Athlete, *, known: Collection[str] = ()
) -> Iterator[Reading | Spans]:
    """Read a file or a part of one and give its streams to be kept, or derive what was kept.

    Streams that turn out to be of no use when some were derived have it read by the next import.
    """
    if not isinstance(job, Held):
        yield from read_members(job, athlete, with_streams=True, known=known, in_parts=True)
        return
    import sqlite3  # noqa: PLC0415  (not where files are only decoded)

    count, is_lost = 0, True
    try:
        for part in _parts(job):
            yield _derived(part, job.path, athlete)
            count += 1
    except (sqlite3.OperationalError, MemoryError):
        is_lost = False  # held by another process, say
    except (sqlite3.DatabaseError, DamagedStreamsError):
        pass
    else:
        return
    if job.is_there and not count:
        yield from read_members(job.path, athlete, with_streams=True)
    else:
        state = FileState(str(job.path), None, QUARANTINED, _NOT_HELD)
        yield Reading(state, is_passing=True, is_derived=is_lost or count > 0)


def part_checksum(key: str, number: int, data: bytes) -> int:
    """Checksum of a part of a content's streams, and of its place."""
    return zlib.crc32(data, zlib.crc32(f"{key} {number}".encode()))


def _parts(job: Held) -> Iterator[bytes]:
    """Streams of each member, one after the other, once all are known to be as they were written.

    Raises
    ------
    DamagedStreamsError
        If they are not, or not there.
    sqlite3.DatabaseError
        If the file cannot be read now, or is damaged.
    """
    import sqlite3  # noqa: PLC0415  (as above)

    address = f"{job.store.as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, timeout=WAIT_S, uri=True)) as connection:
        told = connection.execute(
            "SELECT parts FROM held WHERE key = ? AND decoder = ?", (job.key, job.decoder)
        ).fetchone()
        rows = connection.execute(
            "SELECT number, checksum, data FROM part WHERE key = ? ORDER BY number", (job.key,)
        )
        count = 0
        for count, (number, wanted, data) in enumerate(rows, 1):
            if number != count - 1 or part_checksum(job.key, number, data) != wanted:
                raise DamagedStreamsError(_NOT_HELD)
        if told is None or count != told[0]:
            raise DamagedStreamsError(_NOT_HELD)
        for number in range(count):  # none is held open: the main process may want to write
            found = connection.execute(
                "SELECT data FROM part WHERE key = ? AND number = ?", (job.key, number)
            ).fetchall()
            if not found:
                raise DamagedStreamsError(_NOT_HELD)
            yield found[0][0]


def _derived(part: bytes, path: Path, athlete: Athlete) -> Reading:
    activities, (member, content, *settled) = decoded(part)
    if content is None:
        state, reason = settled
        return Reading(FileState(str(path), member, state, reason), is_derived=True)
    reading = judged(str(path), member, content, activities, athlete)
    return replace(reading, is_derived=True)
