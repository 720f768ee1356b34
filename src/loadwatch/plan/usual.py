"""How this runner usually runs: what turns a distance into minutes and impacts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from loadwatch.derive.cadence import model_running_cadence_spm
from loadwatch.language import _
from loadwatch.load import History
from loadwatch.load.ahead import PlannedRun

RECENT_DAYS = 42
"""Runs of this time tell the usual speed and cadence. [days; choice: one constant of the base]"""
LAST_RUNS = 5
"""Where there are none so recent, as many of the last ones. [runs; choice]"""
MODEL_SPEED_MPS = 2.5
"""Speed assumed where no run tells one: 9 km/h. [m/s; choice]"""
LONGEST_SET_S = 300.0
"""Runners whose uninterrupted runs are usually shorter run sets. [s; choice]"""


@dataclass(frozen=True, slots=True)
class Usual:
    """Usual running.

    Parameters
    ----------
    speed_mps : float
        While running. [m/s]
    impacts_per_m : float
        Foot strikes of a metre. [1/m]
    basis : str
        Where both come from.
    set_run_s, set_walk_s : float or None
        Usual length of runs and walks in sets; None for one who runs without walks. [s]
    """

    speed_mps: float
    impacts_per_m: float
    basis: str
    set_run_s: float | None = None
    set_walk_s: float | None = None

    @property
    def cadence_spm(self) -> float:
        """Steps a minute at the usual speed. [steps/min]"""
        return self.impacts_per_m * self.speed_mps * 60

    def run_of(
        self, day: date, distance_m: float, *, repetitions: int = 1, walk_s: float = 0.0
    ) -> PlannedRun:
        """A run of so many metres at the usual speed and cadence."""
        return PlannedRun(
            day, distance_m, distance_m / self.speed_mps, distance_m * self.impacts_per_m,
            repetitions, walk_s,
        )  # fmt: skip

    def sets_of(self, day: date, repetitions: int, run_s: float, walk_s: float) -> PlannedRun:
        """Sets of equal runs at the usual speed and cadence."""
        metres = repetitions * run_s * self.speed_mps
        return self.run_of(day, metres, repetitions=repetitions, walk_s=walk_s)


def usual_of(history: History) -> Usual:
    """Medians of the runs of the last 42 days, else of the last five, else a model.

    Parameters
    ----------
    history : History
        Up to the evening before.
    """
    runs = history.runs
    told = runs[(runs["run_distance_m"] > 0) & (runs["run_time_s"] > 0)] if len(runs) else runs
    after = pd.Timestamp(history.as_of) - pd.Timedelta(days=RECENT_DAYS)
    recent = told[told["local_date"] > after] if len(told) else told
    chosen, words = recent, _("the runs of the last {days} days").format(days=RECENT_DAYS)
    if recent.empty:
        chosen, words = told.tail(LAST_RUNS), _("the last runs on file")
    if chosen.empty:
        return _modelled(MODEL_SPEED_MPS, history, _("a model: no run on file tells a speed"))
    speed = _median(chosen["run_distance_m"] / chosen["run_time_s"])
    counted = chosen[chosen["run_impact_count"] > 0]
    if counted.empty:
        basis = _("the speed of {runs}, cadence from a model: no run on file tells one").format(
            runs=words
        )
        usual = _modelled(speed, history, basis)
    else:
        usual = Usual(
            speed, _median(counted["run_impact_count"] / counted["run_distance_m"]), words
        )
    return _with_sets(usual, chosen)


def _modelled(speed_mps: float, history: History, basis: str) -> Usual:
    height_m = history.athlete.body_height_m
    spm = float(model_running_cadence_spm(speed_mps, height_m=height_m))
    return Usual(speed_mps, spm / 60 / speed_mps, basis)


def _with_sets(usual: Usual, runs: pd.DataFrame) -> Usual:
    run_s, walk_s = (_median(runs[name]) for name in ("typical_run_bout_s", "typical_walk_bout_s"))
    if not (run_s <= LONGEST_SET_S and walk_s > 0):
        return usual
    return Usual(usual.speed_mps, usual.impacts_per_m, usual.basis, run_s, walk_s)


def _median(values: pd.Series) -> float:
    known = values.to_numpy(np.float64)
    known = known[np.isfinite(known)]
    return float(np.median(known)) if known.size else float("nan")
