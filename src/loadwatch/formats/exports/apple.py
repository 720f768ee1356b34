"""Apple Health's ``export.xml``: workouts, with what watch and phone measured during them.

The file has every measurement of a life, gigabytes of them, and at its end the workouts. It is read
once, as a stream; of the measurements only the kinds that tell of a workout are kept. A workout's
positions lie in a file of their own, which it names.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from operator import itemgetter
from zoneinfo import ZoneInfo

from loadwatch.activity import FOOT_SPORTS, Activity, Device, Note
from loadwatch.errors import DamagedFileError, NotAnActivityError
from loadwatch.formats import _long
from loadwatch.formats._base import Format, Source
from loadwatch.formats._sport_words import Sport, sport_of
from loadwatch.formats.exports import _index
from loadwatch.formats.exports._apple_measured import (
    Measurements,
    Series,
    time_of,
)
from loadwatch.formats.exports._apple_streams import FINE_S, during
from loadwatch.formats.exports._apple_sums import sums_of
from loadwatch.formats.exports._apple_workouts import PREFIX, Workout, workouts_of

INDOOR = {"running": "treadmill", "walking": "indoor_walking", "cycling": "indoor_cycling"}
BY_NAME: Mapping[str, Sport] = {
    "Other": ("generic", None),
    "SwimBikeRun": ("multisport", None),
    "PreparationAndRecovery": ("training", None),
}
"""Types whose words would tell something else."""
MAX_WORKOUT_S = 7 * 86_400.0
"""A longer one has a wrong date. [s; choice]"""
WHAT = "Apple Health export"

_MAKER = re.compile(r"manufacturer:([^,>]{1,60})")
_MODEL = re.compile(r"hardware:([\w,. -]{1,60}?)(?:, software|>|$)")


def recognises(head: bytes) -> bool:
    """The root of Apple Health's export, or of the clinical document beside it."""
    return bool(_long.root_of(head))


def read(source: Source) -> list[Activity]:
    """Every workout that stands whole in an export.

    Raises
    ------
    NotAnActivityError
        If it holds no workout, or is the clinical document that lies beside the export.
    DamagedFileError
        If it breaks off before the first workout, or declares entities.
    LimitError
        If it holds more measurements than a life has.
    """
    if _long.root_of(source.data) == _long.CLINICAL_DOCUMENT:
        what = "a clinical document (export_cda.xml of Apple Health): it holds no workouts"
        raise NotAnActivityError(what, "export.xml beside it has them")
    measured = Measurements()
    workouts, notes = workouts_of(source.pieces(), measured)
    own = [measured.source(workout.attributes.get("sourceName", "")) for workout in workouts]
    series = measured.series()
    told = [_activity(workout, series, by) for workout, by in zip(workouts, own, strict=True)]
    found = {each.identity: each for each in reversed(told) if each is not None}
    activities = list(reversed(found.values()))
    if not activities and notes:
        raise DamagedFileError(f"{notes[0].message}, before a workout", "export it again")
    if not activities:
        raise NotAnActivityError(f"{WHAT} without a workout", "nothing to analyse")
    if notes:
        kept = Note("kept", f"the {len(activities):,} workouts before that were kept")
        activities[0] = replace(activities[0], notes=(*activities[0].notes, *notes, kept))
    return activities


def _activity(workout: Workout, series: Mapping[str, Series], own: int) -> Activity | None:
    told = workout.attributes
    start_s, shown_offset_s = time_of(told.get("startDate"))
    end_s, _ = time_of(told.get("endDate"))
    if not 0 < end_s - start_s <= MAX_WORKOUT_S:
        return None
    name = told.get("workoutActivityType", "").removeprefix(PREFIX)
    sport, sub_sport = _sport(name, workout)
    pauses = _pauses(workout, start_s, end_s)
    found = during(series, start_s, end_s, own, pauses, is_on_foot=sport in FOOT_SPORTS)
    sums = sums_of(workout, series, found, start_s, end_s)
    known = _index.known_sums(sums, sport, found.steps)
    notes: tuple[Note, ...] = ()
    if "cadence_rpm" in found.records.channels:
        known["step_interval_s"] = found.step_interval_s
        if found.step_interval_s > FINE_S:
            what = f"steps are told every {found.step_interval_s:.0f} s: where a run began and "
            notes = (Note("coarse-steps", f"{what}ended is not sure"),)
    return Activity(
        format=FORMAT.name,
        sport=sport,
        sub_sport=sub_sport,
        start_time_s=start_s,
        utc_offset_s=_offset_s(workout, start_s, shown_offset_s),
        device=_device(told.get("device", "")),
        records=found.records,
        timer=_timer(start_s, end_s, pauses),
        reported=known,
        notes=notes,
        identity=f"apple:{name}:{start_s:.0f}:{end_s:.0f}",
        describes=_index.base_name(workout.route),
    )


def _sport(name: str, workout: Workout) -> Sport:
    sport, sub_sport = BY_NAME.get(name) or sport_of(name)
    if sport == "generic" and name not in ("Other", ""):
        sport = "training"
    if workout.metadata.get("HKIndoorWorkout") == "1":
        sub_sport = INDOOR.get(sport, sub_sport)
    return sport, sub_sport


def _offset_s(workout: Workout, start_s: float, shown_offset_s: float | None) -> float | None:
    """Local time less UTC: of the workout's own zone, else as its start is written. [s]

    Starts are written in the zone that the phone was in when the export was made.
    """
    name = workout.metadata.get("HKTimeZone", "")
    try:
        return _zone_offset_s(name, start_s) if name else shown_offset_s
    except (ValueError, OSError, KeyError):
        return shown_offset_s


def _zone_offset_s(name: str, time_s: float) -> float:
    """Local time less UTC in a named zone at a time. [s]"""
    offset = datetime.fromtimestamp(time_s, ZoneInfo(name)).utcoffset()
    return offset.total_seconds() if offset is not None else 0.0


def _pauses(workout: Workout, start_s: float, end_s: float) -> list[tuple[float, float]]:
    """Begin and end of each; of one second, events count in the order of the file. [Unix s]"""
    pauses: list[tuple[float, float]] = []
    events = [(time_of(date)[0], is_start) for date, is_start in workout.events]
    inside = [event for event in events if start_s <= event[0] <= end_s]
    begun = math.nan
    for time_s, is_start in [*sorted(inside, key=itemgetter(0)), (end_s, True)]:
        if is_start and begun < time_s:
            is_next = bool(pauses) and pauses[-1][1] == begun
            pauses.append((pauses.pop()[0] if is_next else begun, time_s))
        if is_start:
            begun = math.nan
        elif math.isnan(begun):
            begun = time_s
    return pauses


def _timer(
    start_s: float, end_s: float, pauses: list[tuple[float, float]]
) -> tuple[tuple[float, bool], ...]:
    if not pauses:
        return ()
    events = [(start_s, True), (end_s, False)]
    for begin, end in pauses:
        events += [(begin, False), (end, True)] if end < end_s else [(begin, False)]
    return tuple(sorted(events))


def _device(text: str) -> Device:
    maker, model = _MAKER.search(text), _MODEL.search(text)
    return Device(maker[1].strip() if maker else None, model[1].strip() if model else None)


FORMAT = Format("Apple Health", (".xml",), recognises, read)
