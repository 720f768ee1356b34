"""LW901 impacts-estimated-or-unknown."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from loadwatch.load import History
from loadwatch.rules._base import Needs, Severity, Signal, rule


@rule(
    code="LW901",
    name="impacts-estimated-or-unknown",
    evidence="data quality",
    needs=Needs(runs=1),
    cites=("loadwatch", "hoeger2008"),
)
def check(
    history: History, *, window_days: int = 28, share_limit: float = 0.20
) -> Iterator[Signal]:
    """Many impacts of the last month are estimated, or not known at all.

    What it watches
        Runs of the last 28 days whose file has no cadence, so that impacts come from speed and
        height, and runs of which only the length is known.

    Why it matters for the back
        Every rule that counts impacts is as sure as its count. An estimate may be off by 13 %; a
        run of unknown impacts counts nothing in what you are used to and its most in the week, the
        cautious side both times.

    When it stays silent
        When at least four fifths of the run impacts are counted and none is unknown.

    What to do
        Export the original FIT file, or record with a watch or foot sensor that writes cadence.

    Parameters
    ----------
    window_days : int, default 28
        Days looked back on. [days; choice]
    share_limit : float, default 0.20
        Estimated share above which it speaks. [share; choice]
    """
    runs = history.runs
    if runs.empty:
        return
    for day in sorted(set(runs["local_date"])):
        window = runs[
            (runs["local_date"] <= day)
            & (runs["local_date"] > day - pd.Timedelta(days=window_days))
        ]
        total = float(window["run_impact_count"].sum())
        estimated = float(window.loc[window["is_estimated"], "run_impact_count"].sum())
        share = estimated / total if total else 0.0
        unknown = int((~window["is_known"].astype(bool)).sum())
        if share <= share_limit and not unknown:
            continue
        parts = []
        if share > share_limit:
            parts.append("{estimated_pct:pct} of the run impacts are estimated from speed")
        if unknown:
            parts.append("the impacts of {unknown} of {runs} runs are not known")
        yield Signal(
            day.date(),
            Severity.INFO,
            "In the last {window_days} days, " + " and ".join(parts) + ".",
            "Export the original FIT file, or record with a sensor that writes cadence.",
            share,
            share_limit,
            "share",
            {
                "estimated_pct": share * 100,
                "unknown": unknown,
                "runs": len(window),
                "window_days": window_days,
            },
        )
