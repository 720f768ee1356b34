"""Garmin's ``*_summarizedActivities.json``: the list of a whole account export.

Times are milliseconds, distances centimetres, steps those of both feet. Names are not looked at.
"""

from __future__ import annotations

import json
import math
import re

from loadwatch.activity import Activity, Note
from loadwatch.errors import LimitError
from loadwatch.formats import _json
from loadwatch.formats._base import Format, Source
from loadwatch.formats._sport_words import sport_of
from loadwatch.formats._tables import MAX_ROWS, decoded
from loadwatch.formats.exports import _index

KEY = "summarizedActivitiesExport"
WHAT = "Garmin's list of activities"

_BEGINS = re.compile(rf'"{KEY}"\s*:\s*\[')
_NEXT = re.compile(r"[\s,]*")
_HEAD = re.compile(rf'[\s\[]*\{{\s*"{KEY}"')


def recognises(head: bytes) -> bool:
    """The first key is that of the list."""
    return _HEAD.match(_json.text_of(head)) is not None


def read(source: Source) -> list[Activity]:
    """Every activity of the list that has a start; of a cut one, those before the cut.

    Raises
    ------
    DamagedFileError, NotAnActivityError, LimitError
        If none can be used, there is none, or there are too many.
    """
    told, notes = _told(decoded(source.data))
    return _index.finished(map(_activity, told), notes, WHAT)


def _told(text: str) -> tuple[list[_json.Object], list[Note]]:
    """The objects of all lists, one after the other, so that little of it is held at once."""
    decoder = json.JSONDecoder()
    found: list[_json.Object] = []
    for begins in _BEGINS.finditer(text):
        at = _skipped(text, begins.end())
        while not text.startswith("]", at):
            try:
                item, at = decoder.raw_decode(text, at)
            except (ValueError, RecursionError):
                message = f"the list breaks off after {len(found):,} activities"
                return found, [Note("cut", message, damage=True)]
            at = _skipped(text, at)
            if isinstance(item, dict):
                found.append({key: item[key] for key in _USED if key in item})
            if len(found) > MAX_ROWS:
                raise LimitError(f"a list of more than {MAX_ROWS:,} activities")
    return found, []


def _skipped(text: str, at: int) -> int:
    match = _NEXT.match(text, at)
    return match.end() if match else at


_USED = (
    "activityId", "activityType", "sportType", "beginTimestamp", "startTimeGmt", "startTimeLocal",
    "duration", "elapsedDuration", "distance", "steps", "avgHr", "maxHr", "workoutRpe",
    "workoutFeel", "directWorkoutRpe", "directWorkoutFeel",
)  # fmt: skip


def _activity(item: _json.Object) -> Activity | None:
    amounts = {key: _json.number(item.get(key)) for key in _USED}

    def first(*keys: str) -> float:
        return next((amounts[key] for key in keys if amounts[key] > 0), math.nan)

    start_s = first("startTimeGmt", "beginTimestamp") / 1000
    if math.isnan(start_s):
        return None
    kind = item.get("activityType")
    sport, sub_sport = sport_of(
        _json.word(kind.get("typeKey") if isinstance(kind, dict) else kind)
        or _json.word(item.get("sportType"))
    )
    sums = {
        "total_timer_time_s": first("duration") / 1000,
        "total_elapsed_time_s": first("elapsedDuration", "duration") / 1000,
        "total_distance_m": first("distance") / 100,
        "avg_heart_rate_bpm": first("avgHr"),
        "max_heart_rate_bpm": first("maxHr"),
        "workout_rpe": first("workoutRpe", "directWorkoutRpe"),
    }
    reported = _index.known_sums(sums, sport, first("steps"))
    feels = [amounts[key] for key in ("workoutFeel", "directWorkoutFeel")]
    told = [feel for feel in feels if 0 <= feel <= 100]
    if told:
        reported["workout_feel"] = told[0]
    number = amounts["activityId"]
    key = f"{number:.0f}" if number > 0 else None
    return Activity(
        format=FORMAT.name,
        sport=sport,
        sub_sport=sub_sport,
        start_time_s=start_s,
        utc_offset_s=_index.zone_offset_s(amounts["startTimeLocal"] / 1000 - start_s),
        reported=reported,
        identity=key and f"garmin:{key}",
        describes=key and f"{key}_activity.fit",
    )


FORMAT = Format("Garmin JSON", (".json",), recognises, read)
