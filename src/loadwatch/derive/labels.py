"""Run, walk, stand, pause: a label for every second."""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from loadwatch.derive.grid import GAP, OFF, Grid, running_median, runs_of
from loadwatch.derive.order import mean, median, median_of_sorted, quantile_of_sorted
from loadwatch.units import Bools, Floats, known_or

RUN, WALK, STAND, PAUSE = 0, 1, 2, 3
LABELS = ("run", "walk", "stand", "pause")

BY_CADENCE, BY_SPEED, BRIDGED, BY_TIMER, BY_LAP = 0, 1, 2, 3, 4
SOURCES = ("cadence", "speed", "estimated", "timer", "lap")

CADENCE_MEDIAN_S = 3
"""Cadence is smoothed over so much, which takes out single spikes. [s; chosen on real splits]"""
MIN_SETS, MOST_SETS = 3, 0.7
SETS_ALIKE, SETS_ALIKE_S = 0.15, 4.0
"""Sets by the clock: so many bouts, most of them this near to their median. [share, s; choice]"""
LAG_S = 15
"""A run that dies within this after a workout step is the sensor's lag. [s; choice]"""
MOVING_SPM, MOVING_MPS = 60.0, 0.5
"""Slower than this is not a gait. [steps/min, m/s; choice]"""
MODES_APART_SPM, MODES_APART_MPS = 20.0, 0.6
"""Walking and running of one session lie at least this far apart. [evidence.md 1.3; choice]"""
MODES_OVER_SPREAD = 4.0
"""Modes are clear if they lie this many quartile ranges apart. [ratio; choice]"""
MIN_MODE_CELLS = 30
RUNNER_MPS, WALKER_MPS = (1.8, 1.6), (2.1, 1.8)
"""Speeds at which running begins and ends, in a session recorded as running and in any other. At
1.65 m/s a second of a recorded run is as likely run as walked (301 real sessions that also have
cadence); people told to change gait do so at 2.1 m/s (evidence.md 1.1). [m/s; chosen on real
sessions]"""
CUT_MPS = (1.8, 1.9)
"""Two clear speeds are walking and running only if they lie about this, and are cut within it.
[m/s; chosen on real sessions]"""
DOUBT_SPREAD_MPS, DOUBT_FROM_MPS, NEVER_SURE = 0.2, 0.6, 0.02
"""How fast doubt falls off around the threshold; below which speed there is none; the least. [m/s,
m/s, probability; fitted to real sessions]"""
FEW = 0.02
"""Share of moving time under which the usual threshold has found no running. [share; choice]"""
STILL_MPS = 0.2
"""A gap of 10-60 s slower than this is standing. [m/s; choice]"""


@dataclass(frozen=True)
class Labels:
    """Labels of every cell of the grid.

    Parameters
    ----------
    label, source : numpy.ndarray of uint8
        The label, and what decided it.
    doubt : numpy.ndarray
        How likely a label told by speed is wrong; 0 for others. [probability]
    run_spm, run_mps : tuple of float
        Cadence and speed at which running began and ended in this session. [steps/min; m/s]
    """

    label: npt.NDArray[np.uint8]
    source: npt.NDArray[np.uint8]
    doubt: Floats
    run_spm: tuple[float, float]
    run_mps: tuple[float, float]

    def cells(self, label: int) -> Bools:
        """Cells with a label."""
        result: Bools = self.label == label
        return result


