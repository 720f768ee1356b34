"""Whether two sessions are recordings of the same run, from what identifies a run."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from loadwatch.activity import Activity
from loadwatch.merge.shifts import (
    MAX_APART_M,
    MAX_APART_SHIFTED_M,
    MAX_START_DIFFERENCE_S,
    SHIFT_STEP_S,
    hearts_agree,
    places_agree,
    shift_between,
)
from loadwatch.units import Floats, distance_between_m

MIN_OVERLAP = 0.8
"""Share of the shorter copy that both cover. [share; reliability contract]"""
MAX_PLACE_DIFFERENCE_M = 100.0
"""Median distance between the copies at equal times. [m; choice: GPS error and thinning]"""
MAX_TOTAL_DIFFERENCE = 0.1
"""Relative difference of distance where one of them has no positions. [share; choice]"""
MAX_SHIFTED_DIFFERENCE = 0.01
"""The same over the time shared by copies whose clocks differ by a zone. [share; choice]"""
MAX_HEART_RATE_DIFFERENCE_BPM = 3.0
"""Median difference of heart rate between two devices on one body. [1/min; choice]"""
SAMPLE_EVERY_S = 30.0
SAMPLES_MAX = 400
FORMAT_RANK = {"FIT": 2, "TCX": 1, "GPX": 0}


@dataclass(frozen=True)
class Fingerprint:
    """What identifies a run, small enough to keep for every session.

    Parameters
    ----------
    start_s, end_s : float
        Unix times. [s]
    sport : str
        FIT sport; ``generic`` is compatible with all.
    content : str
        Hash of the file and the number of the session in it.
    serial : str or None
        Serial number of the device.
    distance_m : float
        Total; NaN is unknown. [m]
    time_s, latitude_deg, longitude_deg, heart_rate_bpm, travelled_m : numpy.ndarray
        Every ``SAMPLE_EVERY_S`` of Unix time; NaN is unknown.
    richness : tuple
        Sorts copies: whole before damaged, FIT before TCX before GPX, more channels, more samples.
    """

    start_s: float
    end_s: float
    sport: str
    content: str
    serial: str | None
    distance_m: float
    time_s: Floats
    latitude_deg: Floats
    longitude_deg: Floats
    heart_rate_bpm: Floats
    travelled_m: Floats
    richness: tuple[bool, int, int, int, str]

    @property
    def is_whole(self) -> bool:
        """Whether its file is undamaged."""
        return self.richness[0]

    @property
    def is_fit(self) -> bool:
        """Whether its file is FIT, whose times are UTC."""
        return self.richness[1] == FORMAT_RANK["FIT"]


def fingerprint(
    activity: Activity, *, start_s: float, elapsed_s: float, sport: str, distance_m: float,
    content: str, is_damaged: bool,
) -> Fingerprint:  # fmt: skip
    """Take the fingerprint of a session."""
    records = activity.records
    order = np.argsort(records.time_s, kind="stable")
    order = order[np.isfinite(records.time_s[order])]
    times = records.time_s[order]
    grid = np.arange(
        math.ceil(start_s / SAMPLE_EVERY_S) * SAMPLE_EVERY_S if math.isfinite(start_s) else 0.0,
        start_s + elapsed_s if math.isfinite(start_s) else 0.0,
        SAMPLE_EVERY_S,
    )[:SAMPLES_MAX]

    def sampled(name: str) -> Floats:
        values = records.channels.get(name)
        if values is None or not times.size:
            return np.full(grid.size, np.nan)
        values = values[order]
        known = np.isfinite(values)
        if not known.any():
            return np.full(grid.size, np.nan)
        result: Floats = np.interp(grid, times[known], values[known], left=np.nan, right=np.nan)
        return result

    return Fingerprint(
        start_s,
        start_s + elapsed_s,
        sport,
        content,
        activity.device.serial_number,
        distance_m,
        grid,
        sampled("latitude_deg"),
        sampled("longitude_deg"),
        sampled("heart_rate_bpm"),
        sampled("distance_m"),
        (
            not is_damaged,
            FORMAT_RANK.get(activity.format, -1),
            len(records.channels),
            len(records),
            content,
        ),
    )


def is_one_stream(a: Fingerprint, b: Fingerprint) -> bool:
    """Whether two sessions hold the same stream, whatever their clocks say.

    The clocks may differ by whole quarter-hours, as a local time taken for UTC does, or by some
    seconds: the same way was run at the same times since the start, or the heart rate rose and fell
    alike, and neither tells otherwise.
    """
    if a.content == b.content:
        return True
    a, b = sorted((a, b), key=lambda each: (each.start_s, each.content))
    shift = shift_between(a.start_s, b.start_s)
    if shift is None or not _may_be_one(a, b, shift):
        return False
    if shift:
        is_one_watch = bool(a.serial) and a.serial == b.serial
        tells_utc = a.is_fit and b.is_fit
        return not (is_one_watch and tells_utc) and _same_but_for_the_clock(a, b, shift)
    late = b.start_s - a.start_s
    return any(_same_but_for_the_clock(a, b, shift) for shift in {0.0, late})


def is_one_outing(a: Fingerprint, b: Fingerprint) -> bool:
    """Whether two sessions of right clocks are of one body in one place.

    Same start within a minute, four fifths of the shorter one shared, the same place at the same
    time (or the same distance over the time shared, where one has no positions). Sessions of
    different serial numbers need equal heart rates too: two people side by side are not copies.
    """
    if shift_between(a.start_s, b.start_s) != 0 or not _may_be_one(a, b, 0.0):
        return False
    times, in_a, in_b = np.intersect1d(a.time_s, b.time_s, return_indices=True)
    heart = np.abs(a.heart_rate_bpm[in_a] - b.heart_rate_bpm[in_b])
    heart_agrees = bool(np.isfinite(heart).any()) and (
        float(np.nanmedian(heart)) <= MAX_HEART_RATE_DIFFERENCE_BPM
    )
    if a.serial and b.serial and a.serial != b.serial and not heart_agrees:
        return False
    apart = distance_between_m(
        a.latitude_deg[in_a], a.longitude_deg[in_a], b.latitude_deg[in_b], b.longitude_deg[in_b]
    )
    if times.size and np.isfinite(apart).any():
        return float(np.nanmedian(apart)) <= MAX_PLACE_DIFFERENCE_M
    is_near = _equally_far(a.travelled_m[in_a], b.travelled_m[in_b], MAX_TOTAL_DIFFERENCE)
    if is_near is not None:
        return is_near
    if math.isnan(a.distance_m) and math.isnan(b.distance_m):
        return abs((a.end_s - a.start_s) - (b.end_s - b.start_s)) <= MAX_START_DIFFERENCE_S
    return _near(a.distance_m, b.distance_m, MAX_TOTAL_DIFFERENCE)


def is_at_one_time(a: Fingerprint, b: Fingerprint) -> bool:
    """Whether two sessions are of one time, as a whole run and a part of it are."""
    return math.isfinite(a.start_s + b.start_s) and _may_be_one(a, b, 0.0)


def _may_be_one(a: Fingerprint, b: Fingerprint, shift_s: float) -> bool:
    """Whether sport and time allow two sessions to be one, the second one's clock put back."""
    if a.sport != b.sport and "generic" not in (a.sport, b.sport):
        return False
    shared = min(a.end_s, b.end_s - shift_s) - max(a.start_s, b.start_s - shift_s)
    shorter = min(a.end_s - a.start_s, b.end_s - b.start_s)
    return shared >= MIN_OVERLAP * shorter


