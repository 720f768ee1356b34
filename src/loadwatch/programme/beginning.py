"""The first step: by a test run, or at the first stage."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from loadwatch.language import _
from loadwatch.load import History
from loadwatch.programme.decision import HOLD, START, STOP, TEST_FIRST, Step
from loadwatch.programme.entry import entry_stage
from loadwatch.programme.ladder import Ladder
from loadwatch.programme.pain import readings
from loadwatch.programme.placing import AT_STAGE, BREAK_DAYS, TEST, Placed
from loadwatch.programme.why import PAIN_RULE, SEE_SOMEONE, why_hold_by_rules
from loadwatch.shown import day_words

NO_SETS = _(
    "No recent run on file is a session of this ladder. It is for a beginning, or for beginning "
    "again; who runs without sets and without pain has no need of it."
)


def beginning(
    history: History, placed: Sequence[Placed], ladder: Ladder, calm: float, never: float
) -> Step | None:
    """The first step, where no stage is known or a long break has passed."""
    if not placed or (history.as_of - placed[-1].day).days >= BREAK_DAYS:
        gap = (history.as_of - placed[-1].day).days if placed else 0
        why = (
            _("No run on file for {gap} days.").format(gap=gap) if gap else _("No run is on file.")
        )
        return _test_first(ladder, why)
    known = [item for item in placed if item.kind in {AT_STAGE, TEST}]
    if not known or (history.as_of - known[-1].day).days >= BREAK_DAYS:
        return _test_first(ladder, NO_SETS)
    if known[-1].kind == AT_STAGE:
        return None
    test = known[-1]
    stopped = after_test(history, test.day, calm, never)
    if stopped is not None:
        return stopped
    return start_by_test(
        ladder,
        test.run_s,
        _(
            "The one run of {seconds:.0f} s on {day} looks like the test run; this holds if it "
            "was comfortable "
            "for so long."
        ).format(seconds=test.run_s, day=day_words(test.day)),
    )


def after_test(history: History, day: date, calm: float, never: float) -> Step | None:
    """A stop, where the diary tells that the test run of a day hurt."""
    after = readings(history, [day], usual_pain=None, calm=calm)[0]
    hurt = after.has_leg_symptoms or after.is_settled is False or (after.peak or 0) > never
    if not hurt:
        return None
    why = _(
        "After the test run the diary tells of leg symptoms, pain above {never:g} of 10, "
        "or pain that had not settled by next morning: {what}."
    ).format(never=never, what=SEE_SOMEONE)
    return Step(STOP, None, None, (why,), readings=(after,))


def unless_held(begun: Step, open_cautions: frozenset[str]) -> Step:
    """A beginning, unless pain or a caution is open: then no run before it has cleared."""
    why = tuple(why_hold_by_rules(open_cautions))
    if not why or begun.decision == STOP:
        return begun
    if PAIN_RULE in open_cautions:
        return Step(
            STOP, None, None, (*why, _("No test and no first stage before it has cleared."))
        )
    wait = _(
        "Until it has cleared no test and no first stage is proposed; loadwatch plan tells when."
    )
    return Step(HOLD, None, None, (*why, wait))


def _test_first(ladder: Ladder, why: str) -> Step:
    if ladder.entry:
        return Step(
            TEST_FIRST, None, None, (why, _("A test run of up to 2 min chooses the stage."))
        )
    return Step(START, 1, 1, (why, _("This ladder begins at stage 1.")))


def start_by_test(ladder: Ladder, seconds: float, why: str) -> Step:
    """Begin where a test run leads."""
    stage = entry_stage(seconds, ladder)
    return Step(
        START,
        stage,
        stage,
        (why, _("That leads to stage {stage} of this ladder.").format(stage=stage)),
    )
