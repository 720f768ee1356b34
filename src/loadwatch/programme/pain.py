"""What a diary tells of the days of each session, up to the next one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from loadwatch.diary.pain import pain_response
from loadwatch.load import History


@dataclass(frozen=True, slots=True)
class Reading:
    """Pain of one session and of the days after it.

    Parameters
    ----------
    day : date
        Day of the session.
    peak : float or None
        Most during or after a session; None was not entered. [0-10]
    is_settled : bool or None
        Whether it was back to usual by the next morning; None is not known.
    has_leg_symptoms : bool
        Whether leg symptoms were entered.
    """

    day: date
    peak: float | None
    is_settled: bool | None
    has_leg_symptoms: bool

    @property
    def is_known(self) -> bool:
        """Whether both the pain and the morning after it are known."""
        return self.peak is not None and self.is_settled is not None


def readings(
    history: History, days: Sequence[date], *, usual_pain: float | None, calm: float
) -> list[Reading]:
    """One reading for each session day; days without a session belong to the one before.

    Parameters
    ----------
    history : History
        With what the diary tells in its daily table.
    days : sequence of date
        Days of the sessions, in order.
    usual_pain : float or None
        Pain of an ordinary day; None is not told. [0-10]
    calm : float
        Next morning at or below this has settled. [0-10]
    """
    found = []
    for number, day in enumerate(days):
        following = days[number + 1] if number + 1 < len(days) else None
        own = history.daily.loc[pd.Timestamp(day) :]
        if following is not None:
            own = own[own.index < pd.Timestamp(max(following, day))]
        found.append(_reading(day, own.to_dict("records"), usual_pain, calm))
    return found


def _reading(
    day: date, rows: list[dict[Any, Any]], usual_pain: float | None, calm: float
) -> Reading:
    peaks: list[float] = []
    settled: list[bool | None] = []
    for row in rows:
        during, after, morning = (
            None if pd.isna(row[name]) else float(row[name])
            for name in ("pain_during", "pain_after", "pain_next_morning")
        )
        peaks += [pain for pain in (during, after) if pain is not None]
        settled.append(_settled(during, after, morning, usual_pain, calm))
    is_settled = False if False in settled else (settled[0] if settled else None)
    return Reading(
        day, max(peaks, default=None), is_settled, any(row["leg_symptoms"] is True for row in rows)
    )


def _settled(
    during: float | None, after: float | None, morning: float | None,
    usual_pain: float | None, calm: float,
) -> bool | None:  # fmt: skip
    """Back to usual by next morning; pain at its usual level has settled, whatever it was."""
    if morning is not None and usual_pain is not None and morning <= usual_pain:
        return True
    return pain_response(during, after, morning, settled_at=calm).is_settled
