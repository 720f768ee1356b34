"""Foot and bike activities as the FIT files of four makers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from typing import Any

from fit_tool.profile.messages.activity_message import ActivityMessage
from fit_tool.profile.messages.device_info_message import DeviceInfoMessage
from fit_tool.profile.messages.event_message import EventMessage
from fit_tool.profile.messages.file_creator_message import FileCreatorMessage
from fit_tool.profile.messages.file_id_message import FileIdMessage
from fit_tool.profile.messages.lap_message import LapMessage
from fit_tool.profile.messages.record_message import RecordMessage
from fit_tool.profile.messages.session_message import SessionMessage
from fit_tool.profile.messages.split_message import SplitMessage
from fit_tool.profile.messages.workout_message import WorkoutMessage
from fit_tool.profile.messages.workout_step_message import WorkoutStepMessage
from fit_tool.profile.profile_type import (
    Activity,
    Event,
    EventType,
    FileType,
    Intensity,
    LapTrigger,
    Manufacturer,
    SessionTrigger,
    SourceType,
    SplitType,
    Sport,
    SubSport,
    WorkoutStepDuration,
    WorkoutStepTarget,
)

from _fit_wire import FitWriter, fit_seconds, unix_ms
from _laps import Lap, distance_laps, step_laps
from _story import Gait, Outing
from _streams import Ints, Stream, half_strides, smart_indices

RUNNING_CADENCE = 140
SPLITS = {
    Gait.RUN: SplitType.RWD_RUN,
    Gait.WALK: SplitType.RWD_WALK,
    Gait.STAND: SplitType.RWD_STAND,
}


@dataclass(frozen=True)
class Device:
    """What one maker writes and what it leaves out."""

    maker: Manufacturer
    product: int
    serial: int | None = None
    product_name: str | None = None
    smart: bool = False
    half_strides: bool = False
    enhanced: bool = True
    dynamics: bool = False
    timer_events: bool = True
    strides: bool = True
    positions: bool = True
    local_stamp: bool = True
    splits: bool = False
    workout: bool = False


FORERUNNER = Device(
    Manufacturer.GARMIN, 3992, serial=3300000001, smart=True, half_strides=True, enhanced=False
)
FORERUNNER_1S = replace(FORERUNNER, smart=False, enhanced=True, dynamics=True)
PACE = Device(Manufacturer.COROS, 841, product_name="COROS PACE 3")
RACE = Device(
    Manufacturer.SUUNTO, 58, serial=220000017, enhanced=False, timer_events=False, strides=False
)
ZWIFT = Device(Manufacturer.ZWIFT, 3288, serial=1000001, enhanced=False, local_stamp=False)


@dataclass
class ActivityFile:
    """Writes one outing for one device."""

    outing: Outing
    stream: Stream
    device: Device
    sport: Sport = Sport.RUNNING
    sub_sport: SubSport = SubSport.GENERIC

    def __post_init__(self) -> None:
        self.writer = FitWriter()
        start = self.outing.local
        self.kept: Ints = (
            smart_indices(self.stream, start.toordinal())
            if self.device.smart
            else self.stream.shown()
        )
        make = step_laps if self.device.workout else distance_laps
        self.laps: list[Lap] = make(self.stream)

    def build(self) -> bytes:
        """Write every message in the order the watches use."""
        self._opening()
        self._timeline()
        if self.device.splits:
            self._splits()
        self._closing()
        return self.writer.finish()

    def _ms(self, second: int) -> int:
        return unix_ms(self.outing.utc + timedelta(seconds=int(second)))

    def _opening(self) -> None:
        device, start = self.device, self._ms(0)
        who: dict[str, Any] = {"manufacturer": device.maker.value, "product": device.product}
        if device.serial is not None:
            who["serial_number"] = device.serial
        if device.product_name is not None:
            who["product_name"] = device.product_name
        self.writer.add(FileIdMessage, type=FileType.ACTIVITY, time_created=start, **who)
        if device.maker is Manufacturer.GARMIN:
            self.writer.add(FileCreatorMessage, software_version=2024)
        self.writer.add(
            DeviceInfoMessage,
            timestamp=start,
            device_index=0,
            source_type=SourceType.LOCAL,
            software_version=20.24,
            **who,
        )
        if device.workout:
            self._workout()

    def _workout(self) -> None:
        run = next(piece for piece in self.outing.pieces if piece.step == 1)
        walk = next(piece for piece in self.outing.pieces if piece.step == 2)
        reps = sum(piece.step == 1 for piece in self.outing.pieces)
        name = f"Stage {self.outing.stage}"
        count = {"sport": Sport.RUNNING, "num_valid_steps": 5}
        self.writer.add(WorkoutMessage, wkt_name=name, **count)
        timed = (
            (0, 300, Intensity.WARMUP),
            (1, run.seconds, Intensity.INTERVAL),
            (2, walk.seconds, Intensity.RECOVERY),
            (4, 300, Intensity.COOLDOWN),
        )
        rows = [
            (index, WorkoutStepDuration.TIME, seconds * 1000, 0, intensity)
            for index, seconds, intensity in timed
        ]
        again = WorkoutStepDuration.REPEAT_UNTIL_STEPS_CMPLT
        rows.insert(3, (3, again, 1, reps, Intensity.ACTIVE))
        for index, kind, value, target, intensity in rows:
            self.writer.add(
                WorkoutStepMessage,
                message_index=index,
                duration_type=kind,
                duration_value=value,
                target_type=WorkoutStepTarget.OPEN,
                target_value=target,
                intensity=intensity,
            )

    def _timeline(self) -> None:
        """Write records, timer events and laps in order of time."""
        line: list[tuple[int, int, Callable[[], None]]] = []
        line.extend((i, 1, partial(self._record, i)) for i in self.kept.tolist())
        line.extend((lap.end, 2, partial(self._lap, n, lap)) for n, lap in enumerate(self.laps))
        if self.device.timer_events:
            line.append((0, 0, partial(self._timer, 0, EventType.START)))
            for gait, begin, end in self.stream.bouts():
                if gait is Gait.PAUSE:
                    line.append((begin, 2, partial(self._timer, begin, EventType.STOP_ALL)))
                    line.append((end, 0, partial(self._timer, end, EventType.START)))
            last = self.stream.seconds
            line.append((last, 3, partial(self._timer, last, EventType.STOP_ALL)))
        for _, _, write in sorted(line, key=lambda entry: entry[:2]):
            write()

    def _timer(self, second: int, kind: EventType) -> None:
        self.writer.add(
            EventMessage, timestamp=self._ms(second), event=Event.TIMER, event_type=kind, data=0
        )

    def _record(self, i: int) -> None:
        stream, device = self.stream, self.device
        speed, altitude = float(stream.speed[i]), float(stream.altitude[i])
        cadence = float(stream.cadence[i])
        values: dict[str, Any] = {"timestamp": self._ms(i)}
        if device.positions:
            values |= {"position_lat": float(stream.lat[i]), "position_long": float(stream.lon[i])}
        values["distance"] = float(stream.metres[i])
        prefix = "enhanced_" if device.enhanced else ""
        values[f"{prefix}speed"] = speed
        if device.positions:
            values[f"{prefix}altitude"] = altitude
        values["heart_rate"] = round(float(stream.heart[i]))
        if device.half_strides:
            values["cadence"], values["fractional_cadence"] = half_strides(cadence)
        else:
            values["cadence"] = round(cadence / 2)
        if device.dynamics:
            values |= self._dynamics(i, speed, cadence)
        self.writer.add(RecordMessage, **values)

    def _dynamics(self, i: int, speed: float, cadence: float) -> dict[str, float | None]:
        """Contact time and bounce, shown only while running."""
        if cadence < RUNNING_CADENCE:
            return {"vertical_oscillation": None, "stance_time": None, "step_length": None}
        ripple = float(self.stream.true_cadence[i]) - cadence
        return {
            "vertical_oscillation": round(88 - 0.6 * (cadence - 160) + ripple, 1),
            "stance_time": round(262 - 18 * (speed - 2.6) - 1.1 * ripple, 1),
            "step_length": speed * 60_000 / cadence,
        }

    def _summary(self, a: int, b: int) -> dict[str, Any]:
        """Fields that laps and the session have in common."""
        stream, device = self.stream, self.device
        timer = int(stream.timer[b] - stream.timer[a])
        metres = float(stream.metres[b] - stream.metres[a])
        heart, cadence = stream.heart[a : b + 1], stream.cadence[a : b + 1]
        prefix = "enhanced_" if device.enhanced else ""
        values: dict[str, Any] = {
            "start_time": self._ms(a),
            "timestamp": self._ms(b),
            "event_type": EventType.STOP,
            "sport": self.sport,
            "sub_sport": self.sub_sport,
            "total_elapsed_time": float(b - a),
            "total_timer_time": float(timer),
            "total_distance": metres,
            f"{prefix}avg_speed": metres / timer,
            f"{prefix}max_speed": float(stream.speed[a : b + 1].max()),
            "avg_heart_rate": round(float(heart.mean())),
            "max_heart_rate": round(float(heart.max())),
            "total_calories": round(metres * 0.068),
        }
        if device.strides and self.sport is not Sport.CYCLING:
            values["total_cycles"] = round(float(stream.steps[b] - stream.steps[a]) / 2)
            mean = float(stream.steps[b] - stream.steps[a]) * 60 / timer
            values["avg_cadence"], values["avg_fractional_cadence"] = half_strides(mean)
            values["max_cadence"] = round(float(cadence.max()) / 2)
        if device.positions:
            values["start_position_lat"] = float(stream.lat[a])
            values["start_position_long"] = float(stream.lon[a])
        return values

    def _lap(self, number: int, lap: Lap) -> None:
        values = {"message_index": number, "event": Event.LAP} | self._summary(lap.start, lap.end)
        values["lap_trigger"] = LapTrigger.DISTANCE if lap.full else LapTrigger.MANUAL
        if lap.end == self.stream.seconds:
            values["lap_trigger"] = LapTrigger.SESSION_END
        if self.device.workout:
            values["wkt_step_index"] = lap.step
        self.writer.add(LapMessage, **values)

    def _splits(self) -> None:
        """The watch's own idea of run, walk and stand, each change seen 2 s late."""
        bouts = self.stream.bouts()
        for number, (gait, a, b) in enumerate(bouts):
            begin = a + 2 if number else a
            end = b if b == self.stream.seconds else b + 2
            metres = float(self.stream.metres[end] - self.stream.metres[begin])
            self.writer.add(
                SplitMessage,
                message_index=number,
                split_type=SPLITS[gait],
                start_time=self._ms(begin),
                end_time=self._ms(end),
                total_elapsed_time=float(end - begin),
                total_timer_time=float(end - begin),
                total_distance=metres,
                avg_speed=metres / (end - begin),
            )

    def _closing(self) -> None:
        last = self.stream.seconds
        values = {"message_index": 0, "event": Event.SESSION} | self._summary(0, last)
        values |= {"first_lap_index": 0, "num_laps": len(self.laps)}
        values["trigger"] = SessionTrigger.ACTIVITY_END
        if self.device.dynamics:
            values |= {"workout_feel": 75, "workout_rpe": self.outing.effort * 10}
        self.writer.add(SessionMessage, **values)
        end = {"timestamp": self._ms(last), "total_timer_time": float(self.stream.timer[last])}
        if self.device.local_stamp:
            local = self.outing.local + timedelta(seconds=last)
            end["local_timestamp"] = fit_seconds(local)
        kind = {"type": Activity.MANUAL, "event": Event.ACTIVITY, "event_type": EventType.STOP}
        self.writer.add(ActivityMessage, num_sessions=1, **end, **kind)
