"""Sums of one of Apple Health's workouts: its own, else those of what was measured."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from loadwatch.formats._xml import number
from loadwatch.formats.exports._apple_measured import (
    DISTANCE,
    EFFORT,
    HEART,
    KINDS,
    MASS,
    Series,
    amount,
)
from loadwatch.formats.exports._apple_streams import During
from loadwatch.formats.exports._apple_workouts import Workout
from loadwatch.units import RPE_SCALE

MINUTES = {"s": 1 / 60, "sec": 1 / 60, "min": 1.0, "hr": 60.0, "h": 60.0}
"""Unit of a duration in minutes."""
EFFORT_NEAR_S = 600.0
"""An effort is of the workout within which, or so near to which, it begins. [s; choice]"""
EFFORTS = (1.0, 10.0)


def sums_of(
    workout: Workout, series: Mapping[str, Series], found: During, start_s: float, end_s: float
) -> dict[str, float]:
    """Sums under the names of ``Activity.reported``, NaN where unknown.

    Parameters
    ----------
    workout : Workout
        As the file tells it.
    series : mapping
        All that was measured, by kind.
    found : During
        What was measured during the workout.
    start_s, end_s : float
        Of the workout. [Unix s]
    """
    told = workout.attributes
    by_kind = {KINDS.get(name, name): each for name, each in workout.statistics.items()}
    heart, metres = by_kind.get(HEART, {}), by_kind.get(DISTANCE, {})
    distances = (
        amount(told.get("totalDistance"), told.get("totalDistanceUnit"), DISTANCE),
        amount(metres.get("sum"), metres.get("unit"), DISTANCE),
        found.metres,
    )
    return {
        "total_elapsed_time_s": end_s - start_s,
        "total_timer_time_s": 60.0
        * number(told.get("duration"))
        * MINUTES.get(told.get("durationUnit", "min"), math.nan),
        "total_distance_m": next((each for each in distances if each > 0), math.nan),
        "avg_heart_rate_bpm": amount(heart.get("average"), heart.get("unit"), HEART),
        "max_heart_rate_bpm": amount(heart.get("maximum"), heart.get("unit"), HEART),
        "workout_rpe": RPE_SCALE * _effort(series[EFFORT], start_s, end_s),
        "athlete_weight_kg": _last(series[MASS], start_s),
    }


def _effort(series: Series, start_s: float, end_s: float) -> float:
    begin_s, value = series.begin_s, series.value
    near = (begin_s >= start_s - 1) & (begin_s <= end_s + EFFORT_NEAR_S)
    near &= (value >= EFFORTS[0]) & (value <= EFFORTS[1])
    return float(value[near][-1]) if near.any() else math.nan


def _last(series: Series, time_s: float) -> float:
    """The last value before a time; NaN if there is none."""
    at = int(np.searchsorted(series.begin_s, time_s, side="right")) - 1
    return round(float(series.value[at]), 2) if at >= 0 else math.nan
