"""What a library can tell of itself: its imports, its files, what is stale."""

from __future__ import annotations

import json
import os
import sqlite3
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from pathlib import Path

from loadwatch.athlete import Athlete
from loadwatch.library.settings import decoder_version, reader_version, settings_of
from loadwatch.library.streams import held_keys, streams_path
from loadwatch.library.sync import Counts


@dataclass(frozen=True)
class Run:
    """One import.

    Parameters
    ----------
    number : int
        Of the import.
    began_at, ended_at : datetime or None
        UTC; without an end it was stopped, or still runs.
    version : str
        Of the program.
    folders : tuple of str
        What was looked through.
    counts : Counts
        What it came to.
    """

    number: int
    began_at: datetime
    ended_at: datetime | None
    version: str
    folders: tuple[str, ...]
    counts: Counts


@dataclass(frozen=True)
class Stale:
    """Recordings read by another program, or with other figures of the profile.

    Parameters
    ----------
    readable, lost : int
        Those that the next import derives anew or reads again, and those whose originals are gone
        and of which no streams are kept.
    """

    readable: int
    lost: int


def runs(
    connection: sqlite3.Connection, count: int | None = None, *, is_finished: bool = False
) -> list[Run]:
    """Imports, the latest first.

    Parameters
    ----------
    connection : sqlite3.Connection
        A library to read.
    count : int, optional
        How many at most; all by default.
    is_finished : bool, default False
        Whether only those are wanted that came to their end.
    """
    rows = connection.execute(
        "SELECT number, began_at, ended_at, version, folders, counts FROM import_run"
        " WHERE ended_at IS NOT NULL OR NOT ? ORDER BY number DESC LIMIT ?",
        (is_finished, -1 if count is None else count),
    )
    return [
        Run(
            number,
            datetime.fromisoformat(began),
            None if ended is None else datetime.fromisoformat(ended),
            version,
            tuple(json.loads(folders)),
            Counts(**json.loads(counts)),
        )
        for number, began, ended, version, folders, counts in rows
    ]


def last_finished(connection: sqlite3.Connection) -> Run | None:
    """The last import that came to its end."""
    return next(iter(runs(connection, 1, is_finished=True)), None)


def import_days(
    connection: sqlite3.Connection, zone: tzinfo | None = None
) -> tuple[date | None, date | None]:
    """Days of a zone, or of this computer's, of the last import that ended and the one before."""
    ended = [run.ended_at for run in runs(connection, 2, is_finished=True)]
    days = [moment.astimezone(zone).date() for moment in ended if moment is not None]
    return (days[0] if days else None, days[1] if len(days) > 1 else None)


def folders(connection: sqlite3.Connection) -> list[Path]:
    """Folders that an import looks through when none is named."""
    return sorted(
        Path(os.fsdecode(path)) for (path,) in connection.execute("SELECT path FROM folder")
    )


def gone_count(connection: sqlite3.Connection) -> int:
    """Recordings whose originals are not there any more."""
    return _count(connection, f"{_GONE}")


def stale(connection: sqlite3.Connection, athlete: Athlete) -> Stale:
    """What was not read by this program with this profile."""
    other = (
        "EXISTS (SELECT 1 FROM session WHERE session.key = content.key)"
        " AND (reader <> ?1 OR settings <> ?2)"
    )
    values = (reader_version(), settings_of(athlete))
    rows = connection.execute(
        f"SELECT key FROM content WHERE {other} AND {_GONE}",  # noqa: S608  (both are ours)
        values,
    )
    gone = {key for (key,) in rows}
    lost = len(gone - held_keys(streams_path(connection), decoder_version()) if gone else gone)
    return Stale(_count(connection, other, values) - lost, lost)


_GONE = (
    "EXISTS (SELECT 1 FROM session WHERE session.key = content.key)"
    " AND NOT EXISTS (SELECT 1 FROM file WHERE file.key = content.key AND NOT is_gone)"
    " AND content.key NOT IN (SELECT key FROM forgotten)"
)


def _count(connection: sqlite3.Connection, where: str, values: tuple[str, ...] = ()) -> int:
    query = f"SELECT count(*) FROM content WHERE {where}"  # noqa: S608  (where is ours)
    return int(connection.execute(query, values).fetchone()[0])
