"""Medians and quantiles of a few thousand known values, without what numpy's take to begin."""

from __future__ import annotations

import numpy as np

from loadwatch.units import Floats


def mean(values: Floats) -> float:
    """Mean, to the last bit that of ``numpy.mean``.

    Parameters
    ----------
    values : numpy.ndarray
        At least one; unknown if one of them is.
    """
    return float(np.add.reduce(values)) / values.size


def median(values: Floats) -> float:
    """Median, to the last bit that of ``numpy.median``.

    Parameters
    ----------
    values : numpy.ndarray
        At least one, all known.
    """
    return median_of_sorted(np.sort(values))


def median_of_sorted(in_order: Floats) -> float:
    """Median of rising values."""
    half = in_order.size // 2
    return float(in_order[half] if in_order.size % 2 else (in_order[half - 1] + in_order[half]) / 2)


def quantile_of_sorted(in_order: Floats, share: float) -> float:
    """Quantile of rising values, to the last bit that of ``numpy.quantile``.

    Examples
    --------
    >>> quantile_of_sorted(np.array([1.0, 2.0, 4.0]), 0.75)
    3.0
    """
    place = (in_order.size - 1) * share
    low = int(place)
    part = place - low
    begin, end = float(in_order[low]), float(in_order[min(low + 1, in_order.size - 1)])
    return end - (end - begin) * (1 - part) if part >= 0.5 else begin + (end - begin) * part
