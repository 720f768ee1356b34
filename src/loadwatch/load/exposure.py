"""How a change of force and a change of steps compare, by what spine segments bore in a lab."""

from __future__ import annotations

FORCE_EXPONENT, STEP_EXPONENT = 2.0, 0.2
"""Best fit to spine segments in vitro. [unitless; coenen2012]"""


def spine_exposure_ratio(force_ratio: float, step_ratio: float) -> float:
    r"""Exposure of one session against another (M9).

    .. math:: E = F^{2} N^{0.2}

    Both sides are ratios: no force on a spine is known from a watch, and none is given.

    Parameters
    ----------
    force_ratio : float
        Peak force of a step over that of the other session. [unitless]
    step_ratio : float
        Steps over those of the other session. [unitless]

    Returns
    -------
    float
        Ratio of the exposures. [unitless]

    Notes
    -----
    Evidence: C. In-vitro segments of spines do not heal, and most fail at the end-plate.

    References
    ----------
    .. [1] ``coenen2012``

    Examples
    --------
    >>> round(spine_exposure_ratio(1.0, 2.0), 4), round(spine_exposure_ratio(1.1, 1.0), 4)
    (1.1487, 1.21)
    """
    return float(force_ratio**FORCE_EXPONENT * step_ratio**STEP_EXPONENT)
