"""The largest next run that no enforced rule would flag (M26)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from loadwatch.language import _
from loadwatch.load.ahead import PlannedRun
from loadwatch.plan.stage import staged
from loadwatch.plan.tomorrow import Tomorrow, Trip
from loadwatch.plan.usual import Usual
from loadwatch.rules import PROGRESSION, SESSION_SPIKE, Rule, Severity, all_rules

STEP_M = 100.0
"""Grain of the search. [m; choice]"""
MOST_M = 100_000.0
"""Where the search gives up: without a limit by then there is none. [m; choice]"""
GUESS = 1.2
"""Times the longest run, where the search begins. [unitless; choice]"""
LOOKBACK_DAYS = 30
"""Days in which a run counts as usual. [days; frandsen2025]"""
LAYOFF = "return-from-layoff"
BY_RULES, HOLD, REST = "rules", "hold", "rest"
TEST, STAGE = "two-minute test", "ladder stage"
NOTHING_USUAL = (TEST, STAGE)


@dataclass(frozen=True, slots=True)
class Budget:
    """What the next run may be before a rule speaks; no clearance.

    Parameters
    ----------
    on : date
        Day of the run.
    run : PlannedRun or None
        The largest run; None is a day of rest.
    basis : str
        ``rules``: the next step trips one; ``hold``: no step up is named, for the reason given;
        ``two-minute test`` or ``ladder stage``: nothing is usual yet; ``rest``: any run would trip
        a rule, or the programme proposes none.
    reason : str
        What limits it, in a sentence.
    binding : tuple of Trip
        What the next step, or for a day of rest any run, would trip.
    """

    on: date
    run: PlannedRun | None
    basis: str
    reason: str
    binding: tuple[Trip, ...] = ()

    @property
    def distance_m(self) -> float:
        """Running distance; 0 on a day of rest. [m]"""
        return self.run.distance_m if self.run else 0.0


def budget_of(tomorrow: Tomorrow, usual: Usual, *, step_m: float = STEP_M) -> Budget:
    r"""Budget of the next run (M26).

    .. math:: x^* = \max \{x : \text{no enforced rule speaks at any } y \le x\}

    on a grid of steps, where speaking is judged on the day of the run and on every later day of its
    ISO week if nothing more is run. Alone, the rules have closed forms: LW101 gives 1.10 times the
    longest run of 30 days, and LW104 the total at which seven days reach its ratio of the base.

    Parameters
    ----------
    tomorrow : Tomorrow
        The evening before.
    usual : Usual
        Links metres, seconds and impacts.
    step_m : float, default 100
        Grain of the search. [m; choice]

    Returns
    -------
    Budget
        Never unlimited: where a rule that governs cannot judge, no step up is named.

    Notes
    -----
    Evidence: that of the binding rule. The ratio of acute to chronic load never limits.

    References
    ----------
    .. [1] ``frandsen2025``
    .. [2] ``loadwatch``

    Examples
    --------
    >>> from loadwatch.load import build_history, sessions_table
    >>> from loadwatch.plan.usual import usual_of
    >>> from loadwatch.rules import all_rules
    >>> run = {"sport": "running", "utc_offset_s": 0.0, "run_time_s": 2000.0}
    >>> run |= dict.fromkeys(("run_distance_m", "run_distance_upper_m"), 6000.0)
    >>> run |= dict.fromkeys(("run_impact_count", "run_impact_count_upper"), 6000.0)
    >>> rows = [run | {"session_id": str(day), "start_s": day * 86400.0} for day in range(0, 42, 3)]
    >>> history = build_history(sessions_table(rows), date(1970, 2, 9))
    >>> tomorrow = Tomorrow(history, date(1970, 2, 10), all_rules())
    >>> budget_of(tomorrow, usual_of(history)).distance_m
    6600.0
    """
    warning = next((f for f in tomorrow.open_pain if f.severity == Severity.WARNING), None)
    if warning is not None:
        reason = f"{warning.name} ({warning.code}): {warning.message} {warning.advice}"
        return Budget(tomorrow.on, None, REST, reason)
    at_rest = tomorrow.enforced(None)
    if at_rest:
        words = _("Even without a run, a rule speaks this week; any run adds to it.")
        return Budget(tomorrow.on, None, REST, words, tuple(at_rest))
    least = usual.run_of(tomorrow.on, step_m)
    tripped = tomorrow.enforced(least)
    if tripped:
        return Budget(tomorrow.on, None, REST, _("Any run would trip a rule."), tuple(tripped))
    cap = _cap(tomorrow, usual, least)
    steps, binding = _search(tomorrow, usual, step_m, MOST_M if cap is None else cap.distance_m)
    if not binding and cap is None:
        cap = _hold(tomorrow, usual, _("No rule here names a limit"))
        steps = min(steps, _steps(cap.distance_m, step_m))
    run = usual.run_of(tomorrow.on, steps * step_m) if steps else None
    if binding or cap is None:
        return Budget(tomorrow.on, run, BY_RULES, binding[0].message, tuple(binding))
    if cap.run is not None and not tomorrow.enforced(cap.run):
        run = cap.run
    return Budget(tomorrow.on, run, cap.basis, cap.reason)


def first_budget(
    on: date, usual: Usual, rules: Sequence[Rule], red_flags: Sequence[str] = ()
) -> Budget:
    """Budget of a runner without a dated activity."""
    if red_flags:
        words = _("The diary tells of {symptoms}: have that looked at before a first run.").format(
            symptoms="; ".join(red_flags)
        )
        return Budget(on, None, REST, words)
    run = usual.run_of(on, _start_m(rules, usual))
    return Budget(on, run, TEST, _("There is no usual run to compare with: nothing dated on file."))


def allows(tomorrow: Tomorrow, usual: Usual, distance_m: float) -> bool:
    """Whether the budget of a day is at least so much [m], found without searching it."""
    run = usual.run_of(tomorrow.on, distance_m)
    if tomorrow.open_pain:
        return False
    cap = _cap(tomorrow, usual, run)
    is_within = cap is None or distance_m <= cap.distance_m
    return is_within and not tomorrow.enforced(run)


@dataclass(frozen=True, slots=True)
class _Cap:
    """Where no step up is named, and the run itself where it is a stage of a ladder."""

    distance_m: float
    basis: str
    reason: str
    run: PlannedRun | None = None


def _cap(tomorrow: Tomorrow, usual: Usual, least: PlannedRun) -> _Cap | None:
    """What limits a run whatever the rules say; None where they can all judge."""
    needed = _runs_needed(tomorrow)
    on_file = int(tomorrow.history.day("run_count").sum())
    if on_file + 1 < needed or not _longest_m(tomorrow, usual):
        words = (
            _(
                "There is no usual run to compare with: {on_file} on file, of which none of "
                "known length in "
                "the last {days} days."
            ).format(on_file=on_file, days=LOOKBACK_DAYS)
            if on_file + 1 >= needed
            else _(
                "There is no usual run to compare with yet: {on_file} on file, {needed} needed."
            ).format(on_file=on_file, needed=needed - 1)
        )
        return _start(tomorrow, usual, words)
    missing = {item.name: item for item in tomorrow.not_judged(least)}
    if tomorrow.open_pain:
        finding = tomorrow.open_pain[0]
        return _hold(
            tomorrow,
            usual,
            _("{name} ({code}) is open").format(name=finding.name, code=finding.code),
            is_most=True,
        )
    for name in PROGRESSION:
        if name in missing:
            item = missing[name]
            return _hold(
                tomorrow,
                usual,
                _("{name} ({code}) cannot judge: {reason}").format(
                    name=name, code=item.code, reason=item.reason
                ),
            )
    if SESSION_SPIKE not in {each.name for each in tomorrow.rules}:
        return _hold(tomorrow, usual, _("{name} is switched off").format(name=SESSION_SPIKE))
    return None


def _start(tomorrow: Tomorrow, usual: Usual, words: str) -> _Cap:
    """The stage of the ladder, or the two-minute test where none is known."""
    if tomorrow.ladder is not None:
        known = staged(tomorrow.evening, tomorrow.on, tomorrow.ladder, usual)
        if known is not None and known.run is None:
            return _Cap(0.0, REST, known.reason)
        if known is not None and known.run is not None:
            return _Cap(known.run.distance_m, STAGE, f"{words} {known.reason}", known.run)
    return _Cap(_start_m(tomorrow.rules, usual), TEST, words)


def _hold(tomorrow: Tomorrow, usual: Usual, why: str, *, is_most: bool = False) -> _Cap:
    """No more than the longest run of 30 days, or than what no rule of progression judges.

    For pain, the longest run is the most.
    """
    longest = _longest_m(tomorrow, usual)
    floor = _threshold(tomorrow.rules, SESSION_SPIKE, "floor_impacts") / usual.impacts_per_m
    words = _("{why}; until then no run longer than the longest of the last {days} days.").format(
        why=why, days=LOOKBACK_DAYS
    )
    start = 0.0 if is_most else floor
    return _Cap(max(longest, start), HOLD, words)


def _longest_m(tomorrow: Tomorrow, usual: Usual) -> float:
    """Longest run of 30 days, the smaller of metres and of impacts as metres; 0 if unknown. [m]"""
    runs = tomorrow.runs
    after = pd.Timestamp(tomorrow.on) - pd.Timedelta(days=LOOKBACK_DAYS)
    recent = runs[runs["local_date"] >= after] if len(runs) else runs
    if recent.empty:
        return 0.0
    metres = float(recent["run_distance_m"].max())
    by_impacts = float(recent["run_impact_count"].max()) / usual.impacts_per_m
    return min((value for value in (metres, by_impacts) if value > 0), default=0.0)


def _start_m(rules: Sequence[Rule], usual: Usual) -> float:
    """Most of a first run, by distance and by time. [m]"""
    seconds = _threshold(rules, LAYOFF, "first_run_s")
    return min(_threshold(rules, LAYOFF, "first_run_m"), seconds * usual.speed_mps)


def _threshold(rules: Sequence[Rule], name: str, threshold: str) -> float:
    """Threshold of a rule, also of one that the profile switches off."""
    by_name = {each.name: each for each in (*all_rules(), *rules)}
    return by_name[name].parameters[threshold]


def _runs_needed(tomorrow: Tomorrow) -> int:
    return next((each.needs.runs for each in tomorrow.rules if each.name == SESSION_SPIKE), 1)


def _steps(distance_m: float, step_m: float) -> int:
    """Whole steps in a distance."""
    return math.floor(distance_m / step_m + 1e-9)


def _search(
    tomorrow: Tomorrow, usual: Usual, step_m: float, most_m: float
) -> tuple[int, list[Trip]]:
    """Largest silent number of steps, and what one more trips; nothing if it trips nothing.

    Every enforced rule that speaks at a distance speaks at every longer one, so halving finds the
    first; of the rules that speak at the longer end, none else can bind.
    """
    most = _steps(most_m, step_m)
    rules: list[Rule] = list(tomorrow.rules)
    silent, binding = 1, list[Trip]()
    speaks = _steps(GUESS * _longest_m(tomorrow, usual), step_m)
    while not binding and silent < most:
        speaks = min(max(2 * silent, speaks), most)
        binding = _tripped(tomorrow, usual, speaks * step_m, rules)
        silent = silent if binding else speaks
    while binding and speaks - silent > 1:
        names = {trip.code for trip in binding}
        rules = [each for each in rules if each.code in names]
        middle = (silent + speaks) // 2
        tripped = _tripped(tomorrow, usual, middle * step_m, rules)
        silent, speaks = (silent, middle) if tripped else (middle, speaks)
        binding = tripped or binding
    return min(silent, most), binding


def _tripped(tomorrow: Tomorrow, usual: Usual, distance_m: float, rules: list[Rule]) -> list[Trip]:
    return tomorrow.enforced(usual.run_of(tomorrow.on, distance_m), rules)
