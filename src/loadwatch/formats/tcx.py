"""TCX: activities with laps and tracks, read as a stream."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from loadwatch.activity import NO_RECORDS, Activity, Device, Lap, Note, Records
from loadwatch.errors import DamagedFileError, NotAnActivityError
from loadwatch.formats import _runs, _xml
from loadwatch.formats._base import Format, Source
from loadwatch.formats._points import Points
from loadwatch.formats._sport_words import sport_of

STREAM_FIELDS = {
    ("Position", "LatitudeDegrees"): "latitude_deg",
    ("Position", "LongitudeDegrees"): "longitude_deg",
    ("Trackpoint", "AltitudeMeters"): "altitude_m",
    ("Trackpoint", "DistanceMeters"): "distance_m",
    ("HeartRateBpm", "Value"): "heart_rate_bpm",
    ("Trackpoint", "Cadence"): "cadence_rpm",
    ("TPX", "RunCadence"): "cadence_rpm",
    ("TPX", "Speed"): "speed_mps",
    ("TPX", "Watts"): "power_w",
}
"""(parent, tag) inside a Trackpoint → our stream."""

LAP_FIELDS = {"TotalTimeSeconds": "time_s", "DistanceMeters": "distance_m"}


@dataclass(slots=True)
class _Lap:
    start: str
    sums: dict[str, float] = field(default_factory=dict)
    intensity: str | None = None
    track_count: int = 0


@dataclass(slots=True)
class _Activity:
    sport_words: str
    device: str = ""
    serial: str = ""
    identity: str = ""
    points: Points = field(default_factory=Points)
    breaks: list[int] = field(default_factory=list)
    laps: list[_Lap] = field(default_factory=list)


def recognises(head: bytes) -> bool:
    """The root element is ``TrainingCenterDatabase``, or ``Activities`` where that was lost."""
    return _xml.root_name(head) in ("TrainingCenterDatabase", "Activities")


def read(source: Source) -> list[Activity]:
    """Every activity of a TCX file.

    Raises
    ------
    NotAnActivityError
        For courses, workouts and empty activities.
    DamagedFileError, LimitError
        For documents of which nothing can be kept, or over a limit.
    """
    handler, notes = _parse(source.data)
    built = (_build(item, notes) for item in handler.found)
    activities = [activity for activity in built if activity is not None]
    if activities:
        return activities
    if notes:
        raise DamagedFileError(f"{notes[0].message} before any timed point", "export it again")
    if handler.plans:
        raise NotAnActivityError(
            f"TCX of a planned {handler.plans[0].lower()}, not an activity", "export the recording"
        )
    raise NotAnActivityError("TCX without a recorded activity", "nothing to analyse")


class _Handler:
    POINT: ClassVar[str] = "Trackpoint"
    CONTEXT: ClassVar[tuple[str, ...]] = (
        "TrainingCenterDatabase",
        "Activities",
        "Activity",
        "Lap",
        "Track",
    )
    STRUCTURE: ClassVar[frozenset[str]] = frozenset({"Trackpoint"})

    def __init__(self) -> None:
        self.found: list[_Activity] = []
        self.plans: list[str] = []
        self.path: list[str] = []
        self.points: Points | None = None

    def target(self) -> Points | None:
        if self.points is None and self.found and "Activity" in self.path:
            return self.found[-1].points
        return None

    def start(self, name: str, attributes: _xml.Attributes) -> None:
        self.path.append(name)
        if self.points is not None:
            return
        found = self.found
        if name == "Activity":
            found.append(_Activity(attributes.get("Sport", "")))
        elif name in ("Course", "Workout"):
            self.plans.append(name)
        elif not found:
            return
        elif name == "Trackpoint":
            self.points = self.target()
            if self.points is not None:
                self.points.begin()
        elif name == "Lap":
            found[-1].laps.append(_Lap(attributes.get("StartTime", "")))
        elif name == "Track" and found[-1].laps:
            lap = found[-1].laps[-1]
            lap.track_count += 1
            if lap.track_count > 1:
                found[-1].breaks.append(found[-1].points.count)

    def end(self, name: str, text: str) -> None:
        path, points = self.path, self.points
        path.pop()
        if points is not None:
            if name == "Trackpoint":
                points.end()
                self.points = None
            elif name == "Time":
                points.times[-1] = text
            elif (stream := STREAM_FIELDS.get((path[-1], name))) is not None:
                points.put(stream, text)
            return
        if not self.found or "Activity" not in path:
            return
        parent, activity = path[-1], self.found[-1]
        if parent == "Lap" and activity.laps:
            if name in LAP_FIELDS:
                activity.laps[-1].sums[LAP_FIELDS[name]] = _xml.number(text)
            elif name == "Intensity":
                activity.laps[-1].intensity = text.lower() or None
        elif (parent, name) == ("Creator", "Name"):
            activity.device = text
        elif (parent, name) == ("Creator", "UnitId"):
            activity.serial = text if text.strip("0") else ""
        elif (parent, name) == ("Activity", "Id"):
            activity.identity = text


def _parse(data: bytes) -> tuple[_Handler, tuple[Note, ...]]:
    handler, notes = _runs.walk(data, _Handler)
    total = sum(activity.points.count for activity in handler.found)
    if notes:
        notes += (Note("kept", f"{total:,} track points were kept"),)
    return handler, notes


def _build(item: _Activity, notes: tuple[Note, ...]) -> Activity | None:
    time_s, offset, naive = item.points.time_s()
    if naive:
        notes += (Note("naive-times", "times without a zone were read as UTC", naive),)
    starts = [_xml.iso_time(text)[0] for text in (item.identity, *(lap.start for lap in item.laps))]
    start = next((value for value in starts if math.isfinite(value)), math.nan)
    laps = _laps(item.laps)
    reported = {
        "total_timer_time_s": sum(lap.total_timer_time_s for lap in laps),
        "total_distance_m": sum(lap.total_distance_m for lap in laps),
    }
    is_cut = any(note.damage for note in notes) and item.points.count > 0
    reported = {key: value for key, value in reported.items() if value > 0 and not is_cut}
    records = NO_RECORDS
    if np.isfinite(time_s).sum() >= 2:
        channels = item.points.channels()
        records = Records(time_s, channels, tuple(item.breaks))
        start = float(np.nanmin(time_s))
    elif not reported or math.isnan(start):
        return None
    sport, sub_sport = sport_of(item.sport_words)
    return Activity(
        format="TCX",
        sport=sport,
        sub_sport=sub_sport,
        start_time_s=start,
        utc_offset_s=offset,
        device=Device(product=item.device or None, serial_number=item.serial or None),
        records=records,
        laps=laps,
        reported=reported,
        notes=notes,
    )


def _laps(laps: list[_Lap]) -> tuple[Lap, ...]:
    built = []
    for lap in laps:
        start = _xml.iso_time(lap.start)[0]
        seconds = lap.sums.get("time_s", math.nan)
        built.append(
            Lap(
                start,
                start + seconds,
                total_timer_time_s=seconds,
                total_distance_m=lap.sums.get("distance_m", math.nan),
                intensity=lap.intensity,
            )
        )
    return tuple(built)


FORMAT = Format("TCX", (".tcx",), recognises, read)
