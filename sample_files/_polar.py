"""Polar Flow's JSON of a training session, in its older and its newer shape."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from _story import Outing
from _streams import Stream

WEIGHT_KG = 68.5
ZERO_ALTITUDES = 4
NUMBERS = {"run": "1", "walk": "3", "ride": "2"}
WORDS = {"run": "RUNNING", "walk": "WALKING", "ride": "CYCLING"}


def _local(outing: Outing, second: int) -> str:
    return (outing.local + timedelta(seconds=second)).isoformat() + ".000"


def _minutes(outing: Outing) -> int:
    return int(outing.utc_offset.total_seconds()) // 60


def _started(values: list[float]) -> list[float]:
    """Altitudes as Polar's: 0 until the first one is known."""
    return [0.0] * ZERO_ALTITUDES + values[ZERO_ALTITUDES:]


def older(outing: Outing, stream: Stream) -> bytes:
    """A dated value a sample, ISO 8601 lengths, sport in words."""
    seconds = stream.shown().tolist()

    def dated(values: list[float]) -> list[dict[str, Any]]:
        return [
            {"dateTime": _local(outing, i), "value": value}
            for i, value in zip(seconds, values, strict=True)
        ]

    samples = {
        "heartRate": dated([round(float(stream.heart[i])) for i in seconds]),
        "altitude": dated(_started([round(float(stream.altitude[i]), 1) for i in seconds])),
        "speed": dated([round(3.6 * float(stream.speed[i]), 2) for i in seconds]),
        "cadence": dated([round(float(stream.cadence[i]) / 2) for i in seconds]),
        "recordedRoute": [
            {
                "dateTime": _local(outing, i),
                "longitude": round(float(stream.lon[i]), 6),
                "latitude": round(float(stream.lat[i]), 6),
            }
            for i in seconds
        ],
    }
    exercise = {
        "startTime": _local(outing, 0),
        "stopTime": _local(outing, stream.seconds),
        "timezoneOffset": _minutes(outing),
        "duration": f"PT{stream.seconds}S",
        "distance": round(float(stream.metres[-1]), 1),
        "sport": WORDS[outing.kind],
        "heartRate": _beats(stream),
        "samples": samples,
    }
    session = {
        "exportVersion": "1.6",
        "name": "",
        "startTime": _local(outing, 0),
        "stopTime": _local(outing, stream.seconds),
        "timeZoneOffset": _minutes(outing),
        "distance": exercise["distance"],
        "duration": exercise["duration"],
        "physicalInformationSnapshot": {"weight, kg": WEIGHT_KG},
        "exercises": [exercise],
    }
    return _written(session)


def newer(outing: Outing, stream: Stream) -> bytes:
    """Bare values with an interval, bare NaN, a numbered sport, positions by their own clock."""
    seconds = stream.shown().tolist()
    nothing = float("nan")

    def regular(kind: str, values: list[float]) -> dict[str, Any]:
        return {"type": kind, "intervalMillis": 1000, "values": values}

    speeds = [round(3.6 * float(stream.speed[i]), 2) for i in seconds]
    samples = [
        regular("HEART_RATE", [round(float(stream.heart[i])) for i in seconds]),
        regular("SPEED", [nothing, nothing, *speeds[2:]]),
        regular("CADENCE", [round(float(stream.cadence[i]) / 2) for i in seconds]),
        regular("DISTANCE", [round(float(stream.metres[i]), 1) for i in seconds]),
        regular("ALTITUDE", _started([round(float(stream.altitude[i]), 1) for i in seconds])),
    ]
    points = [
        {
            "longitude": round(float(stream.lon[i]), 6),
            "latitude": round(float(stream.lat[i]), 6),
            "altitude": round(float(stream.altitude[i]), 1),
            "elapsedMillis": 1000 * i + 2,
        }
        for i in seconds[ZERO_ALTITUDES:]
    ]
    about = {
        "startTime": _local(outing, 0),
        "stopTime": _local(outing, stream.seconds),
        "timezoneOffsetMinutes": _minutes(outing),
        "durationMillis": 1000 * stream.seconds,
        "distanceMeters": round(float(stream.metres[-1]), 1),
        "sport": {"id": NUMBERS[outing.kind]},
    }
    exercise = about | {
        "samples": {"samples": samples},
        "routes": {"route": {"startTime": _local(outing, 0), "wayPoints": points}},
        "statistics": {"statistics": [{"type": "STATISTICS_TYPE_HEART_RATE"} | _beats(stream)]},
    }
    session = {"identifier": {"id": "7766215556"}} | about | {
        "name": "",
        "product": {"modelName": "Polar Vantage M"},
        "exercises": [exercise],
    }  # fmt: skip
    return _written(session)


def daily(outing: Outing) -> bytes:
    """A day's steps: no recording."""
    day = outing.local.date().isoformat()
    return _written({"exportVersion": "2.6", "date": day, "summary": {"stepCount": 9120}})


def _beats(stream: Stream) -> dict[str, int]:
    return {
        "min": round(float(stream.heart.min())),
        "avg": round(float(stream.heart.mean())),
        "max": round(float(stream.heart.max())),
    }


def _written(session: dict[str, Any]) -> bytes:
    return (json.dumps(session, separators=(",", ":")) + "\n").encode()
