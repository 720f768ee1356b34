"""Files → tables → rules → Review: the one path that every command takes."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd

from loadwatch import __version__
from loadwatch.activity import FOOT_SPORTS
from loadwatch.diary import Diary, Entry
from loadwatch.diary.entries import PAINS
from loadwatch.importer import PARTIAL, SKIPPED, STATES, Import, Progress, Session, import_files
from loadwatch.load import History, build_history, sessions_table
from loadwatch.load.daily import MAX_UNOBSERVED_DAYS, REST, UNOBSERVED
from loadwatch.load.diary import DIARY_FORMAT, told_days, unrecorded_runs
from loadwatch.plan import STEP_M, Asked, Plan, plan_for, with_clear_dates
from loadwatch.report import Coverage, DiaryUse, FileRow, Review
from loadwatch.report.diary import red_flag_words
from loadwatch.report.words import long_day
from loadwatch.rules import judge

RED_FLAG_DAYS = 28
"""For how long after an entry a report begins with its red flags. [days; choice]"""


def analyse(
    files: Sequence[Path], *, as_of: date | None = None, home_zone: ZoneInfo | None = None,
    height_m: float = 1.70, jobs: int | None = None, progress: Progress | None = None,
    with_segments: bool = False, diary: Diary | None = None,
) -> Review:  # fmt: skip
    """Read files and judge them.

    Parameters
    ----------
    files : sequence of Path
        From ``importer.find_files``.
    as_of : date, optional
        Day of the judgement; the day of the last activity by default.
    home_zone : ZoneInfo, optional
        Zone of sessions that do not tell theirs.
    height_m : float, default 1.70
        Body height, for runs without a cadence. [m]
    jobs : int, optional
        Worker processes; all cores by default.
    progress : callable, optional
        Called with files done and files in all.
    with_segments : bool, default False
        Whether the review lists the segments of each session.
    diary : Diary, optional
        Known rest, runs without a file, and how it felt.
    """
    found = import_files(files, jobs=jobs, height_m=height_m, progress=progress)
    return review_of(
        found, as_of=as_of, home_zone=home_zone, with_segments=with_segments, diary=diary
    )


def review_of(
    found: Import,
    *,
    as_of: date | None = None,
    home_zone: ZoneInfo | None = None,
    with_segments: bool = False,
    diary: Diary | None = None,
) -> Review:
    """Judge sessions that have been read."""
    entries = [] if diary is None else _known_by(diary.entries, as_of)
    sessions, on_file = _sessions(found, entries, diary, home_zone)
    as_of = as_of or _last_day(sessions)
    told = told_days(entries)
    history = build_history(sessions, as_of or date.min, told)
    shown = sessions[~(sessions["local_date"] > pd.Timestamp(history.as_of))].reset_index(drop=True)
    by_id = {session.session_id: session for session in found.sessions}
    return Review(
        __version__,
        as_of,
        [
            FileRow(item.path, item.member, item.state, item.reason, item.session_ids)
            for item in found.files
        ],
        shown,
        history.weekly,
        {
            row["session_id"]: _segments(by_id.get(row["session_id"]), row["start_time"])
            for row in shown[["session_id", "start_time"]].to_dict("records")
            if with_segments
        },
        with_clear_dates(judge(history), history),
        _coverage(found, shown, history),
        None if diary is None else _diary_use(diary, entries, told, on_file, history.as_of),
    )


def plan(
    found: Import,
    asked: Asked,
    *,
    on: date | None = None,
    home_zone: ZoneInfo | None = None,
    diary: Diary | None = None,
    step_m: float = STEP_M,
) -> Plan:
    """Plan a day from what was known the evening before, by default the last activity's.

    Parameters
    ----------
    found : Import
        Sessions that have been read.
    asked : Asked
        A session to judge before it is run; it may be empty.
    on : date, optional
        The day; the one after the last activity by default.
    home_zone : ZoneInfo, optional
        Zone of sessions that do not tell theirs.
    diary : Diary, optional
        Known rest, runs without a file, and how it felt; the morning of the day counts.
    step_m : float, default 100
        Grain of the budget. [m; choice]
    """
    entries = [] if diary is None else _known_by(diary.entries, on)
    sessions, on_file = _sessions(found, entries, diary, home_zone)
    last = _last_day(sessions)
    on = on or (last + timedelta(days=1) if last else datetime.now().astimezone().date())
    told = told_days(entries)
    history = build_history(sessions, on - timedelta(days=1), told)
    flags = None if diary is None else _diary_use(diary, entries, told, on_file, on)
    return plan_for(
        history,
        on,
        asked,
        step_m=step_m,
        later_session_count=int((sessions["local_date"] >= pd.Timestamp(on)).sum()),
        red_flags=() if flags is None else flags.red_flags,
    )


def _sessions(
    found: Import, entries: Sequence[Entry], diary: Diary | None, home_zone: ZoneInfo | None
) -> tuple[pd.DataFrame, list[Entry]]:
    """Sessions of files and of the diary, and entries whose run is on file."""
    rows = [_row(session) for session in found.sessions]
    sessions = sessions_table(rows, home_zone=home_zone)
    runs, on_file = unrecorded_runs(entries, sessions, "" if diary is None else str(diary.path))
    if runs:
        sessions = sessions_table([*rows, *runs], home_zone=home_zone)
    return sessions, on_file


def _last_day(sessions: pd.DataFrame) -> date | None:
    dated = sessions["local_date"].dropna()
    last: date | None = dated.max().date() if len(dated) else None
    return last


def _known_by(entries: Sequence[Entry], as_of: date | None) -> list[Entry]:
    """What a diary told on the evening of a day; all of it if none was asked for."""
    if as_of is None:
        return list(entries)
    return [
        replace(
            entry,
            until=entry.until and min(entry.until, as_of),
            pain_next_morning=entry.pain_next_morning if entry.date < as_of else None,
        )
        for entry in entries
        if entry.date <= as_of
    ]


def _diary_use(
    diary: Diary,
    entries: Sequence[Entry],
    told: pd.DataFrame,
    on_file: Sequence[Entry],
    as_of: date,
) -> DiaryUse:
    last = max((entry.last for entry in entries), default=None)
    latest = max(as_of, last or as_of)
    pains = told[list(PAINS)].max(axis=1).dropna()
    twice = [
        f"the run of {entry.run_km:g} km on {long_day(entry.date)} is on file too; the file counts"
        for entry in on_file
    ]
    return DiaryUse(
        str(diary.path),
        len(entries),
        last,
        int(told["diary_day"].notna().sum()),
        sum(entry.run_km is not None for entry in entries) - len(on_file),
        len(pains),
        float(pains.max()) if len(pains) else None,
        red_flag_words([entry for entry in entries if (latest - entry.last).days < RED_FLAG_DAYS]),
        [*diary.problems, *twice],
        told,
    )


def _row(session: Session) -> dict[str, object]:
    return {
        **session.summary.row,
        "session_id": session.session_id,
        "source": session.source,
        "sources": list(session.sources),
        "start_s": session.summary.start_s,
        "utc_offset_s": session.summary.utc_offset_s,
    }


def _segments(session: Session | None, start: datetime | None) -> list[dict[str, object]]:
    """Segments of a session; a run that only the diary knows has none."""
    return (
        []
        if session is None
        else [
            {
                "label": segment.label,
                "start_time": None if start is None else start + timedelta(seconds=segment.begin_s),
                "end_time": None if start is None else start + timedelta(seconds=segment.end_s),
                "distance_m": segment.distance_m,
                "impact_count": segment.impact_count,
                "source": segment.source,
            }
            for segment in session.summary.segments
        ]
    )


def _coverage(found: Import, sessions: pd.DataFrame, history: History) -> Coverage:
    dated = sessions["local_date"].dropna()
    runs = sessions[sessions["sport"] == "running"]
    total = float(runs["run_impact_count"].sum())
    estimated = float(runs.loc[runs["impact_source"] == "model", "run_impact_count"].sum())
    sports = Counter(str(sport) for sport in sessions["sport"])
    on_foot = sessions[sessions["sport"].isin(FOOT_SPORTS) & (sessions["format"] != DIARY_FORMAT)]
    devices = Counter(
        (str(device), None if _missing(serial) else str(serial))
        for device, serial in zip(on_foot["device"], on_foot["device_serial"], strict=True)
    )
    serials = {serial for _, serial in devices if serial is not None}
    states = Counter(item.state for item in found.files)
    skipped = Counter(item.reason.split(";")[0] for item in found.files if item.state == SKIPPED)
    weekly = history.weekly
    missing = weekly["unobserved_day_count"] if len(weekly) else pd.Series(dtype=float)
    day_states = Counter(history.daily["day_state"] if len(history.daily) else ())
    partial = {
        session_id
        for item in found.files
        if item.state == PARTIAL
        for session_id in item.session_ids
    }
    return Coverage(
        dated.min().date() if len(dated) else None,
        dated.max().date() if len(dated) else None,
        {state: states[state] for state in STATES if states[state]},
        dict(skipped.most_common()),
        dict(sorted(sports.items())),
        {sport: count for sport, count in sorted(sports.items()) if sport not in FOOT_SPORTS},
        len(weekly),
        int((missing <= MAX_UNOBSERVED_DAYS).sum()),
        day_states[REST],
        day_states[UNOBSERVED],
        estimated / total if total else None,
        int(runs["run_impact_count"].isna().sum()),
        int(sessions["local_date"].isna().sum()),
        len(partial & set(sessions["session_id"])),
        [
            {"device": device, "serial": serial, "session_count": count}
            for (device, serial), count in sorted(
                devices.items(), key=lambda item: (-item[1], item[0][0], item[0][1] or "")
            )
        ],
        len(serials) > 1,
        history.experience[-1] if history.experience else None,
    )


def _missing(value: object) -> bool:
    return value is None or (isinstance(value, float) and math.isnan(value))
