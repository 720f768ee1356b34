"""The tables of a library, and the steps that bring an older one up to date."""

from __future__ import annotations

FIRST = (
    """
    CREATE TABLE content (
        key TEXT PRIMARY KEY,
        size INTEGER NOT NULL,
        reader TEXT NOT NULL,
        settings TEXT NOT NULL,
        members TEXT NOT NULL,
        is_quarantined INTEGER NOT NULL,
        checksum BLOB NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE session (
        key TEXT NOT NULL REFERENCES content (key) ON DELETE CASCADE,
        number INTEGER NOT NULL,
        start_s REAL,
        told TEXT NOT NULL,
        segments TEXT NOT NULL,
        samples BLOB NOT NULL,
        told_checksum BLOB NOT NULL,
        segments_checksum BLOB NOT NULL,
        samples_checksum BLOB NOT NULL,
        PRIMARY KEY (key, number)
    ) STRICT
    """,
    """
    CREATE TABLE file (
        path BLOB NOT NULL,
        key TEXT NOT NULL,
        size INTEGER,
        mtime_ns INTEGER,
        state TEXT,
        reason TEXT,
        first_run INTEGER NOT NULL,
        last_run INTEGER NOT NULL,
        is_gone INTEGER NOT NULL,
        PRIMARY KEY (path, key)
    ) STRICT
    """,
    "CREATE INDEX file_key ON file (key)",
    "CREATE TABLE folder (path BLOB PRIMARY KEY) STRICT",
    """
    CREATE TABLE import_run (
        number INTEGER PRIMARY KEY,
        began_at TEXT NOT NULL,
        ended_at TEXT,
        version TEXT NOT NULL,
        folders TEXT NOT NULL,
        counts TEXT NOT NULL
    ) STRICT
    """,
    "CREATE TABLE forgotten (key TEXT PRIMARY KEY, since TEXT NOT NULL) STRICT",
)
"""``content.key`` is the SHA-256 of a file and the ending it is known by; ``file.key`` is empty for
what is never opened (a hidden file, a pipe, one without permission), whose state stands with it."""

SECOND = (
    """
    CREATE TABLE forgotten_place (
        key TEXT NOT NULL REFERENCES forgotten (key) ON DELETE CASCADE,
        path BLOB NOT NULL,
        was_gone INTEGER NOT NULL,
        PRIMARY KEY (key, path)
    ) STRICT
    """,
    """
    CREATE TABLE forgotten_session (
        key TEXT NOT NULL REFERENCES forgotten (key) ON DELETE CASCADE,
        session_id TEXT NOT NULL,
        PRIMARY KEY (key, session_id)
    ) STRICT
    """,
    "INSERT INTO forgotten_place SELECT key, path, is_gone FROM file JOIN forgotten USING (key)",
)
"""Where what is forgotten lay, and the sessions it was a copy of: by these it is taken back."""

MIGRATIONS: tuple[tuple[str, ...], ...] = (FIRST, SECOND)
"""Statements that lead from each version to the next; what stands here is never changed again."""

VERSION = len(MIGRATIONS)
