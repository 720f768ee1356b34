"""Measures that other tools show, at the end of each week: for comparison, judged by no rule."""

from __future__ import annotations

import numpy as np
import pandas as pd

from loadwatch.load.acute_chronic import FIRST_DAYS, coupled_ratio, ewma_ratio, uncoupled_ratio
from loadwatch.load.daily import MAX_UNOBSERVED_DAYS, UNOBSERVED
from loadwatch.load.metrics import WEEK_DAYS, monotony_of_weeks, rolling_sum, weeks_before
from loadwatch.load.volume import volume_class
from loadwatch.units import Bools

VOLUME_DAYS = 84
"""Twelve weeks, of which the volume class is the mean. [days; evidence.md M29]"""


def context(daily: pd.DataFrame, ends: pd.Series) -> pd.DataFrame:
    """The context columns of WEEKLY; unknown where their window is not known.

    A window is known if it lies within the days on file, holds at most two unobserved days, and no
    run of unknown impacts (for the volume class: of a distance that could change the class).

    Parameters
    ----------
    daily : pandas.DataFrame
        From ``daily_table``.
    ends : pandas.Series
        Position of the last day of each week, indexed by week.
    """
    last = ends.to_numpy(np.intp)
    unobserved = (daily["day_state"] == UNOBSERVED).to_numpy(np.float64)
    unknown = daily["unknown_run_count"].to_numpy(np.float64)
    load = daily["run_impact_count"].to_numpy(np.float64)
    month = _is_known(unobserved, unknown, FIRST_DAYS)
    week = _is_known(unobserved, unknown, WEEK_DAYS)
    ratios = {
        name: np.where(month, ratio(load), np.nan)[last]
        for name, ratio in (
            ("acwr_coupled_ratio", coupled_ratio),
            ("acwr_uncoupled_ratio", uncoupled_ratio),
            ("acwr_ewma_ratio", ewma_ratio),
        )
    }
    weeks = weeks_before(load)[last]
    alike = np.where(week[last], monotony_of_weeks(weeks), np.nan)
    alike[np.isinf(alike)] = np.nan
    return pd.DataFrame(
        {
            **ratios,
            "monotony_ratio": alike,
            "strain_count": weeks.sum(axis=1) * alike,
            "volume_class": _volume_classes(daily, unobserved, last),
        },
        index=ends.index,
    )


def _is_known(unobserved: np.ndarray, unknown: np.ndarray, days: int) -> Bools:
    whole = np.arange(unobserved.size) >= days - 1
    seen = rolling_sum(unobserved, days) <= MAX_UNOBSERVED_DAYS
    result: Bools = whole & seen & (rolling_sum(unknown, days) == 0)
    return result


def _volume_classes(daily: pd.DataFrame, unobserved: np.ndarray, days: np.ndarray) -> np.ndarray:
    """Class on some days where the least and the most distance agree; else None."""
    known = _is_known(unobserved, np.zeros(unobserved.size), VOLUME_DAYS)[days]
    least, most = (
        rolling_sum(daily[name].to_numpy(np.float64), VOLUME_DAYS)[days] / 1000 / (VOLUME_DAYS / 7)
        for name in ("run_distance_m", "run_distance_upper_m")
    )
    classes = [
        volume_class(low) if is_known and volume_class(low) == volume_class(high) else None
        for low, high, is_known in zip(least, most, known, strict=True)
    ]
    return np.array(classes, dtype=object)
