"""Files read side by side in worker processes; one that hangs or dies takes no other with it."""

from __future__ import annotations

import pickle
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from multiprocessing import get_context
from multiprocessing.connection import wait
from pathlib import Path
from types import ModuleType
from typing import Any

from loadwatch.athlete import Athlete
from loadwatch.errors import WorkerError
from loadwatch.formats._base import MIB
from loadwatch.importer.limits import Limits
from loadwatch.importer.reading import read_members
from loadwatch.importer.sizing import workers_for
from loadwatch.importer.states import Reading
from loadwatch.importer.worker import READY, Job, Read, path_of, refused, serve

_STARTING = threading.Lock()
_TRIES = 3
"""Reading processes that may fail to start, one after the other, before that is an error."""
_FROM_OUTSIDE = ("SIGKILL", "SIGTERM", "SIGHUP", "SIGINT", "SIGQUIT")
"""Signals that come of the system or of a person: no content makes its reader send them."""


def read_all(
    files: Sequence[Job], jobs: int | None, athlete: Athlete, *,
    limits: Limits | None = None, read: Read = read_members,
    meanwhile: Callable[[], None] | None = None,
) -> Iterator[list[Reading]]:  # fmt: skip
    """Readings of each file, in order.

    Parameters
    ----------
    files : sequence of Path or Held
        What to read.
    jobs : int or None
        Reading processes; by default as many as are worth it, one a core at most.
    athlete : Athlete
        The runner's profile.
    limits : Limits, optional
        Of each reading process.
    read : callable
        Module-level function that reads one file, called in a reading process.
    meanwhile : callable, optional
        What this process does while the first reading processes start.

    Raises
    ------
    WorkerError
        If no reading process can be started.
    """
    pool = _Pool(files, athlete, limits or Limits(), read)
    try:
        pool.start(jobs or workers_for([_size_bytes(path_of(job)) for job in files]))
        if meanwhile is not None and files:
            meanwhile()
        yield from pool.results()
    finally:
        pool.end()


class _Pool:
    """The reading processes, the files still to hand out and the results not yet told."""

    def __init__(self, files: Sequence[Job], athlete: Athlete, limits: Limits, read: Read) -> None:
        self._files = files
        self._athlete = athlete
        self._limits = limits
        self._read = read
        self._left = deque(range(len(files)))
        self._done: dict[int, list[Reading]] = {}
        self._workers: list[_Worker] = []
        self._count = 0
        self._failures = 0
        self._tried: set[int] = set()

    def start(self, count: int) -> None:
        """Begin up to a number of processes, and no more from then on."""
        self._count = count
        while len(self._workers) < self._count and self._spare() < len(self._left):
            self._start()

    def results(self) -> Iterator[list[Reading]]:
        """Readings of each file, in order."""
        for number in range(len(self._files)):
            while number not in self._done:
                self.start(self._count)
                self._step()
            yield self._done.pop(number)

    def _spare(self) -> int:
        """Processes that wait for a file, or soon will."""
        return sum(not worker.numbers for worker in self._workers)

    def _start(self) -> None:
        try:
            self._workers.append(_Worker(self._read, self._limits))
        except OSError as error:
            self._do_with_fewer(error.strerror or str(error))

    def _do_with_fewer(self, why: str) -> None:
        """Go on with the processes that there are.

        Raises
        ------
        WorkerError
            If there is none.
        """
        if not self._workers:
            raise WorkerError(why)
        self._count = len(self._workers)

    def _step(self) -> None:
        """Take what came, and end who is late."""
        first = min((worker.deadline_s for worker in self._workers), default=0.0)
        # A wait is cut short since some systems refuse one of many days.
        timeout_s = min(max(first - time.monotonic(), 0.0), 3600.0)
        came = wait([worker.connection for worker in self._workers], timeout_s)
        now = time.monotonic()
        for worker in list(self._workers):
            if worker.connection in came:
                self._take(worker)
            elif worker.deadline_s <= now:
                self._drop(worker, f"took longer than {worker.time_s:,.0f} s; export it again")

    def _take(self, worker: _Worker) -> None:
        """Take one answer of a process; without one that can be used, end it."""
        try:
            data = worker.connection.recv_bytes(self._limits.answer_bytes)
        except (EOFError, ConnectionError):
            what, is_from_outside = worker.ending()
            self._drop(worker, what, is_from_outside=is_from_outside)
            return
        except OSError:
            amount = f"{self._limits.answer_bytes / MIB:,.0f} MiB"
            self._drop(worker, f"gave more than {amount} of results; split it")
            return
        try:
            answer = pickle.loads(data)  # noqa: S301 (from a process of our own)
        except Exception as error:
            name = type(error).__name__
            self._drop(worker, f"gave results that cannot be used ({name}); please report it")
            return
        if isinstance(answer, Reading):
            worker.add(answer)
        else:
            self._settle(worker, answer)

    def _settle(self, worker: _Worker, answer: object) -> None:
        """Keep what a file gave, and hand out more."""
        if answer == READY:
            self._failures = 0
            worker.be_ready()
        else:
            number, found = worker.next_file()
            self._done[number] = answer if isinstance(answer, list) else found
        # One file ahead, so that no process waits for this one; not for the last files of all.
        share = 2 if len(self._left) > 2 * len(self._workers) else 1
        while self._left and len(worker.numbers) < share:
            number = self._left.popleft()
            worker.hand(number, self._files[number], self._athlete)

    def _drop(self, worker: _Worker, what: str, *, is_from_outside: bool = False) -> None:
        """End a process; the file that it was reading is refused, its members so far are kept.

        If it was ended from outside, its file is read once more from the beginning.
        """
        self._workers.remove(worker)
        worker.end()
        if worker.numbers:
            number, *untouched = worker.numbers
            if is_from_outside and number not in self._tried:
                self._tried.add(number)
                self._left.extendleft(reversed(worker.numbers))
                return
            after = f" after {len(worker.found):,} of its members" if worker.found else ""
            refusal = refused(self._files[number], f"reading it{after} {what}")
            refusal = replace(refusal, is_passing=is_from_outside)
            self._done[number] = [*worker.found, refusal]
            self._left.extendleft(reversed(untouched))
        elif not worker.is_ready:
            self._failures += 1
            if self._failures >= _TRIES:
                self._do_with_fewer(f"each {what.partition(';')[0]}")

    def end(self) -> None:
        """End every process, whatever it does."""
        for worker in self._workers:
            worker.end()
        self._workers.clear()


