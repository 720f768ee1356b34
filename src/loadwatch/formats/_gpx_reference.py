"""The same track points through gpxpy: the second opinion of ``loadwatch doctor``.

gpxpy may hang on hostile documents or end the interpreter: call it in a process of its own.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import gpxpy
from gpxpy.gpx import GPXException, GPXXMLSyntaxException

from loadwatch.errors import DamagedFileError

Point = dict[str, float]
TIME = "time_s"


def tracks_of(data: bytes, fields: Mapping[str, str]) -> list[list[Point]]:
    """Points of each track, segments joined; NaN where gpxpy could not read a number or a time.

    Parameters
    ----------
    data : bytes
        The document.
    fields : Mapping[str, str]
        Local tag of an extension → name it is given.

    Raises
    ------
    DamagedFileError
        If gpxpy refuses the document. What it quotes of the content is not repeated.
    """
    try:
        document = gpxpy.parse(data)
    except UnicodeDecodeError as error:
        what = "it takes every document for UTF-8, whatever the document declares"
        raise DamagedFileError(what) from error
    except GPXXMLSyntaxException as error:
        raise DamagedFileError(
            f"its XML parser says: {error.__cause__ or error.__context__}"
        ) from error
    except GPXException as error:
        raise DamagedFileError("one value in it cannot be read, so it reads none") from error
    except Exception as error:
        raise DamagedFileError(f"it ends with {type(error).__name__}") from error
    return [
        [_point(point, fields) for segment in track.segments for point in segment.points]
        for track in document.tracks
    ]


def _point(point: Any, fields: Mapping[str, str]) -> Point:
    values = {
        TIME: _seconds(point.time),
        "latitude_deg": point.latitude,
        "longitude_deg": point.longitude,
    }
    if point.elevation is not None:
        values[fields["ele"]] = point.elevation
    if point.speed is not None:
        values[fields["speed"]] = point.speed
    for extension in point.extensions:
        for element in extension.iter():
            name = fields.get(element.tag.rpartition("}")[2])
            if name is not None and len(element) == 0:
                values[name] = _number(element.text)
    return values


def _seconds(moment: datetime | None) -> float:
    """Unix time; a time without a zone is UTC. [s]"""
    if moment is None:
        return math.nan
    try:
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    except (OverflowError, ValueError):
        return math.nan


def _number(text: str | None) -> float:
    try:
        return float(text or "")
    except ValueError:
        return math.nan
