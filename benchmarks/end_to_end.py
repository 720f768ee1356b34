"""How long do whole commands take on runs of an hour: cold, warm, on a library of ten years?

The recordings are real ones under other start times (`_hours.py`), spread over ten years. Every
round runs each command once in turn with `python -c 'import pandas, typer'`; cold means an empty
folder for the cache, new each time. The processors' time has the workers in it.

    python benchmarks/end_to_end.py [--only cold warm library start] [--counts 250 500 1000]
                                    [--warm-files 1000] [--activities 3000] [--rounds 9]
                                    [--cold-rounds 5]
"""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import numpy as np

from _commands import (
    BASE,
    COLUMNS,
    ENVIRONMENT,
    Shelf,
    Times,
    columns,
    filled,
    print_base,
    print_load,
)
from _corpus import heading
from _hours import HOW, Hours, names

COLD, WARM, LIBRARY, START = PARTS = ("cold", "warm", "library", "start")
COUNTS = (250, 500, 1_000, 2_000, 4_000)
WARM_FILES = 1_000
ACTIVITIES, ROUNDS, COLD_ROUNDS = 3_000, 9, 5
WORKERS = (1, 2)
NIGHTS = (1, 3)
"""New files of a night. [files]"""
AS_OF = "2025-12-31"


@dataclass(frozen=True)
class Command:
    """A command of loadwatch that is timed.

    Parameters
    ----------
    name : str
        As the tables call it.
    words : tuple of str
        What Python is given.
    rounds : int
        In how many of the rounds it runs.
    before : callable
        What is done before each run, given its round; variables of environment for the run.
    decoded : callable, optional
        Tells how many files a run decoded.
    counts : set of int
        How many they were.
    times : Times
        What it took.
    """

    name: str
    words: tuple[str, ...]
    rounds: int
    before: Callable[[int], Mapping[str, str]] = lambda _: {}
    decoded: Callable[[], int] | None = None
    counts: set[int] = field(default_factory=set)
    times: Times = field(default_factory=Times)

    def run(self, turn: int) -> None:
        """Run it in a round."""
        if turn < self.rounds:
            more = self.before(turn)
            self.times.run(*self.words, more=more)
            if self.decoded is not None:
                self.counts.add(self.decoded())


def of(workers: int) -> str:
    """A number of workers in words."""
    return "1 worker" if workers == 1 else f"{workers} workers"


def analyse(folder: Path, workers: int) -> tuple[str, ...]:
    """The command that reads and judges a folder."""
    return ("-m", "loadwatch", "analyse", "--jobs", str(workers), str(folder))


def emptied(cache: Path) -> Callable[[int], Mapping[str, str]]:
    """An empty cache before each run."""

    def before(_: int) -> Mapping[str, str]:
        shutil.rmtree(cache, ignore_errors=True)
        cache.mkdir()
        return {"LOADWATCH_CACHE": str(cache)}

    return before


def kept(cache: Path) -> Callable[[int], Mapping[str, str]]:
    """The cache that the runs before left."""
    return lambda _: {"LOADWATCH_CACHE": str(cache)}


def cold(place: Path, counts: list[int], rounds: int) -> dict[tuple[int, int], Command]:
    """Folders that are read for the first time, by their files and workers; one of one file."""
    found = {}
    for count in (1, *counts):
        folder = place / f"hours-{count}"
        Hours(count).write(folder, range(count))
        for workers in WORKERS:
            name = f"{count:>6,} file{'s' * (count > 1)}, {of(workers)}"
            before = emptied(place / "cold-cache")
            found[count, workers] = Command(name, analyse(folder, workers), rounds, before)
    return found


def warm(place: Path, count: int, rounds: int) -> list[Command]:
    """A folder that was read before."""
    folder = place / "hours-warm"
    Hours(count).write(folder, range(count))
    before = kept(place / "warm-cache")
    Times().run(*analyse(folder, 1), more=before(0))
    return [
        Command(
            f"analyse {count:,} again, {of(workers)}",
            analyse(folder, workers),
            rounds,
            before,
        )
        for workers in WORKERS
    ]


def library(shelf: Shelf, activities: int, rounds: int) -> list[Command]:
    """A library of ten years: its review, and nights that bring it something new."""

    def night(files: int) -> Command:
        first = activities + sum(NIGHTS[: NIGHTS.index(files)])

        def before(turn: int) -> Mapping[str, str]:
            start = first + turn * sum(NIGHTS)
            shelf.made.write(shelf.folder, range(start, start + files))
            return {}

        return Command(f"import, {files} new", words, rounds, before, shelf.decoded)

    words = shelf.command("import")
    return [
        Command("status", shelf.command("status"), rounds),
        Command("review", shelf.command("review", "--as-of", AS_OF), rounds),
        Command("import, nothing new", words, rounds, decoded=shelf.decoded),
        *map(night, NIGHTS),
    ]


def start(rounds: int) -> list[Command]:
    """What needs no recording."""
    return [
        Command(word, ("-m", "loadwatch", word), rounds) for word in ("--version", "--help")
    ]  # fmt: skip


