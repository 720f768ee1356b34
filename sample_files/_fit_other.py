"""FIT files without a run stream: strength, a manual entry, watch settings."""

from __future__ import annotations

from datetime import timedelta

from fit_tool.profile.messages.activity_message import ActivityMessage
from fit_tool.profile.messages.device_settings_message import DeviceSettingsMessage
from fit_tool.profile.messages.event_message import EventMessage
from fit_tool.profile.messages.file_id_message import FileIdMessage
from fit_tool.profile.messages.lap_message import LapMessage
from fit_tool.profile.messages.record_message import RecordMessage
from fit_tool.profile.messages.session_message import SessionMessage
from fit_tool.profile.messages.set_message import SetMessage
from fit_tool.profile.messages.user_profile_message import UserProfileMessage
from fit_tool.profile.profile_type import (
    Activity,
    Event,
    EventType,
    ExerciseCategory,
    FileType,
    SessionTrigger,
    SetType,
    Sport,
    SubSport,
)

from _fit import FORERUNNER
from _fit_wire import FitWriter, fit_seconds, unix_ms
from _story import Outing
from _streams import Stream

GARMIN_CONNECT = 65534
# (exercise, repetitions, kilograms), four rounds of three.
EXERCISES = (
    (ExerciseCategory.SQUAT, 10, 20.0),
    (ExerciseCategory.HIP_RAISE, 12, 15.0),
    (ExerciseCategory.ROW, 10, 12.5),
)


def _begin(writer: FitWriter, outing: Outing, product: int, serial: int) -> int:
    start = unix_ms(outing.utc)
    writer.add(
        FileIdMessage,
        type=FileType.ACTIVITY,
        manufacturer=FORERUNNER.maker.value,
        product=product,
        serial_number=serial,
        time_created=start,
    )
    return start


def _end(writer: FitWriter, outing: Outing, seconds: int) -> None:
    writer.add(
        ActivityMessage,
        timestamp=unix_ms(outing.utc + timedelta(seconds=seconds)),
        total_timer_time=float(seconds),
        local_timestamp=fit_seconds(outing.local + timedelta(seconds=seconds)),
        num_sessions=1,
        type=Activity.MANUAL,
        event=Event.ACTIVITY,
        event_type=EventType.STOP,
    )


def strength_fit(outing: Outing, stream: Stream) -> bytes:
    """A strength session: heart rate every few seconds and one message per set."""
    writer = FitWriter()
    start = _begin(writer, outing, FORERUNNER.product, FORERUNNER.serial or 0)
    timer = {"event": Event.TIMER, "data": 0}
    writer.add(EventMessage, timestamp=start, event_type=EventType.START, **timer)
    for i in range(0, stream.seconds + 1, 7):
        heart = round(float(stream.heart[i]))
        writer.add(RecordMessage, timestamp=start + i * 1000, heart_rate=heart)
    second = 0
    for number, piece in enumerate(outing.pieces):
        active = number % 2 == 0
        category, reps, weight = EXERCISES[number // 2 % len(EXERCISES)]
        writer.add(
            SetMessage,
            timestamp=start + (second + piece.seconds) * 1000,
            start_time=start + second * 1000,
            message_index=number,
            set_type=(SetType.ACTIVE if active else SetType.REST),
            duration=float(piece.seconds),
            repetitions=reps if active else None,
            weight=weight if active else None,
            category=category if active else None,
        )
        second += piece.seconds
    end = start + stream.seconds * 1000
    writer.add(EventMessage, timestamp=end, event_type=EventType.STOP_ALL, **timer)
    both = {
        "timestamp": end,
        "start_time": start,
        "message_index": 0,
        "event_type": EventType.STOP,
        "sport": Sport.TRAINING,
        "sub_sport": SubSport.STRENGTH_TRAINING,
        "total_elapsed_time": float(stream.seconds),
        "total_timer_time": float(stream.seconds),
        "total_calories": 110,
    }
    writer.add(LapMessage, event=Event.LAP, **both)
    writer.add(
        SessionMessage,
        event=Event.SESSION,
        total_cycles=4 * sum(reps for _, reps, _ in EXERCISES),
        avg_heart_rate=round(float(stream.heart.mean())),
        max_heart_rate=round(float(stream.heart.max())),
        num_laps=1,
        trigger=SessionTrigger.ACTIVITY_END,
        **both,
    )
    _end(writer, outing, stream.seconds)
    return writer.finish()


def manual_fit(outing: Outing, metres: float) -> bytes:
    """A run typed in by hand: a session with time and distance, not one record."""
    writer = FitWriter()
    start = _begin(writer, outing, GARMIN_CONNECT, 0)
    seconds = sum(piece.seconds for piece in outing.pieces)
    both = {
        "timestamp": start + seconds * 1000,
        "start_time": start,
        "message_index": 0,
        "event_type": EventType.STOP,
        "sport": Sport.RUNNING,
        "sub_sport": SubSport.GENERIC,
        "total_elapsed_time": float(seconds),
        "total_timer_time": float(seconds),
        "total_distance": metres,
    }
    writer.add(LapMessage, event=Event.LAP, **both)
    writer.add(SessionMessage, event=Event.SESSION, num_laps=1, **both)
    _end(writer, outing, seconds)
    return writer.finish()


def settings_fit(outing: Outing) -> bytes:
    """Watch settings, as they lie on the watch beside the activities."""
    writer = FitWriter()
    writer.add(
        FileIdMessage,
        type=FileType.SETTINGS,
        manufacturer=FORERUNNER.maker.value,
        product=FORERUNNER.product,
        serial_number=FORERUNNER.serial,
        time_created=unix_ms(outing.utc),
    )
    writer.add(DeviceSettingsMessage, active_time_zone=0, utc_offset=0)
    writer.add(UserProfileMessage, height=1.75, weight=70.0, resting_heart_rate=60)
    return writer.finish()
