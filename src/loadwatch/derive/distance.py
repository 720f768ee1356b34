"""Distance rebuilt from plausible steps: the device's own, else positions, else speed."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping

import numpy as np

from loadwatch.activity import Note
from loadwatch.units import EARTH_RADIUS_M, Bools, Floats, differences, haversine_m, known_or

SLACK_M = 20.0
"""Extra distance one step may hold, for late position fixes. [m; choice]"""
MAX_FALL_M = 2.0
"""Distance may fall by this much in one step through rounding. [m; choice]"""
TOTAL_TOLERANCE = 0.03
"""Records end where the device's total does, within this share. [share; reliability contract]"""
MAX_CATCH_UP = 0.2
"""Largest share of the total that one jump may catch up. [share; choice]"""
MAX_JUMP_SHARE = 0.05
"""Above this share of impossible positions the file is partial. [share; reliability contract]"""
MAX_TAIL_SHARE = 0.05
"""Above this share of time without any distance the file is partial. [share; choice]"""
BRIDGE_S = 10.0
"""Longest step that speed may fill. [s; evidence.md house decision 12]"""

Steps = Callable[[], Floats | None]
"""Metres between neighbouring samples, worked out when they are first asked for."""


def cumulative_distance(
    time_s: Floats,
    channels: Mapping[str, Floats],
    stops: tuple[tuple[float, float], ...],
    max_speed_mps: float,
    total_m: float,
    notes: list[Note],
) -> Floats:
    """Distance at each sample since the first.

    Parameters
    ----------
    time_s : numpy.ndarray
        Seconds since the start, increasing. [s]
    channels : Mapping[str, numpy.ndarray]
        Masked channels.
    stops : tuple of (float, float)
        Stretches with the recording off; no position step across one counts. [s]
    max_speed_mps : float
        Faster steps are impossible. [m/s]
    total_m : float
        The device's own total, 0 if unknown. A jump of the recorded distance that this total
        contains is the device catching up after a lost fix, not damage. [m]
    notes : list of Note
        Repairs are appended here.

    Returns
    -------
    numpy.ndarray
        Not decreasing; all NaN where neither distance, positions nor speed exist. [m]
    """
    by_position = functools.cache(lambda: _position_steps(time_s, channels, stops, max_speed_mps))
    by_speed = functools.cache(lambda: _speed_steps(time_s, channels))
    device = channels.get("distance_m")
    jumps = 0
    if _may_jump(time_s, channels, max_speed_mps) and (told := by_position()) is not None:
        jumps = int(np.count_nonzero(np.isinf(told)))
    if device is not None and np.isfinite(device).sum() >= 2:
        if jumps:
            notes.append(_jumps_note(jumps))
        steps, rebuilt = _device_steps(
            time_s, device, by_position, by_speed, max_speed_mps, total_m, notes
        )
        if rebuilt:
            what = f"distance: {rebuilt} impossible steps rebuilt"
            notes.append(Note("distance-rebuilt", what, rebuilt, damage=True))
    elif (placed := by_position()) is not None and jumps <= placed.size / 2:
        if jumps:
            notes.append(_jumps_note(jumps, damage=jumps > MAX_JUMP_SHARE * placed.size))
        told = by_speed()
        else_speed = np.zeros(placed.size) if told is None else known_or(told, 0.0)
        steps = np.where(np.isfinite(placed), placed, else_speed)
    elif (told := by_speed()) is not None:
        if jumps:
            notes.append(_jumps_note(jumps, damage=True))
        steps = known_or(told, 0.0)
    else:
        return np.full(time_s.size, np.nan)
    return np.concatenate(([0.0], np.cumsum(steps)))


def _jumps_note(jumps: int, *, damage: bool = False) -> Note:
    return Note("positions-jump", f"{jumps} impossible jumps of position", jumps, damage)


