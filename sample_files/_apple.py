"""Apple Health's export.xml in its newer and its older shape, and the document beside it."""

from __future__ import annotations

from datetime import timedelta
from xml.sax.saxutils import quoteattr

from _story import Outing
from _streams import Stream

XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
METRES_PER_MILE = 1609.344
WATCH, PHONE = "Sample Runner’s Apple\u00a0Watch", "Sample iPhone"
DEVICE = (
    "<<HKDevice: 0x28a1b2c30>, name:Apple Watch, manufacturer:Apple Inc., model:Watch, "
    "hardware:Watch6,2, software:11.4>"
)
HEART_EVERY_S, MINUTE_S, SHORT_S = 15, 60, 15
PHONE_SHARE = 0.94
WEIGHT_LB = 151.0
DTD = """<!DOCTYPE HealthData [
<!-- HealthKit Export Version: 14 -->
<!ELEMENT HealthData (ExportDate,Me,(Record|Correlation|Workout|ActivitySummary)*)>
<!ATTLIST HealthData
  locale CDATA #REQUIRED
>
<!ELEMENT Record ((MetadataEntry|HeartRateVariabilityMetadataList)*)>
<!ATTLIST Record
  type          CDATA #REQUIRED
  unit          CDATA #IMPLIED
  value         CDATA #IMPLIED
  sourceName    CDATA #REQUIRED
  creationDate  CDATA #IMPLIED
  startDate     CDATA #REQUIRED
  endDate       CDATA #REQUIRED
>
<!ELEMENT Workout ((MetadataEntry|WorkoutEvent|WorkoutRoute|WorkoutStatistics)*)>
]>
"""


def _element(name: str, inner: str = "", **attributes: str) -> str:
    text = "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items())
    return f" <{name}{text}>\n{inner} </{name}>\n" if inner else f" <{name}{text}/>\n"


def _at(outing: Outing, second: int) -> str:
    hours = int(outing.utc_offset.total_seconds()) // 3600
    return f"{outing.local + timedelta(seconds=second):%Y-%m-%d %H:%M:%S} +{hours:02d}00"


def _record(outing: Outing, kind: str, span: tuple[int, int], told: tuple[str, str],
            source: str) -> str:  # fmt: skip
    begin, end = (_at(outing, second) for second in span)
    return _element(
        "Record", type=f"HKQuantityTypeIdentifier{kind}", sourceName=source, unit=told[1],
        creationDate=end, startDate=begin, endDate=end, value=told[0],
    )  # fmt: skip


def _steps(outing: Outing, stream: Stream, every: int, source: str, share: float = 1.0) -> str:
    """Steps since the count before, in whole ones."""
    edges = [*range(0, stream.seconds, every), stream.seconds]
    counted = [round(float(stream.steps[edge]) * share) for edge in edges]
    return "".join(
        _record(outing, "StepCount", (edges[i], edges[i + 1]),
                (str(counted[i + 1] - counted[i]), "count"), source)
        for i in range(len(edges) - 1)
    )  # fmt: skip


def _workout(outing: Outing, stream: Stream, inner: str, **more: str) -> str:
    begin, end = _at(outing, 0), _at(outing, stream.seconds)
    return _element(
        "Workout", inner, workoutActivityType="HKWorkoutActivityTypeRunning",
        duration=f"{stream.seconds / 60:.6f}", durationUnit="min", **more, sourceName=WATCH,
        sourceVersion="11.4", device=DEVICE, creationDate=end, startDate=begin, endDate=end,
    )  # fmt: skip


def _whole(outing: Outing, *parts: str) -> bytes:
    """An export of the evening of an outing."""
    head = f'{XML}{DTD}<HealthData locale="en_DE">\n' + _element(
        "ExportDate", value=_at(outing, 36_000)
    )
    return (head + "".join(parts) + "</HealthData>\n").encode()


def newer(outing: Outing, stream: Stream, route: str) -> bytes:
    """Steps by the minute of a watch and of a phone, a route, sums apart, effort, body weight."""
    seconds = stream.seconds
    hearts = "".join(
        _record(outing, "HeartRate", (at, at), (f"{stream.heart[at]:.0f}", "count/min"), WATCH)
        for at in range(0, seconds, HEART_EVERY_S)
    )
    weight = _record(outing, "BodyMass", (-3600, -3600), (f"{WEIGHT_LB:g}", "lb"), PHONE)
    effort = _record(
        outing, "WorkoutEffortScore", (0, seconds), (str(outing.effort), "appleEffortScore"), PHONE
    )
    beats = f"{stream.heart.mean():.3f}", f"{stream.heart.max():.0f}"
    span = {"startDate": _at(outing, 0), "endDate": _at(outing, seconds)}
    inner = (
        _element("MetadataEntry", key="HKIndoorWorkout", value="0")
        + _element("MetadataEntry", key="HKTimeZone", value="Europe/Berlin")
        + _element("WorkoutStatistics", type="HKQuantityTypeIdentifierDistanceWalkingRunning",
                   **span, sum=f"{stream.metres[-1] / 1000:.5f}", unit="km")
        + _element("WorkoutStatistics", type="HKQuantityTypeIdentifierHeartRate", **span,
                   average=beats[0], maximum=beats[1], unit="count/min")
        + _element("WorkoutRoute", _element("FileReference", path=f"/workout-routes/{route}"),
                   sourceName=WATCH, **span)
    )  # fmt: skip
    return _whole(
        outing, weight, hearts, _steps(outing, stream, MINUTE_S, WATCH),
        _steps(outing, stream, MINUTE_S, PHONE, PHONE_SHARE), effort,
        _workout(outing, stream, inner),
    )  # fmt: skip


def older(outing: Outing, stream: Stream) -> bytes:
    """Indoors, in miles, with its sums in the workout itself."""
    inner = _element("MetadataEntry", key="HKIndoorWorkout", value="1")
    return _whole(
        outing,
        _steps(outing, stream, SHORT_S, WATCH),
        _workout(
            outing, stream, inner, totalDistance=f"{stream.metres[-1] / METRES_PER_MILE:.5f}",
            totalDistanceUnit="mi", totalEnergyBurned="266.4", totalEnergyBurnedUnit="kcal",
        ),
    )  # fmt: skip


def clinical() -> bytes:
    """The clinical document that lies beside an export: the same measurements, no workouts."""
    return (
        f'{XML}<ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:sdtc="urn:l7-org:sdtc">\n'
        ' <realmCode code="US"/>\n <title>Health Data Export</title>\n</ClinicalDocument>\n'
    ).encode()
