"""Foot strikes: the device's strides, else recorded cadence, else a model; and how sure."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from loadwatch.activity import Note
from loadwatch.derive.cadence import (
    MAX_SPM,
    TYPICAL_RUN_SPM,
    TYPICAL_WALK_SPM,
    model_running_cadence_spm,
    model_walking_cadence_spm,
)
from loadwatch.derive.grid import Grid, runs_of
from loadwatch.derive.segments import PAUSE, RUN, WALK, Labels
from loadwatch.units import STEPS_PER_STRIDE, Bools, Floats

DEVICE_UNCERTAINTY_PCT = 2.0
"""The device's own stride total. [%; choice]"""
LONG_BOUT_UNCERTAINTY_PCT = 5.0
SHORT_BOUT_UNCERTAINTY_PCT = 20.0
SHORT_BOUT_S = 30.0
"""Bouts under 30 s: the edges weigh more. [%, s; evidence.md 1.4, simulated]"""
MODEL_UNCERTAINTY_PCT = 13.0
"""Two standard deviations: 6 % between runners, 3 % for an assumed height. [%; evidence.md 2.4]"""

MAX_RECORDS_EXCESS = 1.5
"""Recorded steps over the device's total beyond this: it is of a part only. [ratio; choice]"""


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
    *,
    height_m: float = 1.70,
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
    height_m : float, default 1.70
        Body height for the model. [m]

    Notes
    -----
    Where the device has a stride total it is the total, and the records share it out over time.
    Running and walking cells without a cadence are filled by the speed-and-height model.
    """
    notes: list[Note] = []
    active = labels.label != PAUSE
    known = np.isfinite(cadence_spm) & active
    measured = np.where(known, cadence_spm, 0.0) / 60
    run, walk = labels.cells(RUN), labels.cells(WALK)
    filled = measured.copy()
    missing_run, missing_walk = run & ~known, walk & ~known
    filled[missing_run] = _model(grid.speed_mps[missing_run], RUN, height_m) / 60
    filled[missing_walk] = _model(grid.speed_mps[missing_walk], WALK, height_m) / 60
    from_records = float(measured.sum()) if known.any() else math.nan

    run_total = float(filled[run].sum())
    modelled = float(filled[missing_run].sum()) / run_total if run_total else float(not known.any())
    source = "model" if modelled > 0.5 else "cadence"
    if 0.05 < modelled <= 0.5:
        what = f"cadence is missing in {modelled:.0%} of the running; filled by a model"
        notes.append(Note("cadence-gaps", what))
    per_cell = filled
    if math.isfinite(total_strides) and total_strides > 0 and filled.sum() > 0:
        steps = STEPS_PER_STRIDE * total_strides
        too_many = MAX_SPM / 60 * float(active.sum())
        if measured.sum() > MAX_RECORDS_EXCESS * steps or steps > too_many:
            what = f"the device's {total_strides:.0f} strides do not fit its records; not used"
            notes.append(Note("strides-doubtful", what))
        else:
            per_cell = filled * (steps / float(filled.sum()))
            source = "strides"
    return Impacts(
        per_cell, from_records, source, _uncertainty_pct(source, run, walk, per_cell), tuple(notes)
    )


def _model(speed_mps: Floats, gait: int, height_m: float) -> Floats:
    typical = TYPICAL_RUN_SPM if gait == RUN else TYPICAL_WALK_SPM
    low, high = (1.5, 6.0) if gait == RUN else (0.8, 2.2)
    model = model_running_cadence_spm if gait == RUN else model_walking_cadence_spm
    spm = model(
        np.clip(np.where(np.isnan(speed_mps), low, speed_mps), low, high), height_m=height_m
    )
    return np.where(np.isnan(speed_mps), typical, spm)


def _uncertainty_pct(source: str, run: Bools, walk: Bools, per_cell: Floats) -> float:
    total = float(per_cell[run].sum())
    if total <= 0:
        return math.nan
    if source == "strides" and float(per_cell[walk].sum()) < 0.05 * total:
        return DEVICE_UNCERTAINTY_PCT
    short = sum(
        float(per_cell[begin:end].sum())
        for begin, end in runs_of(run)
        if end - begin < SHORT_BOUT_S
    )
    edges = (
        SHORT_BOUT_UNCERTAINTY_PCT * short + LONG_BOUT_UNCERTAINTY_PCT * (total - short)
    ) / total
    return math.hypot(edges, MODEL_UNCERTAINTY_PCT) if source == "model" else edges
