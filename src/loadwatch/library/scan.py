"""Files on disk against a library: which are unchanged, which are known, which must be read."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import stat
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from loadwatch.athlete import Athlete
from loadwatch.formats._base import MAX_ARCHIVE_BYTES
from loadwatch.importer import find_files
from loadwatch.importer.reading import ACTIVITY_SUFFIXES, is_ignored, read_file
from loadwatch.library.settings import reader_version, settings_of

AT_REST_NS = 5_000_000_000
"""A file changed less than this ago may still be written. [ns; choice]"""
BLOCK_BYTES = 1 << 20


@dataclass(frozen=True)
class Seen:
    """One file as it lay there when it was looked at.

    Parameters
    ----------
    path : Path
        Absolute.
    size, mtime_ns : int or None
        As the file system tells; None for what is no regular file. [bytes; ns]
    key : str
        What its content goes by; empty for what is never opened.
    state, reason : str or None
        Of what is never opened.
    """

    path: Path
    size: int | None
    mtime_ns: int | None
    key: str = ""
    state: str | None = None
    reason: str | None = None


@dataclass
class Scan:
    """What an import has to do.

    Parameters
    ----------
    unchanged, known, fresh, unopened : list of Seen
        The same as last time; new places of a content that has been read; contents to read; what
        is never opened.
    waiting : list of Path
        Files that were changed a moment ago.
    gone : list of Path
        Files that were there and are not any more.
    missing : list of Path
        Folders that are not there, whose files are therefore not judged gone.
    """

    unchanged: list[Seen] = field(default_factory=list)
    known: list[Seen] = field(default_factory=list)
    fresh: list[Seen] = field(default_factory=list)
    unopened: list[Seen] = field(default_factory=list)
    waiting: list[Path] = field(default_factory=list)
    gone: list[Path] = field(default_factory=list)
    missing: list[Path] = field(default_factory=list)


@dataclass(frozen=True)
class _Row:
    key: str
    size: int | None
    mtime_ns: int | None
    is_gone: bool


@dataclass(frozen=True)
class Known:
    """What a library knows of files.

    Parameters
    ----------
    before : dict
        What lay at each place.
    readable : set of str
        Contents that need no reading.
    """

    before: dict[Path, list[_Row]] = field(default_factory=dict)
    readable: set[str] = field(default_factory=set)


def known(connection: sqlite3.Connection, athlete: Athlete, *, again: bool = False) -> Known:
    """What a library knows.

    Parameters
    ----------
    connection : sqlite3.Connection
        The library.
    athlete : Athlete
        The profile: a content read with other figures of it is read again.
    again : bool, default False
        Whether what is quarantined is read again.
    """
    return Known(_files(connection), _up_to_date(connection, athlete, again=again))


def scan(known: Known, roots: Sequence[Path], *, leave_out: Collection[Path] = ()) -> Scan:
    """Look at every file below some places; only files that are new or changed are opened.

    Parameters
    ----------
    known : Known
        What the library knows; it need not be open, as this may take minutes.
    roots : sequence of Path
        Files and folders, absolute.
    leave_out : collection of Path
        Files and folders that are no recordings: the diary, the profile, the library itself.
    """
    before, readable = known.before, known.readable
    found = Scan(missing=[root for root in roots if not os.path.lexists(root)])
    files = [
        path
        for path in find_files(root for root in roots if root not in found.missing)
        if not any(path == own or own in path.parents for own in leave_out)
    ]
    fresh: set[str] = set()
    for path in files:
        seen = _look(path, before, readable)
        if seen is None:
            found.waiting.append(path)
        elif seen.state is not None:
            found.unopened.append(seen)
        elif seen.key in readable and _stands(before.get(path, []), seen):
            found.unchanged.append(seen)
        elif seen.key in readable or seen.key in fresh:
            found.known.append(seen)
        else:
            fresh.add(seen.key)
            found.fresh.append(seen)
    found.gone = _gone(before, roots, files, found.missing)
    return found


def content_key(path: Path, digest: str) -> str:
    """What a content goes by: how a file that is no activity is judged depends on its ending."""
    ending = path.suffix.lower()
    return digest + (ending if ending in ACTIVITY_SUFFIXES else "")


def _files(connection: sqlite3.Connection) -> dict[Path, list[_Row]]:
    rows: dict[Path, list[_Row]] = {}
    for path, key, size, mtime_ns, is_gone in connection.execute(
        "SELECT path, key, size, mtime_ns, is_gone FROM file ORDER BY is_gone, last_run DESC"
    ):
        rows.setdefault(Path(os.fsdecode(path)), []).append(
            _Row(key, size, mtime_ns, bool(is_gone))
        )
    return rows


def _up_to_date(connection: sqlite3.Connection, athlete: Athlete, *, again: bool) -> set[str]:
    """Contents that need no reading: read by this program, with this profile; or forgotten."""
    known = connection.execute(
        "SELECT key FROM content WHERE reader = ? AND settings = ? AND NOT (is_quarantined AND ?)"
        " UNION SELECT key FROM forgotten",
        (reader_version(), settings_of(athlete), again),
    )
    return {key for (key,) in known}


def _stands(rows: list[_Row], seen: Seen) -> bool:
    as_seen = (seen.key, seen.size, seen.mtime_ns, False)
    return any((row.key, row.size, row.mtime_ns, row.is_gone) == as_seen for row in rows)


def _look(path: Path, before: dict[Path, list[_Row]], readable: set[str]) -> Seen | None:
    """One file; None if it may still be written."""
    if is_ignored(path.name, path.parts):
        return _unopened(path)
    try:
        status = path.stat()
    except OSError:
        return _unopened(path)
    if not stat.S_ISREG(status.st_mode) or status.st_size > MAX_ARCHIVE_BYTES:
        return _unopened(path)
    size, mtime_ns = status.st_size, status.st_mtime_ns
    for row in before.get(path, []):
        if row.key in readable and (row.size, row.mtime_ns) == (size, mtime_ns):
            return Seen(path, size, mtime_ns, row.key)
    if 0 <= time.time_ns() - mtime_ns < AT_REST_NS:
        return None
    try:
        digest = _digest(path)
    except OSError:
        return _unopened(path)
    seen = Seen(path, size, mtime_ns, content_key(path, digest))
    return seen if is_as_seen(seen) else None


def is_as_seen(seen: Seen) -> bool:
    """Whether a file is still what it was when it was looked at."""
    try:
        status = seen.path.stat()
    except OSError:
        return False
    return (status.st_size, status.st_mtime_ns) == (seen.size, seen.mtime_ns)


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK_BYTES):
            digest.update(block)
    return digest.hexdigest()


def _unopened(path: Path) -> Seen | None:
    """State of what is hidden, no file, or closed to us; nothing of it is decoded."""
    reading = read_file(path)[0]
    if reading.sessions:
        return None
    return Seen(path, None, None, "", reading.state.state, reading.state.reason)


def _gone(
    before: dict[Path, list[_Row]], roots: Sequence[Path], files: list[Path], missing: list[Path]
) -> list[Path]:
    """Files that were below what was looked through, and are not there any more."""
    there = set(files)
    closed = {path for path in files if path.is_dir() and not path.is_symlink()}
    looked = [root for root in roots if root not in missing]
    return [
        path
        for path, rows in before.items()
        if path not in there
        and not all(row.is_gone for row in rows)
        and any(path == root or root in path.parents for root in looked)
        and not any(folder in path.parents for folder in closed)
    ]
