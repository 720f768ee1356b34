"""A history of typical runs of an hour: real FIT files under other start times, and their list.

Run as a script, it draws the list anew from the manifest.
"""

from __future__ import annotations

import os
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from _corpus import corpus
from _files import Row, manifest
from _ten_years import (
    DAY_S,
    DAYS,
    FIRST_DAY_S,
    FIT_EPOCH_S,
    LONG_AGO_S,
    original,
)

LIST = Path(__file__).with_name("hour_files.txt")
SEED = 7
LEAST_S, MOST_S = 3_000.0, 4_500.0
"""What passes for an hour. [s; choice]"""
LEAST_BYTES = 20_000
"""A smaller file has a record every several seconds. [byte; choice]"""
OF_A_DEVICE = 3
"""So that the watch with most files does not become the typical one. [files; choice]"""
STEP_S = 32
"""Times are moved by a multiple of it; what a compressed timestamp keeps of a time repeats in it.
[s; FIT protocol]"""
HOW = (
    f"Drawn from the manifest by _hours.py with seed {SEED}: single FIT activities of running\n"
    f"with a sound checksum, {LEAST_S:,.0f} to {MOST_S:,.0f} s, at least {LEAST_BYTES:,} bytes, "
    f"at most {OF_A_DEVICE} a device"
)


def names() -> list[str]:
    """Paths within the corpus."""
    lines = LIST.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]


class Hours:
    """Runs spread evenly over ten years, one at a time.

    Parameters
    ----------
    count : int
        Runs in ten years.
    """

    def __init__(self, count: int) -> None:
        self._count = count
        self._every_s = DAYS * DAY_S // count
        folder = corpus()
        self._originals = [original((folder / name).read_bytes()) for name in names()]
        self._middles_s = [int(np.median(each.times_s())) for each in self._originals]

    def write(self, folder: Path, numbers: Iterable[int]) -> int:
        """Write some of the runs, and go on after the ten years; how many files they are."""
        folder.mkdir(parents=True, exist_ok=True)
        written = 0
        for number in numbers:
            which = number % len(self._originals)
            moved_s = (self._when_s(number) - self._middles_s[which]) // STEP_S * STEP_S
            path = folder / f"{number:05d}.fit"
            path.write_bytes(self._originals[which].moved(moved_s))
            os.utime(path, (LONG_AGO_S, LONG_AGO_S))
            written += 1
        return written

    def _when_s(self, number: int) -> int:
        """The middle of a run; those after the ten years come one a day. [FIT s]"""
        later = max(number - self._count, 0)
        since_s = (number - later) * self._every_s + later * DAY_S + self._every_s // 2
        return FIRST_DAY_S - FIT_EPOCH_S + since_s

    def sizes(self) -> list[int]:
        """Bytes of the files that they are made of."""
        return [len(each.body) for each in self._originals]


def draw(rows: list[Row], seed: int) -> list[str]:
    """A few files of each device, in the order of their names."""
    chance = random.Random(seed)
    devices: dict[str, list[str]] = defaultdict(list)
    for row in sorted(_hours(rows), key=lambda row: row["file"]):
        devices[f"{row['manufacturer']} {row['product']}"].append(row["file"])
    return sorted(
        name
        for _, of_device in sorted(devices.items())
        for name in chance.sample(of_device, min(OF_A_DEVICE, len(of_device)))
    )


def _hours(rows: list[Row]) -> Iterator[Row]:
    folder = corpus()
    for row in rows:
        is_run = row["format"] == "fit" and row["file_type"] == "activity"
        is_single = row["n_sessions"] == row["chained"] == "1" and row["sport"] == "running"
        if not (is_run and is_single and row["crc"] == "ok" and int(row["bytes"]) >= LEAST_BYTES):
            continue
        is_plain = (folder / row["file"]).read_bytes()[8:12] == b".FIT"
        if is_plain and LEAST_S <= float(row["duration_s"] or 0) <= MOST_S:
            yield row


def main() -> None:
    """Draw the list anew."""
    found = draw(manifest(corpus()), SEED)
    how = [f"# {line}" for line in HOW.splitlines()]
    LIST.write_text("\n".join((*how, *found)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
