"""Heart-rate and pace loads of a session, where the profile tells what they need."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

import numpy as np

from loadwatch.athlete import Athlete
from loadwatch.derive.effort import Weights, banister_trimp, edwards_load, pace_load
from loadwatch.derive.grid import OFF, Grid

MIN_HEART_SHARE = 0.8
"""Heart rate known in less of the time than this, and its loads are unknown. [share; choice]"""
ZONE_EDGES = (0.6, 0.7, 0.8, 0.9)
"""Shares of the maximum at which heart-rate zones 2 to 5 begin. [share; edwards1993]"""
ZONE_FLOOR = 0.5
"""Share of the maximum under which no zone counts. [share; edwards1993]"""
WEIGHTS_OF: dict[str, Weights] = {"male": "men", "female": "women"}


def effort_loads(
    grid: Grid, row: Mapping[str, object], sport: str, athlete: Athlete
) -> dict[str, float]:
    """Loads of a session by heart rate and by pace: those of which all that they need is known.

    Heart-rate loads are sums over seconds; seconds without a heart rate count like the mean of the
    others, and where they are more than a fifth nothing is known. The pace load is that of the
    running alone, at its mean speed; hills are not taken into account.

    Parameters
    ----------
    grid : Grid
        The session, one cell a second.
    row : Mapping
        Its sums: ``total_timer_time_s``, ``run_time_s`` and ``run_distance_m``.
    sport : str
        The pace load is that of a run.
    athlete : Athlete
        Resting and highest heart rate, sex, threshold speed.
    """
    is_needed = athlete.max_heart_rate_bpm is not None
    rates = list(_rates(grid, row["total_timer_time_s"])) if is_needed else []
    loads = {
        "banister_load_au": _banister(rates, athlete),
        "edwards_load_au": _edwards(rates, athlete),
        "pace_load_au": _pace(row, athlete) if sport == "running" else None,
    }
    return {name: load for name, load in loads.items() if load is not None}


def _rates(grid: Grid, timer_s: object) -> Iterator[tuple[float, float]]:
    """Each heart rate [1/min] and its minutes, brought to the timer's time [s]; none if too few."""
    heart = grid.heart_rate_bpm[grid.state != OFF]
    known = heart[np.isfinite(heart)]
    if not isinstance(timer_s, float) or known.size < max(MIN_HEART_SHARE * timer_s, 1):
        return
    rates, seconds = np.unique(known, return_counts=True)
    for rate, count in zip(rates.tolist(), seconds.tolist(), strict=True):
        yield rate, count / 60 * timer_s / known.size


def _banister(rates: list[tuple[float, float]], athlete: Athlete) -> float | None:
    rest, most = athlete.resting_heart_rate_bpm, athlete.max_heart_rate_bpm
    if not rates or rest is None or most is None or athlete.sex is None:
        return None
    weights = WEIGHTS_OF[athlete.sex]
    return math.fsum(
        banister_trimp(minutes, rate, resting_bpm=rest, max_bpm=most, weights=weights)
        for rate, minutes in rates
    )


def _edwards(rates: list[tuple[float, float]], athlete: Athlete) -> float | None:
    most = athlete.max_heart_rate_bpm
    if not rates or most is None:
        return None
    zones = [0.0] * (len(ZONE_EDGES) + 1)
    for rate, minutes in rates:
        if rate >= ZONE_FLOOR * most:
            zones[sum(rate >= edge * most for edge in ZONE_EDGES)] += minutes
    return edwards_load(zones)


def _pace(row: Mapping[str, object], athlete: Athlete) -> float | None:
    seconds, metres = row.get("run_time_s"), row.get("run_distance_m")
    threshold = athlete.threshold_speed_mps
    if threshold is None or not isinstance(seconds, float) or not isinstance(metres, float):
        return None
    speed = metres / seconds if seconds else 0.0
    return pace_load(seconds / 3600, speed_mps=speed, threshold_mps=threshold)
