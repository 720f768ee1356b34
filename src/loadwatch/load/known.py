"""What was known on the evening of a day, from session rows and diary entries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pandas as pd

from loadwatch.athlete import Athlete
from loadwatch.diary import Entry
from loadwatch.load.diary import told_days, unrecorded_runs, with_exertion
from loadwatch.load.history import History, build_history
from loadwatch.load.sessions import sessions_table


@dataclass(frozen=True)
class Known:
    """Recordings and diary, brought together.

    Parameters
    ----------
    sessions : pandas.DataFrame
        Every session, later ones and undated ones too, and the runs that only the diary knows.
    entries : sequence of Entry
        What the diary told by then.
    told : pandas.DataFrame
        The same by day.
    runs_on_file : sequence of Entry
        Entries whose run was recorded as well; the recording counts.
    history : History
        What a rule sees.
    as_of : date or None
        The day; None if none was asked for and nothing is dated.
    """

    sessions: pd.DataFrame
    entries: Sequence[Entry]
    told: pd.DataFrame
    runs_on_file: Sequence[Entry]
    history: History
    as_of: date | None


def known_on(
    rows: Sequence[Mapping[str, object]],
    entries: Sequence[Entry],
    as_of: date | None,
    *,
    diary_source: str = "",
    athlete: Athlete | None = None,
    told_by: date | None = None,
) -> Known:
    """Bring together what was known on a day.

    Parameters
    ----------
    rows : sequence of mapping
        Sessions, as :func:`loadwatch.load.sessions.sessions_table` takes them.
    entries : sequence of Entry
        Entries of the diary.
    as_of : date or None
        The day; None is the last day of which sessions or the diary tell.
    diary_source : str
        Path of the diary, as source of the runs that only it knows.
    athlete : Athlete, optional
        The profile; its zone is that of sessions that do not tell theirs.
    told_by : date, optional
        Evening up to which the diary counts, where it is not that of the day.
    """
    home_zone = ZoneInfo(athlete.zone) if athlete and athlete.zone else None
    entries = entries_by(entries, told_by or as_of)
    sessions = sessions_table(rows, home_zone=home_zone)
    runs, on_file = unrecorded_runs(entries, sessions, diary_source)
    if runs:
        sessions = sessions_table([*rows, *runs], home_zone=home_zone)
    dated = sessions["local_date"].dropna()
    if as_of is None and len(dated):
        as_of = max([dated.max().date(), *(_last_told(entry) for entry in entries)])
    told = told_days(entries)
    sessions = with_exertion(sessions, told)
    history = build_history(sessions, as_of or date.min, told, athlete)
    return Known(sessions, entries, told, on_file, history, as_of)


def _last_told(entry: Entry) -> date:
    """Last day of which an entry tells: pain of the next morning is told on that morning."""
    return entry.last if entry.pain_next_morning is None else entry.last + timedelta(days=1)


def entries_by(entries: Sequence[Entry], as_of: date | None) -> list[Entry]:
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
