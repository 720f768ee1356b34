"""How long does a library of ten years take: the nightly import, the review, the status?

Recordings are made of the sample files under other start times (`_ten_years.py`) and imported.
Then every command is run in turn with `python -c 'import pandas, typer'`, so that what else the
machine does falls on all alike. Decoded files are those that the import handed to a reader.

    python benchmarks/library.py [ACTIVITIES [ROUNDS]]
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median

from _commands import BASE, COLUMNS, ENVIRONMENT, Times, columns, filled, print_base, print_load
from _corpus import heading
from _ten_years import TenYears

ACTIVITIES, COPIES, ROUNDS = 3_000, 300, 9
FEW = 800
A_NIGHT = 3
AS_OF = "2025-12-31"
JUDGING = Path(__file__).with_name("_judging.py")


def main(activities: int = ACTIVITIES, rounds: int = ROUNDS) -> None:
    """Print how long each command took beyond the start of Python with pandas and typer."""
    heading("A library of ten years", activities, ("pandas", "typer", "fitdecode"))
    print_load("beginning")
    print()
    with tempfile.TemporaryDirectory() as scratch:
        ENVIRONMENT["PYTHONPYCACHEPREFIX"] = f"{scratch}/bytecode"
        copies = activities * COPIES // ACTIVITIES
        many = filled(TenYears(activities, copies), Path(scratch) / "many", activities)
        few = filled(TenYears(FEW), Path(scratch) / "few", FEW)
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
    times.pop("judging within it")
    print(f"\n{len(base.wall_s)} rounds; ", end="")
    print_base(base)
    print(f"\n{'':<26}{COLUMNS}  decoded")
    for name, each in times.items():
        counts = ", ".join(map(str, sorted(decoded.get(name, ()))))
        print(f"{name:<26}{columns(each, base)}  {counts}")
    print(f"judging within a review (known_on, judge, with_clear_dates): {median(inside):.3f} of "
          f"processor time (least {min(inside):.3f})")  # fmt: skip
    print_load("end")


if __name__ == "__main__":
    main(*(int(number) for number in sys.argv[1:]))
