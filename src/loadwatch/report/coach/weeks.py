"""The last weeks of each athlete side by side, on one axis, and one table of them all."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from loadwatch.language import _, numbered
from loadwatch.markup.chart import Bar, Chart, Line
from loadwatch.report._roster import AthleteRow, Roster, WeekLoad
from loadwatch.report.words import shown_name
from loadwatch.shown import long_day, short_day

MOST_WEEKS = 12
"""Weeks that are shown. [weeks; choice]"""
MOST_LETTERS = 40
"""Of a name in the table. [letters; choice]"""
GAP = 0.2
"""Space between bars. [share of a bar; choice]"""


@dataclass(frozen=True, slots=True)
class Weeks:
    """A chart for each row, None where nothing is on file, and the table of all."""

    charts: Sequence[Chart | None]
    head: Sequence[str]
    rows: Sequence[Sequence[str]]


def weeks_of(roster: Roster) -> Weeks:
    """Weeks of all athletes up to the last one of any."""
    mondays = sorted({week.monday for row in roster.rows for week in row.weeks})[-MOST_WEEKS:]
    head = [_("Athlete"), *(short_day(day) for day in mondays), _("Usual week")]
    charts = [_chart(row, number, mondays) for number, row in enumerate(roster.rows, 1)]
    rows = [_numbers(row, mondays) for row in roster.rows if row.weeks]
    return Weeks(charts, head, rows)


def _chart(row: AthleteRow, number: int, mondays: Sequence[date]) -> Chart | None:
    if not row.weeks:
        return None
    by_monday = {week.monday: week for week in row.weeks}
    weeks = [by_monday.get(day) for day in mondays]
    top = max((_known(week) for week in weeks), default=0.0) or 1.0
    n = len(mondays)
    return Chart(
        f"weeks-{number}",
        _("Impacts by week: {name}").format(name=shown_name(row.name, MOST_LETTERS)),
        _description(row, mondays),
        bars=[
            Bar((i + GAP / 2) / n, (1 - GAP) / n, 0.0, _share(week.impact_count, top), "bar")
            for i, week in enumerate(weeks)
            if week is not None and week.impact_count > 0
        ],
        lines=[
            Line(
                [
                    ((i + 0.5) / n, math.nan if week is None else week.usual_week / top)
                    for i, week in enumerate(weeks)
                ],
                "usual",
            )
        ],
    )


def _known(week: WeekLoad | None) -> float:
    """The most that is drawn of a week."""
    if week is None:
        return 0.0
    return max((x for x in (week.impact_count, week.usual_week) if x > 0), default=0.0)


def _share(count: float, top: float) -> float:
    return count / top if count > 0 else 0.0


def _description(row: AthleteRow, mondays: Sequence[date]) -> str:
    told = ", ".join(_numbers(row, mondays)[1:-1])
    return _("{weeks} up to that of {day}: {counts}; a usual week {usual}.").format(
        weeks=numbered(len(mondays), "{n} week", "{n} weeks"),
        day=long_day(mondays[-1]),
        counts=told,
        usual=_number(row.weeks[-1].usual_week),
    )


def _numbers(row: AthleteRow, mondays: Sequence[date]) -> list[str]:
    """Row of the table; a dash where the athlete's time on file had not begun."""
    by_monday = {week.monday: week.impact_count for week in row.weeks}
    return [
        shown_name(row.name, MOST_LETTERS),
        *(_number(by_monday[day]) if day in by_monday else "–" for day in mondays),
        _number(row.weeks[-1].usual_week),
    ]


def _number(value: float) -> str:
    return "?" if math.isnan(value) else f"{value:,.0f}"
