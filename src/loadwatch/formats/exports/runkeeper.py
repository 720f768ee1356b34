"""Runkeeper's ``cardioActivities.csv``: the list of a whole export.

Dates are those of the runner's clock, without a zone: the local day is right, the moment is not
known. Notes and names of routes are looked at for a treadmill or a track and kept nowhere.
"""

from __future__ import annotations

import math

from loadwatch.activity import Activity, Note
from loadwatch.formats import _xml
from loadwatch.formats._base import Format, Source
from loadwatch.formats._sport_words import folded, place_of_run, sport_of
from loadwatch.formats._tables import amount, header_of, rows_of
from loadwatch.formats.exports import _index
from loadwatch.units import METRES_PER_KM, METRES_PER_MILE

UNITS_M = {"distance km": METRES_PER_KM, "distance mi": METRES_PER_MILE}
WHAT = "Runkeeper's list of activities"


def recognises(head: bytes) -> bool:
    """A header with Runkeeper's names for type, duration, a distance with its unit and the file."""
    names = {folded(name) for name in header_of(head)}
    return {"date", "type", "duration", "gpx file"} <= names and bool(names & UNITS_M.keys())


def read(source: Source) -> list[Activity]:
    """Every row with a date.

    Raises
    ------
    DamagedFileError, NotAnActivityError, LimitError
        If no row can be used, there is none, or the table is over a limit.
    """
    found: list[Activity | None] = []
    notes: list[Note] = []
    names: list[str] = []
    for item in rows_of(source.data):
        if isinstance(item, Note):
            notes.append(item)
        elif not names:
            names = [folded(name) for name in item]
        elif any(item):
            found.append(_activity(dict(zip(names, item, strict=False))))
    return _index.finished(found, notes, WHAT)


def _activity(row: dict[str, str]) -> Activity | None:
    start_s, _, is_naive = _xml.iso_time(row.get("date", ""))
    if math.isnan(start_s) or not is_naive:
        return None
    sport, sub_sport = sport_of(row.get("type", ""))
    if sport == "running" and sub_sport is None:
        sub_sport = place_of_run(f"{row.get('route name', '')} {row.get('notes', '')}")
    metres = [unit * amount(row[name]) for name, unit in UNITS_M.items() if name in row]
    number = row.get("activity id", "").strip()
    seconds = _index.clock_s(row.get("duration", ""))
    return Activity(
        format=FORMAT.name,
        sport=sport,
        sub_sport=sub_sport,
        start_time_s=start_s,
        utc_offset_s=0.0,
        reported=_index.known_sums(
            {
                "total_timer_time_s": seconds,
                "total_elapsed_time_s": seconds,
                "total_distance_m": next(iter(metres), math.nan),
                "avg_heart_rate_bpm": amount(row.get("average heart rate bpm", "")),
            },
            sport,
        ),
        notes=(_index.LOCAL_CLOCK,),
        identity=f"runkeeper:{number}" if number else None,
        describes=_index.base_name(row.get("gpx file", "")),
    )


FORMAT = Format("Runkeeper CSV", (".csv",), recognises, read)
