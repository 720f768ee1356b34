"""How alike the days of a week are."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from loadwatch.load.metrics import monotony_of_weeks


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
