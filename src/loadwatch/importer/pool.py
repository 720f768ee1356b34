"""Files read side by side in worker processes; one that hangs or dies takes no other with it."""

from __future__ import annotations

import pickle
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from multiprocessing import get_context
from multiprocessing.connection import wait

from loadwatch.athlete import Athlete
from loadwatch.errors import WorkerError
from loadwatch.formats._base import MIB
from loadwatch.importer.limits import Limits
from loadwatch.importer.processes import interrupts_held_back, main_module_left_out
from loadwatch.importer.reading import read_in_parts
from loadwatch.importer.sizing import workers_for
from loadwatch.importer.states import Reading, Span, Spans
from loadwatch.importer.worker import READY, Job, Read, one_by_one, path_of, refused, serve

_STARTING = threading.Lock()
_TRIES = 3
"""Reading processes that may fail to start, one after the other, before that is an error."""
_FROM_OUTSIDE = ("SIGKILL", "SIGTERM", "SIGHUP", "SIGINT", "SIGQUIT")
"""Signals that come of the system or of a person: no content makes its reader send them."""


@dataclass(frozen=True)
class Part:
    """What was read of a file: all, or the next part of a large archive.

    Parameters
    ----------
    readings : list of Reading
        In the order of the archive's members.
    is_last : bool
        Whether nothing of the file follows.
    is_all : bool
        Whether it is all there is of the file, whatever parts came before.
    done, total : int
        Parts of all files that have been told, this one included, and that there are so far.
    """

    readings: list[Reading]
    is_last: bool
    is_all: bool
    done: int
    total: int


def read_all(
    files: Sequence[Job], jobs: int | None, athlete: Athlete, *,
    limits: Limits | None = None, read: Read = read_in_parts,
    meanwhile: Callable[[], None] | None = None,
) -> Iterator[list[Reading]]:  # fmt: skip
    """Readings of each file, in order: its parts together, as :func:`read_parts` gives them."""
    found: list[Reading] = []
    for part in read_parts(files, jobs, athlete, limits=limits, read=read, meanwhile=meanwhile):
        found = part.readings if part.is_all else [*found, *part.readings]
        if part.is_last:
            yield found
            found = []


def read_parts(
    files: Sequence[Job], jobs: int | None, athlete: Athlete, *,
    limits: Limits | None = None, read: Read = read_in_parts,
    meanwhile: Callable[[], None] | None = None,
) -> Iterator[Part]:  # fmt: skip
    """Readings of each file, in order; of a large archive part by part.

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
        pool.start(jobs or workers_for([_size_bytes(job) for job in files]))
        if meanwhile is not None and files:
            meanwhile()
        yield from pool.results()
    finally:
        pool.end()


class _Task:
    """A job, and what it gave; one of a file's, which end together if the file was changed."""

    def __init__(self, job: Job, tasks: deque[_Task]) -> None:
        self.job, self.tasks = job, tasks
        self.found: list[Reading] | None = None
        self.was_tried = self.is_all = False
        tasks.append(self)

    def split(self, spans: Sequence[Span]) -> list[_Task]:
        """Put a task for each of some spans in its place."""
        behind = list(self.tasks)
        place = behind.index(self)
        own = [_Task(span, deque()) for span in spans]
        self.tasks.clear()
        self.tasks.extend([*behind[:place], *own, *behind[place + 1 :]])
        for task in own:
            task.tasks = self.tasks
        return own

    def end_all(self, found: list[Reading]) -> None:
        """Be all that is told of the file."""
        self.tasks.clear()
        self.tasks.append(self)
        self.found, self.is_all = found, True


