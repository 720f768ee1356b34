"""LW302 early-morning-run."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time

import pandas as pd

from loadwatch.load import History
from loadwatch.rules._base import Needs, Severity, Signal, rule

ASSUMED = "assumed"
DAY_MIN = 24 * 60


def _asked_for(history: History) -> bool:
    return history.athlete.wakes_at is not None


@rule(
    code="LW302",
    name="early-morning-run",
    evidence="C (about bending, not about running)",
    needs=Needs(runs=1),
    cites=("tyrrell1985", "adams1987", "snook1998"),
    formula="{start} - {wakes} = {minutes:.0f} minutes, limit {after_waking_min:.0f}",
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
    sessions = history.sessions
    told = dict(
        zip(sessions["session_id"], zip(sessions["start_time"], sessions["zone"], strict=True),
            strict=True)
    )  # fmt: skip
    for run in history.runs.to_dict("records"):
        begin, zone = told[run["session_ids"][0]]
        if pd.isna(begin) or (zone == ASSUMED and history.athlete.zone is None):
            continue
        minutes = _minutes(begin.time()) - _minutes(wakes_at)
        minutes = (minutes + before_waking_min) % DAY_MIN - before_waking_min
        if minutes >= after_waking_min:
            continue
        yield Signal(
            run["local_date"].date(),
            Severity.INFO,
            "The run of {day:date} began at {start}, "
            + (
                "{minutes:.0f} minutes after you usually get up ({wakes})."
                if minutes >= 0
                else "before you usually get up ({wakes})."
            ),
            "Walk for 10 to 15 minutes first, and leave exercises with bending for later.",
            minutes,
            after_waking_min,
            "minutes",
            {
                "day": run["local_date"].date(),
                "start": f"{begin:%H:%M}",
                "wakes": f"{wakes_at:%H:%M}",
                "minutes": minutes,
                "session_ids": list(run["session_ids"]),
            },
            tuple(run["sources"]),
        )


def _minutes(of_day: time) -> float:
    """Minute of the day, as a clock shows it."""
    return float(of_day.hour * 60 + of_day.minute)
