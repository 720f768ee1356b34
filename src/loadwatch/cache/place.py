"""Where the cache lies, and what decides whether an entry of it can be used."""

from __future__ import annotations

import functools
import hashlib
import os
from pathlib import Path

from loadwatch.athlete import Athlete
from loadwatch.library.place import from_the_root
from loadwatch.library.settings import digest_of_code, reader_version, settings_of

DATABASE_NAME = "loadwatch-cache.sqlite"
BESIDE = ("-journal", "-wal", "-shm")
"""What SQLite may leave beside a database."""
FOLDER_VARIABLE = "LOADWATCH_CACHE"
BOUND_BYTES = 256_000_000
"""What it may take on disk: some 40,000 runs of an hour. [byte; choice]"""
KEEPING_PARTS = ("cache", "library/codec.py", "library/checked.py", "importer/states.py")
"""Code that writes and reads entries; when it changes, they are not trusted to be the same."""


def cache_folder() -> Path:
    """The folder that ``LOADWATCH_CACHE`` names, or the user's own for such things.

    Raises
    ------
    LibraryError
        If its ``~`` is nobody's home.
    """
    if told := os.environ.get(FOLDER_VARIABLE):
        return from_the_root(Path(told))
    from platformdirs import user_cache_path  # noqa: PLC0415  (only where no folder is told)

    return user_cache_path("loadwatch", appauthor=False)


def cache_file() -> Path:
    """The cache itself, there or not.

    Raises
    ------
    LibraryError
        As :func:`cache_folder`.
    """
    return cache_folder() / DATABASE_NAME


@functools.cache
def reader() -> str:
    """What reads files, and writes what it read, in this version of the program."""
    return f"{reader_version()}-{digest_of_code(KEEPING_PARTS)}"


def settings_digest(athlete: Athlete) -> str:
    """What of a profile reading depends on, so that an entry does not tell it."""
    return hashlib.sha256(settings_of(athlete).encode()).hexdigest()[:32]
