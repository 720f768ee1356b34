"""TCX: activities with laps and tracks, read as a stream."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from loadwatch.activity import NO_RECORDS, Activity, Device, Lap, Note, Records
from loadwatch.errors import DamagedFileError, NotAnActivityError
from loadwatch.formats import _xml
from loadwatch.formats._base import Format, Source
from loadwatch.formats._points import Points

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
    found: list[_Activity] = []
    plans: list[str] = []
    notes = _parse(source.data, found, plans)
    activities = [built for built in (_build(item, notes) for item in found) if built is not None]
    if activities:
        return activities
    if notes:
        raise DamagedFileError(f"{notes[0].message} before any timed point", "export it again")
    if plans:
        raise NotAnActivityError(
            f"TCX of a planned {plans[0].lower()}, not an activity", "export the recording"
        )
    raise NotAnActivityError("TCX without a recorded activity", "nothing to analyse")


def _parse(data: bytes, found: list[_Activity], plans: list[str]) -> tuple[Note, ...]:
    path: list[str] = []
    points: Points | None = None

    def on_start(name: str, attributes: dict[str, str]) -> None:
        nonlocal points
        path.append(name)
        if points is not None:
            return
        if name == "Activity":
            found.append(_Activity(attributes.get("Sport", "")))
        elif name in ("Course", "Workout"):
            plans.append(name)
        elif not found:
            return
        elif name == "Trackpoint" and "Activity" in path:
            points = found[-1].points
            points.begin()
        elif name == "Lap":
            found[-1].laps.append(_Lap(attributes.get("StartTime", "")))
        elif name == "Track" and found[-1].laps:
            lap = found[-1].laps[-1]
            lap.track_count += 1
            if lap.track_count > 1:
                found[-1].breaks.append(found[-1].points.count)

    def on_end(name: str, text: str) -> None:
        nonlocal points
        path.pop()
        if points is not None:
            if name == "Trackpoint":
                points.end()
                points = None
            elif name == "Time":
                points.times[-1] = text
            elif (stream := STREAM_FIELDS.get((path[-1], name))) is not None:
                points.put(stream, text)
            return
        if not found or "Activity" not in path:
            return
        parent, activity = path[-1], found[-1]
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

    notes = _xml.walk(data, on_start, on_end)
    total = sum(activity.points.count for activity in found)
    return (*notes, Note("kept", f"{total:,} track points were kept")) if notes else ()


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
    sport, sub_sport = _xml.sport_of(item.sport_words)
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
