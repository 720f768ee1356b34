"""Values as JSON knows them, for every surface that prints it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import numpy as np
import pandas as pd

from loadwatch.units import Floats

DECIMALS = 3
_MOST_EXACT = 1e9
"""Below this a number times a thousand is known to far less than it is rounded by. [unitless]"""


def plain(value: Any) -> Any:
    """Only what JSON knows, to three decimals; unknown becomes null."""
    if value is None or value is pd.NaT:
        return None
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        rounded = round(value, DECIMALS)
        return int(rounded) if rounded.is_integer() else rounded
    if isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, pd.Timestamp):
        return value.isoformat()
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    raise TypeError(f"{type(value).__name__} has no JSON form")


def plain_numbers(values: Floats) -> list[Any]:
    """The same of every number of a column, in arrays.

    What lies near the middle between two roundings, where a product is not exact enough, is
    rounded one by one.
    """
    result = np.full(values.size, None, dtype=object)
    with np.errstate(invalid="ignore", over="ignore"):
        scaled = values * 10.0**DECIMALS
        nearest = np.rint(scaled)
        is_sure = (np.abs(values) < _MOST_EXACT) & (np.abs(scaled - nearest) < 0.499)
        rounded = nearest / 10.0**DECIMALS
        is_whole = is_sure & (rounded == np.rint(rounded))
    result[is_sure] = rounded[is_sure]
    result[is_whole] = rounded[is_whole].astype(np.int64)
    for i in np.flatnonzero(~is_sure & np.isfinite(values)):
        result[i] = plain(float(values[i]))
    found: list[Any] = result.tolist()
    return found
