"""The next step on a ladder: advance, hold, go back, test, or stop."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pandas as pd

from loadwatch.language import _
from loadwatch.load import History
from loadwatch.notice import RED_FLAG_DAYS
from loadwatch.programme.beginning import after_test, beginning, start_by_test, unless_held
from loadwatch.programme.decision import ADVANCE, ADVANCE_IF_PAIN_ALLOWS, BACK, HOLD, STOP, Step
from loadwatch.programme.ladder import Ladder
from loadwatch.programme.pain import Reading, readings
from loadwatch.programme.placing import (
    last_at_stage,
    place_runs,
    stage_before,
)
from loadwatch.programme.why import (
    why_back,
    why_hold_by_gap,
    why_hold_by_pain,
    why_hold_by_rules,
    why_hold_by_time,
)


def step(
    history: History,
    ladder: Ladder,
    open_cautions: frozenset[str] = frozenset(),
    *,
    told: pd.DataFrame | None = None,
    test_s: float | None = None,
    usual_pain: float | None = None,
    calm_pain: float = 2.0,
    never_pain: float = 5.0,
    usual_from: float = 3.0,
    careful_days: int = 14,
    gap_days: int = 14,
) -> Step:
    """Decide from the sessions at the present stage, their pain and what rules say.

    Parameters
    ----------
    history : History
        Up to the day of the decision.
    ladder : Ladder
        With its fewest sessions and days at a stage.
    open_cautions : frozenset of str
        Names of the rules with an open caution or warning.
    told : pandas.DataFrame, optional
        From ``told_days``: the whole diary, days before the first run included.
    test_s : float, optional
        Comfortable running in a test of today, told and not recorded. [s]
    usual_pain : float, optional
        Pain of an ordinary day. [0-10]
    calm_pain : float, default 2.0
        Most pain that allows a step up. [0-10; Thomee 1997, Silbernagel 2007]
    never_pain : float, default 5.0
        Never a step up from here on; above it one stage back. [0-10; Silbernagel 2007]
    usual_from : float, default 3.0
        From here up to below ``never_pain``, a usual pain takes the place of ``calm_pain``.
        [0-10; choice]
    careful_days : int, default 14
        Fewest days at a stage for a careful profile. [days; choice]
    gap_days : int, default 14
        After so many days without a run no step up. [days; choice]

    References
    ----------
    .. [1] ``silbernagel2007``
    .. [2] ``loadwatch``
    """
    placed = place_runs(history, ladder)
    stopped = _stopped(history.daily if told is None else told, history.as_of)
    if stopped is not None:
        return Step(STOP, None, None, (stopped,))
    if test_s is not None:
        hurt = after_test(history, history.as_of, calm_pain, never_pain)
        first = start_by_test(
            ladder, test_s, _("A test run of {seconds:.0f} s was told.").format(seconds=test_s)
        )
        return hurt or unless_held(first, open_cautions)
    begun = beginning(history, placed, ladder, calm_pain, never_pain)
    if begun is not None:
        return unless_held(begun, open_cautions)
    here = last_at_stage(placed)
    limit = _limit(usual_pain, calm_pain, usual_from, never_pain)
    found = readings(
        history, sorted({item.day for item in here}), usual_pain=usual_pain, calm=calm_pain
    )
    stage = here[-1].stage or 1
    whole = [item for item in here if item.is_whole]
    days_needed = max(ladder.days_to_advance, careful_days if history.athlete.careful else 0)
    days_from = here[0].day + timedelta(days=days_needed)
    state = Step(
        HOLD, stage, stage, (), len(whole), (history.as_of - here[0].day).days,
        days_from, tuple(found),
    )  # fmt: skip
    backward = why_back(found, limit, never_pain)
    if backward:
        return replace(state, decision=BACK, next_stage=max(stage - 1, 1), reasons=tuple(backward))
    before = stage_before(placed, here)
    if before is not None and stage > before + 1 and len(whole) < ladder.sessions_to_advance:
        leap = _(
            "Stage {stage} came after stage {before}; the ladder goes one stage at a time, "
            "until {needed} "
            "sessions at the higher one went well."
        ).format(stage=stage, before=before, needed=ladder.sessions_to_advance)
        return replace(state, decision=BACK, next_stage=before + 1, reasons=(leap,))
    holding = [
        *why_hold_by_pain(found[-ladder.sessions_to_advance :], limit),
        *why_hold_by_rules(open_cautions),
        *why_hold_by_gap(history, gap_days),
        *why_hold_by_time(
            len(whole), days_from, ladder, history.as_of, limit, is_last=stage == len(ladder.stages)
        ),
    ]
    if holding:
        return replace(state, reasons=tuple(holding))
    return _up(state, ladder, found[-ladder.sessions_to_advance :], limit)


def _stopped(told: pd.DataFrame, as_of: date) -> str | None:
    """Saddle symptoms end every proposal."""
    if told.empty:
        return None
    first, last = pd.Timestamp(as_of - timedelta(days=RED_FLAG_DAYS - 1)), pd.Timestamp(as_of)
    recent = told[(told.index >= first) & (told.index <= last)]
    if not any(answer is True for answer in recent["saddle_symptoms"]):
        return None
    return _(
        "The diary tells of symptoms in the saddle, bladder or bowel: no run is proposed. Get "
        "emergency care if they are there now; else have them looked at before any run."
    )


def _limit(usual: float | None, calm: float, usual_from: float, never: float) -> float:
    """Most pain that allows a step up."""
    return usual if usual is not None and usual_from <= usual < never else calm


def _up(state: Step, ladder: Ladder, found: Sequence[Reading], limit: float) -> Step:
    stage = state.stage or 1
    is_last = stage == len(ladder.stages)
    is_known = all(each.is_known for each in found)
    reasons = [
        _("{sessions} sessions in {days} days at this stage, and no caution that holds it.").format(
            sessions=state.session_count, days=state.day_count
        ),
        _("Pain stayed at {limit:g} of 10 or below and had settled by the next morning.").format(
            limit=limit
        )
        if is_known
        else _(
            "Pain of some of these sessions is not in the diary. Go on only if it stayed "
            "at {limit:g} of 10 or below and was back to usual by the next morning; else "
            "repeat this stage."
        ).format(limit=limit),
    ]
    if is_last:
        reasons.append(
            _("It is the last stage: repeat it, and raise the speed rather than the sets.")
        )
        return replace(state, reasons=tuple(reasons))
    decision = ADVANCE if is_known else ADVANCE_IF_PAIN_ALLOWS
    return replace(state, decision=decision, next_stage=stage + 1, reasons=tuple(reasons))
