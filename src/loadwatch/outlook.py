"""What comes next of what was read: the plan of a day, the next step of a programme."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pandas as pd

from loadwatch.athlete import Athlete
from loadwatch.corrections import Told
from loadwatch.diary import Diary
from loadwatch.importer import Import
from loadwatch.load import build_history
from loadwatch.load.diary import told_days
from loadwatch.plan import STEP_M, Asked, Plan, plan_for
from loadwatch.programme import Ladder, Programme, programme_of
from loadwatch.report import Review
from loadwatch.review import diary_use_of, known_of
from loadwatch.right import parted, set_right
from loadwatch.rules import Severity


def plan(
    found: Import,
    asked: Asked,
    *,
    on: date | None = None,
    diary: Diary | None = None,
    athlete: Athlete | None = None,
    step_m: float = STEP_M,
    ladder: Ladder | None = None,
    told: Told | None = None,
) -> Plan:
    """Plan a day from what was known the evening before, by default the last activity's.

    Parameters
    ----------
    found : Import
        Sessions that have been read.
    asked : Asked
        A session to judge before it is run; it may be empty.
    on : date, optional
        The day; the one after the last activity or diary entry by default.
    diary : Diary, optional
        Known rest, runs without a file, and how it felt; the morning of the day counts.
    athlete : Athlete, optional
        The profile.
    step_m : float, default 100
        Grain of the budget. [m; choice]
    ladder : Ladder, optional
        From ``find_ladder``: where nothing is usual yet, its stage is the budget.
    told : Told, optional
        Corrections; what is acknowledged limits the budget all the same.
    """
    rows = set_right(parted(found, told), told, athlete).rows
    if on is None:
        dated = known_of(rows, None, diary, athlete).sessions["local_date"].dropna()
        days = [day.date() for day in dated] + [
            each.last for each in (diary.entries if diary else ())
        ]
        last = max(days, default=None)
        on = last + timedelta(days=1) if last else datetime.now().astimezone().date()
    known = known_of(rows, on - timedelta(days=1), diary, athlete, told_by=on)
    return plan_for(
        known.history,
        on,
        asked,
        step_m=step_m,
        later_session_count=int((known.sessions["local_date"] >= pd.Timestamp(on)).sum()),
        red_flags=() if diary is None else diary_use_of(diary, known).red_flags,
        ladder=ladder,
    )


def programme_for(
    review: Review,
    ladder: Ladder,
    *,
    today: date,
    as_of: date | None = None,
    athlete: Athlete | None = None,
    test_s: float | None = None,
    usual_pain: float | None = None,
) -> Programme:
    """Where the runner of a review stands on a ladder, and the next step.

    Parameters
    ----------
    review : Review
        What was read and judged.
    ladder : Ladder
        From ``find_ladder``.
    today : date
        Day of the decision where nothing tells one.
    as_of : date, optional
        Day of the decision; the last day with an activity or a diary entry by default.
    athlete : Athlete, optional
        The profile.
    test_s, usual_pain : float, optional
        As in ``programme_of``. [s; 0-10]
    """
    told = told_days([]) if review.diary is None else review.diary.days
    known = [review.as_of, None if review.diary is None else review.diary.last_date]
    last = as_of or max((day for day in known if day is not None), default=today)
    history = build_history(review.sessions, last, told, athlete)
    cautions = frozenset(
        finding.name
        for finding in (*review.judgement.findings, *(it.finding for it in review.acknowledged))
        if finding.severity >= Severity.CAUTION
    )
    return programme_of(history, ladder, cautions, told=told, test_s=test_s, usual_pain=usual_pain)


def standing(review: Review, ladder: Ladder, *, today: date, athlete: Athlete) -> Programme | None:
    """Where the runner stands on a ladder; None for one who is on none and has told of none.

    Parameters
    ----------
    review : Review
        What was read and judged.
    ladder : Ladder
        The profile's, else ours.
    today : date
        Day of the decision where nothing tells one.
    athlete : Athlete
        The profile.
    """
    found = programme_for(review, ladder, today=today, as_of=review.as_of, athlete=athlete)
    is_told = athlete.ladder is not None or athlete.programme_start is not None
    return found if is_told or found.step.stage is not None else None
