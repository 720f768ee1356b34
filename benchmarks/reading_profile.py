"""Where does the time of reading go: stage by stage, and function by function?

Real runs of an hour under other start times, read in this process as a reading worker reads them.

    python benchmarks/reading_profile.py              120 files
    python benchmarks/reading_profile.py --files 40   another number
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from _corpus import heading
from _hours import HOW, Hours, names
from loadwatch import formats
from loadwatch.derive.session import measure, sum_up
from loadwatch.formats._base import Source
from loadwatch.importer.reading import read_file

FILES, ROUNDS, LINES = 120, 5, 30
T = TypeVar("T")


def main() -> None:
    """Print the least milliseconds of each stage, and the functions that take most."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--files", type=int, default=FILES)
    count = parser.parse_args().files
    heading("Reading runs of an hour: where the time goes", count)
    print(f"{HOW} ({len(names())} originals)\n")
    with tempfile.TemporaryDirectory() as place:
        Hours(count).write(Path(place), range(count))
        paths = sorted(Path(place).iterdir())
        _stages(paths)
        _functions(paths)


def _stages(paths: Sequence[Path]) -> None:
    least: dict[str, dict[Path, float]] = {}

    def timed(stage: str, path: Path, work: Callable[[], T]) -> T:
        began = time.perf_counter()
        found = work()
        took = time.perf_counter() - began
        of_stage = least.setdefault(stage, {})
        of_stage[path] = min(took, of_stage.get(path, took))
        return found

    for _ in range(ROUNDS):
        for path in paths:
            data = path.read_bytes()
            activities = timed(
                "bytes to activities",
                path,
                lambda: formats.read(Source(data, str(path))),  # noqa: B023
            )
            for activity in activities:
                measured = timed(
                    "activity to gaits and impacts of each second", path,
                    lambda: measure(activity),  # noqa: B023
                )  # fmt: skip
                timed("their sums", path, lambda: sum_up(activity, measured))  # noqa: B023
            timed("whole, with hash, state and fingerprint", path, lambda: read_file(path))  # noqa: B023
    print(f"least of {ROUNDS} rounds, mean of the files")
    for stage, seconds in least.items():
        print(f"{1000 * sum(seconds.values()) / len(paths):>8.2f} ms  {stage}")


def _functions(paths: Sequence[Path]) -> None:
    profile = cProfile.Profile()
    profile.enable()
    for path in paths:
        read_file(path)
    profile.disable()
    found = pstats.Stats(profile).get_stats_profile().func_profiles
    whole = sum(each.tottime for each in found.values())
    print(f"\nunder the profiler, which takes as long itself; the {LINES} with most of their own")
    print(f"{'own':>6}{'with called':>13}{'calls a file':>14}")
    for name, each in sorted(found.items(), key=lambda item: -item[1].tottime)[:LINES]:
        calls = str(each.ncalls).split("/")[0]
        place = Path(each.file_name).stem if each.file_name else "-"
        print(
            f"{each.tottime / whole:>6.1%}{each.cumtime / whole:>13.1%}"
            f"{int(calls) / len(paths):>14.1f}  {place}.{name}"
        )


if __name__ == "__main__":
    main()
