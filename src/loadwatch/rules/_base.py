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


@dataclass(frozen=True, slots=True)
class Finding:
    """An episode of a rule, as surfaces show it.

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

    @property
    def is_strong(self) -> bool:
        """Whether a caution is a strong one."""
        return self.data.get("strong") is True


@dataclass(frozen=True, slots=True)
class NotJudged:
    """A rule that could not judge the last day, and why."""

    code: str
    name: str
    reason: str
    needed: float | None = None
    have: float | None = None


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


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: metadata, the function that judges, and its documentation.

    ``budgets_from`` is the severity from which its signals limit the budget of the next run.
    """

    code: str
    name: str
    evidence: str
    needs: Needs
    cites: tuple[str, ...]
    check: Check
    budgets_from: Severity = Severity.CAUTION
    overrides: Mapping[str, float] = field(default_factory=dict)

    @property
    def parameters(self) -> dict[str, float]:
        """Thresholds: defaults from the signature, or what a profile puts in their place."""
        signature = inspect.signature(self.check)
        defaults = {
            name: parameter.default
            for name, parameter in signature.parameters.items()
            if parameter.kind is inspect.Parameter.KEYWORD_ONLY
        }
        return {**defaults, **self.overrides}

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
) -> Callable[[Check], Rule]:
    """Make a rule of a function."""

    def wrap(check: Check) -> Rule:
        return Rule(code, name, evidence, needs, cites, check, budgets_from)

    return wrap
