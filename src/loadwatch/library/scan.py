"""Files on disk against a library: which are unchanged, which are known, which must be read."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import stat
import time
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from loadwatch.athlete import Athlete
from loadwatch.importer import QUARANTINED
from loadwatch.importer.closed import folder_reading, why_not_opened, why_not_read
from loadwatch.importer.finding import content_key, find_files, is_ignored, why_ignored
from loadwatch.importer.states import IGNORED, Held
from loadwatch.library.settings import decoder_version, reader_version, settings_of
from loadwatch.library.streams import held_keys, streams_path

AT_REST_S = 5.0
"""A file changed less than this ago may still be written. [s; choice]"""
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
        Of what is never opened, or cannot be read now.
    is_passing : bool
        Whether the place or the machine failed and not the content, which may be sound next time.
    """

    path: Path
    size: int | None
    mtime_ns: int | None
    key: str = ""
    state: str | None = None
    reason: str | None = None
    is_passing: bool = False


@dataclass
class Scan:
    """What an import has to do.

    Parameters
    ----------
    unchanged, known, fresh, unopened : list of Seen
        The same as last time; new places of a content that has been read; contents to read; what
        is never opened.
    failed : list of Seen
        What cannot be read now and may be next time.
    waiting : list of Path
        Files that were changed a moment ago.
    gone : list of Path
        Files that were there and are not any more.
    missing : list of Path
        Folders that are not there, whose files are therefore not judged gone.
    derivable : list of (Seen, Held)
        Contents to derive anew from kept streams, wherever they lie or lay last.
    """

    unchanged: list[Seen] = field(default_factory=list)
    known: list[Seen] = field(default_factory=list)
    fresh: list[Seen] = field(default_factory=list)
    unopened: list[Seen] = field(default_factory=list)
    failed: list[Seen] = field(default_factory=list)
    waiting: list[Path] = field(default_factory=list)
    gone: list[Path] = field(default_factory=list)
    missing: list[Path] = field(default_factory=list)
    derivable: list[tuple[Seen, Held]] = field(default_factory=list)


