"""Session rows → the sessions table, and runs with the parts of one recording joined."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta, timezone
from functools import reduce
from operator import itemgetter
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from loadwatch.columns import SESSIONS

JOIN_GAP_S = 600.0
"""Runs of one device that follow within this are parts of one recording. [s; choice]"""
RUN_SPORT = "running"
_UNTOLD = dict.fromkeys(column.name for column in SESSIONS)
_every_column = itemgetter(*_UNTOLD)
"""A row of which nothing is known, and what takes the values of a row in order of SESSIONS."""
NOON_S = 12 * 3600
"""Where in its day a session of unknown start is put, for the order alone. [s; choice]"""


def sessions_table(
    rows: Sequence[Mapping[str, object]], *, home_zone: ZoneInfo | None = None
) -> pd.DataFrame:
    """Sessions in order of their start.

    Parameters
    ----------
    rows : sequence of mapping
        Columns of SESSIONS that are known, and ``start_s`` [Unix s], ``utc_offset_s`` [s]. Where
        the start is NaN, ``local_date`` may tell the day all the same, as a diary does.
    home_zone : ZoneInfo, optional
        Zone for sessions that do not tell theirs. Without it they take the offset of the session
        nearest in time that does, else UTC.

    Returns
    -------
    pandas.DataFrame
        Columns of SESSIONS; ``local_date`` is NaT for sessions whose clock was not set.
    """
    starts = np.array([row["start_s"] for row in rows], dtype=np.float64).tolist()
    told_days = [_told_day(row, start) for row, start in zip(rows, starts, strict=True)]
    anchors = [
        start if day is None else day.timestamp() + NOON_S
        for start, day in zip(starts, told_days, strict=True)
    ]
    offsets = _offsets(anchors, [row["utc_offset_s"] for row in rows], home_zone)
    zones = {
        offset: timezone(timedelta(seconds=offset))
        for offset in {o for o, start in zip(offsets, starts, strict=True) if math.isfinite(start)}
    }
    begins = [
        datetime.fromtimestamp(start, zones[offset]) if math.isfinite(start) else None
        for start, offset in zip(starts, offsets, strict=True)
    ]
    columns: dict[str, Any] = {}
    by_row = [_every_column({**_UNTOLD, **row}) for row in rows]
    by_column = list(zip(*by_row, strict=True)) or [()] * len(SESSIONS)
    for column, values in zip(SESSIONS, by_column, strict=True):
        is_number = column.dtype == "float"
        columns[column.name] = (
            np.array(values, np.float64) if is_number else _of_no_kind(list(values))
        )
    columns["start_time"] = _of_no_kind(begins)
    columns["local_date"] = _local_dates(begins, told_days)
    frame = pd.DataFrame(columns, copy=False)
    order = pd.DataFrame(
        {
            "start_s": [
                start if day is None else anchor - offset
                for start, day, anchor, offset in zip(
                    starts, told_days, anchors, offsets, strict=True
                )
            ],
            "session_id": frame["session_id"],
        }
    ).sort_values(["start_s", "session_id"], kind="stable")
    positions = order.index.to_numpy(np.intp)
    if np.array_equal(positions, np.arange(len(frame))):
        return frame
    return frame.take(positions).reset_index(drop=True)


def rows_where(sessions: pd.DataFrame, is_chosen: pd.Series) -> pd.DataFrame:
    """Rows of a table that is numbered from 0, numbered so again; all of them are not copied."""
    return sessions if is_chosen.all() else sessions[is_chosen].reset_index(drop=True)


def _of_no_kind(values: list[Any]) -> list[Any] | np.ndarray:
    """Values of which pandas finds the kind; with none there is none to find."""
    return values or np.array([], dtype=object)


def _local_dates(
    begins: Sequence[datetime | None], told: Sequence[pd.Timestamp | None]
) -> pd.DatetimeIndex:
    """Day of each start where it was run, else the day that was told."""
    days = [
        begin.date() if begin is not None else None if day is None else day.date()
        for begin, day in zip(begins, told, strict=True)
    ]
    return pd.DatetimeIndex(np.array(days, dtype="datetime64[s]"))


def _told_day(row: Mapping[str, object], start: float) -> pd.Timestamp | None:
    """Day of a session whose start nobody knows but whose day somebody told."""
    day = row.get("local_date")
    return pd.Timestamp(day) if isinstance(day, date) and not math.isfinite(start) else None


def _offsets(starts: list[float], offsets: list[object], home_zone: ZoneInfo | None) -> list[float]:
    told = [
        (start, float(offset))
        for start, offset in zip(starts, offsets, strict=True)
        if isinstance(offset, int | float) and math.isfinite(start)
    ]
    told.sort(key=lambda item: item[0])
    told_starts = [start for start, _ in told]
    result = []
    for start, offset in zip(starts, offsets, strict=True):
        if isinstance(offset, int | float):
            result.append(float(offset))
        elif home_zone is not None and math.isfinite(start):
            away = datetime.fromtimestamp(start, home_zone).utcoffset()
            result.append(away.total_seconds() if away is not None else 0.0)
        elif told and math.isfinite(start):
            result.append(told[_nearest(told_starts, start)][1])
        else:
            result.append(0.0)
    return result


def _nearest(ordered: list[float], value: float) -> int:
    """Position of the nearest of some values in order, the first and lower one of equals."""
    after = bisect_left(ordered, value)
    before = bisect_left(ordered, ordered[after - 1]) if after else 0
    if after == len(ordered) or abs(ordered[before] - value) <= abs(ordered[after] - value):
        return before
    return after


def runs_table(sessions: pd.DataFrame) -> pd.DataFrame:
    """Running sessions with a date; parts of one recording joined into one row.

    Returns
    -------
    pandas.DataFrame
        One row a run in order of start: columns of SESSIONS that a run has, and ``local_date``,
        ``session_ids``, ``sources``, ``start_s`` and ``end_s`` [Unix s; NaN where not known],
        ``is_known``, ``is_estimated``. ``run_distance_m`` and ``run_impact_count`` are lower bounds
        (0 where unknown), their ``_upper`` bounds NaN where not even that is known.
    """
    is_run = (sessions["sport"] == RUN_SPORT) & sessions["local_date"].notna()
    runs = sessions[is_run.to_numpy(bool)]
    if runs.empty:
        return pd.DataFrame([], columns=RUN_COLUMNS)
    parts = _parts(runs)
    firsts = np.flatnonzero(~_goes_on(runs, parts["start_s"], parts["end_s"]))
    columns = {name: parts[name][firsts] for name in RUN_COLUMNS}
    counts = np.diff(firsts, append=len(runs))
    for row in np.flatnonzero(counts > 1):
        of_one_run = [
            {name: values[part] for name, values in parts.items()}
            for part in range(firsts[row], firsts[row] + counts[row])
        ]
        for name, value in reduce(_joined, of_one_run).items():
            columns[name][row] = value
    return pd.DataFrame(columns)


def _parts(runs: pd.DataFrame) -> dict[str, np.ndarray]:
    """Columns of runs of which each is a recording of its own."""
    begins = pd.DatetimeIndex(pd.to_datetime(runs["start_time"], utc=True)).as_unit("us")
    start = np.where(begins.isna(), np.nan, begins.asi8 / 1_000_000)
    kept = {name: runs[name].to_numpy() for name in (*_ADDED, *_GREATEST, *_OF_THE_LONGER)}
    return kept | {
        "local_date": runs["local_date"].to_numpy(),
        "session_ids": _each_alone(runs["session_id"]),
        "sources": _each_alone(runs["source"]),
        "start_s": start,
        "end_s": start + runs["total_elapsed_time_s"].fillna(0.0).to_numpy(),
        "run_distance_m": runs["run_distance_m"].fillna(0.0).to_numpy(),
        "run_impact_count": runs["run_impact_count"].fillna(0.0).to_numpy(),
        "is_known": runs["run_impact_count"].notna().to_numpy(),
        "is_estimated": (runs["impact_source"] == "model").to_numpy(bool),
    }


def _each_alone(names: pd.Series) -> np.ndarray:
    """A tuple of one for each row."""
    result = np.empty(len(names), dtype=object)
    result[:] = [(name,) for name in names]
    return result


def _goes_on(runs: pd.DataFrame, start_s: np.ndarray, end_s: np.ndarray) -> np.ndarray:
    """Whether each run goes on with the one before: of one device, and soon after its end."""
    pause = start_s - np.concatenate(([np.nan], end_s[:-1]))
    result: np.ndarray = (pause >= 0) & (pause <= JOIN_GAP_S)
    for name in ("device", "device_serial"):
        device = runs[name].fillna("").to_numpy(object)
        result[1:] &= device[1:] == device[:-1]
    return result


_ADDED = (
    "run_distance_upper_m", "run_impact_count_upper", "run_time_s", "walk_time_s",
    "run_bout_count", "downhill_run_impact_count", "hill_run_impact_count",
)  # fmt: skip
_GREATEST = (
    "longest_run_bout_s", "best_60s_speed_mps", "fastest_minute_speed_mps", "form_signal_count",
)  # fmt: skip
_OF_THE_LONGER = (
    "typical_run_bout_s", "typical_walk_bout_s", "form_change_min", "cadence_drift_pct",
    "stance_time_drift_pct", "vertical_oscillation_drift_pct", "vertical_ratio_drift_pct",
    "speed_drift_pct", "decoupling_pct", "run_heart_rate_bpm", "run_speed_mps", "workout_rpe",
    "format",
)  # fmt: skip
RUN_COLUMNS = [
    "local_date", "session_ids", "sources", "start_s", "end_s", "run_distance_m",
    "run_impact_count", *_ADDED, *_GREATEST, *_OF_THE_LONGER, "is_known", "is_estimated",
]  # fmt: skip


def _or_zero(value: float | None) -> float:
    return 0.0 if value is None or math.isnan(value) else float(value)


def _joined(first: dict[str, Any], second: dict[str, Any]) -> dict[str, Any]:
    longer = second if _or_zero(second["run_time_s"]) > _or_zero(first["run_time_s"]) else first
    return {
        **{name: longer[name] for name in _OF_THE_LONGER},
        **{
            name: first[name] + second[name]
            for name in ("session_ids", "sources", "run_distance_m", "run_impact_count", *_ADDED)
        },
        **{name: float(np.fmax(first[name], second[name])) for name in _GREATEST},
        "local_date": first["local_date"],
        "start_s": first["start_s"],
        "end_s": second["end_s"],
        "is_known": first["is_known"] and second["is_known"],
        "is_estimated": first["is_estimated"] or second["is_estimated"],
    }
