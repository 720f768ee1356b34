"""Until when a finding stays open if weeks stay as the last one was."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from loadwatch.load import History
from loadwatch.load.ahead import ahead, level_rows
from loadwatch.rules import CLEAR_DAYS, Finding, Judgement, judged_signals, rules_for

MOST_DAYS = 90
"""How far ahead level weeks are followed. [days; choice]"""


def with_clear_dates(judgement: Judgement, history: History) -> Judgement:
    """Open findings with the day on which they clear if the last seven days repeat.

    Parameters
    ----------
    judgement : Judgement
        Of this history.
    history : History
        What was judged.

    Returns
    -------
    Judgement
        ``clears_on`` of its open findings is None where it lies more than 90 days ahead.
    """
    if not judgement.findings:
        return judgement
    until = history.as_of + timedelta(days=MOST_DAYS)
    level = ahead(history, level_rows(history, until), until)
    rules = {each.code: each for each in rules_for(history.athlete)[0]}
    findings = []
    for finding in judgement.findings:
        days = [signal.day for signal in judged_signals(rules[finding.code], level)]
        findings.append(replace(finding, clears_on=_clears_on(finding, days, until)))
    return replace(judgement, findings=findings)


def _clears_on(finding: Finding, signal_days: list[date], until: date) -> date | None:
    """Seven days after the last signal that follows its forerunner within seven days."""
    last = finding.period_end
    for day in signal_days:
        if last < day <= last + timedelta(days=CLEAR_DAYS):
            last = day
    clears = last + timedelta(days=CLEAR_DAYS)
    return clears if clears <= until else None
