"""XML readers to compare: libraries, and the same few lines over each parser.

The few lines gather the text below each track point by local name, and turn the columns of
``FIELDS`` into float64, times with ``datetime.fromisoformat``.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import datetime
from unittest import mock
from xml.etree import ElementTree
from xml.parsers import expat

import numpy as np

from _readers import Reader
from loadwatch.formats import gpx, tcx
from loadwatch.formats._base import Source

POINTS = frozenset({"trkpt", "Trackpoint"})
FIELDS = (
    *("lat", "lon", "ele", "hr", "cad", "atemp", "speed"),
    *("LatitudeDegrees", "LongitudeDegrees", "AltitudeMeters", "DistanceMeters"),
    *("Value", "Cadence", "RunCadence", "Speed", "Watts"),
)
"""Numbers of a track point in GPX and TCX, by local name."""

Point = dict[str, str | None]


def columns(points: list[Point]) -> object:
    """Points as text → float64 columns."""
    found = {}
    for name in FIELDS:
        texts = [point.get(name) for point in points]
        if any(texts):
            found[name] = np.array([float(text) if text else np.nan for text in texts])
    times = [point.get("time") or point.get("Time") for point in points]
    found["time"] = np.array(
        [datetime.fromisoformat(time).timestamp() if time else np.nan for time in times]
    )
    return found


def _local(tag: object) -> str:
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _gathered(elements: Iterable[ElementTree.Element]) -> Iterable[Point]:
    for point in elements:
        yield {_local(child.tag): child.text for child in point.iter()} | dict(point.attrib)


def elementtree_tree(data: bytes) -> object:
    """ElementTree, the whole tree first."""
    root = ElementTree.fromstring(data.strip())
    return columns(list(_gathered(e for e in root.iter() if _local(e.tag) in POINTS)))


def elementtree_iterparse(data: bytes) -> object:
    """ElementTree, points cleared as soon as they are read."""
    found: list[Point] = []
    for _, element in ElementTree.iterparse(io.BytesIO(data.strip())):
        if _local(element.tag) in POINTS:
            found += _gathered([element])
            element.clear()
    return columns(found)


def lxml_tree(data: bytes) -> object:
    """lxml's tree, with recovery from broken XML."""
    from lxml import etree

    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, remove_comments=True, huge_tree=True
    )
    root = etree.fromstring(data.strip(), parser)
    return columns(list(_gathered(root.iter("{*}trkpt", "{*}Trackpoint"))))


def bare_expat(data: bytes) -> object:
    """expat's handlers and no more: no limits, nothing but points."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    points: list[Point] = []
    inside = False
    texts: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal inside
        if name.rpartition(":")[2] in POINTS:
            inside = True
            points.append(dict(attributes))
        texts.clear()

    def end(name: str) -> None:
        nonlocal inside
        if inside:
            local = name.rpartition(":")[2]
            inside = local not in POINTS
            points[-1][local] = "".join(texts).strip()
            texts.clear()

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = texts.append
    parser.Parse(data.strip(), True)
    return columns(points)


def gpxpy_points(data: bytes) -> object:
    """gpxpy, every point with its extensions; with lxml where that is installed."""
    import gpxpy

    found = []
    for track in gpxpy.parse(data.decode()).tracks:
        for segment in track.segments:
            for point in segment.points:
                extra = {
                    _local(child.tag): child.text
                    for extension in point.extensions
                    for child in extension.iter()
                }
                found.append((point.latitude, point.longitude, point.elevation, point.time, extra))
    return found


def gpxpy_with_lxml(data: bytes) -> object:
    """gpxpy over lxml, as it comes where lxml is installed."""
    from lxml import etree

    with mock.patch("gpxpy.parser.mod_etree", etree):
        return gpxpy_points(data)


def gpxpy_without_lxml(data: bytes) -> object:
    """gpxpy over the standard library, as it comes where lxml is not installed."""
    with mock.patch("gpxpy.parser.mod_etree", ElementTree):
        return gpxpy_points(data)


def gpx_ours(data: bytes) -> object:
    """Our GPX reader: activities."""
    return gpx.read(Source(data))


def tcx_ours(data: bytes) -> object:
    """Our TCX reader: activities."""
    return tcx.read(Source(data))


PLAIN_READERS = {
    "ElementTree, tree": Reader(elementtree_tree),
    "ElementTree, iterparse": Reader(elementtree_iterparse),
    "lxml, tree with recover": Reader(lxml_tree),
    "bare expat": Reader(bare_expat),
}
GPX_READERS = {
    "gpxpy with lxml": Reader(gpxpy_with_lxml),
    "gpxpy without lxml": Reader(gpxpy_without_lxml),
    **PLAIN_READERS,
    "loadwatch, activities": Reader(gpx_ours),
}
TCX_READERS = PLAIN_READERS | {"loadwatch, activities": Reader(tcx_ours)}
