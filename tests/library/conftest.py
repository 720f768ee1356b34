"""A folder of sample recordings at rest, and a command run as a person runs it."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest

from loadwatch.library.place import DATABASE_NAME
from tests.conftest import SAMPLES

HOUR_S = 3600


def at_rest(*places: Path) -> None:
    """Set back the times of files, as of files that nobody has written to for an hour."""
    then = time.time() - HOUR_S
    for place in places:
        for path in [place, *place.rglob("*")] if place.is_dir() else [place]:
            os.utime(path, (then, then))


def loadwatch(library: Path, *words: object, ok: Iterable[int] = (0,)) -> str:
    """Run a command on a library in a process of its own; what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "loadwatch", *map(str, words)],
        capture_output=True, text=True, check=False, timeout=120,
        env={**os.environ, "LOADWATCH_LIBRARY": str(library), "COLUMNS": "200"},
    )  # fmt: skip
    assert done.returncode in ok, (done.returncode, done.stdout, done.stderr)
    return done.stdout + done.stderr


def wait_for_an_import(library: Path, patience_s: float = 20.0) -> None:
    """Wait until an import in another process has begun, and is on its way."""
    until = time.monotonic() + patience_s
    while time.monotonic() < until:
        with (
            suppress(sqlite3.OperationalError),
            closing(sqlite3.connect(f"file:{library / DATABASE_NAME}?mode=ro", uri=True)) as own,
        ):
            if own.execute("SELECT count(*) FROM import_run").fetchone()[0]:
                break
        time.sleep(0.02)
    time.sleep(0.3)


@pytest.fixture
def runs(tmp_path: Path) -> Path:
    """A folder with all sample recordings, their copies and their broken ones."""
    folder = tmp_path / "runs"
    for part in sorted(SAMPLES.iterdir()):
        if part.is_dir() and not part.name.startswith("_"):
            shutil.copytree(part, folder / part.name)
    at_rest(folder)
    return folder


@pytest.fixture
def few(tmp_path: Path) -> Path:
    """A folder with a few recordings."""
    folder = tmp_path / "few"
    folder.mkdir()
    for path in sorted((SAMPLES / "garmin").glob("*.fit"))[:4]:
        shutil.copy(path, folder)
    at_rest(folder)
    return folder


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """Where a library will be."""
    return tmp_path / "library"


@contextmanager
def being_written(path: Path) -> Iterator[None]:
    """A file that changes all the while."""
    is_over = threading.Event()

    def write() -> None:
        while not is_over.wait(0.3):
            os.utime(path)

    os.utime(path)
    writer = threading.Thread(target=write)
    writer.start()
    try:
        yield
    finally:
        is_over.set()
        writer.join()