def label_cells(
    grid: Grid,
    cadence_spm: Floats,
    work: Sequence[tuple[int, int]] = (),
    *,
    enter_run_spm: float = 140.0,
    leave_run_spm: float = 136.0,
    keep_run_s: int = 5,
    fast_mps: float = 2.4,
    fast_spm: float = 120.0,
    run_mps: tuple[float, float] = WALKER_MPS,
    stand_mps: float = 0.4,
    stand_spm: float = 40.0,
    min_run_s: int = 8,
    min_run_by_speed_s: int = 12,
    min_walk_s: int = 5,
    min_stand_s: int = 5,
) -> Labels:
    """Label every second of a session; labels tile it without a hole.

    Cadence decides where it is known, since it tells gaits apart far better than speed [1]_; speed
    is the fallback. A gap of 10-60 s counts only if both sides agree on the gait and the distance
    across fits it, or if nothing moved. Where a session clearly walks and runs in two modes, speed
    is cut in their middle; cadence too, if its running mode is too slow for the usual threshold.
    The seconds in which a run dies away count as running, as in the watch's own splits; since the
    sensor lags the body by four or five seconds at both ends of a bout, that overstates it by as
    much, so not where the bouts are alike: sets that were timed. Steps of a workout that were run
    are run from edge to edge.

    Parameters
    ----------
    grid : Grid
        The session, one cell a second.
    cadence_spm : numpy.ndarray
        Cadence of each cell, NaN is unknown. [steps/min]
    work : sequence of (int, int)
        Cells ``[begin, end)`` of workout steps that are to be run. [s]
    enter_run_spm, leave_run_spm : float
        Hysteresis. [steps/min; 140: Hum Mov Sci 2023, 136: chosen on real splits]
    keep_run_s : int
        How long an untimed run goes on after its last second of running cadence. [s; chosen on
        real splits]
    fast_mps, fast_spm : float
        Faster than this at this cadence or more is running, for tall slow-stepping runners.
        [m/s, steps/min; choice above the walk-run transition of 2.1 m/s]
    run_mps : tuple of float
        Running by speed alone begins at the first and ends under the second. [m/s]
    stand_mps, stand_spm : float
        Standing is below both. [m/s, steps/min; evidence.md 1.3]
    min_run_s, min_run_by_speed_s, min_walk_s, min_stand_s : int
        Shorter stretches go to their neighbours; 15 s runs must survive. [s; evidence.md 1.3; the
        walks chosen on real splits]

    References
    ----------
    .. [1] Human Movement Science 90:103117, 2023: 140 steps/min classifies 91 % of steps, 2.1 m/s
       only 55 %.
    """
    by_cadence = np.isfinite(cadence_spm)
    smooth_spm = running_median(cadence_spm, CADENCE_MEDIAN_S)
    speed = running_median(grid.speed_mps, 5)
    fast = (speed >= fast_mps) & (smooth_spm >= fast_spm)
    lifted = np.where(fast, np.fmax(smooth_spm, enter_run_spm), smooth_spm)
    active = grid.state != OFF
    moving = smooth_spm[active & (smooth_spm >= MOVING_SPM)]
    modes = _two_modes(moving, MODES_APART_SPM)
    if modes and float(np.mean(moving >= enter_run_spm)) < FEW and modes[1] >= leave_run_spm:
        enter_run_spm, leave_run_spm = sum(modes) / 2 + 5, sum(modes) / 2 - 5
    moving = speed[active & ~by_cadence & (speed >= MOVING_MPS)]
    modes = _two_modes(moving, MODES_APART_MPS)
    if modes and modes[0] <= CUT_MPS[1] and modes[1] >= run_mps[0]:
        run_mps = (float(np.clip(sum(modes) / 2, *CUT_MPS)),) * 2

    by_speed = _hysteresis(speed, *run_mps)
    sure = _hysteresis(lifted, enter_run_spm, leave_run_spm) & by_cadence & active
    crawls = ~(speed >= stand_mps)
    stand = np.where(by_cadence, (smooth_spm < stand_spm) & crawls, speed < stand_mps)
    source = np.where(by_cadence, BY_CADENCE, BY_SPEED).astype(np.uint8)
    source[grid.state == GAP] = BRIDGED
    told_by_speed = active & ~by_cadence
    shortest_run = (
        min_run_s
        if np.count_nonzero(told_by_speed) <= np.count_nonzero(active) / 2
        else min_run_by_speed_s
    )
    known = by_cadence | np.isfinite(grid.speed_mps)

    def labelled(run: Bools) -> npt.NDArray[np.uint8]:
        run = np.where(by_cadence, run, by_speed)
        label = np.where(run, RUN, np.where(stand, STAND, WALK)).astype(np.uint8)
        recorded = active & ((grid.state != GAP) | _credited_gaps(grid, label, known))
        label[~recorded] = PAUSE
        for begin, end in runs_of(recorded):
            shortest = (shortest_run, min_walk_s, min_stand_s)
            label[begin:end] = _absorbed(label[begin:end], shortest)
        return label

    label = labelled(sure)
    if not _are_timed(label):
        label = labelled(_kept(sure, keep_run_s))
    source[label == PAUSE] = BY_TIMER
    for begin, end in work:
        _run_from_edge_to_edge(label, source, begin, end)
    doubt = np.where(source == BY_SPEED, _doubt(speed, sum(run_mps) / 2), 0.0)
    return Labels(label, source, doubt, (enter_run_spm, leave_run_spm), run_mps)


def _doubt(speed_mps: Floats, even_mps: float) -> Floats:
    """How likely a gait told by speed alone is the other one."""
    steepness = (known_or(speed_mps, even_mps) - even_mps) / DOUBT_SPREAD_MPS
    run = NEVER_SURE + (1 - 2 * NEVER_SURE) / (1 + np.exp(-steepness))
    result: Floats = np.where(speed_mps < DOUBT_FROM_MPS, 0.0, np.minimum(run, 1 - run))
    return result


def _run_from_edge_to_edge(
    label: npt.NDArray[np.uint8], source: npt.NDArray[np.uint8], begin: int, end: int
) -> None:
    """A workout step most of which was run is run; the sensor's lag after it is not."""
    active = label[begin:end] != PAUSE
    if np.count_nonzero(label[begin:end] == RUN) <= np.count_nonzero(active) / 2:
        return
    label[begin:end][active] = RUN
    source[begin:end][active] = BY_LAP
    after = next((i for i in range(end, label.size) if label[i] != RUN), label.size)
    if after - end <= LAG_S and after < label.size and label[after] in (WALK, STAND):
        label[end:after] = label[after]


