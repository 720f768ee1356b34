"""Why a file is not read at all: what it is, or what the system said of it."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from loadwatch.importer.finding import is_ignored, why_ignored
from loadwatch.importer.states import IGNORED, QUARANTINED, FileState, Reading

OPEN_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)
"""A file is opened as it is, and never waited for."""


def looked_at(path: Path) -> Reading | os.stat_result:
    """What a file is that is never opened, or cannot be looked at; of any other its status."""
    shown = str(path)
    if is_ignored(path.name, path.parts):
        return Reading(FileState(shown, None, IGNORED, why_ignored(path.name)))
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            return folder_reading(path)
    except OSError as error:
        told = why_not_read(path, error)
        return Reading(FileState(shown, None, QUARANTINED, told), is_passing=True)
    refused = why_not_opened(status)
    return Reading(FileState(shown, None, QUARANTINED, refused)) if refused else status


def why_not_opened(status: os.stat_result) -> str | None:
    """Why a file with such a status is never opened; None if it may be."""
    from loadwatch.formats._base import MAX_ARCHIVE_BYTES, MIB  # noqa: PLC0415  (numpy)

    if not stat.S_ISREG(status.st_mode):
        return "not a regular file"
    if status.st_size > MAX_ARCHIVE_BYTES:
        return f"larger than {MAX_ARCHIVE_BYTES // MIB:,} MiB; split it"
    return None


def why_not_read(path: Path, error: OSError) -> str:
    """What an error of the system means for a file."""
    if isinstance(error, PermissionError):
        return "no permission to read it"
    if isinstance(error, FileNotFoundError):
        return "a broken link" if path.is_symlink() else "gone before it could be read"
    return f"cannot be opened: {error.strerror or error}"


def folder_reading(path: Path) -> Reading:
    """A folder that stands among the files, as it is not what it looks like."""
    if path.is_symlink():
        told = "a link to a folder; name it itself"
        return Reading(FileState(str(path), None, QUARANTINED, told))
    try:
        os.scandir(path).close()
    except PermissionError:
        told = "a folder that may not be read"
        return Reading(FileState(str(path), None, QUARANTINED, told), is_passing=True)
    told = "a folder; its files are read by themselves"
    return Reading(FileState(str(path), None, IGNORED, told))
