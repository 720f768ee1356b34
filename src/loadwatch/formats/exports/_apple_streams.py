"""What was measured during a workout: heart rate, steps as a cadence, distance, and their sums.

A phone and a watch count the same steps: those of one source are taken, never of two.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from loadwatch.activity import NO_RECORDS, Records
from loadwatch.errors import LimitError
from loadwatch.formats._base import MAX_RECORDS
from loadwatch.formats.exports._apple_measured import DISTANCE, HEART, STEPS, Series
from loadwatch.units import STEPS_PER_STRIDE, Floats

OWN_SHARE = 0.5
"""The workout's own source counts if it has this share of what the fullest has. [share; choice]"""
SAMPLE_S = 5.0
"""How often a sample is taken of counts over longer. [s; choice]"""
FINE_S = 15.0
"""Counts over more than this tell no gait where positions do. [s; choice: a stage of the run-walk
ladder runs for 15 s and more]"""
LONGEST_S = 300.0
"""Counts over more than this tell no gait at all. [s; choice]"""
MAX_SILENCE_S = 300.0
"""So long without a count, between two, no step was taken; longer, it is unknown. [s; choice]"""
MIN_COVERED = 0.9
"""Counts cover so much of a workout, or their sum is that of a part. [share; choice]"""

Stretches = Sequence[tuple[float, float]]


@dataclass(frozen=True)
class During:
    """What was measured during a workout.

    Parameters
    ----------
    records : Records
        Samples.
    steps, metres : float
        Sums outside pauses; NaN where unknown. [steps; m]
    step_interval_s : float
        How long a count of steps goes, by the time that each covers; NaN without. [s]
    """

    records: Records
    steps: float
    metres: float
    step_interval_s: float


def during(
    series: Mapping[str, Series], begin_s: float, end_s: float, own: int, pauses: Stretches,
    *, is_on_foot: bool,
) -> During:  # fmt: skip
    """Samples and sums of a workout.

    Parameters
    ----------
    series : mapping
        Measurements by kind.
    begin_s, end_s : float
        Of the workout. [Unix s]
    own : int
        Number of the source that recorded it.
    pauses : sequence of (float, float)
        Begin and end of each. [Unix s]
    is_on_foot : bool
        Whether steps and distance on foot are its own.

    Raises
    ------
    LimitError
        For more samples than a recording may have.
    """
    heart = _of_one_source(series[HEART].between(begin_s, end_s), own, is_sum=False)
    inside = (heart.begin_s >= begin_s) & (heart.begin_s <= end_s)
    heart_s, beats = np.rint(heart.begin_s[inside]), heart.value[inside].astype(np.float64)
    nothing = heart.where(slice(0))
    steps, metres = (
        _one_after_another(
            _of_one_source(series[kind].between(begin_s, end_s), own, is_sum=True)
            if is_on_foot else nothing
        )
        for kind in (STEPS, DISTANCE)
    )  # fmt: skip
    interval_s = _typical_length_s(steps)
    step_sum, metre_sum = (_sum(each, begin_s, end_s, pauses) for each in (steps, metres))
    is_told = interval_s <= LONGEST_S
    times = [heart_s]
    if is_told:
        first, last = steps.begin_s[0], steps.begin_s[-1] + steps.length_s[-1]
        regular = np.arange(max(np.floor(first), begin_s), min(last, end_s), SAMPLE_S)
        times.append(np.rint(regular))
    every = np.unique(np.concatenate(times))
    if every.size > MAX_RECORDS:
        raise LimitError(f"a workout of more than {MAX_RECORDS:,} samples", "split the file")
    if not every.size:
        return During(NO_RECORDS, step_sum, metre_sum, interval_s)
    channels = {}
    if heart_s.size:
        channels["heart_rate_bpm"] = np.full(every.size, np.nan)
        channels["heart_rate_bpm"][np.searchsorted(every, heart_s)] = beats
    if is_told:
        channels["cadence_rpm"] = _cadence(steps, every)
        if metres.value.size:
            channels["distance_m"] = _travelled(metres, every)
    return During(Records(every, channels), step_sum, metre_sum, interval_s)


def _of_one_source(found: Series, own: int, *, is_sum: bool) -> Series:
    if not found.value.size:
        return found
    weights = found.value.astype(np.float64) if is_sum else None
    fullness = np.bincount(found.source, weights)
    fullest = int(np.argmax(fullness))
    if own < fullness.size and fullness[own] >= OWN_SHARE * fullness[fullest]:
        fullest = own
    return found.of(fullest)


def _one_after_another(found: Series) -> Series:
    """Counts that begin before the one before has ended are of the same time: left out."""
    if not found.value.size:
        return found
    end_s = np.maximum.accumulate(found.begin_s + found.length_s)
    free = np.concatenate(([True], found.begin_s[1:] >= end_s[:-1] - 1.0))
    free &= found.length_s > 0
    return found.where(free)


def _typical_length_s(counts: Series) -> float:
    lengths = counts.length_s.astype(np.float64)
    return float((lengths**2).sum() / lengths.sum()) if lengths.size else np.nan


def _sum(counts: Series, begin_s: float, end_s: float, pauses: Stretches) -> float:
    """Sum of counts, of those that reach beyond only a share; NaN where too little is covered."""
    shares = _overlap_s(counts, begin_s, end_s)
    wanted_s = end_s - begin_s
    for begin, end in pauses:
        shares = shares - _overlap_s(counts, begin, end)
        wanted_s -= end - begin
    lengths = counts.length_s.astype(np.float64)
    if not shares.sum() >= MIN_COVERED * wanted_s > 0:
        return np.nan
    return float((counts.value * np.maximum(shares, 0) / lengths).sum())


def _overlap_s(counts: Series, begin_s: float, end_s: float) -> Floats:
    ends = np.minimum(counts.begin_s + counts.length_s, end_s)
    result: Floats = np.maximum(ends - np.maximum(counts.begin_s, begin_s), 0)
    return result


def _cadence(steps: Series, every: Floats) -> Floats:
    """Strides a minute of the count that each time lies in; 0 between counts near each other.

    As strides, which is what a cadence of less than a hundred is always taken for, while steps of a
    session that is mostly walked could be.
    """
    at = np.searchsorted(steps.begin_s, every, side="right") - 1
    before = np.maximum(at, 0)
    end_s = steps.begin_s + steps.length_s
    rate = 60.0 / STEPS_PER_STRIDE * steps.value.astype(np.float64) / steps.length_s
    following = np.append(steps.begin_s, np.inf)[before + 1]
    is_silent = every >= end_s[before]
    is_still = is_silent & (following - end_s[before] <= MAX_SILENCE_S)
    rpm = np.where(is_still, 0.0, np.where(is_silent, np.nan, rate[before]))
    result: Floats = np.where(at < 0, np.nan, rpm)
    return result


def _travelled(metres: Series, every: Floats) -> Floats:
    ends = np.cumsum(metres.value, dtype=np.float64)
    knots_s = np.column_stack((metres.begin_s, metres.begin_s + metres.length_s)).ravel()
    knots_m = np.column_stack((np.append(0.0, ends[:-1]), ends)).ravel()
    knots_s = np.maximum.accumulate(knots_s)
    result: Floats = np.interp(every, knots_s, knots_m, left=np.nan, right=np.nan)
    return result
