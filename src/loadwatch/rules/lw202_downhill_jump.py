"""LW202 downhill-jump."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from loadwatch.language import _
from loadwatch.load import History
from loadwatch.rules._base import Needs, Severity, Signal, rule
from loadwatch.rules._runs import day_of, labels, most_before, no_run, window_begins


@rule(
    code="LW202",
    name="downhill-jump",
    evidence=_("B for the force at each step (laboratory), C for everything else"),
    needs=Needs(runs=4, window_days=28),
    cites=("gottschall2005", "loadwatch"),
    formula=(
        _(
            "{weighted_impacts:count} / {most_before:count} = {observed:ratio}, limit "
            "{limit:ratio} (weighted by slope); "
            "{downhill_pct:pct} downhill, limit {share_limit:.0%}"
        )
    ),
    looks_back_days=29,
    unless=no_run(
        _("no run of the last {days} days tells the slope of the ground"),
        column="hill_run_impact_count",
        days=28,
    ),
)
def check(
    history: History,
    *,
    share_limit: float = 0.25,
    limit: float = 1.30,
    lookback_days: int = 28,
    floor_impacts: float = 1_500,
) -> Iterator[Signal]:
    """One run held much more downhill running than any of the last month.

    What it watches
        Impacts where the ground falls by 5 % or more. It speaks when they are over a quarter of a
        run, and the run's impacts weighted by how steeply the ground falls are also over 1.3 times
        those of every run of the 28 days before.

    Why it matters for the back
        In a laboratory, running down a slope of 9 degrees raised the first peak of force at each
        step by 54 %; the second, larger peak did not change. What that means for a back was not
        looked at.

    When it stays silent
        Where nobody knows the slope of the ground: without height, or on a treadmill. Such runs of
        the month before count as level. Runs of under 1,500 impacts, and hills that are usual for
        you. It knows nothing of pain: a quiet report is no clearance.

    What to do
        Run the next one on level ground; walk the steepest parts down.

    Parameters
    ----------
    share_limit : float, default 0.25
        Share of impacts downhill above which it may speak. [share; choice]
    limit : float, default 1.30
        Weighted impacts over the most of the days before, above which it speaks. [unitless; choice]
    lookback_days : int, default 28
        Days looked back on. [days; choice]
    floor_impacts : float, default 1500
        A run with fewer impacts is not judged. [impacts; choice]
    """
    runs = history.runs
    days, ids, files = labels(runs)
    impacts = runs["run_impact_count"].to_numpy(np.float64)
    downhill = runs["downhill_run_impact_count"].to_numpy(np.float64)
    weighted = runs["hill_run_impact_count"].to_numpy(np.float64)
    usual = most_before(
        np.where(np.isnan(weighted), impacts, weighted),
        window_begins(runs, lookback_days),
    )
    judged = (impacts >= floor_impacts) & (downhill > share_limit * impacts)
    for position in np.flatnonzero(judged & (weighted > limit * usual) & (usual > 0)):
        day = day_of(days[position])
        observed = float(weighted[position] / usual[position])
        yield Signal(
            day,
            Severity.INFO,
            _(
                "{day:date}'s run: {downhill_pct:pct} of its {run_impacts:count} impacts went "
                "downhill (5 % or steeper). Weighted by the slope it is {excess_pct:pct} above "
                "the most of the {lookback_days} days before."
            ),
            _("Keep the next run on level ground, and walk the steepest parts down."),
            observed,
            limit,
            "ratio",
            {
                "day": day,
                "downhill_pct": float(downhill[position] / impacts[position]) * 100,
                "run_impacts": float(impacts[position]),
                "excess_pct": (observed - 1) * 100,
                "weighted_impacts": float(weighted[position]),
                "most_before": float(usual[position]),
                "lookback_days": lookback_days,
                "session_ids": list(ids[position]),
            },
            files[position],
        )
