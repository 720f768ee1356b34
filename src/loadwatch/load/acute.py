"""The last seven days of a load beside what is usual and where the base ratio begins to speak."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from loadwatch.load.daily import MAX_UNOBSERVED_DAYS
from loadwatch.load.history import History
from loadwatch.load.metrics import BASE_TAU_DAYS, INITIAL_DAYS, base, rolling_sum, window_max
from loadwatch.units import Floats

BASE_DAYS = int(BASE_TAU_DAYS)


@dataclass(frozen=True, slots=True)
class AcuteLoad:
    """A load of the last seven days in its context.

    Parameters
    ----------
    name : str
        Daily column.
    week : float
        Since Monday; NaN is unknown.
    last_7d : float
        Of the seven days up to the day of the judgement; NaN is unknown.
    usual_week : float
        Seven times the base.
    limit_7d : float
        Seven days above this are where the base ratio speaks.
    is_provisional : bool
        Whether the base rests on under 28 days, or on days that nobody knows of.
    """

    name: str
    week: float
    last_7d: float
    usual_week: float
    limit_7d: float
    is_provisional: bool


def week_limit(
    daily_load: Floats, *, limit: float, new_territory: float, slow: Floats | None = None
) -> Floats:
    """Seven days' load above which the last week is far above what one has been used to.

    Parameters
    ----------
    daily_load : numpy.ndarray
        Load of contiguous calendar days, 0 on days without a run. [load/day]
    limit : float
        Base ratio that must be exceeded. [unitless]
    new_territory : float
        And this times the largest seven days that ended one to six weeks before. [unitless]
    slow : numpy.ndarray, optional
        The base of the load, where it is known already. [load/day]

    Returns
    -------
    numpy.ndarray
        The larger of the two, for each day. [load]

    Examples
    --------
    >>> round(float(week_limit(np.full(100, 1.0), limit=1.5, new_territory=1.1)[-1]), 2)
    10.5
    """
    largest = np.nan_to_num(window_max(rolling_sum(daily_load, 7), 7, BASE_DAYS))
    slow = base(daily_load) if slow is None else slow
    result: Floats = np.maximum(limit * 7 * slow, new_territory * largest)
    return result


def acute_load(history: History, name: str, *, limit: float, new_territory: float) -> AcuteLoad:
    """The last seven days of one daily column, as of the last day of a history.

    Parameters
    ----------
    history : History
        With one day at least.
    name : str
        Column of DAILY that adds up over days. An unknown day counts nothing in what is usual.
    limit, new_territory : float
        As in :func:`week_limit`. [unitless]
    """
    load = history.day(name)
    known = np.nan_to_num(load)
    slow = base(known)
    since_monday = min(history.as_of.weekday() + 1, load.size)
    return AcuteLoad(
        name,
        float(load[-since_monday:].sum()),
        float(rolling_sum(load, 7)[-1]),
        7 * float(slow[-1]),
        float(week_limit(known, limit=limit, new_territory=new_territory, slow=slow)[-1]),
        load.size < INITIAL_DAYS
        or bool(history.unobserved_days(BASE_DAYS)[-1] > MAX_UNOBSERVED_DAYS)
        or bool(np.isnan(load[-BASE_DAYS:]).any()),
    )


def cost_per_km(load_km: float, distance_km: float) -> float:
    """Kilometres of easy running that one kilometre came to; NaN without a distance. [unitless]

    Examples
    --------
    >>> round(cost_per_km(12.0, 10.0), 2)
    1.2
    """
    return load_km / distance_km if distance_km > 0 else math.nan
