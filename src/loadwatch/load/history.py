"""All that a rule may look at: tables up to one day, and nothing later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from loadwatch.athlete import Athlete
from loadwatch.athlete.profile import LONG_TERM, NOVICE, RETURNING
from loadwatch.load.daily import ACTIVE, UNOBSERVED, daily_table
from loadwatch.load.metrics import INITIAL_DAYS, rolling_sum
from loadwatch.load.sessions import rows_where, runs_table
from loadwatch.load.weekly import weekly_table
from loadwatch.units import Floats

LONG_RECORD_DAYS = 365
"""Files over this time tell the experience. [days; house decision 5]"""
NOVICE_KM_PER_WEEK = 10.0
"""Mean of twelve weeks below this is a novice. [km/week; evidence.md 9, choice]"""
RETURN_GAP_DAYS = 14
"""A gap of this length makes a returning runner. [days; evidence.md 9, choice]"""
RETURN_LASTS_DAYS = 42
"""For how long after such a gap. [days; choice: one time constant of the base]"""


@dataclass(frozen=True)
class History:
    """What a rule sees.

    Parameters
    ----------
    sessions, runs, daily : pandas.DataFrame
        Tables up to ``as_of``; ``runs`` has the parts of one recording joined.
    as_of : date
        The day of the judgement; nothing later is in the tables.
    experience : sequence of (str or None)
        novice, returning or long-term on each day, as the profile says or by the files up to it;
        None is unknown.
    athlete : Athlete
        The profile; what it does not tell is None.
    since : date, optional
        First day that is asked about: a rule may leave out what it would say of days before.
    """

    sessions: pd.DataFrame
    runs: pd.DataFrame
    daily: pd.DataFrame
    as_of: date
    experience: Sequence[str | None]
    athlete: Athlete = field(default_factory=Athlete)
    since: date | None = None

    @cached_property
    def weekly(self) -> pd.DataFrame:
        """The ISO weeks that the days touch."""
        return weekly_table(self.daily)

    def day(self, name: str) -> Floats:
        """A column of the daily table as an array."""
        return self.daily[name].to_numpy(np.float64)

    @cached_property
    def first_day(self) -> date:
        """Day of the first session."""
        day: pd.Timestamp = self.daily.index[0]
        return day.date()

    @property
    def asked_from(self) -> int:
        """Position in the daily table of the first day that is asked about."""
        return 0 if self.since is None else max(0, (self.since - self.first_day).days)

    def date_at(self, position: int | np.integer[Any]) -> date:
        """Day at a position of the daily table."""
        return self.first_day + timedelta(days=int(position))

    @cached_property
    def run_positions(self) -> np.ndarray:
        """Position in the daily table of the day of each run."""
        days = self.runs["local_date"].to_numpy("datetime64[D]") - np.datetime64(
            self.first_day, "D"
        )
        result: np.ndarray = days.astype(np.int64)
        return result

    @property
    def run_days(self) -> np.ndarray:
        """Whether each day has a run."""
        result: np.ndarray = self.daily["run_count"].to_numpy() > 0
        return result

    def unknown_runs(self, window_days: int) -> Floats:
        """Runs of unknown impacts in the window that ends at each day."""
        return rolling_sum(self.day("unknown_run_count"), window_days)

    def runs_of_unknown_distance(self, window_days: int) -> Floats:
        """Runs of unknown distance in the window that ends at each day."""
        count = np.zeros(len(self.daily))
        least = self.runs["run_distance_m"].to_numpy(np.float64)
        most = self.runs["run_distance_upper_m"].to_numpy(np.float64)
        np.add.at(count, self.run_positions[least != most], 1.0)
        return rolling_sum(count, window_days)

    def unobserved_days(self, window_days: int) -> Floats:
        """Unobserved days in the window that ends at each day, as known on that day.

        A later file may show that the days before it were rest; on a day without a file, the days
        since the last file count as unobserved, but for those that a diary tells.
        """
        last_active, total, open_total = self._unseen_until
        position = np.arange(last_active.size)
        begin = np.clip(position + 1 - window_days, 0, None)
        until_active = np.clip(last_active + 1, begin, None)
        result: Floats = (
            total[until_active] - total[begin] + open_total[position + 1] - open_total[until_active]
        )
        return result

    @cached_property
    def _unseen_until(self) -> tuple[np.ndarray, Floats, Floats]:
        """Position of the last active day; unobserved days, and days nobody told of, before each.

        The totals have one value more than there are days.
        """
        states = self.daily["day_state"].to_numpy(object)
        active = states == ACTIVE
        last_active = np.maximum.accumulate(np.where(active, np.arange(active.size), -1))
        untold = ~active & self.daily["diary_day"].isna().to_numpy()
        total, open_total = (
            np.concatenate(([0.0], np.cumsum(is_missing.astype(np.float64))))
            for is_missing in (states == UNOBSERVED, untold)
        )
        return last_active, total, open_total


def build_history(
    sessions: pd.DataFrame,
    as_of: date,
    told: pd.DataFrame | None = None,
    athlete: Athlete | None = None,
) -> History:
    """Tables as of a day from the sessions table, what a diary tells of days, and a profile."""
    athlete = athlete or Athlete()
    known = rows_where(sessions, sessions["local_date"] <= pd.Timestamp(as_of))
    daily = daily_table(known, as_of, told)
    experience = [athlete.experience] * len(daily) if athlete.experience else experience_of(daily)
    return History(known, runs_table(known), daily, as_of, experience, athlete)


def experience_of(daily: pd.DataFrame, *, begin: int = 0) -> list[str | None]:
    """Experience on each day from at least a year of files before; None where they cannot tell.

    ``begin`` is the position of the first day that is asked for.
    """
    if daily.empty:
        return []
    run_days = np.flatnonzero(daily["run_count"].to_numpy() > 0)
    returns = run_days[1:][np.diff(run_days) >= RETURN_GAP_DAYS]
    km = daily["run_distance_m"].to_numpy(np.float64) / 1000
    twelve_weeks = rolling_sum(km, 84) / 12
    slow = daily["base_run_impact_count"].to_numpy(np.float64)
    best = np.maximum.accumulate(np.where(np.arange(slow.size) < INITIAL_DAYS, 0.0, slow))
    returned = np.zeros(len(daily), dtype=bool)
    for first_run in returns:
        returned[first_run : first_run + RETURN_LASTS_DAYS] = True
    who = np.full(len(daily), None, dtype=object)
    who[slow > best / 2] = LONG_TERM
    who[twelve_weeks < NOVICE_KM_PER_WEEK] = NOVICE
    who[returned] = RETURNING
    who[: LONG_RECORD_DAYS - 1] = None
    result: list[str | None] = who[begin:].tolist()
    return result
