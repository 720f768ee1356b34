"""Cadence in steps a minute: which unit a file uses, and what a body of that height would do."""

from __future__ import annotations

import numpy as np

from loadwatch.activity import Note
from loadwatch.derive.clean import LONG_GAP_S, MASK_DAMAGE_SHARE
from loadwatch.derive.grid import OFF, SPEED_MEAN_S, Grid, moving_mean, runs_of
from loadwatch.derive.order import median, quantile_of_sorted
from loadwatch.units import (
    METRES_PER_INCH,
    METRES_PER_MILE,
    STEPS_PER_STRIDE,
    Bools,
    Floats,
    known_or,
)

TYPICAL_RUN_SPM, TYPICAL_WALK_SPM = 162.0, 113.0
"""Cadence to expect where speed is unknown. [steps/min; choice within evidence.md 1.1]"""
MOVING_RPM = 30.0
ZERO_WHILE_MOVING_MPS = 1.5
"""Cadence 0 above this speed, with the distance to show for it, is a blind sensor and no runner who
stands. [m/s; choice]"""
LOST_WHILE_MOVING_MPS = 0.8
"""Whoever goes on this fast takes steps, also while the sensor finds no rhythm in them: laps that
tell their strides have none in seconds of cadence 0 below 0.6 m/s, a walk's from 0.8 m/s on. [m/s;
real laps, docs/method.md]"""
FASTEST_STEPS_PCT = 99.0
"""Percentile of the speeds at which a session has steps; lost at more, it was carried. [choice]"""
MIN_SAMPLES = 10
MAX_SPM = 250.0
"""No runner takes more steps a minute. [steps/min; reliability contract]"""


def model_running_cadence_spm(speed_mps: Floats | float, *, height_m: float = 1.70) -> Floats:
    r"""Running cadence expected at a speed.

    .. math:: c = (1084 + 143.6\,p - 13.5\,h) / p

    with the pace :math:`p` in min/mile and the height :math:`h` in inches [1]_.

    Parameters
    ----------
    speed_mps : float or numpy.ndarray
        Running speed, over 0. [m/s]
    height_m : float, default 1.70
        Body height. [m]

    Returns
    -------
    numpy.ndarray
        Cadence of both feet. Between runners the standard deviation is about 6 %. [steps/min]

    References
    ----------
    .. [1] W. Hoeger et al., ACSM's Health & Fitness Journal 12(1):14, 2008.

    Examples
    --------
    >>> round(float(model_running_cadence_spm(3.0, height_m=1.75)), 1)
    160.8
    """
    pace = METRES_PER_MILE / np.asarray(speed_mps, dtype=np.float64) / 60
    result: Floats = (1084 + 143.6 * pace - 13.5 * height_m / METRES_PER_INCH) / pace
    return result


def model_walking_cadence_spm(speed_mps: Floats | float, *, height_m: float = 1.70) -> Floats:
    r"""Walking cadence expected at a speed, men's coefficients (women's are 1 to 2 steps higher).

    .. math:: c = (1916 + 63.4\,p - 14.1\,h) / p

    Parameters
    ----------
    speed_mps : float or numpy.ndarray
        Walking speed, over 0. [m/s]
    height_m : float, default 1.70
        Body height. [m]

    Returns
    -------
    numpy.ndarray
        Cadence of both feet. [steps/min]

    References
    ----------
    .. [1] W. Hoeger et al., ACSM's Health & Fitness Journal 12(1):14, 2008.

    Examples
    --------
    >>> round(float(model_walking_cadence_spm(1.34, height_m=1.75)), 1)
    110.6
    """
    pace = METRES_PER_MILE / np.asarray(speed_mps, dtype=np.float64) / 60
    result: Floats = (1916 + 63.4 * pace - 14.1 * height_m / METRES_PER_INCH) / pace
    return result


