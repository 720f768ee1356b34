"""Weeks and the load of the last seven days, as tables for a terminal."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pandas as pd

from loadwatch.report._base import Review
from loadwatch.report.words import number, plural, wrapped
from loadwatch.rules import Severity
from loadwatch.shown import long_day

MANY_UNOBSERVED = 2
BAR = "█"
ACUTE_ROWS = (
    ("impacts", ",.0f"),
    ("easy km (b = 6)", ".1f"),
    ("  with b = 2", ".1f"),
    ("  with b = 10", ".1f"),
)


def week_lines(review: Review, count: int) -> Iterator[str]:
    """One line for each of the last weeks."""
    weekly = review.weekly.tail(count)
    if weekly.empty:
        return
    most = float(weekly["run_impact_count"].max())
    starts = flag_starts(review)
    yield ""
    yield "Weeks (! = something was found)"
    yield "  week of      runs  run km  run min  walk min  impacts  change  base"
    empty: list[pd.Timestamp] = []
    for week, row in zip(pd.DatetimeIndex(weekly.index), weekly.to_dict("records"), strict=True):
        if is_without_files(row):
            empty.append(week)
            continue
        yield from _no_files(empty)
        empty = []
        yield _week(week, row, most, starts)
    yield from _no_files(empty)
    yield "  impacts: foot strikes while running; base: last 7 days over the 6-week base"


def acute_lines(review: Review) -> Iterator[str]:
    """What other tools call acute load and tolerance, in impacts and in easy kilometres."""
    if not any(each.last_7d or each.usual_week for each in review.acute):
        return
    yield ""
    yield "Impact load now" + (" (provisional)" if review.acute[0].is_provisional else "")
    yield "                      since Monday  last 7 days  usual week  speaks above"
    for each, (name, spec) in zip(review.acute, ACUTE_ROWS, strict=True):
        figures = (each.week, each.last_7d, each.usual_week, each.limit_7d)
        shown = ["?" if math.isnan(value) else format(value, spec) for value in figures]
        yield f"  {name:<18}{shown[0]:>14}{shown[1]:>13}{shown[2]:>12}{shown[3]:>14}"
    yield from wrapped(
        "easy km: foot strikes by their force, as kilometres of easy, level running; how much a "
        "harder step counts is not known, so b = 2 and b = 10 stand beside it. Only impacts are "
        "judged."
        + (
            f" A kilometre of the last 7 days came to {review.cost_per_km:.2f} easy km."
            if review.cost_per_km is not None
            else ""
        )
    )


def _no_files(weeks: list[pd.Timestamp]) -> list[str]:
    """One line for weeks in a row without a run and with days that nobody knows of."""
    if not weeks:
        return []
    return [
        f"  {long_day(weeks[0].date()):<11}  no run on file for {plural(len(weeks), 'week')}; "
        "not counted as rest"
    ]


def is_without_files(week: Mapping[Any, Any]) -> bool:
    """Whether a week has no run on file, and days that nobody knows of: it is not rest."""
    return not week["run_count"] and (
        week["unobserved_day_count"] > MANY_UNOBSERVED or pd.isna(week["run_impact_count"])
    )


def flag_starts(review: Review) -> list[tuple[date, date]]:
    """First and last day of each caution and warning, open, put aside or over."""
    aside = [each.finding for each in review.acknowledged]
    judged = [*review.judgement.findings, *aside, *review.judgement.earlier]
    return [(f.period_start, f.period_end) for f in judged if f.severity > Severity.INFO]


def _week(
    week: pd.Timestamp, row: dict[Any, Any], most: float, flagged: list[tuple[date, date]]
) -> str:
    monday = week.date()
    sunday = (week + pd.Timedelta(days=6)).date()
    mark = "!" if any(start <= sunday and end >= monday for start, end in flagged) else " "
    impacts = row["run_impact_count"]
    unknown = "?" if row["unknown_run_count"] else " "
    if row["run_count"] == row["unknown_run_count"] > 0 and not row["run_distance_m"]:
        return f"{mark} {long_day(monday):<11}  {row['run_count']:>4.0f}  run and walk not known"
    change = row["run_impact_count_change_pct"]
    shown_change = "" if pd.isna(change) else f"{change:+.0f} %"
    ratio = row["base_ratio"]
    shown_ratio = "" if pd.isna(ratio) else f"{ratio:.2f}"
    bar = BAR * round(8 * impacts / most) if most else ""
    return (
        f"{mark} {long_day(monday):<11}  {row['run_count']:>4.0f}"
        f"  {row['run_distance_m'] / 1000:>6.1f}  {row['run_time_s'] / 60:>7.0f}"
        f"  {number(row['walk_time_s'], 60, '.0f', ''):>8}  {impacts:>7,.0f}"
        f"{unknown}{shown_change:>7}  {shown_ratio:>4}  {bar}"
    ).rstrip()
