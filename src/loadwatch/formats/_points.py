"""Track points of an XML format: text while the document is walked, numbers all at once after."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from loadwatch.errors import LimitError
from loadwatch.formats._base import MAX_RECORDS
from loadwatch.formats._xml import iso_time, number
from loadwatch.units import Floats

_DIGITS = frozenset("0123456789+-.eE")
_WHOLE_SECONDS, _MILLISECONDS = 20, 24
"""Lengths of ``2026-01-05T07:00:00Z`` and ``2026-01-05T07:00:00.000Z``."""


@dataclass(slots=True)
class Points:
    """Points in the order of the document; only those that were ended count.

    Parameters
    ----------
    count : int
        Points that are whole.
    times : list of str
        Time of each point as written; empty where it has none.
    """

    count: int = 0
    times: list[str] = field(default_factory=list)
    _at: dict[str, list[int]] = field(default_factory=dict)
    _texts: dict[str, list[str]] = field(default_factory=dict)

    def begin(self) -> None:
        """Start a point."""
        self.times.append("")

    def put(self, stream: str, text: str) -> None:
        """Note a value of the point that was begun."""
        at = self._at.get(stream)
        if at is None:
            at = self._at[stream] = []
            self._texts[stream] = []
        at.append(len(self.times) - 1)
        self._texts[stream].append(text)

    def end(self) -> None:
        """The point is whole.

        Raises
        ------
        LimitError
            If there are more than ``MAX_RECORDS``.
        """
        self.count += 1
        if self.count > MAX_RECORDS:
            raise LimitError(f"more than {MAX_RECORDS:,} track points", "split the file")

    def channels(self) -> dict[str, Floats]:
        """A float64 array a stream, NaN where a point lacks it; empty streams are left out."""
        result: dict[str, Floats] = {}
        for stream in sorted(self._at):
            values = np.full(len(self.times), np.nan)
            values[self._at[stream]] = numbers(self._texts[stream])
            values = values[: self.count]
            if np.isfinite(values).any():
                result[stream] = values
        return result

    def time_s(self) -> tuple[Floats, float | None, int]:
        """Unix time of each point, the offset from UTC if given, and how many times are naive."""
        return iso_times(self.times[: self.count])


def numbers(texts: list[str]) -> Floats:
    """Strict ASCII decimals, NaN for anything else."""
    if set().union(*texts) <= _DIGITS:
        try:
            return np.array(list(map(float, texts)))
        except ValueError:
            pass
    return np.array([number(text) for text in texts], dtype=np.float64)


def iso_times(texts: list[str]) -> tuple[Floats, float | None, int]:
    """ISO 8601 times; the regular form that exporters write is read in one go."""
    for length, unit, per_second in ((_WHOLE_SECONDS, "s", 1), (_MILLISECONDS, "ms", 1000)):
        if all(len(text) == length and text[-1] == "Z" and text[10] == "T" for text in texts):
            try:
                moments = np.array([text[:-1] for text in texts], dtype=f"datetime64[{unit}]")
            except ValueError:
                break
            return moments.astype(np.int64) / per_second, None, 0
    read = [iso_time(text) for text in texts]
    offset = next((item[1] for item in read if item[1] is not None), None)
    return np.array([item[0] for item in read]), offset, sum(item[2] for item in read)
