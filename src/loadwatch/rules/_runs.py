"""What rules about single runs share: the runs before each run, and what no run tells."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any

import numpy as np
import pandas as pd

from loadwatch.load import History
from loadwatch.rules._base import WhyNot
from loadwatch.units import Bools, Floats

FIRST_ORDINAL = date(1970, 1, 1).toordinal()
"""Ordinal of the day that has the number 0. [days]"""


def day_numbers(runs: pd.DataFrame) -> np.ndarray:
    """Local day of each run as a number. [days]"""
    result: np.ndarray = runs["local_date"].to_numpy("datetime64[D]").astype(np.int64)
    return result


def labels(runs: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Day number, session ids and files of each run."""
    ids, files = (runs[name].to_numpy(object) for name in ("session_ids", "sources"))
    return day_numbers(runs), ids, files


def day_number(day: date) -> int:
    """Number of a day, as ``day_numbers`` counts. [days]"""
    return day.toordinal() - FIRST_ORDINAL


def day_of(number: int | np.integer[Any]) -> date:
    """Day of a number, as ``day_numbers`` counts."""
    return date.fromordinal(FIRST_ORDINAL + int(number))


def window_begins(runs: pd.DataFrame, lookback_days: int) -> np.ndarray:
    """For each run, where the runs of the days before it begin; those of its own day belong to it.

    The window of a run ends before the run itself.
    """
    days = day_numbers(runs)
    return np.searchsorted(days, days - lookback_days)


def most_before(values: Floats, begins: np.ndarray, *, least_runs: int = 1) -> Floats:
    """Largest known value of the runs before each; NaN where fewer than ``least_runs`` have one."""
    position = np.arange(values.size)
    most = np.full(values.size, np.nan)
    for ago in range(1, int(np.max(position - begins, initial=0)) + 1):
        is_inside = position[ago:] - ago >= begins[ago:]
        most[ago:] = np.where(is_inside, np.fmax(most[ago:], values[:-ago]), most[ago:])
    known = np.concatenate(([0], np.cumsum(np.isfinite(values))))
    return np.where(known[position] - known[begins] >= least_runs, most, np.nan)


@dataclass(frozen=True)
class RunsOnFile:
    """Runs of a history, to be looked up by their days."""

    days: Sequence[int]
    order: np.ndarray
    sources: np.ndarray
    impacts: Floats
    is_known: Bools
    is_estimated: Bools

    @classmethod
    def of(cls, runs: pd.DataFrame) -> RunsOnFile:
        """From the runs of a history."""
        days = day_numbers(runs)
        order = np.argsort(days, kind="stable")
        return cls(
            days[order].tolist(),
            order,
            runs["sources"].to_numpy(object),
            runs["run_impact_count"].to_numpy(np.float64),
            runs["is_known"].to_numpy(bool),
            runs["is_estimated"].to_numpy(bool),
        )

    def positions(self, day: date, window_days: int) -> np.ndarray:
        """Rows of the runs in the window that ends on a day, in order of their start."""
        last = day_number(day)
        begin, end = (bisect_right(self.days, each) for each in (last - window_days, last))
        return np.sort(self.order[begin:end])

    def files(self, positions: np.ndarray) -> tuple[str, ...]:
        """Files of runs."""
        return tuple(chain.from_iterable(self.sources[positions]))


def no_run(words: str, *, column: str, days: int) -> WhyNot:
    """Reason why a rule cannot judge when no run of the last ``{days}`` has a column."""

    def unless(history: History) -> str | None:
        recent = day_numbers(history.runs) > day_number(history.as_of) - days
        if history.runs[column].notna().to_numpy()[recent].any():
            return None
        return words.format(days=days)

    return unless
