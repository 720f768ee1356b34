"""Session rows → the sessions table, and runs with the parts of one recording joined."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from loadwatch.columns import SESSIONS

JOIN_GAP_S = 600.0
"""Runs of one device that follow within this are parts of one recording. [s; choice]"""
RUN_SPORT = "running"
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
    starts = [float(str(row["start_s"])) for row in rows]
    told_days = [_told_day(row, start) for row, start in zip(rows, starts, strict=True)]
    anchors = [
        start if day is None else day.timestamp() + NOON_S
        for start, day in zip(starts, told_days, strict=True)
    ]
    offsets = _offsets(anchors, [row["utc_offset_s"] for row in rows], home_zone)
    table = []
    for row, start, anchor, day, offset in zip(
        rows, starts, anchors, told_days, offsets, strict=True
    ):
        begin = None
        if math.isfinite(start):
            zone = timezone(timedelta(seconds=offset))
            begin = datetime.fromtimestamp(start, UTC).astimezone(zone)
        table.append(
            {
                **{column.name: row.get(column.name) for column in SESSIONS},
                "start_time": begin,
                "local_date": pd.Timestamp(begin.date()) if begin is not None else day or pd.NaT,
                "_start_s": start if day is None else anchor - offset,
            }
        )
    frame = pd.DataFrame(table, columns=[*(column.name for column in SESSIONS), "_start_s"])
    for column in SESSIONS:
        if column.dtype == "float":
            frame[column.name] = frame[column.name].astype(np.float64)
    frame["local_date"] = pd.to_datetime(frame["local_date"])
    frame = frame.sort_values(["_start_s", "session_id"], kind="stable", ignore_index=True)
    return frame.drop(columns="_start_s")


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
    result = []
    for start, offset in zip(starts, offsets, strict=True):
        if isinstance(offset, int | float):
            result.append(float(offset))
        elif home_zone is not None and math.isfinite(start):
            away = datetime.fromtimestamp(start, home_zone).utcoffset()
            result.append(away.total_seconds() if away is not None else 0.0)
        elif told and math.isfinite(start):
            result.append(min(told, key=lambda item: (abs(item[0] - start), item[0]))[1])
        else:
            result.append(0.0)
    return result


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
    runs = sessions[(sessions["sport"] == RUN_SPORT) & sessions["local_date"].notna()]
    return joined_runs(runs.to_dict("records"))


def joined_runs(runs: Iterable[Mapping[Any, Any]]) -> pd.DataFrame:
    """Rows of dated running sessions, in order, as ``runs_table`` has them."""
    rows: list[dict[str, Any]] = []
    last_device = None
    for run in runs:
        begin = run["start_time"]
        start = math.nan if pd.isna(begin) else begin.timestamp()
        device = (run["device"], run["device_serial"])
        row = {
            **{name: run[name] for name in (*_ADDED, *_GREATEST, *_OF_THE_LONGER)},
            "local_date": run["local_date"],
            "session_ids": (run["session_id"],),
            "sources": (run["source"],),
            "start_s": start,
            "end_s": start + _or_zero(run["total_elapsed_time_s"]),
            "run_distance_m": _or_zero(run["run_distance_m"]),
            "run_impact_count": _or_zero(run["run_impact_count"]),
            "is_known": not math.isnan(run["run_impact_count"]),
            "is_estimated": run["impact_source"] == "model",
        }
        if rows and device == last_device and 0 <= start - rows[-1]["end_s"] <= JOIN_GAP_S:
            rows[-1] = _joined(rows[-1], row)
        else:
            rows.append(row)
        last_device = device
    return pd.DataFrame(rows, columns=RUN_COLUMNS)


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
