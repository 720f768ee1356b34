"""Load tables → findings. One rule is one file; its docstring is the user's explanation."""

from __future__ import annotations

import sys
from dataclasses import replace

from loadwatch.athlete import Athlete
from loadwatch.athlete.profile import ENABLED
from loadwatch.discover import objects_of
from loadwatch.errors import AthleteError
from loadwatch.language import _
from loadwatch.load import History
from loadwatch.rules._base import (
    HISTORY,
    RUNS,
    UNOBSERVED,
    Basis,
    Finding,
    NotJudged,
    Rule,
    Severity,
    Signal,
)
from loadwatch.rules._episode import same_episode
from loadwatch.rules._judge import (
    CLEAR_DAYS,
    Judgement,
    judge_with,
    judged_signals,
    why_not,
)
from loadwatch.rules._names import (
    BASE_RATIO,
    DATA_FAMILY,
    PROGRESSION,
    RED_FLAG_SYMPTOMS,
    SESSION_SPIKE,
    SYMPTOM_FAMILY,
    SYMPTOMS,
)
from loadwatch.rules._words import level_words, render

__all__ = [
    "BASE_RATIO",
    "CLEAR_DAYS",
    "DATA_FAMILY",
    "HISTORY",
    "PROGRESSION",
    "RED_FLAG_SYMPTOMS",
    "RUNS",
    "SESSION_SPIKE",
    "SYMPTOMS",
    "SYMPTOM_FAMILY",
    "UNOBSERVED",
    "Basis",
    "Finding",
    "Judgement",
    "NotJudged",
    "Rule",
    "Severity",
    "Signal",
    "all_rules",
    "judge",
    "judge_with",
    "judged_signals",
    "level_words",
    "render",
    "rules_for",
    "same_episode",
    "why_not",
]


def all_rules() -> list[Rule]:
    """Every rule, by code."""
    return sorted(objects_of(sys.modules[__name__], Rule), key=lambda each: each.code)


def judge(history: History) -> Judgement:
    """Let every rule judge the history as of its last day, as the profile wishes."""
    rules, silenced = rules_for(history.athlete)
    judgement = judge_with(rules, history)
    off = [NotJudged(each.code, each.name, _("switched off in the profile")) for each in silenced]
    return replace(judgement, not_judged=[*judgement.not_judged, *off])


def rules_for(athlete: Athlete) -> tuple[list[Rule], list[Rule]]:
    """Rules with the thresholds of a profile, and those that it switches off.

    Raises
    ------
    AthleteError
        The profile names a rule or a threshold that does not exist, or no number for one.
    """
    rules = all_rules()
    by_name = {key: each for each in rules for key in (each.code.lower(), each.name)}
    wishes: dict[str, dict[str, float | bool]] = {}
    for key, wanted in athlete.rules.items():
        if key.lower() not in by_name:
            raise AthleteError(f"there is no rule {key!r}; loadwatch rules lists them")
        wishes.setdefault(by_name[key.lower()].code, {}).update(wanted)
    chosen: list[Rule] = []
    silenced: list[Rule] = []
    for each in rules:
        wanted = wishes.get(each.code, {})
        overrides = {name: value for name, value in wanted.items() if name != ENABLED}
        for name, value in overrides.items():
            if name not in each.parameters:
                known = ", ".join(each.parameters)
                raise AthleteError(f"{each.code} has no threshold {name!r}; it has {known}")
            if isinstance(value, bool) or not isinstance(value, int | float) or not value > 0:
                raise AthleteError(f"{each.code} {name} takes a number above 0, not {value!r}")
            if isinstance(each.parameters[name], int) and value != int(value):
                raise AthleteError(f"{each.code} {name} takes a whole number, not {value!r}")
        (chosen if wanted.get(ENABLED, True) else silenced).append(
            replace(each, overrides=overrides)
        )
    return chosen, silenced
