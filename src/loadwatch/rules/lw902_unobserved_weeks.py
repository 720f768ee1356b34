"""LW902 unobserved-weeks."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from loadwatch.language import _
from loadwatch.load import History
from loadwatch.load.daily import MAX_REST_GAP_DAYS
from loadwatch.rules._base import Needs, Severity, Signal, rule


@rule(
    code="LW902",
    name="unobserved-weeks",
    evidence=_("data quality"),
    needs=Needs(runs=0),
    cites=("loadwatch",),
    formula=_("{missing:days} of {window_days} without a file or a reason, limit {limit:days}"),
    looks_back_days=42,
)
def check(
    history: History, *, window_days: int = 42, most_unobserved_days: int = 2
) -> Iterator[Signal]:
    """Days of the last six weeks have no file and no reason to call them rest.

    What it watches
        Days without a file. Between two activities at most ten days apart they are rest, and where
        the diary says so; otherwise nobody knows.

    Why it matters for the back
        A week without files is not a light week. Over unobserved days the base decays as if you had
        rested, which is the cautious side, and rules do not judge windows that hold more than two.

    When it stays silent
        When at most two days of the last six weeks are unobserved.

    What to do
        Add the missing files. Days that you rested, were ill or away, and runs without a file, can
        be told with loadwatch diary add.

    Parameters
    ----------
    window_days : int, default 42
        Days looked back on. [days; choice: one time constant of the base]
    most_unobserved_days : int, default 2
        More than this and it speaks. [days; house decision]
    """
    missing = history.unobserved_days(window_days)
    active = history.day("session_count") > 0
    position = np.arange(active.size)
    since_last = position - np.maximum.accumulate(np.where(active, position, 0))
    told = active | (since_last > MAX_REST_GAP_DAYS)
    for day in np.flatnonzero(told & (missing > most_unobserved_days)):
        yield Signal(
            history.date_at(day),
            Severity.INFO,
            _(
                "{missing:days} of the last {window_days} have no file and are not known to be "
                "rest. The base decays over them as if you had rested."
            ),
            _(
                "Add the missing files, or tell rest and runs without a file with loadwatch "
                "diary add."
            ),
            float(missing[day]),
            float(most_unobserved_days),
            "days",
            {"missing": float(missing[day]), "window_days": window_days},
        )
