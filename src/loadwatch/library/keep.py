"""Looking after a library: forget, verify, back up, build anew."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from loadwatch.errors import LibraryError
from loadwatch.importer import merged
from loadwatch.library.checked import checksum
from loadwatch.library.codec import Stored, session_of
from loadwatch.library.load import all_of, readings
from loadwatch.library.place import BACKUPS_NAME, DATABASE_NAME, OWN_FILES
from loadwatch.library.store import (
    copy_to,
    make_private_file,
    make_private_folder,
    transaction,
)
from loadwatch.private_file import clear_dead, fresh_name, making


@dataclass(frozen=True)
class Forgotten:
    """What was removed.

    Parameters
    ----------
    sessions : int
        Sessions taken out.
    paths : list of str
        Originals that still lie there; imports leave them out from now on.
    """

    sessions: int
    paths: list[str]


def keys_below(connection: sqlite3.Connection, place: Path) -> set[str]:
    """Contents of a file, or of all files below a folder, and those whose place they took.

    Another run that lay there before does not count.
    """
    path = os.fsencode(place.absolute())
    rows = connection.execute(
        "SELECT key FROM file WHERE key <> '' AND (path = ?1 OR substr(path, 1, ?2) = ?3)"
        " AND (NOT is_gone OR NOT EXISTS"
        " (SELECT 1 FROM file AS now WHERE now.path = file.path AND NOT now.is_gone))",
        (path, len(path) + 1, path + os.fsencode(os.sep)),
    )
    return all_of(connection, {key for (key,) in rows})


def keys_of_session(connection: sqlite3.Connection, wanted: str) -> set[str]:
    """Contents of a session and of all its copies.

    Raises
    ------
    LibraryError
        If no session, or more than one, begins so, or its file holds others too.
    """
    sessions = merged(readings(connection)).sessions
    meant = [session for session in sessions if session.session_id.startswith(wanted)]
    if len(meant) != 1:
        told = f"{len(meant)} sessions begin" if meant else "no session or file begins"
        raise LibraryError(f"{told} with {wanted!r}; analyse and review --format json list them")
    keys = {
        key
        for key, told in connection.execute("SELECT key, told FROM session")
        if session_of(Stored(told), "").session_id in meant[0].copy_ids
    }
    for key in keys:
        others = connection.execute(
            "SELECT count(*) FROM session WHERE key = ?", (key,)
        ).fetchone()[0]
        if others > 1:
            raise LibraryError(
                f"{_places(connection, key)} holds {others} sessions, and a file is "
                "forgotten whole; name the file if you mean all of them"
            )
    return keys


def keys_of_gone(connection: sqlite3.Connection) -> set[str]:
    """Contents whose originals are not there any more."""
    rows = connection.execute(
        "SELECT key FROM content WHERE NOT EXISTS"
        " (SELECT 1 FROM file WHERE file.key = content.key AND NOT is_gone)"
    )
    return {key for (key,) in rows}


def forget(connection: sqlite3.Connection, keys: set[str]) -> Forgotten:
    """Take contents out of the library; their originals are left as they are, and left out."""
    sessions, paths = 0, []
    now = datetime.now(UTC).isoformat(timespec="seconds")
    with transaction(connection):
        for key in sorted(keys):
            sessions += connection.execute(
                "SELECT count(*) FROM session WHERE key = ?", (key,)
            ).fetchone()[0]
            paths += [
                os.fsdecode(path)
                for (path,) in connection.execute(
                    "SELECT path FROM file WHERE key = ? AND NOT is_gone ORDER BY path", (key,)
                )
            ]
            connection.execute("DELETE FROM content WHERE key = ?", (key,))
            connection.execute("DELETE FROM file WHERE key = ? AND is_gone", (key,))
            connection.execute("INSERT OR IGNORE INTO forgotten VALUES (?, ?)", (key, now))
    return Forgotten(sessions, paths)


def remember(connection: sqlite3.Connection, keys: set[str]) -> None:
    """Let the next import read again what was forgotten, as if it had never seen it."""
    with transaction(connection):
        for key in keys:
            if connection.execute("DELETE FROM forgotten WHERE key = ?", (key,)).rowcount:
                connection.execute("DELETE FROM file WHERE key = ?", (key,))


def verify(connection: sqlite3.Connection) -> list[str]:
    """What is wrong with a library, a sentence each; nothing if all is as it was written."""
    told = [
        f"SQLite: {line}"
        for (line,) in connection.execute("PRAGMA integrity_check")
        if line != "ok"
    ]
    if told:
        return told
    if connection.execute("PRAGMA foreign_key_check").fetchone():
        told.append("a session belongs to no file")
    for key, size, *parts, wanted in connection.execute(
        "SELECT key, size, reader, settings, members, checksum FROM content"
    ):
        if checksum(key, str(size), *parts) != wanted:
            told.append(f"the reading of {_places(connection, key)} is not what was written")
    for key, number, first, second, third, *wanted in connection.execute(
        "SELECT key, number, told, segments, samples,"
        " told_checksum, segments_checksum, samples_checksum FROM session"
    ):
        parts = (first, second, third)
        if [checksum(key, str(number), part) for part in parts] != wanted:
            told.append(f"a session of {_places(connection, key)} is not what was written")
        else:
            session_of(Stored(first, second, third), "")
    for (key,) in connection.execute(
        "SELECT DISTINCT key FROM file WHERE key <> ''"
        " AND key NOT IN (SELECT key FROM content UNION SELECT key FROM forgotten)"
    ):
        told.append(f"what was read of {_places(connection, key)} is missing")
    return told


def _places(connection: sqlite3.Connection, key: str) -> str:
    row = connection.execute(
        "SELECT path FROM file WHERE key = ? ORDER BY is_gone LIMIT 1", (key,)
    ).fetchone()
    return "a file" if row is None else os.fsdecode(row[0])


def back_up(connection: sqlite3.Connection, folder: Path, target: Path) -> list[Path]:
    """Copy a library and the files beside it that people write.

    Parameters
    ----------
    connection : sqlite3.Connection
        The library.
    folder : Path
        Where it lies.
    target : Path
        A new folder, in which a copy can be used as a library.

    Raises
    ------
    LibraryError
        If it is there already, or cannot be written.
    """
    if target.exists():
        raise LibraryError(f"{target} is there already; name a new folder")
    names = [DATABASE_NAME, *(name for name in OWN_FILES if (folder / name).is_file())]
    try:
        make_private_folder(target.parent)
        if target.parent == folder / BACKUPS_NAME:
            for left in target.parent.glob(fresh_name(target.with_name("*")).name):
                with suppress(OSError):
                    clear_dead(left)
        with making(target) as fresh:
            copy_to(connection, fresh / DATABASE_NAME)
            for name in names[1:]:
                make_private_file(fresh / name)
                shutil.copyfile(folder / name, fresh / name)
    except (OSError, sqlite3.OperationalError) as error:
        what = getattr(error, "strerror", None) or error
        raise LibraryError(f"the backup {target} cannot be written: {what}") from error
    return [target / name for name in names]
