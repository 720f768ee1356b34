"""Weekly volume in the words of the study that compared runners' discs."""

from __future__ import annotations

import math

LOW, SOME, JOGGER, MORE, LONG_DISTANCE = (
    "low", "10-20 km", "jogger", "40-50 km", "long-distance",
)  # fmt: skip


def volume_class(km_per_week: float) -> str | None:
    """Class of a mean weekly distance (M29).

    Parameters
    ----------
    km_per_week : float
        Mean over twelve weeks. [km/week]

    Returns
    -------
    str or None
        low (under 10), 10-20 km, jogger (20 to under 40), 40-50 km, long-distance (over 50);
        None where it is unknown.

    Notes
    -----
    Evidence: C. The study compared joggers of 20-40 km and long-distance runners of over 50 km a
    week, of five years and more, with people who do not run, once; the classes between and below
    are a choice. It describes who was looked at and is no target.

    References
    ----------
    .. [1] ``belavy2017``

    Examples
    --------
    >>> volume_class(15.5)
    '10-20 km'
    """
    if math.isnan(km_per_week):
        return None
    for limit, name in ((10, LOW), (20, SOME), (40, JOGGER)):
        if km_per_week < limit:
            return name
    return MORE if km_per_week <= 50 else LONG_DISTANCE
