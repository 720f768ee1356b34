"""Sessions → contiguous local days. A day without a file is rest only where that is likely."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from loadwatch.columns import SESSIONS
from loadwatch.load.diary import told_days
from loadwatch.load.metrics import base, ratio, rolling_sum
from loadwatch.load.sessions import RUN_SPORT
from loadwatch.units import Floats

MAX_REST_GAP_DAYS = 10
"""Days between two active days at most this far apart are rest. [days; house decision 2]"""
MAX_UNOBSERVED_DAYS = 2
"""A window with more unobserved days is not judged. [days; house decision 2]"""
ACTIVE, REST, UNOBSERVED = "active", "rest", "unobserved"

_ADDED = {column.name: column.aggregate for column in SESSIONS if column.aggregate != "none"}
RUN_ONLY = tuple(
    name
    for name in _ADDED
    if name.startswith(
        ("run_", "longest_run_", "impact_load_", "pace_load_", "downhill_run_", "hill_run_")
    )
)
"""Columns that count in running sessions alone: rules judge no walk. (house decision 8)"""
_COUNTS = ["session_count", "run_count", "unknown_run_count"]
LOWER_BOUNDS = ("run_impact_count", "run_distance_m", "run_time_s", "longest_run_bout_s")
"""Columns in which an unknown run counts 0, its least; other unknown values stay unknown."""

WHOLE = tuple(
    name
    for name in _ADDED
    if name.startswith(("impact_load_", "downhill_run_", "hill_run_")) or name.endswith("_au")
)
"""Columns of which a part tells nothing: one unknown, and the day and the week are unknown."""


UNBOUNDED = ("run_impact_count_upper", "run_distance_upper_m", *WHOLE)
"""Columns in which one run of unknown value leaves the day unknown."""


def daily_table(
    sessions: pd.DataFrame, as_of: date, told: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Sums and maxima of every day from the first session to ``as_of``.

    Unknown run impacts count 0 in ``run_impact_count`` (their lower bound) and their largest
    possible number in ``run_impact_count_upper``, which is NaN when not even that is known.

    Parameters
    ----------
    sessions : pandas.DataFrame
        From ``sessions_table``; later days and undated sessions are left out.
    as_of : date
        Last day.
    told : pandas.DataFrame, optional
        From ``told_days``: what a diary says of days.

    Returns
    -------
    pandas.DataFrame
        Columns of DAILY, indexed by ``local_date`` [day].
    """
    last = pd.Timestamp(as_of)
    wanted = ["local_date", "sport", *_ADDED]
    dated = sessions.loc[sessions["local_date"] <= last, wanted]
    if dated.empty:
        return pd.DataFrame(index=pd.DatetimeIndex([], name="local_date"))
    days = pd.date_range(dated["local_date"].min(), last, freq="D", name="local_date")
    is_run = dated["sport"] == RUN_SPORT
    marks = pd.DataFrame(
        {
            "local_date": dated["local_date"],
            "session_count": 1.0,
            "run_count": is_run.astype(np.float64),
            "unknown_run_count": (is_run & dated["run_impact_count"].isna()).astype(np.float64),
        }
    )
    parts = [
        marks.groupby("local_date")[_COUNTS].sum(),
        *_aggregated(dated, [name for name in _ADDED if name not in RUN_ONLY]),
        *_aggregated(dated[is_run], list(RUN_ONLY)),
    ]
    columns: dict[str, Any] = {
        str(name): part[name].to_numpy(np.float64, copy=True)
        for part in (each.reindex(days) for each in parts)
        for name in part
    }
    for name in _COUNTS:
        columns[name][np.isnan(columns[name])] = 0.0
    empty = {True: columns["run_count"] == 0, False: columns["session_count"] == 0}
    for name, aggregate in _ADDED.items():
        if aggregate == "sum" or name in RUN_ONLY:
            columns[name][empty[name in RUN_ONLY]] = 0.0
    for name in LOWER_BOUNDS:
        columns[name][np.isnan(columns[name])] = 0.0
    told = (told_days([]) if told is None else told).reindex(days)
    columns["day_state"] = _day_states(
        columns["session_count"] > 0, told["diary_day"].notna().to_numpy()
    )
    positions = days.get_indexer(pd.DatetimeIndex(dated["local_date"]))
    is_counted = {True: is_run.to_numpy(bool), False: True}
    for name in UNBOUNDED:
        is_unknown = np.isnan(dated[name].to_numpy(np.float64)) & is_counted[name in RUN_ONLY]
        columns[name][positions[is_unknown]] = np.nan
    return pd.concat([pd.DataFrame(columns | _windows(columns), index=days), told], axis=1)