class _Row(NamedTuple):
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
    derivable : list of (Seen, Held)
        Those of them that were read otherwise, and of which streams are kept.
    """

    before: dict[str, list[_Row]] = field(default_factory=dict)
    readable: set[str] = field(default_factory=set)
    derivable: list[tuple[Seen, Held]] = field(default_factory=list)


def known(connection: sqlite3.Connection, athlete: Athlete, *, again: bool = False) -> Known:
    """What a library knows.

    Parameters
    ----------
    connection : sqlite3.Connection
        The library.
    athlete : Athlete
        The profile: a content read with other figures of it is derived anew, or read again.
    again : bool, default False
        Whether what is quarantined is read again.
    """
    derivable = _derivable(connection, athlete, again=again)
    readable = _up_to_date(connection, athlete, again=again)
    readable |= {seen.key for seen, _ in derivable}
    return Known(_files(connection), readable, derivable)


def scan(
    known: Known, roots: Sequence[Path], *, leave_out: Collection[Path] = (),
    rest_s: float = AT_REST_S,
) -> Scan:  # fmt: skip
    """Look at every file below some places; only files that are new or changed are opened.

    Parameters
    ----------
    known : Known
        What the library knows; it need not be open, as this may take minutes.
    roots : sequence of Path
        Files and folders, absolute.
    leave_out : collection of Path
        Files and folders that are no recordings: the diary, the profile, the library itself.
    rest_s : float
        A file changed less than this ago may still be written. [s]
    """
    before, readable = known.before, known.readable
    found = Scan(
        missing=[root for root in roots if not os.path.lexists(root)],
        derivable=list(known.derivable),
    )
    left_out = Below(leave_out)
    files = [
        path
        for path in find_files(root for root in roots if root not in found.missing)
        if path not in left_out
    ]
    fresh: set[str] = set()
    for path in files:
        seen = _look(path, before, readable, rest_s)
        if seen is None:
            found.waiting.append(path)
        elif seen.is_passing:
            found.failed.append(seen)
        elif seen.state is not None:
            found.unopened.append(seen)
        elif seen.key in readable and _stands(before.get(str(path), []), seen):
            found.unchanged.append(seen)
        elif seen.key in readable or seen.key in fresh:
            found.known.append(seen)
        else:
            fresh.add(seen.key)
            found.fresh.append(seen)
    unopened = [seen.path for seen in (*found.unopened, *found.failed)]
    closed = [path for path in unopened if not _is_file_or_link(path)]
    found.gone = _gone(
        before,
        there={str(path) for path in files},
        looked=Below(root for root in roots if root not in found.missing),
        closed=Below([*closed, *(seen.path for seen in found.failed)]),
    )
    return found


class Below:
    """Files and folders, and all that lies below them."""

    def __init__(self, paths: Iterable[Path]) -> None:
        self._exact = {os.path.normcase(path) for path in paths}
        self._below = tuple(os.path.join(text, "") for text in self._exact)  # noqa: PTH118

    def __contains__(self, path: Path | str) -> bool:
        text = os.path.normcase(path)
        return text in self._exact or text.startswith(self._below)


def _files(connection: sqlite3.Connection) -> dict[str, list[_Row]]:
    rows: dict[str, list[_Row]] = {}
    for path, key, size, mtime_ns, is_gone in connection.execute(
        "SELECT path, key, size, mtime_ns, is_gone FROM file ORDER BY is_gone, last_run DESC"
    ):
        rows.setdefault(os.fsdecode(path), []).append(_Row(key, size, mtime_ns, bool(is_gone)))
    return rows


def _up_to_date(connection: sqlite3.Connection, athlete: Athlete, *, again: bool) -> set[str]:
    """Contents that need no reading: read by this program, with this profile; or forgotten."""
    known = connection.execute(
        "SELECT key FROM content WHERE reader = ? AND settings = ? AND NOT (is_quarantined AND ?)"
        " UNION SELECT key FROM forgotten",
        (reader_version(), settings_of(athlete), again),
    )
    return {key for (key,) in known}


def _derivable(
    connection: sqlite3.Connection, athlete: Athlete, *, again: bool
) -> list[tuple[Seen, Held]]:
    """Contents read otherwise, of which streams are kept as this program decodes."""
    stale = connection.execute(
        "SELECT key, size FROM content WHERE (reader <> ? OR settings <> ?)"
        " AND NOT (is_quarantined AND ?)",
        (reader_version(), settings_of(athlete), again),
    ).fetchall()
    if not stale:
        return []
    store, decoder = streams_path(connection), decoder_version()
    held = held_keys(store, decoder)
    found = []
    for key, size in stale:
        places = connection.execute(
            "SELECT path, size, mtime_ns, is_gone FROM file WHERE key = ?"
            " ORDER BY is_gone, last_run DESC, path",
            (key,),
        ).fetchall()
        if key not in held or not places:
            continue
        for raw, its_size, mtime_ns, is_gone in places:
            seen = Seen(Path(os.fsdecode(raw)), its_size, mtime_ns, key)
            if not is_gone and is_as_seen(seen):
                found.append((seen, Held(seen.path, True, key, decoder, store)))
                break
        else:
            last = Seen(Path(os.fsdecode(places[0][0])), size, None, key)
            found.append((last, Held(last.path, False, key, decoder, store)))
    return sorted(found, key=lambda pair: pair[0].path)


def _stands(rows: list[_Row], seen: Seen) -> bool:
    return _Row(seen.key, seen.size, seen.mtime_ns, is_gone=False) in rows


def _look(
    path: Path, before: dict[str, list[_Row]], readable: set[str], rest_s: float
) -> Seen | None:
    """One file; None if it may still be written."""
    if is_ignored(path.name, path.parts):
        return Seen(path, None, None, "", IGNORED, why_ignored(path.name))
    try:
        status = path.stat()
        size, mtime_ns = status.st_size, status.st_mtime_ns
        for row in before.get(str(path), []):
            if row.key in readable and (row.size, row.mtime_ns) == (size, mtime_ns):
                return Seen(path, size, mtime_ns, row.key)
        if stat.S_ISDIR(status.st_mode):
            found = folder_reading(path)
            return Seen(
                path, None, None, "", found.state.state, found.state.reason,
                is_passing=found.is_passing,
            )  # fmt: skip
        refused = why_not_opened(status)
        if refused is not None:
            return Seen(path, None, None, "", QUARANTINED, refused)
        if 0 <= time.time_ns() - mtime_ns < rest_s * 1e9:
            return None
        digest = digest_of(path)
    except OSError as error:
        is_passing = not isinstance(error, FileNotFoundError)
        told = why_not_read(path, error)
        return Seen(path, None, None, "", QUARANTINED, told, is_passing=is_passing)
    seen = Seen(path, size, mtime_ns, content_key(path.name, digest))
    return seen if is_as_seen(seen) else None


def _is_file_or_link(path: Path) -> bool:
    """Whether nothing can lie below it; what may not even be looked at may be a folder."""
    return os.path.isfile(path) or os.path.islink(path)  # noqa: PTH113, PTH114


def is_as_seen(seen: Seen) -> bool:
    """Whether a file is still what it was when it was looked at."""
    try:
        status = seen.path.stat()
    except OSError:
        return False
    return (status.st_size, status.st_mtime_ns) == (seen.size, seen.mtime_ns)


def digest_of(path: Path) -> str:
    """SHA-256 of what is in a file."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK_BYTES):
            digest.update(block)
    return digest.hexdigest()


def _gone(
    before: dict[str, list[_Row]], *, there: set[str], looked: Below, closed: Below
) -> list[Path]:
    """Files that were below what was looked through, and are not there any more."""
    return [
        Path(path)
        for path, rows in before.items()
        if path not in there
        and not all(row.is_gone for row in rows)
        and path in looked
        and path not in closed
    ]
