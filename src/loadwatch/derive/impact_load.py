"""Impact load of a session: its foot strikes by their force, in kilometres of easy running."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from loadwatch.activity import Note
from loadwatch.athlete.profile import DEFAULT_HEIGHT_M
from loadwatch.derive.damage import (
    EXPONENT,
    HIGH_EXPONENT,
    LOW_EXPONENT,
    damage_index,
    km_equivalents,
)
from loadwatch.derive.force import (
    RUN_RANGE_MPS,
    WALK_RANGE_MPS,
    hill_weight,
    running_force_bw,
    sine_wave_force_bw,
    walking_force_bw,
)
from loadwatch.derive.grid import Grid, moving_mean
from loadwatch.derive.labels import RUN, WALK, Labels
from loadwatch.derive.order import median
from loadwatch.units import Floats

MIN_MOVING_MPS = 0.4
"""Steps at less come with a speed that was not measured. [m/s; evidence.md 1.1]"""
MIN_SPEED_SHARE = 0.5
"""Less of the steps than this with a speed, and the load is unknown. [share; choice]"""
MIN_HELD_SHARE = 0.05
"""Above this share of steps outside the force model's speeds, that is noted. [share; choice]"""
LEVEL_GRADE = 0.03
"""Contact times tell a force below this grade only. [rise/run; evidence.md 3.2]"""
MIN_CONTACT_S = 300
"""With less level running that has a contact time, it is not used. [s; choice]"""
CONTACT_MEAN_S = 15
"""Contact times are smoothed over this, for a high power of noise is no noise. [s; choice]"""


@dataclass(frozen=True)
class ImpactLoad:
    """Impact load of a session.

    Parameters
    ----------
    row : dict of str to float
        The impact load columns of SESSIONS; NaN is unknown. [km-equivalents]
    notes : tuple of Note
        What the force model does not cover.
    """

    row: dict[str, float]
    notes: tuple[Note, ...]


def impact_load(
    grid: Grid,
    labels: Labels,
    impacts: Floats,
    cadence_spm: Floats,
    grade: Floats,
    *,
    height_m: float = DEFAULT_HEIGHT_M,
) -> ImpactLoad:
    """Impact load of a session.

    Parameters
    ----------
    grid : Grid
        The session, one cell a second.
    labels : Labels
        Gait of each cell.
    impacts : numpy.ndarray
        Foot strikes of each cell. [impacts]
    cadence_spm : numpy.ndarray
        Cadence of each cell; NaN is unknown. [steps/min]
    grade : numpy.ndarray
        Rise over run of each cell; NaN is unknown and counts as level. [unitless]
    height_m : float, default 1.70
        Body height. [m]

    Notes
    -----
    Where the speed of a second is unknown, the distance covered in it is its speed; steps that lack
    both count like the mean of the others, and without half of the steps nothing is known.
    Running steps are weighted by the hill (M10); walking steps are not, for which nothing was
    measured.
    """
    speed = np.where(np.isfinite(grid.speed_mps), grid.speed_mps, grid.step_m)
    speed = np.where(speed >= MIN_MOVING_MPS, speed, np.nan)
    run, walk = labels.cells(RUN), labels.cells(WALK)
    running = _force_while_running(
        speed[run], cadence_spm[run], grid.stance_time_ms[run] / 1000, grade[run]
    )
    walking, level = walking_force_bw(speed[walk]), np.ones(int(np.count_nonzero(walk)))
    hill = np.where(np.isfinite(grade[run]), hill_weight(grade[run]), 1.0)
    row = {
        "impact_load_km": _load_km(running, impacts[run], hill, EXPONENT, height_m),
        "impact_load_b2_km": _load_km(running, impacts[run], hill, LOW_EXPONENT, height_m),
        "impact_load_b10_km": _load_km(running, impacts[run], hill, HIGH_EXPONENT, height_m),
        "walk_impact_load_km": _load_km(walking, impacts[walk], level, EXPONENT, height_m),
    }
    held = [
        note
        for gait, word, limits in ((run, "run", RUN_RANGE_MPS), (walk, "walk", WALK_RANGE_MPS))
        for note in _held(speed[gait], impacts[gait], word, limits)
    ]
    return ImpactLoad(row, tuple(held))


def _force_while_running(
    speed_mps: Floats, cadence_spm: Floats, contact_s: Floats, grade: Floats
) -> Floats:
    """Force by speed; on the level by contact time where the device gives enough of it.

    Contact times are right against each other and not as such, so their forces are brought to
    those of the speeds by the median ratio: they tell which steps were harder, not how hard.
    """
    by_speed = running_force_bw(speed_mps)
    if not np.isfinite(contact_s).any():
        return by_speed
    by_contact = _smoothed(sine_wave_force_bw(cadence_spm, contact_s))
    usable = np.isfinite(by_contact) & np.isfinite(by_speed) & (np.abs(grade) < LEVEL_GRADE)
    if np.count_nonzero(usable) < MIN_CONTACT_S:
        return by_speed
    ratio = median(by_speed[usable] / by_contact[usable])
    low, high = (running_force_bw(limit) for limit in RUN_RANGE_MPS)
    return np.where(usable, np.clip(by_contact * ratio, low, high), by_speed)


def _smoothed(values: Floats) -> Floats:
    """Mean of what is known around each value that is known."""
    known = np.isfinite(values)
    share = moving_mean(known.astype(np.float64), CONTACT_MEAN_S)
    total = moving_mean(np.where(known, values, 0.0), CONTACT_MEAN_S)
    result: Floats = np.divide(total, share, out=np.full(values.size, np.nan), where=known)
    return result


def _load_km(
    force_bw: Floats, impacts: Floats, weight: Floats, exponent: float, height_m: float
) -> float:
    """Steps without a speed count like the mean of those that have one."""
    known, total = np.isfinite(force_bw), float(impacts.sum())
    if not total:
        return 0.0
    seen = float(impacts[known].sum())
    if seen < MIN_SPEED_SHARE * total:
        return math.nan
    index = damage_index(force_bw[known], impacts[known], exponent=exponent, weight=weight[known])
    return km_equivalents(index * total / seen, height_m=height_m)


def _held(speed_mps: Floats, impacts: Floats, word: str, limits: tuple[float, float]) -> list[Note]:
    """Steps whose speed the model does not cover, if they are more than a few."""
    outside = (speed_mps < limits[0]) | (speed_mps > limits[1])
    total, held = float(impacts.sum()), float(impacts[outside].sum())
    if held <= MIN_HELD_SHARE * total:
        return []
    what = (
        f"{held / total:.0%} of the {word} steps are slower than {limits[0]:g} or faster than "
        f"{limits[1]:g} m/s: their force is held at that of the limit"
    )
    return [Note("force-held", what, round(held))]
