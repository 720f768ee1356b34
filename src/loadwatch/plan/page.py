"""All that a plan of one day says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from loadwatch.load import History
from loadwatch.load.ahead import PlannedRun
from loadwatch.plan.budget import STEP_M, Budget, budget_of, first_budget
from loadwatch.plan.opening import Opening, opening_of
from loadwatch.plan.tomorrow import Tomorrow, Trip
from loadwatch.plan.usual import Usual, usual_of
from loadwatch.programme import Ladder
from loadwatch.rules import DATA_FAMILY, rules_for

SHARES = (0.5, 0.8, 1.0, 1.1, 1.3, 1.5, 2.0)
"""Distances of the table, in budgets. [unitless; choice]"""
REPS_AROUND = 3
"""Repetitions listed below and above the budget. [count; choice]"""


@dataclass(frozen=True, slots=True)
class Asked:
    """A session to be judged before it is run; one of a distance, a time, or sets.

    Parameters
    ----------
    distance_m, time_s : float or None
        Of continuous running. [m; s]
    set_run_s, set_walk_s : float or None
        Runs and walks of sets. [s]
    repetitions : int or None
        Sets; without it they are listed around the budget.
    """

    distance_m: float | None = None
    time_s: float | None = None
    set_run_s: float | None = None
    set_walk_s: float | None = None
    repetitions: int | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """A planned run, what it would trip, and whether it lies within the budget."""

    run: PlannedRun
    trips: tuple[Trip, ...]
    is_within: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """What a surface prints of a day to come.

    Parameters
    ----------
    on : date
        Day of the run.
    usual : Usual
        What links metres, minutes and impacts.
    budget : Budget
        The largest run that no enforced rule would flag.
    opening : Opening or None
        When a larger one opens; None without a dated activity.
    asked : Judged or None
        The session that was asked about.
    table : sequence of Judged
        Distances, or repetitions of sets, around the budget.
    set_run_s, set_walk_s : float or None
        Of the table, where it lists repetitions. [s]
    held_days : sequence of date
        Days of flagged runs that do not count as usual yet.
    later_session_count : int
        Sessions on file on that day or later; they are left out.
    red_flags : sequence of str
        What a diary says that is answered with the red flags first.
    """

    on: date
    usual: Usual
    budget: Budget
    opening: Opening | None
    asked: Judged | None
    table: Sequence[Judged]
    set_run_s: float | None
    set_walk_s: float | None
    held_days: Sequence[date]
    later_session_count: int
    red_flags: Sequence[str]


def plan_for(
    history: History, on: date, asked: Asked, *, step_m: float = STEP_M,
    later_session_count: int = 0, red_flags: Sequence[str] = (), ladder: Ladder | None = None,
) -> Plan:  # fmt: skip
    """Plan a day.

    Parameters
    ----------
    history : History
        Up to a day before.
    on : date
        The day.
    asked : Asked
        A session to judge; it may be empty.
    step_m : float, default 100
        Grain of the budget. [m; choice]
    later_session_count : int, default 0
        Sessions that the history leaves out.
    red_flags : sequence of str
        What a diary says that outranks any budget.
    ladder : Ladder, optional
        Where nothing is usual yet, its stage is the budget.
    """
    rules = [
        each for each in rules_for(history.athlete)[0] if not each.code.startswith(DATA_FAMILY)
    ]
    usual = usual_of(history)
    run_s = asked.set_run_s or (None if asked.distance_m or asked.time_s else usual.set_run_s)
    walk_s = asked.set_walk_s if asked.set_run_s else usual.set_walk_s
    if history.daily.empty:
        budget = first_budget(on, usual, rules, red_flags)
        return Plan(on, usual, budget, None, None, (), run_s, walk_s, (), later_session_count,
                    red_flags)  # fmt: skip
    tomorrow = Tomorrow(history, on, rules, ladder)
    budget = budget_of(tomorrow, usual, step_m=step_m)

    def judged(run: PlannedRun) -> Judged:
        is_within = run.distance_m <= budget.distance_m + 1e-6
        return Judged(run, tuple(tomorrow.trips(run)), is_within)

    wanted = _wanted(asked, usual, on)
    return Plan(
        on,
        usual,
        budget,
        opening_of(tomorrow, usual, budget, step_m=step_m),
        None if wanted is None else judged(wanted),
        [judged(run) for run in _listed(budget, usual, run_s, walk_s or 0.0, step_m)],
        run_s,
        walk_s,
        [signal.day for signal in tomorrow.held],
        later_session_count,
        red_flags,
    )


def _wanted(asked: Asked, usual: Usual, on: date) -> PlannedRun | None:
    """The session that was asked about."""
    if asked.set_run_s is not None:
        if asked.repetitions is None:
            return None
        return usual.sets_of(on, asked.repetitions, asked.set_run_s, asked.set_walk_s or 0.0)
    metres = asked.distance_m
    if asked.time_s is not None:
        metres = asked.time_s * usual.speed_mps
    return None if metres is None else usual.run_of(on, metres)


def _listed(
    budget: Budget, usual: Usual, run_s: float | None, walk_s: float, step_m: float
) -> list[PlannedRun]:
    """Runs around the budget."""
    if run_s is not None:
        most = int(budget.distance_m / (run_s * usual.speed_mps) + 1e-9)
        around = range(max(1, most - REPS_AROUND), most + REPS_AROUND + 1)
        return [usual.sets_of(budget.on, count, run_s, walk_s) for count in around]
    if budget.run is None:
        return []
    steps = budget.distance_m / step_m
    counts = sorted({max(1, round(share * steps)) for share in SHARES} | {round(steps) + 1})
    return [usual.run_of(budget.on, count * step_m) for count in counts]
