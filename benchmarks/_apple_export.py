"""A made-up export.xml of Apple Health of any size: kind after kind over years, workouts last."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import IO

FIRST_DAY = datetime(2016, 1, 4, tzinfo=UTC)
DAY_BYTES = 545_000
"""Roughly what a day takes. [byte]"""
WORKOUT_HOUR, WORKOUT_S = 17, 2400
DEVICE = (
    "&lt;&lt;HKDevice: 0x2826fd3b0&gt;, name:Apple Watch, manufacturer:Apple Inc., model:Watch, "
    "hardware:Watch6,2, software:8.5&gt;"
)
KINDS = (
    ("HeartRate", "count/min", "Watch", 300, 5),
    ("StepCount", "count", "Phone", 600, 60),
    ("StepCount", "count", "Watch", 600, 60),
    ("DistanceWalkingRunning", "km", "Watch", 600, 60),
    ("ActiveEnergyBurned", "kcal", "Watch", 240, 60),
    ("BasalEnergyBurned", "kcal", "Watch", 900, 900),
)
"""Name, unit, source, how often in a day, how often in a workout. [s]"""


def write(file: IO[bytes], size: int) -> tuple[int, int]:
    """Write an export of about a size; how many days it has, and how many workouts."""
    days = max(size // DAY_BYTES, 2)
    file.write(b'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE HealthData [\n')
    file.write(b"<!ELEMENT HealthData ANY>\n<!ATTLIST HealthData locale CDATA #REQUIRED>\n]>\n")
    file.write(b'<HealthData locale="en_GB">\n')
    for kind in KINDS:
        for day in range(days):
            file.write("".join(_records(day, *kind)).encode())
    for day in range(0, days, 2):
        file.write(_workout(day).encode())
    file.write(b"</HealthData>\n")
    return days, (days + 1) // 2


def _at(day: int, second: int) -> str:
    return f"{FIRST_DAY + timedelta(days=day, seconds=second):%Y-%m-%d %H:%M:%S} +0000"


def _records(day: int, kind: str, unit: str, source: str, seldom: int, often: int) -> Iterator[str]:
    begin = WORKOUT_HOUR * 3600
    end = begin + (WORKOUT_S if day % 2 == 0 else 0)
    spans = [(at, seldom) for at in range(0, begin, seldom)]
    spans += [(at, often) for at in range(begin, end, often)]
    spans += [(at, seldom) for at in range(end, 86_400, seldom)]
    for at, length in spans:
        value = _value(kind, length, begin <= at < end)
        first = _at(day, at)
        last = first if kind == "HeartRate" else _at(day, at + length)
        yield (
            f' <Record type="HKQuantityTypeIdentifier{kind}" sourceName="{source}" '
            f'sourceVersion="8.5" device="{DEVICE}" unit="{unit}" creationDate="{last}" '
            f'startDate="{first}" endDate="{last}" value="{value}"/>\n'
        )


def _value(kind: str, length: int, is_run: bool) -> str:
    per_s = {"StepCount": 2.7, "DistanceWalkingRunning": 0.0027}.get(kind, 0.05)
    if kind == "HeartRate":
        return "150" if is_run else "61"
    return f"{per_s * length * (1.0 if is_run else 0.04):.4g}"


def _workout(day: int) -> str:
    begin, end = (_at(day, WORKOUT_HOUR * 3600 + at) for at in (0, WORKOUT_S))
    return (
        ' <Workout workoutActivityType="HKWorkoutActivityTypeRunning" '
        f'duration="{WORKOUT_S / 60}" durationUnit="min" sourceName="Watch" device="{DEVICE}" '
        f'creationDate="{end}" startDate="{begin}" endDate="{end}">\n'
        '  <MetadataEntry key="HKTimeZone" value="Europe/London"/>\n </Workout>\n'
    )
