"""What do kept streams take, and what do they save?

Every recording of the corpus is turned into bytes and back: bytes a record by kind of file, and the
time for each hour's run. Then files are decoded and derived by turns with deriving from their
streams alone, so that what else the machine does falls on both alike.

    python benchmarks/streams.py [ROUNDS]
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import numpy as np

from _corpus import corpus, heading
from loadwatch import formats
from loadwatch.activity import Activity
from loadwatch.athlete import Athlete
from loadwatch.errors import FileError
from loadwatch.formats import containers
from loadwatch.formats._base import Source
from loadwatch.importer.judging import judged
from loadwatch.streams import decoded, encoded

ROUNDS = 5
HOUR_RECORDS = range(3_000, 4_501)


@dataclass(frozen=True)
class Content:
    """One file, or one member of an archive."""

    data: bytes
    activities: list[Activity]
    streams: bytes

    @property
    def kind(self) -> str:
        """Its format."""
        return self.activities[0].format

    @property
    def records(self) -> int:
        """Of all its activities."""
        return sum(len(activity.records) for activity in self.activities)

    @property
    def is_hour(self) -> bool:
        """Whether it is a run of about an hour."""
        sport = self.activities[0].sport
        return len(self.activities) == 1 and sport == "running" and self.records in HOUR_RECORDS


def contents(root: Path) -> list[Content]:
    """Every recording below a folder."""
    found = []
    for path in sorted(path for path in root.rglob("*") if path.is_file()):
        with path.open("rb") as file:
            for member in containers.members(file, path.stat().st_size):
                try:
                    activities = formats.read(Source(member.data))
                except FileError:
                    continue
                found.append(Content(member.data, activities, encoded(activities)))
    return found


def seconds(work: Callable[[], object]) -> float:
    """Processor time of a piece of work. [s]"""
    began = time.process_time()
    work()
    return time.process_time() - began


def is_same(own: Activity, other: Activity) -> bool:
    """Whether two activities have the same records, bit for bit."""
    mine, its = own.records, other.records
    pairs = [(mine.time_s, its.time_s)]
    pairs += [(values, its.channels[name]) for name, values in mine.channels.items()]
    return all(np.array_equal(a.view(np.int64), b.view(np.int64)) for a, b in pairs)


def sizes(found: list[Content]) -> None:
    """Print bytes a record by kind of file."""
    print(f"\n{'kind':<6}{'contents':>9}{'records':>11}{'bytes a record':>16}{'of the file':>13}")
    for kind in sorted({content.kind for content in found}):
        own = [content for content in found if content.kind == kind]
        kept = sum(len(content.streams) for content in own)
        records = sum(content.records for content in own)
        share = kept / sum(len(content.data) for content in own)
        print(f"{kind:<6}{len(own):>9,}{records:>11,}{kept / records:>16.1f}{share:>13.0%}")
    exact = sum(
        all(is_same(own, again) for own, again in zip(content.activities, back, strict=True))
        for content in found
        for back in [decoded(content.streams)[0]]
    )
    print(f"the same bit for bit: {exact:,} of {len(found):,}")


def codec(hours: list[Content], rounds: int) -> None:
    """Print how long an hour's run takes to bytes and back."""
    there, back = [], []
    for content in hours:
        encoding = [seconds(lambda c=content: encoded(c.activities)) for _ in range(rounds)]
        decoding = [seconds(lambda c=content: decoded(c.streams)) for _ in range(rounds)]
        there.append(min(encoding) * 1e3)
        back.append(min(decoding) * 1e3)
    kept = median(len(content.streams) / content.records for content in hours)
    print(f"\n{len(hours)} runs of about an hour ({kept:.1f} bytes a record)")
    print(f"ms of processor time, median (most) of the least of {rounds}:")
    print(f"to bytes {median(there):.2f} ({max(there):.2f}), back {median(back):.2f} "
          f"({max(back):.2f})")  # fmt: skip


def again(found: list[Content], rounds: int) -> None:
    """Print decoding and deriving against deriving from streams, by turns."""
    athlete = Athlete()

    def read(content: Content) -> None:
        judged("x", None, "x", formats.read(Source(content.data)), athlete)

    def derive(content: Content) -> None:
        judged("x", None, "x", decoded(content.streams)[0], athlete)

    ways: dict[str, Callable[[Content], object]] = {
        "decode": lambda content: formats.read(Source(content.data)),
        "streams to activities": lambda content: decoded(content.streams),
        "decode and derive": read,
        "derive from streams": derive,
    }
    print(f"\n{'ms a content':<14}" + "".join(f"{name:>24}" for name in ways) + "   ratios")
    for kind in sorted({content.kind for content in found}):
        own = [content for content in found if content.kind == kind]
        took: dict[str, list[float]] = {name: [] for name in ways}
        for _ in range(rounds):
            for name, way in ways.items():
                took[name].append(seconds(lambda w=way, o=own: [w(content) for content in o]))
        told = [median(times) / len(own) * 1e3 for times in took.values()]
        pairs = (
            ("streams to activities", "decode"), ("derive from streams", "decode and derive"),
        )  # fmt: skip
        ratios = [
            median(a / b for a, b in zip(took[mine], took[base], strict=True))
            for mine, base in pairs
        ]
        print(f"{kind:<14}" + "".join(f"{each:>24.2f}" for each in told)
              + "   " + ", ".join(f"{each:.2f}" for each in ratios))  # fmt: skip


def main(rounds: int = ROUNDS) -> None:
    """Print all of it."""
    found = contents(corpus())
    heading("Kept streams", len(found), (), of="contents")
    sizes(found)
    codec([content for content in found if content.is_hour], rounds)
    again(found, rounds)


if __name__ == "__main__":
    main(*(int(number) for number in sys.argv[1:]))
