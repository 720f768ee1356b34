"""Files → tables → rules → Review: the one path that every command takes."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

import pandas as pd

from loadwatch import __version__
from loadwatch.activity import FOOT_SPORTS
from loadwatch.athlete import Athlete
from loadwatch.corrections import Told
from loadwatch.derive.local_time import ASSUMED
from loadwatch.diary import Diary
from loadwatch.diary.entries import PAINS
from loadwatch.importer import PARTIAL, SKIPPED, STATES, Import, Progress, Session, import_files
from loadwatch.importer.kept import Kept
from loadwatch.language import _
from loadwatch.load import History
from loadwatch.load.acute import AcuteLoad, acute_load, cost_per_km
from loadwatch.load.daily import MAX_UNOBSERVED_DAYS, REST, UNOBSERVED
from loadwatch.load.diary import DIARY_FORMAT
from loadwatch.load.known import Known, known_on
from loadwatch.load.sessions import rows_where
from loadwatch.load.week_limits import week_limits
from loadwatch.notice import RED_FLAG_DAYS
from loadwatch.plan import with_clear_dates
from loadwatch.report import Coverage, DiaryUse, FileRow, Review
from loadwatch.report.athlete import athlete_use
from loadwatch.report.diary import red_flag_words
from loadwatch.right import corrections_use, parted, set_aside, set_right
from loadwatch.rules import BASE_RATIO, judge, rules_for
from loadwatch.shown import exact, long_day

ACUTE_LOADS = (
    "run_impact_count", "impact_load_km", "impact_load_b2_km", "impact_load_b10_km",
)  # fmt: skip


def analyse(
    files: Sequence[Path], *, as_of: date | None = None,
    athlete: Athlete | None = None, jobs: int | None = None, progress: Progress | None = None,
    with_segments: bool = False, diary: Diary | None = None, told: Told | None = None,
    cache: Kept | None = None,
) -> Review:  # fmt: skip
    """Read files and judge them.

    Parameters
    ----------
    files : sequence of Path
        From ``importer.find_files``.
    as_of : date, optional
        Day of the judgement; by default the last day that files or the diary tell of.
    athlete : Athlete, optional
        The runner's profile.
    jobs : int, optional
        Worker processes; by default as many as are worth it, one a core at most.
    progress : callable, optional
        Called with files done and files in all.
    with_segments : bool, default False
        Whether the review lists the segments of each session.
    diary : Diary, optional
        Known rest, runs without a file, and how it felt.
    told : Told, optional
        Corrections and acknowledgements.
    cache : Kept, optional
        What was read before, which is not read again.
    """
    found = import_files(
        files, jobs=jobs, athlete=athlete, progress=progress, cache=cache,
        with_segments=with_segments,
    )  # fmt: skip
    return review_of(
        found, as_of=as_of, with_segments=with_segments, diary=diary,
        athlete=athlete, told=told,
    )  # fmt: skip


def review_of(
    found: Import,
    *,
    as_of: date | None = None,
    with_segments: bool = False,
    diary: Diary | None = None,
    athlete: Athlete | None = None,
    told: Told | None = None,
) -> Review:
    """Judge sessions that have been read, with what a person corrected and acknowledged."""
    athlete = athlete or Athlete()
    found = parted(found, told)
    right = set_right(found, told, athlete)
    known = known_of(right.rows, as_of, diary, athlete)
    sessions, history = known.sessions, known.history
    shown = rows_where(sessions, ~(sessions["local_date"] > pd.Timestamp(history.as_of)))
    coverage = _coverage(found, shown, history)
    by_id = {session.session_id: session for session in found.sessions}
    judgement, put_aside = set_aside(with_clear_dates(judge(history), history), told, known.as_of)
    return Review(
        __version__,
        known.as_of,
        [
            FileRow(item.path, item.member, item.state, item.reason, item.session_ids)
            for item in found.files
        ],
        shown,
        history.weekly,
        {
            row["session_id"]: _segments(by_id.get(row["session_id"]), row["start_time"])
            for row in shown[["session_id", "start_time"]].to_dict("records")
        }
        if with_segments
        else {},
        judgement,
        coverage,
        None if diary is None else diary_use_of(diary, known),
        *_acute(history),
        athlete_use(
            athlete,
            estimated_share=coverage.estimated_share,
            unzoned_count=0 if athlete.zone else _unzoned(shown),
        ),
        history.daily,
        corrections_use(right, told),
        put_aside,
        _week_limits(history),
    )


def known_of(
    rows: Sequence[Mapping[str, object]],
    as_of: date | None,
    diary: Diary | None,
    athlete: Athlete | None,
    told_by: date | None = None,
) -> Known:
    """What rows and a diary tell by a day."""
    return known_on(
        rows,
        [] if diary is None else diary.entries,
        as_of,
        diary_source="" if diary is None else str(diary.path),
        athlete=athlete,
        told_by=told_by,
    )


def _acute(history: History) -> tuple[list[AcuteLoad], float | None]:
    """Impacts and impact loads of the last seven days, with the limits of the base ratio's rule."""
    if history.daily.empty:
        return [], None
    limits = _base_ratio_limits(history)
    acute = [acute_load(history, name, **limits) for name in ACUTE_LOADS]
    distance_km = float(history.day("run_distance_7d_m")[-1]) / 1000
    cost = cost_per_km(acute[1].last_7d, distance_km)
    return acute, None if math.isnan(cost) else cost


