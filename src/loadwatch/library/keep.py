"""Looking after a library: what lies where, verify, back up."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections import Counter
from contextlib import suppress
from pathlib import Path

from loadwatch.errors import LibraryError
from loadwatch.library.anew import sessions_in
from loadwatch.library.checked import checksum
from loadwatch.library.codec import Stored, start_of
from loadwatch.library.place import BACKUPS_NAME, DATABASE_NAME, OWN_FILES
from loadwatch.library.store import copy_to, make_private_file, make_private_folder
from loadwatch.private_file import clear_dead, fresh_name, making


def keys_below(connection: sqlite3.Connection, place: Path) -> set[str]:
    """Contents of a file, or of all files below a folder; what lay there before does not count."""
    path = os.fsencode(place.absolute())
    rows = connection.execute(
        "SELECT key FROM file WHERE key <> '' AND (path = ?1 OR substr(path, 1, ?2) = ?3)"
        " AND (NOT is_gone OR NOT EXISTS"
        " (SELECT 1 FROM file AS now WHERE now.path = file.path AND NOT now.is_gone))",
        (path, len(path) + 1, path + os.fsencode(os.sep)),
    )
    return {key for (key,) in rows}


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
    there = Counter(key for (key,) in connection.execute("SELECT key FROM session"))
    for key, size, *parts, wanted in connection.execute(
        "SELECT key, size, reader, settings, members, checksum FROM content"
    ):
        if checksum(key, str(size), *parts) != wanted:
            told.append(f"the reading of {place_of(connection, key)} is not what was written")
        elif there[key] != sessions_in(parts[-1]):
            told.append(f"a session of {place_of(connection, key)} is missing, or one too many")
    for key, number, start_s, first, second, third, *wanted in connection.execute(
        "SELECT key, number, start_s, told, segments, samples,"
        " told_checksum, segments_checksum, samples_checksum FROM session"
    ):
        parts = (first, second, third)
        is_sound = [checksum(key, str(number), part) for part in parts] == wanted
        if not is_sound or start_s != start_of(Stored(first, second, third)):
            told.append(f"a session of {place_of(connection, key)} is not what was written")
    for (key,) in connection.execute(
        "SELECT DISTINCT key FROM file WHERE key <> ''"
        " AND key NOT IN (SELECT key FROM content UNION SELECT key FROM forgotten)"
    ):
        told.append(f"what was read of {place_of(connection, key)} is missing")
    return told


def place_of(connection: sqlite3.Connection, key: str) -> str:
    """Where a content lies, or lay last, in words."""
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