class _Worker:
    """One reading process, and the files that it has; it reads the first of them."""

    def __init__(self, read: Read, limits: Limits) -> None:
        self._limits = limits
        context = get_context("spawn")
        self.connection, theirs = context.Pipe()
        self.process = context.Process(target=serve, args=(theirs, read, limits), daemon=True)
        self.numbers: deque[int] = deque()
        self._times_s: deque[float] = deque()
        self.found: list[Reading] = []
        self.is_ready = False
        self.time_s = limits.start_s
        self.deadline_s = time.monotonic() + self.time_s
        try:
            with _STARTING, _interrupts_held_back(), _main_module_left_out():
                self.process.start()
        except OSError:
            self.connection.close()
            raise
        finally:
            theirs.close()

    def hand(self, number: int, job: Job, athlete: Athlete) -> None:
        """Give it a file; that it cannot take it shows when its answer is read."""
        time_s = self._limits.time_s(_size_bytes(path_of(job)))
        self.numbers.append(number)
        self._times_s.append(time_s)
        if len(self.numbers) == 1:
            self._start_clock()
        with suppress(ConnectionError):
            self.connection.send((job, athlete, time_s))

    def add(self, reading: Reading) -> None:
        """Keep a reading; the time starts anew for the next member of an archive."""
        self.found.append(reading)
        self._start_clock()

    def be_ready(self) -> None:
        """Have no deadline until it has a file."""
        self.is_ready = True
        self._start_clock()

    def next_file(self) -> tuple[int, list[Reading]]:
        """Be done with a file, and tell which and what it gave."""
        found, self.found = self.found, []
        number = self.numbers.popleft()
        self._times_s.popleft()
        self._start_clock()
        return number, found

    def _start_clock(self) -> None:
        self.time_s = self._times_s[0] if self._times_s else float("inf")
        self.deadline_s = time.monotonic() + self.time_s

    def ending(self) -> tuple[str, bool]:
        """How the process ended, in words, and whether something outside it was the cause."""
        self.process.join(1.0)
        code = self.process.exitcode
        how = f"exit code {code}"
        if code is not None and code < 0:
            how = f"signal {-code}"
            with suppress(ValueError):
                how = f"signal {signal.Signals(-code).name}"
        if how == "signal SIGXCPU":
            told = f"took longer than {self.time_s:,.0f} s of processor time; export it again"
            return told, False
        if how.removeprefix("signal ") in _FROM_OUTSIDE:
            return f"was stopped from outside ({how}); end other programs and try again", True
        return f"ended the reading process ({how}); please report this file", False

    def end(self) -> None:
        """End the process at once; it holds nothing that could be lost."""
        self.connection.close()
        self.process.kill()
        self.process.join()
        self.process.close()


def _size_bytes(path: Path) -> int:
    try:
        return path.stat().st_size
    except (OSError, ValueError):
        return 0


@contextmanager
def _main_module_left_out() -> Iterator[None]:
    """Keep a new process from running the main program's module again, and all that it imports.

    Python does so for the sake of functions defined there; ours never are. A program without an
    ``if __name__ == "__main__"`` would otherwise start once more in each reading process.
    """
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


@contextmanager
def _interrupts_held_back() -> Iterator[None]:
    """Let a new process be born deaf to interrupts; one for the main process comes a bit later."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    from multiprocessing import resource_tracker  # noqa: PLC0415  (not on Windows)

    resource_tracker.ensure_running()  # its first start would let interrupts through again
    with _handlers_put_off():
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            yield
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _handlers_put_off() -> Iterator[None]:
    """Let what a signal would raise be raised later: a process half started speaks of errors.

    A signal that is blocked here still reaches other threads, and so the program's own handler.
    """
    came: list[int] = []
    before: dict[signal.Signals, Any] = {}
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGINT, signal.SIGTERM):
            if callable(signal.getsignal(number)):
                before[number] = signal.signal(number, lambda told, _: came.append(told))
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        for told in came:
            signal.raise_signal(told)
