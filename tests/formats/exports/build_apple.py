"""Apple Health's export.xml as a phone writes it, with any quirk wanted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta, timezone
from xml.sax.saxutils import quoteattr

DTD = """<!DOCTYPE HealthData [
<!-- HealthKit Export Version: 13 -->
<!ELEMENT HealthData (ExportDate,Me,(Record|Correlation|Workout|ActivitySummary)*)>
<!ATTLIST HealthData
  locale CDATA #REQUIRED
>
<!ELEMENT Record ((MetadataEntry|HeartRateVariabilityMetadataList)*)>
<!ATTLIST Record
  type          CDATA #REQUIRED
  unit          CDATA #IMPLIED
>
<!-- Note: Any Records that are children of a correlation also appear as top-level records. -->
]>
"""
WATCH = (
    "<<HKDevice: 0x2826fd3b0>, name:Apple Watch, manufacturer:Apple Inc., model:Watch, "
    "hardware:Watch6,2, software:8.5>"
)
START = datetime(2026, 5, 24, 14, 37, 28, tzinfo=timezone(timedelta(hours=2)))
START_S = START.timestamp()


def shown(second: float) -> str:
    """Time so long after ``START``, as the export writes it."""
    return f"{START + timedelta(seconds=second):%Y-%m-%d %H:%M:%S %z}"


def element(name: str, inner: str = "", **attributes: object) -> str:
    """An element with its attributes."""
    text = "".join(f" {key}={quoteattr(str(value))}" for key, value in attributes.items())
    return f"<{name}{text}>\n{inner}</{name}>\n" if inner else f"<{name}{text}/>\n"


def record(
    kind: str, begin: float, end: float, value: object, unit: str, source: str = "Watch"
) -> str:
    """A measurement between two seconds after ``START``."""
    return element(
        "Record", type=f"HKQuantityTypeIdentifier{kind}", sourceName=source, sourceVersion="8.5",
        device=WATCH if source == "Watch" else "", unit=unit, creationDate=shown(end),
        startDate=shown(begin), endDate=shown(end), value=value,
    )  # fmt: skip


def steps(counts: Iterable[float], every: float, first: float = 0.0, source: str = "Watch") -> str:
    """Counts of steps, one after the other."""
    return "".join(
        record("StepCount", first + i * every, first + (i + 1) * every, f"{n:g}", "count", source)
        for i, n in enumerate(counts)
    )


def hearts(seconds: int, every: int = 5, beats: float = 150.0, source: str = "Watch") -> str:
    """Heart rates."""
    return "".join(
        record("HeartRate", i, i, beats, "count/min", source) for i in range(0, seconds, every)
    )


def metadata(**entries: object) -> str:
    """Entries about a workout."""
    return "".join(element("MetadataEntry", key=k, value=v) for k, v in entries.items())


def event(kind: str, second: float) -> str:
    """Something that happened during a workout."""
    return element("WorkoutEvent", type=f"HKWorkoutEventType{kind}", date=shown(second))


def route(name: str) -> str:
    """Where the positions of a workout lie."""
    inner = metadata(HKMetadataKeySyncVersion=2)
    reference = element("FileReference", path=f"/workout-routes/{name}")
    return element("WorkoutRoute", inner + reference, sourceName="Watch")


def workout(inner: str = "", kind: str = "Running", first: float = 0.0, seconds: float = 600.0,
            **more: object) -> str:  # fmt: skip
    """A workout; other attributes take the place of the usual ones."""
    usual: dict[str, object] = {
        "workoutActivityType": f"HKWorkoutActivityType{kind}", "duration": seconds / 60,
        "durationUnit": "min", "sourceName": "Watch", "sourceVersion": "8.5", "device": WATCH,
        "creationDate": shown(first + seconds), "startDate": shown(first),
        "endDate": shown(first + seconds),
    }  # fmt: skip
    return element("Workout", inner or " ", **(usual | more))


def export(*parts: str, dtd: str = DTD) -> bytes:
    """A whole export."""
    me = element("ExportDate", value=shown(86_400)) + element("Me", HKCharacteristicX="")
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n{dtd}<HealthData locale="de_DE">\n'
    return (head + me + "".join(parts) + "</HealthData>\n").encode()


def long_export(megabytes: float, last: str) -> Iterator[bytes]:
    """An export of about a size, heart rates and steps before its workouts, piece by piece."""
    yield export(dtd=DTD).partition(b"</HealthData>")[0]
    block = hearts(5000, every=5) + steps([13.0] * 1000, 5.0)
    piece = block.encode()
    for _ in range(max(int(megabytes * 1e6 / len(piece)), 1)):
        yield piece
    yield last.encode() + b"</HealthData>\n"
