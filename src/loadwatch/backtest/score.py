"""Flags against events: counts, intervals, and what chance would have done (M30)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date

import numpy as np

from loadwatch.report import Interval, Score
from loadwatch.units import Floats

Z_90 = 1.6448536269514722
"""Normal quantile of an interval of 90 %, like the range of the shuffles. [unitless; choice]"""


def score(run_count: int, event_run_count: int, flagged_count: int, hit_count: int) -> Score:
    """Precision, recall, false flags and lift of flagged runs (M30).

    Parameters
    ----------
    run_count, event_run_count : int
        Runs, and those that an event followed. [runs]
    flagged_count, hit_count : int
        Runs flagged, and those of them that an event followed. [runs]

    Raises
    ------
    ValueError
        If the counts cannot all be true.

    Notes
    -----
    Evidence: arithmetic. Precision is low for any rule where events are rare: about 2.2 overuse
    injuries follow 1,000 sessions in the largest cohort [1]_, so a rule with a lift of 2 is right
    in less than one flag of a hundred. Lift tells more than precision.

    References
    ----------
    .. [1] ``frandsen2025``

    Examples
    --------
    >>> found = score(400, 24, 60, 15)
    >>> found.precision, found.recall, found.false_flags_per_100, round(found.lift, 2)
    (0.25, 0.625, 11.25, 4.17)
    """
    false_flags = flagged_count - hit_count
    if hit_count < 0 or false_flags < 0 or hit_count > event_run_count:
        raise ValueError("hits are flagged runs that an event followed")
    if false_flags > run_count - event_run_count:
        raise ValueError("more false flags than runs that no event followed")
    return Score(run_count, event_run_count, flagged_count, hit_count)


def scored(flagged: np.ndarray, followed: Floats) -> Score:
    """Score of flags; runs of which it is not known what followed are left out."""
    known = ~np.isnan(followed)
    event = followed[known] > 0
    flag = flagged[known]
    return score(int(known.sum()), int(event.sum()), int(flag.sum()), int((flag & event).sum()))


def wilson(successes: int, count: int, *, z: float = Z_90) -> Interval | None:
    """Share with Wilson's interval; None of nothing.

    Parameters
    ----------
    successes, count : int
        How many of how many.
    z : float, default 1.645
        Normal quantile. [unitless; choice: 90 %]

    Examples
    --------
    >>> found = wilson(15, 60)
    >>> round(found.low, 3), found.value, round(found.high, 3)
    (0.17, 0.25, 0.351)
    """
    if count == 0:
        return None
    share = successes / count
    widened = 1 + z**2 / count
    middle = (share + z**2 / (2 * count)) / widened
    half = z / widened * math.sqrt(share * (1 - share) / count + z**2 / (4 * count**2))
    return Interval(share, max(0.0, middle - half), min(1.0, middle + half))


def followed_by(
    run_days: Sequence[date],
    event_days: Sequence[date],
    horizon_days: int,
    known: tuple[date, date],
) -> Floats:
    """Whether an event follows each run on one of the days after it.

    The day of the run does not count: what is felt and what is flagged that day are told on the
    same evening, and nothing would have been foreseen.

    Parameters
    ----------
    run_days, event_days : sequence of date
        Days of runs and of events.
    horizon_days : int
        Days after the run's that count. [days]
    known : (date, date)
        First and last day of which it is known whether they had an event.

    Returns
    -------
    numpy.ndarray
        1 or 0 a run; NaN where one of the days after it is not known.
    """
    runs, events = _ordinals(run_days), np.sort(_ordinals(event_days))
    first, last = (day.toordinal() for day in known)
    begin = np.searchsorted(events, runs, side="right")
    end = np.searchsorted(events, runs + horizon_days, side="right")
    is_known = (runs + 1 >= first) & (runs + horizon_days <= last)
    return np.where(is_known, (end > begin).astype(np.float64), math.nan)


def leads(
    run_days: Sequence[date], flagged: np.ndarray, event_days: Sequence[date], horizon_days: int
) -> list[int | None]:
    """Days from the first flag within the horizon to each event; None where there was none.

    Events without any run in the horizon before them are left out: nothing could have flagged.
    """
    runs = _ordinals(run_days)
    found: list[int | None] = []
    for event in _ordinals(event_days):
        near = (runs < event) & (runs >= event - horizon_days)
        if near.any():
            flags = runs[near & flagged]
            found.append(int(event - flags.min()) if flags.size else None)
    return found


def shuffled_lift(
    flagged: np.ndarray, followed: Floats, *, shuffle_count: int = 2_000, seed: int = 1
) -> Interval | None:
    """Lift of as many flags put on runs of the same runner at random.

    Parameters
    ----------
    flagged, followed : numpy.ndarray
        A run each; runs of unknown outcome are left out.
    shuffle_count : int, default 2000
        How many times. [shuffles; choice]
    seed : int, default 1
        Of the random numbers.

    Returns
    -------
    Interval or None
        Mean, 5th and 95th percentile; None without flags or events.
    """
    known = ~np.isnan(followed)
    flag, event = flagged[known], followed[known]
    if not flag.any() or not event.any():
        return None
    random = np.random.default_rng(seed)
    chosen = int(flag.sum())
    shares = np.array([random.permutation(event)[:chosen].mean() for _ in range(shuffle_count)])
    lifts = shares / event.mean()
    low, high = np.percentile(lifts, [5, 95])
    return Interval(float(lifts.mean()), float(low), float(high))


def longest_runs(
    run_days: Sequence[date], metres: Floats, *, lookback_days: int = 30
) -> np.ndarray:
    """Whether each run is longer than every run of the days before it, the plainest of rules.

    Parameters
    ----------
    run_days : sequence of date
        In order.
    metres : numpy.ndarray
        Running distance of each. [m]
    lookback_days : int, default 30
        Days looked back on; without a run in them nothing is flagged. [days; frandsen2025]
    """
    runs = _ordinals(run_days)
    begins = np.searchsorted(runs, runs - lookback_days)
    return np.array(
        [
            begin < position and metres[position] > metres[begin:position].max()
            for position, begin in enumerate(begins)
        ],
        dtype=bool,
    )


def _ordinals(days: Sequence[date]) -> np.ndarray:
    return np.array([day.toordinal() for day in days], dtype=np.int64)
