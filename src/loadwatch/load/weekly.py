"""Days → ISO weeks."""

from __future__ import annotations

import numpy as np
import pandas as pd

from loadwatch.columns import WEEKLY, names
from loadwatch.load.context import context
from loadwatch.load.daily import UNOBSERVED, WHOLE
from loadwatch.load.metrics import WEEK_DAYS
from loadwatch.units import Bools, Floats

COUNTS = frozenset(
    {
        "session_count",
        "run_count",
        "unknown_run_count",
        "run_day_count",
        "unobserved_day_count",
    }
)
"""Columns that count what is on file, so that 0 is a fact."""


def weekly_table(daily: pd.DataFrame) -> pd.DataFrame:
    """Sums and maxima of every ISO week (from Monday) that the days touch.

    Parameters
    ----------
    daily : pandas.DataFrame
        From ``daily_table``.

    Returns
    -------
    pandas.DataFrame
        Columns of WEEKLY, indexed by ``week_start``. NaN where nothing is known, as in a week of
        unobserved days alone; the change is NaN for the first week and after one without a run.
    """
    if daily.empty:
        return pd.DataFrame(index=pd.DatetimeIndex([], name="week_start"))
    weeks = _Weeks(pd.DatetimeIndex(daily.index))
    values = {str(name): daily[name].to_numpy(np.float64) for name in daily.select_dtypes("number")}
    values["run_day_count"] = (values["run_count"] > 0).astype(np.float64)
    values["unobserved_day_count"] = (daily["day_state"] == UNOBSERVED).to_numpy(np.float64)
    aggregates = {"sum": weeks.sums, "max": weeks.greatest, "none": weeks.last_known}
    columns = {
        column.name: aggregates[column.aggregate](values[column.name])
        for column in WEEKLY
        if column.name in values
    }
    nobody_knows = columns["unobserved_day_count"] == weeks.day_counts
    for name, found in columns.items():
        if name not in COUNTS:
            not_known = weeks.has_unknown(values[name]) & ((found == 0) | (name in WHOLE))
            columns[name] = np.where(not_known | nobody_knows, np.nan, found)
    weekly = pd.DataFrame(columns, index=weeks.mondays)
    impacts = weekly["run_impact_count"]
    before = impacts.shift(1).where(lambda value: value > 0)
    weekly["run_impact_count_change_pct"] = (impacts / before - 1) * 100
    weekly = weekly.join(context(daily, pd.Series(weeks.ends, index=weeks.mondays)))
    return weekly[[name for name in names(WEEKLY) if name in weekly.columns]]


class _Weeks:
    """Days in a row, laid out seven a week; days that the table lacks are unknown.

    Parameters
    ----------
    days : pandas.DatetimeIndex
        Every day from the first to the last.
    """

    def __init__(self, days: pd.DatetimeIndex) -> None:
        self._before = int(days[0].day_of_week)
        self._count = len(days)
        filled = self._before + self._count
        self._length = -(-filled // WEEK_DAYS)
        weeks = pd.to_timedelta(np.arange(self._length) * WEEK_DAYS - self._before, unit="D")
        self.mondays = pd.DatetimeIndex(days[0] + weeks, name="week_start")
        self.ends = np.minimum(np.arange(1, self._length + 1) * WEEK_DAYS, filled) - (
            self._before + 1
        )
        self.day_counts = np.diff(self.ends, prepend=-1)

    def _laid_out(self, values: Floats, missing: float = np.nan) -> Floats:
        laid = np.full(self._length * WEEK_DAYS, missing)
        laid[self._before : self._before + self._count] = values
        return laid.reshape(self._length, WEEK_DAYS)

    def sums(self, values: Floats) -> Floats:
        """Sum of the days that are known; 0 where none is."""
        result: Floats = np.nansum(self._laid_out(values), axis=1)
        return result

    def greatest(self, values: Floats) -> Floats:
        """Greatest of the days that are known; NaN where none is."""
        result: Floats = np.fmax.reduce(self._laid_out(values), axis=1)
        return result

    def last_known(self, values: Floats) -> Floats:
        """Value of the last day that is known; NaN where none is."""
        laid = self._laid_out(values)
        last = WEEK_DAYS - 1 - np.argmax(~np.isnan(laid)[:, ::-1], axis=1)
        result: Floats = laid[np.arange(self._length), last]
        return result

    def has_unknown(self, values: Floats) -> Bools:
        """Whether a day of the table is unknown."""
        result: Bools = np.any(np.isnan(self._laid_out(values, 0.0)), axis=1)
        return result
