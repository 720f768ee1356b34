"""Impacts by week in a row of letters."""

from __future__ import annotations

import math
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from loadwatch.language import _
from loadwatch.report._base import Review
from loadwatch.report.weeks import flagged_weeks, has_unknown_runs_alone, is_unknown_week
from loadwatch.report.width import columns
from loadwatch.report.words import cell_width, wrapped
from loadwatch.shown import long_day

LEAST_WEEKS = 8
"""With room for fewer beside them, words stand below. [weeks; choice]"""
MOST_WEEKS = 52
"""A year. [weeks; choice]"""
BARS, DIGITS = " ▁▂▃▄▅▆▇█", " 12345678"
"""Eighths of the greatest week; a week of rest is blank."""
UNKNOWN, UNKNOWN_ASCII = "·", "-"
INDENT, GAP = 2, 2
LAST_WEEKDAY = 6


def spark_lines(review: Review, *, plain_ascii: bool = False) -> list[str]:
    """A heading, the row, and marks below it; empty where there is no week.

    Parameters
    ----------
    review : Review
        What to render.
    plain_ascii : bool, default False
        Digits instead of bars.
    """
    if review.weekly.empty:
        return []
    this_week, usual = _notes(review)
    room = columns() - INDENT - GAP - max(len(this_week), len(usual))
    has_room = room >= LEAST_WEEKS
    weekly = review.weekly.tail(min(room if has_room else columns() - INDENT, MOST_WEEKS))
    impacts = weekly["run_impact_count"].to_numpy(np.float64)
    most = float(np.nanmax(impacts, initial=0.0))
    unknown = UNKNOWN_ASCII if plain_ascii else UNKNOWN
    letters = DIGITS if plain_ascii else BARS
    rows = weekly.to_dict("records")
    bars = "".join(
        unknown if _is_unknown(row) else letters[math.ceil(8 * value / (most or 1))]
        for row, value in zip(rows, impacts.tolist(), strict=True)
    )
    marks = "".join(
        "!" if flagged else "?" if row["unknown_run_count"] else " "
        for row, flagged in zip(rows, flagged_weeks(review, weekly), strict=True)
    )
    keys = ", ".join(
        words
        for sign, words in (
            (unknown, _("{sign} unknown").format(sign=unknown)),
            ("?", _("? in part")),
            ("!", _("! found")),
        )
        if sign in bars + marks
    )
    first, last = long_day(weekly.index[0].date()), long_day(_last_day(review, weekly))
    heading = (
        _("Impacts by week, {first} to {last}, at most {most}")
        if most
        else _("Impacts by week, {first} to {last}: none known")
    ).format(first=first, last=last, most=f"{most:,.0f}")
    space, gap = " " * INDENT, " " * GAP
    if not has_room:
        notes = wrapped(f"{this_week}; {usual}")
        return [
            *wrapped(heading, ""),
            f"{space}{bars}".rstrip(),
            f"{space}{marks}".rstrip(),
            *notes,
        ]
    row = f"{space}{bars}{gap}{this_week}"
    below = f"{space}{marks}{gap}{usual}"
    if keys and cell_width(f"{below}{gap}({keys})") <= columns():
        below += f"{gap}({keys})"
    elif keys:
        heading += f" ({keys})"
    return [*wrapped(heading, ""), row.rstrip(), below.rstrip()]


def _last_day(review: Review, weekly: pd.DataFrame) -> date:
    sunday: date = (weekly.index[-1] + pd.Timedelta(days=6)).date()
    return sunday if review.as_of is None else min(sunday, review.as_of)


def _is_unknown(row: dict[Any, Any]) -> bool:
    """Whether nothing is known of a week's impacts."""
    return (
        is_unknown_week(row)
        or bool(pd.isna(row["run_impact_count"]))
        or has_unknown_runs_alone(row)
    )


def _notes(review: Review) -> tuple[str, str]:
    """The last week, and a usual one."""
    week, row = review.weekly.index[-1], review.weekly.iloc[-1].to_dict()
    limits = review.week_limits
    usual = float(limits["usual_week"].get(week, math.nan))
    shown = _("not known") if math.isnan(usual) else f"{usual:,.0f}"
    return _this_week(review, week, row), _("a usual week {impacts}").format(impacts=shown)


def _this_week(review: Review, week: pd.Timestamp, row: dict[Any, Any]) -> str:
    if _is_unknown(row):
        return _("this week not known")
    impacts = f"{row['run_impact_count']:,.0f}" + "?" * bool(row["unknown_run_count"])
    if review.as_of is not None and (review.as_of - week.date()).days < LAST_WEEKDAY:
        return _("this week so far {impacts}").format(impacts=impacts)
    return _("this week {impacts}").format(impacts=impacts)
