"""Weeks and the load of the last seven days, as tables for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

import pandas as pd

from loadwatch.language import _, numbered
from loadwatch.report._base import Review
from loadwatch.report.table import Column, table, with_notes
from loadwatch.report.width import USUAL, columns
from loadwatch.report.words import number, wrapped
from loadwatch.rules import Severity
from loadwatch.shown import KILOMETRE_M, long_day, unit, unit_m

MANY_UNOBSERVED = 2
BAR = "█"
BAR_LONGEST, BAR_MOST = 8, 40
"""The greatest week's bar on a page of 80 columns, and on a wide one. [letters; choice]"""


def week_lines(review: Review, count: int) -> Iterator[str]:
    """One line for each of the last weeks."""
    weekly = review.weekly.tail(count)
    if weekly.empty:
        return
    most = float(weekly["run_impact_count"].max())
    longest = min(max(BAR_LONGEST + columns() - USUAL, 0), BAR_MOST)
    flagged = flagged_weeks(review, weekly)
    yield ""
    yield _("Weeks (! = something was found)")
    empty: list[pd.Timestamp] = []
    rows: list[list[str]] = []
    notes: list[tuple[int, list[str]]] = []
    for week, row, is_flagged in zip(
        pd.DatetimeIndex(weekly.index), weekly.to_dict("records"), flagged, strict=True
    ):
        if is_unknown_week(row):
            empty.append(week)
            continue
        notes.append((len(rows), _no_files(empty)))
        empty = []
        mark, day = "!" if is_flagged else " ", long_day(week.date())
        if has_unknown_runs_alone(row) and not row["run_distance_m"]:
            words = _("run and walk not known")
            notes.append((len(rows), [f"{mark} {day:<11}  {row['run_count']:>4.0f}  {words}"]))
        else:
            rows.append([mark, day, *_figures(row, most, longest)])
    notes.append((len(rows), _no_files(empty)))
    head, *lines = table(_columns(), rows)
    yield head
    yield from with_notes(lines, notes)
    yield from wrapped(
        _("impacts: foot strikes while running; base: last 7 days over the 6-week base")
    )


def is_unknown_week(row: dict[Any, Any]) -> bool:
    """Whether nobody knows of a week: no run, and days without a file that may not be rest."""
    is_unknown = bool(pd.isna(row["run_impact_count"]))
    return not row["run_count"] and (row["unobserved_day_count"] > MANY_UNOBSERVED or is_unknown)


def acute_lines(review: Review) -> Iterator[str]:
    """What other tools call acute load and tolerance, in impacts and in easy kilometres."""
    if not any(each.last_7d or each.usual_week for each in review.acute):
        return
    yield ""
    is_provisional = review.acute[0].is_provisional
    yield _("Impact load now (provisional)") if is_provisional else _("Impact load now")
    easy = KILOMETRE_M / unit_m()
    names = (
        (_("impacts"), ",.0f", 1.0),
        (_("easy {unit} (b = 6)").format(unit=unit()), ".1f", easy),
        ("  " + _("with b = 2"), ".1f", easy),
        ("  " + _("with b = 10"), ".1f", easy),
    )
    rows = []
    for each, (name, spec, scale) in zip(review.acute, names, strict=True):
        figures = (each.week, each.last_7d, each.usual_week, each.limit_7d)
        rows.append([name, *(number(value, 1 / scale, spec, "") for value in figures)])
    yield from table(
        [
            Column("", 20, is_left=True),
            Column(_("since Monday"), 14, given_up=1),
            Column(_("last 7 days"), 13),
            Column(_("usual week"), 12),
            Column(_("speaks above"), 14),
        ],
        rows,
    )
    yield from wrapped(" ".join(_easy_words(review)))


