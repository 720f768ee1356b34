"""Which calendar day a session belongs to: the day it began where it was run."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo

import numpy as np
import tzfpy

from loadwatch.activity import LOCAL_TIMES, Activity

FROM_FILE, FROM_POSITION, ASSUMED = "file", "position", "assumed"
VIRTUAL = "virtual_activity"


def utc_offset_s(activity: Activity) -> tuple[float | None, str]:
    """Local time minus UTC, and where it is known from.

    The file's own offset comes first, then the time zone of the first position; a virtual run's
    positions are no places. None where neither exists: the caller assumes one. Times that are the
    runner's own clock need none.

    Returns
    -------
    offset : float or None
        [s]
    source : str
        ``file``, ``position`` or ``assumed``.
    """
    if any(note.code == LOCAL_TIMES for note in activity.notes):
        return 0.0, ASSUMED
    if activity.utc_offset_s is not None:
        return activity.utc_offset_s, FROM_FILE
    start = activity.start_time
    lat = activity.records.channels.get("latitude_deg")
    lon = activity.records.channels.get("longitude_deg")
    if start is None or lat is None or lon is None or activity.sub_sport == VIRTUAL:
        return None, ASSUMED
    placed = ((np.abs(lat) <= 90) & (np.abs(lon) <= 180) & ~((lat == 0) & (lon == 0))).nonzero()[0]
    if not placed.size:
        return None, ASSUMED
    zone = _zone_at(round(float(lat[placed[0]]), 2), round(float(lon[placed[0]]), 2))
    if zone is None:
        return None, ASSUMED
    return zone_offset_s(zone, start), FROM_POSITION


def zone_offset_s(zone: ZoneInfo, moment: datetime) -> float:
    """Offset of a zone at a moment. [s]"""
    offset = moment.astimezone(zone).utcoffset()
    return offset.total_seconds() if offset is not None else 0.0


@cache
def _zone_at(latitude_deg: float, longitude_deg: float) -> ZoneInfo | None:
    name = tzfpy.get_tz(longitude_deg, latitude_deg)
    return ZoneInfo(name) if name else None
