"""LW901 impacts-estimated-or-unknown."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

import numpy as np

from loadwatch.language import _
from loadwatch.load import History
from loadwatch.rules._base import Needs, Severity, Signal, rule
from loadwatch.rules._runs import day_of, labels
from loadwatch.units import Floats

ESTIMATED = _(
    "{estimated_impacts:count} / {total_impacts:count} = {observed:ratio} of the impacts are "
    "estimated, limit {limit:ratio}"
)
UNKNOWN = _("{unknown} of {runs} runs are not known, limit 0")
MUCH = _(
    "In the last {window_days} days, {estimated_pct:pct} of the run impacts are estimated from "
    "speed."
)
SOME_UNKNOWN = _(
    "In the last {window_days} days, the impacts of {unknown} of {runs} runs are not known."
)
MUCH_AND_UNKNOWN = _(
    "In the last {window_days} days, {estimated_pct:pct} of the run impacts are estimated from "
    "speed and the impacts of {unknown} of {runs} runs are not known."
)


@rule(
    code="LW901",
    name="impacts-estimated-or-unknown",
    evidence=_("data quality"),
    needs=Needs(runs=1),
    cites=("loadwatch", "hoeger2008"),
    formula=ESTIMATED,
    looks_back_days=28,
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
    days, files = labels(runs)[0::2]
    begin = np.searchsorted(days, days - window_days, side="right")
    end = np.searchsorted(days, days, side="right")
    impacts = runs["run_impact_count"].to_numpy(np.float64)
    total = _window_sum(impacts, begin, end)
    is_estimated, is_known = (runs[name].to_numpy(bool) for name in ("is_estimated", "is_known"))
    estimated = _window_sum(impacts * is_estimated, begin, end)
    unknown = _window_sum(~is_known, begin, end)
    doubtful = np.flatnonzero(is_estimated | ~is_known)
    first, last = np.searchsorted(doubtful, begin), np.searchsorted(doubtful, end)
    shares = np.divide(estimated, total, out=np.zeros_like(total), where=total > 0)
    last_of_day = end - 1 == np.arange(len(runs))
    for position in np.flatnonzero(last_of_day & ((shares > share_limit) | (unknown > 0))):
        share = float(shares[position])
        is_much, is_unknown = share > share_limit, bool(unknown[position])
        if is_much and is_unknown:
            words, formula = MUCH_AND_UNKNOWN, f"{ESTIMATED}; {UNKNOWN}"
        else:
            words, formula = (MUCH, ESTIMATED) if is_much else (SOME_UNKNOWN, UNKNOWN)
        yield Signal(
            day_of(days[position]),
            Severity.INFO,
            words,
            _("Export the original FIT file, or record with a sensor that writes cadence."),
            share,
            share_limit,
            "share",
            {
                "estimated_pct": share * 100,
                "estimated_impacts": float(estimated[position]),
                "total_impacts": float(total[position]),
                "unknown": int(unknown[position]),
                "runs": int(end[position] - begin[position]),
                "window_days": window_days,
            },
            tuple(chain.from_iterable(files[doubtful[first[position] : last[position]]])),
            formula,
        )


def _window_sum(values: np.ndarray, begin: np.ndarray, end: np.ndarray) -> Floats:
    total = np.concatenate(([0.0], np.cumsum(values)))
    result: Floats = total[end] - total[begin]
    return result
