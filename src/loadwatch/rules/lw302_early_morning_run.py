"""LW302 early-morning-run."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import datetime, time

import numpy as np

from loadwatch.language import _
from loadwatch.load import History
from loadwatch.rules._base import Needs, Severity, Signal, rule
from loadwatch.rules._runs import day_of, labels
from loadwatch.units import Floats

ASSUMED = "assumed"
DAY_MIN = 24 * 60


def _asked_for(history: History) -> bool:
    return history.athlete.wakes_at is not None


@rule(
    code="LW302",
    name="early-morning-run",
    evidence=_("C (about bending, not about running)"),
    needs=Needs(runs=1),
    cites=("tyrrell1985", "adams1987", "snook1998"),
    formula=_(
        "{start:clock} - {wakes:clock} = {minutes:.0f} minutes, limit {after_waking_min:.0f}"
    ),
    concerns=_asked_for,
)
def check(
    history: History, *, after_waking_min: float = 60, before_waking_min: float = 120
) -> Iterator[Signal]:
    """A run began within an hour of getting up.

    What it watches
        Local time of the start against the usual time of getting up in the profile. A start up to
        two hours before that time counts too: one got up earlier for it.

    Why it matters for the back
        Over the first hour of the day the spine loses half of the height that it loses by day. In
        the laboratory, bending strained it more early in the morning, and avoiding early bending
        went with fewer days of back pain in a trial. Both are about bending: for running it is a
        tip and no more.

    When it stays silent
        Unless the profile tells when you get up. Runs whose local time is not known. It knows
        nothing of pain: a quiet report is no clearance.

    What to do
        Walk for 10 to 15 minutes first, and leave exercises with bending for later in the day.

    Parameters
    ----------
    after_waking_min : float, default 60
        Minutes after getting up within which a start is early. [min; adams1987 and choice]
    before_waking_min : float, default 120
        Minutes before the usual time that still belong to the morning. [min; choice]
    """
    wakes_at = history.athlete.wakes_at
    if wakes_at is None:
        return
    minute = _start_minute(history)
    days, ids, files = labels(history.runs)
    since_waking = minute - _minutes(wakes_at)
    since_waking = (since_waking + before_waking_min) % DAY_MIN - before_waking_min
    for position in np.flatnonzero(since_waking < after_waking_min):
        day, minutes = day_of(days[position]), float(since_waking[position])
        begins_at = time(*divmod(int(minute[position]), 60))
        yield Signal(
            day,
            Severity.INFO,
            _(
                "The run of {day:date} began at {start:clock}, {minutes:.0f} minutes after you "
                "usually get up ({wakes:clock})."
            )
            if minutes >= 0
            else _(
                "The run of {day:date} began at {start:clock}, before you usually get up "
                "({wakes:clock})."
            ),
            _("Walk for 10 to 15 minutes first, and leave exercises with bending for later."),
            minutes,
            after_waking_min,
            "minutes",
            {
                "day": day,
                "start": f"{begins_at:%H:%M}",
                "wakes": f"{wakes_at:%H:%M}",
                "minutes": minutes,
                "session_ids": list(ids[position]),
            },
            files[position],
        )


def _start_minute(history: History) -> Floats:
    """Minute of the day at which each run began, as a clock shows it; NaN where it is not known."""
    sessions = history.sessions
    known = sessions["start_time"].notna()
    if history.athlete.zone is None:
        known = known & (sessions["zone"] != ASSUMED)
    begins = sessions["start_time"][known]
    told = dict(zip(sessions["session_id"][known], map(_minutes, begins), strict=True))
    return np.array([told.get(ids[0], math.nan) for ids in history.runs["session_ids"]], float)


def _minutes(of_day: time | datetime) -> float:
    """Minute of the day, as a clock shows it."""
    return float(of_day.hour * 60 + of_day.minute)
