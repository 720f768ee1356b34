"""What rules ask of a run beside its sums: its fastest minute, its bouts, its hills, its heart."""

from __future__ import annotations

import itertools
import math

import numpy as np

from loadwatch.derive.drift import form_drift
from loadwatch.derive.force import hill_weight
from loadwatch.derive.grid import GAP, OFF, Grid, moving_mean, runs_of
from loadwatch.derive.labels import BY_CADENCE, RUN, WALK, Labels
from loadwatch.derive.order import mean, median
from loadwatch.units import Bools, Floats, known_or

MINUTE_S = 60
DOWNHILL_GRADE = -0.05
"""Downhill begins here. [rise/run; evidence.md 11, R11]"""
MAX_UNKNOWN_GRADE_SHARE = 0.1
"""With more run impacts than this on ground of unknown grade, hills are unknown. [share; choice]"""
SPIKE_S = 4
"""A speed is believed up to the greater of those so long before and after. [s; choice]"""
FASTEST_MPS = (8.0, 6.5)
"""Faster is no running: where steps were seen, and where speed alone tells. [m/s; evidence.md 1.3,
choice]"""


def details(
    grid: Grid, labels: Labels, cadence_spm: Floats, impacts: Floats, grade: Floats
) -> dict[str, float]:
    """Further columns of SESSIONS of a session on foot; NaN is unknown.

    Parameters
    ----------
    grid : Grid
        The session, one cell a second.
    labels : Labels
        Gait of each cell.
    cadence_spm : numpy.ndarray
        Cadence of each cell; NaN is unknown. [steps/min]
    impacts : numpy.ndarray
        Foot strikes of each cell. [impacts]
    grade : numpy.ndarray
        Rise over run of each cell; NaN is unknown. [unitless]
    """
    run = labels.cells(RUN)
    running = seen_running(grid, labels)
    speed = sure_speed_mps(grid, labels.source == BY_CADENCE)
    heart = grid.heart_rate_bpm[run & (grid.state != OFF)]
    heart = heart[np.isfinite(heart)]
    return {
        "best_60s_speed_mps": best_minute_mps(speed, running),
        "fastest_minute_speed_mps": fastest_minute_mps(speed, running),
        **_typical_bouts(labels),
        **hill_impacts(impacts[run], grade[run]),
        "run_heart_rate_bpm": mean(heart) if heart.size else math.nan,
        **form_drift(grid, running, cadence_spm, grade),
    }


def seen_running(grid: Grid, labels: Labels) -> Bools:
    """Cells that were run and recorded."""
    seen: Bools = labels.cells(RUN) & (grid.state != GAP)
    return seen


def sure_speed_mps(grid: Grid, by_cadence: Bools) -> Floats:
    """Speed as far as it can be believed: no more than the distance covered. [m/s]

    Parameters
    ----------
    grid : Grid
        The session, one cell a second.
    by_cadence : numpy.ndarray
        Whether steps were seen in a cell; without them a car may pass for a runner.
    """
    speed = known_or(grid.speed_mps, 0.0)
    edges = np.full(SPIKE_S, speed[0]), np.full(SPIKE_S, speed[-1])
    before = np.concatenate((edges[0], speed[:-SPIKE_S]))[: speed.size]
    after = np.concatenate((speed[SPIKE_S:], edges[1]))[-speed.size :]
    low, high = np.minimum(before, after), np.maximum(before, after)
    middle: Floats = np.clip(speed, low, high)
    if np.isfinite(grid.step_m).any():
        middle = np.minimum(middle, moving_mean(known_or(grid.step_m, 0.0), 2 * SPIKE_S + 1))
    believed = middle <= np.where(by_cadence, *FASTEST_MPS)
    return np.where(believed & np.isfinite(grid.speed_mps), middle, np.nan)


def best_minute_mps(speed_mps: Floats, running: Bools) -> float:
    """Fastest 60 s in a row; NaN where there were none. [m/s]"""
    best = math.nan
    minute = slice(MINUTE_S, None), slice(None, -MINUTE_S)
    for begin, end in runs_of(running & np.isfinite(speed_mps)):
        if end - begin >= MINUTE_S:
            total = np.concatenate(([0.0], np.cumsum(speed_mps[begin:end])))
            best = float(np.fmax(best, (total[minute[0]] - total[minute[1]]).max() / MINUTE_S))
    return best


def fastest_minute_mps(speed_mps: Floats, running: Bools) -> float:
    """Speed reached or exceeded for 60 s in all; NaN with less running. [m/s]"""
    speeds = speed_mps[running & np.isfinite(speed_mps)]
    if speeds.size < MINUTE_S:
        return math.nan
    return float(np.partition(speeds, -MINUTE_S)[-MINUTE_S])


def hill_impacts(impacts: Floats, grade: Floats) -> dict[str, float]:
    """Run impacts downhill, and run impacts by their hill weight.

    Steps on ground of unknown grade are shared out like the others, if they are few.

    Parameters
    ----------
    impacts : numpy.ndarray
        Foot strikes of each running cell. [impacts]
    grade : numpy.ndarray
        Rise over run of each; NaN is unknown. [unitless]
    """
    known, total = np.isfinite(grade), float(impacts.sum())
    seen = float(impacts[known].sum())
    downhill = weighted = math.nan
    if not total:
        downhill = weighted = 0.0
    elif seen >= (1 - MAX_UNKNOWN_GRADE_SHARE) * total:
        downhill = float(impacts[known & (grade <= DOWNHILL_GRADE)].sum()) * total / seen
        weighted = float((impacts[known] * hill_weight(grade[known])).sum()) * total / seen
    return {
        "downhill_run_impact_count": downhill if math.isnan(downhill) else float(round(downhill)),
        "hill_run_impact_count": weighted if math.isnan(weighted) else float(round(weighted)),
    }


def _typical_bouts(labels: Labels) -> dict[str, float]:
    """Medians of the runs and of what was walked between two of them."""
    bouts = runs_of(labels.cells(RUN))
    walked = np.concatenate(([0], np.cumsum(labels.cells(WALK))))
    walks = [int(walked[begin] - walked[end]) for (_, end), (begin, _) in itertools.pairwise(bouts)]
    between = [seconds for seconds in walks if seconds]
    return {
        "typical_run_bout_s": median(np.array([end - begin for begin, end in bouts], np.float64))
        if bouts
        else math.nan,
        "typical_walk_bout_s": median(np.array(between, np.float64)) if between else math.nan,
    }
