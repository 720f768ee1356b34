"""A chart as shares of a plot: bars, areas, lines and flags, with the table that says the same.

The page draws it as an SVG that is stretched to the width there is, with its words beside it in
HTML, so that they stay readable on a phone. Every chart has a title, a description and a table.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from loadwatch.shown import month

UNITS = 1000
"""Side of the square in which a plot is drawn before it is stretched. [unitless; choice]"""
LEAST_APART, YEARS_APART = 0.09, 0.22
"""Months, and months with their year, nearer than this to the word before are left out: on a phone
they would touch. [share of the width; choice]"""
_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar, in shares of the plot from its lower left corner.

    Parameters
    ----------
    left, width, bottom, height : float
        Where it stands. [0-1]
    style : str
        Class of the page.
    title : str
        What it says when it is pointed at.
    """

    left: float
    width: float
    bottom: float
    height: float
    style: str
    title: str = ""

    @property
    def path(self) -> str:
        """Commands of a path around it."""
        left, top = UNITS * self.left, UNITS * (1 - self.bottom - self.height)
        width, height = UNITS * self.width, UNITS * self.height
        return f"M{_tenth(left)} {_tenth(top)}h{_tenth(width)}v{_tenth(height)}H{_tenth(left)}z"


@dataclass(frozen=True, slots=True)
class Shape:
    """Many bars of one style as one, of which none says anything by itself."""

    bars: Sequence[Bar]
    style: str
    title: str = ""

    @property
    def path(self) -> str:
        """Commands of a path around all of them."""
        return "".join(bar.path for bar in self.bars)


@dataclass(frozen=True, slots=True)
class Line:
    """A line through points in shares of the plot; one that is not finite breaks it."""

    points: Sequence[Point]
    style: str

    @property
    def path(self) -> str:
        """Commands of a path."""
        parts = []
        for is_known, points in groupby(self.points, lambda point: all(map(math.isfinite, point))):
            if is_known:
                steps = [f"{UNITS * x:.4g} {UNITS * (1 - y):.4g}" for x, y in points]
                parts.append("M" + "L".join(steps if len(steps) > 1 else steps * 2))
        return "".join(parts)


@dataclass(frozen=True, slots=True)
class Flag:
    """A sign above a place, told by its shape and not by colour alone."""

    x: float
    y: float
    sign: str
    style: str
    title: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A word beside an axis; a minor one may be left out where there is little room."""

    at: float
    words: str
    is_minor: bool = False


@dataclass(frozen=True)
class Chart:
    """A chart and the table that says the same.

    Parameters
    ----------
    name : str
        Identifier on the page.
    title, description : str
        For everybody; for those who cannot see it.
    height_px : int
        Height on a screen. [px]
    bars, lines, flags : sequence
        What is drawn, in this order.
    across, up : sequence of Tick
        Words below and beside it.
    key : sequence of (str, str)
        Style and meaning.
    head : sequence of str
        Columns of the table, with units.
    rows : sequence of sequence of str
        The table.
    ratio : float, optional
        Width over height of a plot with one scale both ways; its height is then told by its width.
    """

    name: str
    title: str
    description: str
    height_px: int = 180
    bars: Sequence[Bar | Shape] = ()
    lines: Sequence[Line] = ()
    flags: Sequence[Flag] = ()
    across: Sequence[Tick] = ()
    up: Sequence[Tick] = ()
    key: Sequence[tuple[str, str]] = ()
    head: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = field(default_factory=list)
    ratio: float | None = None


def ticks_up(most: float, count: int = 4) -> tuple[float, list[float]]:
    """A round top that is not below a value, and round values from 0 up to it.

    Parameters
    ----------
    most : float
        Greatest value to be shown; 0 or less is taken for 1.
    count : int
        About how many values.
    """
    rough = (most if most > 0 and math.isfinite(most) else 1.0) / count
    unit = 10 ** math.floor(math.log10(rough))
    step = next(unit * each for each in _STEPS if unit * each >= rough * (1 - 1e-9))
    steps = math.ceil((most if most > 0 else 1.0) / step - 1e-9)
    return steps * step, [step * number for number in range(steps + 1)]


def ticks_between(low: float, high: float, count: int = 3) -> tuple[float, float, list[float]]:
    """Round values from one that is not above the least to one that is not below the greatest.

    Parameters
    ----------
    low, high : float
        Least and greatest value to be shown.
    count : int
        About how many values.
    """
    rough = max(high - low, abs(high) / 100, 1e-9) / count
    unit = 10 ** math.floor(math.log10(rough))
    step = next(unit * each for each in _STEPS if unit * each >= rough * (1 - 1e-9))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    last = max(last, first + 1)
    return step * first, step * last, [step * number for number in range(first, last + 1)]


def months(starts: Sequence[tuple[float, date]]) -> Iterator[Tick]:
    """Words for the first place of each year, and minor ones for quarters.

    Parameters
    ----------
    starts : sequence of (float, date)
        Place [0-1] and day of each bar, rising.
    """
    first_of: dict[tuple[int, int], tuple[float, str]] = {}
    for place, day in starts:
        first_of.setdefault((day.year, (day.month - 1) // 3), (place, month(day)))
    told: list[float] = []
    for is_minor, apart in ((False, YEARS_APART), (True, LEAST_APART)):
        years: set[int] = set()
        for (year, _), (place, name) in first_of.items():
            is_first = year not in years
            years.add(year)
            if is_first is not is_minor and all(abs(place - other) >= apart for other in told):
                yield Tick(place, name if is_minor else f"{name} {year}", is_minor=is_minor)
                told.append(place)


def _tenth(place: float) -> str:
    """A tenth of a unit is finer than any screen."""
    return f"{round(place, 1):g}"
