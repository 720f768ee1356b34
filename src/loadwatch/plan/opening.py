"""When the next step up opens."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

import pandas as pd

from loadwatch.load.ahead import ahead, level_rows
from loadwatch.plan.budget import NOTHING_USUAL, STEP_M, Budget, allows, budget_of
from loadwatch.plan.tomorrow import Tomorrow
from loadwatch.plan.usual import Usual

MOST_DAYS = 28
"""How far ahead it is looked for. [days; choice]"""
LEAST_STEP_M = 300.0
LEAST_STEP_SHARE = 0.05
"""A step up worth naming is at least this. [m; share; choice]"""


@dataclass(frozen=True, slots=True)
class Opening:
    """First day of a larger budget.

    Parameters
    ----------
    on : date or None
        None where there is none within 28 days.
    budget : Budget or None
        The budget of that day.
    by_rest : bool
        Whether days of rest were assumed until then, instead of weeks like the last.
    """

    on: date | None
    budget: Budget | None
    by_rest: bool


def opening_of(
    tomorrow: Tomorrow, usual: Usual, budget: Budget, *, step_m: float = STEP_M
) -> Opening:
    """Look ahead day by day for a budget clearly above today's.

    Parameters
    ----------
    tomorrow : Tomorrow
        The evening before.
    usual : Usual
        As for the budget.
    budget : Budget
        Of that day. After a day of rest, further days of rest are assumed until any run is silent;
        else the last seven days repeat. Where nothing is usual yet, or pain is open, no calendar
        opens a step.
    step_m : float, default 100
        Grain of the search. [m; choice]
    """
    by_rest = budget.run is None
    if budget.basis in NOTHING_USUAL or tomorrow.open_pain:
        return Opening(None, None, by_rest)
    worth = max(LEAST_STEP_M, LEAST_STEP_SHARE * budget.distance_m)
    names = {trip.code for trip in budget.binding}
    binding = [each for each in tomorrow.rules if each.code in names]
    evening = tomorrow.evening
    level = level_rows(evening, tomorrow.on + timedelta(days=MOST_DAYS))
    for days in range(1, MOST_DAYS + 1):
        on = tomorrow.on + timedelta(days=days)
        rows = [row for row in level if row["local_date"] < pd.Timestamp(on)]
        before = ahead(evening, [] if by_rest else rows, on - timedelta(days=1))
        later = replace(tomorrow, history=before, on=on)
        wanted = step_m if by_rest else budget.distance_m + worth
        if binding and later.enforced(usual.run_of(on, wanted), binding):
            continue
        if not allows(later, usual, wanted):
            continue
        then = budget_of(later, usual, step_m=step_m)
        if then.run is not None:
            return Opening(on, then, by_rest)
    return Opening(None, None, by_rest)