def _are_timed(label: npt.NDArray[np.uint8]) -> bool:
    """Whether the running bouts are alike in length, as sets by the clock are."""
    lengths = np.array([end - begin for begin, end in runs_of(label == RUN)], np.float64)
    if lengths.size < MIN_SETS:
        return False
    middle = median(lengths)
    alike = np.abs(lengths - middle) <= max(SETS_ALIKE * middle, SETS_ALIKE_S)
    return float(alike.mean()) >= MOST_SETS


def _kept(run: Bools, seconds: int) -> Bools:
    """Running goes on for some seconds after its last one."""
    total = np.concatenate(([0], np.cumsum(run)))
    cells = np.arange(run.size)
    result: Bools = total[cells + 1] > total[np.maximum(cells - seconds, 0)]
    return result


def _two_modes(values: Floats, apart: float) -> tuple[float, float] | None:
    """Medians of the two clusters of a session that walks and runs; None if it does only one."""
    if values.size < 2 * MIN_MODE_CELLS:
        return None
    in_order = np.sort(values)
    low, high = (quantile_of_sorted(in_order, share) for share in (0.02, 0.98))
    cut = -1
    for _ in range(10):
        before, cut = cut, int(np.searchsorted(in_order, (low + high) / 2))
        if cut == before:
            break
        if min(cut, values.size - cut) < MIN_MODE_CELLS:
            return None
        low, high = median_of_sorted(in_order[:cut]), median_of_sorted(in_order[cut:])
    cut = int(np.searchsorted(in_order, (low + high) / 2))
    spread = max(
        quantile_of_sorted(part, 0.75) - quantile_of_sorted(part, 0.25)
        for part in (in_order[cut:], in_order[:cut])
    )
    return (low, high) if high - low >= max(apart, MODES_OVER_SPREAD * spread) else None


def _hysteresis(values: Floats, enter: float, leave: float) -> Bools:
    """True from a value at ``enter`` or over until one under ``leave``; unknown keeps the state."""
    mark = np.zeros(values.size, np.int8)
    mark[values >= enter] = 1
    mark[values < leave] = -1
    last = np.maximum.accumulate(np.where(mark != 0, np.arange(values.size), -1))
    result: Bools = np.where(last >= 0, mark[last] > 0, False)
    return result


def _credited_gaps(grid: Grid, label: npt.NDArray[np.uint8], known: Bools) -> Bools:
    """Gap cells without movement, or whose sides share a gait that the distance fits."""
    credited = np.zeros(len(grid), bool)
    plausible = {RUN: (1.6, 6.5), WALK: (0.6, 2.6)}
    for begin, end in runs_of(grid.state == GAP):
        for part_begin, part_end in _parts(grid.gap_id, begin, end):
            speed = mean(grid.step_m[part_begin:part_end])
            if speed < STILL_MPS:
                credited[part_begin:part_end] = True
                label[part_begin:part_end] = STAND
                continue
            before, after = part_begin - 1, part_end
            if before < 0 or after >= len(grid) or not (known[before] and known[after]):
                continue
            gait = int(label[before])
            if gait != int(label[after]) or gait not in plausible:
                continue
            low, high = plausible[gait]
            if low <= speed <= high:
                credited[part_begin:part_end] = True
                label[part_begin:part_end] = gait
    return credited


def _parts(gap_id: npt.NDArray[np.intp], begin: int, end: int) -> list[tuple[int, int]]:
    """Gaps that touch one another, one by one."""
    cuts = np.diff(gap_id[begin:end]).nonzero()[0] + begin + 1
    edges = [begin, *cuts.tolist(), end]
    return list(itertools.pairwise(edges))


def _absorbed(
    label: npt.NDArray[np.uint8], shortest: tuple[int, int, int]
) -> npt.NDArray[np.uint8]:
    """Give stretches under the minimum of their label to the longer neighbour, shortest first."""
    begins = [0, *((label[1:] != label[:-1]).nonzero()[0] + 1).tolist()]
    kinds: list[int] = label[begins].tolist()
    lengths = [end - begin for begin, end in itertools.pairwise([*begins, label.size])]
    before, after = list(range(-1, len(kinds) - 1)), [*range(1, len(kinds)), -1]
    waiting = [(n, i) for i, n in enumerate(lengths) if n < shortest[kinds[i]]]
    if not waiting:
        return label
    heapq.heapify(waiting)
    while waiting:
        length, piece = heapq.heappop(waiting)
        if lengths[piece] != length:
            continue
        left, right = before[piece], after[piece]
        if left < 0 and right < 0:
            break
        is_left = right < 0 or (left >= 0 and lengths[left] >= lengths[right])
        kinds[piece] = kinds[left if is_left else right]
        for other in (right, left):
            if other >= 0 and kinds[other] == kinds[piece]:
                keep, gone = min(piece, other), max(piece, other)
                lengths[keep] += lengths[gone]
                lengths[gone] = 0
                after[keep] = after[gone]
                if after[gone] >= 0:
                    before[after[gone]] = keep
                piece = keep
        if lengths[piece] < shortest[kinds[piece]]:
            heapq.heappush(waiting, (lengths[piece], piece))
    return np.repeat(np.array(kinds, np.uint8), lengths)
