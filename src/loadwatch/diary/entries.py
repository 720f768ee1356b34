"""One entry of the diary, and what makes it believable."""

from __future__ import annotations

import datetime as dt
import math
import re
from dataclasses import dataclass

from loadwatch.errors import DiaryError
from loadwatch.language import _

REST, ILL, AWAY = "rest", "ill", "away"
DAY_KINDS = (REST, ILL, AWAY)
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
            raise DiaryError(
                _("{name} goes from 0 to 10, not {value:g}").format(name=_words(name), value=value)
            )
    if entry.run_km is None and entry.run_min is not None:
        raise DiaryError(_("the minutes of a run need its distance"))
    _check_amount(
        _("a run is above 0 and at most {most:,.0f} km, not {value:g}"), entry.run_km, MAX_KM
    )
    _check_amount(
        _("the time of a run is above 0 and at most {most:,.0f} minutes, not {value:g}"),
        entry.run_min,
        MAX_MIN,
    )
    if entry.day and entry.run_km is not None:
        raise DiaryError(
            _("a day with a run is not one of {day}").format(day=_kind_words(entry.day))
        )
    for name, text, most in (("site", entry.site, MAX_SITE), ("note", entry.note, MAX_NOTE)):
        if len(text) > most:
            raise DiaryError(
                _("the {name} is longer than {most:,} characters").format(name=name, most=most)
            )
        if not _is_text(text):
            raise DiaryError(_("the {name} holds bytes that are no text").format(name=name))
    if entry.is_empty:
        raise DiaryError(_("the entry says nothing; loadwatch diary add --help lists what it can"))
    return entry


def _check_days(entry: Entry, today: dt.date) -> None:
    latest = today + dt.timedelta(days=1)
    for day in (entry.date, entry.last):
        if day > latest:
            raise DiaryError(_("{day} lies in the future").format(day=day))
        if day < FIRST_DATE:
            raise DiaryError(_("{day} is before {year}").format(day=day, year=FIRST_DATE.year))
    if entry.last < entry.date:
        raise DiaryError(
            _("the last day, {last}, is before the first, {date}").format(
                last=entry.last, date=entry.date
            )
        )
    if (entry.last - entry.date).days >= MAX_DAYS:
        raise DiaryError(
            _("one entry may be of {days} days; {date} to {last} is more").format(
                days=MAX_DAYS, date=entry.date, last=entry.last
            )
        )
    if entry.day and entry.day not in DAY_KINDS:
        raise DiaryError(_("a day is rest, ill or away, not {day!r}").format(day=entry.day))
    if entry.until is not None and not entry.day:
        raise DiaryError(_("only rest, ill and away may be of several days"))
    if entry.last > entry.date and entry.is_of_one_day:
        raise DiaryError(_("an entry of several days holds a note alone; add the rest day by day"))


def _check_amount(words: str, value: float | None, most: float) -> None:
    if value is not None and not (math.isfinite(value) and 0 < value <= most):
        raise DiaryError(words.format(most=most, value=value))


def _is_text(text: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in text)


def _words(name: str) -> str:
    return {"session_rpe": _("session RPE")}.get(name, name.replace("_", " "))


def _kind_words(day: str) -> str:
    return {REST: _("rest"), ILL: _("illness"), AWAY: _("absence")}.get(day, day)


def red_flags_of(entry: Entry) -> list[str]:
    """Why an entry answers with the red flags first; empty where it does not."""
    found = []
    if entry.saddle_symptoms or _SADDLE.search(entry.site):
        found.append(_("symptoms in the saddle, bladder or bowel"))
    if entry.leg_symptoms or _LEG.search(entry.site):
        found.append(_("leg symptoms"))
    highest = entry.highest_pain
    if highest is not None and highest > RED_FLAG_PAIN:
        found.append(_("pain of {pain:g}").format(pain=highest))
    return found
