"""How loss of body height within a day comes back."""

from __future__ import annotations

import math

LYING_TAU_H = 3.32
"""70 % are back after four hours of lying. [h; derived from tyrrell1985]"""


def creep_left_mm(lost_mm: float, lying_h: float, *, tau_h: float = LYING_TAU_H) -> float:
    r"""Height still missing after lying down (M23).

    .. math:: s = s_0\,e^{-t/\tau}

    Parameters
    ----------
    lost_mm : float
        Height lost before. [mm]
    lying_h : float
        Time spent lying. [h]
    tau_h : float, default 3.32
        Time constant. [h; derived: 70 % in the first half of a night]

    Returns
    -------
    float
        Height that is still missing. [mm]

    Notes
    -----
    Evidence: C. A mean of few healthy people, for display: nobody's own figure. An ordinary day
    costs about as much height as half an hour of running.

    References
    ----------
    .. [1] ``tyrrell1985``

    Examples
    --------
    >>> round(creep_left_mm(5.10, 4), 2)
    1.53
    """
    return lost_mm * math.exp(-lying_h / tau_h)
