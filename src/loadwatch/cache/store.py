"""The cache's one SQLite file: private, begun anew where it is of no use, never waited for long."""

from __future__ import annotations

import os
import sqlite3
import stat
import sys
from contextlib import suppress
from pathlib import Path

from loadwatch.cache.place import BESIDE, DATABASE_NAME
from loadwatch.errors import CacheError, LaterCacheError
from loadwatch.library.store import make_private_file, make_private_folder, transaction

BUSY_S = 0.5
"""How long to wait for another loadwatch; reading files anew is no loss. [s; choice]"""

SCHEMA = (
    """
    CREATE TABLE content (
        id INTEGER PRIMARY KEY,
        reader TEXT NOT NULL,
        settings TEXT NOT NULL,
        key TEXT NOT NULL,
        size INTEGER NOT NULL,
        used INTEGER NOT NULL,
        bytes INTEGER NOT NULL,
        until REAL NOT NULL,
        UNIQUE (reader, settings, size, key)
    ) STRICT
    """,
    """
    CREATE TABLE told (
        content INTEGER PRIMARY KEY REFERENCES content (id) ON DELETE CASCADE,
        members TEXT NOT NULL,
        sessions TEXT NOT NULL,
        checksum BLOB NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE segments (
        content INTEGER PRIMARY KEY REFERENCES content (id) ON DELETE CASCADE,
        data TEXT NOT NULL,
        checksum BLOB NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE samples (
        content INTEGER NOT NULL REFERENCES content (id) ON DELETE CASCADE,
        number INTEGER NOT NULL,
        data BLOB NOT NULL,
        checksum BLOB NOT NULL,
        PRIMARY KEY (content, number)
    ) STRICT
    """,
)
"""A content, sought by its size first, and apart from it what is not always loaded."""
VERSION = 1
"""Of the schema; an older cache is begun anew, as all that it holds can be read again."""


def opened(folder: Path) -> sqlite3.Connection:
    """The cache of a folder, begun if there is none.

    Raises
    ------
    CacheError
        If it is not ours to use.
    sqlite3.Error, OSError
        If it cannot be used.
    """
    path = folder / DATABASE_NAME
    make_private_folder(folder)
    refuse_what_is_not_ours(path)
    make_private_file(path)
    try:
        return _ready(path)
    except sqlite3.DatabaseError as error:
        if not is_damaged(error):
            raise
        remove(path)
        make_private_file(path)
        return _ready(path)


def refuse_what_is_not_ours(path: Path) -> None:
    """Leave alone what others put there: health data must not be written to a place of theirs.

    Raises
    ------
    CacheError
        If it, or its folder, is not this user's own, or it is no plain file.
    """
    if path.is_symlink() or (path.exists() and not stat.S_ISREG(path.stat().st_mode)):
        raise CacheError("it is no plain file")
    if sys.platform == "win32":
        return
    for place in (path.parent, path):
        with suppress(FileNotFoundError):
            if place.stat().st_uid != os.geteuid():
                raise CacheError(f"{place} belongs to another user")


def is_damaged(error: sqlite3.Error) -> bool:
    """Whether an error of SQLite means that a file is not what was written."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    return code in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR}


def is_in_use(error: sqlite3.Error) -> bool:
    """Whether another loadwatch holds it, or has taken it away."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
    return code & 0xFF == sqlite3.SQLITE_BUSY or code == sqlite3.SQLITE_READONLY_DBMOVED


def remove(path: Path) -> None:
    """Take a cache away; what would be played back into the next one goes first."""
    for ending in BESIDE:
        path.with_name(path.name + ending).unlink(missing_ok=True)
    path.unlink(missing_ok=True)


def connected(path: Path) -> sqlite3.Connection:
    """A connection that does not wait for the disk: after a power cut the cache may be lost."""
    connection = sqlite3.connect(path, timeout=BUSY_S, isolation_level=None)
    try:
        for pragma in ("synchronous = OFF", "foreign_keys = ON", "secure_delete = ON"):
            connection.execute(f"PRAGMA {pragma}")
    except BaseException:
        connection.close()
        raise
    return connection


def version_of(connection: sqlite3.Connection) -> int:
    """Version of the schema, 0 for an empty file.

    Raises
    ------
    LaterCacheError
        If a later loadwatch has written it.
    """
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if version > VERSION:
        raise LaterCacheError("a later loadwatch has written it")
    return version


def _ready(path: Path) -> sqlite3.Connection:
    connection = connected(path)
    try:
        if version_of(connection) != VERSION:
            with transaction(connection):
                _begin(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _begin(connection: sqlite3.Connection) -> None:
    """Make the tables, unless another loadwatch just did."""
    if version_of(connection) == VERSION:
        return
    for table in ("samples", "segments", "told", "content"):
        connection.execute(f"DROP TABLE IF EXISTS {table}")
    for statement in SCHEMA:
        connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {VERSION}")
