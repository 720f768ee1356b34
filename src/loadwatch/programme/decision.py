"""What a step is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from loadwatch.programme.pain import Reading

ADVANCE, ADVANCE_IF_PAIN_ALLOWS = "advance", "advance-if-pain-allows"
HOLD, BACK, TEST_FIRST, START, STOP = "hold", "back", "test", "start", "stop"
DECISIONS = (ADVANCE, ADVANCE_IF_PAIN_ALLOWS, HOLD, BACK, TEST_FIRST, START, STOP)


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
