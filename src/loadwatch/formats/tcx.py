"""TCX: activities with laps and tracks, read as a stream."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from loadwatch.activity import NO_RECORDS, Activity, Device, Lap, Note, Records
from loadwatch.errors import DamagedFileError, LimitError, NotAnActivityError
from loadwatch.formats import _xml
from loadwatch.formats._base import MAX_RECORDS, Format, Source

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
    times: list[str] = field(default_factory=list)
    points: list[dict[str, float]] = field(default_factory=list)
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
    point: dict[str, float] = {}
    time_text = ""
    total = 0

    def on_start(name: str, attributes: dict[str, str]) -> None:
        nonlocal point, time_text
        path.append(name)
        if name == "Activity":
            found.append(_Activity(attributes.get("Sport", "")))
        elif name in ("Course", "Workout"):
            plans.append(name)
        elif not found:
            return
        elif name == "Lap":
            found[-1].laps.append(_Lap(attributes.get("StartTime", "")))
        elif name == "Track" and found[-1].laps:
            lap = found[-1].laps[-1]
            lap.track_count += 1
            if lap.track_count > 1:
                found[-1].breaks.append(len(found[-1].points))
        elif name == "Trackpoint":
            point, time_text = {}, ""

    def on_end(name: str, text: str) -> None:
        nonlocal time_text, total
        path.pop()
        if not found or "Activity" not in path:
            return
        parent, activity = path[-1], found[-1]
        if name == "Trackpoint":
            total += 1
            if total > MAX_RECORDS:
                raise LimitError(f"more than {MAX_RECORDS:,} track points", "split the file")
            activity.points.append(point)
            activity.times.append(time_text)
        elif "Trackpoint" in path:
            if (parent, name) == ("Trackpoint", "Time"):
                time_text = text
            elif (parent, name) in STREAM_FIELDS:
                point[STREAM_FIELDS[parent, name]] = _xml.number(text)
        elif parent == "Lap" and activity.laps:
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
    return (*notes, Note("kept", f"{total:,} track points were kept")) if notes else ()


def _build(item: _Activity, notes: tuple[Note, ...]) -> Activity | None:
    read_times = [_xml.iso_time(text) for text in item.times]
    time_s = np.array([each[0] for each in read_times], dtype=np.float64)
    offset = next((each[1] for each in read_times if each[1] is not None), None)
    naive = sum(each[2] for each in read_times)
    if naive:
        notes += (Note("naive-times", "times without a zone were read as UTC", naive),)
    starts = [_xml.iso_time(text)[0] for text in (item.identity, *(lap.start for lap in item.laps))]
    start = next((value for value in starts if math.isfinite(value)), math.nan)
    laps = _laps(item.laps)
    reported = {
        "total_timer_time_s": sum(lap.total_timer_time_s for lap in laps),
        "total_distance_m": sum(lap.total_distance_m for lap in laps),
    }
    is_cut = any(note.damage for note in notes) and len(item.points) > 0
    reported = {key: value for key, value in reported.items() if value > 0 and not is_cut}
    records = NO_RECORDS
    if np.isfinite(time_s).sum() >= 2:
        names = {name for point in item.points for name in point}
        channels = {
            name: np.array([point.get(name, math.nan) for point in item.points])
            for name in sorted(names)
        }
        channels = {name: values for name, values in channels.items() if np.isfinite(values).any()}
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
