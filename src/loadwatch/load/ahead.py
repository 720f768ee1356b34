"""A history and what may follow it: planned runs, days of rest, and weeks that stay level.

Equal in every value to ``build_history`` on the longer table, in a tenth of its time: a plan asks
the rules about hundreds of tomorrows.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from loadwatch.columns import SESSIONS
from loadwatch.load.daily import daily_ahead
from loadwatch.load.diary import TOLD_COLUMNS
from loadwatch.load.history import History, experience_of
from loadwatch.load.sessions import RUN_SPORT, runs_table

PLANNED = "planned"
"""``format`` and ``source`` of a session that has not been run."""
REST_TOLD = "rest"
LEVEL_DAYS = 7
"""Days that a level future repeats. [days; choice: one week]"""


@dataclass(frozen=True, slots=True)
class PlannedRun:
    """A run that may be run.

    Parameters
    ----------
    day : date
        Local day.
    distance_m, time_s, impact_count : float
        Running alone. [m; s; impacts]
    repetitions : int
        Uninterrupted runs of equal length.
    walk_s : float
        Walk between two of them. [s]
    """

    day: date
    distance_m: float
    time_s: float
    impact_count: float
    repetitions: int = 1
    walk_s: float = 0.0

    @property
    def bout_s(self) -> float:
        """One of the uninterrupted runs. [s]"""
        return self.time_s / self.repetitions

    @property
    def walk_time_s(self) -> float:
        """Walking after every run but the last. [s]"""
        return self.walk_s * (self.repetitions - 1)

    def row(self) -> dict[str, Any]:
        """Its row of SESSIONS; what a plan cannot tell is unknown."""
        total = self.time_s + self.walk_time_s
        return {
            "session_id": f"{self.day:%Y%m%d}-{PLANNED}",
            "local_date": pd.Timestamp(self.day),
            "sport": RUN_SPORT,
            "format": PLANNED,
            "source": PLANNED,
            "sources": [PLANNED],
            "impact_source": "none",
            "quality": "",
            "total_elapsed_time_s": total,
            "total_timer_time_s": total,
            "total_distance_m": self.distance_m,
            "run_time_s": self.time_s,
            "walk_time_s": self.walk_time_s,
            "run_distance_m": self.distance_m,
            "run_distance_upper_m": self.distance_m,
            "run_impact_count": self.impact_count,
            "run_impact_count_upper": self.impact_count,
            "run_bout_count": float(self.repetitions),
            "longest_run_bout_s": self.bout_s,
            "typical_run_bout_s": self.bout_s,
            "typical_walk_bout_s": self.walk_s if self.repetitions > 1 else math.nan,
            "run_speed_mps": self.distance_m / self.time_s,
        }


def ahead(history: History, rows: Sequence[Mapping[str, Any]], until: date) -> History:
    """The history as it will be on a later day, if these sessions are all that happens.

    Parameters
    ----------
    history : History
        With at least one dated session.
    rows : sequence of mapping
        Columns of SESSIONS that are known, in order, each on a day after ``history.as_of``.
    until : date
        New last day, after ``history.as_of``. Days without a session are told as rest.

    Returns
    -------
    History
    """
    unit = pd.DatetimeIndex(history.daily.index).unit
    rows = [{**_UNKNOWN, **row, "local_date": row["local_date"].as_unit(unit)} for row in rows]
    begin = pd.Timestamp(history.as_of) + pd.Timedelta(days=1)
    days = pd.date_range(begin, pd.Timestamp(until), name="local_date").as_unit(unit)
    active = days.isin([row["local_date"] for row in rows])
    told: dict[str, np.ndarray] = {
        name: np.full(
            len(days), math.nan if history.daily[name].dtype == np.float64 else None,
            dtype=history.daily[name].to_numpy().dtype,
        )
        for name in TOLD_COLUMNS
    }  # fmt: skip
    told["diary_day"][~active] = REST_TOLD
    daily = daily_ahead(history.daily, rows, days, told)
    who = history.athlete.experience
    fresh = [who] * len(days) if who else experience_of(daily, begin=len(history.daily))
    sessions, runs = history.sessions, history.runs
    if rows:
        table = _table(rows, sessions)
        sessions, runs = _joined(sessions, table), _joined(runs, runs_table(table))
    return History(sessions, runs, daily, until, [*history.experience, *fresh], history.athlete)


def level_rows(history: History, until: date) -> list[dict[str, Any]]:
    """Sessions of the last seven days again and again, from the next day to a last one."""
    after = pd.Timestamp(history.as_of) - pd.Timedelta(days=LEVEL_DAYS)
    week = history.sessions[history.sessions["local_date"] > after].to_dict("records")
    result: list[dict[str, Any]] = []
    weeks = math.ceil((until - history.as_of).days / LEVEL_DAYS)
    for number in range(1, weeks + 1):
        later = timedelta(days=LEVEL_DAYS * number)
        result += [
            {
                **{str(name): value for name, value in row.items()},
                "session_id": f"{row['session_id']}-{number}",
                "local_date": row["local_date"] + later,
                "start_time": None if pd.isna(row["start_time"]) else row["start_time"] + later,
            }
            for row in week
            if row["local_date"] + later <= pd.Timestamp(until)
        ]
    return result


_UNKNOWN = {
    column.name: math.nan if column.dtype == "float" else pd.NaT if column.dtype == "time" else None
    for column in SESSIONS
}


def _table(rows: Sequence[Mapping[str, Any]], like: pd.DataFrame) -> pd.DataFrame:
    """Rows as a table of the same columns and kinds."""
    columns: dict[Any, Any] = {}
    for name, kind in like.dtypes.items():
        values = [row[str(name)] for row in rows]
        is_number = kind == np.float64
        columns[name] = np.array(values, float) if is_number else pd.Series(values, dtype=kind)
    return pd.DataFrame(columns)


def _joined(table: pd.DataFrame, later: pd.DataFrame) -> pd.DataFrame:
    """Both; an empty table has columns of no kind."""
    if later.empty:
        return table
    return pd.concat([table, later], ignore_index=True) if len(table) else later