def _week_limits(history: History) -> pd.DataFrame:
    """Of the impacts that the base ratio's rule looks at."""
    return week_limits(history, ACUTE_LOADS[0], **_base_ratio_limits(history))


def _base_ratio_limits(history: History) -> dict[str, float]:
    chosen, silenced = rules_for(history.athlete)
    limits = next(each for each in (*chosen, *silenced) if each.name == BASE_RATIO).parameters
    return {name: limits[name] for name in ("limit", "new_territory")}


def diary_use_of(diary: Diary, known: Known) -> DiaryUse:
    """What a review says of a diary."""
    entries, told, as_of = known.entries, known.told, known.history.as_of
    last = max((entry.last for entry in entries), default=None)
    latest = max(as_of, last or as_of)
    pains = told[list(PAINS)].max(axis=1).dropna()
    twice = [
        _("the run of {distance} on {day} is on file too; the file counts").format(
            distance=exact(1000 * (entry.run_km or 0.0)), day=long_day(entry.date)
        )
        for entry in known.runs_on_file
    ]
    return DiaryUse(
        str(diary.path),
        len(entries),
        last,
        int(told["diary_day"].notna().sum()),
        sum(entry.run_km is not None for entry in entries) - len(known.runs_on_file),
        len(pains),
        float(pains.max()) if len(pains) else None,
        red_flag_words([entry for entry in entries if (latest - entry.last).days < RED_FLAG_DAYS]),
        [*diary.problems, *twice],
        told,
    )


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
    is_run = sessions["sport"] == "running"
    runs = sessions.loc[is_run, ["run_impact_count", "impact_source"]]
    total = float(runs["run_impact_count"].sum())
    estimated = float(runs.loc[runs["impact_source"] == "model", "run_impact_count"].sum())
    sports = Counter(map(str, sessions["sport"].tolist()))
    is_on_foot = sessions["sport"].isin(FOOT_SPORTS) & (sessions["format"] != DIARY_FORMAT)
    on_foot = sessions.loc[is_on_foot, ["device", "device_serial"]]
    devices = Counter(
        (str(device), None if _missing(serial) else str(serial))
        for device, serial in zip(
            on_foot["device"].tolist(), on_foot["device_serial"].tolist(), strict=True
        )
    )
    serials = {serial for _, serial in devices if serial is not None}
    states = Counter(item.state for item in found.files)
    skipped = Counter(item.reason.split(";")[0] for item in found.files if item.state == SKIPPED)
    weekly = history.weekly
    missing = weekly["unobserved_day_count"] if len(weekly) else pd.Series(dtype=float)
    day_states = Counter(history.daily["day_state"].tolist() if len(history.daily) else ())
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
        len(partial & set(sessions["session_id"].tolist())),
        [
            {"device": device, "serial": serial, "session_count": count}
            for (device, serial), count in sorted(
                devices.items(), key=lambda item: (-item[1], item[0][0], item[0][1] or "")
            )
        ],
        len(serials) > 1,
        history.experience[-1] if history.experience else None,
    )


def _unzoned(sessions: pd.DataFrame) -> int:
    is_unzoned = (sessions["zone"] == ASSUMED) & sessions["start_time"].notna()
    return int(is_unzoned.sum())


def _missing(value: object) -> bool:
    return value is None or (isinstance(value, float) and math.isnan(value))
