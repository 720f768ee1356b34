"""LW204 long-run-share."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from loadwatch.load import History
from loadwatch.rules._base import Needs, Severity, Signal, rule
from loadwatch.rules._runs import day_numbers

WEEK_DAYS = 7


@rule(
    code="LW204",
    name="long-run-share",
    evidence="C (a choice; no study)",
    needs=Needs(runs=4, window_days=7, known=("run_impact_count_upper",)),
    cites=("loadwatch",),
)
def check(
    history: History,
    *,
    share_limit: float = 0.50,
    least_runs: int = 3,
    floor_week_impacts: float = 10_000,
) -> Iterator[Signal]:
    """One run holds more than half of the week.

    What it watches
        On each day with a run, the largest run of the seven days that end there, as a share of all
        run impacts of those days, when they hold three runs or more.

    Why it matters for the back
        A week with the same impacts spread out leaves time between them. That one half is too much
        is a choice of ours: no study has looked at it, and long runs are a part of many plans.

    When it stays silent
        Weeks of one or two runs, and weeks under 10,000 run impacts, where the run-walk ladder
        governs and one run more or less decides the share. It knows nothing of pain: a quiet report
        is no clearance.

    What to do
        Move some of the long run to the other days, or let it grow last.

    Parameters
    ----------
    share_limit : float, default 0.50
        Share of the week above which it speaks. [share; choice]
    least_runs : int, default 3
        Runs in the week from which it is judged. [count; choice]
    floor_week_impacts : float, default 10000
        A smaller week is not judged. [impacts; choice]
    """
    runs = history.runs
    days = day_numbers(runs)
    least = runs["run_impact_count"].to_numpy(np.float64)
    most = runs["run_impact_count_upper"].to_numpy(np.float64)
    ends = np.searchsorted(days, days, side="right")
    begins = np.searchsorted(days, days - WEEK_DAYS, side="right")
    for end in np.unique(ends):
        begin = int(begins[end - 1])
        longest = begin + int(least[begin:end].argmax())
        week = float(most[begin:end].sum() - most[longest] + least[longest])
        share = float(least[longest]) / week if week > 0 else 0.0
        if end - begin < least_runs or week < floor_week_impacts or share <= share_limit:
            continue
        day = runs["local_date"].iloc[end - 1].date()
        yield Signal(
            day,
            Severity.INFO,
            "{longest_day:date}'s run holds {share_pct:pct} of the impacts of the 7 days to "
            "{day:date} ({longest_impacts:count} of {week_impacts:count}, in {run_count} runs).",
            "Spread the week more evenly: move some of the longest run to the others.",
            share,
            share_limit,
            "share",
            {
                "day": day,
                "longest_day": runs["local_date"].iloc[longest].date(),
                "share_pct": share * 100,
                "longest_impacts": float(least[longest]),
                "week_impacts": week,
                "run_count": int(end - begin),
            },
        )
