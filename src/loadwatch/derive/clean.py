"""Records as written → records one can count on: ordered, plausible, every repair counted."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from loadwatch.activity import FOOT_SPORTS, Activity, Note, Records
from loadwatch.derive.distance import SLACK_M, cumulative_distance
from loadwatch.derive.order import median
from loadwatch.units import Bools, Floats, differences, haversine_m

MAX_LENGTH_S = 7 * 86_400.0
"""A recording is not longer; a sample further from the middle has a wrong time. [s; choice]"""
MASK_DAMAGE_SHARE = 0.05
"""Above this share of masked samples in a channel that load rests on, the file is partial."""
LONG_GAP_S = 60.0
"""Above this, a gap is no recorded time. [s; evidence.md house decision 12]"""
MAX_LONE_SHARE = 0.05
"""With more of them the order is wrong and not the times. [share of samples; choice]"""
STILL_MPS = 0.4
"""Slower than this across a long gap is a pause. [m/s; choice, as standing in segments]"""
MIN_RECORDED_S = 60.0
"""With less left, the gaps are the recording and no pauses. [s; reliability contract]"""
CLOCK_STEP_S = 30.0
"""A fall of the clock of at least this much, with distance going on, is a step. [s; choice]"""
HARMONIC_TOLERANCE, HARMONIC_S = 0.05, 4.0
"""One sample this near to double or half of what both neighbours say, the two within this time and
this near to each other, is a sensor that took one foot for two: nobody changes gait and back so
soon. Over longer times it may be a sprint in a slow walk. [share, s; choice]"""

PLAUSIBLE: Mapping[str, tuple[float, float]] = {
    "heart_rate_bpm": (25.0, 240.0),
    "cadence_rpm": (0.0, 250.0),
    "altitude_m": (-500.0, 9_000.0),
    "latitude_deg": (-90.0, 90.0),
    "longitude_deg": (-180.0, 180.0),
    "stance_time_ms": (80.0, 1_000.0),
}
"""Limits outside which a sample is masked. Heart rate, cadence: reliability contract; the rest:
physical limits. [unit of the column; choice]"""
MAX_SPEED_MPS = {"foot": 12.5, "other": 40.0}
"""Fastest plausible speed: a sprinter's, a descending cyclist's. [m/s; choice]"""
LOAD_BEARING = frozenset({"cadence_rpm", "distance_m", "speed_mps"})
CHANNEL_WORDS = {
    "heart_rate_bpm": "heart rate",
    "cadence_rpm": "cadence",
    "speed_mps": "speed",
    "altitude_m": "altitude",
    "stance_time_ms": "contact time",
    "latitude_deg": "latitude",
    "longitude_deg": "longitude",
}


@dataclass(frozen=True)
class Cleaned:
    """Records in order, with impossible values masked.

    Parameters
    ----------
    start_s : float
        Unix time that ``time_s`` counts from. [s]
    time_s : numpy.ndarray
        Seconds since the start, strictly increasing. [s]
    channels : Mapping[str, numpy.ndarray]
        Masked channels of the same shape; NaN is unknown.
    distance_m : numpy.ndarray
        Distance rebuilt from plausible steps; NaN throughout where nothing tells. [m]
    elapsed_s : float
        From start to end. [s]
    stops : tuple of (float, float)
        Stretches ``[begin, end)`` with the timer stopped or the recording off. [s]
    notes : tuple of Note
        What was repaired or masked.
    """

    start_s: float
    time_s: Floats
    channels: Mapping[str, Floats]
    distance_m: Floats
    elapsed_s: float
    stops: tuple[tuple[float, float], ...]
    notes: tuple[Note, ...]


def clean(activity: Activity) -> Cleaned:
    """Order, de-duplicate and mask the records of an activity; nothing is invented.

    Notes
    -----
    Impossible times are dropped, a clock that was set back while distance went on is joined, other
    disorder is sorted, samples of one second are merged. See ``PLAUSIBLE`` for the masks.
    """
    notes: list[Note] = []
    records, breaks = _timed(activity.records, notes)
    time_s = _joined_clock(records, notes)
    stops_abs = [(time_s[b - 1], time_s[b]) for b in breaks if 0 < b < time_s.size]
    time_s, channels = _ordered(time_s, records.channels, notes)
    limit = MAX_SPEED_MPS["foot" if activity.sport in FOOT_SPORTS else "other"]
    channels = _masked(channels, limit, notes)
    if (cadence := channels.get("cadence_rpm")) is not None:
        bad = _lone_harmonics(time_s, cadence)
        channels["cadence_rpm"] = _without("cadence_rpm", cadence, bad, notes)

    start_s = activity.start_time_s
    if time_s.size:
        first = float(time_s[0])
        was_earliest_of_clock = start_s == np.min(records.time_s) and first != start_s
        if (
            math.isnan(start_s)
            or first < start_s
            or first - start_s > MAX_LENGTH_S
            or was_earliest_of_clock
        ):
            start_s = first
    stops_abs += _timer_stops(activity.timer, time_s)
    elapsed = _elapsed(activity, start_s, time_s)
    stops = _merged([(begin - start_s, end - start_s) for begin, end in stops_abs], elapsed)
    relative = time_s - start_s
    distance = cumulative_distance(
        relative, channels, stops, limit, activity.reported.get("total_distance_m", 0.0), notes
    )
    stops = _merged([*stops, *_still_gaps(relative, distance, stops, elapsed)], elapsed)
    return Cleaned(start_s, relative, channels, distance, elapsed, stops, tuple(notes))


def _timed(records: Records, notes: list[Note]) -> tuple[Records, list[int]]:
    """Records that have a possible time; the positions of breaks moved along."""
    time_s = records.time_s
    keep = np.isfinite(time_s)
    if keep.any() and np.ptp(time_s[keep]) > MAX_LENGTH_S / 2:
        keep &= np.abs(time_s - np.nanmedian(time_s)) <= MAX_LENGTH_S / 2
    kept = keep.nonzero()[0]
    keep[kept[_lone(time_s[kept])]] = False
    lost = int(time_s.size - np.count_nonzero(keep))
    if not lost:
        return records, list(records.breaks)
    what = f"{lost} of {time_s.size} samples without a possible time were left out"
    notes.append(Note("times-impossible", what, lost, damage=True))
    position = np.concatenate(([0], np.cumsum(keep)))
    breaks = sorted({int(position[b]) for b in records.breaks})
    channels = {name: values[keep] for name, values in records.channels.items()}
    return Records(time_s[keep], channels), breaks


def _lone(time_s: Floats) -> Bools:
    """Single samples whose time leaps out of the order of both neighbours."""
    lone = np.zeros(time_s.size, bool)
    if time_s.size > 2:
        before, after = time_s[1:-1] - time_s[:-2], time_s[1:-1] - time_s[2:]
        far = np.minimum(np.abs(before), np.abs(after)) >= CLOCK_STEP_S
        lone[1:-1] = far & (np.sign(before) == np.sign(after))
    return (
        lone
        if np.count_nonzero(lone) <= MAX_LONE_SHARE * lone.size
        else np.zeros(time_s.size, bool)
    )


def _joined_clock(records: Records, notes: list[Note]) -> Floats:
    """Undo a clock that was set back while the recording went on."""
    time_s = records.time_s
    if time_s.size < 2:
        return time_s
    step = differences(time_s)
    goes_on = _goes_on(records)
    back = ((step <= -CLOCK_STEP_S) & goes_on).nonzero()[0]
    if not 0 < back.size <= 3:
        return time_s
    typical = median(step[step > 0]) if (step > 0).any() else 1.0
    mended = time_s.copy()
    for index in back:
        mended[index + 1 :] += mended[index] + typical - mended[index + 1]
    notes.append(
        Note("clock-step", "the clock was set back during the recording; parts were joined",
             int(back.size), damage=True)
    )  # fmt: skip
    return mended


def _goes_on(records: Records) -> Bools:
    """Whether each sample goes on where the one before was: by distance, else by position.

    A track written twice may end where it began; positions therefore count only where the times
    from there on do not overlap those before.
    """
    time_s = records.time_s
    distance = records.channels.get("distance_m")
    if distance is not None:
        return np.greater_equal(differences(distance), 0)
    lat, lon = records.channels.get("latitude_deg"), records.channels.get("longitude_deg")
    if lat is None or lon is None:
        return np.zeros(time_s.size - 1, bool)
    latest_after = np.maximum.accumulate(time_s[::-1])[::-1][1:]
    is_apart = latest_after < np.minimum.accumulate(time_s)[:-1]
    return np.less_equal(haversine_m(lat, lon), SLACK_M) & is_apart


def _ordered(
    time_s: Floats, channels: Mapping[str, Floats], notes: list[Note]
) -> tuple[Floats, dict[str, Floats]]:
    step = differences(time_s)
    if (step > 0).all():
        return time_s, dict(channels)
    falls = int((step < 0).sum())
    order = np.argsort(time_s, kind="stable")
    if falls:
        notes.append(Note("unsorted", "samples out of order were sorted", falls, damage=True))
    unique, group = np.unique(time_s[order], return_inverse=True)
    repeated = int(time_s.size - unique.size)
    sorted_channels = {name: values[order] for name, values in channels.items()}
    if not repeated:
        return unique, sorted_channels
    what = "samples of one instant were merged"
    notes.append(Note("repeated-times", what, repeated, damage=unique.size == 1))
    merged = {}
    for name, values in sorted_channels.items():
        known = np.isfinite(values).nonzero()[0][::-1]
        result = np.full(unique.size, np.nan)
        result[group[known]] = values[known]
        merged[name] = result
    return unique, merged


def _masked(
    channels: Mapping[str, Floats], max_speed_mps: float, notes: list[Note]
) -> dict[str, Floats]:
    limits = {**PLAUSIBLE, "speed_mps": (0.0, max_speed_mps)}
    masked: dict[str, Floats] = {}
    for name, values in channels.items():
        low, high = limits.get(name, (-math.inf, math.inf))
        known = np.isfinite(values)
        bad: Bools = np.isinf(values) | (known & ((values < low) | (values > high)))
        masked[name] = _without(name, values, bad, notes)
    if "latitude_deg" in masked and "longitude_deg" in masked:
        lat, lon = masked["latitude_deg"], masked["longitude_deg"]
        null_island = (lat == 0) & (lon == 0)
        if null_island.any():
            count = int(np.count_nonzero(null_island))
            what = f"position: {count} of {lat.size} samples at 0°, 0° unusable"
            notes.append(Note("masked-position", what, count))
        nowhere = null_island | np.isnan(lat) | np.isnan(lon)
        masked["latitude_deg"] = np.where(nowhere, np.nan, lat)
        masked["longitude_deg"] = np.where(nowhere, np.nan, lon)
    return masked


def _lone_harmonics(time_s: Floats, cadence: Floats) -> Bools:
    """Single samples at double or half the cadence of both neighbours."""
    lone = np.zeros(time_s.size, bool)
    before, at, after = cadence[:-2], cadence[1:-1], cadence[2:]
    around = (before + after) / 2
    steady = (np.abs(before - after) <= HARMONIC_TOLERANCE * around) & (around > 0)
    steady &= time_s[2:] - time_s[:-2] <= HARMONIC_S
    double = np.abs(at - 2 * around) <= HARMONIC_TOLERANCE * 2 * around
    half = np.abs(at - around / 2) <= HARMONIC_TOLERANCE * around / 2
    lone[1:-1] = steady & (double | half)
    return lone


def _without(name: str, values: Floats, bad: Bools, notes: list[Note]) -> Floats:
    count = int(np.count_nonzero(bad))
    if not count:
        return values
    known = int((np.isfinite(values) | bad).sum())
    damage = name in LOAD_BEARING and count > MASK_DAMAGE_SHARE * known
    words = CHANNEL_WORDS.get(name, name)
    notes.append(Note(f"masked-{words.replace(' ', '-')}",
                      f"{words}: {count} of {known} samples unusable", count, damage))  # fmt: skip
    return np.where(bad, np.nan, values)


def _timer_stops(
    timer: tuple[tuple[float, bool], ...], time_s: Floats
) -> list[tuple[float, float]]:
    stops: list[tuple[float, float]] = []
    stopped_at = math.nan
    for moment, started in sorted(timer):
        if started and not math.isnan(stopped_at):
            stops.append((stopped_at, moment))
            stopped_at = math.nan
        elif not started and math.isnan(stopped_at):
            stopped_at = moment
    if not math.isnan(stopped_at):
        later = time_s[time_s > stopped_at]
        stops.append((stopped_at, float(later[0]) if later.size >= 10 else math.inf))
    return stops


def _still_gaps(
    time_s: Floats, distance_m: Floats, stops: tuple[tuple[float, float], ...], elapsed_s: float
) -> list[tuple[float, float]]:
    """Long gaps without a timer event, across which the runner stayed: pauses all the same."""
    length = differences(time_s)
    still = (length > LONG_GAP_S) & (differences(distance_m) < STILL_MPS * length)
    gaps = [(float(time_s[i]), float(time_s[i + 1])) for i in still.nonzero()[0]]
    paused = sum(end - begin for begin, end in _merged([*stops, *gaps], elapsed_s))
    return gaps if elapsed_s - paused >= MIN_RECORDED_S else []


def _elapsed(activity: Activity, start_s: float, time_s: Floats) -> float:
    timer = activity.reported.get("total_timer_time_s", 0.0)
    reported = activity.reported.get("total_elapsed_time_s", timer)
    if not time_s.size:
        return reported if 0 <= reported <= MAX_LENGTH_S else 0.0
    recorded = float(time_s[-1]) - start_s
    return recorded if reported > MAX_LENGTH_S else max(recorded, reported)


def _merged(stops: list[tuple[float, float]], elapsed_s: float) -> tuple[tuple[float, float], ...]:
    result: list[tuple[float, float]] = []
    for begin, end in sorted(stops):
        clipped = (max(begin, 0.0), min(end, elapsed_s))
        if clipped[1] <= clipped[0]:
            continue
        if result and clipped[0] <= result[-1][1]:
            result[-1] = (result[-1][0], max(result[-1][1], clipped[1]))
        else:
            result.append(clipped)
    return tuple(result)
