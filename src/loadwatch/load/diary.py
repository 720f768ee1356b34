"""Diary entries → what is told of each day, and runs without a file as session rows."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import pandas as pd

from loadwatch.columns import DAILY, DIARY, names
from loadwatch.diary import Entry
from loadwatch.load.effort import session_rpe_load
from loadwatch.load.sessions import RUN_SPORT
from loadwatch.units import UPPER_CADENCE_SPM

DIARY_FORMAT = "diary"
"""``format`` of a session that only the diary knows."""
SAME_RUN_SHARE = 0.10
"""A run on file this near in distance on the same day is the entry's own. [share; choice]"""
TOLD_COLUMNS = ["diary_day", *(name for name in names(DAILY) if name in names(DIARY))]


def told_days(entries: Sequence[Entry]) -> pd.DataFrame:
    """What entries tell of each day, several entries of one day taken together.

    Returns
    -------
    pandas.DataFrame
        Indexed by ``local_date``, in order: ``diary_day``, the most of pain and of session RPE, and
        yes where any entry of the day says yes. What nobody told is NaN or None.
    """
    told: dict[date, list[Entry]] = {}
    for entry in entries:
        for after in range((entry.last - entry.date).days + 1):
            told.setdefault(entry.date + timedelta(days=after), []).append(entry)
    rows = {day: _day(found) for day, found in sorted(told.items())}
    frame = pd.DataFrame(
        list(rows.values()),
        index=pd.DatetimeIndex(np.array(list(rows), "datetime64[s]"), name="local_date"),
        columns=TOLD_COLUMNS, dtype=object,
    )  # fmt: skip
    scales = [column.name for column in DIARY if column.dtype == "float" and column.name in frame]
    return frame.astype(dict.fromkeys(scales, np.float64))


def _day(entries: Sequence[Entry]) -> dict[str, object]:
    row: dict[str, object] = {"diary_day": next((e.day for e in entries if e.day), None)}
    for name in TOLD_COLUMNS[1:]:
        values = [value for e in entries if (value := getattr(e, name)) is not None]
        row[name] = max(values, default=None)
    return row


def with_exertion(sessions: pd.DataFrame, told: pd.DataFrame) -> pd.DataFrame:
    """Sessions with the load of their perceived exertion.

    The diary tells the exertion of a day's only run; of other sessions, and of days on which it
    tells none, the watch does. The time is the timer's.

    Parameters
    ----------
    sessions : pandas.DataFrame
        From ``sessions_table``.
    told : pandas.DataFrame
        From :func:`told_days`.
    """
    is_run = sessions["sport"] == RUN_SPORT
    day = sessions["local_date"]
    is_only = is_run & (is_run.groupby(day).transform("sum") == 1)
    by_diary = day.map(told["session_rpe"]).astype(np.float64).where(is_only)
    exertion = by_diary.fillna(sessions["workout_rpe"])
    minutes = sessions["total_timer_time_s"] / 60
    load = [
        session_rpe_load(*each) for each in zip(exertion.tolist(), minutes.tolist(), strict=True)
    ]
    return sessions.assign(session_rpe_load_au=np.array(load, dtype=np.float64))


def unrecorded_runs(
    entries: Sequence[Entry], recorded: pd.DataFrame, source: str
) -> tuple[list[dict[str, object]], list[Entry]]:
    """Runs that only the diary knows, for ``sessions_table``.

    Their distance counts as run; their impacts are not known and have an upper bound where the
    minutes are told, as for a session that was typed into a watch's service.

    Parameters
    ----------
    entries : sequence of Entry
        All entries of the diary.
    recorded : pandas.DataFrame
        From ``sessions_table``: a run on file of the day and about the distance counts instead.
    source : str
        Path of the diary.

    Returns
    -------
    tuple
        The rows, and the entries left out because their run is on file.
    """
    rows: list[dict[str, object]] = []
    on_file: list[Entry] = []
    taken: set[object] = set()
    if not entries:
        return rows, on_file
    runs = recorded.loc[recorded["sport"] == RUN_SPORT, ["local_date", "total_distance_m"]]
    on_day: dict[pd.Timestamp, list[tuple[object, float]]] = {}
    for index, day, metres in zip(
        runs.index, runs["local_date"], runs["total_distance_m"], strict=True
    ):
        on_day.setdefault(day, []).append((index, float(metres)))
    counts: Counter[date] = Counter()
    for entry in entries:
        if entry.run_km is None:
            continue
        counts[entry.date] += 1
        that_day = on_day.get(pd.Timestamp(entry.date), [])
        same = _same_run(entry.run_km * 1000, that_day, taken)
        if same is not None:
            taken.add(same)
            on_file.append(entry)
        else:
            rows.append(_row(entry, entry.run_km * 1000, counts[entry.date], source))
    return rows, on_file


def _same_run(
    metres: float, that_day: Sequence[tuple[object, float]], taken: set[object]
) -> object | None:
    """The first run of a day, by its row and distance, that is near enough and free."""
    for row, total in that_day:
        if row not in taken and abs(total - metres) <= SAME_RUN_SHARE * metres:
            return row
    return None


def _row(entry: Entry, metres: float, number: int, source: str) -> dict[str, object]:
    seconds = None if entry.run_min is None else entry.run_min * 60
    return {
        "session_id": f"{entry.date:%Y%m%d}-diary-{number}",
        "local_date": entry.date,
        "start_s": math.nan,
        "utc_offset_s": None,
        "sport": "running",
        "format": DIARY_FORMAT,
        "source": source,
        "sources": [source],
        "total_elapsed_time_s": seconds,
        "total_timer_time_s": seconds,
        "total_distance_m": metres,
        "run_time_s": seconds,
        "run_distance_m": metres,
        "run_distance_upper_m": metres,
        "impact_source": "none",
        "run_impact_count_upper": (
            None if seconds is None else float(round(seconds * UPPER_CADENCE_SPM / 60))
        ),
        "quality": "",
    }
