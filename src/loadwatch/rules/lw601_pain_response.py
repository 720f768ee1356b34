"""LW601 pain-response."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from loadwatch.language import _
from loadwatch.load import History
from loadwatch.rules._base import Needs, Severity, Signal, rule
from loadwatch.units import Floats

PAINS = ("pain_during", "pain_after", "pain_next_morning")
STAY = _("Stay at this stage and add nothing; after two such sessions in a row go back one stage.")
STOP = _(
    "Do not run until it has settled; then go back one stage, or to shorter runs. See a clinician "
    "before the next run if pain was above {limit:g} or a leg is involved. No number here outranks "
    "this."
)


@dataclass(frozen=True)
class _Told:
    """What one day tells, and what was usual before it; NaN is not told."""

    session: float
    before_morning: float
    morning: float
    usual: float
    usual_morning: float
    leg: bool


def _no_pain_told(history: History, *, window_days: int = 28) -> str | None:
    recent = history.daily[[*PAINS, "leg_symptoms"]].iloc[-window_days:]
    if recent.notna().any(axis=None):
        return None
    return _(
        "no pain is told in the last {days} days, not even 0; loadwatch diary add takes it"
    ).format(days=window_days)


@rule(
    code="LW601",
    name="pain-response",
    evidence=_("C for the back (the model is B for the Achilles tendon)"),
    needs=Needs(runs=0),
    cites=("silbernagel2007", "thomee1997", "ostelo2008"),
    formula=_("{observed:g} of 10, limit {limit:g}"),
    looks_back_days=28,
    unless=_no_pain_told,
)
def check(
    history: History,
    *,
    limit: float = 5,
    settled_at: float = 2,
    clear_change: float = 2,
    usual_days: int = 28,
    least_told: int = 5,
    most_usual: float = 4,
) -> Iterator[Signal]:
    """Pain of the diary is above the limit, has not settled, has risen, or is in a leg.

    What it watches
        Pain during and after the session, and on the next morning, as the diary tells it, on days
        with and without a run. Above 5 of 10, a morning on which it has not settled, or leg
        symptoms: a warning. From 3 to 5, or 2 more than usual: a caution. Usual is the middle value
        of the 28 days before, from 5 days told. Settled is 2 or less, or the usual morning where
        that is 3 or 4. What is 3 or 4 and no more than usual is information.

    Why it matters for the back
        How it feels is nearer to the back than any load. The model was made for tendons, where
        running on under it did no worse than rest; for the back nobody has tested it. A change of
        less than 2 is not a clear one.

    When it stays silent
        On days of which the diary tells no pain, and at 2 or less without a rise. It reads answers
        and not notes. Silence is no clearance.

    What to do
        Caution: stay at this stage; after two such sessions in a row, go back one. Warning: do not
        run until it has settled, then go back one stage. Above 5, or with leg symptoms, see a
        clinician first. It counts more than any other finding; none outranks it.

    Parameters
    ----------
    limit : float, default 5
        Pain above this is a warning. [0-10; silbernagel2007]
    settled_at : float, default 2
        Most on the next morning of what has settled. [0-10; thomee1997]
    clear_change : float, default 2
        Smallest rise that is a clear one. [0-10; ostelo2008]
    usual_days : int, default 28
        Days before whose pain is the usual one. [days; choice]
    least_told : int, default 5
        Days told among them before there is a usual pain. [days; choice]
    most_usual : float, default 4
        Usual pain above this excuses nothing. [0-10; choice: usual pain of 3 or 4]
    """
    during, after, next_morning = (history.day(name) for name in PAINS)
    session = np.fmax(during, after)
    morning = np.concatenate(([np.nan], next_morning[:-1]))
    legs = history.daily["leg_symptoms"].eq(True).to_numpy()
    for position in np.flatnonzero(~np.isnan(session) | ~np.isnan(morning) | legs):
        told = _Told(
            float(session[position]),
            float(session[position - 1]) if position else float("nan"),
            float(morning[position]),
            _usual(session, int(position), usual_days, least_told),
            _usual(morning, int(position), usual_days, least_told),
            bool(legs[position]),
        )
        reasons = [
            *_of_legs(told),
            *_of_session(told, limit, settled_at, clear_change, most_usual),
            *_of_morning(told, limit, settled_at, clear_change, most_usual),
        ]
        if not reasons:
            continue
        severity = max(each[0] for each in reasons)
        highest = float(np.fmax(told.session, told.morning))
        in_legs_alone = np.isnan(highest)
        day = history.date_at(position)
        yield Signal(
            day,
            severity,
            " ".join(text for of, text in reasons if of == severity),
            STOP if severity is Severity.WARNING else STAY,
            1.0 if in_legs_alone else highest,
            0.0 if in_legs_alone else limit if severity is Severity.WARNING else settled_at,
            "symptoms told" if in_legs_alone else "0-10",
            {
                "day": day,
                "strong": bool(told.leg or highest > limit),
                "session": told.session,
                "morning": told.morning,
                "before_morning": told.before_morning,
                "usual": told.usual,
                "usual_morning": told.usual_morning,
                "leg_symptoms": told.leg,
                "limit": limit,
                "lowest_zone": settled_at,
                "settled_at": _settled_at(told.usual_morning, settled_at, most_usual),
                "rise": told.session - told.usual,
                "morning_rise": told.morning - told.before_morning,
            },
        )


def _usual(pain: Floats, position: int, days: int, least_told: int) -> float:
    """Middle value of the days before; NaN where too few are told."""
    before = pain[max(position - days, 0) : position]
    known = before[~np.isnan(before)]
    return float(np.median(known)) if known.size >= least_told else float("nan")


def _settled_at(usual: float, settled_at: float, most_usual: float) -> float:
    return usual if settled_at < usual <= most_usual else settled_at


def _of_legs(told: _Told) -> Iterator[tuple[Severity, str]]:
    if told.leg:
        yield Severity.WARNING, _("Leg symptoms on {day:date}.")


def _of_session(
    told: _Told, limit: float, settled_at: float, clear_change: float, most_usual: float
) -> Iterator[tuple[Severity, str]]:
    if told.session > limit:
        yield Severity.WARNING, _("Pain of {session:g} of 10 on {day:date}, above {limit:g}.")
    elif told.session - told.usual >= clear_change:
        yield (
            Severity.CAUTION,
            _("Pain of {session:g} of 10 on {day:date}, {rise:g} more than is usual for you."),
        )
    elif settled_at < told.session <= told.usual <= most_usual:
        yield (
            Severity.INFO,
            _("Pain of {session:g} of 10 on {day:date}, no more than is usual for you."),
        )
    elif told.session > settled_at:
        yield (
            Severity.CAUTION,
            _(
                "Pain of {session:g} of 10 on {day:date}, above {lowest_zone:g} and not above "
                "{limit:g}."
            ),
        )


def _of_morning(
    told: _Told, limit: float, settled_at: float, clear_change: float, most_usual: float
) -> Iterator[tuple[Severity, str]]:
    if told.morning > limit:
        yield (
            Severity.WARNING,
            _("Pain of {morning:g} of 10 on the morning of {day:date}, above {limit:g}."),
        )
    elif told.morning > _settled_at(told.usual_morning, settled_at, most_usual):
        yield (
            Severity.WARNING,
            _(
                "Pain of {morning:g} of 10 on the morning of {day:date}: not settled to "
                "{settled_at:g} or less."
            ),
        )
    elif told.morning - told.before_morning >= clear_change:
        yield (
            Severity.CAUTION,
            _(
                "Pain of {morning:g} of 10 on the morning of {day:date}, {morning_rise:g} more "
                "than in the session before."
            ),
        )
    elif told.morning > settled_at:
        yield (
            Severity.INFO,
            _(
                "Pain of {morning:g} of 10 on the morning of {day:date}, no more than is usual "
                "for you."
            ),
        )
