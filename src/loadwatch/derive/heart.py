"""Heart rate that an optical sensor made up: locked to the cadence, or spiking."""

from __future__ import annotations

import numpy as np

from loadwatch.activity import Note
from loadwatch.derive.grid import median_of_each, runs_of, windows_extremes, windows_of
from loadwatch.units import Bools, Floats

LOCKED_BPM = 3.0
"""Heart rate this near to the steps a minute may be locked to them. [bpm; choice]"""
LOCKED_S = 60
"""Shortest stretch that counts as locked. [s; choice]"""
JUMP_BPM, JUMP_S = 15.0, 15
"""A lock begins or ends with a jump, which a heart does not make so fast. [bpm, s; choice]"""
SPIKE_BPM, SPIKE_S = 25.0, 10
"""Further from the median of a minute than this, for no longer, is a spike. [bpm, s; choice]"""
MEDIAN_S = 61
CODE = "masked-heart-rate"


def masked_heart_rate(heart_rate_bpm: Floats, cadence_spm: Floats) -> tuple[Floats, list[Note]]:
    """Heart rate without the seconds that are the sensor's own, and a note of how many.

    A heart may well beat as often as the feet strike; only a stretch of a minute or more that also
    begins or ends with a jump is taken for a lock.

    Parameters
    ----------
    heart_rate_bpm, cadence_spm : numpy.ndarray
        Each second; NaN is unknown. [bpm; steps/min]

    Returns
    -------
    heart_rate_bpm : numpy.ndarray
        The same, NaN where masked. [bpm]
    notes : list of Note
        What was masked.
    """
    if not np.isfinite(heart_rate_bpm).any():
        return heart_rate_bpm, []
    locked = _locked(heart_rate_bpm, cadence_spm)
    spikes = _spikes(heart_rate_bpm)
    notes = [
        Note(CODE, f"heart rate: {count} s {what}, left out", count)
        for mask, what in ((locked, "locked to the cadence"), (spikes & ~locked, "of spikes"))
        if (count := int(np.count_nonzero(mask)))
    ]
    return np.where(locked | spikes, np.nan, heart_rate_bpm), notes


def _locked(heart: Floats, cadence: Floats) -> Bools:
    result = np.zeros(heart.size, bool)
    near = np.abs(heart - cadence) <= LOCKED_BPM
    for begin, end in runs_of(near):
        if end - begin < LOCKED_S:
            continue
        outside = (heart[max(begin - JUMP_S, 0) : begin], heart[end : end + JUMP_S])
        inside = (heart[begin], heart[end - 1])
        jumps = [
            float(np.nanmax(np.abs(values - edge)))
            for values, edge in zip(outside, inside, strict=True)
            if np.isfinite(values).any()
        ]
        result[begin:end] = max(jumps, default=0.0) >= JUMP_BPM
    return result


def _spikes(heart: Floats) -> Bools:
    """Short stretches far from the median round them, which is sought only where it may be far."""
    result, far = np.zeros(heart.size, bool), np.zeros(heart.size, bool)
    if heart.size >= MEDIAN_S:
        least, most = windows_extremes(heart, MEDIAN_S)
        doubtful = ((heart - least > SPIKE_BPM) | (most - heart > SPIKE_BPM)).nonzero()[0]
        medians = median_of_each(windows_of(heart, MEDIAN_S)[doubtful])
        far[doubtful] = np.abs(heart[doubtful] - medians) > SPIKE_BPM
    for begin, end in runs_of(far):
        result[begin:end] = end - begin <= SPIKE_S
    return result
