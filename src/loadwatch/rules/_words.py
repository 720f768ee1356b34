"""Typed placeholders: ``{excess_m:distance}`` → ``1.3 km``."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from string import Formatter
from typing import Any

from loadwatch.shown import day_words, distance, speed


def words(value: Any, kind: str) -> str:
    """A value by the kind of quantity that its placeholder names."""
    if kind == "distance":
        return distance(value)
    if kind == "km":
        return distance(value, 2)
    if kind == "min":
        return f"{value / 60:.1f} min"
    if kind == "count":
        return f"{value:,.0f}"
    if kind == "pct":
        return "under 1 %" if 0 <= value < 1 else f"{value:.0f} %"
    if kind == "speed":
        return speed(value)
    if kind == "minutes":
        return f"{value / 60:.0f} min"
    if kind == "ratio":
        return f"{value:.2f}"
    if kind == "date":
        return day_words(value)
    if kind == "days":
        return f"{value:,.0f} day{'s' if round(value) != 1 else ''}"
    return format(value, kind)


def unknown_words(unknown_count: float) -> str:
    """Sentence for a window that holds runs of unknown impacts; empty if it holds none."""
    if not unknown_count:
        return ""
    runs = "One run in it is" if unknown_count == 1 else f"{unknown_count:.0f} runs in it are"
    return f" {runs} not known; it counts its most."


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
