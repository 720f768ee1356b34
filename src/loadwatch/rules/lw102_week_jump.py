"""LW102 week-jump."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from loadwatch.athlete.profile import LONG_TERM, NOVICE, RETURNING
from loadwatch.language import _
from loadwatch.load import History
from loadwatch.load.metrics import ratio, rolling_sum
from loadwatch.rules._base import Needs, Severity, Signal, rule
from loadwatch.rules._words import experience_words, unknown_words


@rule(
    code="LW102",
    name="week-jump",
    evidence=_("C (not significant in novices; none found in the largest cohort)"),
    needs=Needs(runs=2, history_days=14, window_days=14, known=("run_distance_upper_m",)),
    cites=("nielsen2014", "damsted2019", "frandsen2025", "buist2008"),
    formula=_("{week_m:km} / {reference_m:km} = {observed:ratio}, limit {limit:ratio}"),
    looks_back_days=35,
)
def check(
    history: History,
    *,
    novice_limit: float = 1.30,
    other_limit: float = 1.20,
    floor_week_m: float = 5_000,
    mean_days: int = 28,
) -> Iterator[Signal]:
    """The last seven days hold clearly more running than the weeks before.

    What it watches
        Running distance of the last seven days against the larger of the seven days before and the
        mean week of the four weeks before, so that a light week does not make the next one a jump.

    Why it matters for the back
        Studies disagree: in novices, growth over 30 % a week went with somewhat more injuries of
        some kinds, not significantly; the largest cohort found nothing, and a 10 % rule did not
        help in a trial. It is shown as information, and as caution only to those new to running or
        coming back.

    When it stays silent
        Weeks under 5 km of running. Without two weeks of files, or with more than two days of them
        unobserved, it does not judge. It knows nothing of pain: a quiet report is no clearance.

    What to do
        Repeat this week once before adding more.

    Parameters
    ----------
    novice_limit : float, default 1.30
        Ratio for novice, returning and unknown runners. [unitless; nielsen2014]
    other_limit : float, default 1.20
        Ratio shown as information to others. [unitless; damsted2019]
    floor_week_m : float, default 5000
        A smaller week is not judged. [m; choice]
    mean_days : int, default 28
        Days before the week whose mean week counts. [days; choice]
    """
    week = rolling_sum(history.day("run_distance_upper_m"), 7)
    known = history.day("run_distance_m")
    previous = np.concatenate((np.zeros(7), rolling_sum(known, 7)[:-7]))[: known.size]
    month = np.concatenate((np.zeros(7), rolling_sum(known, mean_days)[:-7]))[: known.size]
    days = np.clip(np.arange(known.size) - 6, 1, mean_days)
    reference = np.maximum(previous, month * 7 / days)
    observed = ratio(week, reference)
    limits = np.array(
        [other_limit if who == LONG_TERM else novice_limit for who in history.experience]
    )
    unknown = history.runs_of_unknown_distance(7)
    for position in np.flatnonzero(history.run_days & (week >= floor_week_m) & (observed > limits)):
        who = history.experience[int(position)]
        day = history.date_at(position)
        yield Signal(
            day,
            Severity.CAUTION if who in (NOVICE, RETURNING) else Severity.INFO,
            _(
                "The 7 days to {day:date} held {week_m:distance} of running, {excess_pct:pct} more "
                "than the larger of the week before and the usual week of the month before "
                "({reference_m:distance})."
            )
            + unknown_words(unknown[position])
            + experience_words(is_known=who is not None),
            _("Repeat this week once before adding more."),
            float(observed[position]),
            float(limits[position]),
            "ratio",
            {
                "day": day,
                "week_m": float(week[position]),
                "reference_m": float(reference[position]),
                "excess_pct": float(observed[position] - 1) * 100,
                "experience": who or "unknown",
            },
        )
