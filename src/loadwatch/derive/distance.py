"""Distance rebuilt from plausible steps: the device's own, else positions, else speed."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from loadwatch.activity import Note
from loadwatch.units import Bools, Floats, haversine_m

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
BRIDGE_S = 10.0
"""Longest step that speed may fill. [s; evidence.md house decision 12]"""


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
    by_position = _position_steps(time_s, channels, stops, max_speed_mps)
    by_speed = _speed_steps(time_s, channels)
    device = channels.get("distance_m")
    if device is not None and np.isfinite(device).sum() >= 2:
        steps, rebuilt = _device_steps(
            time_s, device, by_position, by_speed, max_speed_mps, total_m
        )
        if rebuilt:
            what = f"distance: {rebuilt} impossible steps rebuilt"
            notes.append(Note("distance-rebuilt", what, rebuilt, damage=True))
    elif by_position is not None:
        jumps = int(np.isinf(by_position).sum())
        if jumps:
            damage = jumps > MAX_JUMP_SHARE * by_position.size
            what = f"{jumps} impossible jumps of position"
            notes.append(Note("positions-jump", what, jumps, damage))
        if jumps > by_position.size / 2:
            return np.full(time_s.size, np.nan)
        steps = np.where(np.isfinite(by_position), by_position, 0.0)
    elif by_speed is not None:
        steps = np.nan_to_num(by_speed)
    else:
        return np.full(time_s.size, np.nan)
    return np.concatenate(([0.0], np.cumsum(steps)))


def _device_steps(
    time_s: Floats,
    device: Floats,
    by_position: Floats | None,
    by_speed: Floats | None,
    max_speed_mps: float,
    total_m: float,
) -> tuple[Floats, int]:
    known = np.flatnonzero(np.isfinite(device))
    increment = np.diff(device[known])
    allowed = max_speed_mps * np.diff(time_s[known]) + SLACK_M
    falls: Bools = increment < -MAX_FALL_M
    jumps: Bools = increment > allowed
    last = float(device[known[-1]])
    if not falls.any() and abs(last - total_m) <= TOTAL_TOLERANCE * total_m:
        jumps &= increment > MAX_CATCH_UP * total_m
    bad = falls | jumps
    increment = np.clip(increment, 0.0, None)
    for index in np.flatnonzero(bad):
        stretch = slice(known[index], known[index + 1])
        increment[index] = next(
            (
                float(np.sum(source[stretch]))
                for source in (by_position, by_speed)
                if source is not None and np.isfinite(source[stretch]).all()
            ),
            0.0,
        )
    cumulative = np.concatenate(([0.0], np.cumsum(increment)))
    along = np.interp(time_s, time_s[known], cumulative)
    first = max(float(device[known[0]]), 0.0)
    if first <= max_speed_mps * float(time_s[known[0]] - time_s[0]) + SLACK_M and known[0] > 0:
        along[: known[0]] = np.interp(
            time_s[: known[0]], [time_s[0], time_s[known[0]]], [-first, 0.0]
        )
    return np.diff(along), int(bad.sum())


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
    known = np.flatnonzero(np.isfinite(lat) & np.isfinite(lon))
    if known.size < 2:
        return None
    metres = haversine_m(lat[known], lon[known])
    dt = np.diff(time_s[known])
    metres = np.where(metres > max_speed_mps * dt + SLACK_M, np.inf, metres)
    begin, end = time_s[known[:-1]], time_s[known[1:]]
    for stop_begin, stop_end in stops:
        metres[(begin < stop_end) & (end > stop_begin)] = 0.0
    cumulative = np.concatenate(([0.0], np.cumsum(np.where(np.isinf(metres), 0.0, metres))))
    steps: Floats = np.diff(np.interp(time_s, time_s[known], cumulative))
    steps[known[:-1][np.isinf(metres)]] = np.inf
    return steps


def _speed_steps(time_s: Floats, channels: Mapping[str, Floats]) -> Floats | None:
    speed = channels.get("speed_mps")
    if speed is None or not np.isfinite(speed).any():
        return None
    dt = np.diff(time_s)
    mean = (speed[:-1] + speed[1:]) / 2
    return np.where(dt <= BRIDGE_S, mean * dt, np.nan)
