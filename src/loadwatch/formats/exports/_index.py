"""What indexes of exports have in common: a row tells of an activity, and of its file if any."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from loadwatch.activity import FOOT_SPORTS, LOCAL_TIMES, Activity, Note
from loadwatch.errors import DamagedFileError, NotAnActivityError
from loadwatch.formats._base import MAX_OFFSET_S, MOST_REPORTED, QUARTER_HOUR_S
from loadwatch.units import RPE_SCALE, STEPS_PER_STRIDE

KILOGRAMS = (25.0, 350.0)
"""Body weights that are believed. [kg; choice]"""
STEPS_PER_MINUTE = (10.0, 250.0)
"""Mean cadences that are believed of a sum of steps. [steps/min; choice]"""
LOCAL_CLOCK = Note(LOCAL_TIMES, "times are the runner's clock, in a zone that is not told")

_RECORDING = re.compile(r"[^/\\]+\.(fit|gpx|tcx)(\.gz)?", re.IGNORECASE)
_CLOCK = re.compile(r"(?:(\d+):)?(\d{1,3}):(\d{2}(?:[.,]\d+)?)", re.ASCII)


def base_name(path: str) -> str | None:
    """Name of a recording without folder and ``.gz``, in small letters; None if it is none."""
    name = re.split(r"[/\\]", path.strip())[-1]
    return name.lower().removesuffix(".gz") if _RECORDING.fullmatch(name) else None


def clock_s(text: str) -> float:
    """Seconds of ``1:02:03`` or ``45:12``; NaN for anything else. [s]"""
    match = _CLOCK.fullmatch(text.strip())
    if match is None:
        return math.nan
    hours, minutes, seconds = match.groups()
    return 3600.0 * int(hours or 0) + 60.0 * int(minutes) + float(seconds.replace(",", "."))


def zone_offset_s(difference_s: float) -> float | None:
    """Local time less UTC, where that can be a zone. [s]"""
    is_zone = abs(difference_s) <= MAX_OFFSET_S and not difference_s % QUARTER_HOUR_S
    return difference_s if is_zone else None


def known_sums(sums: Mapping[str, float], sport: str, steps: float = math.nan) -> dict[str, float]:
    """Sums that can be true; a zero is what a service writes where it knows nothing.

    Parameters
    ----------
    sums : mapping
        The row's own under the names of ``Activity.reported``.
    sport : str
        Steps count on foot alone.
    steps : float
        Of both feet.
    """
    known = {key: value for key, value in sums.items() if 0 < value <= MOST_REPORTED}
    if not KILOGRAMS[0] <= known.get("athlete_weight_kg", KILOGRAMS[0]) <= KILOGRAMS[1]:
        del known["athlete_weight_kg"]
    if known.get("workout_rpe", 0.0) > 10 * RPE_SCALE:
        del known["workout_rpe"]
    minutes = known.get("total_timer_time_s", known.get("total_elapsed_time_s", 0.0)) / 60
    low, high = (minutes * limit for limit in STEPS_PER_MINUTE)
    if sport in FOOT_SPORTS and low < steps <= high:
        known["total_strides"] = steps / STEPS_PER_STRIDE
    return known


def finished(told: Iterable[Activity | None], notes: Sequence[Note], what: str) -> list[Activity]:
    """Activities of an index, the first of them with what has to be said of the whole.

    Parameters
    ----------
    told : iterable of Activity or None
        In the order of the file, None for a row of which the date cannot be told; of two with one
        identity, the first counts.
    notes : sequence of Note
        Where the file breaks off.
    what : str
        What the index is, for messages.

    Raises
    ------
    DamagedFileError, NotAnActivityError
        If nothing is left, damage or none.
    """
    first: dict[str, Activity] = {}
    unread = 0
    for number, activity in enumerate(told):
        if activity is None:
            unread += 1
        else:
            first.setdefault(activity.identity or f"#{number}", activity)
    if unread:
        message = (
            f"{unread:,} rows of {what} have a date that cannot be told for sure: left out"
            if unread > 1
            else f"a row of {what} has a date that cannot be told for sure: left out"
        )
        notes = [*notes, Note("dates-unread", message, unread, damage=True)]
    activities = list(first.values())
    if not activities and notes:
        raise DamagedFileError(notes[0].message, "export it again, in English if you can")
    if not activities:
        raise NotAnActivityError(f"{what} without an activity", "nothing to analyse")
    if notes:
        activities[0] = replace(activities[0], notes=(*activities[0].notes, *notes))
    return activities
