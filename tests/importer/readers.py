"""Readers for a reading process that hang, die, take too much or tell what they see."""

from __future__ import annotations

import os
import resource
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from loadwatch.athlete import Athlete
from loadwatch.importer.reading import StillWrittenError
from loadwatch.importer.states import IMPORTED, FileState, Reading


class Unreadable:
    """Something that can be sent and not be taken over."""

    def __reduce__(self) -> tuple[Callable[[str], int], tuple[str]]:
        return (int, ("no number",))


def told(path: Path, what: object, member: str | None = None) -> Reading:
    return Reading(FileState(str(path), member, IMPORTED, str(what)))


def by_name(path: Path, _: Athlete) -> Iterator[Reading]:
    """Do what the file's name says; else tell the process's number."""
    kind, *more = path.name.split("-")
    if kind == "archive":
        yield told(path, "", "first")
        yield told(path, "", "second")
        kind, *more = more
    if kind == "talkative":
        yield told(path, "x" * 200_000)
    elif kind == "unreadable":
        yield Reading(FileState(str(path), None, IMPORTED, Unreadable()))  # type: ignore[arg-type]
    elif kind == "greedy":
        yield told(path, len(bytearray(int(more[0]) * 1_000_000)))
        return
    elif kind in DEEDS:
        DEEDS[kind]()
    yield told(path, os.getpid())


def _be_busy() -> None:
    while True:
        pass


def _raise() -> None:
    raise ZeroDivisionError("by nought")


def _change() -> None:
    raise StillWrittenError("still being written while it was read", "import it again")


DEEDS: dict[str, Callable[[], object]] = {
    "asleep": lambda: time.sleep(3600),
    "slow": lambda: time.sleep(0.3),
    "busy": _be_busy,
    "killed": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "leaving": lambda: sys.exit(7),
    "raising": _raise,
    "growing": _change,
}


def slow_members(path: Path, _: Athlete) -> Iterator[Reading]:
    """An archive each of whose members takes two thirds of a second."""
    for number in range(4):
        time.sleep(0.67)
        yield told(path, "", f"member {number}")


def modules(path: Path, _: Athlete) -> list[Reading]:
    """Packages that are loaded, after a real file was read."""
    from loadwatch.importer.reading import read_file

    read_file(path)
    return [told(path, " ".join(sorted({name.split(".")[0] for name in sys.modules})))]


def open_files(path: Path, _: Athlete) -> list[Reading]:
    """What the process holds open."""
    held = [str(link.readlink()) for link in Path("/proc/self/fd").iterdir() if link.exists()]
    return [told(path, "\n".join(held))]


def limits(path: Path, _: Athlete) -> list[Reading]:
    """Soft limits of memory, core files and processor time."""
    kinds = (resource.RLIMIT_DATA, resource.RLIMIT_CORE, resource.RLIMIT_CPU)
    return [told(path, " ".join(str(resource.getrlimit(kind)[0]) for kind in kinds))]


def processor_time(_path: Path, _: Athlete) -> list[Reading]:
    """Be ended by the limit of processor time, where the main process would wait longer."""
    resource.setrlimit(resource.RLIMIT_CPU, (1, resource.getrlimit(resource.RLIMIT_CPU)[1]))
    while True:
        pass
