"""Events that a backtest looks for: pain told in a diary, or a list of days."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from io import StringIO
from pathlib import Path

import numpy as np
import pandas as pd

PAIN_LIMIT = 5.0
"""Pain above this is an event. [0-10; evidence.md 9.2, silbernagel2007]"""
PAIN_RISE = 2.0
"""So is a rise of at least this. [0-10; evidence.md 9.2, ostelo2008]"""
RISE_WITHIN_DAYS = 14
"""A rise is counted from the last pain told, if that is no older. [days; choice]"""
SAME_EVENT_DAYS = 7
"""Painful days no further apart than this are one event. [days; choice: as findings]"""
MAX_BYTES = 2**20
MAX_KIND = 60
FIRST_DATE = date(2000, 1, 1)
UNNAMED = "event"


@dataclass(frozen=True, slots=True)
class Event:
    """The day on which something began."""

    day: date
    kind: str


@dataclass(frozen=True)
class Events:
    """Events, and of which days it is known whether they had one.

    Parameters
    ----------
    source : str
        ``diary`` or ``events``.
    events : sequence of Event
        In order of day.
    known : (date, date) or None
        First and last day of which that is known; None is the whole history.
    problems : sequence of str
        One sentence for each line that cannot be used.
    """

    source: str
    events: Sequence[Event]
    known: tuple[date, date] | None
    problems: Sequence[str]

    @property
    def days(self) -> list[date]:
        """Days with an event, each once."""
        return sorted({event.day for event in self.events})


def pain_events(told: pd.DataFrame) -> Events | None:
    """Events in a diary: pain above 5, or 2 more than what was told last.

    Pain of the next morning belongs to that morning. Painful days at most a week apart are one
    event, on its first day. A day without an entry, between the first and the last pain told,
    counts as a day without an event.

    Parameters
    ----------
    told : pandas.DataFrame
        From ``load.diary.told_days``.

    Returns
    -------
    Events or None
        None where the diary tells of no pain, not even of none.
    """
    morning = told["pain_next_morning"].copy()
    morning.index = morning.index + pd.Timedelta(days=1)
    felt = pd.concat([told["pain_during"], told["pain_after"], morning]).dropna()
    pain = felt.groupby(level=0).max().sort_index()
    if pain.empty:
        return None
    days = [stamp.date() for stamp in pain.index]
    events: list[Event] = []
    last_painful: date | None = None
    for position, (day, value) in enumerate(zip(days, pain.to_numpy(np.float64), strict=True)):
        before = days[position - 1] if position else None
        is_near = before is not None and (day - before).days <= RISE_WITHIN_DAYS
        rise = float(value - pain.iloc[position - 1]) if is_near else 0.0
        if value > PAIN_LIMIT or rise >= PAIN_RISE:
            if last_painful is None or (day - last_painful).days > SAME_EVENT_DAYS:
                kind = "pain above 5" if value > PAIN_LIMIT else "pain up by 2 or more"
                events.append(Event(day, kind))
            last_painful = day
    return Events("diary", events, (days[0], days[-1]), [])


def read_events(path: Path, today: date) -> Events:
    """Read a list of events: CSV with a column ``date`` and, if wanted, ``kind``.

    Parameters
    ----------
    path : Path
        The file.
    today : date
        Local day; later events are problems.
    """
    try:
        if not path.is_file():
            return _nothing("not a regular file")
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
        text = content.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
    except OSError as error:
        return _nothing(f"cannot be read: {error.strerror or error}")
    except UnicodeDecodeError:
        return _nothing("holds bytes that are not UTF-8 text")
    if len(content) > MAX_BYTES:
        return _nothing(f"larger than {MAX_BYTES // 2**20} MiB; nothing of it was read")
    found: dict[Event, None] = {}
    problems: list[str] = []
    for item in _lines(text, today):
        if isinstance(item, str):
            problems.append(item)
        else:
            found[item] = None
    return Events("events", sorted(found, key=lambda event: event.day), None, problems)


def _nothing(problem: str) -> Events:
    return Events("events", [], None, [problem])


def _lines(text: str, today: date) -> Iterator[Event | str]:
    """Every line as an event, or as a sentence that says why it is none."""
    rows = csv.reader(StringIO(text), delimiter=max(",;\t", key=text.partition("\n")[0].count))
    columns: list[str] | None = None
    try:
        for cells in rows:
            trimmed = [cell.strip() for cell in cells]
            if not any(trimmed) or trimmed[0].startswith("#"):
                continue
            if columns is None:
                columns = [cell.lower() for cell in trimmed]
                if "date" not in columns:
                    yield f"line {rows.line_num}: it does not name the columns, date and kind"
                    return
                continue
            told = dict(zip(columns, trimmed, strict=False))
            try:
                yield _event(told.get("date", ""), told.get("kind", ""), today)
            except ValueError as error:
                yield f"line {rows.line_num}: {error}"
    except csv.Error:
        yield f"line {rows.line_num}: cannot be read as CSV, nor what follows"
    if columns is None:
        yield "there is no line in it"


def _event(day: str, kind: str, today: date) -> Event:
    try:
        when = date.fromisoformat(day)
    except ValueError:
        raise ValueError(f"a day is written like 2026-05-01, not {day[:MAX_KIND]!r}") from None
    if when > today:
        raise ValueError(f"{when} lies in the future")
    if when < FIRST_DATE:
        raise ValueError(f"{when} is before {FIRST_DATE.year}")
    if len(kind) > MAX_KIND or not (kind.isprintable() or not kind):
        raise ValueError(f"the kind is at most {MAX_KIND} printable characters")
    return Event(when, kind or UNNAMED)
