"""Polar Flow's training sessions, in the older and the newer shape."""

from __future__ import annotations

import math
from copy import deepcopy
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest

from loadwatch.errors import DamagedFileError, LimitError, NotAnActivityError
from loadwatch.formats import identify

from .build import activities, only, polar

START_S = datetime(2020, 8, 18, 8, 23, 6, tzinfo=UTC).timestamp()
NAN = math.nan


def newer(**more: Any) -> dict[str, Any]:
    """Ten seconds of running, two hours east of UTC."""
    exercise = {
        "startTime": "2020-08-18T10:23:06", "stopTime": "2020-08-18T10:23:16",
        "durationMillis": 10000, "distanceMeters": 27.5, "timezoneOffsetMinutes": 120,
        "sport": {"id": "1"},
        "samples": {"samples": [
            {"type": "HEART_RATE", "intervalMillis": 1000, "values": [120.0] * 11},
            {"type": "SPEED", "intervalMillis": 1000, "values": [NAN, *[9.0] * 10]},
            {"type": "ALTITUDE", "intervalMillis": 1000, "values": [0, 0, *[183.0] * 9]},
            {"type": "CADENCE", "intervalMillis": 1000, "values": [82] * 11},
        ]},
        "routes": {"route": {"startTime": "2020-08-18T10:23:07", "wayPoints": [
            {"longitude": 4.73, "latitude": 46.93, "altitude": 180.0, "elapsedMillis": 2002},
            {"longitude": 4.74, "latitude": 46.94, "altitude": 181.0, "elapsedMillis": 3002},
        ]}},
        "laps": {"laps": [{"durationMillis": 4000, "distanceMeters": 10.0},
                          {"durationMillis": 6000, "distanceMeters": 17.5}], "autoLaps": []},
        "statistics": {"statistics": [
            {"type": "STATISTICS_TYPE_HEART_RATE", "min": 79, "avg": 123, "max": 174}]},
    }  # fmt: skip
    return {
        "identifier": {"id": "5022701696"}, "startTime": "2020-08-18T10:23:06",
        "stopTime": "2020-08-18T10:23:16", "timezoneOffsetMinutes": 120,
        "durationMillis": 10000, "sport": {"id": "1"},
        "product": {"modelName": "Polar Vantage M"}, "exercises": [exercise | more],
    }  # fmt: skip


def older(**more: Any) -> dict[str, Any]:
    """The same in dated values."""

    def dated(values: list[float]) -> list[dict[str, Any]]:
        return [{"dateTime": f"2020-08-18T10:23:{6 + at:02d}.000", "value": value}
                for at, value in enumerate(values)]  # fmt: skip

    beats = [*dated([120.0] * 10), {"dateTime": "2020-08-18T10:23:16.000"}]
    exercise = {
        "startTime": "2020-08-18T10:23:06.000", "stopTime": "2020-08-18T10:23:16.000",
        "timezoneOffset": 120, "duration": "PT10.000S", "distance": 27.5, "sport": "RUNNING",
        "heartRate": {"min": 79, "avg": 123, "max": 174},
        "samples": {
            "heartRate": beats, "speed": dated([9.0] * 11),
            "altitude": dated([0.0, 0.0, *[183.0] * 9]), "cadence": dated([82] * 11),
            "recordedRoute": [{"dateTime": "2020-08-18T10:23:09.000", "longitude": 4.73,
                               "latitude": 46.93, "altitude": 180.0}],
        },
    }  # fmt: skip
    return {
        "exportVersion": "1.6", "startTime": "2020-08-18T10:23:06.000",
        "stopTime": "2020-08-18T10:23:16.000", "timeZoneOffset": 120, "duration": "PT10.000S",
        "physicalInformationSnapshot": {"weight, kg": 71.5}, "exercises": [exercise | more],
    }  # fmt: skip


@pytest.mark.parametrize("shape", [older, newer])
def test_both_shapes_give_the_same_recording(shape):
    data = polar(shape())
    assert identify(data[:4096]).name == "Polar JSON"
    run = only(data)
    assert (run.sport, run.start_time_s, run.utc_offset_s) == ("running", START_S, 7200.0)
    assert run.records.time_s.tolist() == [START_S + second for second in range(11)]
    channels = run.records.channels
    assert channels["speed_mps"][1] == pytest.approx(2.5)
    assert channels["cadence_rpm"].tolist() == [82.0] * 11
    assert np.isnan(channels["altitude_m"][:2]).all()
    assert channels["altitude_m"][2] == 183.0
    assert channels["latitude_deg"][3] == 46.93
    assert np.isnan(channels["latitude_deg"][0])
    assert run.reported["total_distance_m"] == 27.5
    assert run.reported["total_timer_time_s"] == 10.0
    assert run.reported["max_heart_rate_bpm"] == 174.0


