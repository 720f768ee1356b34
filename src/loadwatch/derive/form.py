"""What changes in a runner's form and effort between an early and a late part of one run.

Heat, hills, wind and fuelling change the same figures: they describe, and explain nothing.
"""

from __future__ import annotations

import math

CADENCE_PER_MPS = 5.6
"""How cadence follows speed within a runner. [steps/min per m/s; burns2019]"""


def decoupling_pct(early_mps: float, early_bpm: float, late_mps: float, late_bpm: float) -> float:
    r"""Loss of speed for a heart beat between two halves of a run (M20).

    .. math:: d = 100\,(e_1 - e_2) / e_1, \quad e = v / h

    Parameters
    ----------
    early_mps, late_mps : float
        Mean speed of each half. [m/s]
    early_bpm, late_bpm : float
        Mean heart rate of each half. [1/min]

    Returns
    -------
    float
        Decoupling; positive when the heart beats more for the same speed; NaN where either half
        has no speed or no heart rate. [%]

    Notes
    -----
    Evidence: C. That under 5 % is good and over 10 % poor is a convention of coaches; in 82,303
    marathons more of it went with slower times [1]_.

    References
    ----------
    .. [1] ``smyth2022``
    .. [2] ``coaches``

    Examples
    --------
    >>> round(decoupling_pct(2.80, 145, 2.72, 152), 2)
    7.33
    """
    if not (early_mps > 0 and early_bpm > 0 and late_bpm > 0):
        return math.nan
    early, late = early_mps / early_bpm, late_mps / late_bpm
    return 100 * (early - late) / early


def cadence_drift_pct(
    early_spm: float,
    late_spm: float,
    *,
    early_mps: float,
    late_mps: float,
    spm_per_mps: float = CADENCE_PER_MPS,
) -> float:
    r"""Change of cadence that the change of speed does not account for (M21).

    .. math:: d = 100\,\frac{(c_2 - c_1) - 5.6\,(v_2 - v_1)}{c_1}

    Parameters
    ----------
    early_spm, late_spm : float
        Cadence of each part, both feet. [steps/min]
    early_mps, late_mps : float
        Speed of each part. [m/s]
    spm_per_mps : float, default 5.6
        How cadence follows speed. [steps/min per m/s; burns2019]

    Returns
    -------
    float
        Drift, negative when steps become fewer; NaN without an early cadence. [%]

    Notes
    -----
    Evidence: C. In a lab 30 min over the threshold lowered it by 4.8 % [2]_; elite runners over
    100 km change it with speed alone [1]_.

    References
    ----------
    .. [1] ``burns2019``
    .. [2] ``mizrahi2000``

    Examples
    --------
    >>> round(cadence_drift_pct(166, 160, early_mps=2.80, late_mps=2.70), 2)
    -3.28
    """
    if not early_spm > 0:
        return math.nan
    expected = spm_per_mps * (late_mps - early_mps)
    return 100 * (late_spm - early_spm - expected) / early_spm


def drift_pct(early: float, late: float) -> float:
    r"""Change of ground contact time or vertical oscillation (M22).

    .. math:: d = 100\,(x_2 - x_1) / x_1

    Parameters
    ----------
    early, late : float
        Mean of each part, in one unit. [ms or mm]

    Returns
    -------
    float
        Drift; NaN without an early value. [%]

    Notes
    -----
    Evidence: C. Contact time rises in most studies of tiring runners [1]_, but not in all.

    References
    ----------
    .. [1] ``apte2021``

    Examples
    --------
    >>> round(drift_pct(265, 278), 2)
    4.91
    """
    return 100 * (late - early) / early if early > 0 else math.nan
