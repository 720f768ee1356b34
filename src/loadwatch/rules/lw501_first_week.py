"""LW501 first-week."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np

from loadwatch.athlete.profile import LONG_TERM, NOVICE, RETURNING
from loadwatch.language import _
from loadwatch.load import History
from loadwatch.rules._base import Needs, Severity, Signal, rule
from loadwatch.rules._words import experience_words, unknown_words

WEEK = 7


def _is_new_or_unknown(history: History) -> bool:
    return history.athlete.experience != LONG_TERM


def _first_run(history: History) -> date | None:
    return None if history.runs.empty else history.runs["local_date"].iloc[0].date()


def _begin(history: History) -> date | None:
    """First day of the programme as told, else a novice's first run on file."""
    if history.athlete.programme_start is not None:
        return history.athlete.programme_start
    return _first_run(history) if history.athlete.experience == NOVICE else None


def _not_told(history: History) -> str | None:
    """Asked in the first week on file alone; later on it would be a question about the past."""
    begin, first = _begin(history), _first_run(history)
    since = begin or first
    if since is None or not 0 <= (history.as_of - since).days < WEEK:
        return None
    if begin is None:
        return _("whether you are new to running, and when you began, is not in the profile")
    unbounded = np.isnan(history.day("run_distance_upper_m")[-WEEK:]).any()
    return _("the distance of a run in it is not known, nor its most") if unbounded else None


@rule(
    code="LW501",
    name="first-week",
    evidence=_("B for novices and injuries of all kinds, C for the back"),
    needs=Needs(runs=1),
    cites=("nielsen2014ijspt",),
    formula=_("{running:km} in the first week, limit {limit:km}"),
    looks_back_days=7,
    unless=_not_told,
    concerns=_is_new_or_unknown,
)
def check(
    history: History,
    *,
    limit_m: float = 6_000,
    heavy_limit_m: float = 3_000,
    heavy_bmi: float = 30,
) -> Iterator[Signal]:
    """The first week of running held a lot of it.

    What it watches
        Running distance of the first seven days of the programme, whose first day the profile
        tells; without it, of the first seven days on file of someone who is new to running. With a
        body mass index over 30, more than 3 km is a caution; more than 6 km is information.

    Why it matters for the back
        Of 749 novices, those with a body mass index over 30 who ran more than 3 km in their first
        week had more injuries of all kinds within three weeks. The back was not looked at on its
        own.

    When it stays silent
        For long-term runners, and after the first week. Without height and mass in the profile it
        informs and does not caution; so it does where experience is not known. It knows nothing of
        pain: a quiet report is no clearance.

    What to do
        Take the run-walk ladder: a week at its first stage holds about a kilometre of running.

    Parameters
    ----------
    limit_m : float, default 6000
        Running in the first week above which it informs. [m; nielsen2014ijspt]
    heavy_limit_m : float, default 3000
        The same, as a caution, with a high body mass index. [m; nielsen2014ijspt]
    heavy_bmi : float, default 30
        Body mass index above which that holds. [kg/m2; nielsen2014ijspt]
    """
    begin = _begin(history)
    if begin is None:
        return
    bmi = history.athlete.body_mass_index
    age = (history.first_day - begin).days + np.arange(len(history.daily))
    in_week = (age >= 0) & (age < WEEK)
    so_far = np.cumsum(np.where(in_week, history.day("run_distance_upper_m"), 0.0))
    unknown = history.runs_of_unknown_distance(WEEK)
    for position in np.flatnonzero(in_week & history.run_days):
        who = history.experience[int(position)]
        is_heavy = bmi is not None and bmi > heavy_bmi and so_far[position] > heavy_limit_m
        if who == LONG_TERM or not (is_heavy or so_far[position] > limit_m):
            continue
        day = history.date_at(position)
        yield Signal(
            day,
            Severity.CAUTION if is_heavy and who in (NOVICE, RETURNING) else Severity.INFO,
            (
                _(
                    "{running:distance} of running in the first week up to {day:date}, which began "
                    "on {begin:date}; in a study of novices with a body mass index over "
                    "{heavy_bmi:g}, more than {limit:distance} went with more injuries."
                )
                if is_heavy
                else _(
                    "{running:distance} of running in the first week up to {day:date}, which began "
                    "on {begin:date}; more than {limit:distance} is much for a first week."
                )
            )
            + unknown_words(unknown[position])
            + experience_words(is_known=who is not None),
            _("Take the run-walk ladder for the next runs, and repeat rather than add."),
            float(so_far[position]),
            heavy_limit_m if is_heavy else limit_m,
            "m",
            {
                "day": day,
                "begin": begin,
                "running": float(so_far[position]),
                "limit": heavy_limit_m if is_heavy else limit_m,
                "heavy_bmi": heavy_bmi,
                "body_mass_index": bmi,
                "experience": who or "unknown",
            },
        )
