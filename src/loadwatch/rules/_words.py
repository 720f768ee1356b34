"""Typed placeholders: ``{excess_m:distance}`` → ``1.3 km``."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from datetime import time
from string import Formatter
from typing import Any

from loadwatch.language import _, numbered
from loadwatch.rules._base import Severity
from loadwatch.shown import border, day_words, distance, speed, time_of_day


def _minutes(seconds: float, decimals: int) -> str:
    return _("{minutes} min").format(minutes=f"{seconds / 60:.{decimals}f}")


KINDS: dict[str, Callable[[Any], str]] = {
    "distance": distance,
    "km": lambda length_m: distance(length_m, 2),
    "whole_km": lambda length_km: distance(length_km * 1000, 0),
    "tenth_km": lambda length_km: distance(length_km * 1000),
    "border_km": lambda length_km: border(length_km * 1000),
    "speed": speed,
    "min": lambda seconds: _minutes(seconds, 1),
    "minutes": lambda seconds: _minutes(seconds, 0),
    "clock": lambda of_day: time_of_day(time.fromisoformat(of_day)),
    "date": day_words,
    "days": lambda count: numbered(round(count), "{n} day", "{n} days"),
    "runs": lambda count: numbered(round(count), "{n} run", "{n} runs"),
    "count": lambda count: f"{count:,.0f}",
    "pct": lambda percent: _("under 1 %") if 0 <= percent < 1 else f"{percent:.0f} %",
    "ratio": lambda quotient: f"{quotient:.2f}",
}
"""Kind of a quantity → how it is written; any other is a format of Python."""


def words(value: Any, kind: str) -> str:
    """A value by the kind of quantity that its placeholder names."""
    return KINDS[kind](value) if kind in KINDS else format(value, kind)


def level_words(severity: Severity, *, is_strong: bool = False) -> str:
    """How much a finding matters, as surfaces say it; a strong caution is told as such."""
    if severity == Severity.CAUTION and is_strong:
        return _("strong caution")
    return {
        Severity.INFO: _("info"),
        Severity.CAUTION: _("caution"),
        Severity.WARNING: _("warning"),
    }[severity]


def unknown_words(unknown_count: float) -> str:
    """Sentence for a window that holds runs of unknown impacts; empty if it holds none."""
    if not unknown_count:
        return ""
    return " " + numbered(
        int(unknown_count),
        "One run in it is not known; it counts its most.",
        "{n} runs in it are not known; it counts its most.",
    )


def experience_words(*, is_known: bool) -> str:
    """Sentence for one of whom nobody knows how long they have run; empty for others."""
    return (
        "" if is_known else " " + _("Your experience is not known: files cover less than a year.")
    )


def render(template: str, values: Mapping[str, object]) -> str:
    """Fill a template."""
    parts = []
    for text, name, kind in _parsed(template):
        parts.append(text)
        if name is not None:
            parts.append(words(values[name], kind))
    return "".join(parts)


@functools.lru_cache(maxsize=512)
def _parsed(template: str) -> tuple[tuple[str, str | None, str], ...]:
    """Texts of a template, each with the name and kind of the placeholder after it."""
    return tuple((text, name, kind or "") for text, name, kind, _ in Formatter().parse(template))
