"""Dates as a service shows them to people, in many languages → Unix time; a guess is no date."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

FIRST_YEAR, LAST_YEAR = 1990, 2100
"""Another year is of another calendar, or a misread number. [year; choice]"""
_MONTHS = (
    "jan january januar janvier janv ene enero gen gennaio januari jaanuari sty stycznia styczen "
    "ledna leden tammik янв января oca ocak janeiro ιαν",
    "feb february februar fevrier fevr febrero febbraio fev fevereiro februari lut lutego luty "
    "unora unor helmik февр фев февраля sub subat φεβ",
    "mar march marz maerz mars marzo marco maart mrt mrz marca marzec brezna brezen maalisk март "
    "марта мар mart μαρ",
    "apr april avril avr abr abril aprile kwi kwietnia kwiecien dubna duben huhtik апр апреля nis "
    "nisan απρ",
    "may mai mayo mag maggio mei maj maio maja kvetna kveten toukok мая маи mayis μαι",
    "jun june juni juin junio giu giugno junho cze czerwca czerwiec cervna cerven kesak июн июня "
    "haz haziran ιουν",
    "jul july juli juillet juil julio lug luglio julho lip lipca lipiec cervence cervenec heinak "
    "июл июля tem temmuz ιουλ",
    "aug august aout ago agosto augustus augusti sie sierpnia sierpien srpna srpen elok авг "
    "августа agu agustos αυγ",
    "sep sept september septembre septiembre set settembre setembro wrz wrzesnia wrzesien zari "
    "syysk сент сен сентября eyl eylul σεπ",
    "oct october okt oktober octobre octubre ott ottobre out outubro paz pazdziernika pazdziernik "
    "rijna rijen lokak окт октября eki ekim οκτ",
    "nov november novembre noviembre novembro lis listopada listopad listopadu marrask нояб ноя "
    "ноября kas kasim νοε",
    "dec december dez dezember decembre dic diciembre dicembre dezembro des desember gru grudnia "
    "grudzien prosince prosinec jouluk дек декабря ara aralik δεκ",
)
_MONTH = {name: at for at, names in enumerate(_MONTHS, 1) for name in names.split()}
_AFTERNOON = frozenset({"pm", "午後", "下午", "오후", "μμ"})
_MORNING = frozenset({"am", "午前", "上午", "오전", "πμ"})
_HALF_DAY = re.compile(r"\b([apμπ])\s?\.?\s?([mμ])\b\.?")
_CLOCK = re.compile(r"(\d{1,2})[:.h時时点](\d{2})(?:[:.m分](\d{2})(?:[.,]\d+)?)?\D*$")
_PART = re.compile(r"\d+|[^\W\d_]+")
_ACCENTS = re.compile("[\u0300-\u036f]")


@dataclass(frozen=True, slots=True)
class Shown:
    """A date as it is shown: what of it is sure.

    Parameters
    ----------
    year : int
        With its century.
    first, second : int
        Day and month, in the order of the text.
    day_first : bool or None
        Which of them is the day; None where the text alone does not say.
    clock_s : float
        Time of the day. [s]
    """

    year: int
    first: int
    second: int
    day_first: bool | None
    clock_s: float

    def time_s(self, *, day_first: bool | None) -> float:
        """Unix time, the date read as UTC; NaN if it is none, or cannot be told. [s]"""
        order = self.day_first if self.day_first is not None else day_first
        if order is None and self.first == self.second:
            order = True
        if order is None or not FIRST_YEAR <= self.year <= LAST_YEAR:
            return math.nan
        day, month = (self.first, self.second) if order else (self.second, self.first)
        try:
            return datetime(self.year, month, day, tzinfo=UTC).timestamp() + self.clock_s
        except (ValueError, OverflowError):
            return math.nan


def shown_date(text: str) -> Shown | None:
    """Take a shown date apart; None if it is none."""
    text = unicodedata.normalize("NFKC", text[:80]).casefold().strip()
    half = _HALF_DAY.sub(lambda match: f" {match[1]}{match[2]} ", text)
    clock = _CLOCK.search(half)
    if clock is None:
        return None
    day = half[: clock.start()]
    words = set(_PART.findall(half))
    clock_s = _clock_s(clock, words)
    if clock_s is None:
        return None
    parts = [_plain(part) for part in _PART.findall(day)]
    numbers = [part for part in parts if part.isdigit() and len(part) <= 4]
    months = [_MONTH[part] for part in parts if part in _MONTH]
    years = [at for at, number in enumerate(numbers) if len(number) == 4]
    if len(months) == 1 and len(numbers) == 2 and len(years) == 1:
        return Shown(int(numbers[years[0]]), int(numbers[1 - years[0]]), months[0], True, clock_s)
    if months or len(numbers) != 3:
        return None
    if years == [0]:
        return Shown(int(numbers[0]), int(numbers[2]), int(numbers[1]), True, clock_s)
    has_points = "." in day
    if years != [2] and not (has_points and not years and len(numbers[2]) == 2):
        return None
    year = int(numbers[2]) + (0 if years else 2000)
    return Shown(year, int(numbers[0]), int(numbers[1]), True if has_points else None, clock_s)


def is_day_first(dates: Iterable[Shown | None], *, by_language: bool | None) -> bool | None:
    """Which of day and month comes first in the dates of a table whose texts do not say.

    A number over twelve decides, over all rows; else what the language of the header is used to.
    None where that does not tell either, or where rows contradict each other.
    """
    open_ones = [date for date in dates if date is not None and date.day_first is None]
    is_day, is_month = any(d.first > 12 for d in open_ones), any(d.second > 12 for d in open_ones)
    if is_day and is_month:
        return None
    if is_day or is_month:
        return is_day
    return by_language


def _clock_s(clock: re.Match[str], words: set[str]) -> float | None:
    hour, minute, second = (int(part or 0) for part in clock.groups())
    is_afternoon = bool(words & _AFTERNOON) or any("오후" in w or "下午" in w for w in words)
    is_morning = bool(words & _MORNING) or any("오전" in w or "上午" in w for w in words)
    if is_afternoon or is_morning:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + 12 * is_afternoon
    if hour > 23 or minute > 59 or second > 60:
        return None
    return 3600.0 * hour + 60.0 * minute + second


def _plain(word: str) -> str:
    return unicodedata.normalize("NFC", _ACCENTS.sub("", unicodedata.normalize("NFKD", word)))
