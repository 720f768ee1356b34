"""One SQLite file: made private, opened, locked, brought up to date, refused if it is newer."""

from __future__ import annotations

import os
import sqlite3
import stat
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from loadwatch.errors import (
    LibraryDamagedError,
    LibraryEmptyError,
    LibraryError,
    LibraryHeldError,
    LibraryMissingError,
    LibraryNewerError,
)
from loadwatch.library.place import (
    BACKUPS_NAME,
    BEFORE_REBUILD,
    DATABASE_NAME,
    HOLDER_NAME,
    LOCK_NAME,
    NEW,
    is_there,
)
from loadwatch.library.schema import MIGRATIONS, VERSION
from loadwatch.private_file import PRIVATE, PRIVATE_FOLDER, settle

BUSY_S = 30.0
"""How long a statement waits for another process that writes. [s; choice]"""
MOMENT_S = 0.5
"""How often it is seen whether another process has brought a library up to date. [s; choice]"""


@contextmanager
def reading(folder: Path) -> Iterator[sqlite3.Connection]:
    """A library to read, all of it as of one moment.

    Raises
    ------
    LibraryError
        If there is none, if it is damaged, or if a later loadwatch has written it.
    """
    must_be_there(folder)
    path = folder / DATABASE_NAME
    with explained(path):
        _bring_up_to_date(folder)
        with closing(connected(path)) as connection:
            connection.execute("BEGIN")
            yield connection
            connection.execute("ROLLBACK")


def _bring_up_to_date(folder: Path) -> None:
    """Do so, or see another loadwatch do it; that one may go on writing for long."""
    until = time.monotonic() + BUSY_S
    while _version_of(folder / DATABASE_NAME) < VERSION:
        try:
            with writing(folder, "bring the library up to date", wait_s=MOMENT_S):
                return
        except LibraryHeldError:
            if time.monotonic() > until:
                raise


def must_be_there(folder: Path) -> None:
    """Refuse a folder without a library.

    Raises
    ------
    LibraryMissingError
        If there is none.
    """
    if not is_there(folder):
        raise LibraryMissingError(f"there is no library in {folder}; loadwatch import begins one")


def must_hold_something(connection: sqlite3.Connection, folder: Path) -> None:
    """Refuse a library that no import ever wrote to, as one leaves that is killed as it begins.

    Raises
    ------
    LibraryEmptyError
        If there is nothing in it, not even the beginning of an import.
    """
    for table in ("import_run", "content", "forgotten"):
        if connection.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone():  # noqa: S608  (of ours)
            return
    raise LibraryEmptyError(f"the library in {folder} is empty; loadwatch import FOLDER fills it")


@contextmanager
def writing(folder: Path, what: str, *, wait_s: float = BUSY_S) -> Iterator[sqlite3.Connection]:
    """A library to write; one is begun if there is none, and no other loadwatch writes meanwhile.

    Parameters
    ----------
    folder : Path
        Of the library.
    what : str
        What is being done, for another loadwatch that finds it held.
    wait_s : float
        How long to wait for another loadwatch. [s]

    Raises
    ------
    LibraryError
        If it is held, damaged, newer, or cannot be written.
    """
    with held(folder, what, wait_s=wait_s):
        path = folder / DATABASE_NAME
        with explained(path):
            make_private_file(path)
            with closing(connected(path)) as connection:
                migrate(connection, folder)
                yield connection


@contextmanager
def held(folder: Path, what: str, *, wait_s: float = BUSY_S) -> Iterator[None]:
    """Nobody else writes to a library meanwhile.

    Raises
    ------
    LibraryHeldError
        If another loadwatch does not get done with it in time.
    LibraryError
        If its folder cannot be made.
    """
    from filelock import FileLock, Timeout  # noqa: PLC0415  (only where somebody writes)

    holder = folder / HOLDER_NAME
    try:
        make_private_folder(folder)
        lock = FileLock(folder / LOCK_NAME, timeout=wait_s, mode=PRIVATE)
        lock.acquire()
    except Timeout as error:
        raise LibraryHeldError(
            f"another loadwatch ({_told_holder(holder)}) holds the library {folder}; "
            "try again when it is done"
        ) from error
    except OSError as error:
        raise LibraryError(
            f"the library {folder} cannot be written: {error.strerror or error}"
        ) from error
    try:
        _leave_word(holder, what)
        _clear_what_was_left(folder)
        yield
    finally:
        with suppress(OSError):
            holder.unlink(missing_ok=True)
        lock.release()


