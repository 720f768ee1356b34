"""Copies whose clock was moved: by a zone that was taken for another, or by some seconds."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from loadwatch.units import Floats, distance_between_m

Place = tuple[Floats, Floats]
"""Latitudes and longitudes. [deg]"""

MAX_START_DIFFERENCE_S = 60.0
"""Copies start within this of one another, the clocks made equal. [s; reliability contract]"""
SHIFT_STEP_S = 900.0
"""Time zones differ by whole quarter-hours. [s]"""
MAX_SHIFT_S = 14 * 3600.0
"""A local time taken for UTC is off by its zone, and no zone by more. [s]"""
MAX_APART_M = 30.0
"""Copies keep this distance at equal times: thinned points, cut corners. [m; choice]"""
MAX_APART_SHIFTED_M = 10.0
"""The same where the clocks differ by a zone: one device may have been on its usual way twice.
[m; choice: two walks of 10 to 20 min on one way then lie this near in less than 1 of 500]"""
MAX_HEART_APART_BPM = 3.0
"""Copies have heart rates this near at equal times. [1/min; choice]"""
MIN_SHARE = 0.9
"""Share of the samples that must lie so near. [share; choice]"""
MIN_SAMPLES = 10
"""Fewer samples that both know are no proof. [samples, 30 s each; choice]"""
MIN_FEW_SAMPLES = 4
"""Unless the clocks are equal, or the samples are the same. [samples, 30 s each; choice]"""
SAME_PLACE_M = 3.0
"""Places of a short run are the same within this: no second run comes so near. [m; choice]"""
MIN_REACH_M = 200.0
"""Positions nearer together than this are those of one spot. [m; choice]"""
MIN_HEART_RANGE_BPM = 10.0
"""A heart rate that moves less is that of many runs. [1/min; choice]"""
SAME_HEART_BPM, MIN_SAME_HEART_RANGE_BPM = 0.5, 3.0
"""Unless it is the same number nearly always, as in a copy that was made of it. [1/min; choice]"""
SAME_WAY_M = 5.0
"""The distances that two copies tell rise together within this. [m; choice]"""
MIN_UNEVEN_M = 25.0
"""Where they are this far from an even pace, which many runs have. [m; choice]"""


def shift_between(start_s: float, other_s: float) -> float | None:
    """How much later the clock of another recording would be, were both of one run.

    Returns
    -------
    float or None
        0, or whole quarter-hours; None if no zone explains the two starts. [s]
    """
    late = other_s - start_s
    if not math.isfinite(late):
        return None
    shift = round(late / SHIFT_STEP_S) * SHIFT_STEP_S
    if abs(shift) > MAX_SHIFT_S or abs(late - shift) > MAX_START_DIFFERENCE_S:
        return None
    return shift


def shifts_between(
    start_s: float, end_s: float, other_start_s: float, other_end_s: float
) -> list[float]:
    """How much later the clock of another recording may be, were both of one run.

    None, where they overlap: one may be cut at either end. Some seconds, or a zone, where they then
    begin or end together. [s]
    """
    shifts = []
    late_s, late_end_s = other_start_s - start_s, other_end_s - end_s
    is_near = abs(late_s) <= MAX_START_DIFFERENCE_S
    if is_near or min(end_s, other_end_s) > max(start_s, other_start_s):
        shifts.append(0.0)
    for by, zone in ((late_s, shift_between(start_s, other_start_s)),
                     (late_end_s, shift_between(end_s, other_end_s))):  # fmt: skip
        if zone is not None:
            shifts.append(zone or by)
    return list(dict.fromkeys(shifts))


def pairs_within_reach(
    starts_s: Sequence[float], ends_s: Sequence[float]
) -> Iterator[tuple[int, int]]:
    """Positions of sessions that may be copies by their times, the earlier one first.

    They overlap, or a zone explains the difference of their starts or of their ends; and they
    start within ``MAX_SHIFT_S`` of one another.
    """
    starts, ends = np.asarray(starts_s, dtype=float), np.asarray(ends_s, dtype=float)
    order = np.argsort(starts, kind="stable")
    order = order[np.isfinite(starts[order])]
    starts, ends = starts[order], ends[order]
    for step in range(1, order.size):
        late = starts[step:] - starts[:-step]
        is_near = late <= MAX_SHIFT_S + MAX_START_DIFFERENCE_S
        if not is_near.any():
            return
        late_end = ends[step:] - ends[:-step]
        overlap = np.minimum(ends[:-step], ends[step:]) > starts[step:]
        may_be = is_near & (overlap | _is_of_a_zone(late) | _is_of_a_zone(late_end))
        for first in np.flatnonzero(may_be):
            yield int(order[first]), int(order[first + step])


def near_another(starts_s: Sequence[float], ends_s: Sequence[float]) -> set[int]:
    """Positions of sessions that by their times may be copies of another."""
    pairs = pairs_within_reach(starts_s, ends_s)
    return {position for pair in pairs for position in pair}


def start_near_another(starts_s: Sequence[float]) -> set[int]:
    """Positions of sessions whose starts alone rule no copy out; all others are none."""
    starts = np.asarray(starts_s, dtype=float)
    order = np.argsort(starts, kind="stable")
    order = order[np.isfinite(starts[order])]
    near = np.flatnonzero(np.diff(starts[order]) <= MAX_SHIFT_S + MAX_START_DIFFERENCE_S)
    return {int(position) for position in (*order[near], *order[near + 1])}


def _is_of_a_zone(late_s: Floats) -> npt.NDArray[np.bool_]:
    """What :func:`shift_between` answers of many, but for whether it is None."""
    shifts = np.round(late_s / SHIFT_STEP_S) * SHIFT_STEP_S
    near = np.abs(late_s - shifts) <= MAX_START_DIFFERENCE_S
    result: npt.NDArray[np.bool_] = near & (np.abs(shifts) <= MAX_SHIFT_S)
    return result


def places_agree(
    place: Place, other: Place, max_apart_m: float, fewest: int = MIN_SAMPLES
) -> bool | None:
    """Whether two streams ran the same way at the same times; None if they cannot tell.

    Parameters
    ----------
    place, other : pair of numpy.ndarray
        Latitudes and longitudes at equal times. [deg]
    max_apart_m : float
        Places this near are one. [m]
    fewest : int
        Samples that both must know.
    """
    apart_m = distance_between_m(*place, *other)
    known = np.isfinite(apart_m)
    if known.sum() < fewest:
        return None
    if min(_reach_m(*(each[known] for each in one)) for one in (place, other)) < MIN_REACH_M:
        return None
    return float(np.mean(apart_m[known] <= max_apart_m)) >= MIN_SHARE


def hearts_agree(heart_bpm: Floats, other_bpm: Floats) -> bool | None:
    """Whether two heart rates rose and fell together; None if they cannot tell.

    The median decides against, most of the samples for: some of them lie between two that were
    kept, where a heart rate may have moved. Few samples need to be the same.
    """
    known = np.isfinite(heart_bpm) & np.isfinite(other_bpm)
    if known.sum() < MIN_FEW_SAMPLES:
        return None
    apart_bpm = np.abs(heart_bpm - other_bpm)[known]
    range_bpm = min(np.ptp(heart_bpm[known]), np.ptp(other_bpm[known]))
    is_same = np.count_nonzero(apart_bpm <= SAME_HEART_BPM) / apart_bpm.size >= MIN_SHARE
    is_short = apart_bpm.size < MIN_SAMPLES
    if is_same and range_bpm >= (MIN_HEART_RANGE_BPM if is_short else MIN_SAME_HEART_RANGE_BPM):
        return True
    if is_short:
        return None
    if np.count_nonzero(apart_bpm <= MAX_HEART_APART_BPM) / apart_bpm.size < MIN_SHARE:
        return False if float(np.median(apart_bpm)) > MAX_HEART_APART_BPM else None
    return True if range_bpm >= MIN_HEART_RANGE_BPM else None


def distances_agree(metres: Floats, other_m: Floats) -> bool:
    """Whether the distances told rose and rested together, unlike those of an even pace."""
    known = np.isfinite(metres) & np.isfinite(other_m)
    if known.sum() < MIN_SAMPLES:
        return False
    one, other = metres[known], other_m[known]
    apart_m = other - one
    is_near = np.abs(apart_m - np.median(apart_m)) <= SAME_WAY_M
    return float(np.mean(is_near)) >= MIN_SHARE and min(map(_uneven_m, (one, other))) > MIN_UNEVEN_M


def _uneven_m(metres: Floats) -> float:
    """How far a distance is at most from one that rises evenly. [m]"""
    even = np.linspace(metres[0], metres[-1], metres.size)
    return float(np.max(np.abs(metres - even)))


def _reach_m(latitude_deg: Floats, longitude_deg: Floats) -> float:
    """Diagonal of the rectangle round some places. [m]"""
    metres_per_deg = 111_195.0
    north = float(np.ptp(latitude_deg)) * metres_per_deg
    east = (
        float(np.ptp(longitude_deg))
        * metres_per_deg
        * math.cos(math.radians(float(latitude_deg[0])))
    )
    return math.hypot(north, east)
