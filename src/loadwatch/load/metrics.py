"""Load measures, one cited function each. They describe what was done, not a tissue."""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from loadwatch.units import Floats

WEEK_DAYS = 7
BASE_TAU_DAYS = 42.0
"""Time constant of the base. [days; choice, evidence.md 5.4: longer than a season's block]"""
INITIAL_DAYS = 28
"""Days whose mean starts the base; until then it is provisional. [days; evidence.md 9.1]"""


def base(daily_load: Floats, *, tau_days: float = BASE_TAU_DAYS) -> Floats:
    r"""Base (6-week): the slowly decaying mean of daily load, what a runner has been used to.

    .. math:: S_t = S_{t-1} + a\,(x_t - S_{t-1}), \quad a = 1 - e^{-1/\tau}

    started with the mean of the first 28 calendar days (of all days while there are fewer) and
    updated from day one [1]_.

    Parameters
    ----------
    daily_load : numpy.ndarray
        Load of contiguous calendar days, 0 on days without a run. [load/day]
    tau_days : float, default 42
        Time constant. [days; choice]

    Returns
    -------
    numpy.ndarray
        Base at the end of each day, that day included; provisional for the first 28. [load/day]

    References
    ----------
    .. [1] A choice of loadwatch; no study ties a time constant to the lumbar disc.

    Examples
    --------
    >>> week = [4, 0, 4, 0, 0, 5, 0]
    >>> round(float(base(np.array(week * 4, dtype=float))[-1]), 4)
    1.8474
    """
    a = base_step(tau_days)
    loads = daily_load.tolist()
    result = []
    value = 0.0
    for day in range(min(INITIAL_DAYS, len(loads))):
        value = float(daily_load[: day + 1].mean())
        for earlier in loads[: day + 1]:
            value += a * (earlier - value)
        result.append(value)
    for load in loads[INITIAL_DAYS:]:
        value += a * (load - value)
        result.append(value)
    return np.array(result, dtype=np.float64)


def base_step(tau_days: float = BASE_TAU_DAYS) -> float:
    """Share of the way to a day's load that the base goes on that day. [unitless]

    Examples
    --------
    >>> round(base_step(), 4)
    0.0235
    """
    return float(1 - np.exp(-1 / tau_days))


def rolling_sum(daily_load: Floats, window_days: int) -> Floats:
    """Sum of the days that end at each day; shorter at the start, NaN over an unknown day. [load]

    Examples
    --------
    >>> rolling_sum(np.array([1.0, 2.0, 3.0]), 2).tolist()
    [1.0, 3.0, 5.0]
    """
    known = np.isfinite(daily_load)
    total = np.concatenate(([0.0], np.cumsum(np.where(known, daily_load, 0.0))))
    unknown = np.concatenate(([0], np.cumsum(~known)))
    begin = np.clip(np.arange(daily_load.size) + 1 - window_days, 0, None)
    result: Floats = np.where(unknown[1:] > unknown[begin], np.nan, total[1:] - total[begin])
    return result


def base_ratio(daily_load: Floats, *, tau_days: float = BASE_TAU_DAYS) -> Floats:
    """Mean day of the last seven over the base.

    Parameters
    ----------
    daily_load : numpy.ndarray
        Load of contiguous calendar days. [load/day]
    tau_days : float, default 42
        Time constant of the base. [days; choice]

    Returns
    -------
    numpy.ndarray
        Ratio; NaN where the base is 0. Steady growth of 10 % a week tends to 1.499, of 20 % to
        1.914. [unitless]

    Examples
    --------
    >>> round(float(base_ratio(np.full(100, 5.0))[-1]), 3)
    1.0
    """
    return ratio(rolling_sum(daily_load, 7) / 7, base(daily_load, tau_days=tau_days))


def ratio(value: Floats, reference: Floats) -> Floats:
    """Value over reference; NaN where the reference is 0. [unitless]

    Session ratio: one run over the longest of the 30 days before (Frandsen 2025). Week ratio: seven
    days over the seven before.

    Examples
    --------
    >>> round(float(ratio(np.array([7.3]), np.array([6.0]))[0]), 4)
    1.2167
    """
    result = np.full(np.shape(value), np.nan)
    np.divide(value, reference, out=result, where=np.asarray(reference) > 0)
    return result


def steady_growth_base_ratio(growth_per_week: float, *, tau_days: float = BASE_TAU_DAYS) -> float:
    r"""Where the base ratio tends under steady growth (M25).

    .. math:: B = \frac{1 - e^{-7r}}{7r}\,(1 + r\tau), \quad r = \ln(1 + g) / 7

    Parameters
    ----------
    growth_per_week : float
        Growth :math:`g` of the load, 0.10 for 10 % a week; over -1. [1/week]
    tau_days : float, default 42
        Time constant of the base. [days; choice]

    Returns
    -------
    float
        Base ratio; NaN where the load falls too fast for a base to follow. [unitless]

    Notes
    -----
    Evidence: arithmetic. It is where the limits of LW104 come from.

    References
    ----------
    .. [1] ``loadwatch``

    Examples
    --------
    >>> round(steady_growth_base_ratio(0.10), 3), round(steady_growth_base_ratio(0.20), 3)
    (1.499, 1.914)
    """
    rate = float(np.log1p(growth_per_week)) / 7
    if not rate:
        return 1.0
    following = 1 + rate * tau_days
    return float(-np.expm1(-7 * rate) / (7 * rate) * following) if following > 0 else float("nan")


def layoff_factor(gap_days: float, *, tau_days: float = BASE_TAU_DAYS) -> float:
    r"""What is left of the base after days without running, :math:`e^{-g/\tau}`.

    Examples
    --------
    >>> round(layoff_factor(14), 4)
    0.7165
    """
    return float(np.exp(-gap_days / tau_days))


def window_max(values: Floats, first_ago: int, last_ago: int) -> Floats:
    """Largest value between ``last_ago`` and ``first_ago`` days before each day; NaN if none.

    Examples
    --------
    >>> window_max(np.array([5.0, 9.0, 1.0, 1.0]), 1, 2).tolist()
    [nan, 5.0, 9.0, 9.0]
    """
    result = np.full(values.size, np.nan)
    for ago in range(first_ago, last_ago + 1):
        if ago < values.size:
            result[ago:] = np.fmax(result[ago:], values[: values.size - ago])
    return result


def monotony_of_weeks(daily_load: Floats) -> Floats:
    """Mean day over the spread of the days, of weeks of which each is a row. [unitless]

    Examples
    --------
    >>> monotony_of_weeks(np.array([[5.0, 0, 6, 0, 5, 0, 9], [1, 1, 1, 1, 1, 1, 1]])).round(4)
    array([1.0719,    inf])
    """
    mean, spread = daily_load.mean(axis=1), daily_load.std(axis=1)
    without_spread = np.where(mean > 0, np.inf, np.nan)
    result: Floats = np.divide(mean, spread, out=without_spread, where=spread > 0)
    return result


def weeks_before(daily_load: Floats) -> Floats:
    """The seven days that end at each day, one row a day; NaN before the first.

    Examples
    --------
    >>> weeks_before(np.array([1.0, 2.0]))[1].tolist()
    [nan, nan, nan, nan, nan, 1.0, 2.0]
    """
    padded = np.concatenate((np.full(WEEK_DAYS - 1, np.nan), daily_load))
    return sliding_window_view(padded, WEEK_DAYS)
