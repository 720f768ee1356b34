"""Files that cannot be used, and which of them are news."""

from __future__ import annotations

import os
import sqlite3

from loadwatch.importer import QUARANTINED, FileState
from loadwatch.library.checked import members_of


def new_trouble(connection: sqlite3.Connection, run: int | None = None) -> list[FileState]:
    """What cannot be used and was first seen after the last import that came to its end.

    A file that only has another name now is no news, nor is the same member of an archive that was
    written anew.

    Parameters
    ----------
    connection : sqlite3.Connection
        A library to read.
    run : int, optional
        Number of an import; the latest by default.
    """
    before = connection.execute(
        "SELECT coalesce(max(number), 0) FROM import_run WHERE ended_at IS NOT NULL AND number <"
        " coalesce(?, (SELECT max(number) FROM import_run))",
        (run,),
    ).fetchone()[0]
    rows = connection.execute(
        "SELECT path, state, reason, members FROM file LEFT JOIN content USING (key)"
        " WHERE NOT is_gone AND first_run > ?1 AND NOT EXISTS (SELECT 1 FROM file AS other"
        "  WHERE other.key = file.key AND file.key <> '' AND other.first_run <= ?1)"
        " ORDER BY path",
        (before,),
    ).fetchall()
    found = []
    for path, state, reason, members in rows:
        states = _quarantined(path, state, reason, members)
        known = _known_at(connection, path, before) if states else []
        found += [each for each in states if each not in known]
    return found


def _known_at(connection: sqlite3.Connection, path: bytes, run: int) -> list[FileState]:
    """What of a place could not be used up to an import."""
    rows = connection.execute(
        "SELECT path, state, reason, members FROM file LEFT JOIN content USING (key)"
        " WHERE path = ? AND first_run <= ?",
        (path, run),
    )
    return [each for row in rows for each in _quarantined(*row)]


def _quarantined(
    path: bytes, state: str | None, reason: str | None, members: str | None
) -> list[FileState]:
    told = ((None, state, reason, 0),) if state is not None else members_of(members or "[]")
    return [
        FileState(os.fsdecode(path), member, own, why or "")
        for member, own, why, _ in told
        if own == QUARANTINED
    ]
