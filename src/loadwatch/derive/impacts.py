"""Foot strikes: the device's strides, else recorded cadence, else a model; and how sure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from loadwatch.activity import Note
from loadwatch.derive.cadence import (
    MAX_SPM,
    TYPICAL_RUN_SPM,
    TYPICAL_WALK_SPM,
    lost_cadence,
    model_running_cadence_spm,
    model_walking_cadence_spm,
)
from loadwatch.derive.grid import Grid, runs_of
from loadwatch.derive.labels import PAUSE, RUN, WALK, Labels
from loadwatch.derive.order import median
from loadwatch.units import STEPS_PER_STRIDE, Floats

COUNT_UNCERTAINTY_PCT = {"strides": 2.0, "cadence": 4.0, "model": 13.0}
"""Of the steps as such, by source. The device's own total: choice. From cadence: 95 % of real files
are this near to their device's total. Model: two standard deviations, 6 % between runners and 3 %
for an assumed height. [%; benchmarks/impacts.py; evidence.md 2.4]"""
EDGES_S = 5.0
"""Both edges of a run bout together, since a watch's cadence is late: by so much a bout is 95 % of
sessions apart from the watch's own splits. [s; benchmarks/impacts.py, half of the files]"""
EDGES_PER_INTERVAL = 1.0
"""The same of steps that are told as a sum over an interval, for each second of it: an interval in
which the gait changed is taken whole for one of the two, so that each edge is off by up to half of
it, and all to the same side where walks are as short. [s/s; choice]"""
MAX_MODEL_SHARE, MIN_MODEL_SHARE = 0.5, 0.05
"""Above the first, a run counts as modelled; above the second, that is noted. [share; choice]"""
MIN_LOST_SHARE = 0.01
"""Above this share of the moving time, bridged seconds are noted. [share; choice]"""
SHORT_BOUT_S = 30.0
"""Bouts under this are uncertain where only speed tells them. [s; evidence.md 0.10]"""

LAPS_FIT_SHARE = 0.02
"""The totals of laps are used if they add up to the session's within this. [share; choice]"""
MAX_LAP_RATIO = 2.0
"""A lap's total further from its records than this is not used. [ratio; choice]"""
MAX_RECORDS_EXCESS = 1.5
"""Recorded steps over the device's total beyond this: it is of a part only; the other way round,
where the records cover the session: it is no total of strides. [ratio; choice]"""
MIN_KNOWN_SHARE = 0.9
"""Records cover a session with cadence for this much of it. [share; choice]"""
LOST_RUN_MPS = 2.1
"""Where the cadence was lost slower than this, the watch counts as many steps as in walking. [m/s;
real laps, docs/method.md]"""
OWN_RATIO_S = 60
"""With so much recorded cadence of running, the model is set to the runner's own. [s; choice]"""
UNSURE_STEPS_PER_S = 5.0
"""Twice the usual steps: neighbouring seconds are in doubt together. [impacts/s; choice]"""


@dataclass(frozen=True)
class Impacts:
    """Foot strikes of a session.

    Parameters
    ----------
    per_cell : numpy.ndarray
        Foot strikes of each cell, adding up to the best total. [impacts]
    from_records : float
        Total from recorded cadence alone, all gaits; NaN without cadence. [impacts]
    source : str
        strides, cadence or model.
    uncertainty_pct : float
        Half width of the band round the run impacts. [%]
    notes : tuple of Note
        What the counting had to doubt.
    """

    per_cell: Floats
    from_records: float
    source: str
    uncertainty_pct: float
    notes: tuple[Note, ...]


def steps_from_cadence(cadence_spm: Floats, dt_s: Floats | float = 1.0) -> float:
    """Steps taken: cadence over time.

    Parameters
    ----------
    cadence_spm : numpy.ndarray
        Cadence of both feet; unknown cells add nothing. [steps/min]
    dt_s : numpy.ndarray or float
        Time that each value stands for. [s]

    Examples
    --------
    >>> steps_from_cadence(np.full(300, 159.5))
    797.5
    """
    return float(np.nansum(cadence_spm * dt_s) / 60)


