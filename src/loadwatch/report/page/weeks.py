"""Impacts by week against a usual week and the limit."""

from __future__ import annotations

import math
from collections.abc import Hashable
from typing import Any

import numpy as np
import pandas as pd

from loadwatch.markup.chart import Bar, Chart, Flag, Line, Tick, months, ticks_up
from loadwatch.report._base import Review
from loadwatch.report.weeks import flagged_weeks
from loadwatch.report.words import number, plural
from loadwatch.shown import long_day

MOST_WEEKS = 104
"""Two years. [weeks; choice]"""
HEAD = ("Week of", "Runs", "Run km", "Run min", "Run impacts", "Usual week", "Limit", "Found")
GAP = 0.15
"""Space between bars. [share of a bar; choice]"""


def weeks_chart(review: Review, count: int = MOST_WEEKS) -> Chart | None:
    """Two years of weeks; None without one."""
    weekly = review.weekly.tail(count)
    if weekly.empty:
        return None
    limits = review.week_limits.reindex(weekly.index)
    impacts = weekly["run_impact_count"].to_numpy(np.float64)
    usual = limits["usual_week"].to_numpy(np.float64)
    most = limits["limit_week"].to_numpy(np.float64)
    known = np.concatenate([values[np.isfinite(values)] for values in (impacts, usual)])
    top, steps = ticks_up(float(known.max(initial=0.0)) * 1.12)
    flagged = flagged_weeks(review, weekly)
    n = len(weekly)
    bars, flags, rows = [], [], []
    for i, (week, row) in enumerate(zip(weekly.index, weekly.to_dict("records"), strict=True)):
        words = _words(week, row, usual[i], most[i], is_flagged=flagged[i])
        height = 0.0 if math.isnan(impacts[i]) else impacts[i] / top
        style = "bar flagged" if flagged[i] else "bar"
        if math.isnan(impacts[i]) or row["unknown_run_count"]:
            style += " unknown"
        bars.append(Bar((i + GAP / 2) / n, (1 - GAP) / n, 0.0, height, style, words))
        if flagged[i]:
            flags.append(Flag((i + 0.5) / n, height, "▲", "flagged", words))
        rows.append(_row(week, row, usual[i], most[i], is_flagged=flagged[i]))
    middles = [(i + 0.5) / n for i in range(n)]
    return Chart(
        "weeks",
        "Impacts by week",
        _description(review, impacts, flagged),
        bars=bars,
        lines=[
            Line([(x, min(y / top, 1.0)) for x, y in zip(middles, most, strict=True)], "limit"),
            Line([(x, y / top) for x, y in zip(middles, usual, strict=True)], "usual"),
        ],
        flags=flags,
        across=list(months([((i + 0.5) / n, w) for i, w in enumerate(weekly.index)])),
        up=[Tick(step / top, f"{step:,.0f}") for step in steps],
        key=[
            ("bar", "run impacts of a week"),
            ("bar flagged", "▲ something was found"),
            ("usual", "a usual week (7 × the 6-week base)"),
            ("limit", "above this the base ratio speaks"),
        ],
        head=HEAD,
        rows=rows[::-1],
    )


def _words(
    week: pd.Timestamp, row: dict[Hashable, Any], usual: float, most: float, *, is_flagged: bool
) -> str:
    parts = [
        f"Week of {long_day(week.date())}",
        f"{number(row['run_impact_count'], 1, ',.0f', '')} impacts",
        plural(int(row["run_count"]), "run"),
        f"{number(row['run_distance_m'], 1000, '.1f', ' km')}",
    ]
    if math.isfinite(usual):
        parts.append(f"a usual week {usual:,.0f}, limit {most:,.0f}")
    if row["unknown_run_count"]:
        parts.append(f"{plural(int(row['unknown_run_count']), 'run')} of unknown impacts")
    if is_flagged:
        parts.append("something was found")
    return ": ".join([parts[0], "; ".join(parts[1:])])


def _row(
    week: pd.Timestamp, row: dict[Hashable, Any], usual: float, most: float, *, is_flagged: bool
) -> list[str]:
    return [
        long_day(week.date()),
        f"{row['run_count']:.0f}",
        number(row["run_distance_m"], 1000, ".1f", ""),
        number(row["run_time_s"], 60, ".0f", ""),
        number(row["run_impact_count"], 1, ",.0f", ""),
        number(usual, 1, ",.0f", ""),
        number(most, 1, ",.0f", ""),
        "▲" if is_flagged else "",
    ]


def _description(review: Review, impacts: np.ndarray, flagged: list[bool]) -> str:
    known = impacts[np.isfinite(impacts)]
    if not known.size:
        return "No week with known impacts."
    return (
        f"{plural(len(impacts), 'week')} up to {long_day(review.as_of) if review.as_of else ''}; "
        f"the last had {number(float(impacts[-1]), 1, ',.0f', '')} run impacts, the most was "
        f"{known.max():,.0f}; something was found in {plural(sum(flagged), 'week')}."
    )
