"""GPX: tracks → activities. Extension tags are taken by local name, whoever declared them."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from loadwatch.activity import Activity, Device, Note, Records
from loadwatch.errors import DamagedFileError, NotAnActivityError
from loadwatch.formats import _runs, _xml
from loadwatch.formats._base import MOST_REPORTED, Format, Source
from loadwatch.formats._points import Points
from loadwatch.formats._sport_words import sport_of

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
    points: Points = field(default_factory=Points)
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
    document, notes = _parse(source.data)
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


class _Handler:
    POINT: ClassVar[str] = "trkpt"
    CONTEXT: ClassVar[tuple[str, ...]] = ("gpx", "trk", "trkseg")
    STRUCTURE: ClassVar[frozenset[str]] = frozenset({"gpx", "trk", "trkseg", "trkpt"})

    def __init__(self) -> None:
        self.document = _Document()
        self.path: list[str] = []
        self.points: Points | None = None

    def target(self) -> Points | None:
        if self.points is None and self.document.tracks:
            return self.document.tracks[-1].points
        return None

    def start(self, name: str, attributes: _xml.Attributes) -> None:
        document = self.document
        self.path.append(name)
        if name == "trkpt" and document.tracks:
            self.points = points = document.tracks[-1].points
            points.begin()
            points.put("latitude_deg", attributes.get("lat", ""))
            points.put("longitude_deg", attributes.get("lon", ""))
        elif name == "gpx":
            document.creator = attributes.get("creator", "")
        elif name == "trk":
            document.tracks.append(_Track())
        elif name == "trkseg" and document.tracks:
            track = document.tracks[-1]
            if track.points.count:
                track.breaks.append(track.points.count)

    def end(self, name: str, text: str) -> None:
        document, path, points = self.document, self.path, self.points
        path.pop()
        if points is not None:
            if name == "time":
                points.times[-1] = text
            elif name in STREAM_FIELDS:
                points.put(STREAM_FIELDS[name], text)
            elif name == "trkpt":
                points.end()
                self.points = None
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


def _parse(data: bytes) -> tuple[_Document, tuple[Note, ...]]:
    handler, notes = _runs.walk(data, _Handler)
    document = handler.document
    total = sum(track.points.count for track in document.tracks)
    if notes:
        notes += (Note("kept", f"{total:,} track points were kept"),)
    return document, notes


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
        time_s, offset, naive = track.points.time_s()
        if np.isfinite(time_s).sum() >= 2:
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
    time_s = np.concatenate([item.time_s for item in group])
    ends = np.cumsum([item.track.points.count for item in group]).tolist()
    breaks: list[int] = []
    for begin, end, item in zip([0, *ends], ends, group, strict=False):
        breaks += [begin + position for position in item.track.breaks]
        breaks.append(end)
    parts = [(item.track.points.count, item.track.points.channels()) for item in group]
    names = sorted({name for _, channels in parts for name in channels})
    channels = {
        name: np.concatenate([found.get(name, np.full(n, np.nan)) for n, found in parts])
        for name in names
    }
    naive = sum(item.naive_count for item in group)
    if naive:
        notes += (Note("naive-times", "times without a zone were read as UTC", naive),)
    track = group[0].track
    sport, sub_sport = sport_of(track.sport_words or track.name)
    return Activity(
        format="GPX",
        sport=sport,
        sub_sport=sub_sport,
        start_time_s=float(np.nanmin(time_s)),
        utc_offset_s=group[0].utc_offset_s,
        device=Device(product=document.creator or None),
        records=Records(time_s, channels, tuple(breaks[:-1])),
        notes=notes,
    )


def _summary_only(document: _Document, notes: tuple[Note, ...]) -> Activity:
    words = document.tracks[0].sport_words or document.tracks[0].name if document.tracks else ""
    sport, sub_sport = sport_of(words)
    time_s, offset, _ = _xml.iso_time(document.summary_start)
    return Activity(
        format="GPX",
        sport=sport,
        sub_sport=sub_sport,
        start_time_s=time_s,
        utc_offset_s=offset,
        device=Device(product=document.creator or None),
        reported={
            key: value for key, value in document.summary.items() if 0 <= value <= MOST_REPORTED
        },
        notes=notes,
    )


def _why_nothing(document: _Document) -> tuple[str, str]:
    points = sum(track.points.count for track in document.tracks)
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
