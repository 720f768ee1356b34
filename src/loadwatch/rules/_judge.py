"""Signals → episodes → findings; and what could not be judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from loadwatch.language import _, numbered
from loadwatch.load import History
from loadwatch.load.daily import MAX_UNOBSERVED_DAYS
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
from loadwatch.rules._names import BASE_RATIO, SESSION_SPIKE, SYMPTOMS
from loadwatch.rules._runs import RunsOnFile
from loadwatch.rules._words import render
from loadwatch.shown import long_day

CLEAR_DAYS = 7
"""An episode ends after this many days without its condition. [days; house decision 14]"""


@dataclass(frozen=True)
class Judgement:
    """What the rules say as of a day.

    Parameters
    ----------
    findings : list of Finding
        Episodes still open, most urgent first.
    earlier : list of Finding
        Episodes that have ended, latest first.
    not_judged : list of NotJudged
        Rules that could not judge the last day.
    """

    findings: list[Finding]
    earlier: list[Finding]
    not_judged: list[NotJudged]


def judge_with(rules: Sequence[Rule], history: History) -> Judgement:
    """Let every rule judge every day of the history."""
    findings: list[Finding] = []
    earlier: list[Finding] = []
    not_judged: list[NotJudged] = []
    rules = [each for each in rules if each.concerns is None or each.concerns(history)]
    if history.daily.empty:
        reason = _("no dated activity on file")
        return Judgement([], [], [NotJudged(each.code, each.name, reason, 1, 0) for each in rules])
    on_file = RunsOnFile.of(history.runs)
    for each in rules:
        missing = why_not(each, history)
        if missing is not None:
            not_judged.append(missing)
        for finding in _findings(each, history, on_file):
            is_open = (history.as_of - finding.period_end).days < CLEAR_DAYS
            (findings if is_open else earlier).append(finding)
    raised = [f for f in (*findings, *earlier) if f.name == BASE_RATIO]
    findings = [_combined(finding, raised) for finding in findings]
    earlier = [_combined(finding, raised) for finding in earlier]
    findings.sort(key=_urgency)
    earlier.sort(key=lambda item: (item.period_end, item.code), reverse=True)
    return Judgement(findings, earlier, not_judged)


def _urgency(finding: Finding) -> tuple[int, int, bool, str]:
    """What was felt stands before what was counted."""
    rank = SYMPTOMS.index(finding.name) if finding.name in SYMPTOMS else len(SYMPTOMS)
    return -finding.severity, rank, not finding.is_strong, finding.code


def judged_signals(each: Rule, history: History) -> list[Signal]:
    """Signals of a rule on the days that it could judge, in order."""
    judgeable = judgeable_days(each, history)
    found = each.signals(history) if judgeable.any() else []
    return [signal for signal in found if judgeable[_position(history, signal.day)]]


def _position(history: History, day: date) -> int:
    return (day - history.first_day).days


def judgeable_days(each: Rule, history: History) -> np.ndarray:
    """Whether a rule could judge each day."""
    days = len(history.daily)
    needs = each.needs
    enough = np.arange(1, days + 1) >= needs.history_days
    enough &= np.cumsum(history.day("run_count")) >= needs.runs
    if needs.window_days:
        enough &= history.unobserved_days(needs.window_days) <= MAX_UNOBSERVED_DAYS
    for name in needs.known:
        unknown = np.isnan(history.day(name)).astype(np.float64)
        total = np.concatenate(([0.0], np.cumsum(unknown)))
        begin = np.clip(np.arange(1, days + 1) - 7, 0, None)
        enough &= total[1:] == total[begin]
    return enough


def why_not(each: Rule, history: History) -> NotJudged | None:
    """Why the last day cannot be judged; None if it can."""
    needs, have_days = each.needs, len(history.daily)
    have_runs = int(history.day("run_count").sum())
    if have_days < needs.history_days:
        begins = history.first_day + timedelta(days=needs.history_days - 1)
        reason = _("needs {needed} days of history, has {have}; from {day}").format(
            needed=needs.history_days, have=have_days, day=long_day(begins)
        )
        return NotJudged(each.code, each.name, reason, needs.history_days, have_days, HISTORY)
    if have_runs < needs.runs:
        reason = numbered(
            needs.runs,
            "needs {n} run on file, has {have}",
            "needs {n} runs on file, has {have}",
            have=have_runs,
        )
        return NotJudged(each.code, each.name, reason, needs.runs, have_runs, RUNS)
    if needs.window_days:
        missing = float(history.unobserved_days(needs.window_days)[-1])
        if missing > MAX_UNOBSERVED_DAYS:
            reason = _(
                "{missing} of the last {days} days have no file and are not known to be rest; "
                "{most} may"
            ).format(missing=f"{missing:.0f}", days=needs.window_days, most=MAX_UNOBSERVED_DAYS)
            return NotJudged(
                each.code, each.name, reason, MAX_UNOBSERVED_DAYS, missing, UNOBSERVED,
                needs.window_days,
            )  # fmt: skip
    for name in needs.known:
        if np.isnan(history.day(name)[-7:]).any():
            return NotJudged(each.code, each.name, UNBOUNDED[name])
    own = None if each.unless is None else each.unless(history)
    return None if own is None else NotJudged(each.code, each.name, own)


def episodes_of(signals: Sequence[Signal]) -> list[list[Signal]]:
    """Signals of one rule, in order, joined where no more than a week lies between them."""
    episodes: list[list[Signal]] = []
    for signal in signals:
        if episodes and (signal.day - episodes[-1][-1].day).days <= CLEAR_DAYS:
            episodes[-1].append(signal)
        else:
            episodes.append([signal])
    return episodes


def worst_of(episode: Sequence[Signal]) -> Signal:
    """The gravest signal of the last days of an episode, the latest of equals."""
    recent = [s for s in episode if (episode[-1].day - s.day).days < CLEAR_DAYS]
    return max(recent, key=lambda s: (s.severity, s.data.get("strong") is True, s.day))


def _findings(each: Rule, history: History, on_file: RunsOnFile) -> list[Finding]:
    """Episodes as severe as their last days, in the words of the latest such day."""
    episodes = episodes_of(judged_signals(each, history))
    if not episodes:
        return []
    parameters = each.parameters
    unobserved = history.unobserved_days(each.window_days)
    findings = []
    for episode in episodes:
        worst = worst_of(episode)
        files_of_days = worst.source_days or each.needs.window_days
        position = _position(history, worst.day)
        findings.append(
            Finding(
                each.code,
                each.name,
                worst.severity,
                episode[0].day,
                episode[-1].day,
                render(worst.message, worst.data),
                worst.observed,
                worst.limit,
                worst.unit,
                render(worst.advice, worst.data),
                dict(worst.data),
                each.evidence,
                each.cites,
                worst.sources or on_file.files(on_file.positions(worst.day, files_of_days)),
                episode[-1].day + timedelta(days=CLEAR_DAYS),
                _formula(each, worst, parameters),
                dict(parameters),
                _basis(on_file, worst.day, position, each.window_days, unobserved[position]),
            )
        )
    return findings


def _formula(each: Rule, signal: Signal, parameters: Mapping[str, float]) -> str:
    """The comparison with the numbers of the case in it; empty where a rule compares none."""
    values = {**parameters, **signal.data, "observed": signal.observed, "limit": signal.limit}
    return render(signal.formula or each.formula, values)


def _basis(
    on_file: RunsOnFile, day: date, position: int, window_days: int, unobserved: float
) -> Basis:
    """How well the window that ends on a day is known."""
    inside = on_file.positions(day, window_days)
    impacts = on_file.impacts[inside]
    total = float(impacts.sum())
    estimated = float(impacts[on_file.is_estimated[inside]].sum())
    return Basis(
        min(window_days, position + 1),
        int(unobserved),
        inside.size,
        int((~on_file.is_known[inside]).sum()),
        estimated / total if total else None,
    )


UNBOUNDED = {
    "run_impact_count_upper": _(
        "the impact count of a run in the last 7 days is not known, nor its most"
    ),
    "run_distance_upper_m": _(
        "the distance of a run in the last 7 days is not known, nor its most"
    ),
}


def _combined(finding: Finding, raised: list[Finding]) -> Finding:
    """A strong session spike while the base ratio is raised is a warning. (house decision 1)"""
    if finding.name != SESSION_SPIKE or not finding.is_strong:
        return finding
    clear = timedelta(days=CLEAR_DAYS)
    together = any(
        other.severity >= Severity.CAUTION
        and other.period_start < finding.period_end + clear
        and finding.period_start < other.period_end + clear
        for other in raised
    )
    if not together:
        return finding
    data = {**finding.data, "combined_with": BASE_RATIO}
    return replace(finding, severity=Severity.WARNING, data=data)
