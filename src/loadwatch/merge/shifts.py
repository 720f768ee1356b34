"""Copies whose clock was moved: by a zone that was taken for another, or by some seconds."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterator, Sequence

import numpy as np

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
MIN_REACH_M = 200.0
"""Positions nearer together than this are those of one spot. [m; choice]"""
MIN_HEART_RANGE_BPM = 10.0
"""A heart rate that moves less is that of many runs. [1/min; choice]"""


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


def pairs_within_reach(starts_s: Sequence[float]) -> Iterator[tuple[int, int]]:
    """Positions of sessions that may be copies by their starts, the earlier one first."""
    order = sorted(
        (i for i in range(len(starts_s)) if math.isfinite(starts_s[i])),
        key=lambda i: starts_s[i],
    )
    ordered = [starts_s[i] for i in order]
    for first, start_s in enumerate(ordered):
        end = bisect_right(ordered, start_s + MAX_SHIFT_S + MAX_START_DIFFERENCE_S)
        for second in range(first + 1, end):
            if shift_between(start_s, ordered[second]) is not None:
                yield order[first], order[second]


def near_another(starts_s: Sequence[float]) -> set[int]:
    """Positions of sessions that by their starts may be copies of another."""
    return {position for pair in pairs_within_reach(starts_s) for position in pair}


def places_agree(place: Place, other: Place, max_apart_m: float) -> bool | None:
    """Whether two streams ran the same way at the same times; None if they cannot tell.

    Parameters
    ----------
    place, other : pair of numpy.ndarray
        Latitudes and longitudes at equal times. [deg]
    max_apart_m : float
        Places this near are one. [m]
    """
    apart_m = distance_between_m(*place, *other)
    known = np.isfinite(apart_m)
    if known.sum() < MIN_SAMPLES:
        return None
    if min(_reach_m(*(each[known] for each in one)) for one in (place, other)) < MIN_REACH_M:
        return None
    return float(np.mean(apart_m[known] <= max_apart_m)) >= MIN_SHARE


def hearts_agree(heart_bpm: Floats, other_bpm: Floats) -> bool | None:
    """Whether two heart rates rose and fell together; None if they cannot tell.

    The median decides against, most of the samples for: some of them lie between two that were
    kept, where a heart rate may have moved.
    """
    known = np.isfinite(heart_bpm) & np.isfinite(other_bpm)
    if known.sum() < MIN_SAMPLES:
        return None
    apart_bpm = np.abs(heart_bpm - other_bpm)[known]
    if np.count_nonzero(apart_bpm <= MAX_HEART_APART_BPM) / apart_bpm.size < MIN_SHARE:
        return False if float(np.median(apart_bpm)) > MAX_HEART_APART_BPM else None
    range_bpm = min(np.ptp(heart_bpm[known]), np.ptp(other_bpm[known]))
    return True if range_bpm >= MIN_HEART_RANGE_BPM else None


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
