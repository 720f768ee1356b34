"""Files and folders of one's own: readable by nobody else, and put in their place in one step."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

if sys.platform != "win32":
    import fcntl

PATIENCE_S = 5.0
"""How long to wait for another loadwatch that writes the same file. [s; choice]"""
PRIVATE, PRIVATE_FOLDER = 0o600, 0o700


@contextlib.contextmanager
def replacing(target: Path, what: str, refused: type[Exception]) -> Iterator[IO[bytes]]:
    """A private file that takes another's place; until it has, no other loadwatch writes.

    It is written beside the other as ``.name.new``. One that a killed loadwatch left is used again.

    Parameters
    ----------
    target : Path
        What it replaces, or begins; links resolved.
    what : str
        What is written, in words.
    refused : type of Exception
        What is raised, with one sentence, if another loadwatch does not get done with it.

    Raises
    ------
    OSError
        If it cannot be written; the old file is then untouched.
    """
    fresh = fresh_name(target)
    until = time.monotonic() + PATIENCE_S
    while (descriptor := _taken(fresh)) is None:
        if time.monotonic() > until:
            busy = f"another loadwatch is writing {what}; try again when it is done"
            raise refused(busy) from TimeoutError(PATIENCE_S)
        time.sleep(0.05)
    if sys.platform == "win32":
        with _given_up_by_name(fresh):
            with os.fdopen(descriptor, "wb") as file:
                yield file
                _to_disk(file)
            fresh.replace(target)
    else:
        # Until it is closed nobody else takes it, so it gets or loses its name before that.
        with os.fdopen(descriptor, "wb") as file, _given_up_by_name(fresh):
            os.fchmod(descriptor, PRIVATE)
            file.truncate()
            yield file
            _to_disk(file)
            fresh.replace(target)
    settle(target.parent)


def fresh_name(target: Path) -> Path:
    """What a file or folder goes by until it is whole."""
    return target.with_name(f".{target.name}.new")


def settle(folder: Path) -> None:
    """Have names in a folder outlast a power cut, where the system can be asked for that."""
    if sys.platform == "win32":
        return
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextlib.contextmanager
def making(target: Path) -> Iterator[Path]:
    """A private folder that gets its name when it is whole.

    Parameters
    ----------
    target : Path
        What it will be called; nothing may be there. Its parent must be.

    Raises
    ------
    OSError
        If it cannot be made; nothing of it is left then.
    """
    fresh = fresh_name(target)
    clear_dead(fresh)
    fresh.mkdir(mode=PRIVATE_FOLDER)
    fresh.chmod(PRIVATE_FOLDER)
    try:
        with _locked(fresh):
            yield fresh
            fresh.rename(target)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    settle(target.parent)


def clear_dead(fresh: Path) -> None:
    """Take away a folder that a killed loadwatch did not get done with; others stay.

    Windows cannot tell the two apart; there it stays, hidden, and no new one has its name.

    Raises
    ------
    OSError
        If it cannot be taken away, or another loadwatch is making it.
    """
    if sys.platform == "win32" or not fresh.is_dir() or fresh.is_symlink():
        return
    with _locked(fresh):
        shutil.rmtree(fresh)


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    if sys.platform == "win32":  # has no locks of folders
        yield
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(descriptor)


def _taken(fresh: Path) -> int | None:
    """Descriptor of a file that is ours alone; None while another loadwatch has it."""
    if sys.platform == "win32":
        try:
            fresh.unlink(missing_ok=True)  # refused while it is open
            return os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_BINARY, PRIVATE)
        except (FileExistsError, PermissionError):
            return None
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, PRIVATE)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        # Whoever had it before may have given it its name just now.
        if os.path.samestat(os.fstat(descriptor), fresh.lstat()):
            return descriptor
    except (BlockingIOError, FileNotFoundError):
        pass
    except BaseException:
        os.close(descriptor)
        raise
    os.close(descriptor)
    return None


def _to_disk(file: IO[bytes]) -> None:
    file.flush()
    os.fsync(file.fileno())


@contextlib.contextmanager
def _given_up_by_name(fresh: Path) -> Iterator[None]:
    try:
        yield
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise
