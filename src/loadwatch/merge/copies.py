"""Whether two sessions are recordings of the same run, from what identifies a run."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from loadwatch.activity import FOOT_SPORTS, Activity
from loadwatch.merge.shifts import (
    MAX_APART_M,
    MAX_APART_SHIFTED_M,
    MAX_START_DIFFERENCE_S,
    MIN_FEW_SAMPLES,
    MIN_SAMPLES,
    MIN_SHARE,
    SAME_PLACE_M,
    SHIFT_STEP_S,
    Place,
    distances_agree,
    hearts_agree,
    places_agree,
    shift_between,
    shifts_between,
)
from loadwatch.units import Floats, distance_between_m

MIN_OVERLAP = 0.8
"""Share of the shorter copy that both cover. [share; reliability contract]"""
MIN_OVERLAP_IN_PLACE = 0.5
"""The same of streams that agree at the times they tell: both may be cut. [share; choice]"""
COMPLETE = 0.95
"""A copy of less of the run than this does not lead one of all of it. [share; choice]"""
MAX_PLACE_DIFFERENCE_M = 100.0
"""Median distance between the copies at equal times, and half of what nine of ten keep.
[m; choice: GPS error and thinning, a clock some seconds off]"""
MAX_TOTAL_DIFFERENCE = 0.1
"""Relative difference of distance where one of them has no positions. [share; choice]"""
MAX_SHIFTED_DIFFERENCE = 0.01
"""The same over the time shared by copies whose clocks differ by a zone. [share; choice]"""
MAX_HEART_RATE_DIFFERENCE_BPM = 3.0
"""Median difference of heart rate between two devices on one body. [1/min; choice]"""
SAMPLE_EVERY_S = 30.0
SAMPLES_MAX = 400
FORMAT_RANK = {"FIT": 2, "TCX": 1, "Polar JSON": 1, "GPX": 0, "Apple Health": -1}
"""Which of equally whole copies leads; lists, which hold no recording, come last."""
LIST_RANK = -2


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
        Sorts copies: whole before damaged, then by ``FORMAT_RANK``, more channels, more samples.
    describes : str or None
        Name of the file that holds it, where this is only what an index tells of it.
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
    describes: str | None = None

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
            FORMAT_RANK.get(activity.format, LIST_RANK),
            len(records.channels),
            len(records),
            content,
        ),
        activity.describes,
    )


def is_one_stream(a: Fingerprint, b: Fingerprint) -> bool:
    """Whether two sessions hold the same stream, whatever their clocks say.

    See :func:`clock_between`.
    """
    return a.content == b.content or clock_between(a, b) is not None


def clock_between(a: Fingerprint, b: Fingerprint) -> float | None:
    """How much later the clock of ``b`` is, where both hold the same stream; None if they do not.

    One may be a part of the other. The clocks may differ by whole quarter-hours, as a local time
    taken for UTC does, or by some seconds, where they then begin or end together: the same way was
    run at the same times, or the heart rate rose and fell alike, and neither tells otherwise. [s]
    """
    if (b.start_s, b.content) < (a.start_s, a.content):
        late = clock_between(b, a)
        return None if late is None else -late
    is_one_watch = bool(a.serial) and a.serial == b.serial
    has_told_utc = is_one_watch and a.is_fit and b.is_fit
    for shift in shifts_between(a.start_s, a.end_s, b.start_s, b.end_s):
        is_zone = abs(shift) >= SHIFT_STEP_S
        overlap = MIN_OVERLAP if is_zone else MIN_OVERLAP_IN_PLACE
        if is_zone and has_told_utc:
            continue
        if _may_be_one(a, b, shift, overlap) and _same_but_for_the_clock(a, b, shift):
            return shift
    return None


def is_one_outing(a: Fingerprint, b: Fingerprint) -> bool:
    """Whether two sessions of right clocks are of one body in one place.

    Same start within a minute, four fifths of the shorter one shared, nearly the same place at the
    same time (or the same distance over the time shared, where one has no positions). Heart rates
    that differ are those of two people side by side; sessions of different serial numbers need
    equal ones.
    """
    if shift_between(a.start_s, b.start_s) != 0 or not _may_be_one(a, b, 0.0, MIN_OVERLAP):
        return False
    pairs = _at_equal_times(a, b, 0.0)
    heart = np.abs(pairs.heart[0] - pairs.heart[1])
    heart_known = int(np.isfinite(heart).sum())
    heart_agrees = bool(heart_known) and float(np.nanmedian(heart)) <= MAX_HEART_RATE_DIFFERENCE_BPM
    is_one_watch = bool(a.serial) and a.serial == b.serial
    if (
        not heart_agrees
        and not is_one_watch
        and (heart_known >= MIN_SAMPLES or (a.serial and b.serial))
    ):
        return False
    apart = distance_between_m(*pairs.place, *pairs.other_place)
    if np.isfinite(apart).any():
        half_m, most_m = np.nanpercentile(apart, [50, 100 * MIN_SHARE])
        return bool(half_m <= MAX_PLACE_DIFFERENCE_M and most_m <= 2 * MAX_PLACE_DIFFERENCE_M)
    is_near = _equally_far(*pairs.metres, MAX_TOTAL_DIFFERENCE)
    if is_near is not None:
        return is_near
    if math.isnan(a.distance_m) or math.isnan(b.distance_m):
        is_as_long = abs((a.end_s - a.start_s) - (b.end_s - b.start_s)) <= MAX_START_DIFFERENCE_S
        return heart_agrees or is_as_long
    return _near(a.distance_m, b.distance_m, MAX_TOTAL_DIFFERENCE)


def is_at_one_time(a: Fingerprint, b: Fingerprint) -> bool:
    """Whether two sessions are of one time, as a whole run and a part of it are."""
    return math.isfinite(a.start_s + b.start_s) and _may_be_one(a, b, 0.0, MIN_OVERLAP)


def richest_first(copies: Sequence[Fingerprint]) -> list[int]:
    """Positions of copies of one run; the first one leads.

    What holds the whole run comes before a part of it: all of its time but a minute and a little,
    or, where one was stopped late and its runner stood, of its distance. Then by richness.
    """
    covered = [_covered_s(each) for each in copies]
    metres = [
        each.distance_m if own else math.nan for each, own in zip(copies, covered, strict=True)
    ]
    longest_s = max(covered, default=0.0)
    longest_m = max(filter(math.isfinite, metres), default=math.inf)

    def rank(i: int) -> tuple[bool, tuple[bool, int, int, int, str]]:
        is_as_long = covered[i] >= COMPLETE * longest_s - MAX_START_DIFFERENCE_S
        return is_as_long or metres[i] >= COMPLETE * longest_m, copies[i].richness

    return sorted(range(len(copies)), key=rank, reverse=True)


def _covered_s(print_: Fingerprint) -> float:
    """Time between the first and the last sample of which something is known. [s]"""
    if not print_.richness[3]:
        return 0.0
    known = np.isfinite(print_.latitude_deg) | np.isfinite(print_.heart_rate_bpm)
    samples = np.flatnonzero(known | np.isfinite(print_.travelled_m))
    if samples.size and samples[-1] == SAMPLES_MAX - 1:
        return print_.end_s - print_.start_s
    return float(samples[-1] - samples[0]) * SAMPLE_EVERY_S if samples.size else 0.0


def _may_be_one(a: Fingerprint, b: Fingerprint, shift_s: float, overlap: float) -> bool:
    """Whether sport and time allow two sessions to be one, the second one's clock put back.

    A walk that another program calls a run or a hike is one where both are of the same time.
    """
    shared = min(a.end_s, b.end_s - shift_s) - max(a.start_s, b.start_s - shift_s)
    lengths = (a.end_s - a.start_s, b.end_s - b.start_s)
    if a.sport != b.sport and "generic" not in (a.sport, b.sport):
        is_on_foot = FOOT_SPORTS.issuperset((a.sport, b.sport))
        return is_on_foot and shared >= MIN_OVERLAP * max(lengths)
    return shared >= overlap * min(lengths)


@dataclass(frozen=True)
class _Pairs:
    """Samples of two sessions at equal times."""

    place: Place
    other_place: Place
    heart: tuple[Floats, Floats]
    metres: tuple[Floats, Floats]


def _at_equal_times(a: Fingerprint, b: Fingerprint, shift_s: float) -> _Pairs:
    """Samples of two sessions at equal times, the second one's clock put back."""
    if not (a.time_s.size and b.time_s.size):
        return _Pairs(*[(np.empty(0), np.empty(0))] * 4)
    late = (float(b.time_s[0]) - shift_s - float(a.time_s[0])) / SAMPLE_EVERY_S
    first = round(late)
    of_a = slice(max(first, 0), max(first + b.time_s.size, 0))
    of_b = slice(max(-first, 0), max(a.time_s.size - first, 0))
    times, other_times = a.time_s[of_a], b.time_s - shift_s

    def moved(values: Floats) -> Floats:
        if late == first:
            return values[of_b]
        result: Floats = np.interp(times, other_times, values, left=np.nan, right=np.nan)
        return result

    return _Pairs(
        (a.latitude_deg[of_a], a.longitude_deg[of_a]),
        (moved(b.latitude_deg), moved(b.longitude_deg)),
        (a.heart_rate_bpm[of_a], moved(b.heart_rate_bpm)),
        (a.travelled_m[of_a], moved(b.travelled_m)),
    )


def _same_but_for_the_clock(a: Fingerprint, b: Fingerprint, shift_s: float) -> bool:
    """Whether the streams of two sessions are the same, the second one's clock put back.

    An hour later one device may have been on its usual way again, so that its streams must be
    nearer then. Of two devices the place alone tells only if nothing is put back: they are worn by
    one body; who follows another one has a clock that is right.
    """
    pairs = _at_equal_times(a, b, shift_s)
    count = pairs.metres[0].size
    if count < MIN_FEW_SAMPLES:
        return False
    is_one_device = not (a.serial and b.serial) or a.serial == b.serial
    may_be_again = is_one_device and abs(shift_s) >= SHIFT_STEP_S
    near_m = MAX_APART_SHIFTED_M if may_be_again else MAX_APART_M
    if shift_s and count < MIN_SAMPLES:
        near_m = SAME_PLACE_M
    fewest = MIN_FEW_SAMPLES if not shift_s or count < MIN_SAMPLES else MIN_SAMPLES
    place = places_agree(pairs.place, pairs.other_place, near_m, fewest)
    if place is False:
        return False
    heart = hearts_agree(*pairs.heart)
    if heart is False:
        return False
    if not (place or heart or (is_one_device and distances_agree(*pairs.metres))):
        return False
    if may_be_again:
        return _equally_far(*pairs.metres, MAX_SHIFTED_DIFFERENCE) is not False
    return bool(heart) or is_one_device or not shift_s


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
