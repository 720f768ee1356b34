"""Typed placeholders: ``{excess_m:distance}`` → ``1.3 km``."""

from __future__ import annotations

import string
from collections.abc import Mapping
from datetime import date
from typing import Any


class _Words(string.Formatter):
    """Formats a value by the kind of quantity that its placeholder names."""

    def format_field(self, value: Any, format_spec: str) -> str:
        """Render one placeholder."""
        if format_spec == "distance":
            return f"{value / 1000:.1f} km"
        if format_spec == "km":
            return f"{value / 1000:.2f} km"
        if format_spec == "min":
            return f"{value / 60:.1f} min"
        if format_spec == "count":
            return f"{value:,.0f}"
        if format_spec == "pct":
            return "under 1 %" if 0 <= value < 1 else f"{value:.0f} %"
        if format_spec == "speed":
            return f"{value * 3.6:.1f} km/h"
        if format_spec == "minutes":
            return f"{value / 60:.0f} min"
        if format_spec == "ratio":
            return f"{value:.2f}"
        if format_spec == "date":
            return day_words(value)
        if format_spec == "days":
            return f"{value:,.0f} day{'s' if round(value) != 1 else ''}"
        return str(super().format_field(value, format_spec))


def unknown_words(unknown_count: float) -> str:
    """Sentence for a window that holds runs of unknown impacts; empty if it holds none."""
    if not unknown_count:
        return ""
    runs = "One run in it is" if unknown_count == 1 else f"{unknown_count:.0f} runs in it are"
    return f" {runs} not known; it counts its most."


def day_words(day: date) -> str:
    """A day as people write it: ``Sat 13 Jun``."""
    return f"{day:%a} {day.day} {day:%b}"


def render(template: str, values: Mapping[str, object]) -> str:
    """Fill a template."""
    return _Words().vformat(template, (), values)
