"""The next step on a ladder in a few words, for the terminal and the page."""

from __future__ import annotations

from loadwatch.language import _
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
        ADVANCE: _("ADVANCE to stage {next}"),
        ADVANCE_IF_PAIN_ALLOWS: _("ADVANCE to stage {next}, if pain allows"),
        HOLD: _("WAIT before you begin") if step.stage is None else _("HOLD stage {stage}"),
        BACK: _("GO BACK to stage {next}")
        if step.next_stage != step.stage
        else _("STAY at stage 1, and shorten it"),
        TEST_FIRST: _("TEST RUN first"),
        START: _("BEGIN at stage {next}"),
        STOP: _("NO RUN is proposed"),
    }
    return words[step.decision].format(stage=step.stage, next=step.next_stage)
