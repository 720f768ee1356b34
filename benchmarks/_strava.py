"""The export of a Strava account of any length, made of the sample recordings under other times."""

from __future__ import annotations

import csv
import gzip
import io
import re
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from _ten_years import DAY_S, DAYS, FIRST_DAY_S, FIT_EPOCH_S, originals

SAMPLES = Path(__file__).parents[1] / "sample_files" / "strava" / "activities"
TIME = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")
KINDS = ("fit", "fit", "fit", "fit", "fit", "fit", "fit", "gpx", "gpx", "tcx")
"""Of every ten activities. [choice]"""
PHOTO_BYTES = 2_000_000


class Account:
    """An account's recordings, spread evenly over ten years.

    Parameters
    ----------
    count : int
        Activities in ten years.
    """

    def __init__(self, count: int) -> None:
        self.count = count
        self._fits = originals()
        self._texts = {
            kind: gzip.decompress(min(SAMPLES.glob(f"*.{kind}.gz")).read_bytes())
            for kind in ("gpx", "tcx")
        }

    def write(self, path: Path, activities: int, size: int, seed: int = 9) -> int:
        """Write an export with photos that fill it up to a size [byte]; how large it is. [byte]"""
        photo = np.random.default_rng(seed).bytes(PHOTO_BYTES)
        made = [self._name(number) for number in range(activities)]
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("activities.csv", _index(made), zipfile.ZIP_DEFLATED)
            for number, name in enumerate(made):
                archive.writestr(name, self._recording(number))
            photos = max(0, size - path.stat().st_size) // PHOTO_BYTES
            for number in range(photos):
                archive.writestr(f"media/{number:05d}.jpg", photo)
        return path.stat().st_size

    def _name(self, number: int) -> str:
        return f"activities/{10_000_000 + number}.{KINDS[number % len(KINDS)]}.gz"

    def _recording(self, number: int) -> bytes:
        kind = KINDS[number % len(KINDS)]
        day_s = FIRST_DAY_S + number * DAYS // self.count * DAY_S
        if kind == "fit":
            made = self._fits[number % len(self._fits)]
            start_s = day_s - FIT_EPOCH_S
            return gzip.compress(made.moved(start_s - made.start_s // DAY_S * DAY_S), mtime=0)
        return gzip.compress(_moved(self._texts[kind], day_s), mtime=0)


def _moved(text: bytes, day_s: int) -> bytes:
    """The same on another day."""
    first = min(map(_unix_s, TIME.findall(text)))
    moved_s = day_s - first // DAY_S * DAY_S

    def later(found: re.Match[bytes]) -> bytes:
        then = datetime.fromtimestamp(_unix_s(found[0]) + moved_s, UTC)
        return then.strftime("%Y-%m-%dT%H:%M:%S").encode()

    return TIME.sub(later, text)


def _unix_s(told: bytes) -> int:
    return int(datetime.fromisoformat(told.decode()).replace(tzinfo=UTC).timestamp())


def _index(names: Iterable[str]) -> str:
    table = io.StringIO()
    rows = csv.writer(table)
    rows.writerow(["Activity ID", "Activity Name", "Activity Type", "Filename"])
    rows.writerows([name.split("/")[1].split(".")[0], "Run", "Run", name] for name in names)
    return table.getvalue()
