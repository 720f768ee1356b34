"""Why a file is not read at all: what it is, or what the system said of it."""

from __future__ import annotations

import os
import stat
from pathlib import Path


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
