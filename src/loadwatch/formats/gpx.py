"""GPX: tracks → activities. Extension tags are taken by local name, whoever declared them."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from loadwatch.activity import Activity, Device, Note, Records
from loadwatch.errors import DamagedFileError, LimitError, NotAnActivityError
from loadwatch.formats import _xml
from loadwatch.formats._base import MAX_RECORDS, Format, Source

STREAM_FIELDS = {
    "ele": "altitude_m",
    "speed": "speed_mps",
    "hr": "heart_rate_bpm",
    "heartrate": "heart_rate_bpm",
    "cad": "cadence_rpm",
    "cadence": "cadence_rpm",
    "distance": "distance_m",
    "power": "power_w",
    "atemp": "temperature_degc",
    "temp": "temperature_degc",
}
"""Local tag inside a track point → our stream."""

SUMMARY_FIELDS = {
    "distance": "total_distance_m",
    "moving_time": "total_timer_time_s",
    "elapsed_time": "total_elapsed_time_s",
    "average_hr": "avg_heart_rate_bpm",
}
"""Tag in the file's own extensions, as running_page writes them → our reported sum."""

JOIN_GAP_S = 1800.0
"""Tracks nearer than this in time are one recording. [s; choice]"""


@dataclass(slots=True)
class _Track:
    sport_words: str = ""
    name: str = ""
    times: list[str] = field(default_factory=list)
    points: list[dict[str, float]] = field(default_factory=list)
    breaks: list[int] = field(default_factory=list)


@dataclass(slots=True)
class _Document:
    creator: str = ""
    tracks: list[_Track] = field(default_factory=list)
    route_points: int = 0
    summary: dict[str, float] = field(default_factory=dict)
    summary_start: str = ""


def recognises(head: bytes) -> bool:
    """The root element is ``gpx``, whatever stands before it."""
    return _xml.root_name(head) == "gpx"


def read(source: Source) -> list[Activity]:
    """Every recorded track of a GPX file.

    Raises
    ------
    NotAnActivityError
        For routes, waypoints and tracks without times.
    DamagedFileError, LimitError
        For documents of which nothing can be kept, or over a limit.
    """
    document = _Document()
    notes = _parse(source.data, document)
    activities = [
        _activity(group, document, notes) for group in _recordings(document.tracks) if group
    ]
    if activities:
        return activities
    if document.summary_start and document.summary:
        return [_summary_only(document, notes)]
    if notes:
        raise DamagedFileError(f"{notes[0].message} before any timed point", "export it again")
    raise NotAnActivityError(*_why_nothing(document))


def _parse(data: bytes, document: _Document) -> tuple[Note, ...]:
    path: list[str] = []
    point: dict[str, float] = {}
    time_text = ""
    total = 0

    def on_start(name: str, attributes: dict[str, str]) -> None:
        nonlocal point, time_text
        path.append(name)
        if name == "gpx":
            document.creator = attributes.get("creator", "")
        elif name == "trk":
            document.tracks.append(_Track())
        elif name == "trkseg" and document.tracks:
            track = document.tracks[-1]
            if track.points:
                track.breaks.append(len(track.points))
        elif name == "trkpt":
            time_text = ""
            point = {
                "latitude_deg": _xml.number(attributes.get("lat")),
                "longitude_deg": _xml.number(attributes.get("lon")),
            }

    def on_end(name: str, text: str) -> None:
        nonlocal time_text, total
        path.pop()
        if name == "trkpt" and document.tracks:
            total += 1
            if total > MAX_RECORDS:
                raise LimitError(f"more than {MAX_RECORDS:,} track points", "split the file")
            document.tracks[-1].points.append(point)
            document.tracks[-1].times.append(time_text)
        elif "trkpt" in path:
            if name == "time":
                time_text = text
            elif name in STREAM_FIELDS:
                point[STREAM_FIELDS[name]] = _xml.number(text)
        elif path[-1:] == ["trk"] and name in ("type", "name"):
            track = document.tracks[-1]
            if name == "type":
                track.sport_words = text
            else:
                track.name = text
        elif path == ["gpx", "extensions"]:
            if name in SUMMARY_FIELDS:
                document.summary[SUMMARY_FIELDS[name]] = _xml.number(text)
            elif name == "start_time":
                document.summary_start = text
        elif name in ("rtept", "wpt"):
            document.route_points += 1

    notes = _xml.walk(data, on_start, on_end)
    return (*notes, Note("kept", f"{total:,} track points were kept")) if notes else ()


