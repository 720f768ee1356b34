"""What changed in a runner's form between an early and a late part of one session."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from loadwatch.derive.form import cadence_drift_pct, decoupling_pct, drift_pct
from loadwatch.derive.grid import Grid, runs_of
from loadwatch.derive.order import mean
from loadwatch.units import Bools, Floats

MIN_RUNNING_S = 1200
"""Less running than this is not compared. [s; evidence.md 10]"""
SKIPPED_S, REFERENCE_END_S = 300, 900
"""The first minutes of running are left out; the reference is what follows, to the second. [s;
evidence.md 10]"""
LATE_SHARE = 0.25
"""The late part is the last of the running, by this share. [share; evidence.md 10]"""
LEVEL_GRADE = 0.03
"""Only seconds below this grade are compared, where it is known. [rise/run; evidence.md 10]"""
MIN_INTERVALS, MAX_INTERVAL_S = 6, 600
"""A session of at least so many bouts, with half of its running in bouts shorter than this, is one
of intervals. [bouts, s; choice]"""
MIN_PART_S = 120
"""Either part needs so many seconds of a value. [s; choice]"""
MAX_SPEED_CHANGE_PCT = 20.0
"""Parts whose speeds are further apart are too unlike for their form to be compared. [%; choice]"""
MIN_SIGNALS = 2
"""Fewer signals that could be looked at tell nothing: form fade needs two. [choice]"""

STREAMS = {
    "stance_time": "stance_time_ms",
    "vertical_oscillation": "vertical_oscillation_mm",
    "vertical_ratio": "vertical_ratio_pct",
}
"""Name in the drift columns → stream."""


@dataclass(frozen=True)
class Parts:
    """Cells of an early and a late part, and when the late one begins.

    Parameters
    ----------
    early, late : numpy.ndarray
        Masks of the grid.
    change_min : float
        Running before the late part. [min]
    of_bouts : bool
        Whether they are the first and last third of many bouts, and not of the running.
    """

    early: Bools
    late: Bools
    change_min: float
    of_bouts: bool


@dataclass(frozen=True)
class Compared:
    """Means of an early and a late part, on level ground.

    Parameters
    ----------
    early, late : Mapping[str, float]
        By name with its unit; NaN is unknown, or too short to tell.
    change_min : float
        Running before the late part. [min]
    of_bouts : bool
        Whether they are the first and last third of many bouts, and not of the running.
    decoupling_pct : float
        Of the two halves of the running; NaN is unknown. [%]
    """

    early: Mapping[str, float]
    late: Mapping[str, float]
    change_min: float
    of_bouts: bool
    decoupling_pct: float


def compare(grid: Grid, running: Bools, cadence_spm: Floats, grade: Floats) -> Compared | None:
    """An early and a late part of one session; None where too little was run.

    Parameters
    ----------
    grid, running, cadence_spm, grade
        As in :func:`form_drift`.
    """
    if np.count_nonzero(running) < MIN_RUNNING_S:
        return None
    ran_s = np.cumsum(running)
    usable = running & (ran_s > SKIPPED_S) & ~(np.abs(grade) >= LEVEL_GRADE)
    parts = _parts(running, ran_s, usable)
    streams = {
        "speed_mps": np.where(grid.speed_mps > 0, grid.speed_mps, np.nan),
        "cadence_spm": np.where(cadence_spm > 0, cadence_spm, np.nan),
        "heart_rate_bpm": grid.heart_rate_bpm,
        "stance_time_ms": grid.stance_time_ms,
        "vertical_oscillation_mm": grid.vertical_oscillation_mm,
        "vertical_ratio_pct": grid.vertical_ratio_pct,
    }
    return Compared(
        {name: _mean(values, parts.early) for name, values in streams.items()},
        {name: _mean(values, parts.late) for name, values in streams.items()},
        parts.change_min,
        parts.of_bouts,
        _decoupling(streams["speed_mps"], grid.heart_rate_bpm, usable),
    )


def form_drift(grid: Grid, running: Bools, cadence_spm: Floats, grade: Floats) -> dict[str, float]:
    """Drifts of one session, and how many of the six signals of a fading form they make.

    Parameters
    ----------
    grid : Grid
        The session, one cell a second.
    running : numpy.ndarray
        Whether each cell was run.
    cadence_spm : numpy.ndarray
        Cadence of each cell; NaN is unknown. [steps/min]
    grade : numpy.ndarray
        Rise over run of each cell; NaN is unknown and counts as level. [unitless]

    Returns
    -------
    dict of str to float
        The form columns of SESSIONS; NaN where they cannot be compared.
    """
    drift = dict.fromkeys(
        ("form_signal_count", "form_change_min", "cadence_drift_pct",
         *(f"{name}_drift_pct" for name in STREAMS), "speed_drift_pct", "decoupling_pct"),
        math.nan,
    )  # fmt: skip
    compared = compare(grid, running, cadence_spm, grade)
    if compared is None:
        return drift
    early, late = compared.early, compared.late
    drift["speed_drift_pct"] = drift_pct(early["speed_mps"], late["speed_mps"])
    drift["decoupling_pct"] = compared.decoupling_pct
    if abs(drift["speed_drift_pct"]) > MAX_SPEED_CHANGE_PCT:
        return drift
    drift["cadence_drift_pct"] = cadence_drift_pct(
        early["cadence_spm"], late["cadence_spm"],
        early_mps=early["speed_mps"], late_mps=late["speed_mps"],
    )  # fmt: skip
    for name, stream in STREAMS.items():
        drift[f"{name}_drift_pct"] = drift_pct(early[stream], late[stream])
    heart_rise = late["heart_rate_bpm"] - early["heart_rate_bpm"]
    drift["form_signal_count"] = signal_count(drift, heart_rise)
    if math.isfinite(drift["form_signal_count"]):
        drift["form_change_min"] = compared.change_min
    return drift


def signal_count(
    drift: dict[str, float],
    heart_rise_bpm: float,
    *,
    cadence_pct: float = -3.0,
    stance_time_pct: float = 4.0,
    alike_speed_pct: float = 3.0,
    vertical_oscillation_pct: float = 8.0,
    vertical_ratio_pct: float = 8.0,
    speed_pct: float = -6.0,
    decoupling_pct: float = 5.0,
) -> float:
    """How many of the six signals are there; NaN where fewer than two could be looked at.

    Parameters
    ----------
    drift : dict of str to float
        The drift columns of SESSIONS. [%]
    heart_rise_bpm : float
        Heart rate of the late part over that of the early one. [1/min]
    cadence_pct : float, default -3
        At most this, at equal speed. [%; evidence.md 10, choice]
    stance_time_pct : float, default 4
        At least this, where the speed changed by no more than ``alike_speed_pct``. [%; evidence.md
        10, choice]
    alike_speed_pct : float, default 3
        Speeds this near are alike. [%; evidence.md 10, choice]
    vertical_oscillation_pct, vertical_ratio_pct : float, default 8
        At least this. [%; evidence.md 10, choice]
    speed_pct : float, default -6
        At most this, with a heart rate that is not lower. [%; evidence.md 10, choice]
    decoupling_pct : float, default 5
        More than this. [%; coaches]
    """
    speed = drift["speed_drift_pct"]
    stance_time = drift["stance_time_drift_pct"] if math.isfinite(speed) else math.nan
    signals = (
        (drift["cadence_drift_pct"], drift["cadence_drift_pct"] <= cadence_pct),
        (stance_time, stance_time >= stance_time_pct and abs(speed) <= alike_speed_pct),
        (
            drift["vertical_oscillation_drift_pct"],
            drift["vertical_oscillation_drift_pct"] >= vertical_oscillation_pct,
        ),
        (
            drift["vertical_ratio_drift_pct"],
            drift["vertical_ratio_drift_pct"] >= vertical_ratio_pct,
        ),
        (speed + heart_rise_bpm, speed <= speed_pct and heart_rise_bpm >= 0),
        (drift["decoupling_pct"], drift["decoupling_pct"] > decoupling_pct),
    )
    told = [is_there for value, is_there in signals if math.isfinite(value)]
    return float(sum(told)) if len(told) >= MIN_SIGNALS else math.nan


def _parts(running: Bools, ran_s: np.ndarray, usable: Bools) -> Parts:
    """Reference and late part of a steady run; first and last third of the bouts of intervals."""
    bouts = runs_of(running)
    lengths = np.array([end - begin for begin, end in bouts])
    short_s = int(lengths[lengths < MAX_INTERVAL_S].sum())
    compared = [bout for bout in bouts if ran_s[bout[0]] > SKIPPED_S]
    if len(compared) >= MIN_INTERVALS and short_s > lengths.sum() / 2:
        third = len(compared) // 3
        first_end, last_begin = compared[third - 1][1], compared[-third][0]
        cells = np.arange(running.size)
        begin = compared[0][0]
        early = usable & (cells >= begin) & (cells < first_end)
        return Parts(
            early, usable & (cells >= last_begin), (int(ran_s[last_begin]) - 1) / 60, of_bouts=True
        )
    late_s = (1 - LATE_SHARE) * int(ran_s[-1])
    return Parts(
        usable & (ran_s <= REFERENCE_END_S), usable & (ran_s > late_s), late_s / 60, of_bouts=False
    )


def _mean(values: Floats, cells: Bools) -> float:
    chosen = values[cells & np.isfinite(values)]
    return mean(chosen) if chosen.size >= MIN_PART_S else math.nan


def _decoupling(speed_mps: Floats, heart_rate_bpm: Floats, usable: Bools) -> float:
    """Of the two halves of the running that has both."""
    both = (usable & np.isfinite(speed_mps) & np.isfinite(heart_rate_bpm)).nonzero()[0]
    if both.size < 2 * MIN_PART_S:
        return math.nan
    first, second = both[: both.size // 2], both[both.size // 2 :]
    return decoupling_pct(
        mean(speed_mps[first]), mean(heart_rate_bpm[first]),
        mean(speed_mps[second]), mean(heart_rate_bpm[second]),
    )  # fmt: skip
