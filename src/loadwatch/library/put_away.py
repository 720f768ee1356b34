"""Originals of an inbox go to ``done`` or ``failed`` below it once the library holds them.

Nothing is deleted and nothing is overwritten; whatever interrupts it, each file lies whole at its
old place or at its new one, and the next import finishes what was begun.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import sqlite3
import stat
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import takewhile
from pathlib import Path
from typing import IO

from loadwatch.importer import QUARANTINED
from loadwatch.library.scan import Scan, Seen, digest_of, is_as_seen
from loadwatch.library.store import transaction
from loadwatch.private_file import PRIVATE, settle

DONE_NAME, FAILED_NAME = "done", "failed"
BATCH_FILES = 32
"""After so many moves the library is told where the files lie. [files; choice]"""
_PART = re.compile(r"\.loadwatch-([0-9a-f]{64})-(.+)", re.S)
"""A copy to another file system, by the digest that it has when it is whole."""
_NO_LINKS = {
    errno.EPERM, errno.EACCES, errno.EMLINK, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP,
}  # fmt: skip
"""How systems say that a file cannot have a second name."""


@dataclass
class PutAway:
    """What was moved.

    Parameters
    ----------
    done, failed : int
        Files.
    problems : list of str
        One sentence for each file that stays where it is although it should not.
    left : dict
        Where those lay that were moved, and where they lie now.
    """

    done: int = 0
    failed: int = 0
    problems: list[str] = field(default_factory=list)
    left: dict[Path, Path] = field(default_factory=dict)


@dataclass(frozen=True)
class _Move:
    old: Path
    new: Path
    key: str


def put_away(connection: sqlite3.Connection, inbox: Path, found: Scan) -> PutAway:
    """Move recordings that the library holds, and those that cannot be used; the rest stays.

    Parameters
    ----------
    connection : sqlite3.Connection
        The library, held; the import has been committed.
    inbox : Path
        Folder whose files are moved; ``done`` and ``failed`` are below it.
    found : Scan
        Of the import.
    """
    outcome, moves = PutAway(), list[_Move]()
    seen_files = [*found.unchanged, *found.known, *found.fresh, *found.unopened]
    failed = {seen.path for seen in found.failed}
    try:
        for seen in sorted(seen_files, key=lambda each: each.path):
            target = None if seen.path in failed else _target(connection, inbox, seen)
            if target is None:
                continue
            try:
                place = moved(seen.path, target)
            except OSError as error:
                why = error.strerror or str(error)
                outcome.problems.append(f"{seen.path} could not be put away: {why}")
                continue
            moves.append(_Move(seen.path, place, seen.key))
            outcome.left[seen.path] = place
            outcome.done += target.is_relative_to(inbox / DONE_NAME)
            outcome.failed += target.is_relative_to(inbox / FAILED_NAME)
            if len(moves) >= BATCH_FILES:
                _tell_library(connection, moves)
                moves = []
    finally:
        _tell_library(connection, moves)
    return outcome


def with_inbox(roots: Sequence[Path], inbox: Path | None) -> list[Path]:
    """What is looked through: the inbox, too, unless it lies in a folder that is."""
    if inbox is None or any(root == inbox or root in inbox.parents for root in roots):
        return list(roots)
    return [*roots, inbox]


def shelves(inbox: Path | None) -> list[Path]:
    """Folders of what was put away."""
    return [] if inbox is None else [inbox / DONE_NAME, inbox / FAILED_NAME]


def finish(connection: sqlite3.Connection, inbox: Path) -> None:
    """Finish what an interrupted run began, before it is looked what lies there.

    Parameters
    ----------
    connection : sqlite3.Connection
        The library, held.
    inbox : Path
        As in :func:`put_away`.
    """
    for name in (DONE_NAME, FAILED_NAME):
        for folder, _, names in os.walk(inbox / name):
            for part in names:
                with suppress(OSError):
                    _finish_copy(inbox, inbox / name, Path(folder) / part)
    moves = []
    rows = connection.execute("SELECT path, key, size, mtime_ns FROM file WHERE NOT is_gone")
    for raw, key, size, mtime_ns in rows.fetchall():
        old = Path(os.fsdecode(raw))
        if old.is_relative_to(inbox) and _shelf_of(inbox, old) != DONE_NAME:
            with suppress(OSError):
                new = _begun(inbox, old, size, mtime_ns)
                moves += [] if new is None else [_Move(old, new, key)]
    _tell_library(connection, moves)


def _shelf_of(inbox: Path, path: Path) -> str | None:
    """Whether a file is in ``done`` or ``failed`` already."""
    parts = path.relative_to(inbox).parts
    return parts[0] if len(parts) > 1 and parts[0] in (DONE_NAME, FAILED_NAME) else None


def _target(connection: sqlite3.Connection, inbox: Path, seen: Seen) -> Path | None:
    """Where a file goes; None if it stays."""
    shelf = _shelf_of(inbox, seen.path) if seen.path.is_relative_to(inbox) else DONE_NAME
    if shelf == DONE_NAME:
        return None
    row = connection.execute(
        "SELECT state, is_quarantined,"
        " EXISTS (SELECT 1 FROM session WHERE session.key = file.key)"
        " FROM file LEFT JOIN content USING (key)"
        " WHERE path = ? AND key = ? AND NOT is_gone"
        " AND key NOT IN (SELECT key FROM forgotten)",
        (os.fsencode(seen.path), seen.key),
    ).fetchone()
    if row is None or not _is_there(seen):
        return None
    state, is_quarantined, has_sessions = row
    has_failed = bool(is_quarantined) if seen.key else state == QUARANTINED
    if not has_failed and not has_sessions:
        return None
    if shelf == FAILED_NAME and has_failed:
        return None
    return inbox / (FAILED_NAME if has_failed else DONE_NAME) / _below(inbox, seen.path)


def _below(inbox: Path, path: Path) -> Path:
    """Where in the inbox a file lies, or lay before it failed."""
    has_failed = _shelf_of(inbox, path) == FAILED_NAME
    return path.relative_to(inbox / FAILED_NAME if has_failed else inbox)


def _is_there(seen: Seen) -> bool:
    """Whether it is a file, no link to one, and still the one that was read."""
    try:
        is_file = stat.S_ISREG(seen.path.lstat().st_mode)
    except OSError:
        return False
    return is_file and (not seen.key or is_as_seen(seen))


def _tell_library(connection: sqlite3.Connection, moves: list[_Move]) -> None:
    if not moves:
        return
    with transaction(connection):
        for move in moves:
            status = move.new.stat()
            size, mtime_ns = (status.st_size, status.st_mtime_ns) if move.key else (None, None)
            connection.execute(
                "UPDATE OR REPLACE file SET path = ?, size = ?, mtime_ns = ?"
                " WHERE path = ? AND key = ?",
                (os.fsencode(move.new), size, mtime_ns, os.fsencode(move.old), move.key),
            )


def moved(source: Path, target: Path) -> Path:
    """Move a file without overwriting any; where it lies now.

    Parameters
    ----------
    source : Path
        A file.
    target : Path
        Where it should lie; if that is taken, the name gets a number.

    Raises
    ------
    OSError
        If it cannot be moved; it then is where it was.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        return _renamed(source, target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
    return _carried(source, target)


def _names(target: Path) -> Iterator[Path]:
    """The name, then the name with a number before its endings."""
    yield target
    stem, dot, endings = target.name.partition(".")
    number = 1
    while True:
        number += 1
        yield target.with_name(f"{stem}-{number}{dot}{endings}")


def _renamed(source: Path, target: Path) -> Path:
    """Within one file system: the first free name."""
    for place in _names(target):
        with suppress(FileExistsError):
            _rename(source, place)
            return place
    raise AssertionError("names do not end")


def _rename(source: Path, place: Path) -> None:
    """Never over another file, whoever makes one meanwhile, where files can have two names."""
    if sys.platform != "win32":
        try:
            os.link(source, place, follow_symlinks=False)
        except FileExistsError:
            raise
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
        else:
            try:
                source.unlink()
            except OSError:
                place.unlink()
                raise
            return
        if os.path.lexists(place):
            raise FileExistsError(errno.EEXIST, "there is such a file", str(place))
    source.rename(place)


def _carried(source: Path, target: Path) -> Path:
    """To another file system: copied, on the disk, compared; only then the old one goes."""
    before, digest = source.stat(), digest_of(source)
    part = target.with_name(f".loadwatch-{digest}-{target.name}")
    part.unlink(missing_ok=True)
    try:
        with source.open("rb") as old, _private(part) as new:
            shutil.copyfileobj(old, new, 1 << 20)
            new.flush()
            os.fsync(new.fileno())
        shutil.copystat(source, part)
        _must_be_equal(source, before, part, digest)
        settle(part.parent)
        source.unlink()
    except OSError:
        part.unlink(missing_ok=True)
        raise
    return _renamed(part, target)


def _private(part: Path) -> IO[bytes]:
    """A new file that nobody else can read, whatever the umask."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    return os.fdopen(os.open(part, flags, PRIVATE), "wb")


def _must_be_equal(source: Path, before: os.stat_result, part: Path, digest: str) -> None:
    after = source.stat()
    is_steady = (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns)
    if not is_steady or digest_of(part) != digest:
        raise OSError(errno.EIO, "the copy is not what was copied", str(source))


def _finish_copy(inbox: Path, shelf: Path, part: Path) -> None:
    """A copy whose original is gone takes its name; any other is made anew."""
    found = _PART.fullmatch(part.name)
    if found is None:
        return
    target = part.with_name(found[2])
    source = inbox / target.relative_to(shelf)
    is_copy = source.is_file() and digest_of(source) == found[1]
    if is_copy or digest_of(part) != found[1] or _has_its_name(part, target):
        part.unlink()
    else:
        _renamed(part, target)


def _has_its_name(part: Path, target: Path) -> bool:
    return any(
        place.samefile(part)
        for place in takewhile(os.path.lexists, _names(target))
        if not place.is_symlink()
    )


def _begun(inbox: Path, old: Path, size: int | None, mtime_ns: int | None) -> Path | None:
    """Where a file lies that was moved, or half moved, without the library being told."""
    shelves = (FAILED_NAME,) if size is None else (DONE_NAME, FAILED_NAME)
    for name in shelves:
        for place in _names(inbox / name / _below(inbox, old)):
            if place == old or not os.path.lexists(place):
                break
            status = place.stat()
            if not os.path.lexists(old):
                if size is None or (status.st_size, status.st_mtime_ns) == (size, mtime_ns):
                    return place
            elif old.samefile(place) and not old.is_symlink():
                old.unlink()
                return place
    return None
