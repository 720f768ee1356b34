"""What is to run every night, said without naming who starts it."""

from __future__ import annotations

import hashlib
import os
import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path

from loadwatch.errors import ScheduleError

DELAY_S = 600
"""The job begins at a random moment up to this long after its time. [s; choice]"""
LIMIT_S = 7_200
"""A job that takes longer is ended. [s; choice]"""
LOG_NAME = "schedule.log"
NICE = 10
LONGEST_NAME = 100
PLAIN_LABEL = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}", re.A)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)", re.A)


@dataclass(frozen=True)
class Job:
    """One athlete's nightly job.

    Parameters
    ----------
    name : str
        The athlete's name; there is one job a name.
    at : time
        When it begins, on the clock of the computer.
    command : tuple of str
        What runs; the first is an absolute path.
    folder : Path
        The athlete's folder, absolute: the job may write to it.
    reads : tuple of Path
        Files and folders it reads, absolute.
    writes : tuple of Path
        Folders whose files it moves, absolute.
    needs_network : bool
        Whether the job sends messages.
    """

    name: str
    at: time
    command: tuple[str, ...]
    folder: Path
    reads: tuple[Path, ...] = ()
    writes: tuple[Path, ...] = ()
    needs_network: bool = False

    @property
    def log(self) -> Path:
        """Where its output goes if nobody else keeps it."""
        return self.folder / LOG_NAME

    @property
    def logged_command(self) -> tuple[str, ...]:
        """The command as run by those who keep no log, wait at no random and set no limit."""
        return (*_runner(), "--log", str(self.log), "--", *self.command)


def nightly_command(
    paths: Sequence[Path], folder: Path, name: str | None = None, *, extra: Iterable[str] = ()
) -> list[str]:
    """The one command that a night consists of.

    Parameters
    ----------
    paths : sequence of Path
        What to import, absolute.
    folder : Path
        The folder of the athlete's library, absolute.
    name : str or None
        The athlete's name, if one was told; the folder then has that name.
    extra : iterable of str
        Further options of ``loadwatch import``.
    """
    python = _interpreter()
    # -P: a file of the same name as a module, in the folder the job starts in, is not run.
    begin = [python, "-P", "-m", "loadwatch", "import"]
    told = ["--library", str(folder)]
    if name is not None:
        told = ["--library", str(folder.parent), "--name", name]
    return [*begin, *map(str, paths), *told, *extra]


def checked(job: Job) -> Job:
    """The job, if every scheduler can hold it.

    Raises
    ------
    ScheduleError
        If its name or one of its words cannot be written down.
    """
    if not job.name or len(job.name) > LONGEST_NAME or re.search(r"^[-.]|[/\\:]", job.name):
        raise ScheduleError(
            f"{job.name!r} cannot name a job; take up to {LONGEST_NAME} letters, digits and "
            "signs but / \\ and :, not beginning with - or ."
        )
    words = [job.name, *job.command, str(job.folder), *map(str, job.reads)]
    for word in words:
        if _CONTROL.search(word) or not _is_text(word):
            raise ScheduleError(
                f"{word!a} holds a character that no scheduler can write down; rename it"
            )
    for path in (Path(job.command[0]), job.folder, *job.reads):
        if not path.is_absolute():
            raise ScheduleError(f"{str(path)!r} is no absolute path; tell it from the root on")
    return job


def label_of(name: str) -> str:
    """What the job of this athlete is called in file names: plain letters, one for each name."""
    if PLAIN_LABEL.fullmatch(name):
        return f"loadwatch-{name}"
    plain = re.sub(r"[^A-Za-z0-9_.-]+", "_", name)[:40].strip("_.-")
    digest = hashlib.sha256(name.encode()).hexdigest()[:8]
    return f"loadwatch-{plain}{'-' if plain else ''}{digest}"


def marker_of(name: str) -> str:
    """The words by which loadwatch knows what it wrote itself."""
    return f"loadwatch schedule: {name}"


def clock_of(text: str) -> time:
    """A time of day.

    Raises
    ------
    ScheduleError
        If the text is none.
    """
    found = _CLOCK.fullmatch(text.strip())
    if found is None:
        raise ScheduleError(f"{text!r} is no time of day; write it like 03:15")
    return time(int(found[1]), int(found[2]))


def next_start(at: time, now: datetime) -> datetime:
    """The next moment at which the clock shows this time."""
    today = now.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0)
    return today if today > now else today + timedelta(days=1)


def _runner() -> tuple[str, ...]:
    times = ("--delay", str(DELAY_S), "--limit", str(LIMIT_S))
    return (_interpreter(), "-P", "-m", "loadwatch.schedule.run", *times)


def _interpreter() -> str:
    """The interpreter that runs this; its links are kept, for they lead to its packages."""
    if not sys.executable:
        raise ScheduleError("this Python does not know where it is; start loadwatch by its path")
    return os.path.abspath(sys.executable)  # noqa: PTH100 - Path.absolute keeps "..".


def _is_text(word: str) -> bool:
    try:
        word.encode()
    except UnicodeEncodeError:
        return False
    return True
