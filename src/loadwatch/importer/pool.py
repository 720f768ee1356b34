"""Files read side by side in worker processes; one that dies takes no other file with it."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from pathlib import Path

from loadwatch.athlete import Athlete
from loadwatch.importer.reading import read_file
from loadwatch.importer.states import QUARANTINED, FileState, Reading


def read_all(files: Sequence[Path], jobs: int | None, athlete: Athlete) -> Iterator[list[Reading]]:
    """Readings of each file, in order."""
    workers = min(jobs or os.cpu_count() or 1, max(len(files), 1))
    left = list(files)
    while left:
        pool = ProcessPoolExecutor(
            workers, mp_context=get_context("spawn"), initializer=_leave_interrupts
        )
        done = 0
        try:
            for future in [pool.submit(read_file, path, athlete) for path in left]:
                result = _result(future)
                if result is None:
                    break
                yield result
                done += 1
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
        left = left[done:]
        if left:
            yield _read_alone(left.pop(0), athlete)


def _leave_interrupts() -> None:
    """An interrupt is for the main process, which then stops handing out files."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _result(future: Future[list[Reading]]) -> list[Reading] | None:
    try:
        return future.result()
    except BrokenProcessPool:
        return None


def _read_alone(path: Path, athlete: Athlete) -> list[Reading]:
    """Read one file in a process of its own, after some file ended a shared one."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        result = _result(pool.submit(read_file, path, athlete))
    if result is not None:
        return result
    what = "reading it ended the reading process; please report this file's kind"
    return [Reading(FileState(str(path), None, QUARANTINED, what))]
