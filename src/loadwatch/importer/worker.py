"""The inside of a reading process: it takes files one by one, within its limits.

It answers ``READY`` once; then, for each file, its readings one at a time and at last ``DONE``; or
a list that stands in for all that went before, or the parts that the file is to be read in.
"""

from __future__ import annotations

import gc
import math
import os
import pickle
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from multiprocessing import parent_process
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from loadwatch.athlete import Athlete
from loadwatch.formats import all_formats
from loadwatch.importer.limits import MB, Limits
from loadwatch.importer.reading import StillWrittenError
from loadwatch.importer.states import QUARANTINED, FileState, Held, Reading, Span, Spans

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

Job = Path | Span | Held
"""A file to read, a part of an archive, or a content to derive from its streams."""
Read = Callable[[Any, Athlete], Iterable[Reading | Spans]]
"""Takes a job; one that is only given paths need not know the other kind."""
READY, DONE = "ready", "done"
COLLECT_EVERY = 50_000
"""New objects after which those that nobody holds any more are looked for. [objects; choice]"""


def serve(connection: Connection, read: Read, limits: Limits) -> None:
    """Read the files that come, until the other end is closed.

    Parameters
    ----------
    connection : Connection
        Brings a job, a profile and the time for it [s]; takes the answers.
    read : callable
        Module-level function that reads one file.
    limits : Limits
        Of this process.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    all_formats()  # what they load is no part of a file's memory
    _limit_memory(limits.memory_bytes)
    # Decoding leaves no cycles behind to speak of; looking for them takes a twentieth of the time.
    gc.freeze()
    gc.set_threshold(COLLECT_EVERY)
    # That the other end is closed shows when it is written or read; there is nobody to tell.
    with suppress(EOFError, ConnectionError):
        _send(connection, READY)
        while True:
            job, athlete, time_s = connection.recv()
            _limit_processor(time_s)
            for answer in _answers(job, athlete, read, limits):
                _send(connection, answer)
                _limit_processor(time_s)


def path_of(job: Job) -> Path:
    """Where the file of a job lies, or lay."""
    return job if isinstance(job, Path) else job.path


def refused(job: Job, what: str) -> Reading:
    """Quarantine a file, or the one entry of a part, that could not be read to its end."""
    member = job.names[0] if isinstance(job, Span) and len(job.names) == 1 else None
    return Reading(FileState(str(path_of(job)), member, QUARANTINED, what))


def one_by_one(job: Job) -> Spans | None:
    """The entries of a part of an archive, so that one of them takes no other with it."""
    return Spans(job.cut(1, 0)) if isinstance(job, Span) and len(job.names) > 1 else None


def _answers(
    job: Job, athlete: Athlete, read: Read, limits: Limits
) -> Iterator[Reading | Spans | list[Reading] | str]:
    try:
        for answer in read(job, athlete):
            yield answer
            if isinstance(answer, Spans):
                return
    except StillWrittenError as error:
        yield [refused(job, error.reason)]
        return
    except MemoryError:
        amount = f"{limits.memory_bytes / MB:,.0f} MB"
        if split := one_by_one(job):
            yield split
            return
        yield refused(job, f"reading it needed more than {amount}; split it or export it again")
    except Exception as error:
        if split := one_by_one(job):
            yield split
            return
        what = f"a bug in loadwatch stopped reading it ({type(error).__name__}: {error})"
        yield refused(job, f"{what}; please report it")
    yield DONE


def _send(connection: Connection, answer: object) -> None:
    connection.send_bytes(pickle.dumps(answer, protocol=pickle.HIGHEST_PROTOCOL))


def _end_with_parent() -> None:
    """Leave at once when the main process is gone, also in the middle of a file."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _limit_memory(more_bytes: int) -> None:
    """Bound what the process writes to; address space would count files that are only mapped.

    At rest numpy and the map of time zones take 310 MB of address space, but 70 MB of memory, and
    each further core another 41 MB of both for threads that no reading uses.
    """
    if sys.platform != "linux" or resource is None:
        return
    at_rest = int(Path("/proc/self/statm").read_text().split()[5]) * resource.getpagesize()
    _lower(resource.RLIMIT_DATA, at_rest + more_bytes)
    _lower(resource.RLIMIT_CORE, 0)


def _limit_processor(time_s: float) -> None:
    """Bound processor time from now on; it holds where nobody is left to look at a clock."""
    if resource is not None:
        _lower(resource.RLIMIT_CPU, math.ceil(time.process_time() + time_s) + 1)


def _lower(kind: int, soft: int) -> None:
    hard = resource.getrlimit(kind)[1]
    resource.setrlimit(kind, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))
