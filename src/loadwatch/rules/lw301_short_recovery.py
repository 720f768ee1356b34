"""LW301 short-recovery."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from loadwatch.athlete.profile import NOVICE, RETURNING
from loadwatch.language import _
from loadwatch.load import History
from loadwatch.rules._base import Needs, Severity, Signal, rule
from loadwatch.rules._words import experience_words
from loadwatch.units import Floats


@rule(
    code="LW301",
    name="short-recovery",
    evidence=_("C (laboratory measurements and a trial's rest-day rule; no study of spacing)"),
    needs=Needs(runs=2),
    cites=("tyrrell1985", "kingsley2012", "runwalktrial2023"),
    formula=_("{days_in_a_row:days} in a row with a run, limit {most_days_in_a_row:days}"),
    looks_back_days=3,
)
def check(
    history: History,
    *,
    least_hours: float = 12,
    same_outing_hours: float = 1,
    most_days_in_a_row: int = 2,
) -> Iterator[Signal]:
    """Runs follow each other closely: within half a day, or on three days in a row.

    What it watches
        Hours from the end of one run to the start of the next, and days in a row with a run. For
        those in careful mode, new to running or coming back, the third such day is a caution; where
        experience is not known, it is information.

    Why it matters for the back
        In the laboratory, half an hour of running made discs 6 % flatter, and the height that the
        spine loses by day came back mostly over the night. A walk-run trial asked for a day of rest
        between sessions. No study that we know compares spacings and back pain.

    When it stays silent
        Runs less than an hour apart are one outing. Days in a row mean nothing to it for long-term
        runners without careful mode. A run whose time of day is not known is not judged by hours.
        It knows nothing of pain: a quiet report is no clearance.

    What to do
        Put a day of rest, or of walking, before the next run.

    Parameters
    ----------
    least_hours : float, default 12
        Hours between two runs below which it informs. [h; choice: a night]
    same_outing_hours : float, default 1
        Runs nearer than this are one outing. [h; choice]
    most_days_in_a_row : int, default 2
        More run days in a row than this are too many. [days; runwalktrial2023 and choice]
    """
    hours = _shortest_pause_h(history, same_outing_hours)
    streak = _days_in_a_row(history.run_days)
    is_close = history.run_days & ((streak > most_days_in_a_row) | (hours < least_hours))
    for position in np.flatnonzero(is_close):
        day = history.date_at(position)
        who = history.experience[int(position)]
        is_new = history.athlete.careful or who in (NOVICE, RETURNING)
        in_a_row = bool(streak[position] > most_days_in_a_row and (is_new or who is None))
        pause = float(hours[position])
        if not (in_a_row or pause < least_hours):
            continue
        yield Signal(
            day,
            Severity.CAUTION if in_a_row and is_new else Severity.INFO,
            (
                _("{days_in_a_row:days} in a row with a run, up to {day:date}.")
                + experience_words(is_known=is_new)
                if in_a_row
                else ""
            )
            + (" " if in_a_row and pause < least_hours else "")
            + (
                _("A run on {day:date} began {pause_h:.1f} hours after the one before it ended.")
                if pause < least_hours
                else ""
            ),
            _("Put a day of rest, or of walking, before the next run."),
            float(streak[position]) if in_a_row else pause,
            float(most_days_in_a_row) if in_a_row else least_hours,
            "days" if in_a_row else "hours",
            {
                "day": day,
                "days_in_a_row": int(streak[position]),
                "pause_h": pause,
                "experience": who or "unknown",
                "careful": history.athlete.careful,
            },
            source_days=int(streak[position]) if in_a_row else 2,
        )


def _shortest_pause_h(history: History, same_outing_hours: float) -> Floats:
    """Hours since the run before, the least of each day; NaN where it is not known."""
    runs = history.runs
    start, end = runs["start_s"].to_numpy(np.float64), runs["end_s"].to_numpy(np.float64)
    pause = (start[1:] - np.fmax.accumulate(end)[:-1]) / 3600
    known = pause >= same_outing_hours
    shortest = np.full(len(history.daily), np.nan)
    np.fmin.at(shortest, history.run_positions[1:][known], pause[known])
    return shortest


def _days_in_a_row(run_days: np.ndarray) -> Floats:
    position = np.arange(run_days.size)
    last_without = np.maximum.accumulate(np.where(run_days, -1, position))
    result: Floats = np.where(run_days, position - last_without, 0).astype(np.float64)
    return result