def _easy_words(review: Review) -> Iterator[str]:
    is_metric = unit_m() == KILOMETRE_M
    if is_metric:
        yield _(
            "easy km: foot strikes by their force, as kilometres of easy, level running; how much "
            "a harder step counts is not known, so b = 2 and b = 10 stand beside it. Only impacts "
            "are judged."
        )
    else:
        yield _(
            "easy mi: foot strikes by their force, as miles of easy, level running; how much a "
            "harder step counts is not known, so b = 2 and b = 10 stand beside it. Only impacts "
            "are judged."
        )
    if review.cost_per_km is None:
        return
    cost = f"{review.cost_per_km:.2f}"
    if is_metric:
        yield _("A kilometre of the last 7 days came to {cost} easy km.").format(cost=cost)
    else:
        yield _("A mile of the last 7 days came to {cost} easy mi.").format(cost=cost)


def _no_files(weeks: list[pd.Timestamp]) -> list[str]:
    """For weeks in a row without a run and with days that nobody knows of."""
    if not weeks:
        return []
    words = numbered(
        len(weeks),
        "no run on file for {n} week; not counted as rest",
        "no run on file for {n} weeks; not counted as rest",
    )
    return wrapped(words, f"  {long_day(weeks[0].date()):<11}  ", " " * 15)


def has_unknown_runs_alone(row: Mapping[Any, Any]) -> bool:
    """Whether a day or week has runs, and of none is known what was run in it."""
    return bool(row["run_count"] == row["unknown_run_count"] > 0)


def at_least(row: Mapping[Any, Any], name: str, scale: float = 1, spec: str = ",.0f") -> str:
    """A figure of a day or week; a question mark behind it, or alone, where a run is not known."""
    if has_unknown_runs_alone(row):
        return "?"
    return number(row[name], scale, spec, "") + "?" * bool(row["unknown_run_count"])


def _flag_starts(review: Review) -> list[tuple[date, date]]:
    """First and last day of each caution and warning, open, put aside or over."""
    aside = [each.finding for each in review.acknowledged]
    judged = [*review.judgement.findings, *aside, *review.judgement.earlier]
    return [(f.period_start, f.period_end) for f in judged if f.severity > Severity.INFO]


def flagged_weeks(review: Review, weekly: pd.DataFrame) -> list[bool]:
    """Whether each week has a run and a caution or a warning touches it."""
    starts = _flag_starts(review)
    mondays = [week.date() for week in pd.DatetimeIndex(weekly.index)]
    return [
        bool(ran)
        and any(first <= day + timedelta(days=6) and last >= day for first, last in starts)
        for day, ran in zip(mondays, weekly["run_count"] > 0, strict=True)
    ]


def _columns() -> list[Column]:
    return [
        Column("", 1, gap=0, is_left=True),
        Column(_("week of"), 12, gap=1, is_left=True),
        Column(_("runs"), 6),
        Column(_("run {unit}").format(unit=unit()), 8),
        Column(_("run min"), 9, given_up=2),
        Column(_("walk min"), 10, given_up=3),
        Column(_("impacts"), 9),
        Column("", 1, gap=0),
        Column(_("change"), 7, gap=1, given_up=1),
        Column(_("base"), 6),
        Column("", 0, is_left=True, given_up=4),
    ]


def _figures(row: dict[Any, Any], most: float, longest: int) -> list[str]:
    """Cells of a week behind its day."""
    impacts = row["run_impact_count"]
    change, ratio = row["run_impact_count_change_pct"], row["base_ratio"]
    return [
        f"{row['run_count']:.0f}",
        f"{row['run_distance_m'] / unit_m():.1f}",
        f"{row['run_time_s'] / 60:.0f}",
        number(row["walk_time_s"], 60, ".0f", ""),
        f"{impacts:,.0f}",
        "?" if row["unknown_run_count"] else "",
        "" if pd.isna(change) else f"{change:+.0f} %",
        "" if pd.isna(ratio) else f"{ratio:.2f}",
        BAR * round(longest * impacts / most) if most else "",
    ]
