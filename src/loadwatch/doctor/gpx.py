"""A GPX document read by loadwatch and by gpxpy, point by point."""

from __future__ import annotations

import math
import re

import numpy as np

from loadwatch.doctor.comparison import COUNT, Comparison, Tally, named
from loadwatch.errors import FileError
from loadwatch.formats import _gpx_reference as reference
from loadwatch.formats import gpx
from loadwatch.formats._base import Source
from loadwatch.units import Floats

KIND = "track point"
TIME_RESOLUTION_S = 1e-6
_HEAD = 4096
_PREFIXED = re.compile(rb"<[\w.-]+:gpx[\s>]")

NO_TIME = "gpxpy gives up a time with blanks around it, or in a form it does not know"
NO_NUMBER = "gpxpy takes whatever Python reads as a number; loadwatch plain decimals alone"
NOT_LOOKED_AT = "gpxpy keeps such a number only where it stands in a point's extensions"
PREFIXED = "gpxpy finds no points where the elements of GPX carry a prefix"


def compare(data: bytes) -> Comparison:
    """Compare times, positions, heights and every extension number that loadwatch reads."""
    library = named("gpxpy")
    try:
        activities = gpx.read(Source(data))
    except FileError:
        activities = []
    columns = [{reference.TIME: item.records.time_s, **item.records.channels}
               for item in activities]  # fmt: skip
    ours = _joined(columns, [len(item.records) for item in activities])
    count = sum(len(item.records) for item in activities)
    try:
        tracks = reference.tracks_of(data, gpx.STREAM_FIELDS)
    except FileError as error:
        read = f" loadwatch reads {_points(count)} of it." if count else ""
        return Comparison(library, remarks=(f"gpxpy refuses this file: {error.what}.{read}",))
    total = sum(map(len, tracks))
    if not count:
        what = "Neither gpxpy nor loadwatch finds a recorded point in it."
        if total:
            what = f"gpxpy reads {_points(total)}; loadwatch, as said above, takes none of them."
        return Comparison(library, remarks=(what,))
    points = [point for track in _recorded(tracks) for point in track]
    tally = Tally("track points")
    if len(points) != count:
        reason = PREFIXED if not total and _PREFIXED.search(data[:_HEAD]) else ""
        pair = (count, len(points))
        tally.add(KIND, COUNT, min(pair) + 1, pair, reason)
    names = sorted({name for point in points for name in point})
    theirs = _joined(
        [{name: np.array([point.get(name, math.nan) for point in points]) for name in names}],
        [len(points)],
    )
    tally.message_count = shared = min(count, len(points))
    for name in sorted(ours.keys() | theirs.keys()):
        a = ours.get(name, np.full(count, np.nan))[:shared]
        b = theirs.get(name, np.full(len(points), np.nan))[:shared]
        _compare(name, a, b, tally)
    return tally.result(library)


def _points(count: int) -> str:
    return "1 track point" if count == 1 else f"{count:,} track points"


def _joined(parts: list[dict[str, Floats]], counts: list[int]) -> dict[str, Floats]:
    """Columns of several recordings as one, NaN where one lacks them."""
    return {
        name: np.concatenate(
            [part.get(name, np.full(n, np.nan)) for part, n in zip(parts, counts, strict=True)]
        )
        for name in sorted({name for part in parts for name in part})
    }


def _recorded(tracks: list[list[reference.Point]]) -> list[list[reference.Point]]:
    """Tracks with at least two times by their start, as loadwatch hands them out.

    Where gpxpy read no times at all, every track in the order of the document.
    """
    starts = []
    for track in tracks:
        times = [point[reference.TIME] for point in track]
        known = [time for time in times if math.isfinite(time)]
        if len(known) > 1:
            starts.append((min(known), track))
    if not starts:
        return tracks
    return [track for _, track in sorted(starts, key=lambda item: item[0])]


def _compare(name: str, ours: Floats, theirs: Floats, tally: Tally) -> None:
    known_here, known_there = np.isfinite(ours), np.isfinite(theirs)
    tally.value_count += int((known_here | known_there).sum())
    tolerance = TIME_RESOLUTION_S if name == reference.TIME else 0.0
    with np.errstate(invalid="ignore"):
        same = np.abs(ours - theirs) <= tolerance
    for at in np.flatnonzero((known_here | known_there) & ~same).tolist():
        reason = ""
        if name == reference.TIME:
            reason = "" if known_there[at] else NO_TIME
        elif not known_there.any():
            reason = NOT_LOOKED_AT
        elif not known_here[at]:
            reason = NO_NUMBER
        pair = tuple(float(x[at]) if math.isfinite(x[at]) else None for x in (ours, theirs))
        tally.add(KIND, name, at + 1, (pair[0], pair[1]), reason)
