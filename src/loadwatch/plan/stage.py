"""The run of a ladder stage, for one to whom no run is usual yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from loadwatch.language import _
from loadwatch.load import History
from loadwatch.load.ahead import PlannedRun
from loadwatch.plan.usual import Usual
from loadwatch.programme import Ladder, Stage, step
from loadwatch.programme.decision import STOP


@dataclass(frozen=True, slots=True)
class Staged:
    """What the run-walk programme says of a day; without a run it proposes none."""

    run: PlannedRun | None
    reason: str


def staged(history: History, on: date, ladder: Ladder, usual: Usual) -> Staged | None:
    """The stage that a runner is at, never the one above.

    Parameters
    ----------
    history : History
        Up to the evening before.
    on : date
        Day of the run.
    ladder : Ladder
        The profile's, or ours.
    usual : Usual
        Links seconds and metres.

    Returns
    -------
    Staged or None
        None where no stage is known, or where its running is not told in seconds or metres.
    """
    decided = step(history, ladder)
    if decided.decision == STOP:
        return Staged(None, decided.reasons[0])
    if decided.next_stage is None:
        return None
    number = min(decided.next_stage, decided.stage or decided.next_stage)
    stage = ladder.stage(number)
    run = _run(stage, on, usual)
    words = _("Stage {number} of the {name} ladder: {session}.").format(
        number=number, name=ladder.name, session=stage.words
    )
    return None if run is None else Staged(run, words)


def _run(stage: Stage, on: date, usual: Usual) -> PlannedRun | None:
    if stage.run_s is not None and stage.reps is not None:
        return usual.sets_of(on, stage.reps[1], stage.run_s, stage.walk_s)
    if not stage.is_continuous:
        return None
    metres = stage.distance_m if stage.run_s is None else stage.run_s * usual.speed_mps
    return None if metres is None else usual.run_of(on, metres)
