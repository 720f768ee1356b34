"""Steps weighted by their force, and what that is in kilometres of easy running."""

from __future__ import annotations

import numpy as np

from loadwatch.athlete.profile import DEFAULT_HEIGHT_M
from loadwatch.derive.cadence import model_running_cadence_spm
from loadwatch.units import Floats

REFERENCE_FORCE_BW = 2.2
"""Force of the reference step. [body weights; evidence.md 12, M8]"""
REFERENCE_MPS = 2.5
"""Easy speed (9 km/h): that at which a running step has the reference force. [m/s; choice]"""
EXPONENT, LOW_EXPONENT, HIGH_EXPONENT = 6.0, 2.0, 10.0
"""How much a harder step counts: the one used, and the band. [choice, evidence.md 4]"""


def bw_steps(force_bw: Floats | float, step_count: Floats | float = 1.0) -> float:
    r"""Sum of the peak forces of all steps, :math:`\sum_i F_i` (M7).

    Parameters
    ----------
    force_bw : float or numpy.ndarray
        Peak force of a step. [body weights]
    step_count : float or numpy.ndarray, default 1
        Steps of that force. [steps]

    Returns
    -------
    float
        Cumulative load, which is not damage: a harder step counts for no more than its share.
        [body weights]

    Notes
    -----
    Evidence: C; injury is held to rise faster with force than with the number of steps [1]_.

    References
    ----------
    .. [1] ``edwards2018``

    Examples
    --------
    >>> round(bw_steps(2.2, 5000), 6)
    11000.0
    """
    return float(np.sum(np.asarray(force_bw) * step_count))


def damage_index(
    force_bw: Floats | float,
    step_count: Floats | float = 1.0,
    *,
    exponent: float = EXPONENT,
    reference_bw: float = REFERENCE_FORCE_BW,
    weight: Floats | float = 1.0,
) -> float:
    r"""Steps weighted by a power of their force (M8).

    .. math:: D_b = \sum_i w_i \left(\frac{F_i}{F_\mathrm{ref}}\right)^b

    Parameters
    ----------
    force_bw : float or numpy.ndarray
        Peak force of a step. [body weights]
    step_count : float or numpy.ndarray, default 1
        Steps of that force. [steps]
    exponent : float, default 6
        The power :math:`b`; show 2 and 10 beside it, for nobody knows it. [unitless; choice]
    reference_bw : float, default 2.2
        Force of a step that counts as one. [body weights; choice]
    weight : float or numpy.ndarray, default 1
        Weight of a step, as :func:`~loadwatch.derive.force.hill_weight`. [unitless]

    Returns
    -------
    float
        Reference steps of the same weight; a word for fatigue of materials in general, of which
        it borrows the form, and no statement on anybody's tissue. [reference steps]

    Notes
    -----
    Evidence: C. Spine segments in the laboratory fit a power of 10 [2]_; vibration standards use 6;
    2 is far below all of them. None was measured in runners.

    References
    ----------
    .. [1] ``edwards2018``
    .. [2] ``coenen2012``

    Examples
    --------
    >>> round(damage_index(2.4, 5000), 1), round(damage_index(2.4, 5000, exponent=2), 1)
    (8427.6, 5950.4)
    """
    relative = np.asarray(force_bw, dtype=np.float64) / reference_bw
    return float(np.sum(step_count * weight * relative**exponent))


def km_equivalents(reference_steps: float, *, height_m: float = DEFAULT_HEIGHT_M) -> float:
    r"""Reference steps as kilometres of easy, level running (house decision 7).

    .. math:: K = D_b / n, \quad n = \frac{1000}{60\,v_\mathrm{ref}}\, c(v_\mathrm{ref}, h)

    One kilometre at 2.5 m/s (9 km/h), where a step has the reference force of 2.2 body weights,
    with the cadence :math:`c` that the model expects of a runner of that height (M3). The
    reference needs no history, so that a session means the same in every folder.

    Parameters
    ----------
    reference_steps : float
        From :func:`damage_index`, of any exponent. [reference steps]
    height_m : float, default 1.70
        Body height. [m]

    Returns
    -------
    float
        km-equivalents; quicker steps than the model's give more than the distance, longer steps
        less. [km-equivalents]

    Notes
    -----
    Evidence: C; the reference is a choice.

    References
    ----------
    .. [1] ``loadwatch``
    .. [2] ``hoeger2008``

    Examples
    --------
    >>> round(km_equivalents(1052.9, height_m=1.75), 3)
    1.0
    """
    cadence = float(model_running_cadence_spm(REFERENCE_MPS, height_m=height_m))
    return reference_steps / (cadence * 1000 / REFERENCE_MPS / 60)
