"""Track points of an XML format: text while the document is walked, numbers all at once after."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from loadwatch.errors import LimitError
from loadwatch.formats._base import MAX_RECORDS
from loadwatch.formats._xml import iso_time, number
from loadwatch.units import Floats

TIME = "time"
"""Name of the times among the texts of points."""

_DIGITS = b"0123456789+-.eE"
_CLOCK = len("2026-01-05T07:00:00")
_DAY = len("2026-01-05")
_AT_DIGITS = [0, 1, 2, 3, 5, 6, 8, 9, 11, 12, 14, 15, 17, 18]
_AT_MARKS = [4, 7, 10, 13, 16]
_MARKS = np.frombuffer(b"--T::", np.uint8)
_MIDNIGHT = "1970-01-01T00:00:00"
_EXACT_S = 2**53 // 10**6
"""Below this a float64 holds every microsecond of Unix time that is divided by a million. [s]"""


@dataclass(slots=True)
class Points:
    """Points in the order of the document; only those that were ended count.

    Parameters
    ----------
    count : int
        Points that are whole.
    times : list of str
        Time of each point as written; empty where it has none.
    at : dict
        Of each stream, the points that have a value, as 64-bit integers.
    texts : dict
        Of each stream, those values as written.
    """

    count: int = 0
    times: list[str] = field(default_factory=list)
    at: dict[str, array[int]] = field(default_factory=dict)
    texts: dict[str, list[str]] = field(default_factory=dict)

    def begin(self) -> None:
        """Start a point."""
        self.times.append("")

    def put(self, stream: str, text: str) -> None:
        """Note a value of the point that was begun."""
        at = self.at.get(stream)
        if at is None:
            at = self.at[stream] = array("q")
            self.texts[stream] = []
        at.append(len(self.times) - 1)
        self.texts[stream].append(text)

    def end(self) -> None:
        """The point is whole.

        Raises
        ------
        LimitError
            If there are more than ``MAX_RECORDS``.
        """
        self._count(1)

    def extend(
        self, count: int, parts: Iterable[tuple[Sequence[int], Mapping[str, Sequence[str]]]]
    ) -> None:
        """Add whole points.

        Parameters
        ----------
        count : int
            How many.
        parts : iterable
            Places among the new points, and of each stream a text for each place.

        Raises
        ------
        LimitError
            If there are more than ``MAX_RECORDS``.
        """
        first = len(self.times)
        self.times += [""] * count
        for places, columns in parts:
            at = array("q", [first + place for place in places])
            for stream, texts in columns.items():
                if stream != TIME:
                    self.at.setdefault(stream, array("q")).extend(at)
                    self.texts.setdefault(stream, []).extend(texts)
                elif len(at) == count:
                    self.times[first:] = texts
                else:
                    for position, text in zip(at, texts, strict=True):
                        self.times[position] = text
        self._count(count)

    def _count(self, more: int) -> None:
        self.count += more
        if self.count > MAX_RECORDS:
            raise LimitError(f"more than {MAX_RECORDS:,} track points", "split the file")

    def channels(self) -> dict[str, Floats]:
        """A float64 array a stream, NaN where a point lacks it; empty streams are left out."""
        result: dict[str, Floats] = {}
        for stream in sorted(self.at):
            values = np.full(len(self.times), np.nan)
            values[np.frombuffer(self.at[stream], np.int64)] = numbers(self.texts[stream])
            values = values[: self.count]
            if np.isfinite(values).any():
                result[stream] = values
        return result

    def time_s(self) -> tuple[Floats, float | None, int]:
        """Unix time of each point, the offset from UTC if given, and how many times are naive."""
        return iso_times(self.times[: self.count])


def numbers(texts: list[str]) -> Floats:
    """Strict ASCII decimals, NaN for anything else, one too large for a float included."""
    values = _plain_numbers(texts)
    if values is None:
        return np.array([number(text) for text in texts], dtype=np.float64)
    return np.where(np.isinf(values), np.nan, values)


def _plain_numbers(texts: list[str]) -> Floats | None:
    """Numbers of texts without a foreign letter; None if there is one, or an odd form."""
    if "".join(texts).encode("utf-8", "replace").translate(None, _DIGITS):
        return None
    different = set(texts)
    try:
        if 2 * len(different) > len(texts):
            return np.fromiter(map(float, texts), np.float64, len(texts))
        value = {text: float(text) for text in different}
        return np.fromiter(map(value.__getitem__, texts), np.float64, len(texts))
    except ValueError:
        return None


def iso_times(texts: list[str]) -> tuple[Floats, float | None, int]:
    """ISO 8601 times; the regular form that exporters write is read in one go."""
    clock_s = _clock_s(texts)
    if clock_s is None:
        counts = Counter(texts)
        read = {text: iso_time(text) for text in counts}
        times_s = np.array([read[text][0] for text in texts])
    else:
        zones = [text[_CLOCK:] for text in texts]
        counts = Counter(zones)
        read = {zone: iso_time(_MIDNIGHT + zone) for zone in counts}
        shift_us = {zone: 1e6 * item[0] for zone, item in read.items()}
        shifts_us = np.fromiter(map(shift_us.__getitem__, zones), np.float64, len(zones))
        times_s = (1e6 * clock_s + np.rint(shifts_us)) / 1e6
    offset = next((item[1] for item in read.values() if item[1] is not None), None)
    return times_s, offset, sum(counts[text] for text, item in read.items() if item[2])


def _clock_s(texts: list[str]) -> Floats | None:
    """Time that the first 19 characters show, as if in UTC; None if any is out of form. [s]"""
    try:
        letters = np.array(texts, dtype=f"S{_CLOCK}").view(np.uint8).reshape(-1, _CLOCK)
    except UnicodeEncodeError:
        return None
    digits = letters[:, _AT_DIGITS] - ord("0")
    if not (digits < 10).all() or (letters[:, _AT_MARKS] != _MARKS).any():
        return None
    hour, minute, second = (10 * digits[:, i] + digits[:, i + 1] for i in (8, 10, 12))
    if not ((hour < 24) & (minute < 60) & (second < 60)).all():
        return None
    new_day = np.diff(digits[:, :8], axis=0, prepend=10).any(axis=1)
    days_s = np.array([iso_time(texts[i][:_DAY])[0] for i in np.flatnonzero(new_day)])
    if not (np.abs(days_s) < _EXACT_S).all():
        return None
    clock_s: Floats = days_s[np.cumsum(new_day) - 1] + 3600.0 * hour + 60.0 * minute + second
    return clock_s
