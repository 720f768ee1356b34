"""The next step on a ladder: advance, hold, go back, test, or stop."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pandas as pd

from loadwatch.load import History
from loadwatch.programme.entry import entry_stage
from loadwatch.programme.ladder import Ladder
from loadwatch.programme.pain import Reading, readings
from loadwatch.programme.placing import (
    AT_STAGE,
    BREAK_DAYS,
    TEST,
    Placed,
    last_at_stage,
    place_runs,
)

ADVANCE, ADVANCE_IF_PAIN_ALLOWS = "advance", "advance-if-pain-allows"
HOLD, BACK, TEST_FIRST, START, STOP = "hold", "back", "test", "start", "stop"
DECISIONS = (ADVANCE, ADVANCE_IF_PAIN_ALLOWS, HOLD, BACK, TEST_FIRST, START, STOP)
HOLDING_RULES = ("session-spike", "base-ratio", "pain-response")
"""An open caution of one of these holds the stage. (evidence.md 7.1)"""
SYMPTOM_DAYS = 28
"""For how long saddle symptoms in the diary stop the programme. [days; choice]"""
SEE_SOMEONE = "have it looked at by a doctor or physiotherapist before the next run"


@dataclass(frozen=True, slots=True)
class Step:
    """What comes next and why.

    Parameters
    ----------
    decision : str
        One of ``DECISIONS``.
    stage : int or None
        Stage of the last session on the ladder, or that a test leads to.
    next_stage : int or None
        Stage of the next session; None where none is proposed.
    reasons : tuple of str
        Sentences, the most weighty first.
    session_count, day_count : int
        Whole sessions at the stage, and days since the first of them [days].
    advance_from : date or None
        First day on which enough days at the stage have passed.
    readings : tuple of Reading
        Pain of the sessions at the stage.
    """

    decision: str
    stage: int | None
    next_stage: int | None
    reasons: tuple[str, ...]
    session_count: int = 0
    day_count: int = 0
    advance_from: date | None = None
    readings: tuple[Reading, ...] = ()


def step(
    history: History,
    ladder: Ladder,
    open_cautions: frozenset[str] = frozenset(),
    *,
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
    stopped = _stopped(history)
    if stopped is not None:
        return Step(STOP, None, None, (stopped,))
    if test_s is not None:
        return _start(ladder, test_s, f"A test run of {test_s:.0f} s was told.")
    begun = _beginning(history, placed, ladder, calm_pain, never_pain)
    if begun is not None:
        return begun
    here = last_at_stage(placed)
    limit = _limit(usual_pain, calm_pain, usual_from, never_pain)
    found = readings(
        history, sorted({item.day for item in here}), usual_pain=usual_pain, calm=calm_pain
    )
    stage = here[-1].stage or 1
    whole = [item for item in here if item.is_whole]
    days_needed = max(ladder.days_to_advance, careful_days if history.athlete.careful else 0)
    state = Step(
        HOLD, stage, stage, (), len(whole), (history.as_of - here[0].day).days,
        here[0].day + timedelta(days=days_needed), tuple(found),
    )  # fmt: skip
    backward = _why_back(found, limit, never_pain)
    if backward:
        return replace(
            state, decision=BACK, next_stage=max(stage - 1, 1), reasons=tuple(backward)
        )
    holding = [
        *_why_hold_by_pain(found[-ladder.sessions_to_advance :], limit),
        *_why_hold_by_rules(open_cautions),
        *_why_hold_by_gap(history, gap_days),
        *_why_hold_by_time(state, ladder, history.as_of, limit),
    ]
    if holding:
        return replace(state, reasons=tuple(holding))
    return _up(state, ladder, found[-ladder.sessions_to_advance :], limit)


def _stopped(history: History) -> str | None:
    """Saddle symptoms end every proposal."""
    if history.daily.empty:
        return None
    recent = history.daily.loc[pd.Timestamp(history.as_of - timedelta(days=SYMPTOM_DAYS - 1)) :]
    days = [day for day, told in recent["saddle_symptoms"].items() if told is True]
    if not days:
        return None
    return (
        "The diary tells of symptoms in the saddle, bladder or bowel: no run is proposed. Get "
        "emergency care if they are there now; else have them looked at before any run."
    )


def _beginning(
    history: History, placed: Sequence[Placed], ladder: Ladder, calm: float, never: float
) -> Step | None:
    """The first step, where no stage is known or a long break has passed."""
    if not placed or (history.as_of - placed[-1].day).days >= BREAK_DAYS:
        gap = (history.as_of - placed[-1].day).days if placed else 0
        why = f"No run on file for {gap} days." if gap else "No run is on file."
        return _test_first(ladder, why)
    known = [item for item in placed if item.kind in {AT_STAGE, TEST}]
    if not known or (history.as_of - known[-1].day).days >= BREAK_DAYS:
        return _test_first(ladder, "No recent run on file is a session of this ladder.")
    if known[-1].kind == AT_STAGE:
        return None
    test = known[-1]
    after = readings(history, [test.day], usual_pain=None, calm=calm)[0]
    if after.has_leg_symptoms or after.is_settled is False or (after.peak or 0) > never:
        why = (
            "After the test run the diary tells of leg symptoms, pain above "
            f"{never:g} of 10, or pain that "
            f"had not settled by next morning: {SEE_SOMEONE}."
        )
        return Step(STOP, None, None, (why,), readings=(after,))
    return _start(
        ladder,
        test.run_s,
        f"The one run of {test.run_s:.0f} s on {_day(test.day)} looks like the test run; this holds if it "
        "was comfortable for so long.",
    )


def _test_first(ladder: Ladder, why: str) -> Step:
    if ladder.entry:
        return Step(TEST_FIRST, None, None, (why, "A test run of up to 2 min chooses the stage."))
    return Step(START, 1, 1, (why, "This ladder begins at stage 1."))


def _start(ladder: Ladder, seconds: float, why: str) -> Step:
    stage = entry_stage(seconds, ladder)
    return Step(START, stage, stage, (why, f"That leads to stage {stage} of this ladder."))


def _limit(usual: float | None, calm: float, usual_from: float, never: float) -> float:
    """Most pain that allows a step up."""
    return usual if usual is not None and usual_from <= usual < never else calm


def _why_back(found: Sequence[Reading], limit: float, never: float) -> list[str]:
    last = found[-1]
    reasons = []
    if last.peak is not None and last.peak > never:
        reasons.append(f"Pain of {last.peak:g} of 10 with the last session is above {never:g}.")
    if last.is_settled is False:
        reasons.append("Pain was not back to usual by the next morning.")
    if reasons and last.has_leg_symptoms:
        reasons.append(f"There are leg symptoms in the diary: {SEE_SOMEONE}.")
    if not reasons and len(found) > 1 and all(_is_hold(each, limit) for each in found[-2:]):
        reasons.append(f"Two sessions in a row had pain above {limit:g} of 10.")
    return reasons


def _is_hold(reading: Reading, limit: float) -> bool:
    return reading.peak is not None and reading.peak > limit


def _why_hold_by_pain(found: Sequence[Reading], limit: float) -> list[str]:
    reasons = []
    if any(each.has_leg_symptoms for each in found):
        reasons.append(f"There are leg symptoms in the diary: {SEE_SOMEONE}.")
    peak = max((each.peak for each in found if each.peak is not None), default=0.0)
    if peak > limit:
        reasons.append(f"Pain of {peak:g} of 10 with these sessions; {limit:g} allows a step up.")
    if any(each.is_settled is False for each in found):
        reasons.append("After one of these sessions pain had not settled by the next morning.")
    return reasons


def _why_hold_by_rules(open_cautions: frozenset[str]) -> list[str]:
    names = [name for name in HOLDING_RULES if name in open_cautions]
    return [f"Open with a caution: {', '.join(names)}."] if names else []


def _why_hold_by_gap(history: History, gap_days: int) -> list[str]:
    gap = (history.as_of - history.runs["local_date"].iloc[-1].date()).days
    return [f"No run on file for {gap} days."] if gap >= gap_days else []


def _why_hold_by_time(state: Step, ladder: Ladder, as_of: date, limit: float) -> list[str]:
    lacking = state.session_count < ladder.sessions_to_advance
    reasons = []
    if lacking:
        reasons.append(
            f"{state.session_count} of the {ladder.sessions_to_advance} sessions at this stage."
        )
    begin = state.advance_from
    if begin is None or as_of >= begin:
        return reasons
    reasons.append(f"The days at this stage are complete on {_day(begin)}.")
    if not lacking and state.stage != len(ladder.stages):
        reasons.append(
            f"From then on the next stage, if pain stays at {limit:g} of 10 or below and is back "
            "to usual by the next morning."
        )
    return reasons


def _up(state: Step, ladder: Ladder, found: Sequence[Reading], limit: float) -> Step:
    stage = state.stage or 1
    is_last = stage == len(ladder.stages)
    is_known = all(each.is_known for each in found)
    reasons = [
        f"{state.session_count} sessions in {state.day_count} days at this stage, and no caution "
        "that holds it.",
        f"Pain stayed at {limit:g} of 10 or below and had settled by the next morning."
        if is_known
        else "Pain of some of these sessions is not in the diary. Go on only if it stayed at "
        f"{limit:g} of 10 or below and was back to usual by the next morning; else repeat this "
        "stage.",
    ]
    if is_last:
        reasons.append("It is the last stage: repeat it, and raise the speed rather than the sets.")
        return replace(state, reasons=tuple(reasons))
    decision = ADVANCE if is_known else ADVANCE_IF_PAIN_ALLOWS
    return replace(state, decision=decision, next_stage=stage + 1, reasons=tuple(reasons))


def _day(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b}"