class _Pool:
    """The reading processes, the files still to hand out and the results not yet told."""

    def __init__(self, files: Sequence[Job], athlete: Athlete, limits: Limits, read: Read) -> None:
        self._athlete = athlete
        self._limits = limits
        self._read = read
        self._files: list[deque[_Task]] = [deque() for _ in files]
        self._left = deque(map(_Task, files, self._files))
        self._total = len(files)
        self._workers: list[_Worker] = []
        self._count = 0
        self._failures = 0

    def start(self, count: int) -> None:
        """Begin up to a number of processes, and no more from then on."""
        self._count = count
        while len(self._workers) < self._count and self._spare() < len(self._left):
            self._start()

    def results(self) -> Iterator[Part]:
        """Readings of each file, in order."""
        done = 0
        for tasks in self._files:
            is_first = True
            while tasks:
                while (found := tasks[0].found) is None:
                    self.start(self._count)
                    self._step()
                task, done = tasks.popleft(), done + 1
                is_all = task.is_all or (is_first and not tasks)
                yield Part(found, not tasks, is_all, done, max(self._total, done))
                is_first = False

    def _spare(self) -> int:
        """Processes that wait for a file, or soon will."""
        return sum(not worker.tasks for worker in self._workers)

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
            task, found = worker.next_task()
            if isinstance(answer, Spans):
                self._split(task, answer)
            elif isinstance(answer, list):
                task.end_all(answer)
                self._left = deque(each for each in self._left if each.tasks is not task.tasks)
            else:
                task.found = found
        # One file ahead, so that no process waits for this one; not for the last files of all.
        share = 2 if len(self._left) > 2 * len(self._workers) else 1
        while self._left and len(worker.tasks) < share:
            worker.hand(self._left.popleft(), self._athlete)

    def _split(self, task: _Task, answer: Spans) -> None:
        """Hand out the parts of a file next."""
        if task in task.tasks:
            self._left.extendleft(reversed(task.split(answer.spans)))
            self._total += len(answer.spans) - 1

    def _drop(self, worker: _Worker, what: str, *, is_from_outside: bool = False) -> None:
        """End a process; the file that it was reading is refused, its members so far are kept.

        If it was ended from outside, its file is read once more from the beginning. Of a part of
        an archive the members are read one by one then, so that only the one at fault is refused.
        """
        self._workers.remove(worker)
        worker.end()
        if worker.tasks:
            task, *untouched = worker.tasks
            if is_from_outside and not task.was_tried:
                task.was_tried = True
                self._left.extendleft(reversed(worker.tasks))
                return
            self._left.extendleft(reversed(untouched))
            if split := one_by_one(task.job):
                self._split(task, split)
                return
            after = f" after {len(worker.found):,} of its members" if worker.found else ""
            refusal = refused(task.job, f"reading it{after} {what}")
            task.found = [*worker.found, replace(refusal, is_passing=is_from_outside)]
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
        self.tasks: deque[_Task] = deque()
        self._times_s: deque[float] = deque()
        self.found: list[Reading] = []
        self.is_ready = False
        self.time_s = limits.start_s
        self.deadline_s = time.monotonic() + self.time_s
        try:
            with _STARTING, interrupts_held_back(), main_module_left_out():
                self.process.start()
        except OSError:
            self.connection.close()
            raise
        finally:
            theirs.close()

    def hand(self, task: _Task, athlete: Athlete) -> None:
        """Give it a file; that it cannot take it shows when its answer is read."""
        time_s = self._limits.time_s(_size_bytes(task.job))
        self.tasks.append(task)
        self._times_s.append(time_s)
        if len(self.tasks) == 1:
            self._start_clock()
        with suppress(ConnectionError):
            self.connection.send((task.job, athlete, time_s))

    def add(self, reading: Reading) -> None:
        """Keep a reading; the time starts anew for the next member of an archive."""
        self.found.append(reading)
        self._start_clock()

    def be_ready(self) -> None:
        """Have no deadline until it has a file."""
        self.is_ready = True
        self._start_clock()

    def next_task(self) -> tuple[_Task, list[Reading]]:
        """Be done with a file, and tell which and what it gave."""
        found, self.found = self.found, []
        task = self.tasks.popleft()
        self._times_s.popleft()
        self._start_clock()
        return task, found

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


def _size_bytes(job: Job) -> int:
    """What a job takes to be read. [byte]"""
    if isinstance(job, Span):
        return sum(job.sizes)
    try:
        return path_of(job).stat().st_size
    except (OSError, ValueError):
        return 0
