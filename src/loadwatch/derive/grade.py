"""How steep the ground is at every second, from altitude and distance; unknown where it is noise.

A barometer tells a slope well; the altitude of a satellite fix wanders by metres, which over a
short way looks like hills. Nothing here believes a slope that does not last.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from loadwatch.activity import Note
from loadwatch.derive.force import MAX_GRADE
from loadwatch.derive.grid import Grid, runs_of
from loadwatch.derive.order import median
from loadwatch.units import Bools, Floats, differences, known_or

WINDOW_M, WINDOW_S = 60.0, 20.0
"""A slope is told over at least so much way and so much time. [m, s; evidence.md 1.6]"""
BIN_M = 5.0
"""Altitudes of so much way are one: standing then weighs no more than moving. [m; choice]"""
STEP_M = 15.0
"""A change steeper than ``MAX_GRADE`` over no more than this is a step of the sensor, and left out;
over more it is held at that grade. [m; choice]"""
MAX_BLIND_M = 60.0
"""Ways without altitude are bridged up to this. [m; choice: one window]"""
MOVING_MPS = 1.5
"""The time of the window is told by the seconds faster than this. [m/s; choice]"""
ROUGH_GRADE, ROUGH_RATIO = 0.025, 1.25
"""Slopes of one half of a window against the other: where they differ by more than the first, as
noise of a whole window, and agree for no more than the second of it, altitude is noise and tells no
hill. Real hills agree for 1.5 to 4, made-up noise for 0.5 to 1. [rise/run, ratio; chosen on real
and simulated altitudes, docs/method.md]"""
SPREAD_OF_MEDIAN = 1.4826
"""Standard deviation over median deviation. [ratio; normal distribution]"""
WITHOUT_GROUND = frozenset({"treadmill", "indoor_running", "indoor_walking", "virtual_activity"})
"""Kinds of running in which altitude, if there is one, is not that of the feet."""


def grade_of(grid: Grid, sub_sport: str | None = None) -> tuple[Floats, list[Note]]:
    """Grade of every cell.

    Parameters
    ----------
    grid : Grid
        The session, one cell a second.
    sub_sport : str, optional
        In FIT's words; the grade of a treadmill is not known.

    Returns
    -------
    grade : numpy.ndarray
        Rise over run, negative is downhill, within 35 %; NaN is unknown. [unitless]
    notes : list of Note
        Said if altitude is there but tells nothing.
    """
    unknown = np.full(len(grid), np.nan)
    step_m = known_or(grid.step_m, 0.0)
    way = np.cumsum(step_m) - step_m / 2
    known = np.isfinite(grid.altitude_m)
    if sub_sport in WITHOUT_GROUND or not known.any() or way[-1] < WINDOW_M:
        return unknown, []
    moving = grid.step_m >= MOVING_MPS
    speed = float(grid.step_m[moving].mean()) if moving.any() else 0.0
    half = math.ceil(max(WINDOW_M, WINDOW_S * speed) / 2 / BIN_M)
    place = (way / BIN_M).astype(np.intp)
    altitude, is_told = _along_the_way(place[known], way[known], grid.altitude_m[known])
    if altitude.size <= 2 * half:
        return unknown, []
    altitude = _without_steps(altitude)
    if _is_noise(altitude, half):
        what = "altitude is too rough to tell hills; the run counts as level"
        return unknown, [Note("altitude-rough", what, int(np.count_nonzero(known)))]
    grade = np.where(is_told, np.clip(_slope(altitude, half), -MAX_GRADE, MAX_GRADE), np.nan)
    return np.append(grade, np.nan)[np.minimum(place, grade.size)], []


def _along_the_way(
    place: npt.NDArray[np.intp], way_m: Floats, altitude_m: Floats
) -> tuple[Floats, Bools]:
    """Altitude in the middle of every bin up to the last one seen, and whether it is near one."""
    size = int(place[-1]) + 1
    count = np.bincount(place, minlength=size)
    seen = count.nonzero()[0]
    mean_way = np.bincount(place, way_m)[seen] / count[seen]
    mean_altitude = np.bincount(place, altitude_m)[seen] / count[seen]
    bins = np.arange(size)
    altitude: Floats = np.interp((bins + 0.5) * BIN_M, mean_way, mean_altitude)
    after = np.searchsorted(seen, bins)
    following, previous = seen[after], seen[np.maximum(after - 1, 0)]
    blind_m = np.where(count > 0, 0.0, (following - previous) * BIN_M)
    return altitude, (blind_m <= MAX_BLIND_M) & (bins >= seen[0])


def _without_steps(altitude_m: Floats) -> Floats:
    """Altitude put together again from what a slope can be."""
    rise = differences(altitude_m)
    steepest = MAX_GRADE * BIN_M
    steep = np.abs(rise) > steepest
    if not steep.any():
        return altitude_m
    for begin, end in runs_of(steep):
        is_step = (end - begin) * BIN_M <= STEP_M
        rise[begin:end] = 0.0 if is_step else np.clip(rise[begin:end], -steepest, steepest)
    result: Floats = np.concatenate(([altitude_m[0]], altitude_m[0] + np.cumsum(rise)))
    return result


def _slope(altitude_m: Floats, half: int) -> Floats:
    """Least-squares slope over ``half`` bins to either side; the ends go on as they were."""
    offset_m = np.arange(-half, half + 1) * BIN_M
    padded = np.pad(altitude_m, half, mode="reflect", reflect_type="odd")
    slope: Floats = np.convolve(padded, (offset_m / (offset_m**2).sum())[::-1], "valid")
    return slope


def _is_noise(altitude_m: Floats, half: int) -> bool:
    """Whether the halves of a window mostly tell different slopes."""
    slope = (altitude_m[half:] - altitude_m[:-half]) / (half * BIN_M)
    first, second = slope[:-half], slope[half:]
    if not first.size:
        return False
    apart = SPREAD_OF_MEDIAN / 2 * median(np.abs(first - second))
    together = SPREAD_OF_MEDIAN / 2 * median(np.abs(first + second))
    return apart > ROUGH_GRADE and together < ROUGH_RATIO * apart
