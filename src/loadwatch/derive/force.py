"""Peak vertical ground force of one step, in body weights: a model, not a measurement.

It is the force under the foot. What a spine bears is several times that and made mostly by muscles,
so nothing here is turned into a force inside the body.
"""

from __future__ import annotations

import numpy as np

from loadwatch.units import Floats

RUN_RANGE_MPS = (1.5, 6.0)
WALK_RANGE_MPS = (1.0, 3.0)
"""Speeds that the force model covers; beyond them it is held. [m/s; house decision 7]"""
MAX_GRADE = 0.35
"""Grades beyond this are errors of the altitude. [rise/run; evidence.md 1.6]"""


def running_force_bw(speed_mps: Floats | float) -> Floats:
    r"""Peak vertical force of a running step by speed (M5).

    .. math:: F = 2.0 + 0.20\,(v - 1.5), \quad 1.5 \le v \le 6

    A straight line through published ranges; slow and fast speeds are held at its ends.

    Parameters
    ----------
    speed_mps : float or numpy.ndarray
        Running speed; NaN is unknown. [m/s]

    Returns
    -------
    numpy.ndarray
        Peak force, give or take 15 %. [body weights]

    Notes
    -----
    Evidence: C. The line is a choice on ranges that were recalled and not read again; that slow
    running is more than half over walking at one speed was measured [2]_.

    References
    ----------
    .. [1] ``nilsson1989``
    .. [2] ``keller1996``

    Examples
    --------
    >>> round(float(running_force_bw(2.5)), 3)
    2.2
    """
    speed = np.clip(np.asarray(speed_mps, dtype=np.float64), *RUN_RANGE_MPS)
    result: Floats = 2.0 + 0.20 * (speed - 1.5)
    return result


def walking_force_bw(speed_mps: Floats | float) -> Floats:
    r"""Peak vertical force of a walking step by speed (M5).

    .. math:: F = 1.0 + 0.25\,(v - 1.0), \quad 1 \le v \le 3

    Parameters
    ----------
    speed_mps : float or numpy.ndarray
        Walking speed; NaN is unknown. [m/s]

    Returns
    -------
    numpy.ndarray
        Peak force, give or take 15 %. [body weights]

    Notes
    -----
    Evidence: C, as for running.

    References
    ----------
    .. [1] ``nilsson1989``

    Examples
    --------
    >>> round(float(walking_force_bw(1.4)), 3)
    1.1
    """
    speed = np.clip(np.asarray(speed_mps, dtype=np.float64), *WALK_RANGE_MPS)
    result: Floats = 1.0 + 0.25 * (speed - 1.0)
    return result


def sine_wave_force_bw(cadence_spm: Floats | float, contact_time_s: Floats | float) -> Floats:
    r"""Peak vertical force of a running step by contact time, as half a sine wave (M6).

    .. math:: F = \frac{\pi}{2}\,\frac{60}{c\,t_c}

    Parameters
    ----------
    cadence_spm : float or numpy.ndarray
        Cadence of both feet. [steps/min]
    contact_time_s : float or numpy.ndarray
        Time that a foot is on the ground. [s]

    Returns
    -------
    numpy.ndarray
        Peak force; NaN where the foot is down for the whole step, which is no running.
        [body weights]

    Notes
    -----
    Evidence: B on the level, none on slopes over 3 % and for walking. Contact times of watches are
    off by tens of milliseconds (20 ms are 8 %): compare within one device only.

    References
    ----------
    .. [1] ``morin2005``

    Examples
    --------
    >>> round(float(sine_wave_force_bw(165.0, 0.265)), 4)
    2.1555
    """
    contact = np.asarray(contact_time_s, dtype=np.float64)
    step = step_impulse_bw_s(cadence_spm)
    known = (contact > 0) & (contact < step)
    result: Floats = np.where(known, np.pi / 2 * step / np.where(known, contact, 1.0), np.nan)
    return result


def step_impulse_bw_s(cadence_spm: Floats | float) -> Floats:
    r"""Vertical impulse of a step on the level, which is the step's duration (M28).

    .. math:: J = \mathrm{BW} \cdot T, \quad T = 60 / c

    The mean force over a step is the body weight, so the impulses of a run sum to its time: an
    identity to check forces with, and no measure of load.

    Parameters
    ----------
    cadence_spm : float or numpy.ndarray
        Cadence of both feet; NaN where it is 0. [steps/min]

    Returns
    -------
    numpy.ndarray
        Impulse. [body weights x s]

    Notes
    -----
    Evidence: mechanics; exact on the level.

    Examples
    --------
    >>> round(float(step_impulse_bw_s(165.0)), 5)
    0.36364
    """
    cadence = np.asarray(cadence_spm, dtype=np.float64)
    result: Floats = np.where(cadence > 0, 60 / np.where(cadence > 0, cadence, 1.0), np.nan)
    return result


def hill_weight(grade: Floats | float) -> Floats:
    r"""Weight of a running step on a slope (M10).

    .. math:: w = 1 + 0.06\,\theta \text{ down}, \quad w = \max(0.7,\ 1 - 0.03\,\theta) \text{ up}

    with the angle :math:`\theta = |\arctan(\mathrm{grade})|` in degrees, a straight line to the
    impact peak at 9 degrees down (+54 %) [1]_. The later, active peak does not change on slopes,
    so this weight belongs to the first impact alone.

    Parameters
    ----------
    grade : float or numpy.ndarray
        Rise over run, negative is downhill; held at 35 %. [unitless]

    Returns
    -------
    numpy.ndarray
        Weight, 1 on the level. [unitless]

    Notes
    -----
    Evidence: B for the laboratory numbers at one speed, C for the line between them.

    References
    ----------
    .. [1] ``gottschall2005``

    Examples
    --------
    >>> round(float(hill_weight(-0.10)), 4)
    1.3426
    """
    slope = np.clip(np.asarray(grade, dtype=np.float64), -MAX_GRADE, MAX_GRADE)
    angle = np.degrees(np.arctan(np.abs(slope)))
    result: Floats = np.where(slope < 0, 1 + 0.06 * angle, np.maximum(0.7, 1 - 0.03 * angle))
    return result