@dataclass(slots=True)
class _Timed:
    """A track with its times read."""

    track: _Track
    time_s: np.ndarray[tuple[int], np.dtype[np.float64]]
    utc_offset_s: float | None
    naive_count: int


def _recordings(tracks: list[_Track]) -> list[list[_Timed]]:
    """Tracks with at least two times, those near in time joined into one recording."""
    timed = []
    for track in tracks:
        read_times = [_xml.iso_time(text) for text in track.times]
        time_s = np.array([item[0] for item in read_times], dtype=np.float64)
        if np.isfinite(time_s).sum() >= 2:
            offset = next((item[1] for item in read_times if item[1] is not None), None)
            naive = sum(item[2] for item in read_times)
            timed.append(_Timed(track, time_s, offset, naive))
    groups: list[list[_Timed]] = []
    for item in sorted(timed, key=lambda item: float(np.nanmin(item.time_s))):
        last_end = np.nanmax(groups[-1][-1].time_s) if groups else -math.inf
        if np.nanmin(item.time_s) - last_end <= JOIN_GAP_S and groups:
            groups[-1].append(item)
        else:
            groups.append([item])
    return groups


def _activity(group: list[_Timed], document: _Document, notes: tuple[Note, ...]) -> Activity:
    points = [point for item in group for point in item.track.points]
    time_s = np.concatenate([item.time_s for item in group])
    breaks: list[int] = []
    offset = 0
    for item in group:
        breaks += [offset + position for position in item.track.breaks]
        offset += len(item.track.points)
        breaks.append(offset)
    names = {name for point in points for name in point}
    channels = {
        name: np.array([point.get(name, math.nan) for point in points]) for name in sorted(names)
    }
    naive = sum(item.naive_count for item in group)
    if naive:
        notes += (Note("naive-times", "times without a zone were read as UTC", naive),)
    track = group[0].track
    sport, sub_sport = _xml.sport_of(track.sport_words or track.name)
    return Activity(
        format="GPX",
        sport=sport,
        sub_sport=sub_sport,
        start_time_s=float(np.nanmin(time_s)),
        utc_offset_s=group[0].utc_offset_s,
        device=Device(product=document.creator or None),
        records=Records(
            time_s,
            {name: values for name, values in channels.items() if np.isfinite(values).any()},
            tuple(breaks[:-1]),
        ),
        notes=notes,
    )


def _summary_only(document: _Document, notes: tuple[Note, ...]) -> Activity:
    words = document.tracks[0].sport_words or document.tracks[0].name if document.tracks else ""
    sport, sub_sport = _xml.sport_of(words)
    time_s, offset, _ = _xml.iso_time(document.summary_start)
    return Activity(
        format="GPX",
        sport=sport,
        sub_sport=sub_sport,
        start_time_s=time_s,
        utc_offset_s=offset,
        device=Device(product=document.creator or None),
        reported={key: value for key, value in document.summary.items() if math.isfinite(value)},
        notes=notes,
    )


def _why_nothing(document: _Document) -> tuple[str, str]:
    points = sum(len(track.points) for track in document.tracks)
    if points == 1:
        return "GPX with a single track point", "nothing to analyse"
    if points:
        return "GPX track without times: a planned route, not an activity", "export the recording"
    if document.tracks:
        kind = document.tracks[0].sport_words or "indoor activity"
        return (
            f"GPX without track points ({kind}): GPX cannot hold a run without positions",
            "export the original FIT file instead",
        )
    if document.route_points:
        return "GPX of routes or waypoints, not an activity", "export the recorded activity"
    return "GPX without a track", "nothing to analyse"


FORMAT = Format("GPX", (".gpx",), recognises, read)
