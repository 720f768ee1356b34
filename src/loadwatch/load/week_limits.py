"""What a usual week was, and from where the base ratio would have spoken, week by week."""

from __future__ import annotations

import numpy as np
import pandas as pd

from loadwatch.load.acute import week_limit
from loadwatch.load.history import History
from loadwatch.load.metrics import INITIAL_DAYS, base


def week_limits(history: History, name: str, *, limit: float, new_territory: float) -> pd.DataFrame:
    """A usual week and the limit of seven days, as of the last day of each ISO week.

    Parameters
    ----------
    history : History
        Up to the day of the judgement.
    name : str
        Column of DAILY that adds up over days. An unknown day counts nothing in what is usual.
    limit, new_territory : float
        As in ``load.acute.week_limit``. [unitless]

    Returns
    -------
    pandas.DataFrame
        Columns ``usual_week`` and ``limit_week`` in the unit of the column, indexed by
        ``week_start``; NaN in the first 28 days, of which nothing is usual yet.
    """
    weeks = history.weekly.index
    if not len(weeks):
        return pd.DataFrame({"usual_week": [], "limit_week": []}, index=weeks)
    load = np.nan_to_num(history.day(name))
    days = history.daily.index
    last = np.minimum(
        days.searchsorted(weeks + np.timedelta64(6, "D"), side="right") - 1, load.size - 1
    )
    is_early = last < INITIAL_DAYS
    usual = np.where(is_early, np.nan, 7 * base(load)[last])
    most = week_limit(load, limit=limit, new_territory=new_territory)[last]
    return pd.DataFrame(
        {"usual_week": usual, "limit_week": np.where(is_early, np.nan, most)}, index=weeks
    )
