"""LW401 new-speed."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from loadwatch.language import _
from loadwatch.load import History
from loadwatch.rules._base import Needs, Severity, Signal, rule
from loadwatch.rules._runs import day_of, labels, most_before, no_run, window_begins


@rule(
    code="LW401",
    name="new-speed",
    evidence=_("C (a model of force; the threshold is a choice)"),
    needs=Needs(runs=4, window_days=30),
    cites=("keller1996", "nilsson1989", "coenen2012", "hunter2019", "backinshape", "loadwatch"),
    formula=_("{minute_mps:speed} / {fastest_mps:speed} = {observed:ratio}, limit {limit:ratio}"),
    looks_back_days=31,
    unless=no_run(
        _("no run of the last {days} days tells its fastest minute"),
        column="fastest_minute_speed_mps",
        days=30,
    ),
)
def check(
    history: History,
    *,
    limit: float = 1.10,
    lookback_days: int = 30,
    least_runs: int = 3,
    most_mps: float = 6,
) -> Iterator[Signal]:
    """More than a minute of one run was clearly faster than any minute of the last month.

    What it watches
        The speed that a run exceeded for a minute in all, in one piece or in several, against the
        fastest minute of the 30 days before, in one piece or in several too: more than a tenth
        above.

    Why it matters for the back
        Faster running puts more force on each step. By our model, one who runs at 10 instead of
        9 km/h for the same time takes 1 % more steps, and their weighted load grows by 6 % to 30 %,
        after how fast one thinks damage grows with force; a sixth set after five adds 20 %. Over
        the same distance there are fewer steps, and in the middle of that range the two cancel. So
        new speed is no fault: it is a step of its own.

    When it stays silent
        Speeds that you ran for a minute in the last 30 days, and bursts of less than a minute in
        all. Fewer than three runs in that time whose speed is known. A minute over 21.6 km/h, which
        is likelier a fault of the recording. It knows nothing of pain: a
        quiet report is no clearance.

    What to do
        Keep the sets, and the steps of the week, as they are for this week.

    Parameters
    ----------
    limit : float, default 1.10
        Speed over the fastest minute before, above which it speaks. [unitless; choice]
    lookback_days : int, default 30
        Days looked back on. [days; choice]
    least_runs : int, default 3
        Runs of known speed that there must be in them. [count; choice]
    most_mps : float, default 6
        A faster minute counts as not known. [m/s; choice: where the model of force ends]
    """
    runs = history.runs
    days, ids, files = labels(runs)
    minute, in_one_piece = (
        runs[name].where(runs[name] <= most_mps).to_numpy(np.float64)
        for name in ("fastest_minute_speed_mps", "best_60s_speed_mps")
    )
    fastest = most_before(
        np.fmax(in_one_piece, minute), window_begins(runs, lookback_days), least_runs=least_runs
    )
    for position in np.flatnonzero(minute > limit * fastest):
        day = day_of(days[position])
        observed = float(minute[position] / fastest[position])
        yield Signal(
            day,
            Severity.INFO,
            _(
                "{day:date}'s run: a minute or more over {minute_mps:speed}, {excess_pct:pct} "
                "above the fastest minute of the {lookback_days} days before "
                "({fastest_mps:speed}). New speed raises the force of each step."
            ),
            _("Keep sets and steps as they are for this week."),
            observed,
            limit,
            "ratio",
            {
                "day": day,
                "minute_mps": float(minute[position]),
                "fastest_mps": float(fastest[position]),
                "excess_pct": (observed - 1) * 100,
                "lookback_days": lookback_days,
                "session_ids": list(ids[position]),
            },
            files[position],
        )