def _device_steps(
    time_s: Floats,
    device: Floats,
    by_position: Steps,
    by_speed: Steps,
    max_speed_mps: float,
    total_m: float,
    notes: list[Note],
) -> tuple[Floats, int]:
    known = np.isfinite(device).nonzero()[0]
    increment = differences(device[known])
    allowed = max_speed_mps * differences(time_s[known]) + SLACK_M
    falls: Bools = increment < -MAX_FALL_M
    jumps: Bools = increment > allowed
    last = float(device[known[-1]])
    if not falls.any() and abs(last - total_m) <= TOTAL_TOLERANCE * total_m:
        jumps &= increment > MAX_CATCH_UP * total_m
    bad = falls | jumps
    increment = np.clip(increment, 0.0, None)
    for index in bad.nonzero()[0]:
        stretch = slice(known[index], known[index + 1])
        other = _from_others(stretch, by_position, by_speed)
        increment[index] = 0.0 if other is None else float(np.sum(other))
    cumulative = np.concatenate(([0.0], np.cumsum(increment)))
    along = np.interp(time_s, time_s[known], cumulative)
    first = max(float(device[known[0]]), 0.0)
    if first <= max_speed_mps * float(time_s[known[0]] - time_s[0]) + SLACK_M and known[0] > 0:
        along[: known[0]] = np.interp(
            time_s[: known[0]], [time_s[0], time_s[known[0]]], [-first, 0.0]
        )
    steps = differences(along)
    tail = slice(int(known[-1]), None)
    missing_s = float(time_s[-1] - time_s[known[-1]])
    other = _from_others(tail, by_position, by_speed) if tail.start < steps.size else steps[tail]
    if other is not None:
        steps[tail] = other
    elif missing_s > MAX_TAIL_SHARE * float(time_s[-1] - time_s[0]):
        what = f"distance is missing in the last {missing_s:.0f} s"
        notes.append(Note("distance-missing", what, time_s.size - int(known[-1]) - 1, damage=True))
    return steps, int(np.count_nonzero(bad))


def _from_others(stretch: slice, *sources: Steps) -> Floats | None:
    """Steps of a stretch without the device's distance; None where nothing else knows them."""
    for source in sources:
        steps = source()
        if steps is not None and np.isfinite(steps[stretch]).all():
            return steps[stretch]
    return None


def _may_jump(time_s: Floats, channels: Mapping[str, Floats], max_speed_mps: float) -> bool:
    """Whether a step between positions may be impossible; told without what makes it exact.

    No great circle is longer than its differences of latitude and longitude together, each as long
    as it is at the equator.
    """
    if "latitude_deg" not in channels or "longitude_deg" not in channels:
        return False
    lat, lon = channels["latitude_deg"], channels["longitude_deg"]
    known = (np.isfinite(lat) & np.isfinite(lon)).nonzero()[0]
    degrees = np.abs(differences(lat[known])) + np.abs(differences(lon[known]))
    most_m = EARTH_RADIUS_M * np.pi / 180 * degrees
    return bool((most_m > 0.999 * (max_speed_mps * differences(time_s[known]) + SLACK_M)).any())


def _position_steps(
    time_s: Floats,
    channels: Mapping[str, Floats],
    stops: tuple[tuple[float, float], ...],
    max_speed_mps: float,
) -> Floats | None:
    """Metres between neighbouring positions; infinite for a jump, NaN where a fix is missing."""
    if "latitude_deg" not in channels or "longitude_deg" not in channels:
        return None
    lat, lon = channels["latitude_deg"], channels["longitude_deg"]
    known = (np.isfinite(lat) & np.isfinite(lon)).nonzero()[0]
    if known.size < 2:
        return None
    metres = haversine_m(lat[known], lon[known])
    dt = differences(time_s[known])
    metres = np.where(metres > max_speed_mps * dt + SLACK_M, np.inf, metres)
    begin, end = time_s[known[:-1]], time_s[known[1:]]
    for stop_begin, stop_end in stops:
        metres[(begin < stop_end) & (end > stop_begin)] = 0.0
    cumulative = np.concatenate(([0.0], np.cumsum(np.where(np.isinf(metres), 0.0, metres))))
    steps: Floats = differences(np.interp(time_s, time_s[known], cumulative))
    steps[known[:-1][np.isinf(metres)]] = np.inf
    return steps


def _speed_steps(time_s: Floats, channels: Mapping[str, Floats]) -> Floats | None:
    speed = channels.get("speed_mps")
    if speed is None or not np.isfinite(speed).any():
        return None
    known = np.isfinite(speed).nonzero()[0]
    speed = np.interp(time_s, time_s[known], speed[known])
    after = np.searchsorted(known, np.arange(1, time_s.size))
    begin = time_s[known[np.clip(after - 1, 0, None)]]
    end = time_s[known[np.clip(after, None, known.size - 1)]]
    mean = (speed[:-1] + speed[1:]) / 2
    outside = np.maximum(time_s[1:] - end, begin - time_s[:-1])
    is_near = (end - begin <= BRIDGE_S) & (outside <= BRIDGE_S)
    return np.where(is_near, mean * differences(time_s), np.nan)
