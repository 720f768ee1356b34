"""Building a library anew from the originals, and from what is sound of the old one."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Collection, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from loadwatch.athlete import Athlete
from loadwatch.importer import Progress
from loadwatch.library.checked import checksum, members_of
from loadwatch.library.place import BACKUPS_NAME, BEFORE_REBUILD, DATABASE_NAME, NEW
from loadwatch.library.scan import known, scan
from loadwatch.library.store import (
    connected,
    explained,
    make_private_file,
    make_private_folder,
    migrate,
    refuse_newer,
    transaction,
)
from loadwatch.library.streams import keep_streams_of
from loadwatch.library.sync import begin_run, bring_in
from loadwatch.private_file import settle

NEW_NAME = DATABASE_NAME + NEW
TABLES = ("content", "session", "file", "folder", "import_run", "forgotten")
NAMES_OF_FORGOTTEN = ("forgotten_place", "forgotten_session")
"""Not in what was written before version 2; without them the forgotten stays so."""


@dataclass(frozen=True)
class Rebuilt:
    """What a rebuild came to.

    Parameters
    ----------
    read, carried, lost : int
        Files read anew; recordings taken from the old library, their originals being gone; those
        that were damaged there.
    old : Path
        Where the old library lies now.
    is_whole : bool
        Whether all of the old library could be read; else there may be more that is lost.
    """

    read: int
    carried: int
    lost: int
    old: Path
    is_whole: bool


def salvaged_folders(folder: Path) -> list[Path]:
    """Folders that an old library, perhaps damaged, still tells."""
    rows, _ = _salvaged(folder / DATABASE_NAME, "folder")
    return sorted(Path(os.fsdecode(row[0])) for row in rows)


def build_anew(
    folder: Path,
    roots: Sequence[Path],
    athlete: Athlete,
    *,
    leave_out: Collection[Path] = (),
    jobs: int | None = None,
    progress: Progress | None = None,
) -> Rebuilt:
    """Read all originals into a new library, which then takes the old one's place.

    Parameters
    ----------
    folder : Path
        Of the library; it must be held.
    roots : sequence of Path
        Files and folders, absolute.
    athlete : Athlete
        The profile.
    leave_out : collection of Path
        As in ``scan``.
    jobs : int, optional
        Worker processes; by default as many as are worth it, one a core at most.
    progress : callable, optional
        Called with files done and files in all.

    Raises
    ------
    LibraryError
        If it cannot be written, or a later loadwatch has written the old one, which then stays.
    """
    with explained(folder / NEW_NAME):
        return _build_anew(folder, roots, athlete, leave_out, jobs, progress)


def _build_anew(
    folder: Path,
    roots: Sequence[Path],
    athlete: Athlete,
    leave_out: Collection[Path],
    jobs: int | None,
    progress: Progress | None,
) -> Rebuilt:
    refuse_newer(folder / DATABASE_NAME)
    path, fresh = folder / DATABASE_NAME, folder / NEW_NAME
    salvaged = {name: _salvaged(path, name) for name in (*TABLES, *NAMES_OF_FORGOTTEN)}
    old = {name: rows for name, (rows, _) in salvaged.items()}
    make_private_file(fresh)
    with closing(connected(fresh)) as connection:
        migrate(connection, folder)
        with transaction(connection):
            for name in ("forgotten", *NAMES_OF_FORGOTTEN, "folder", "import_run"):
                _put(connection, name, old[name])
        run = begin_run(connection, roots)
        found = scan(known(connection, athlete), roots, leave_out=[*leave_out, fresh])
        counts = bring_in(connection, run, found, athlete, jobs=jobs, progress=progress)
        carried, lost = _carry_over(connection, old)
        keep_streams_of(connection)
    is_whole = all(salvaged[name][1] for name in TABLES)
    return Rebuilt(counts.read, carried, lost, _put_in_place(fresh, path), is_whole)


def _put_in_place(fresh: Path, path: Path) -> Path:
    """Let a new library take the old one's name, which is never free; where the old one lies now.

    A journal that SQLite could not use up must not be taken for one of the new library.
    """
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    kept = path.parent / BACKUPS_NAME / f"{BEFORE_REBUILD}{stamp}.sqlite"
    make_private_folder(kept.parent)
    try:
        kept.hardlink_to(path)
    except OSError:
        make_private_file(kept)
        shutil.copyfile(path, kept)
    settle(kept.parent)
    journal = path.with_name(f"{path.name}-journal")
    if journal.exists():
        journal.replace(kept.with_name(f"{kept.name}-journal"))
    fresh.replace(path)
    settle(path.parent)
    return kept


def _salvaged(path: Path, table: str) -> tuple[list[tuple[Any, ...]], bool]:
    """Rows of a table as far as they can be read, and whether these are all."""
    rows: list[tuple[Any, ...]] = []
    try:
        with closing(connected(path)) as connection:
            rows.extend(connection.execute(f"SELECT * FROM {table}"))  # noqa: S608  (of ours)
    except sqlite3.DatabaseError:
        return rows, False
    return rows, True


def _put(connection: sqlite3.Connection, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Put rows in; a damaged one that the table refuses is left out, a failing disk is an error."""
    for row in rows:
        marks = ", ".join("?" * len(row))
        with suppress(sqlite3.IntegrityError):
            connection.execute(f"INSERT OR IGNORE INTO {table} VALUES ({marks})", row)  # noqa: S608


def _carry_over(
    connection: sqlite3.Connection, old: dict[str, list[tuple[Any, ...]]]
) -> tuple[int, int]:
    """Sound readings of contents that lie nowhere any more; how many, and how many are lost."""
    there = {key for (key,) in connection.execute("SELECT key FROM content")}
    there |= {key for (key,) in connection.execute("SELECT key FROM forgotten")}
    sessions: dict[object, list[tuple[Any, ...]]] = {}
    for row in old["session"]:
        sessions.setdefault(row[0], []).append(row)
    carried = lost = 0
    for content in old["content"]:
        key = content[0]
        own = sessions.get(key, [])
        if key in there or not _had_sessions(content):
            continue
        if not is_sound(content, own):
            lost += 1
            continue
        with transaction(connection):
            _put(connection, "content", [content])
            _put(connection, "session", own)
        there.add(key)
        carried += 1
    with transaction(connection):
        _put(connection, "file", [(*row[:-1], 1) for row in old["file"] if row[1] in there])
    return carried, lost


def _had_sessions(content: tuple[Any, ...]) -> bool:
    try:
        return sessions_in(str(content[4])) > 0
    except ValueError:
        return True


def sessions_in(members: str) -> int:
    """How many sessions the members of a content gave.

    Raises
    ------
    ValueError
        If that cannot be read.
    """
    return sum(count for *_, count in members_of(members))


def is_sound(content: Sequence[object], sessions: Sequence[Sequence[object]]) -> bool:
    """Whether a content and its sessions are all there, and as they were written."""
    key, size, reader, settings, members, _, wanted = content
    if checksum(*(str(part) for part in (key, size, reader, settings, members))) != wanted:
        return False
    if len(sessions) != sessions_in(str(members)):
        return False
    for _, number, _, *parts in sessions:
        raw = [part if isinstance(part, str | bytes) else b"" for part in parts[:3]]
        if [checksum(str(key), str(number), part) for part in raw] != parts[3:]:
            return False
    return True
