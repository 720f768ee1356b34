"""LW203 speed-and-sets-together."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from loadwatch.language import _
from loadwatch.load import History
from loadwatch.rules._base import Needs, Severity, Signal, rule
from loadwatch.rules._runs import day_of, labels, most_before, no_run, window_begins


@rule(
    code="LW203",
    name="speed-and-sets-together",
    evidence=_("C (expert opinion; thresholds are a choice)"),
    needs=Needs(runs=4, window_days=28),
    cites=("backinshape", "loadwatch"),
    formula=(
        _(
            "{speed_mps:speed} / {fastest_mps:speed} = {observed:ratio}, limit {limit:ratio}; "
            "{run_s:min} / {longest_s:min} = {time_ratio:ratio}, limit {time_limit:ratio}"
        )
    ),
    looks_back_days=29,
    unless=no_run(
        _("no run of the last {days} days tells its running speed"), column="run_speed_mps", days=28
    ),
)
def check(
    history: History,
    *,
    speed_limit: float = 1.05,
    time_limit: float = 1.10,
    lookback_days: int = 28,
    least_runs: int = 3,
    floor_excess_s: float = 60,
) -> Iterator[Signal]:
    """One run was both faster and longer than every run of the last month.

    What it watches
        The mean speed while running and the time spent running in each run, against the most of
        each in the 28 days before: over 5 % faster and over 10 % longer at once.

    Why it matters for the back
        Experts on coming back from back pain advise to change one thing at a time: either the speed
        or the number and length of the sets. Then a back that complains tells which it was. No
        trial has tested it.

    When it stays silent
        A faster run that is no longer, and a longer one that is no faster. Less than a minute more
        of running. Fewer than three runs in the month whose speed and time are known. It knows
        nothing of pain: a quiet report is no clearance.

    What to do
        Keep the speed or the running time, whichever you mind less, as it was; take the other step
        again in a week or two.

    Parameters
    ----------
    speed_limit : float, default 1.05
        Speed over the fastest run before, above which it may speak. [unitless; choice]
    time_limit : float, default 1.10
        Running time over the longest before, above which it may speak. [unitless; choice]
    lookback_days : int, default 28
        Days looked back on. [days; choice]
    least_runs : int, default 3
        Runs of known speed and time that there must be in them. [count; choice]
    floor_excess_s : float, default 60
        The running time must be longer by at least this. [s; choice]
    """
    runs = history.runs
    days, ids, files = labels(runs)
    begins = window_begins(runs, lookback_days)
    speed = runs["run_speed_mps"].to_numpy(np.float64)
    seconds = runs["run_time_s"].to_numpy(np.float64)
    fastest = most_before(speed, begins, least_runs=least_runs)
    longest = most_before(seconds, begins, least_runs=least_runs)
    both = (speed > speed_limit * fastest) & (seconds > time_limit * longest)
    for position in np.flatnonzero(both & (seconds - longest >= floor_excess_s)):
        day = day_of(days[position])
        observed = float(speed[position] / fastest[position])
        yield Signal(
            day,
            Severity.INFO,
            _(
                "{day:date}'s run was both faster and longer than any of the {lookback_days} days "
                "before: {speed_mps:speed} against {fastest_mps:speed}, and {run_s:minutes} of "
                "running against {longest_s:minutes}."
            ),
            _(
                "Keep one of the two as it was: speed at {fastest_mps:speed}, or running time at "
                "{longest_s:minutes}."
            ),
            observed,
            speed_limit,
            "ratio",
            {
                "day": day,
                "speed_mps": float(speed[position]),
                "fastest_mps": float(fastest[position]),
                "run_s": float(seconds[position]),
                "longest_s": float(longest[position]),
                "time_ratio": float(seconds[position] / longest[position]),
                "lookback_days": lookback_days,
                "session_ids": list(ids[position]),
            },
            files[position],
        )
