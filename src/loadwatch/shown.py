"""How quantities are written: kilometres or miles, a clock of 24 or 12 hours, days.

What is computed and kept is SI; only a surface asks here. Who is read to is told once, with
:func:`show`, by an option, ``LOADWATCH_UNITS`` and ``LOADWATCH_CLOCK``, or the profile.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final

from loadwatch.language import _

METRIC, MILES = "km", "miles"
UNITS: Final = (METRIC, MILES)
CLOCK_24, CLOCK_12 = "24h", "12h"
CLOCKS: Final = (CLOCK_24, CLOCK_12)
KILOMETRE_M, MILE_M = 1000.0, 1609.344
"""Lengths of what distances are told in; a mile by its definition. [m]"""


@dataclass(slots=True)
class _Reader:
    units: str = METRIC
    clock: str = CLOCK_24


_reader = _Reader()


def show(*, units: str | None = None, clock: str | None = None) -> None:
    """Tell how this program's reader reads; None leaves it as it is.

    Parameters
    ----------
    units : {"km", "miles"}, optional
        Of distances, paces and speeds.
    clock : {"24h", "12h"}, optional
        Of times of day.

    Raises
    ------
    ValueError
        For anything else.
    """
    if units not in (None, *UNITS) or clock not in (None, *CLOCKS):
        raise ValueError(f"units are one of {', '.join(UNITS)}, a clock one of {', '.join(CLOCKS)}")
    _reader.units = units or _reader.units
    _reader.clock = clock or _reader.clock


def unit_m() -> float:
    """Length of the unit of distances. [m]"""
    return MILE_M if _reader.units == MILES else KILOMETRE_M


def unit() -> str:
    """Sign of the unit of distances."""
    return _("mi") if _reader.units == MILES else _("km")


def pace_unit() -> str:
    """Unit of paces."""
    return f"{_('min')}/{unit()}"


def distance(length_m: float, decimals: int = 1) -> str:
    """A distance [m] with its unit."""
    return f"{length_m / unit_m():,.{decimals}f} {unit()}"


def exact(length_m: float) -> str:
    """A distance [m] as it was told: kilometres as they stand, miles to a hundredth."""
    amount = length_m / unit_m()
    return f"{amount if _reader.units == METRIC else round(amount, 2):g} {unit()}"


def border(length_m: float, *, with_unit: bool = True) -> str:
    """A distance [m] that a text compares with: to a tenth, and without one where it is whole."""
    amount = f"{length_m / unit_m():,.1f}".removesuffix(".0")
    return f"{amount} {unit()}" if with_unit else amount


def speed(speed_mps: float, *, least_decimals: int = 1, with_unit: bool = True) -> str:
    """A speed [m/s] to a tenth; with ``least_decimals=0`` a whole one has none."""
    amount = f"{per_hour(speed_mps):.1f}"
    if not least_decimals:
        amount = amount.removesuffix(".0")
    return f"{amount} {speed_unit()}" if with_unit else amount


def per_hour(speed_mps: float) -> float:
    """A speed [m/s] in the unit of speeds."""
    return speed_mps * 3600 / unit_m()


def speed_unit() -> str:
    """Unit of speeds."""
    return _("mph") if _reader.units == MILES else _("km/h")


def pace(speed_mps: float) -> str:
    """Minutes and seconds for a unit of distance, at a speed above 0 [m/s]; without the unit."""
    minutes, seconds = divmod(round(unit_m() / speed_mps), 60)
    return f"{minutes}:{seconds:02}"


def time_of_day(moment: datetime | time, *, seconds: bool = False) -> str:
    """A time by the reader's clock: ``17:05`` or ``5:05 pm``."""
    after = f":{moment.second:02}" if seconds else ""
    if _reader.clock == CLOCK_24:
        return f"{moment.hour:02}:{moment.minute:02}{after}"
    half = _("am") if moment.hour < 12 else _("pm")
    return f"{(moment.hour - 1) % 12 + 1}:{moment.minute:02}{after} {half}"


def month(day: date) -> str:
    """Its month in three letters."""
    return (
        _("Jan"), _("Feb"), _("Mar"), _("Apr"), _("May"), _("Jun"),
        _("Jul"), _("Aug"), _("Sep"), _("Oct"), _("Nov"), _("Dec"),
    )[day.month - 1]  # fmt: skip


def weekday(day: date) -> str:
    """Its day of the week in three letters."""
    names = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))
    return names[day.weekday()]


def day_words(day: date) -> str:
    """A day as people write it: ``Sat 13 Jun``."""
    return _("{weekday} {day} {month}").format(weekday=weekday(day), day=day.day, month=month(day))


def short_day(day: date) -> str:
    """A day without its week day and year."""
    return _("{day} {month}").format(day=day.day, month=month(day))


def long_day(day: date) -> str:
    """A day with its year."""
    return _("{day} {month} {year}").format(day=day.day, month=month(day), year=day.year)
