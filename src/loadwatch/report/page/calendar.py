"""A year of days as a calendar: the more impacts, the darker."""

from __future__ import annotations

import math
from datetime import timedelta

from loadwatch.language import _, numbered
from loadwatch.load.daily import UNOBSERVED
from loadwatch.markup.chart import Bar, Chart, Tick, months
from loadwatch.report._base import Review
from loadwatch.report.weeks import at_least
from loadwatch.shown import long_day, weekday

WEEKS = 53
LEVELS = 4
"""Shades, in equal steps up to the day with most impacts of the year. [choice]"""
GAP = 0.12


def calendar_chart(review: Review) -> Chart | None:
    """Days of the last year, a column a week; None without a run."""
    if review.as_of is None or review.daily.empty:
        return None
    monday = review.as_of - timedelta(days=review.as_of.weekday())
    first = monday - timedelta(weeks=WEEKS - 1)
    daily = review.daily[review.daily.index >= str(first)]
    most = float(daily["run_impact_count"].max())
    if not most > 0:
        return None
    bars, rows = [], []
    for day, row in zip(daily.index, daily.to_dict("records"), strict=True):
        week, place = divmod((day.date() - first).days, 7)
        impacts = row["run_impact_count"]
        style, words = "day0", _("{day}: no run").format(day=long_day(day.date()))
        if row["run_count"]:
            words = _("{day}: {count} impacts").format(
                day=long_day(day.date()), count=at_least(row, "run_impact_count")
            )
            level = max(1, math.ceil(LEVELS * impacts / most))
            style = f"day{level}"
            style += " unknown" if row["unknown_run_count"] else ""
            rows.append([long_day(day.date()), at_least(row, "run_impact_count")])
        elif row["day_state"] == UNOBSERVED:
            style = "dayx"
            words = _("{day}: no file, and not known to be rest").format(day=long_day(day.date()))
        bars.append(
            Bar((week + GAP / 2) / WEEKS, (1 - GAP) / WEEKS, (6 - place + GAP / 2) / 7,
                (1 - GAP) / 7, style, words)
        )  # fmt: skip
    starts = [first + timedelta(weeks=week) for week in range(WEEKS)]
    return Chart(
        "calendar",
        _("Impacts by day, the last year"),
        _("{days} with a run since {first}; the most impacts of a day were {most}.").format(
            days=numbered(len(rows), "{n} day", "{n} days"),
            first=long_day(first),
            most=f"{most:,.0f}",
        ),
        height_px=110,
        bars=bars,
        across=list(months([(i / WEEKS, day) for i, day in enumerate(starts)])),
        up=[Tick((6 - i + 0.5) / 7, weekday(first + timedelta(days=i))) for i in (0, 2, 4, 6)],
        key=[
            ("day1", _("few")),
            ("day4", _("most")),
            ("day0", _("no run")),
            ("dayx", _("not known")),
        ],
        head=(_("Day"), _("Run impacts")),
        rows=rows[::-1],
    )
