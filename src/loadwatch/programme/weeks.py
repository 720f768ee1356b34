"""Weeks of a programme: how many sessions, and how far, against those of the trial."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from loadwatch.load import History
from loadwatch.load.daily import MAX_UNOBSERVED_DAYS
from loadwatch.programme.placing import AT_STAGE, TEST, Placed

TRIAL_WEEKS = 12
"""Length of the trial. [weeks; Neason 2024]"""
TRIAL_SESSIONS = 2.1
"""Sessions a week that its runners did, of three. [1/week; Neason 2024]"""
TRIAL_FIRST_KM, TRIAL_LAST_KM = 2.9, 5.6
"""Running distance at its beginning and at its end. [km/week; Neason 2024]"""
SUBGROUP_KM = (28.6, 46.1)
"""Distance over the trial of the runners whose discs changed, in a later analysis of subgroups.
[km; Samanna]"""


@dataclass(frozen=True, slots=True)
class Week:
    """One ISO week of a programme.

    Parameters
    ----------
    week_start : date
        Its Monday.
    session_count : int or None
        Sessions on the ladder; None where too many days are unobserved to know.
    other_run_count : int
        Runs that are none.
    run_km : float
        Distance run; a lower bound where a run is not known, NaN without an observed day. [km]
    """

    week_start: date
    session_count: int | None
    other_run_count: int
    run_km: float


def weeks_since(history: History, placed: Sequence[Placed], first: date) -> list[Week]:
    """Weeks from the one of a day to the last.

    Parameters
    ----------
    history : History
        With its weekly table.
    placed : sequence of Placed
        From ``place_runs``.
    first : date
        First day of the programme.
    """
    sessions: Counter[date] = Counter()
    others: Counter[date] = Counter()
    for item in placed:
        if item.day >= first:
            counter = sessions if item.kind in {AT_STAGE, TEST} else others
            counter[_monday(item.day)] += 1
    weekly = history.weekly.loc[pd.Timestamp(_monday(first)) :]
    found = []
    for week, row in zip(pd.DatetimeIndex(weekly.index), weekly.to_dict("records"), strict=True):
        monday = week.date()
        run_km = row["run_distance_m"] / 1000
        is_known = row["unobserved_day_count"] <= MAX_UNOBSERVED_DAYS and not math.isnan(run_km)
        count = sessions[monday] if sessions[monday] or is_known else None
        found.append(Week(monday, count, others[monday], run_km))
    return found


def sessions_a_week(placed: Sequence[Placed], first: date, as_of: date) -> float | None:
    """Sessions on the ladder for every seven days since the first; None in the first week."""
    days = (as_of - first).days + 1
    if days < 7:
        return None
    on_ladder = [item for item in placed if item.kind in {AT_STAGE, TEST} and item.day >= first]
    return len(on_ladder) / (days / 7)


def trial_km(history: History, first: date) -> float:
    """Distance run in the first twelve weeks of a programme, as far as they are over. [km]"""
    days = history.daily.loc[
        pd.Timestamp(first) : pd.Timestamp(first + timedelta(weeks=TRIAL_WEEKS, days=-1))
    ]
    return float(days["run_distance_m"].sum()) / 1000


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
