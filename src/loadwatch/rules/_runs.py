"""What rules about single runs share: the runs before each run, and what no run tells."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from loadwatch.load import History
from loadwatch.rules._base import WhyNot
from loadwatch.units import Floats


def day_numbers(runs: pd.DataFrame) -> np.ndarray:
    """Local day of each run as a number. [days]"""
    result: np.ndarray = runs["local_date"].to_numpy("datetime64[D]").astype(np.int64)
    return result


def day_number(day: date) -> int:
    """Number of a day, as ``day_numbers`` counts. [days]"""
    return (day - date(1970, 1, 1)).days


def runs_before(runs: pd.DataFrame, lookback_days: int) -> list[slice]:
    """For each run, where the runs of the days before it are; those of its own day included."""
    days = day_numbers(runs)
    begins = np.searchsorted(days, days - lookback_days)
    return [slice(int(begin), position) for position, begin in enumerate(begins)]


def most_before(values: Floats, before: list[slice], *, least_runs: int) -> Floats:
    """Largest known value of the runs before each; NaN where fewer than ``least_runs`` have one."""
    return np.array(
        [
            np.nanmax(values[earlier])
            if np.isfinite(values[earlier]).sum() >= least_runs
            else np.nan
            for earlier in before
        ]
    )


def no_run(has: str, *, column: str, days: int) -> WhyNot:
    """Reason why a rule cannot judge when no run of the last days has a column."""

    def unless(history: History) -> str | None:
        begin = pd.Timestamp(history.as_of) - pd.Timedelta(days=days)
        recent = history.runs["local_date"] > begin
        if history.runs.loc[recent, column].notna().any():
            return None
        return f"no run of the last {days} days {has}"

    return unless