def main() -> None:
    """Print how long each command took beyond the start of Python with pandas and typer."""
    told = options()
    heading("Whole commands on runs of an hour", len(names()), ("pandas", "typer", "fitdecode"))
    sizes = Hours(1).sizes()
    print(f"{HOW};\nmean {np.mean(sizes) / 1e3:.0f} kB, from {min(sizes) / 1e3:.0f} to "
          f"{max(sizes) / 1e3:.0f}; each repeated under other start times\n")  # fmt: skip
    print_load("beginning")
    with tempfile.TemporaryDirectory() as scratch:
        place = Path(scratch)
        ENVIRONMENT["PYTHONPYCACHEPREFIX"] = f"{scratch}/bytecode"
        ENVIRONMENT["LOADWATCH_CACHE"] = f"{scratch}/cache"
        base = Command(BASE, ("-c", BASE), max(told.rounds, told.cold_rounds))
        colds = cold(place, sorted(told.counts), told.cold_rounds) if COLD in told.only else {}
        others: list[Command] = start(told.rounds) if START in told.only else []
        if LIBRARY in told.only:
            shelf = filled(Hours(told.activities), place / "many", told.activities)
            others += library(shelf, told.activities, told.rounds)
        of_one = (command for (count, _), command in colds.items() if count == 1)
        for unmeasured in (base, *others, *of_one):
            Times().run(*unmeasured.words)
        others += warm(place, told.warm_files, told.rounds) if WARM in told.only else []
        os.sync()  # so that the files are not still being written while others are timed
        for turn in range(base.rounds):
            for command in (base, *others, *colds.values()):
                command.run(turn)
    print()
    print_base(base.times)
    if others:
        print(f"\n{f'{told.rounds} rounds':<30}{COLUMNS}  decoded")
    for command in others:
        counts = ", ".join(map(str, sorted(command.counts)))
        print(f"{command.name:<30}{columns(command.times, base.times)}  {counts}".rstrip())
    if colds:
        print_cold(colds, base.times)
    print_load("end")
    print("\nfiles:", *names(), sep="\n  ")


def options() -> argparse.Namespace:
    """What is to be measured."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--counts", nargs="+", type=int, default=COUNTS)
    parser.add_argument("--activities", type=int, default=ACTIVITIES)
    parser.add_argument("--warm-files", type=int, default=WARM_FILES)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--cold-rounds", type=int, default=COLD_ROUNDS)
    return parser.parse_args()


def print_cold(colds: dict[tuple[int, int], Command], base: Times) -> None:
    """A first reading: each count, what a further file costs, growth, and what workers give."""
    rounds = len(next(iter(colds.values())).times.wall_s)
    print(f"\nanalyse for the first time, {rounds} rounds")
    print(f"{'':<30}{COLUMNS}  ms a file by the clock (least), of processors (least)")
    for (count, _), command in colds.items():
        of_each = a_file(command, base, count) if count > 1 else ""
        print(f"{command.name:<30}{columns(command.times, base)}  {of_each}".rstrip())
    counts = sorted({count for count, _ in colds} - {1})
    for workers in WORKERS if len(counts) > 1 else ():
        of_one = colds[1, workers].times
        for kind, of_kind in (("clock", "wall_s"), ("processors", "processor_s")):
            beyond, further = (
                [
                    median(getattr(colds[count, workers].times.beyond(its), of_kind))
                    for count in counts
                ]
                for its in (base, of_one)
            )
            slope = np.polyfit(counts, beyond, 1)[0] * 1e3
            exponents = [np.polyfit(np.log(counts), np.log(each), 1)[0]
                         for each in (beyond, further)]  # fmt: skip
            print(f"{of(workers):<10}by the {kind:<11}"
                  f"{slope:>6.2f} ms a further file, growth exponent {exponents[0]:.3f} "
                  f"({exponents[1]:.3f} beyond an analyse of one file)")  # fmt: skip
    for count in counts:
        print(f"{count:>6,} files: two workers {gain(colds, base, count)}")


def a_file(command: Command, base: Times, files: int) -> str:
    """Milliseconds that a file costs after start-up."""
    own = command.times.beyond(base)
    return "".join(
        f"{median(each) / files * 1e3:>8.2f} ({min(each) / files * 1e3:.2f})"
        for each in (own.wall_s, own.processor_s)
    )


def gain(colds: dict[tuple[int, int], Command], base: Times, count: int) -> str:
    """How many times as fast two workers are as one, round by round."""
    one, two = (colds[count, workers].times for workers in WORKERS)
    whole = [a / b for a, b in zip(one.wall_s, two.wall_s, strict=True)]
    beyond = [
        a / b for a, b in zip(one.beyond(base).wall_s, two.beyond(base).wall_s, strict=True)
    ]  # fmt: skip
    return (
        f"{median(beyond):.2f} times as fast after start-up ({min(beyond):.2f} to "
        f"{max(beyond):.2f}), {median(whole):.2f} as a whole command"
    )


if __name__ == "__main__":
    main()