def _leave_word(holder: Path, what: str) -> None:
    """Say who holds a library, where that can be written."""
    since = datetime.now().astimezone().strftime("%Y-%m-%d %H:%M")
    with suppress(OSError):
        make_private_file(holder)
        holder.write_text(f"{what}, process {os.getpid()}, since {since}", encoding="utf-8")


def _clear_what_was_left(folder: Path) -> None:
    """Take away what only a loadwatch that was killed while it held a library leaves there."""
    path = folder / DATABASE_NAME
    with suppress(OSError):
        for place in (folder, folder / BACKUPS_NAME):
            for left in place.glob(f"library*.sqlite{NEW}*"):
                left.unlink()
        for second_name in (folder / BACKUPS_NAME).glob(f"{BEFORE_REBUILD}*.sqlite"):
            if path.exists() and second_name.samefile(path):
                second_name.unlink()


def _told_holder(holder: Path) -> str:
    try:
        return holder.read_text(encoding="utf-8") or "just starting"
    except OSError:
        return "just starting"


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """SQLite's errors, and the system's, in words.

    Raises
    ------
    LibraryError
        In place of one of them.
    """
    try:
        yield
    except sqlite3.OperationalError as error:
        code = error.sqlite_errorcode & 0xFF
        if code == sqlite3.SQLITE_BUSY:
            raise LibraryHeldError(f"another program holds {path}; try again later") from error
        raise LibraryError(f"{path} cannot be used: {error}") from error
    except OSError as error:
        raise LibraryError(f"{path} cannot be written: {error.strerror or error}") from error
    except sqlite3.DatabaseError as error:
        raise damaged(path, str(error)) from error


def damaged(path: Path, what: str) -> LibraryDamagedError:
    """The error of a library that is not what was written."""
    return LibraryDamagedError(
        f"{path} is damaged ({what}); loadwatch rebuild reads your files again"
    )


def make_private_folder(folder: Path) -> None:
    """A folder that no other user can enter, whatever the umask."""
    if not folder.is_dir():
        make_private_folder(folder.parent)
        folder.mkdir(exist_ok=True, mode=PRIVATE_FOLDER)
        folder.chmod(PRIVATE_FOLDER)


def make_private_file(path: Path) -> None:
    """An empty file that no other user can read, whatever the umask; an old one is made so."""
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE))
    if sys.platform != "win32" and stat.S_IMODE(path.stat().st_mode) != PRIVATE:
        path.chmod(PRIVATE)


def refuse_newer(path: Path) -> None:
    """Leave alone what a later loadwatch has written; a damaged library cannot tell.

    Raises
    ------
    LibraryNewerError
        If it was.
    """
    with suppress(sqlite3.DatabaseError):
        _version_of(path)


def _version_of(path: Path) -> int:
    with closing(connected(path)) as connection:
        return _checked_version(connection, path)


def _checked_version(connection: sqlite3.Connection, path: Path) -> int:
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if version > VERSION:
        raise LibraryNewerError(
            f"{path} was written by a later loadwatch (its version is {version}, this one knows "
            f"{VERSION}); install that one again, or name another library"
        )
    return version


def connected(path: Path) -> sqlite3.Connection:
    """A connection that commits when told to, and then surely."""
    connection = sqlite3.connect(path, timeout=BUSY_S, isolation_level=None)
    for pragma in ("journal_mode = DELETE", "synchronous = FULL", "foreign_keys = ON",
                   "secure_delete = ON"):  # fmt: skip
        connection.execute(f"PRAGMA {pragma}")
    return connection


def migrate(connection: sqlite3.Connection, folder: Path) -> None:
    """Bring a library up to date, a copy of the old one kept beside it."""
    version = _checked_version(connection, folder / DATABASE_NAME)
    if 0 < version < VERSION:
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
        copy_to(connection, folder / BACKUPS_NAME / f"library-version-{version}-{stamp}.sqlite")
    for number in range(version, VERSION):
        with transaction(connection):
            for statement in MIGRATIONS[number]:
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number + 1}")


def copy_to(connection: sqlite3.Connection, target: Path) -> None:
    """A sound copy of a library, even while it is read; it has its name when it is whole."""
    make_private_folder(target.parent)
    fresh = target.with_name(target.name + NEW)
    make_private_file(fresh)
    try:
        with closing(sqlite3.connect(fresh)) as copy:
            connection.backup(copy)
        fresh.replace(target)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise
    settle(target.parent)


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All of it, or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
