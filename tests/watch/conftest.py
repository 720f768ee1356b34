"""A watching process, and what it says as it says it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import SAMPLES
from tests.library.conftest import at_rest

RECORDINGS = sorted((SAMPLES / "garmin").glob("*.fit"))[:4]
PATIENCE_S = 20.0


class Watcher:
    """``loadwatch watch`` in a process of its own."""

    def __init__(self, library: Path, *words: object) -> None:
        self.lines: list[str] = []
        self.process = subprocess.Popen(
            [sys.executable, "-m", "loadwatch", "watch", "--jobs", "1", *map(str, words)],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            env={**os.environ, "LOADWATCH_LIBRARY": str(library), "COLUMNS": "200"},
        )  # fmt: skip
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as stream:
            for line in stream:
                self.lines.append(line)

    @property
    def told(self) -> str:
        return "".join(self.lines)

    def says(self, *texts: str) -> None:
        """Wait until all these have been said."""
        until = time.monotonic() + PATIENCE_S
        while not all(text in self.told for text in texts):
            assert time.monotonic() < until, self.told
            assert self.process.poll() is None, self.told
            time.sleep(0.02)

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(how)
        code = self.process.wait(PATIENCE_S)
        self._reader.join()
        return code

    def clear(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self._reader.join()


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """An empty folder."""
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


@pytest.fixture(params=["events", "looks"])
def watching(
    request: pytest.FixtureRequest, inbox: Path, library: Path
) -> Iterator[Callable[..., Watcher]]:
    """Begin to watch the folder, by events and by looks."""
    begun = []

    def begin(*words: object) -> Watcher:
        how = ["--poll"] if request.param == "looks" else []
        quick = ["--quiet-s", 0.5, "--every", 0.5]
        begun.append(Watcher(library, inbox, *quick, *how, *words))
        return begun[-1]

    yield begin
    for each in begun:
        each.clear()


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """Where a library will be."""
    return tmp_path / "library"


def put(recording: Path, target: Path) -> None:
    """Copy with its time, as most programs that synchronise do."""
    target.write_bytes(recording.read_bytes())
    at_rest(target)
