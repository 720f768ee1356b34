"""Load tables → findings. One rule is one file; its docstring is the user's explanation."""

from __future__ import annotations

import sys

from loadwatch.discover import objects_of
from loadwatch.load import History
from loadwatch.rules._base import Finding, NotJudged, Rule, Severity
from loadwatch.rules._judge import Judgement, judge_with
from loadwatch.rules._words import day_words

__all__ = [
    "Finding",
    "Judgement",
    "NotJudged",
    "Rule",
    "Severity",
    "all_rules",
    "day_words",
    "judge",
]


def all_rules() -> list[Rule]:
    """Every rule, by code."""
    return sorted(objects_of(sys.modules[__name__], Rule), key=lambda each: each.code)


def judge(history: History) -> Judgement:
    """Let every rule judge the history as of its last day."""
    return judge_with(all_rules(), history)
