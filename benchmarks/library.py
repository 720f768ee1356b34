"""How long does a library of ten years take: the nightly import, the review, the status?

Recordings are made of the sample files under other start times (`_ten_years.py`) and imported.
Then every command is run in turn with `python -c 'import pandas, typer'`, so that what else the
machine does falls on all alike. Decoded files are those that the import handed to a reader.

    python benchmarks/library.py [ACTIVITIES [ROUNDS]]
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from _corpus import heading
from _ten_years import TenYears
from loadwatch.library import reading
from loadwatch.library.log import runs

ACTIVITIES, COPIES, ROUNDS = 3_000, 300, 9
FEW = 800
A_NIGHT = 3
AS_OF = "2025-12-31"
BASE = "import pandas, typer"
ENVIRONMENT = {
    name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"
}
"""Byte code is kept, as it is wherever loadwatch is installed."""
JUDGING = Path(__file__).with_name("_judging.py")


@dataclass
class Times:
    """What every run of a command took. [s]"""

    wall_s: list[float] = field(default_factory=list)
    processor_s: list[float] = field(default_factory=list)

    def run(self, *words: str) -> str:
        """Run a command once; what it printed."""
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        began = time.perf_counter()
        done = subprocess.run(
            [sys.executable, *words], check=False, capture_output=True, text=True, env=ENVIRONMENT
        )
        self.wall_s.append(time.perf_counter() - began)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        self.processor_s.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        if done.returncode:
            sys.exit(done.stderr)
        return done.stdout


@dataclass(frozen=True)
class Shelf:
    """A library and the folder that fills it."""

    made: TenYears
    folder: Path
    library: Path

    def command(self, *words: str) -> tuple[str, ...]:
        """A command on this library."""
        return ("-m", "loadwatch", *words, "--library", str(self.library))

    def decoded(self) -> int:
        """Files that the last import decoded."""
        with reading(self.library) as connection:
            return runs(connection, 1)[0].counts.read


def filled(place: Path, activities: int, copies: int) -> Shelf:
    """Make a history and import it."""
    shelf = Shelf(TenYears(activities, copies), place / "watch", place / "library")
    files = shelf.made.write(shelf.folder, range(activities))
    size = sum(path.stat().st_size for path in shelf.folder.iterdir()) / 1e6
    times = Times()
    times.run(*shelf.command("import", str(shelf.folder)))
    kept = (shelf.library / "library.sqlite").stat().st_size / 1e6
    print(
        f"{activities:,} activities in {files:,} files, {size:.0f} MB; library {kept:.1f} MB; "
        f"first import {times.wall_s[0]:.0f} s, {shelf.decoded():,} decoded"
    )
    return shelf


def main(activities: int = ACTIVITIES, rounds: int = ROUNDS) -> None:
    """Print how long each command took beyond the start of Python with pandas and typer."""
    heading("A library of ten years", activities, ("pandas", "typer", "fitdecode"))
    print(f"load of the machine at the beginning: {os.getloadavg()[0]:.1f}\n")
    with tempfile.TemporaryDirectory() as scratch:
        ENVIRONMENT["PYTHONPYCACHEPREFIX"] = f"{scratch}/bytecode"
        many = filled(Path(scratch) / "many", activities, activities * COPIES // ACTIVITIES)
        few = filled(Path(scratch) / "few", FEW, 0)
        commands: dict[str, Callable[[], tuple[str, ...]]] = {
            BASE: lambda: ("-c", BASE),
            "--version": lambda: ("-m", "loadwatch", "--version"),
            "status": lambda: many.command("status"),
            f"import, {FEW} unchanged": lambda: few.command("import"),
            f"import, {activities:,} unchanged": lambda: many.command("import"),
            "review": lambda: many.command("review", "--as-of", AS_OF),
            "review, JSON": lambda: many.command("review", "--as-of", AS_OF, "--format", "json"),
            "judging within it": lambda: (str(JUDGING), str(many.library), AS_OF),
            f"import, {A_NIGHT} new": lambda: many.command("import"),
        }
        times = {name: Times() for name in commands}
        for words in commands.values():
            Times().run(*words())
        decoded: dict[str, set[int]] = {}
        inside: list[float] = []
        for turn in range(rounds):
            for name, words in commands.items():
                if "new" in name:
                    first = activities + turn * A_NIGHT
                    many.made.write(many.folder, range(first, first + A_NIGHT))
                told = times[name].run(*words())
                if "import," in name:
                    shelf = few if f" {FEW} " in name else many
                    decoded.setdefault(name, set()).add(shelf.decoded())
                if words()[0] == str(JUDGING):
                    inside.append(float(told))
    print_table(times, decoded, inside)


def print_table(times: dict[str, Times], decoded: dict[str, set[int]], inside: list[float]) -> None:
    """Median and least of all rounds, beyond those of the base."""
    base = times.pop(BASE)
    rounds = len(base.wall_s)
    times.pop("judging within it")
    print(f"\n{rounds} rounds; seconds beyond `python -c '{BASE}'`, by the clock and of processors")
    print(f"{BASE}: {median(base.wall_s):.3f} (least {min(base.wall_s):.3f}) by the clock, "
          f"{median(base.processor_s):.3f} (least {min(base.processor_s):.3f})")  # fmt: skip
    print(f"\n{'':<26}{'clock':>8}{'least':>8}{'proc.':>8}{'least':>8}  decoded")
    for name, each in times.items():
        pairs = [
            [own - its for own, its in zip(mine, bases, strict=True)]
            for mine, bases in (
                (each.wall_s, base.wall_s), (each.processor_s, base.processor_s),
            )
        ]  # fmt: skip
        least = min(each.wall_s) - min(base.wall_s), min(each.processor_s) - min(base.processor_s)
        counts = ", ".join(map(str, sorted(decoded.get(name, ()))))
        print(f"{name:<26}{median(pairs[0]):>8.3f}{least[0]:>8.3f}{median(pairs[1]):>8.3f}"
              f"{least[1]:>8.3f}  {counts}")  # fmt: skip
    print(f"judging within a review (known_on, judge, with_clear_dates): {median(inside):.3f} of "
          f"processor time (least {min(inside):.3f})")  # fmt: skip
    print(f"load of the machine at the end: {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main(*(int(number) for number in sys.argv[1:]))
