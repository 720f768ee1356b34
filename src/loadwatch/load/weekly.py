"""Days → ISO weeks."""

from __future__ import annotations

import pandas as pd

from loadwatch.columns import WEEKLY, names
from loadwatch.load.context import context
from loadwatch.load.daily import UNOBSERVED, WHOLE

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
    days = pd.DatetimeIndex(daily.index)
    monday = pd.Series(days - pd.to_timedelta(days.day_of_week, unit="D"), index=days)
    extended = daily.assign(
        run_day_count=(daily["run_count"] > 0).astype(float),
        unobserved_day_count=(daily["day_state"] == UNOBSERVED).astype(float),
    )
    grouped = extended.groupby(monday.rename("week_start"))
    columns = {}
    for column in WEEKLY:
        if column.name not in extended.columns:
            continue
        if column.aggregate == "sum":
            columns[column.name] = grouped[column.name].sum()
        elif column.aggregate == "max":
            columns[column.name] = grouped[column.name].max()
        else:
            columns[column.name] = grouped[column.name].last()
    weekly = pd.DataFrame(columns)
    nobody_knows = weekly["unobserved_day_count"] == grouped.size()
    for column in WEEKLY:
        if column.name in COUNTS or column.name not in weekly.columns:
            continue
        unknown = extended[column.name].isna().groupby(monday.rename("week_start")).any()
        is_whole = column.name in WHOLE
        not_known = unknown & ((weekly[column.name] == 0) | is_whole)
        weekly[column.name] = weekly[column.name].mask(not_known | nobody_knows)
    impacts = weekly["run_impact_count"]
    before = impacts.shift(1).where(lambda value: value > 0)
    weekly["run_impact_count_change_pct"] = (impacts / before - 1) * 100
    weekly = weekly.join(context(daily, grouped["run_count"].size().cumsum() - 1))
    return weekly[[name for name in names(WEEKLY) if name in weekly.columns]]
