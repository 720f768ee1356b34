"""The next step on a ladder in a few words, for the terminal and the page."""

from __future__ import annotations

from loadwatch.programme.decision import (
    ADVANCE,
    ADVANCE_IF_PAIN_ALLOWS,
    BACK,
    HOLD,
    START,
    STOP,
    TEST_FIRST,
    Step,
)
from loadwatch.report.words import shown_name

MOST_LETTERS = 4_000
"""Of what a ladder of one's own says. [letters; choice]"""


def ladder_text(text: str) -> str:
    """What a ladder of one's own says, its line breaks as spaces."""
    return shown_name(" ".join(text.split()), MOST_LETTERS)


def step_words(step: Step) -> str:
    """The decision in a few words."""
    words = {
        ADVANCE: f"ADVANCE to stage {step.next_stage}",
        ADVANCE_IF_PAIN_ALLOWS: f"ADVANCE to stage {step.next_stage}, if pain allows",
        HOLD: "WAIT before you begin" if step.stage is None else f"HOLD stage {step.stage}",
        BACK: f"GO BACK to stage {step.next_stage}"
        if step.next_stage != step.stage
        else "STAY at stage 1, and shorten it",
        TEST_FIRST: "TEST RUN first",
        START: f"BEGIN at stage {step.next_stage}",
        STOP: "NO RUN is proposed",
    }
    return words[step.decision]
