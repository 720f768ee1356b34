"""How alike the days of a week are."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from loadwatch.units import Floats

WEEK_DAYS = 7


def monotony(daily_load: Sequence[float]) -> float:
    r"""Mean day over the spread of the days (M15).

    .. math:: m = \bar x / \sigma, \quad \sigma = \sqrt{\tfrac{1}{n} \sum (x_i - \bar x)^2}

    Parameters
    ----------
    daily_load : sequence of float
        Load of the days of a week, 0 on days without a run. [load/day]

    Returns
    -------
    float
        Monotony: infinite for equal days, NaN for a week of nothing or with an unknown day.
        [unitless]

    Notes
    -----
    Evidence: C. The spread is the population's (over n, not n - 1); with the sample's the example
    gives 0.9924. The source leaves it open.

    References
    ----------
    .. [1] ``foster1998``

    Examples
    --------
    >>> round(monotony([5, 0, 6, 0, 5, 0, 9]), 4)
    1.0719
    """
    return float(monotony_of_weeks(np.array([daily_load], dtype=np.float64))[0])


def monotony_of_weeks(daily_load: Floats) -> Floats:
    """:func:`monotony` of weeks, one in each row.

    Examples
    --------
    >>> monotony_of_weeks(np.array([[5.0, 0, 6, 0, 5, 0, 9], [1, 1, 1, 1, 1, 1, 1]])).round(4)
    array([1.0719,    inf])
    """
    mean, spread = daily_load.mean(axis=1), daily_load.std(axis=1)
    without_spread = np.where(mean > 0, math.inf, math.nan)
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


def strain(daily_load: Sequence[float]) -> float:
    r"""Sum of the week times its monotony, :math:`m \sum x_i` (M15).

    Parameters
    ----------
    daily_load : sequence of float
        Load of the days of a week, 0 on days without a run. [load/day]

    Returns
    -------
    float
        Strain; infinite and NaN as :func:`monotony`. [load]

    Notes
    -----
    Evidence: C.

    References
    ----------
    .. [1] ``foster1998``

    Examples
    --------
    >>> round(strain([5, 0, 6, 0, 5, 0, 9]), 2)
    26.8
    """
    return float(np.sum(daily_load)) * monotony(daily_load)
