"""LW101 session-spike."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from loadwatch.language import _
from loadwatch.load import History
from loadwatch.load.metrics import ratio
from loadwatch.rules._base import Needs, Severity, Signal, rule
from loadwatch.rules._runs import day_of, labels, most_before, window_begins

METRES, IMPACTS = "run_distance_m", "run_impact_count"
MEASURES = {METRES: "run_distance_upper_m", IMPACTS: "run_impact_count_upper"}
"""Lower bound of a run → its upper bound."""

BY_IMPACTS = _(
    "{run_impacts:count} / {longest_impacts:count} = {observed:ratio}, limit {limit:ratio} "
    "(impacts)"
)
"""The comparison where impacts grew more than metres."""


@rule(
    code="LW101",
    name="session-spike",
    evidence=_("B for overuse injuries of all kinds, C for the back"),
    needs=Needs(runs=4, window_days=30),
    cites=("frandsen2025",),
    formula=_("{run_m:km} / {longest_m:km} = {observed:ratio}, limit {limit:ratio}"),
    looks_back_days=31,
)
def check(
    history: History,
    *,
    limit: float = 1.10,
    strong_limit: float = 1.30,
    warning_limit: float = 2.00,
    lookback_days: int = 30,
    floor_impacts: float = 1_500,
    floor_excess_impacts: float = 500,
    floor_excess_m: float = 500,
) -> Iterator[Signal]:
    """One run was clearly longer than every run of the last month.

    What it watches
        Each run against the longest run of the 30 days before it, in running distance and in
        impacts. Parts of one recording are one run; walking does not count.

    Why it matters for the back
        In the largest study of runners with watches, a run more than 10 % longer than the longest
        of the last 30 days went with more overuse injuries of all kinds; week-to-week change did
        not. The back was not looked at on its own.

    When it stays silent
        Short runs and small excesses, so that the run-walk ladder can grow. Fewer than four runs on
        file, or more than two days of the month without a file and without a reason to call them
        rest. It knows nothing of pain: a quiet report is no clearance.

    What to do
        Keep the next runs at or under the old longest. Let the next longer run exceed it by a tenth
        at the most.

    Parameters
    ----------
    limit : float, default 1.10
        Ratio above which it speaks. [unitless; frandsen2025]
    strong_limit : float, default 1.30
        Ratio of a strong caution. [unitless; frandsen2025]
    warning_limit : float, default 2.00
        Ratio of a warning. [unitless; frandsen2025]
    lookback_days : int, default 30
        Days looked back on. [days; frandsen2025]
    floor_impacts : float, default 1500
        A run with fewer impacts is not judged. [impacts; choice]
    floor_excess_impacts : float, default 500
        The excess must be at least this, or the one in metres. [impacts; choice]
    floor_excess_m : float, default 500
        The excess must be at least this, or the one in impacts. [m; choice]
    """
    runs = history.runs
    least = {name: runs[name].to_numpy(np.float64) for name in MEASURES}
    most = {name: runs[upper].to_numpy(np.float64) for name, upper in MEASURES.items()}
    begins = window_begins(runs, lookback_days)
    longest = {name: most_before(values, begins) for name, values in least.items()}
    ratios = {name: ratio(most[name], longest[name]) for name in MEASURES}
    by_distance = np.isnan(ratios[IMPACTS]) | (ratios[METRES] >= ratios[IMPACTS])
    largest = np.where(by_distance, ratios[METRES], ratios[IMPACTS])
    is_worth_it = (most[METRES] - longest[METRES] >= floor_excess_m) | (
        most[IMPACTS] - longest[IMPACTS] >= floor_excess_impacts
    )
    is_judged = is_worth_it & ~(most[IMPACTS] < floor_impacts)
    days, ids, files = labels(runs)
    for position in np.flatnonzero(is_judged & (largest > limit)):
        in_distance, observed = bool(by_distance[position]), float(largest[position])
        measure = METRES if in_distance else IMPACTS
        day = day_of(days[position])
        before = least[measure][begins[position] : position]
        longest_day = day_of(days[begins[position] + before.argmax()])
        yield Signal(
            day,
            Severity.WARNING if observed > warning_limit else Severity.CAUTION,
            (
                _(
                    "{day:date}'s run: {run_m:distance} of running, {excess_pct:pct} longer "
                    "than the longest of the {lookback_days} days before ({longest_m:distance} on "
                    "{longest_day:date})."
                )
                if in_distance
                else _(
                    "{day:date}'s run: {run_impacts:count} impacts, {excess_pct:pct} more than "
                    "in any run of the {lookback_days} days before ({longest_impacts:count} on "
                    "{longest_day:date})."
                )
            )
            + (
                " " + _("What was run in it is not known; this is the most.")
                if most[measure][position] > least[measure][position]
                else ""
            ),
            (
                _(
                    "Keep the next runs at or under {longest_m:distance}; the next longer one "
                    "up to {next_m:distance}."
                )
                if in_distance
                else _(
                    "Keep the next runs at or under {longest_impacts:count} impacts; the next "
                    "longer one up to {next_impacts:count}."
                )
            ),
            observed,
            limit,
            "ratio",
            {
                "day": day,
                "strong": bool(observed > strong_limit),
                "excess_pct": (observed - 1) * 100,
                "run_m": float(most[METRES][position]),
                "longest_m": float(longest[METRES][position]),
                "next_m": limit * float(longest[METRES][position]),
                "run_impacts": float(most[IMPACTS][position]),
                "longest_impacts": float(longest[IMPACTS][position]),
                "next_impacts": limit * float(longest[IMPACTS][position]),
                "longest_day": longest_day,
                "lookback_days": lookback_days,
                "session_ids": list(ids[position]),
            },
            files[position],
            "" if in_distance else BY_IMPACTS,
        )
