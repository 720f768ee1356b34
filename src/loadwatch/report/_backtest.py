"""What a backtest hands to its surfaces. A surface renders; it computes no number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from loadwatch.rules import Severity


@dataclass(frozen=True, slots=True)
class RuleRate:
    """How often a rule spoke at a severity.

    Parameters
    ----------
    code, name : str
        The rule.
    severity : Severity
        The gravest that a finding was on any of its days.
    finding_count : int
        Episodes that were opened.
    per_100_runs, per_active_week : float
        The same by runs, and by weeks with a run.
    spoken_run_count : int
        Runs on whose day the rule spoke with this severity.
    spoken_run_share : float
        The same of all runs. [0-1]
    """

    code: str
    name: str
    severity: Severity
    finding_count: int
    per_100_runs: float
    per_active_week: float
    spoken_run_count: int
    spoken_run_share: float


@dataclass(frozen=True, slots=True)
class Interval:
    """A share, or a lift, with a range of 90 %."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Score:
    """Flags against events, runs counted (M30).

    Parameters
    ----------
    run_count : int
        Runs of which it is known whether an event followed.
    event_run_count : int
        Runs that an event followed within the horizon.
    flagged_count, hit_count : int
        Runs flagged, and those of them that an event followed.
    """

    run_count: int
    event_run_count: int
    flagged_count: int
    hit_count: int

    @property
    def precision(self) -> float | None:
        """Share of the flagged runs that an event followed; None without flags. [0-1]"""
        return self.hit_count / self.flagged_count if self.flagged_count else None

    @property
    def recall(self) -> float | None:
        """Share of the runs followed by an event that were flagged; None without any. [0-1]"""
        return self.hit_count / self.event_run_count if self.event_run_count else None

    @property
    def base_rate(self) -> float | None:
        """Share of all runs that an event followed; None without runs. [0-1]"""
        return self.event_run_count / self.run_count if self.run_count else None

    @property
    def false_flags_per_100(self) -> float | None:
        """Flagged runs that no event followed, in 100 runs; None without runs."""
        false_flags = self.flagged_count - self.hit_count
        return 100 * false_flags / self.run_count if self.run_count else None

    @property
    def lift(self) -> float | None:
        """Precision over the base rate, 1 by chance; None where either is unknown."""
        if not self.base_rate or self.precision is None:
            return None
        return self.precision / self.base_rate


@dataclass(frozen=True, slots=True)
class Trial:
    """One way to flag, scored.

    Parameters
    ----------
    flags : str
        What flags: a rule's code, or ``any``, ``caution`` or ``longest-run``.
    score : Score
        Counts.
    precision, recall : Interval or None
        With Wilson's interval; None with too few events to say.
    shuffled_lift : Interval or None
        Mean and range of the lift of as many flags at random.
    events_preceded : int
        Events that a flag preceded within the horizon.
    median_lead_days : float or None
        Days from the first such flag to its event. [days]
    """

    flags: str
    score: Score
    precision: Interval | None
    recall: Interval | None
    shuffled_lift: Interval | None
    events_preceded: int
    median_lead_days: float | None


@dataclass(frozen=True, slots=True)
class LevelRow:
    """Runs by the gravest that any rule said on their day, and how many an event followed."""

    level: str
    run_count: int
    followed_count: int
    followed: Interval | None


@dataclass(frozen=True, slots=True)
class HorizonScores:
    """All ways to flag against the events of the days that follow a run.

    Parameters
    ----------
    horizon_days : int
        Days after the run's. [days]
    event_count : int
        Events with a run in as many days before them.
    is_enough : bool
        Whether these are enough to say more than counts.
    trials : sequence of Trial
        Rules that flagged, several rules together, and the longest run.
    levels : sequence of LevelRow
        From silent to warning.
    """

    horizon_days: int
    event_count: int
    is_enough: bool
    trials: Sequence[Trial]
    levels: Sequence[LevelRow]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A day on which the replay says something else than a judgement of that day alone."""

    day: date
    code: str
    replayed: str
    judged_then: str


@dataclass(frozen=True)
class Backtest:
    """All that a surface sees of a backtest.

    Parameters
    ----------
    version : str
        Version of loadwatch.
    first_date, last_date : date or None
        First and last day of the history; None when nothing dated was found.
    run_count, active_week_count, event_count : int
        Runs with the parts of one recording joined, ISO weeks with a run, events.
    judged_run_counts : sequence of (str, int)
        Runs on whose day each rule could judge, by code.
    rates : sequence of RuleRate
        Rules that spoke, by code and severity, gravest first.
    event_source : str
        ``diary``, ``events`` or empty.
    problems : sequence of str
        Lines of the diary or of the list of events that cannot be used.
    horizons : sequence of HorizonScores
        Empty where nothing tells of events.
    least_events, shuffle_count, seed : int
        What was asked of chance.
    checked_day_count : int
        Days judged again with nothing later on file.
    disagreements : sequence of Disagreement
        Where that differed; there should be none.
    quarantined_count : int
        Files that are damaged or unknown.
    """

    version: str
    first_date: date | None
    last_date: date | None
    run_count: int
    active_week_count: int
    event_count: int
    judged_run_counts: Sequence[tuple[str, int]]
    rates: Sequence[RuleRate]
    event_source: str
    problems: Sequence[str]
    horizons: Sequence[HorizonScores]
    least_events: int
    shuffle_count: int
    seed: int
    checked_day_count: int
    disagreements: Sequence[Disagreement]
    quarantined_count: int
