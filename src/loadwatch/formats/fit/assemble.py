"""FIT messages → activities: one for each session, with its own slice of everything."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from typing import Any

import numpy as np

from loadwatch.activity import (
    NO_RECORDS,
    Activity,
    Device,
    Lap,
    Note,
    Records,
    Split,
    StrengthSet,
    WorkoutStep,
)
from loadwatch.errors import DamagedFileError, NotAnActivityError
from loadwatch.formats._base import MAX_OFFSET_S, MOST_REPORTED, QUARTER_HOUR_S
from loadwatch.formats.fit.messages import Message, Messages
from loadwatch.formats.fit.table import Table
from loadwatch.units import DEGREES_PER_SEMICIRCLE, FIT_EPOCH_S, FIT_FIRST_ABSOLUTE_S, Floats

STREAM_FIELDS = {
    "latitude_deg": ("position_lat",),
    "longitude_deg": ("position_long",),
    "altitude_m": ("enhanced_altitude", "altitude"),
    "distance_m": ("distance",),
    "speed_mps": ("enhanced_speed", "speed"),
    "cadence_rpm": ("cadence256", "cadence"),
    "heart_rate_bpm": ("heart_rate",),
    "stance_time_ms": ("stance_time",),
    "vertical_oscillation_mm": ("vertical_oscillation",),
    "vertical_ratio_pct": ("vertical_ratio",),
    "stance_time_balance_pct": ("stance_time_balance",),
    "step_length_mm": ("step_length",),
    "power_w": ("power",),
    "temperature_degc": ("temperature",),
}
"""Our stream ← FIT fields, the better one first."""

REPORTED_FIELDS = {
    "total_elapsed_time_s": ("total_elapsed_time",),
    "total_timer_time_s": ("total_timer_time",),
    "total_distance_m": ("total_distance",),
    "total_strides": ("total_strides", "total_cycles"),
    "avg_heart_rate_bpm": ("avg_heart_rate",),
    "max_heart_rate_bpm": ("max_heart_rate",),
    "avg_speed_mps": ("enhanced_avg_speed", "avg_speed"),
    "avg_running_cadence_rpm": ("avg_running_cadence", "avg_cadence"),
    "workout_rpe": ("workout_rpe",),
    "workout_feel": ("workout_feel",),
}

_STRIDE_SPORTS = frozenset({"running", "walking", "hiking"})
FIT_TIMES = 2.0**32
"""FIT counts seconds in 32 bits. [s]"""
_MIN_CUT_RECORDS = 10
_MIN_CUT_S = 60.0


def activities_of(messages: Messages, container_notes: tuple[Note, ...]) -> list[Activity]:
    """Activities of one FIT part.

    Raises
    ------
    NotAnActivityError
        If the part is of another file type, or holds neither a session nor records.
    DamagedFileError
        If damage left too little to use.
    """
    notes = container_notes + messages.notes
    damaged = any(note.damage for note in notes)
    file_type = str(messages.first("file_id").get("type", "unknown"))
    sessions = messages.of("session")
    records = messages.table("record")
    if file_type != "activity" and (file_type != "unknown" or not (sessions or records.count)):
        if damaged and not messages.counts:
            raise DamagedFileError(
                _damage(notes), "nothing could be read; copy the file from the watch again"
            )
        raise NotAnActivityError(f"FIT file of type '{file_type}', not an activity")
    if not sessions and not records.count:
        if damaged:
            raise DamagedFileError(_damage(notes), "nothing of the activity could be read")
        raise NotAnActivityError("FIT activity without a session or records")

    times = _fit_times(records.column("timestamp"))
    if not sessions:
        span = float(np.nanmax(times) - np.nanmin(times)) if np.isfinite(times).any() else 0.0
        if damaged and (records.count < _MIN_CUT_RECORDS or span < _MIN_CUT_S):
            raise DamagedFileError(
                f"{_damage(notes)}, after {records.count} records and {span:.0f} s",
                "too little to use; copy the file from the watch again",
            )
        notes += (Note("no-summary", "no session summary; totals are from the records"),)
        sessions = [{}]
    if damaged and records.count:
        notes += (_kept(times),)

    sessions = sorted(sessions, key=_session_start)
    starts = [_session_start(session) for session in sessions]
    bounds = [-math.inf, *starts[1:], math.inf]
    return [
        _activity(messages, session, bounds[index], bounds[index + 1], times, notes)
        for index, session in enumerate(sessions)
    ]


def _session_start(session: Message) -> float:
    """Start of a session by which it is told from others; long after all if it has none."""
    start = _time(session.get("start_time"))
    if math.isnan(start):
        start = _time(session.get("timestamp")) - _number(session.get("total_elapsed_time"))
    return math.inf if math.isnan(start) else start


def _kept(times: Floats) -> Note:
    """How many records damage left, and to which moment."""
    absolute = times[times >= FIT_EPOCH_S + FIT_FIRST_ABSOLUTE_S]
    upto = ""
    if absolute.size:
        upto = f" to {datetime.fromtimestamp(absolute[-1], UTC):%H:%M:%S} UTC"
    return Note("kept", f"{times.size:,} records{upto} were kept")


def _damage(notes: tuple[Note, ...]) -> str:
    return next(note.message for note in notes if note.damage)


def _activity(
    messages: Messages,
    session: Message,
    begin: float,
    end: float,
    times: Floats,
    notes: tuple[Note, ...],
) -> Activity:
    only = begin == -math.inf and end == math.inf
    inside = np.ones(times.size, bool) if only else (times >= begin) & (times < end)
    chosen = inside.nonzero()[0]
    records = _records(messages.table("record"), times, chosen)
    start = _start(session, records.time_s)
    if start < FIT_EPOCH_S + FIT_FIRST_ABSOLUTE_S:
        message = "the watch's clock was not set: counted in no week"
        notes += (Note("clock-not-set", message, damage=True),)
        start = math.nan
    else:
        records = _without_relative_times(records)

    def within(message: Message, key: str = "start_time") -> bool:
        return begin <= _time(message.get(key)) < end

    sport, sub_sport, sport_notes = _sport(messages, session)
    reported = _numbers(session, REPORTED_FIELDS)
    if sport not in _STRIDE_SPORTS:
        reported.pop("total_strides", None)
    return Activity(
        format="FIT",
        sport=sport,
        sub_sport=sub_sport,
        start_time_s=start,
        utc_offset_s=_utc_offset_s(messages.first("activity")),
        device=_device(messages.first("file_id")),
        records=records,
        laps=tuple(_lap(lap) for lap in messages.of("lap") if within(lap)),
        timer=tuple(_timer(event) for event in messages.of("event") if _is_timer(event, within)),
        splits=tuple(
            split
            for split in (_split(item) for item in messages.of("split") if within(item))
            if split.start_time_s < split.end_time_s
        ),
        workout_steps=tuple(_step(step) for step in messages.of("workout_step")),
        sets=tuple(_set(item) for item in messages.of("set") if within(item)),
        reported=reported,
        notes=notes + sport_notes,
    )


def _start(session: Message, times: Floats) -> float:
    """Start of a session; where its own is unset, of the records once most of them are dated."""
    start = _time(session.get("start_time"))
    first_absolute = FIT_EPOCH_S + FIT_FIRST_ABSOLUTE_S
    if start >= first_absolute or not np.isfinite(times).any():
        return start
    dated = times >= first_absolute
    if np.count_nonzero(dated) > times.size / 2:
        return float(times[dated].min())
    return float(np.nanmin(times)) if math.isnan(start) else start


def _time(value: Any) -> float:
    """FIT seconds → Unix seconds; NaN if unknown, or no time that FIT has."""
    is_time = isinstance(value, int | float) and 0 <= value < FIT_TIMES
    return float(value) + FIT_EPOCH_S if is_time else math.nan


def _fit_times(seconds: Floats) -> Floats:
    """FIT seconds → Unix seconds; NaN for what is no time that FIT has."""
    return np.where((seconds >= 0) & (seconds < FIT_TIMES), seconds, np.nan) + FIT_EPOCH_S


def _number(value: Any) -> float:
    return float(value) if isinstance(value, int | float) else math.nan


def _numbers(message: Message, fields: dict[str, tuple[str, ...]]) -> dict[str, float]:
    found = {}
    for ours, theirs in fields.items():
        value = next((message[name] for name in theirs if name in message), None)
        if isinstance(value, int | float) and 0 <= value <= MOST_REPORTED:
            found[ours] = float(value)
    return found


def _records(table: Table, times: Floats, chosen: np.ndarray[Any, Any]) -> Records:
    if chosen.size == 0:
        return NO_RECORDS
    channels: dict[str, Floats] = {}
    for ours, theirs in STREAM_FIELDS.items():
        values = table.column(theirs[-1])
        for name in theirs[-2::-1]:
            better = table.column(name)
            values = np.where(np.isnan(better), values, better)
        values = values[chosen]
        if np.isfinite(values).any():
            channels[ours] = values
    if "cadence_rpm" in channels:
        fraction = table.column("fractional_cadence")[chosen]
        has_own = np.isfinite(table.column("cadence256")[chosen])
        channels["cadence_rpm"] = channels["cadence_rpm"] + np.where(
            has_own | np.isnan(fraction), 0.0, fraction
        )
    for name in ("latitude_deg", "longitude_deg"):
        if name in channels:
            channels[name] = channels[name] * DEGREES_PER_SEMICIRCLE
    return Records(times[chosen], channels)


def _without_relative_times(records: Records) -> Records:
    """Times since power-on among absolute ones are unknown times."""
    times = records.time_s
    absolute = times >= FIT_EPOCH_S + FIT_FIRST_ABSOLUTE_S
    return Records(np.where(absolute, times, np.nan), records.channels)


def _sport(messages: Messages, session: Message) -> tuple[str, str | None, tuple[Note, ...]]:
    for message in (session, messages.first("sport"), messages.first("lap")):
        if "sport" in message:
            sub_sport = message.get("sub_sport")
            return str(message["sport"]), None if sub_sport is None else str(sub_sport), ()
    return "generic", None, (Note("sport-unknown", "the file does not say which sport it is"),)


def _utc_offset_s(activity: Message) -> float | None:
    local, utc = activity.get("local_timestamp"), activity.get("timestamp")
    if not isinstance(local, int) or not isinstance(utc, int):
        return None
    offset = round((local - utc) / QUARTER_HOUR_S) * QUARTER_HOUR_S
    return float(offset) if abs(offset) <= MAX_OFFSET_S else None


def _device(file_id: Message) -> Device:
    product = next(
        (
            file_id[name]
            for name in ("product_name", "garmin_product", "product")
            if name in file_id
        ),
        None,
    )
    maker, serial = file_id.get("manufacturer"), file_id.get("serial_number")
    return Device(
        None if maker is None else str(maker),
        None if product is None else str(product),
        None if serial is None else str(serial),
    )


def _lap(lap: Message) -> Lap:
    start = _time(lap.get("start_time"))
    values = _numbers(
        lap,
        {
            "elapsed": ("total_elapsed_time",),
            "total_timer_time_s": ("total_timer_time",),
            "total_distance_m": ("total_distance",),
            "total_strides": ("total_strides", "total_cycles"),
        },
    )
    end = start + values.pop("elapsed", math.nan)
    step = lap.get("wkt_step_index")
    intensity = lap.get("intensity")
    return Lap(
        start,
        _time(lap.get("timestamp")) if math.isnan(end) else end,
        **values,
        wkt_step_index=step if isinstance(step, int) else None,
        intensity=None if intensity is None else str(intensity),
    )


def _is_timer(event: Message, within: Any) -> bool:
    return event.get("event") == "timer" and within(event, "timestamp")


def _timer(event: Message) -> tuple[float, bool]:
    return _time(event.get("timestamp")), event.get("event_type") == "start"


def _split(split: Message) -> Split:
    start = _time(split.get("start_time"))
    end = _time(split.get("end_time"))
    if math.isnan(end):
        end = start + _number(split.get("total_elapsed_time"))
    return Split(
        str(split.get("split_type", "unknown")), start, end, _number(split.get("total_distance"))
    )


def _step(step: Message) -> WorkoutStep:
    intensity = step.get("intensity")
    index = step.get("message_index")
    return WorkoutStep(
        index if isinstance(index, int) else -1,
        None if intensity is None else str(intensity),
        _number(step.get("duration_time")),
    )


def _set(item: Message) -> StrengthSet:
    kind = item.get("set_type")
    return StrengthSet(
        None if kind is None else str(kind),
        _time(item.get("start_time")),
        _number(item.get("duration")),
        _number(item.get("repetitions")),
    )
