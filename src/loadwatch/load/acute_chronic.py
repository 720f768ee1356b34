"""Acute to chronic workload ratios, for comparison with other tools: no rule looks at them."""

from __future__ import annotations

import numpy as np

from loadwatch.load.metrics import ratio, rolling_sum
from loadwatch.units import Floats

FIRST_DAYS = 28
"""Days on file before the ratio exists. [days]"""


def coupled_ratio(daily_load: Floats) -> Floats:
    r"""Last 7 days over the mean week of the last 28, those 7 included (M14).

    .. math:: R = W_7 / (W_{28} / 4)

    Parameters
    ----------
    daily_load : numpy.ndarray
        Load of contiguous calendar days, 0 on days without a run. [load/day]

    Returns
    -------
    numpy.ndarray
        Ratio at the end of each day; NaN before the 28th. [unitless]

    Notes
    -----
    Evidence: conflicting. In the largest cohort a higher ratio went with fewer injuries [1]_, and
    the shared week ties both sides together [2]_: shown, never judged.

    References
    ----------
    .. [1] ``frandsen2025``
    .. [2] ``windt2018``

    Examples
    --------
    >>> weeks = [13, 0, 0, 0, 0, 0, 0, 13.5] + [0] * 6 + [14.5] + [0] * 6 + [15.5] + [0] * 6
    >>> round(float(coupled_ratio(np.array(weeks))[-1]), 4)
    1.0973
    """
    return _from_day_28(ratio(rolling_sum(daily_load, 7), rolling_sum(daily_load, 28) / 4))


def uncoupled_ratio(daily_load: Floats) -> Floats:
    r"""Last 7 days over the mean week of the 21 days before them (M14).

    .. math:: R = W_7 / (W_{21}^{(t-7)} / 3)

    Parameters
    ----------
    daily_load : numpy.ndarray
        Load of contiguous calendar days, 0 on days without a run. [load/day]

    Returns
    -------
    numpy.ndarray
        Ratio at the end of each day; NaN before the 28th. [unitless]

    Notes
    -----
    Evidence: conflicting; shown, never judged.

    References
    ----------
    .. [1] ``frandsen2025``
    .. [2] ``windt2018``

    Examples
    --------
    >>> weeks = [13, 0, 0, 0, 0, 0, 0, 13.5] + [0] * 6 + [14.5] + [0] * 6 + [15.5] + [0] * 6
    >>> round(float(uncoupled_ratio(np.array(weeks))[-1]), 4)
    1.1341
    """
    week = rolling_sum(daily_load, 7)
    before = rolling_sum(daily_load, 28) - week
    return _from_day_28(ratio(week, before / 3))


def ewma_ratio(daily_load: Floats, *, acute_days: int = 7, chronic_days: int = 28) -> Floats:
    r"""Ratio of two exponentially weighted means (M14).

    .. math:: E_t = E_{t-1} + \lambda\,(x_t - E_{t-1}), \quad \lambda = 2 / (N + 1)

    started with the first day. Not the convention of the base, whose step is
    :math:`1 - e^{-1/\tau}`.

    Parameters
    ----------
    daily_load : numpy.ndarray
        Load of contiguous calendar days, 0 on days without a run. [load/day]
    acute_days, chronic_days : int, default 7 and 28
        The two :math:`N`. [days]

    Returns
    -------
    numpy.ndarray
        Ratio at the end of each day; NaN before the 28th. [unitless]

    Notes
    -----
    Evidence: conflicting; shown, never judged.

    References
    ----------
    .. [1] ``williams2017``

    Examples
    --------
    >>> load = np.append(np.full(400, 5.0), 10.0)
    >>> round(float(ewma_ratio(load)[-1]), 4)
    1.1694
    """
    fast, slow = (_weighted(daily_load, 2 / (days + 1)) for days in (acute_days, chronic_days))
    return _from_day_28(ratio(fast, slow))


def _weighted(daily_load: Floats, step: float) -> Floats:
    result = np.array(daily_load, dtype=np.float64)
    for day in range(1, result.size):
        result[day] = result[day - 1] + step * (result[day] - result[day - 1])
    return result


def _from_day_28(values: Floats) -> Floats:
    result: Floats = np.where(np.arange(values.size) < FIRST_DAYS - 1, np.nan, values)
    return result
