"""How often the rules would have spoken over a history, and whether events followed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

import numpy as np

from loadwatch import __version__
from loadwatch.backtest.events import Events, pain_events, read_events
from loadwatch.backtest.replay import Evidence, Replay, disagreements, replay
from loadwatch.backtest.score import (
    followed_by,
    leads,
    longest_runs,
    scored,
    shuffled_lift,
    wilson,
)
from loadwatch.load.diary import told_days
from loadwatch.report import Backtest, HorizonScores, LevelRow, RuleRate, Trial
from loadwatch.rules import DATA_FAMILY, SYMPTOM_FAMILY, Severity
from loadwatch.units import Floats

__all__ = ["Events", "Evidence", "backtest", "read_events"]

HORIZONS_DAYS = (7, 1, 14)
"""Days after a run in which an event counts, the first the one to read. [days; evidence.md 9.2]"""
LEAST_EVENTS = 5
"""With fewer events, counts alone are given. [events; choice]"""
SHUFFLES, SEED = 2_000, 1
ANY, CAUTION, LONGEST = "any", "caution", "longest-run"
SILENT = "silent"


@dataclass(frozen=True)
class _Runs:
    """Runs of a history, one a row."""

    days: Sequence[date]
    metres: Floats

    def flagged(self, is_flagged: Callable[[date], bool]) -> np.ndarray:
        """A flag for each run, by its day."""
        return np.array([is_flagged(day) for day in self.days], dtype=bool)


def backtest(
    evidence: Evidence,
    listed: Events | None = None,
    *,
    check_every: int = 0,
    problems: Sequence[str] = (),
    quarantined_count: int = 0,
    seed: int = SEED,
) -> Backtest:
    """Replay a history, and compare what was said with events.

    Parameters
    ----------
    evidence : Evidence
        Sessions, diary and profile.
    listed : Events, optional
        A list of events; without one the pain that the diary tells.
    check_every : int, default 0
        Judge every n-th day again alone; 0 for none. [days]
    problems : sequence of str
        What of the diary cannot be used.
    quarantined_count : int, default 0
        Files that are damaged or unknown.
    seed : int, default 1
        Of the shuffles.
    """
    history = evidence.known_on(None)
    whole = replay(history)
    events = listed if listed is not None else pain_events(told_days(evidence.entries))
    dated = len(history.daily) > 0
    first, last = (history.date_at(0), history.as_of) if dated else (None, None)
    runs = _Runs(
        [stamp.date() for stamp in history.runs["local_date"]],
        history.runs["run_distance_m"].to_numpy(np.float64),
    )
    weeks = len({day.isocalendar()[:2] for day in runs.days})
    checked, differing = disagreements(evidence, whole, check_every) if check_every else (0, [])
    horizons: list[HorizonScores] = []
    if events is not None and first is not None and last is not None and runs.days:
        known = events.known or (first, max([last, *events.days]))
        horizons = [_scores(whole, runs, events, known, days, seed) for days in HORIZONS_DAYS]
    return Backtest(
        __version__,
        first,
        last,
        len(runs.days),
        weeks,
        0 if events is None else len(events.days),
        _judged(whole, runs),
        list(_rates(whole, runs, weeks)),
        "" if events is None else events.source,
        [*problems, *(() if events is None else events.problems)],
        horizons,
        LEAST_EVENTS,
        SHUFFLES,
        seed,
        checked,
        differing,
        quarantined_count,
    )


def _judged(whole: Replay, runs: _Runs) -> list[tuple[str, int]]:
    if not runs.days:
        return [(rule.code, 0) for rule in whole.rules]
    positions = [(day - whole.history.date_at(0)).days for day in runs.days]
    return [(rule.code, int(whole.judged[rule.code][positions].sum())) for rule in whole.rules]


def _rates(whole: Replay, runs: _Runs, weeks: int) -> Iterator[RuleRate]:
    """Rules that spoke, each by severity."""
    opened = Counter((each.rule.code, each.severity) for each in whole.episodes)
    for rule in whole.rules:
        spoken = whole.spoken.get(rule.code, {})
        said = Counter(spoken[day] for day in runs.days if day in spoken)
        for severity in sorted(Severity, reverse=True):
            count, runs_spoken = opened[rule.code, severity], said[severity]
            if count or runs_spoken:
                yield RuleRate(
                    rule.code,
                    rule.name,
                    severity,
                    count,
                    100 * count / max(len(runs.days), 1),
                    count / max(weeks, 1),
                    runs_spoken,
                    runs_spoken / max(len(runs.days), 1),
                )


def _scores(
    whole: Replay,
    runs: _Runs,
    events: Events,
    known: tuple[date, date],
    horizon_days: int,
    seed: int,
) -> HorizonScores:
    """What is on file is no load, and pain in the diary would answer for itself: neither scores."""
    judging = [
        rule
        for rule in whole.rules
        if not rule.code.startswith(DATA_FAMILY)
        and (events.source != "diary" or not rule.code.startswith(SYMPTOM_FAMILY))
    ]
    gravest: dict[date, Severity] = {}
    for rule in judging:
        for day, severity in whole.spoken.get(rule.code, {}).items():
            gravest[day] = max(severity, gravest.get(day, severity))
    ways = {
        ANY: runs.flagged(gravest.__contains__),
        CAUTION: runs.flagged(lambda day: gravest.get(day, Severity.INFO) >= Severity.CAUTION),
        **{
            rule.code: runs.flagged(whole.spoken[rule.code].__contains__)
            for rule in judging
            if whole.spoken.get(rule.code)
        },
        LONGEST: longest_runs(runs.days, runs.metres),
    }
    followed = followed_by(runs.days, events.days, horizon_days, known)
    inside = [day for day in events.days if known[0] <= day <= known[1]]
    event_count = len(leads(runs.days, ways[ANY], inside, horizon_days))
    is_enough = event_count >= LEAST_EVENTS
    trials = []
    for name, flagged in ways.items():
        found = scored(flagged, followed)
        times = [
            days for days in leads(runs.days, flagged, inside, horizon_days) if days is not None
        ]
        trials.append(
            Trial(
                name,
                found,
                wilson(found.hit_count, found.flagged_count) if is_enough else None,
                wilson(found.hit_count, found.event_run_count) if is_enough else None,
                shuffled_lift(flagged, followed, shuffle_count=SHUFFLES, seed=seed)
                if is_enough
                else None,
                len(times),
                float(median(times)) if times else None,
            )
        )
    levels = list(_levels(runs, gravest, followed, is_enough))
    return HorizonScores(horizon_days, event_count, is_enough, trials, levels)


def _levels(
    runs: _Runs, gravest: dict[date, Severity], followed: Floats, is_enough: bool
) -> Iterator[LevelRow]:
    """How often an event followed, by the gravest that was said on the day of a run."""
    known = ~np.isnan(followed)
    said = np.array([int(gravest.get(day, 0)) for day in runs.days])
    for level in (0, *sorted(Severity)):
        inside = known & (said == level)
        count, hits = int(inside.sum()), int((followed[inside] > 0).sum())
        name = str(Severity(level)) if level else SILENT
        yield LevelRow(name, count, hits, wilson(hits, count) if is_enough else None)
