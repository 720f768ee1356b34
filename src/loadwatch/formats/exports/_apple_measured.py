"""Apple Health's measurements, kept compactly: millions come before the workouts that use them."""

from __future__ import annotations

import math
from array import array
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
import numpy.typing as npt

from loadwatch.errors import LimitError
from loadwatch.formats._xml import Attributes, iso_time, number
from loadwatch.units import METRES_PER_INCH, METRES_PER_MILE, Bools, Floats

HEART, STEPS, DISTANCE = "HeartRate", "StepCount", "DistanceWalkingRunning"
EFFORT, MASS = "WorkoutEffortScore", "BodyMass"
KINDS = {f"HKQuantityTypeIdentifier{k}": k for k in (HEART, STEPS, DISTANCE, EFFORT, MASS)}
"""Apple's name of each kind that is kept → ours."""
UNITS = {
    HEART: {"count/min": 1.0, "count/s": 60.0},
    STEPS: {"count": 1.0},
    DISTANCE: {"m": 1.0, "km": 1000.0, "mi": METRES_PER_MILE, "cm": 0.01,
               "ft": 12 * METRES_PER_INCH, "yd": 36 * METRES_PER_INCH},
    EFFORT: {"appleEffortScore": 1.0, "count": 1.0},
    MASS: {"kg": 1.0, "g": 0.001, "lb": 0.45359237, "st": 6.35029318, "oz": 0.028349523},
}  # fmt: skip
"""What a measurement in a unit is multiplied by. [bpm, steps, m, 1, kg]"""
MAX_RECORD_S = 3600.0
"""A count over more tells nothing of a workout; efforts are told over the whole of it. [s; choice]
"""
MAX_MEASUREMENTS = 16_000_000
"""Kept of one export: twelve years of a watch have some ten million, in 20 bytes each. [choice]"""


def amount(text: str | None, unit: str | None, kind: str) -> float:
    """A value in our unit; NaN where it is none, or in a unit that is not known."""
    return number(text) * UNITS[kind].get(unit or "", math.nan)


def time_of(text: str | None) -> tuple[float, float | None]:
    """Unix time of ``2026-05-24 14:37:28 +0200``, and its offset; NaN and None where none. [s]"""
    if text is None:
        return math.nan, None
    if len(text) == 25 and text[19] == " ":
        text = text[:19] + text[20:]
    time_s, offset_s, is_naive = iso_time(text)
    return time_s, None if is_naive else offset_s or 0.0


def _time_s(text: str) -> float:
    """The same without the offset, as millions are read."""
    if len(text) == 25 and text[19] == " ":
        try:
            return datetime.fromisoformat(text[:19] + text[20:]).timestamp()
        except (ValueError, OverflowError):
            return math.nan
    return time_of(text)[0]


@dataclass(frozen=True, slots=True)
class Series:
    """Measurements of one kind in order of their begin.

    Parameters
    ----------
    begin_s, length_s, value : numpy.ndarray
        Unix time, how long each measures, and what, shape ``(n,)``. [s; s; see ``UNITS``]
    source : numpy.ndarray of int
        Number of the app or device that each comes of.
    """

    begin_s: Floats
    length_s: npt.NDArray[np.float32]
    value: npt.NDArray[np.float32]
    source: npt.NDArray[np.int32]

    def between(self, begin_s: float, end_s: float) -> Series:
        """Those that lie in a stretch, or reach into it."""
        first = np.searchsorted(self.begin_s, begin_s - MAX_RECORD_S)
        last = np.searchsorted(self.begin_s, end_s, side="right")
        near = self.where(slice(int(first), int(last)))
        return near.where(near.begin_s + near.length_s >= begin_s)

    def of(self, source: int) -> Series:
        """Those of one source."""
        return self.where(self.source == source)

    def where(self, chosen: Bools | slice) -> Series:
        """Some of them."""
        return Series(
            self.begin_s[chosen], self.length_s[chosen], self.value[chosen], self.source[chosen]
        )


@dataclass(slots=True)
class _Growing:
    begin_s: array[float] = field(default_factory=lambda: array("d"))
    length_s: array[float] = field(default_factory=lambda: array("f"))
    value: array[float] = field(default_factory=lambda: array("f"))
    source: array[int] = field(default_factory=lambda: array("i"))

    def in_order(self) -> Series:
        begin_s = np.frombuffer(self.begin_s, np.float64)
        rest = np.frombuffer(self.length_s, np.float32), np.frombuffer(self.value, np.float32)
        source = np.frombuffer(self.source, np.int32)
        if (begin_s[1:] >= begin_s[:-1]).all():
            return Series(begin_s, *rest, source)
        order = np.argsort(begin_s, kind="stable")
        return Series(begin_s[order], rest[0][order], rest[1][order], source[order])


class Measurements:
    """What was measured, as far as it can tell of workouts."""

    def __init__(self) -> None:
        self._growing = {kind: _Growing() for kind in UNITS}
        self._sources: dict[str, int] = {}
        self._count = 0

    def add(self, attributes: Attributes) -> None:
        """Keep a ``Record``, if it is of a kind that is wanted and can be used.

        Raises
        ------
        LimitError
            If there are too many.
        """
        kind = KINDS.get(attributes.get("type", ""))
        if kind is None:
            return
        value = amount(attributes.get("value"), attributes.get("unit"), kind)
        begin_s = _time_s(attributes.get("startDate", ""))
        length_s = _time_s(attributes.get("endDate", "")) - begin_s
        if not (value >= 0 and length_s >= 0 and (length_s <= MAX_RECORD_S or kind == EFFORT)):
            return
        self._count += 1
        if self._count > MAX_MEASUREMENTS:
            raise LimitError(f"more than {MAX_MEASUREMENTS:,} measurements")
        series = self._growing[kind]
        series.begin_s.append(begin_s)
        series.length_s.append(length_s)
        series.value.append(min(value, 1e9))
        series.source.append(self.source(attributes.get("sourceName", "")))

    def source(self, name: str) -> int:
        """Number of a source."""
        return self._sources.setdefault(name, len(self._sources))

    def series(self) -> dict[str, Series]:
        """All of it in order of time; nothing can be added any more."""
        return {kind: growing.in_order() for kind, growing in self._growing.items()}
