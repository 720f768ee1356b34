"""Rows of a library: what was read of a content, and where it lies."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from loadwatch.importer import QUARANTINED
from loadwatch.library.checked import Member, checksum, members_text
from loadwatch.library.scan import Seen
from loadwatch.library.settings import reader_version

if TYPE_CHECKING:
    from loadwatch.library.codec import Stored


def put_content(
    connection: sqlite3.Connection, seen: Seen, members: Sequence[Member],
    sessions: Iterable[Stored], settings: str,
) -> None:  # fmt: skip
    """Keep what was read of a content, in place of an earlier reading of it."""
    from loadwatch.library.codec import start_of  # noqa: PLC0415  (numpy)

    text, reader = members_text(members), reader_version()
    size = seen.size or 0
    connection.execute("DELETE FROM content WHERE key = ?", (seen.key,))
    connection.execute(
        "INSERT INTO content VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            seen.key, size, reader, settings, text,
            any(state == QUARANTINED for _, state, _, _ in members),
            checksum(seen.key, str(size), reader, settings, text),
        ),
    )  # fmt: skip
    for number, kept in enumerate(sessions):
        parts = (kept.told, kept.segments or "", kept.samples or b"")
        connection.execute(
            "INSERT INTO session VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                seen.key, number, start_of(kept), *parts,
                *(checksum(seen.key, str(number), part) for part in parts),
            ),
        )  # fmt: skip


def put_file(connection: sqlite3.Connection, seen: Seen, run: int) -> None:
    """Note where a content lies; what lay there before is then gone from there."""
    path = os.fsencode(seen.path)
    connection.execute(
        "UPDATE file SET is_gone = 1 WHERE path = ? AND key <> ? AND key <> ''", (path, seen.key)
    )
    connection.execute("DELETE FROM file WHERE path = ? AND key = '' AND ? <> ''", (path, seen.key))
    connection.execute(
        """
        INSERT INTO file VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0)
        ON CONFLICT (path, key) DO UPDATE SET size = excluded.size, mtime_ns = excluded.mtime_ns,
            state = excluded.state, reason = excluded.reason, last_run = excluded.last_run,
            first_run = CASE WHEN file.state IS excluded.state THEN file.first_run
                        ELSE excluded.first_run END, is_gone = 0
        """,
        (path, seen.key, seen.size, seen.mtime_ns, seen.state, seen.reason, run, run),
    )


def lies_there(connection: sqlite3.Connection, seen: Seen) -> bool:
    """Whether a library knows what lies at a place; it stays so while that cannot be read."""
    return bool(
        connection.execute(
            "SELECT EXISTS (SELECT 1 FROM file WHERE path = ?1 AND key <> '' AND NOT is_gone"
            " AND (key = ?2 OR ?2 = ''))",
            (os.fsencode(seen.path), seen.key),
        ).fetchone()[0]
    )


def is_kept(connection: sqlite3.Connection, key: str) -> bool:
    """Whether a content was read or forgotten; its only reader may have met a changing file."""
    return bool(
        connection.execute(
            "SELECT EXISTS (SELECT 1 FROM content WHERE key = ?1)"
            " OR EXISTS (SELECT 1 FROM forgotten WHERE key = ?1)",
            (key,),
        ).fetchone()[0]
    )
