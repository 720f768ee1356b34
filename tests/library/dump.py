"""All that a library holds, without when and in which import it came."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

WHAT = (
    "SELECT * FROM content ORDER BY key",
    "SELECT * FROM session ORDER BY key, number",
    "SELECT path, key, size, mtime_ns, state, reason, is_gone FROM file ORDER BY path, key",
    "SELECT path FROM folder ORDER BY path",
    "SELECT key FROM forgotten ORDER BY key",
    "SELECT * FROM forgotten_place ORDER BY key, path",
    "SELECT * FROM forgotten_session ORDER BY key, session_id",
)


def dump(library: Path) -> list[list[tuple[object, ...]]]:
    """Rows of every table."""
    with closing(sqlite3.connect(library / "library.sqlite")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return [connection.execute(query).fetchall() for query in WHAT]
