"""The last weeks as rows of a message, with a bar for each."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from loadwatch.language import _, numbered
from loadwatch.report import Review
from loadwatch.report.weeks import at_least, flagged_weeks, is_unknown_week
from loadwatch.shown import long_day, unit, unit_m

FLAG = "▲"


@dataclass(frozen=True, slots=True)
class Week:
    """One week in words.

    Parameters
    ----------
    cells : sequence of str
        Monday, runs, distance, impacts and their change; or Monday and that no run is on file.
    bar_pct : int
        Its impacts against the most of these weeks. [%]
    is_flagged : bool
        Whether something was found in it.
    """

    cells: Sequence[str]
    bar_pct: int = 0
    is_flagged: bool = False


@dataclass(frozen=True, slots=True)
class Weeks:
    """The last weeks, the latest first, the names of their columns, and how many they are."""

    head: Sequence[str]
    rows: Sequence[Week]
    count: int = 0


def weeks_of(review: Review, count: int) -> Weeks:
    """The last weeks of a review; without one there are no rows.

    Parameters
    ----------
    review : Review
        What was judged.
    count : int
        Most weeks.
    """
    weekly = review.weekly.tail(count)
    head = (_("Week of"), _("Runs"), unit(), _("Impacts"), _("Change"))
    if weekly.empty:
        return Weeks(head, ())
    most = float(weekly["run_impact_count"].max())
    rows: list[Week] = []
    empty: list[date] = []
    for week, row, flagged in zip(
        pd.DatetimeIndex(weekly.index),
        weekly.to_dict("records"),
        flagged_weeks(review, weekly),
        strict=True,
    ):
        monday = week.date()
        impacts = float(row["run_impact_count"])
        if is_unknown_week(row):
            empty.append(monday)
            continue
        rows += _no_files(empty)
        empty = []
        is_known = most > 0 and not math.isnan(impacts)
        rows.append(
            Week(
                (long_day(monday), *_cells(row)),
                round(100 * impacts / most) if is_known else 0,
                flagged,
            )
        )
    rows += _no_files(empty)
    return Weeks(head, rows[::-1], len(weekly))


def _no_files(mondays: Sequence[date]) -> list[Week]:
    """One row for weeks in a row without a run and with days that nobody knows of."""
    if not mondays:
        return []
    words = numbered(
        len(mondays),
        "no run on file; not counted as rest",
        "no run on file for {n} weeks; not counted as rest",
    )
    return [Week((long_day(mondays[0]), words))]


def lines(weeks: Weeks) -> Iterator[str]:
    """The same as columns of text, as narrow as a mail."""
    if not weeks.rows:
        return
    cells = [weeks.head, *(week.cells for week in weeks.rows)]
    whole = [each for each in cells if len(each) == len(weeks.head)]
    widths = [max(len(each[i]) for each in whole) for i in range(len(weeks.head))]
    marks = ["", *(FLAG if week.is_flagged else "" for week in weeks.rows)]
    for mark, (first, *others) in zip(marks, cells, strict=True):
        told = "".join(
            f"  {cell:>{width}}" if len(others) > 1 else f"  {cell}"
            for cell, width in zip(others, widths[1:], strict=False)
        )
        yield f"{mark:1} {first:<{max(widths[0], 11)}}{told}".rstrip()


def _cells(row: Mapping[Hashable, Any]) -> tuple[str, ...]:
    """What a week had; a question mark stands behind what is at least so much."""
    change = row["run_impact_count_change_pct"]
    return (
        f"{row['run_count']:,.0f}",
        at_least(row, "run_distance_m", unit_m(), ".1f"),
        at_least(row, "run_impact_count"),
        "" if pd.isna(change) else f"{change:+.0f} %",
    )


def note(weeks: Weeks) -> str:
    """What the rows mean."""
    words = _("Impacts are foot strikes while running, with their change on the week before.")
    if any(week.is_flagged for week in weeks.rows):
        return f"{words} " + _("{sign}: something was found.").format(sign=FLAG)
    return words


def title(weeks: Weeks) -> str:
    """How many they are."""
    return numbered(weeks.count, "The last week", "The last {n} weeks")
