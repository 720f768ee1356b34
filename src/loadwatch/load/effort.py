"""How hard a session felt. Context: it is no load on a tissue."""

from __future__ import annotations

import math

import numpy as np

from loadwatch.units import Floats


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
    exertion, duration = np.array([[perceived_exertion], [minutes]], dtype=np.float64)
    return float(session_rpe_loads(exertion, duration)[0])


def session_rpe_loads(perceived_exertion: Floats, minutes: Floats) -> Floats:
    """:func:`session_rpe_load` of many sessions.

    Examples
    --------
    >>> session_rpe_loads(np.array([5.0, 11.0]), np.array([40.0, 40.0])).tolist()
    [200.0, nan]
    """
    is_on_scale = (perceived_exertion >= 0) & (perceived_exertion <= 10)
    result: Floats = np.where(is_on_scale, perceived_exertion * minutes, math.nan)
    return result