def count_impacts(
    grid: Grid,
    labels: Labels,
    cadence_spm: Floats,
    total_strides: float,
    laps: Sequence[tuple[int, int, float]] = (),
    *,
    height_m: float = 1.70,
    interval_s: float = 0.0,
) -> Impacts:
    """Foot strikes of a session on foot.

    Parameters
    ----------
    grid : Grid
        The session, one cell a second.
    labels : Labels
        Gait of each cell; nothing is counted in a pause.
    cadence_spm : numpy.ndarray
        Cadence of each cell, NaN is unknown. [steps/min]
    total_strides : float
        The device's own total; NaN if it has none. [strides]
    laps : sequence of (int, int, float)
        Cells ``[begin, end)`` of each lap and the device's total of it. [s, s, strides]
    height_m : float, default 1.70
        Body height for the model. [m]
    interval_s : float, default 0
        What each cadence is the mean of, where steps were told as sums. [s]

    Notes
    -----
    Where the device has a stride total it is the total, and the records share it out over time,
    lap by lap where the totals of the laps add up to it.
    Cadence lost for up to a minute is bridged: while running by the cadence on both sides, while
    walking, whose rhythm is uneven then, by the speed-and-height model. Longer stretches of running
    and walking without a cadence are filled by the model too, but not counted as recorded.
    """
    notes: list[Note] = []
    run, walk = labels.cells(RUN), labels.cells(WALK)
    active = labels.label != PAUSE
    lost = lost_cadence(grid, cadence_spm) & (run | walk)
    known = np.isfinite(cadence_spm) & active & ~lost
    spm = np.where(known, cadence_spm, 0.0)
    modelled = (run | walk) & ~known
    for gait in (RUN, WALK):
        blind = labels.cells(gait) & modelled
        spm[blind] = _model(grid.speed_mps[blind], gait, height_m)
    slow = lost & run & ~(grid.speed_mps >= LOST_RUN_MPS)
    spm[slow] = _model(grid.speed_mps[slow], WALK, height_m)
    seen = run & known & (spm > 0)
    usual = run & modelled & ~slow
    if usual.any() and np.count_nonzero(seen) >= OWN_RATIO_S:
        own = median(spm[seen]) / median(_model(grid.speed_mps[seen], RUN, height_m))
        spm[usual] *= own
    stepping = (known & run & (cadence_spm > 0)).nonzero()[0]
    if stepping.size:
        bridged = lost & run & (grid.speed_mps >= LOST_RUN_MPS)
        spm[bridged] = np.interp(bridged.nonzero()[0], stepping, cadence_spm[stepping])
        modelled &= ~bridged
    lost_s = int(np.count_nonzero(lost))
    if known.any() and lost_s > MIN_LOST_SHARE * np.count_nonzero(run | walk):
        what = f"cadence was lost for {lost_s} s while moving; bridged"
        notes.append(Note("cadence-bridged", what, lost_s))
    from_records = steps_from_cadence(spm[known | lost]) if known.any() else math.nan

    run_total = steps_from_cadence(spm[run])
    share = steps_from_cadence(spm[run & modelled]) / run_total if run_total else 1.0 - known.any()
    source = "model" if share > MAX_MODEL_SHARE else "cadence"
    if MIN_MODEL_SHARE < share <= MAX_MODEL_SHARE:
        what = f"cadence is missing in {share:.0%} of the running; filled by a model"
        notes.append(Note("cadence-gaps", what))
    per_cell, total = spm / 60, steps_from_cadence(spm)
    if math.isfinite(total_strides) and total_strides > 0 and total > 0:
        steps = STEPS_PER_STRIDE * total_strides
        shared = _shared_out(per_cell.copy(), steps, laps)
        is_too_many = any(
            shared[cells].sum() > MAX_SPM / 60 * np.count_nonzero(cells)
            for cells in (run, walk, active)
        )
        recorded = steps_from_cadence(spm[known])
        is_covered = np.count_nonzero(known) >= MIN_KNOWN_SHARE * len(grid)
        is_over = is_covered and steps > MAX_RECORDS_EXCESS * total
        if recorded > MAX_RECORDS_EXCESS * steps or is_over or is_too_many:
            what = f"the device's {total_strides:.0f} strides do not fit its records; not used"
            notes.append(Note("strides-doubtful", what))
        else:
            per_cell, source = shared, "strides"
    uncertainty_pct = _uncertainty_pct(source, labels, per_cell, interval_s)
    return Impacts(per_cell, from_records, source, uncertainty_pct, tuple(notes))


def _shared_out(per_cell: Floats, steps: float, laps: Sequence[tuple[int, int, float]]) -> Floats:
    counted = [(begin, end, STEPS_PER_STRIDE * strides) for begin, end, strides in laps]
    if abs(sum(count for _, _, count in counted) - steps) <= LAPS_FIT_SHARE * steps:
        for begin, end, count in counted:
            recorded = float(per_cell[begin:end].sum())
            if recorded and 1 / MAX_LAP_RATIO <= count / recorded <= MAX_LAP_RATIO:
                per_cell[begin:end] *= count / recorded
    return per_cell * (steps / float(per_cell.sum()))


def _model(speed_mps: Floats, gait: int, height_m: float) -> Floats:
    typical = TYPICAL_RUN_SPM if gait == RUN else TYPICAL_WALK_SPM
    low, high = (1.5, 6.0) if gait == RUN else (0.8, 2.2)
    model = model_running_cadence_spm if gait == RUN else model_walking_cadence_spm
    spm = model(
        np.clip(np.where(np.isnan(speed_mps), low, speed_mps), low, high), height_m=height_m
    )
    return np.where(np.isnan(speed_mps), typical, spm)


def _uncertainty_pct(source: str, labels: Labels, per_cell: Floats, interval_s: float) -> float:
    """Count, bout edges and gaits told by speed are apart from each other: they add in squares."""
    run = labels.cells(RUN)
    run_time_s, total = float(np.count_nonzero(run)), float(per_cell[run].sum())
    if not total:
        return math.nan
    edges_s = EDGES_S + EDGES_PER_INTERVAL * interval_s
    edges = 100 * edges_s * len(runs_of(run)) / run_time_s
    doubt = 100 * UNSURE_STEPS_PER_S * float(labels.doubt.sum()) / total
    return math.hypot(COUNT_UNCERTAINTY_PCT[source], edges, doubt)
