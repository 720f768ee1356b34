"""One entry of the diary, and what makes it believable."""

from __future__ import annotations

import datetime as dt
import math
import re
from dataclasses import dataclass

from loadwatch.errors import DiaryError

DAY_KINDS = ("rest", "ill", "away")
MAX_SCALE = 10.0
FIRST_DATE = dt.date(2000, 1, 1)
MAX_DAYS = 366
"""Longest rest, illness or absence in one entry. [days; choice]"""
MAX_KM, MAX_MIN = 300.0, 2_880.0
MAX_SITE, MAX_NOTE = 100, 2_000
RED_FLAG_PAIN = 7.0
"""Pain above this answers with the red flags. [0-10; evidence.md 8.2]"""
SCALES = ("pain_during", "pain_after", "pain_next_morning", "session_rpe")
PAINS = SCALES[:3]
_SADDLE = re.compile(
    r"\b(saddle|groins?|genitals?|buttocks?|perineum|crotch|bladder|bowels?)\b", re.I
)
_LEG = re.compile(
    r"\b(legs?|thighs?|knees?|calf|calves|shins?|foot|feet|ankles?|toes?|sciatica)\b", re.I
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry; None and empty text are unknown. Fields are the columns of DIARY."""

    date: dt.date
    until: dt.date | None = None
    day: str = ""
    pain_during: float | None = None
    pain_after: float | None = None
    pain_next_morning: float | None = None
    leg_symptoms: bool | None = None
    saddle_symptoms: bool | None = None
    session_rpe: float | None = None
    strength: bool | None = None
    site: str = ""
    run_km: float | None = None
    run_min: float | None = None
    note: str = ""

    @property
    def last(self) -> dt.date:
        """Last day of the entry."""
        return self.until or self.date

    @property
    def highest_pain(self) -> float | None:
        """Most of the three pains; None where none was entered."""
        told = [value for name in PAINS if (value := getattr(self, name)) is not None]
        return max(told, default=None)

    @property
    def is_empty(self) -> bool:
        """Whether it tells nothing but a day."""
        has_words = any(text.strip() for text in (self.day, self.site, self.note))
        return not has_words and not self.is_of_one_day

    @property
    def scales(self) -> dict[str, float | None]:
        """All that is told from 0 to 10."""
        return {name: getattr(self, name) for name in SCALES}

    @property
    def is_of_one_day(self) -> bool:
        """Whether it tells what belongs to a single day."""
        answers = (self.leg_symptoms, self.saddle_symptoms, self.strength)
        told = (*self.scales.values(), *answers, self.run_km, self.run_min, self.site or None)
        return any(value is not None for value in told)


def checked(entry: Entry, today: dt.date) -> Entry:
    """The entry, if it can be true.

    Parameters
    ----------
    entry : Entry
        What was typed or read.
    today : date
        Local day; entries may lie one day after it, for travellers.

    Raises
    ------
    DiaryError
        With one plain sentence.
    """
    _check_days(entry, today)
    for name, value in entry.scales.items():
        if value is not None and not 0 <= value <= MAX_SCALE:
            raise DiaryError(f"{_words(name)} goes from 0 to 10, not {value:g}")
    if entry.run_km is None and entry.run_min is not None:
        raise DiaryError("the minutes of a run need its distance")
    _check_amount("a run", entry.run_km, MAX_KM, "km")
    _check_amount("the time of a run", entry.run_min, MAX_MIN, "minutes")
    if entry.day and entry.run_km is not None:
        raise DiaryError(f"a day with a run is not one of {_kind_words(entry.day)}")
    for name, text, most in (("site", entry.site, MAX_SITE), ("note", entry.note, MAX_NOTE)):
        if len(text) > most:
            raise DiaryError(f"the {name} is longer than {most:,} characters")
        if not _is_text(text):
            raise DiaryError(f"the {name} holds bytes that are no text")
    if entry.is_empty:
        raise DiaryError("the entry says nothing; loadwatch diary add --help lists what it can")
    return entry


def _check_days(entry: Entry, today: dt.date) -> None:
    latest = today + dt.timedelta(days=1)
    for day in (entry.date, entry.last):
        if day > latest:
            raise DiaryError(f"{day} lies in the future")
        if day < FIRST_DATE:
            raise DiaryError(f"{day} is before {FIRST_DATE.year}")
    if entry.last < entry.date:
        raise DiaryError(f"the last day, {entry.last}, is before the first, {entry.date}")
    if (entry.last - entry.date).days >= MAX_DAYS:
        raise DiaryError(
            f"one entry may be of {MAX_DAYS} days; {entry.date} to {entry.last} is more"
        )
    if entry.day and entry.day not in DAY_KINDS:
        raise DiaryError(f"a day is rest, ill or away, not {entry.day!r}")
    if entry.until is not None and not entry.day:
        raise DiaryError("only rest, ill and away may be of several days")
    if entry.last > entry.date and entry.is_of_one_day:
        raise DiaryError("an entry of several days holds a note alone; add the rest day by day")


def _check_amount(what: str, value: float | None, most: float, unit: str) -> None:
    if value is not None and not (math.isfinite(value) and 0 < value <= most):
        raise DiaryError(f"{what} is above 0 and at most {most:,.0f} {unit}, not {value:g}")


def _is_text(text: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in text)


def _words(name: str) -> str:
    return {"session_rpe": "session RPE"}.get(name, name.replace("_", " "))


def _kind_words(day: str) -> str:
    return {"ill": "illness", "away": "absence"}.get(day, day)


def red_flags_of(entry: Entry) -> list[str]:
    """Why an entry answers with the red flags first; empty where it does not."""
    found = []
    if entry.saddle_symptoms or _SADDLE.search(entry.site):
        found.append("symptoms in the saddle, bladder or bowel")
    if entry.leg_symptoms or _LEG.search(entry.site):
        found.append("leg symptoms")
    highest = entry.highest_pain
    if highest is not None and highest > RED_FLAG_PAIN:
        found.append(f"pain of {highest:g}")
    return found
