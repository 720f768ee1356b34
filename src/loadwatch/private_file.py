"""Files of one's own: readable by nobody else, and replaced in one step."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

PATIENCE_S = 5.0
"""How long to wait for another loadwatch that writes the same file. [s; choice]"""
PRIVATE = 0o600


@contextlib.contextmanager
def replacing(target: Path, what: str, refused: type[Exception]) -> Iterator[IO[bytes]]:
    """A private file that takes another's place; while it exists no other loadwatch writes.

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
    fresh = target.with_name(f".{target.name}.new")
    until = time.monotonic() + PATIENCE_S
    while True:
        try:
            descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE)
            break
        except FileExistsError as error:
            if time.monotonic() > until:
                told = f"another loadwatch is writing {what}; if none is, delete {fresh}"
                raise refused(told) from error
            time.sleep(0.05)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(target)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise
