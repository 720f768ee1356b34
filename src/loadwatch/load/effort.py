"""How hard a session felt. Context: it is no load on a tissue."""

from __future__ import annotations

import math


def session_rpe_load(perceived_exertion: float, minutes: float) -> float:
    """Perceived exertion times duration (M18).

    Parameters
    ----------
    perceived_exertion : float
        How hard it felt, 0 to 10. [0-10]
    minutes : float
        Duration. [min]

    Returns
    -------
    float
        Load; NaN where the exertion is not on the scale. [arbitrary units]

    Notes
    -----
    Evidence: C for the back.

    References
    ----------
    .. [1] ``foster2001``

    Examples
    --------
    >>> session_rpe_load(5, 40)
    200.0
    """
    return float(perceived_exertion * minutes) if 0 <= perceived_exertion <= 10 else math.nan
