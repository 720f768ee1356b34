"""The run-walk programme: ladders, the stage of a session, and the next step."""

from __future__ import annotations

from loadwatch.programme.decision import Step
from loadwatch.programme.file import LADDERS, all_ladders, find_ladder
from loadwatch.programme.ladder import Ladder, Stage
from loadwatch.programme.overview import Programme, programme_of
from loadwatch.programme.ready import QUESTIONS, Question, Readiness, readiness
from loadwatch.programme.step import step

__all__ = [
    "LADDERS",
    "QUESTIONS",
    "Ladder",
    "Programme",
    "Question",
    "Readiness",
    "Stage",
    "Step",
    "all_ladders",
    "find_ladder",
    "programme_of",
    "readiness",
    "step",
]