def unit_factor(cadence_rpm: Floats, speed_mps: Floats, *, height_m: float = 1.70) -> int:
    """Whether a file's cadence counts strides (2) or already steps (1), whatever its brand.

    The factor is the one that brings the median cadence nearer, as a ratio, to the cadence expected
    at the median speed: running samples (2.2-4.5 m/s) decide, else walking ones (0.6-1.9 m/s), else
    a typical running cadence.

    Parameters
    ----------
    cadence_rpm, speed_mps : numpy.ndarray
        Samples of equal shape; NaN is unknown. [1/min; m/s]
    height_m : float, default 1.70
        Body height. [m]

    Returns
    -------
    int
        1 or 2.

    Examples
    --------
    >>> unit_factor(np.full(20, 79.5), np.full(20, 2.78), height_m=1.75)
    2
    >>> unit_factor(np.full(20, 172.0), np.full(20, 3.0), height_m=1.75)
    1
    """
    moving = cadence_rpm > MOVING_RPM
    for low, high, model in (
        (2.2, 4.5, model_running_cadence_spm),
        (0.6, 1.9, model_walking_cadence_spm),
    ):
        chosen = moving & (speed_mps >= low) & (speed_mps <= high)
        if np.count_nonzero(chosen) >= MIN_SAMPLES:
            expected = float(model(median(speed_mps[chosen]), height_m=height_m))
            return _nearer(median(cadence_rpm[chosen]), expected)
    if not moving.any():
        return STEPS_PER_STRIDE
    return _nearer(median(cadence_rpm[moving]), TYPICAL_RUN_SPM)


def _nearer(median_rpm: float, expected_spm: float) -> int:
    """2 if the doubled median is nearer in ratio, which is below expected/√2."""
    return STEPS_PER_STRIDE if median_rpm < expected_spm / np.sqrt(STEPS_PER_STRIDE) else 1


def cadence_spm(grid: Grid, *, height_m: float = 1.70) -> tuple[Floats, int]:
    """Cadence of each cell, and the factor that was found.

    Unknown where the recording was off, where the sensor said nothing, and where it said 0 while
    the runner clearly moved.
    """
    factor = unit_factor(grid.cadence_rpm, grid.speed_mps, height_m=height_m)
    spm = grid.cadence_rpm * factor
    covered = grid.speed_mps
    if np.isfinite(grid.step_m).any():
        covered = np.fmin(covered, moving_mean(known_or(grid.step_m, 0.0), SPEED_MEAN_S))
    blind = (grid.state == OFF) | ((spm == 0) & (covered >= ZERO_WHILE_MOVING_MPS))
    result: Floats = np.where(blind | (spm > MAX_SPM), np.nan, spm)
    return result, factor


def lost_cadence(grid: Grid, cadence_spm: Floats) -> Bools:
    """Cells in which the sensor lost the feet for a while: no cadence, but the runner goes on.

    A watch writes 0 when steps are uneven (a scramble, the first paces after a stop) and counts
    them all the same. Up to ``LONG_GAP_S`` at a time it is believed to have lost them; longer, or
    for more of the session than it found any, or faster than it found any, it stands as written: a
    lift or a bicycle moves too.

    Parameters
    ----------
    grid : Grid
        The session, one cell a second.
    cadence_spm : numpy.ndarray
        Cadence of each cell, NaN is unknown. [steps/min]
    """
    silent = (grid.state != OFF) & ~(cadence_spm > 0)
    for begin, end in runs_of(silent):
        if end - begin > LONG_GAP_S:
            silent[begin:end] = False
    stepping = (cadence_spm > 0) & np.isfinite(grid.speed_mps)
    lost: Bools = silent & (grid.speed_mps >= LOST_WHILE_MOVING_MPS)
    if np.count_nonzero(lost) > np.count_nonzero(stepping):
        lost[:] = False
    elif lost.any():
        speeds = np.sort(grid.speed_mps[stepping])
        lost &= grid.speed_mps <= quantile_of_sorted(speeds, FASTEST_STEPS_PCT / 100)
    return lost


def masked_cadence(grid: Grid, factor: int) -> list[Note]:
    """What is known to be impossible only once the unit of the cadence is."""
    known = np.isfinite(grid.cadence_rpm) & (grid.state != OFF)
    count = int((known & (grid.cadence_rpm * factor > MAX_SPM)).sum())
    if not count:
        return []
    of = int(np.count_nonzero(known))
    what = f"cadence: {count} of {of} seconds unusable"
    return [Note("masked-cadence", what, count, count > MASK_DAMAGE_SHARE * of)]
