"""A history judged day by day, each day with nothing later on file.

Rules look at a day and at what came before it, so one pass over the whole history gives what they
said on every day. ``disagreements`` judges chosen days again from what was known on their evening,
and finds none if that is true.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from loadwatch.athlete import Athlete
from loadwatch.diary import Entry
from loadwatch.load import History
from loadwatch.load.known import known_on
from loadwatch.report import Disagreement
from loadwatch.rules import BASE_RATIO, SESSION_SPIKE, Rule, Severity, judge, rules_for
from loadwatch.rules._base import Signal
from loadwatch.rules._judge import (
    CLEAR_DAYS,
    episodes_of,
    judgeable_days,
    judged_signals,
    worst_of,
)


@dataclass(frozen=True)
class Evidence:
    """What a history is made of, before a day is chosen.

    Parameters
    ----------
    rows : sequence of mapping
        Sessions, for ``sessions_table``.
    entries : sequence of Entry
        Entries of the diary.
    athlete : Athlete, optional
        The profile.
    """

    rows: Sequence[Mapping[str, object]]
    entries: Sequence[Entry] = ()
    athlete: Athlete | None = None

    def known_on(self, day: date | None) -> History:
        """The history as known on the evening of a day; the whole of it by default."""
        return known_on(self.rows, self.entries, day, athlete=self.athlete).history

    def until(self, day: date, local_dates: Mapping[object, date]) -> Evidence:
        """The same without the sessions of later days."""
        rows = [row for row in self.rows if local_dates.get(row["session_id"], day) <= day]
        return Evidence(rows, self.entries, self.athlete)


@dataclass(frozen=True)
class Episode:
    """One finding over its days, with the gravest that it was on any of them."""

    rule: Rule
    signals: Sequence[Signal]
    severity: Severity

    @property
    def opened(self) -> date:
        """First day."""
        return self.signals[0].day


@dataclass(frozen=True)
class Replay:
    """What the rules said on every day.

    Parameters
    ----------
    history : History
        The whole of it.
    rules : sequence of Rule
        Rules that judged.
    episodes : sequence of Episode
        Findings, by rule and day.
    spoken : Mapping
        By rule code, the days on which its condition held, each with how grave.
    judged : Mapping
        By rule code, whether it could judge each day.
    """

    history: History
    rules: Sequence[Rule]
    episodes: Sequence[Episode]
    spoken: Mapping[str, Mapping[date, Severity]]
    judged: Mapping[str, np.ndarray]

    def open_on(self, day: date) -> dict[str, Severity]:
        """Findings open on the evening of a day, by rule code."""
        found = {}
        for episode in self.episodes:
            severity = _severity_on(episode.signals, self._raised(episode.rule), day)
            if severity is not None:
                found[episode.rule.code] = severity
        return found

    def _raised(self, rule: Rule) -> list[Sequence[Signal]]:
        if rule.name != SESSION_SPIKE:
            return []
        return [each.signals for each in self.episodes if each.rule.name == BASE_RATIO]


def replay(history: History) -> Replay:
    """Judge every day of a history in one pass, as its profile wishes."""
    rules, _ = rules_for(history.athlete)
    if history.daily.empty:
        return Replay(history, rules, [], {}, {})
    signals = {each.code: judged_signals(each, history) for each in rules}
    raised = [
        episode
        for each in rules
        if each.name == BASE_RATIO
        for episode in episodes_of(signals[each.code])
    ]
    episodes = []
    spoken: dict[str, dict[date, Severity]] = {}
    for each in rules:
        beside = raised if each.name == SESSION_SPIKE else []
        days: dict[date, Severity] = {}
        for signal in signals[each.code]:
            severity = _severity_on([signal], beside, signal.day) or signal.severity
            days[signal.day] = max(severity, days.get(signal.day, severity))
        spoken[each.code] = days
        episodes += [
            Episode(each, episode, _gravest(episode, beside))
            for episode in episodes_of(signals[each.code])
        ]
    judged = {each.code: judgeable_days(each, history) for each in rules}
    return Replay(history, rules, episodes, spoken, judged)


def _gravest(episode: Sequence[Signal], raised: Sequence[Sequence[Signal]]) -> Severity:
    """The gravest that an episode was on any day, each day judged by what was known of it."""
    last = episode[-1].day + timedelta(days=CLEAR_DAYS)
    days = {signal.day for signal in episode}
    days |= {s.day for other in raised for s in other if episode[0].day <= s.day < last}
    return max(said for day in days if (said := _severity_on(episode, raised, day)) is not None)


def _severity_on(
    episode: Sequence[Signal], raised: Sequence[Sequence[Signal]], day: date
) -> Severity | None:
    """How grave an open finding was on a day; None if it was not open."""
    own = _until(episode, day)
    if not own or (day - own[-1].day).days >= CLEAR_DAYS:
        return None
    worst = worst_of(own)
    is_strong = worst.data.get("strong") is True
    if is_strong and any(_are_together(own, _until(other, day)) for other in raised):
        return Severity.WARNING
    return worst.severity


def _until(episode: Sequence[Signal], day: date) -> list[Signal]:
    return [signal for signal in episode if signal.day <= day]


def _are_together(spike: Sequence[Signal], other: Sequence[Signal]) -> bool:
    """Whether a raised base ratio and a spike are open at once. (house decision 1)"""
    clear = timedelta(days=CLEAR_DAYS)
    return (
        len(other) > 0
        and worst_of(other).severity >= Severity.CAUTION
        and other[0].day < spike[-1].day + clear
        and spike[0].day < other[-1].day + clear
    )


def disagreements(evidence: Evidence, whole: Replay, every: int) -> tuple[int, list[Disagreement]]:
    """Judge every n-th day again from what was known on its evening.

    Parameters
    ----------
    evidence : Evidence
        What the history is made of.
    whole : Replay
        The history in one pass.
    every : int
        Days from one check to the next, back from the last day. [days]

    Returns
    -------
    tuple
        Days checked, and what differs.
    """
    local_dates = {
        row["session_id"]: row["local_date"].date()
        for row in whole.history.sessions[["session_id", "local_date"]].to_dict("records")
    }
    days = [whole.history.date_at(n) for n in range(len(whole.history.daily))][::-1][::every]
    found: list[Disagreement] = []
    for day in days:
        then = evidence.until(day, local_dates).known_on(day)
        opened = {each.code: each.severity for each in judge(then).findings}
        replayed = whole.open_on(day)
        for code in sorted({*opened, *replayed}):
            if opened.get(code) != replayed.get(code):
                said = (_words(replayed.get(code)), _words(opened.get(code)))
                found.append(Disagreement(day, code, *said))
        for each in whole.rules:
            now = _of(whole.episodes, each, day)
            alone = [s for s in judged_signals(each, then) if s.day == day]
            if not _are_equal(now, alone):
                said = (_numbers(now), _numbers(alone))
                found.append(Disagreement(day, each.code, *said))
    return len(days), found


def _of(episodes: Sequence[Episode], rule: Rule, day: date) -> list[Signal]:
    return [
        signal
        for episode in episodes
        if episode.rule.code == rule.code
        for signal in episode.signals
        if signal.day == day
    ]


def _are_equal(first: Sequence[Signal], second: Sequence[Signal]) -> bool:
    return len(first) == len(second) and all(
        a.severity == b.severity
        and math.isclose(a.observed, b.observed, rel_tol=1e-9, abs_tol=1e-9)
        and math.isclose(a.limit, b.limit, rel_tol=1e-9, abs_tol=1e-9)
        for a, b in zip(first, second, strict=True)
    )


def _words(severity: Severity | None) -> str:
    return "nothing" if severity is None else str(severity)


def _numbers(signals: Sequence[Signal]) -> str:
    told = [f"{s.severity} {s.observed:.6g} against {s.limit:.6g}" for s in signals]
    return ", ".join(told) or "nothing"
