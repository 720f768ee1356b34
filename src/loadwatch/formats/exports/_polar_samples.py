"""Samples and route of a Polar exercise on one line of time."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from loadwatch.activity import NO_RECORDS, Records
from loadwatch.errors import LimitError
from loadwatch.formats import _json
from loadwatch.formats._base import MAX_RECORDS
from loadwatch.formats._points import iso_times
from loadwatch.formats._xml import iso_time
from loadwatch.units import Floats

STREAM_FIELDS = {
    "heartRate": "heart_rate_bpm",
    "HEART_RATE": "heart_rate_bpm",
    "altitude": "altitude_m",
    "ALTITUDE": "altitude_m",
    "speed": "speed_mps",
    "SPEED": "speed_mps",
    "cadence": "cadence_rpm",
    "CADENCE": "cadence_rpm",
    "distance": "distance_m",
    "DISTANCE": "distance_m",
    "temperature": "temperature_degc",
    "TEMPERATURE": "temperature_degc",
}
"""Polar's kind of samples, older and newer → our stream."""
KMH_PER_MPS = 3.6
PAUSE_SLACK_S = 5.0
"""Samples that cover the exercise but for this much go on in its pauses. [s; choice]"""
DEFAULT_INTERVAL_MS = 1000.0

Pauses = Sequence[tuple[float, float]]
Series = tuple[Floats, Floats]


@dataclass(frozen=True, slots=True)
class Clock:
    """The runner's clock.

    Parameters
    ----------
    offset_s : float or None
        Its time less UTC; None where the file does not say. [s]
    """

    offset_s: float | None

    def time_s(self, text: Any) -> float:
        """Unix time of what it showed; NaN if that is no time. [s]"""
        time_s, _, is_naive = iso_time(_json.word(text))
        return time_s - (self.offset_s or 0.0) if is_naive else time_s

    def times_s(self, texts: list[str]) -> Floats:
        """The same of many. [s]"""
        times_s, _, naive_count = iso_times(texts)
        return times_s - (self.offset_s or 0.0) if naive_count else times_s


@dataclass(frozen=True, slots=True)
class Course:
    """When an exercise was.

    Parameters
    ----------
    clock : Clock
        Of its times.
    start_s, timer_s, elapsed_s : float
        Its start [Unix s], its length without pauses and with them [s].
    pauses : sequence of (float, float)
        Begin and end of each. [Unix s]
    """

    clock: Clock
    start_s: float
    timer_s: float
    elapsed_s: float
    pauses: Pauses

    def with_pauses(self, seconds: Floats, start_s: float) -> Floats:
        """Seconds since a start, the pauses put in where the samples left them out."""
        paused_s = sum(end - begin for begin, end in self.pauses)
        last = float(seconds[-1]) if seconds.size else 0.0
        left_out = paused_s > PAUSE_SLACK_S and last <= self.timer_s + PAUSE_SLACK_S
        if not left_out or not self.elapsed_s > self.timer_s + PAUSE_SLACK_S:
            return seconds
        moved = seconds.copy()
        for begin, end in self.pauses:
            moved[moved > begin - start_s] += end - begin
        return moved


def records_of(exercise: _json.Object, course: Course) -> Records:
    """Samples of an exercise.

    Parameters
    ----------
    exercise : dict
        As the file has it.
    course : Course
        When it was.

    Raises
    ------
    LimitError
        For more samples than a recording may have.
    """
    samples = exercise.get("samples")
    series: dict[str, Series] = {}
    for kind, told in _kinds(samples):
        name = STREAM_FIELDS.get(kind)
        if name is None or not isinstance(told, list | dict):
            continue
        found = _dated(told, course.clock) if isinstance(told, list) else _regular(told, course)
        if found is not None and np.isfinite(found[1]).any():
            series[name] = found[0], _in_our_units(name, found[1])
    series |= _route(exercise, course, "altitude_m" in series)
    return _joined(series)


def _kinds(samples: Any) -> list[tuple[str, Any]]:
    """Kinds of samples: keys of the older shape, objects in a list of the newer."""
    if not isinstance(samples, dict):
        return []
    if isinstance(samples.get("samples"), list):
        return [(_json.word(each.get("type")), each) for each in _json.items(samples["samples"])]
    return list(samples.items())


def _dated(told: list[Any], clock: Clock) -> Series | None:
    points = [each for each in _json.items(told) if isinstance(each.get("dateTime"), str)]
    _check(len(points))
    if not points:
        return None
    times_s = clock.times_s([each["dateTime"] for each in points])
    return times_s, np.array([_json.number(each.get("value")) for each in points])


def _regular(told: _json.Object, course: Course) -> Series | None:
    values = told.get("values")
    if not isinstance(values, list) or not values:
        return None
    _check(len(values))
    interval_s = _json.number(told.get("intervalMillis", DEFAULT_INTERVAL_MS)) / 1000
    if not 0 < interval_s <= 3600:
        return None
    seconds = interval_s * np.arange(len(values), dtype=np.float64)
    times_s = course.start_s + course.with_pauses(seconds, course.start_s)
    return times_s, np.array([_json.number(each) for each in values])


def _in_our_units(name: str, values: Floats) -> Floats:
    if name == "speed_mps":
        return values / KMH_PER_MPS
    if name == "altitude_m":
        known = np.flatnonzero(np.isfinite(values) & (values != 0))
        values = values.copy()
        values[: known[0] if known.size else values.size] = np.nan
    return values


def _route(exercise: _json.Object, course: Course, has_altitude: bool) -> dict[str, Series]:
    """Positions, and the altitude beside them where there is no other."""
    samples = exercise.get("samples")
    dated = _json.items(samples.get("recordedRoute")) if isinstance(samples, dict) else []
    if dated:
        points = [each for each in dated if isinstance(each.get("dateTime"), str)]
        texts = [each["dateTime"] for each in points]
        times_s = course.clock.times_s(texts) if points else np.empty(0)
    else:
        route = _json.member(exercise, "routes", "route")
        points = _json.items(route.get("wayPoints"))
        began_s = course.clock.time_s(route.get("startTime"))
        began_s = course.start_s if math.isnan(began_s) else began_s
        seconds = np.array([_json.number(each.get("elapsedMillis")) for each in points]) / 1000
        times_s = began_s + course.with_pauses(seconds, began_s)
    _check(len(points))
    columns = {"latitude_deg": "latitude", "longitude_deg": "longitude", "altitude_m": "altitude"}
    found = {}
    for name, key in columns.items():
        values = np.array([_json.number(each.get(key)) for each in points])
        if np.isfinite(values).any() and not (name == "altitude_m" and has_altitude):
            found[name] = times_s, _in_our_units(name, values)
    return found


def _check(count: int) -> None:
    if count > MAX_RECORDS:
        raise LimitError(f"more than {MAX_RECORDS:,} samples", "split the file")


def _joined(series: dict[str, Series]) -> Records:
    """All series on the times of all of them, to the second where they are of one second."""
    if not series:
        return NO_RECORDS
    whole = {name: np.rint(times_s) for name, (times_s, _) in series.items()}
    every = np.unique(np.concatenate(list(whole.values())))
    every = every[np.isfinite(every)]
    _check(every.size)
    channels = {}
    for name, (_, values) in series.items():
        known = np.isfinite(whole[name]) & np.isfinite(values)
        column = np.full(every.size, np.nan)
        column[np.searchsorted(every, whole[name][known])] = values[known]
        if np.isfinite(column).any():
            channels[name] = column
    return Records(every, channels)