def _same_but_for_the_clock(a: Fingerprint, b: Fingerprint, shift_s: float) -> bool:
    """Whether the streams of two sessions are the same, the second one's clock put back.

    An hour later one device may have been on its usual way again, so that its streams must be
    nearer then.
    """
    times = b.time_s - shift_s
    if not times.size:
        return False

    def moved(values: Floats) -> Floats:
        result: Floats = np.interp(a.time_s, times, values, left=np.nan, right=np.nan)
        return result

    is_one_device = not (a.serial and b.serial) or a.serial == b.serial
    may_be_again = is_one_device and abs(shift_s) >= SHIFT_STEP_S
    place = places_agree(
        (a.latitude_deg, a.longitude_deg),
        (moved(b.latitude_deg), moved(b.longitude_deg)),
        MAX_APART_SHIFTED_M if may_be_again else MAX_APART_M,
    )
    if place is False:
        return False
    heart = hearts_agree(a.heart_rate_bpm, moved(b.heart_rate_bpm))
    if heart is False or not (place or heart):
        return False
    if may_be_again:
        metres = _equally_far(a.travelled_m, moved(b.travelled_m), MAX_SHIFTED_DIFFERENCE)
        return metres is not False
    return bool(heart) or is_one_device


def _equally_far(metres: Floats, other_m: Floats, tolerance: float) -> bool | None:
    """Whether two went the same distance over the time that both tell; None if they do not."""
    in_both = np.flatnonzero(np.isfinite(metres) & np.isfinite(other_m))
    if in_both.size < 2:
        return None
    ends = in_both[[-1, 0]]
    return _near(float(-np.diff(metres[ends])[0]), float(-np.diff(other_m[ends])[0]), tolerance)


def _near(metres: float, other_m: float, tolerance: float) -> bool:
    """Whether two distances are equal within the tolerance; an unknown one is not."""
    return abs(metres - other_m) <= tolerance * max(metres, other_m)