def daily_ahead(
    daily: pd.DataFrame,
    rows: Sequence[Mapping[str, Any]],
    days: pd.DatetimeIndex,
    told: Mapping[str, np.ndarray],
) -> pd.DataFrame:
    """A daily table and the days after it, as ``daily_table`` would make them of all sessions.

    Parameters
    ----------
    daily : pandas.DataFrame
        From ``daily_table``.
    rows : sequence of mapping
        Columns of SESSIONS of the sessions on those days; what is missing is unknown.
    days : pandas.DatetimeIndex
        Days that follow the last one of ``daily``.
    told : Mapping of str to numpy.ndarray
        What a diary would tell of them, by column.
    """
    by_day: dict[pd.Timestamp, list[Mapping[str, Any]]] = {}
    for row in rows:
        by_day.setdefault(row["local_date"], []).append(row)
    fresh = [_day_of(by_day.get(day, [])) for day in days]
    counted = [*_COUNTS, *_ADDED]
    later = np.array([[day[name] for name in counted] for day in fresh], np.float64)
    numbers = np.concatenate((daily[counted].to_numpy(), later)).T.copy()
    columns: dict[str, np.ndarray] = {
        name: np.concatenate((daily[name].to_numpy(), values)) for name, values in told.items()
    }
    by_name = dict(zip(counted, numbers, strict=True))
    columns["day_state"] = _day_states(by_name["session_count"] > 0, pd.notna(columns["diary_day"]))
    columns |= _windows(by_name)
    index = pd.DatetimeIndex(daily.index.append(days), freq="D", name="local_date")
    kinds = daily[list(columns)].dtypes
    result = pd.DataFrame(numbers.T, columns=counted, index=index)
    for name, values in columns.items():
        is_number = kinds[name] == np.float64
        result[name] = values if is_number else pd.Series(values, index=index, dtype=kinds[name])
    return result[list(daily.columns)]


def _day_of(rows: Sequence[Mapping[str, Any]]) -> dict[str, float]:
    """Counts, sums and maxima of one day."""
    runs = [row for row in rows if row["sport"] == RUN_SPORT]
    result = {
        "session_count": float(len(rows)),
        "run_count": float(len(runs)),
        "unknown_run_count": float(sum(_is_nan(row.get("run_impact_count")) for row in runs)),
    }
    for name, aggregate in _ADDED.items():
        chosen = runs if name in RUN_ONLY else rows
        values = [row.get(name) for row in chosen]
        known = [float(value) for value in values if value is not None and not math.isnan(value)]
        if not chosen:
            result[name] = 0.0 if aggregate == "sum" or name in RUN_ONLY else math.nan
        elif name in UNBOUNDED and len(known) < len(values):
            result[name] = math.nan
        elif not known:
            result[name] = 0.0 if name in LOWER_BOUNDS else math.nan
        else:
            result[name] = _sum(known) if aggregate == "sum" else max(known)
    return result


def _is_nan(value: float | None) -> bool:
    return value is None or math.isnan(value)


def _sum(values: Sequence[float]) -> float:
    """Sum to the last bit as a group's is; of one or two values it has no order."""
    if len(values) <= 2:
        return sum(values)
    return float(pd.Series(values).groupby(np.zeros(len(values))).sum().iloc[0])


def _aggregated(sessions: pd.DataFrame, wanted: list[str]) -> list[pd.DataFrame]:
    """Sums and maxima of columns by day."""
    grouped = sessions.groupby("local_date")
    return [
        grouped[[name for name in wanted if _ADDED[name] == "sum"]].sum(min_count=1),
        grouped[[name for name in wanted if _ADDED[name] == "max"]].max(),
    ]


def _day_states(active: np.ndarray, is_told: np.ndarray) -> np.ndarray:
    """Active, rest or unobserved for every day; a diary tells rest by itself."""
    position = np.arange(active.size)
    previous = np.maximum.accumulate(np.where(active, position, -1))
    following = np.minimum.accumulate(np.where(active, position, active.size * 2)[::-1])[::-1]
    near = (previous >= 0) & (following - previous <= MAX_REST_GAP_DAYS) & (following < active.size)
    return np.where(active, ACTIVE, np.where(near | is_told, REST, UNOBSERVED))


def _windows(frame: Mapping[str, Any]) -> dict[str, Floats]:
    impacts = np.asarray(frame["run_impact_count"], dtype=np.float64)
    week = rolling_sum(impacts, 7)
    slow = base(impacts)
    return {
        "run_impact_count_7d": week,
        "run_distance_7d_m": rolling_sum(np.asarray(frame["run_distance_m"], dtype=np.float64), 7),
        "base_run_impact_count": slow,
        "base_ratio": ratio(week / 7, slow),
    }
