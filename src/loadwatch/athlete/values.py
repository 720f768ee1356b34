"""Values of a profile: TOML or typed words → what it is; None is refused."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

LONGEST_TEXT = 200
FASTEST_S, SLOWEST_S = 120, 900
"""Threshold paces that are taken. [s/km; choice]"""
_CLOCK = re.compile(r"(\d{1,2}):(\d\d)", re.A)
_YES = {"true": True, "yes": True, "false": False, "no": False}
Read = Callable[[object], Any]


def number_between(least: float, most: float, per: float = 1.0) -> Read:
    """A number in a range, divided into the unit of the profile."""

    def read(value: object) -> float | None:
        if isinstance(value, bool) or not isinstance(value, int | float):
            return None
        return value / per if least <= value <= most else None

    return read


def whole_between(least: int, most: int) -> Read:
    """A whole number in a range."""

    def read(value: object) -> int | None:
        if isinstance(value, bool) or not isinstance(value, int):
            return None
        return value if least <= value <= most else None

    return read


def one_of(words: Sequence[str]) -> Read:
    """One of some words."""
    return lambda value: value if value in words else None


def text(value: object) -> str | None:
    """Some text on one line."""
    if not isinstance(value, str) or not value.strip() or len(value) > LONGEST_TEXT:
        return None
    return value.strip() if value.isprintable() else None


def birth_year(value: object) -> int | None:
    """A year from 1900 to this one."""
    found: int | None = whole_between(1900, datetime.now().astimezone().year)(value)
    return found


def zone(value: object) -> str | None:
    """Name of a time zone."""
    if not isinstance(value, str):
        return None
    try:
        return ZoneInfo(value).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def speed_mps(value: object) -> float | None:
    """Speed of a pace in minutes and seconds a kilometre. [m/s]"""
    found = _CLOCK.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None or int(found[2]) > 59:
        return None
    seconds = 60 * int(found[1]) + int(found[2])
    return 1000 / seconds if FASTEST_S <= seconds <= SLOWEST_S else None


def pace(speed_mps: float) -> str:
    """Minutes and seconds a kilometre of a speed [m/s]."""
    minutes, seconds = divmod(round(1000 / speed_mps), 60)
    return f"{minutes}:{seconds:02}"


def clock(value: object) -> time | None:
    """A time of day, in quotes or as TOML has it."""
    if isinstance(value, time):
        return value.replace(second=0, microsecond=0)
    found = _CLOCK.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        return None
    return time(int(found[1]), int(found[2]))


def day(value: object) -> date | None:
    """A day, in quotes or as TOML has it."""
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value)
        except ValueError:
            return None
    if not isinstance(value, date) or isinstance(value, datetime):
        return None
    return value if 2000 <= value.year <= 2199 else None


def yes_or_no(value: object) -> bool | None:
    """Yes or no as TOML has it."""
    return value if isinstance(value, bool) else None


def number_of(text: str) -> object:
    """A number where a text is one, with a comma or a point; else the text itself."""
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        return text
    if not math.isfinite(number):
        return text
    return int(number) if number.is_integer() and re.fullmatch(r"[+-]?\d+", text) else number


def yes_of(text: str) -> object:
    """Yes or no where a text is one; else the text itself."""
    return _YES.get(text.lower(), text)


def day_of(text: str) -> object:
    """A day where a text is one; else the text itself."""
    return day(text) or text