def test_what_each_shape_tells_besides():
    assert only(polar(older())).reported["athlete_weight_kg"] == 71.5
    run = only(polar(newer()))
    assert run.identity == "polar:5022701696-0"
    assert [lap.total_distance_m for lap in run.laps] == [10.0, 17.5]
    assert run.laps[1].end_time_s == START_S + 10
    assert str(run.device) == "polar Vantage M"
    assert np.isnan(run.records.channels["speed_mps"][0])


@pytest.mark.parametrize(
    ("sport", "told"),
    [({"id": "17"}, ("running", "treadmill")), ({"id": 3}, ("walking", None)),
     ({"id": "83"}, ("training", None)), ("TRAIL_RUNNING", ("running", "trail")),
     ("TREADMILL_RUNNING", ("running", "treadmill")), ("OTHER_INDOOR", ("generic", None)),
     ("STRENGTH_TRAINING", ("training", "strength_training")), (None, ("running", None))],
)  # fmt: skip
def test_a_sport_is_a_number_or_a_word(sport, told):
    run = only(polar(newer(sport=sport)))
    assert (run.sport, run.sub_sport) == told


def test_several_exercises_are_several_activities():
    session = newer()
    second = deepcopy(session["exercises"][0]) | {
        "startTime": "2020-08-18T11:00:00", "stopTime": "2020-08-18T11:00:10", "sport": {"id": "2"},
    }  # fmt: skip
    session["exercises"].append(second)
    run, ride = activities(polar(session))
    assert (run.sport, ride.sport) == ("running", "cycling")
    assert ride.identity == "polar:5022701696-1"
    assert ride.start_time_s == START_S + 36 * 60 + 54


def test_pauses_stop_the_timer_and_samples_that_leave_them_out_go_on_after_them():
    pause = [{"startTime": "2020-08-18T10:23:10", "endTime": "2020-08-18T10:24:10"}]
    left_out = only(polar(newer(pauseTimes=pause, stopTime="2020-08-18T10:24:16")))
    assert left_out.timer == (
        (START_S, True), (START_S + 4, False), (START_S + 64, True), (START_S + 70, False),
    )  # fmt: skip
    assert left_out.records.time_s[-1] == START_S + 70
    assert left_out.records.time_s[4] == START_S + 4
    assert left_out.reported["total_elapsed_time_s"] == 70.0
    session = newer(pauseTimes=pause, stopTime="2020-08-18T10:24:16")
    for told in session["exercises"][0]["samples"]["samples"]:
        told["values"] = [told["values"][-1]] * 71
    assert only(polar(session)).records.time_s.tolist() == [START_S + s for s in range(71)]


def test_without_an_offset_the_day_is_that_of_the_runners_clock():
    session = newer()
    del session["timezoneOffsetMinutes"], session["exercises"][0]["timezoneOffsetMinutes"]
    run = only(polar(session))
    assert run.utc_offset_s is None
    assert run.start_time.isoformat() == "2020-08-18T10:23:06+00:00"
    assert run.notes[0].code == "local-times"


def test_a_session_without_samples_is_one_of_sums():
    run = only(polar(newer(samples={}, routes={})))
    assert len(run.records) == 0
    assert run.reported["total_distance_m"] == 27.5


def test_a_session_of_nothing_is_no_activity():
    with pytest.raises(NotAnActivityError):
        activities(polar(newer(startTime=None) | {"startTime": "", "exercises": [{}]}))


def test_too_many_samples_are_over_the_limit():
    many = {"samples": [{"type": "HEART_RATE", "intervalMillis": 1000, "values": [1] * 500_001}]}
    with pytest.raises(LimitError):
        activities(polar(newer(samples=many)))


@pytest.mark.parametrize("share", [0.2, 0.6, 0.99])
def test_a_cut_file_is_damaged(share):
    data = polar(newer())
    with pytest.raises(DamagedFileError):
        activities(data[: max(int(share * len(data)), 400)])


@pytest.mark.parametrize(
    "junk", [None, 7, "x", [], {}, [7], [{}], {"samples": 7}, {"samples": [7]}]
)
@pytest.mark.parametrize(
    "key",
    ["samples", "routes", "laps", "pauseTimes", "statistics", "sport", "durationMillis",
     "stopTime", "timezoneOffsetMinutes"],
)  # fmt: skip
@pytest.mark.parametrize("shape", [older, newer])
def test_a_value_of_another_kind_takes_nothing_else_along(shape, key, junk):
    found = activities(polar(shape(**{key: junk})))
    assert found[0].start_time_s == START_S
