"""What a rule is, what it says, and what happens when it cannot judge.

A rule yields one ``Signal`` for each day on which its condition holds. The framework drops signals
of days that cannot be judged, joins the others into episodes, and says ``NotJudged`` where the last
day is unknown; no rule has to think of NaN.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum

from loadwatch.load import History


class Severity(IntEnum):
    """How much a finding matters."""

    INFO = 1
    CAUTION = 2
    WARNING = 3

    def __str__(self) -> str:
        """Lower-case name, as in JSON."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Signal:
    """A rule's condition on one day.

    Parameters
    ----------
    day : date
        Day on which it holds.
    severity : Severity
        Caution with ``data["strong"]`` lies between caution and warning.
    message, advice : str
        Templates with typed placeholders from ``data``.
    observed, limit : float
        The number and what it was compared with.
    unit : str
        Unit of both.
    data : Mapping[str, object]
        The numbers that prove it.
    sources : tuple of str
        Files it rests on.
    formula : str
        Takes the place of the rule's own formula in this case; empty keeps that one.
    source_days : int
        Without sources: it rests on the files of the runs of so many days up to its own; 0 takes
        the rule's window.
    """

    day: date
    severity: Severity
    message: str
    advice: str
    observed: float
    limit: float
    unit: str
    data: Mapping[str, object] = field(default_factory=dict)
    sources: tuple[str, ...] = ()
    formula: str = ""
    source_days: int = 0


@dataclass(frozen=True, slots=True)
class Basis:
    """How well the days are known that a finding looks back on.

    Parameters
    ----------
    window_days : int
        Days looked back on from the day that counts, fewer where the files begin later; 0 if the
        rule has no window.
    unobserved_day_count : int
        Days of them without a file and without a reason to call them rest.
    run_count, unknown_run_count : int
        Runs in them, and runs of unknown impacts.
    estimated_share : float or None
        Share of their run impacts that is estimated from speed; None without impacts. [0-1]
    """

    window_days: int
    unobserved_day_count: int
    run_count: int
    unknown_run_count: int
    estimated_share: float | None


@dataclass(frozen=True, slots=True)
class Finding:
    """An episode of a rule, as surfaces show it.

    ``formula`` has the numbers of the case in it, ``thresholds`` those that were compared with: the
    rule's own or a profile's.
    ``clears_on`` is the day from which its condition has been absent for seven days, for one still
    open if weeks stay level; None if that is too far ahead.
    """

    code: str
    name: str
    severity: Severity
    period_start: date
    period_end: date
    message: str
    observed: float
    limit: float
    unit: str
    advice: str
    data: Mapping[str, object]
    evidence: str
    cites: tuple[str, ...]
    sources: tuple[str, ...]
    clears_on: date | None
    formula: str
    thresholds: Mapping[str, float]
    basis: Basis

    @property
    def finding_id(self) -> str:
        """Name of the episode: its rule and its first day, the same while it grows.

        Two episodes of one rule lie more than a week apart, so no two share it.
        """
        return f"{self.code}-{self.period_start:%Y%m%d}"

    @property
    def is_strong(self) -> bool:
        """Whether a caution is a strong one."""
        return self.data.get("strong") is True


HISTORY, RUNS, UNOBSERVED = "history", "runs", "unobserved"


@dataclass(frozen=True, slots=True)
class NotJudged:
    """A rule that could not judge the last day, and why.

    ``kind`` is one of ``HISTORY``, ``RUNS`` and ``UNOBSERVED``, which many rules may share at once,
    or empty; ``window_days`` is the window of the last.
    """

    code: str
    name: str
    reason: str
    needed: float | None = None
    have: float | None = None
    kind: str = ""
    window_days: int | None = None


@dataclass(frozen=True, slots=True)
class Needs:
    """What a rule needs before it may speak.

    Parameters
    ----------
    runs : int
        Runs on file.
    history_days : int
        Days since the first file.
    window_days : int
        Window in which at most two days may be unobserved; 0 for rules about coverage itself.
    known : tuple of str
        Daily columns that must have an upper bound throughout the last seven days.
    """

    runs: int = 1
    history_days: int = 1
    window_days: int = 0
    known: tuple[str, ...] = ()


Check = Callable[..., Iterator[Signal]]
WhyNot = Callable[[History], str | None]
"""Reason of a rule's own why the last day cannot be judged; None if it can."""
Concerns = Callable[[History], bool]
"""Whether a rule has to do with a runner at all."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: metadata, the function that judges, and its documentation.

    ``budgets_from`` is the severity from which its signals limit the budget of the next run.
    ``unless`` tells what ``needs`` cannot: what a profile, a diary or a sensor would have to tell.
    The check runs all the same and keeps silent on days that it cannot judge. ``concerns`` is for
    a rule that nobody needs to hear of who has not asked for it: it is then not listed either.
    ``formula`` is its comparison as a template like a message: placeholders from ``data``, the
    thresholds, ``observed`` and ``limit``; a semicolon and a space part two comparisons.
    ``looks_back_days`` is how far its numbers reach back.
    """

    code: str
    name: str
    evidence: str
    needs: Needs
    cites: tuple[str, ...]
    check: Check
    budgets_from: Severity = Severity.CAUTION
    unless: WhyNot | None = None
    concerns: Concerns | None = None
    formula: str = ""
    looks_back_days: int = 0
    overrides: Mapping[str, float] = field(default_factory=dict)

    @property
    def defaults(self) -> dict[str, float]:
        """Thresholds as the signature has them."""
        signature = inspect.signature(self.check)
        return {
            name: parameter.default
            for name, parameter in signature.parameters.items()
            if parameter.kind is inspect.Parameter.KEYWORD_ONLY
        }

    @property
    def parameters(self) -> dict[str, float]:
        """Thresholds: the defaults, or what a profile puts in their place."""
        return {**self.defaults, **self.overrides}

    @property
    def window_days(self) -> int:
        """Days that its numbers reach back, the day itself included."""
        return self.looks_back_days or self.needs.window_days

    @property
    def documentation(self) -> str:
        """The docstring, which is the user's explanation."""
        return inspect.getdoc(self.check) or ""

    def signals(self, history: History) -> list[Signal]:
        """Signals of the rule over the whole history, in order of day."""
        return sorted(self.check(history, **self.overrides), key=lambda signal: signal.day)


def rule(
    *,
    code: str,
    name: str,
    evidence: str,
    needs: Needs,
    cites: tuple[str, ...],
    budgets_from: Severity = Severity.CAUTION,
    unless: WhyNot | None = None,
    concerns: Concerns | None = None,
    formula: str = "",
    looks_back_days: int = 0,
) -> Callable[[Check], Rule]:
    """Make a rule of a function."""

    def wrap(check: Check) -> Rule:
        return Rule(
            code,
            name,
            evidence,
            needs,
            cites,
            check,
            budgets_from,
            unless,
            concerns,
            formula,
            looks_back_days,
        )

    return wrap
