"""LW303 days-too-alike."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from loadwatch.language import _
from loadwatch.load import History
from loadwatch.load.metrics import monotony_of_weeks, rolling_sum, weeks_before
from loadwatch.rules._base import Needs, Severity, Signal, rule

WEEK = 7


def _unknown_run(history: History) -> str | None:
    if history.unknown_runs(WEEK)[-1] and history.run_days[-WEEK:].sum() >= 5:
        return _("the impacts of a run in the last 7 days are not known")
    return None


@rule(
    code="LW303",
    name="days-too-alike",
    evidence=_("C (observation of 25 athletes; backs were not looked at)"),
    needs=Needs(runs=5, history_days=WEEK, window_days=WEEK),
    cites=("foster1998",),
    formula=(
        _(
            "mean day {mean:count} over the spread of the days = {observed:ratio}, limit "
            "{limit:ratio}"
        )
    ),
    unless=_unknown_run,
)
def check(history: History, *, limit: float = 2.0, least_run_days: int = 5) -> Iterator[Signal]:
    """The days of a week were nearly alike: much running and no easy day.

    What it watches
        Monotony of the last seven days: the mean day of run impacts over the spread of the days,
        rest days counting 0.

    Why it matters for the back
        The measure comes from watching athletes for overtraining: alike days of much load leave no
        easy one. Backs were not looked at.

    When it stays silent
        Weeks with fewer than five run days; five equal runs and two days of rest stay under the
        limit. Weeks with a run of unknown impacts. It knows nothing of pain: a quiet report is no
        clearance.

    What to do
        Make one day of the week clearly lighter, or free of running.

    Parameters
    ----------
    limit : float, default 2.0
        Monotony above which it informs. [unitless; foster1998]
    least_run_days : int, default 5
        Run days in the seven from which it judges. [days; choice]
    """
    impacts = history.day("run_impact_count")
    run_days = rolling_sum(history.run_days.astype(np.float64), WEEK)
    known = (history.unknown_runs(WEEK) == 0) & (np.arange(impacts.size) >= WEEK - 1)
    weeks = weeks_before(impacts)
    alike, mean = monotony_of_weeks(weeks), weeks.mean(axis=1)
    is_full = history.run_days & known & (run_days >= least_run_days)
    for position in np.flatnonzero(is_full & (alike > limit)):
        observed = float(alike[position])
        day = history.date_at(position)
        yield Signal(
            day,
            Severity.INFO,
            _(
                "The 7 days to {day:date} were alike: {run_days:count} of them with a run, and a "
                "mean day of {mean:count} impacts without any spread."
            )
            if math.isinf(observed)
            else _(
                "The 7 days to {day:date} were alike: {run_days:count} of them with a run, and a "
                "mean day of {mean:count} impacts is {observed:.1f} times the spread of the days."
            ),
            _("Make one day of the week clearly lighter, or free of running."),
            observed,
            limit,
            "ratio",
            {
                "day": day,
                "observed": observed,
                "run_days": float(run_days[position]),
                "mean": float(mean[position]),
            },
        )
