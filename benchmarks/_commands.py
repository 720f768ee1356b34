"""Whole commands as processes: how long they take beyond the start of Python with its packages.

What is compared is run in turn within one round, so that what else the machine does falls on all
alike; differences are taken round by round.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Protocol

from loadwatch.library import reading
from loadwatch.library.log import runs

BASE = "import pandas, typer"
ENVIRONMENT = {
    name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"
}
"""Byte code is kept, as it is wherever loadwatch is installed."""


@dataclass
class Times:
    """What every run of a command took. [s]"""

    wall_s: list[float] = field(default_factory=list)
    processor_s: list[float] = field(default_factory=list)

    def run(
        self, *words: str, python: str = sys.executable, more: Mapping[str, str] | None = None
    ) -> str:
        """Run a command of Python once, under more variables of environment; what it printed."""
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        began = time.perf_counter()
        done = subprocess.run(
            [python, *words],
            check=False,
            capture_output=True,
            text=True,
            env=ENVIRONMENT | dict(more or {}),
        )
        self.wall_s.append(time.perf_counter() - began)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        self.processor_s.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        if done.returncode:
            sys.exit(done.stderr)
        return done.stdout

    def beyond(self, base: Times) -> Times:
        """What each run took beyond the base of its round; the base may have more rounds."""
        return Times(
            [own - its for own, its in zip(self.wall_s, base.wall_s, strict=False)],
            [own - its for own, its in zip(self.processor_s, base.processor_s, strict=False)],
        )


COLUMNS = f"{'clock':>8}{'least':>8}{'proc.':>8}{'least':>8}"


def columns(each: Times, base: Times) -> str:
    """Median of the rounds and least beyond the least of the base, by clock and of processors."""
    own = each.beyond(base)
    return (
        f"{median(own.wall_s):>8.3f}{min(each.wall_s) - min(base.wall_s):>8.3f}"
        f"{median(own.processor_s):>8.3f}{min(each.processor_s) - min(base.processor_s):>8.3f}"
    )


def print_base(base: Times) -> None:
    """What the rows under it are beyond."""
    print(f"seconds beyond `python -c '{BASE}'`, by the clock and of processors (workers included)")
    print(f"{BASE}: {median(base.wall_s):.3f} (least {min(base.wall_s):.3f}) by the clock, "
          f"{median(base.processor_s):.3f} (least {min(base.processor_s):.3f})")  # fmt: skip


def print_load(when: str) -> None:
    """What else the machine did."""
    print(f"load of the machine at the {when}: {os.getloadavg()[0]:.1f}")


class History(Protocol):
    """Recordings made under other start times."""

    def write(self, folder: Path, numbers: Iterable[int]) -> int:
        """Write some of them; how many files they are."""


@dataclass(frozen=True)
class Shelf:
    """A library and the folder that fills it."""

    made: History
    folder: Path
    library: Path

    def command(self, *words: str) -> tuple[str, ...]:
        """A command on this library."""
        return ("-m", "loadwatch", *words, "--library", str(self.library))

    def decoded(self) -> int:
        """Files that the last import decoded."""
        with reading(self.library) as connection:
            return runs(connection, 1)[0].counts.read


def filled(made: History, place: Path, activities: int) -> Shelf:
    """Write a history and import it."""
    shelf = Shelf(made, place / "watch", place / "library")
    files = made.write(shelf.folder, range(activities))
    size = sum(path.stat().st_size for path in shelf.folder.iterdir()) / 1e6
    times = Times()
    times.run(*shelf.command("import", str(shelf.folder)))
    kept = (shelf.library / "library.sqlite").stat().st_size / 1e6
    print(
        f"{activities:,} activities in {files:,} files, {size:.0f} MB; library {kept:.1f} MB; "
        f"first import {times.wall_s[0]:.0f} s, {shelf.decoded():,} decoded"
    )
    return shelf
