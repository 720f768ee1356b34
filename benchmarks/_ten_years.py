"""A history of any length, made of the sample recordings of the watch under other start times."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from struct import Struct
from typing import Final

import numpy as np
import numpy.typing as npt
from fitdecode import profile

from _fit_bytes import _walk, body, whole

SAMPLES = Path(__file__).parents[1] / "sample_files" / "garmin"
DAYS = 3652
"""Ten years. [days; choice]"""
FIRST_DAY_S = 1_451_865_600
"""Monday 2016-01-04. [Unix s]"""
FIT_EPOCH_S = 631_065_600
DAY_S = 86_400
LONG_AGO_S = 1_790_000_000
"""When the files were last changed: 2026-09-21, long enough ago to be at rest. [Unix s]"""
LEAST_TIMES = 10
"""A file with fewer times holds no activity. [times; choice]"""
_TIMES = {"date_time", "local_date_time"}
_TIME_BYTES: Final = 4
_UNKNOWN: Final = 0xFFFFFFFF


@dataclass(frozen=True)
class Original:
    """A recording of which every time is known where it stands.

    Parameters
    ----------
    body : bytes
        Its messages.
    places : dict of str to array
        Where in it times stand, by byte order.
    start_s : int
        When it was made. [FIT s]
    maker_at : int
        Where in it the serial number of the device stands.
    """

    body: bytes
    places: dict[str, npt.NDArray[np.int64]]
    start_s: int
    maker_at: int

    def moved(self, seconds: int, copy: int = 0) -> bytes:
        """The same later or earlier; a copy has the same records in a file of other bytes."""
        found = np.frombuffer(bytearray(self.body), np.uint8)
        for order, places in self.places.items():
            where = places[:, None] + np.arange(_TIME_BYTES)
            then = found[where].view(f"{order}u4").astype(np.int64)
            then[then != _UNKNOWN] += seconds
            found[where] = then.astype(f"{order}u4").view(np.uint8)
        found[self.maker_at] ^= copy
        return whole(found.tobytes())

    def times_s(self) -> npt.NDArray[np.int64]:
        """Every known time in it. [FIT s]"""
        body_ = np.frombuffer(self.body, np.uint8)
        found = np.concatenate(
            [
                body_[places[:, None] + np.arange(_TIME_BYTES)].view(f"{order}u4").astype(np.int64)
                for order, places in self.places.items()
            ]
        )
        return found[found != _UNKNOWN]


def original(data: bytes) -> Original:
    """Find the times of a recording, as the profile names them."""
    content, at = body(data), 0
    places: dict[str, list[int]] = defaultdict(list)
    maker_at = start_at = 0
    for definition, message in _walk(content):
        if message is None:
            at += len(definition)
            continue
        order = ">" if definition[2] else "<"
        number = int.from_bytes(definition[3:5], "big" if definition[2] else "little")
        known = profile.MESSAGE_TYPES.get(number)
        offset = at + 1
        for slot in range(6, 6 + 3 * definition[5], 3):
            field_number, size = definition[slot : slot + 2]
            field = None if known is None else known.fields.get(field_number)
            if field_number == profile.FIELD_TYPE_TIMESTAMP.def_num:
                field = profile.FIELD_TYPE_TIMESTAMP
            if field is not None and field.type.name in _TIMES:
                places[order].append(offset)
            if number == 0 and field is not None and field.name == "serial_number":
                maker_at = offset
            if number == 0 and field is not None and field.name == "time_created":
                start_at = offset
            offset += size
        at += len(message)
    (start_s,) = Struct("<I").unpack_from(content, start_at)
    found = {order: np.array(of_order) for order, of_order in places.items()}
    return Original(content, found, start_s, maker_at)


def originals() -> list[Original]:
    """Activities of the sample watch; its file of settings is none."""
    made = [original(path.read_bytes()) for path in sorted(SAMPLES.glob("*.fit"))]
    return [each for each in made if len(each.times_s()) > LEAST_TIMES]


class TenYears:
    """Recordings spread evenly over ten years, and copies of some of them.

    Parameters
    ----------
    count : int
        Activities in ten years.
    copies : int
        How many of them, spread evenly, lie there a second time in other bytes.
    """

    def __init__(self, count: int, copies: int = 0) -> None:
        self.count = count
        self._every = count // copies if copies else 0
        self._originals = originals()

    def write(self, folder: Path, numbers: Iterable[int]) -> int:
        """Write some of the activities, and go on after the ten years; how many files they are."""
        folder.mkdir(parents=True, exist_ok=True)
        written = 0
        for number in numbers:
            made = self._originals[number % len(self._originals)]
            day_s = FIRST_DAY_S - FIT_EPOCH_S + number * DAYS // self.count * DAY_S
            moved_s = day_s - made.start_s // DAY_S * DAY_S
            has_copy = self._every and number % self._every == self._every - 1
            for copy in range(1 + bool(has_copy)):
                path = folder / f"{number:05d}{'-again' * copy}.fit"
                path.write_bytes(made.moved(moved_s, copy))
                os.utime(path, (LONG_AGO_S, LONG_AGO_S))
                written += 1
        return written
