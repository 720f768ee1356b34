"""Polar Flow's ``training-session*.json``: recordings, in the older and the newer shape.

Times are the runner's clock with an offset in minutes beside it; samples have no times but an
interval; speed is in km/h; the altitude is 0 until it is known.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from loadwatch.activity import Activity, Device, Lap
from loadwatch.errors import NotAnActivityError
from loadwatch.formats import _json
from loadwatch.formats._base import Format, Source
from loadwatch.formats._sport_words import Sport, sport_of
from loadwatch.formats.exports import _index
from loadwatch.formats.exports._polar_samples import Clock, Course, records_of
from loadwatch.formats.exports._polar_sports import NOT_ON_FOOT, SPORTS

_DURATION = re.compile(r"P(?:(\d+)D)?T?(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?", re.ASCII)
_KEYS = re.compile(r'"(exercises|startTime|duration|durationMillis|time[zZ]oneOffset\w*)"\s*:')


def recognises(head: bytes) -> bool:
    """An object with the keys of a training session among its first ones."""
    text = _json.text_of(head)
    if not text.startswith("{"):
        return False
    keys = set(_KEYS.findall(text))
    if "startTime" not in keys:
        return False
    has_zone = any(key.lower().startswith("timezoneoffset") for key in keys)
    return "exercises" in keys or (has_zone and bool(keys & {"duration", "durationMillis"}))


def read(source: Source) -> list[Activity]:
    """Every exercise of a training session.

    Raises
    ------
    DamagedFileError
        If the JSON is broken.
    NotAnActivityError
        If it holds no exercise with a start.
    LimitError
        If it holds too many samples.
    """
    session = _json.loaded(source.data)
    if not isinstance(session, dict):
        raise NotAnActivityError("Polar JSON without a training session", "nothing to analyse")
    exercises = _json.items(session.get("exercises")) or [session]
    found = [
        _activity(session, exercise, number, len(exercises))
        for number, exercise in enumerate(exercises)
    ]
    activities = [activity for activity in found if activity is not None]
    if not activities:
        raise NotAnActivityError("Polar training session without an exercise", "nothing to analyse")
    return activities


def _activity(
    session: _json.Object, exercise: _json.Object, number: int, count: int
) -> Activity | None:
    clock = Clock(_offset_s(exercise, session))
    start_s = clock.time_s(exercise.get("startTime") or session.get("startTime"))
    if math.isnan(start_s):
        return None
    stop_s = clock.time_s(exercise.get("stopTime"))
    timer_s = _duration_s(exercise)
    elapsed_s = stop_s - start_s if stop_s > start_s else timer_s
    pauses = _pauses(exercise, clock)
    sport, sub_sport = _sport(exercise, session)
    course = Course(clock, start_s, timer_s, elapsed_s, pauses)
    records = records_of(exercise, course)
    heart = _heart(exercise) or (_heart(session) if count == 1 else {})
    sums = {
        "total_timer_time_s": timer_s,
        "total_elapsed_time_s": elapsed_s,
        "total_distance_m": _first(exercise, "distance", "distanceMeters"),
        "athlete_weight_kg": _weight_kg(session),
    }
    if not len(records) and not timer_s > 0:
        return None
    key = _json.member(session, "identifier").get("id")
    return Activity(
        format=FORMAT.name,
        sport=sport,
        sub_sport=sub_sport,
        start_time_s=start_s,
        utc_offset_s=clock.offset_s,
        device=_device(session),
        records=records,
        laps=_laps(exercise, start_s),
        timer=_timer(start_s, elapsed_s, pauses),
        reported=_index.known_sums(sums | heart, sport),
        notes=(_index.LOCAL_CLOCK,) if clock.offset_s is None else (),
        identity=f"polar:{key}-{number}" if isinstance(key, str | int) and key else None,
    )


def _first(item: _json.Object, *keys: str) -> float:
    amounts = (_json.number(item.get(key)) for key in keys)
    return next((amount for amount in amounts if not math.isnan(amount)), math.nan)


def _offset_s(*items: _json.Object) -> float | None:
    keys = ("timezoneOffset", "timeZoneOffset", "timezoneOffsetMinutes")
    for item in items:
        offset_s = _index.zone_offset_s(60.0 * _first(item, *keys))
        if offset_s is not None:
            return offset_s
    return None


def _duration_s(item: _json.Object) -> float:
    """Length of an exercise or a lap: milliseconds, or ISO 8601. [s]"""
    if not math.isnan(milliseconds := _json.number(item.get("durationMillis"))):
        return milliseconds / 1000
    match = _DURATION.fullmatch(_json.word(item.get("duration")))
    if match is None or not any(match.groups()):
        return math.nan
    parts = [float(part or 0) for part in match.groups()]
    return sum(part * unit for part, unit in zip(parts, (86_400, 3600, 60, 1), strict=True))


def _pauses(exercise: _json.Object, clock: Clock) -> list[tuple[float, float]]:
    found = []
    for pause in _json.items(exercise.get("pauseTimes")):
        begin = clock.time_s(pause.get("startTime"))
        end = clock.time_s(pause.get("endTime"))
        if math.isnan(end):
            end = begin + _duration_s(pause)
        if begin < end:
            found.append((begin, end))
    return sorted(found)


def _timer(
    start_s: float, elapsed_s: float, pauses: Sequence[tuple[float, float]]
) -> tuple[tuple[float, bool], ...]:
    if not pauses or not elapsed_s > 0:
        return ()
    events = [(start_s, True), (start_s + elapsed_s, False)]
    for begin, end in pauses:
        events += [(begin, False), (end, True)]
    return tuple(sorted(events))


def _sport(exercise: _json.Object, session: _json.Object) -> Sport:
    told = exercise.get("sport") or session.get("sport")
    key = told.get("id") if isinstance(told, dict) else told
    if isinstance(key, int) or (isinstance(key, str) and key.isdigit()):
        return SPORTS.get(str(key), NOT_ON_FOOT)
    return sport_of(_json.word(key))


def _heart(item: _json.Object) -> dict[str, float]:
    """Mean and highest heart rate, in whichever of three ways they are told."""
    own = _json.member(item, "heartRate")
    mean = [_first(own, "avg"), _first(item, "averageHeartRate", "hrAvg")]
    most = [_first(own, "max"), _first(item, "maximumHeartRate", "hrMax")]
    for told in _json.items(_json.member(item, "statistics").get("statistics")):
        if told.get("type") in ("STATISTICS_TYPE_HEART_RATE", "HEART_RATE"):
            mean.append(_first(told, "avg"))
            most.append(_first(told, "max"))
    sums = {"avg_heart_rate_bpm": mean, "max_heart_rate_bpm": most}
    known = {key: [value for value in told if value > 0] for key, told in sums.items()}
    return {key: told[0] for key, told in known.items() if told}


def _weight_kg(session: _json.Object) -> float:
    for key in ("physicalInformationSnapshot", "physicalInformation"):
        weight = _first(_json.member(session, key), "weight, kg", "weightKg", "weight")
        if not math.isnan(weight):
            return weight
    return math.nan


def _device(session: _json.Object) -> Device:
    product = _json.word(_json.member(session, "product").get("modelName"))
    return Device(
        manufacturer="polar",
        product=product.removeprefix("Polar ") or None,
        serial_number=_json.word(session.get("deviceId")) or None,
    )


def _laps(exercise: _json.Object, start_s: float) -> tuple[Lap, ...]:
    """Laps that the runner pressed, one after the other."""
    told = exercise.get("laps")
    found = []
    for lap in _json.items(told.get("laps") if isinstance(told, dict) else told):
        seconds = _duration_s(lap)
        if seconds > 0:
            metres = _first(lap, "distance", "distanceMeters")
            found.append(Lap(start_s, start_s + seconds, seconds, metres))
            start_s += seconds
    return tuple(found)


FORMAT = Format("Polar JSON", (".json",), recognises, read)
