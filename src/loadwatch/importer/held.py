"""Contents that were decoded before: their sessions come of kept streams."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from loadwatch.athlete import Athlete
from loadwatch.importer.judging import judged
from loadwatch.importer.reading import read_members
from loadwatch.importer.states import QUARANTINED, FileState, Held, Reading
from loadwatch.streams import DamagedStreamsError, decoded

WAIT_S = 10.0
"""How long to wait for another process that writes streams. [s; choice]"""
_NOT_HELD = "its streams are not kept any more"


def read_and_keep(job: Path | Held, athlete: Athlete) -> Iterator[Reading]:
    """Read one file and give its streams to be kept, or derive what was kept."""
    if isinstance(job, Path):
        yield from read_members(job, athlete, with_streams=True)
        return
    import sqlite3  # noqa: PLC0415  (not where files are only decoded)

    readings, is_lost = None, True
    try:
        parts = _parts(job)
        readings = None if parts is None else [_derived(it, job.path, athlete) for it in parts]
    except (sqlite3.OperationalError, MemoryError):
        is_lost = False  # held by another process, say
    except (sqlite3.DatabaseError, DamagedStreamsError):
        pass
    if readings is not None:
        yield from readings
    elif job.is_there:
        yield from read_members(job.path, athlete, with_streams=True)
    else:
        state = FileState(str(job.path), None, QUARANTINED, _NOT_HELD)
        yield Reading(state, is_passing=True, is_derived=is_lost)


def part_checksum(key: str, number: int, data: bytes) -> int:
    """Checksum of a part of a content's streams, and of its place."""
    return zlib.crc32(data, zlib.crc32(f"{key} {number}".encode()))


def _parts(job: Held) -> list[bytes] | None:
    """Streams of each member; None if they are not there, or not as they were written.

    Raises
    ------
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
        ).fetchall()
    if told is None or [number for number, *_ in rows] != list(range(told[0])):
        return None
    if any(part_checksum(job.key, number, data) != wanted for number, wanted, data in rows):
        return None
    return [data for *_, data in rows]


def _derived(part: bytes, path: Path, athlete: Athlete) -> Reading:
    activities, (member, content, *settled) = decoded(part)
    if content is None:
        state, reason = settled
        return Reading(FileState(str(path), member, state, reason), is_derived=True)
    reading = judged(str(path), member, content, activities, athlete)
    return replace(reading, is_derived=True)
