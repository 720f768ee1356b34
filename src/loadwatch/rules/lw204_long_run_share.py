"""LW204 long-run-share."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from loadwatch.language import _
from loadwatch.load import History
from loadwatch.rules._base import Needs, Severity, Signal, rule
from loadwatch.rules._runs import day_of, labels

WEEK_DAYS = 7


@rule(
    code="LW204",
    name="long-run-share",
    evidence=_("C (a choice; no study)"),
    needs=Needs(runs=4, window_days=7, known=("run_impact_count_upper",)),
    cites=("loadwatch",),
    formula=(
        _("{run_impacts:count} / {week_impacts:count} = {observed:ratio}, limit {limit:ratio}")
    ),
)
def check(
    history: History,
    *,
    share_limit: float = 0.50,
    least_runs: int = 3,
    floor_week_impacts: float = 10_000,
    habit_days: int = 28,
) -> Iterator[Signal]:
    """One run holds more than half of the week that ends with it, as none did of late.

    What it watches
        Each run, on its day, as a share of all run impacts of the seven days that end there, when
        they hold three runs or more.

    Why it matters for the back
        A week with the same impacts spread out leaves time between them. That one half is too much
        is a choice of ours: no study has looked at it, and long runs are a part of many plans.

    When it stays silent
        Where a run of the four weeks before held more than half as well: what is usual is said
        once. Weeks of one or two runs, and weeks under 10,000 run impacts, where the run-walk
        ladder governs and one run more or less decides the share. It knows nothing of pain: a quiet
        report is no clearance.

    What to do
        Move some of the long run to the other days, or let those grow first.

    Parameters
    ----------
    share_limit : float, default 0.50
        Share of the week above which it speaks. [share; choice]
    least_runs : int, default 3
        Runs in the week from which it is judged. [count; choice]
    floor_week_impacts : float, default 10000
        A smaller week is not judged. [impacts; choice]
    habit_days : int, default 28
        Days after such a run in which it does not speak again. [days; choice]
    """
    runs = history.runs
    days, ids, files = labels(runs)
    least = runs["run_impact_count"].to_numpy(np.float64)
    most = runs["run_impact_count_upper"].to_numpy(np.float64)
    begins = np.searchsorted(days, days - WEEK_DAYS, side="right")
    ends = np.searchsorted(days, days, side="right")
    last_such: int | None = None
    for position in np.flatnonzero(ends - begins >= least_runs):
        begin, end = begins[position], ends[position]
        week = float(np.sum(most[begin:end]) - most[position] + least[position])
        share = float(least[position]) / week if week > 0 else 0.0
        if not (week >= floor_week_impacts and share > share_limit):
            continue
        is_usual = last_such is not None and days[position] - last_such <= habit_days
        last_such = days[position]
        if is_usual:
            continue
        day = day_of(days[position])
        yield Signal(
            day,
            Severity.INFO,
            _(
                "{day:date}'s run holds {share_pct:pct} of the impacts of the 7 days that end "
                "with it ({run_impacts:count} of {week_impacts:count}, in {run_count} runs)."
            ),
            _("Spread the week more evenly: move some of the longest run to the others."),
            share,
            share_limit,
            "share",
            {
                "day": day,
                "share_pct": share * 100,
                "run_impacts": float(least[position]),
                "week_impacts": week,
                "run_count": int(end - begin),
                "session_ids": list(ids[position]),
            },
            files[position],
        )
