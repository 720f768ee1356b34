"""Impacts by week against a usual week and the limit."""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from loadwatch.language import _, numbered
from loadwatch.markup.chart import Bar, Chart, Flag, Line, Tick, months, ticks_up
from loadwatch.report._base import Review
from loadwatch.report.weeks import at_least, flagged_weeks, is_unknown_week
from loadwatch.report.words import number
from loadwatch.shown import distance, long_day, unit, unit_m

MOST_WEEKS = 104
"""Two years. [weeks; choice]"""
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
        if is_unknown_week(row):
            height, style = 1.0, "gap"
        elif math.isnan(impacts[i]) or row["unknown_run_count"]:
            style += " unknown"
        bars.append(Bar((i + GAP / 2) / n, (1 - GAP) / n, 0.0, height, style, words))
        if flagged[i]:
            flags.append(Flag((i + 0.5) / n, height, "▲", "flagged", words))
        rows.append(_row(week, row, usual[i], most[i], is_flagged=flagged[i]))
    middles = [(i + 0.5) / n for i in range(n)]
    return Chart(
        "weeks",
        _("Impacts by week"),
        _description(review, impacts, flagged),
        bars=bars,
        lines=[
            Line([(x, _drawn(y / top)) for x, y in zip(middles, most, strict=True)], "limit"),
            Line([(x, _drawn(y / top)) for x, y in zip(middles, usual, strict=True)], "usual"),
        ],
        flags=flags,
        across=list(months([((i + 0.5) / n, w) for i, w in enumerate(weekly.index)])),
        up=[Tick(step / top, f"{step:,.0f}") for step in steps],
        key=[
            ("bar", _("run impacts of a week")),
            ("bar flagged", _("▲ something was found")),
            *no_file_key(bars),
            ("usual", _("a usual week (7 × the 6-week base)")),
            ("limit", _("above this the base ratio speaks")),
        ],
        head=(
            _("Week of"), _("Runs"), _("Run {unit}").format(unit=unit()), _("Run min"),
            _("Run impacts"), _("Usual week"), _("Limit"), _("Found"),
        ),
        rows=rows[::-1],
    )  # fmt: skip


def _drawn(height: float) -> float:
    """A height in the plot; not drawn are nothing at all, and what is above it."""
    return height if 0 < height <= 1 else math.nan


def no_file_key(bars: Sequence[Bar]) -> list[tuple[str, str]]:
    """What the bar of a week without files means, where there is one."""
    is_there = any(bar.style == "gap" for bar in bars)
    return [("gap", _("no run on file, and not known to be rest"))] if is_there else []


def _words(
    week: pd.Timestamp, row: dict[Hashable, Any], usual: float, most: float, *, is_flagged: bool
) -> str:
    if is_unknown_week(row):
        return _("Week of {day}: no run on file, and not known to be rest").format(
            day=long_day(week.date())
        )
    parts = [
        _("{count} impacts").format(count=at_least(row, "run_impact_count")),
        numbered(int(row["run_count"]), "{n} run", "{n} runs"),
        "?" if math.isnan(row["run_distance_m"]) else distance(row["run_distance_m"]),
    ]
    if math.isfinite(usual):
        parts.append(
            _("a usual week {usual}, limit {limit}").format(
                usual=f"{usual:,.0f}", limit=f"{most:,.0f}"
            )
        )
    if row["unknown_run_count"]:
        parts.append(
            numbered(
                int(row["unknown_run_count"]),
                "{n} run of unknown impacts",
                "{n} runs of unknown impacts",
            )
        )
    if is_flagged:
        parts.append(_("something was found"))
    return _("Week of {day}: {words}").format(day=long_day(week.date()), words="; ".join(parts))


def _row(
    week: pd.Timestamp, row: dict[Hashable, Any], usual: float, most: float, *, is_flagged: bool
) -> list[str]:
    return [
        long_day(week.date()),
        f"{row['run_count']:.0f}",
        *(
            "?" if is_unknown_week(row) else told
            for told in (
                at_least(row, "run_distance_m", unit_m(), ".1f"),
                at_least(row, "run_time_s", 60, ".0f"),
                at_least(row, "run_impact_count"),
            )
        ),
        number(usual, 1, ",.0f", ""),
        number(most, 1, ",.0f", ""),
        "▲" if is_flagged else "",
    ]


def _description(review: Review, impacts: np.ndarray, flagged: list[bool]) -> str:
    known = impacts[np.isfinite(impacts)]
    if not known.size:
        return _("No week with known impacts.")
    return _(
        "{weeks} up to {day}; the last had {last} run impacts, the most was {most}; something was "
        "found in {flagged} of them."
    ).format(
        weeks=numbered(len(impacts), "{n} week", "{n} weeks"),
        day=long_day(review.as_of) if review.as_of else "",
        last=number(float(impacts[-1]), 1, ",.0f", ""),
        most=f"{known.max():,.0f}",
        flagged=f"{flagged.count(True):,}",
    )
