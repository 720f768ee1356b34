"""Garmin's list of activities: milliseconds, centimetres, and steps of both feet."""

from __future__ import annotations

import pytest

from loadwatch.errors import DamagedFileError, NotAnActivityError, UnknownFormatError
from loadwatch.formats import identify

from .build import activities, garmin, only

RUN = {
    "activityId": 21001443988, "activityType": "treadmill_running",
    "beginTimestamp": 1700000000000, "startTimeGmt": 1700000000000.0,
    "startTimeLocal": 1700003600000.0, "duration": 1800500.0, "elapsedDuration": 1900000.0,
    "distance": 500000.0, "steps": 4800, "avgHr": 140.0, "maxHr": 171.0, "workoutRpe": 40,
    "workoutFeel": 0, "name": "Secret place",
}  # fmt: skip


def test_an_entry_is_an_activity_of_sums_in_our_units():
    assert identify(garmin(RUN)[:4096]).name == "Garmin JSON"
    run = only(garmin(RUN))
    assert (run.sport, run.sub_sport) == ("running", "treadmill")
    assert (run.start_time_s, run.utc_offset_s) == (1700000000.0, 3600.0)
    assert run.reported == {
        "total_timer_time_s": 1800.5, "total_elapsed_time_s": 1900.0, "total_distance_m": 5000.0,
        "avg_heart_rate_bpm": 140.0, "max_heart_rate_bpm": 171.0, "workout_rpe": 40.0,
        "workout_feel": 0.0, "total_strides": 2400.0,
    }  # fmt: skip
    assert (run.identity, run.describes) == (
        "garmin:21001443988", "21001443988_activity.fit",
    )  # fmt: skip
    assert "Secret" not in repr(run)


def test_the_kind_may_be_an_object_and_the_start_the_older_key():
    item = {key: RUN[key] for key in ("activityId", "beginTimestamp", "duration")}
    run = only(garmin(item | {"activityType": {"typeKey": "hiking"}}))
    assert (run.sport, run.start_time_s, run.utc_offset_s) == ("hiking", 1700000000.0, None)


@pytest.mark.parametrize("local", [1700000000000.0 + 17 * 3600e3, 1700000001000.0, None, "x"])
def test_a_local_time_that_no_zone_has_is_not_believed(local):
    assert only(garmin(RUN | {"startTimeLocal": local})).utc_offset_s is None


def test_what_was_not_entered_is_unknown():
    run = only(garmin({"activityId": 1, "startTimeGmt": 1.7e12, "duration": None, "steps": None}))
    assert run.reported == {}
    assert run.sport == "generic"


@pytest.mark.parametrize("share", [0.3, 0.5, 0.9, 0.999])
def test_a_list_that_was_cut_keeps_the_entries_before_the_cut(share):
    whole = garmin(*(RUN | {"activityId": number} for number in range(1, 21)))
    found = activities(whole[: int(share * len(whole))])
    assert 0 < len(found) <= 20
    assert len(found) == 20 or found[0].notes[-1].damage


def test_an_entry_without_a_start_is_counted_and_an_empty_list_is_none():
    (run,) = activities(garmin(RUN, {"activityId": 2}))
    assert run.notes[0].code == "dates-unread"
    with pytest.raises(NotAnActivityError):
        activities(garmin())
    with pytest.raises(DamagedFileError):
        activities(garmin({"activityId": 2}))


@pytest.mark.parametrize(
    "text",
    [b'{"userName": "x", "gender": "MALE"}', b'[{"calendarDate": "2024-01-01", "steps": 9}]',
     b'[{"sleepStartTimestampGMT": "2024-01-01T22:00:00.0"}]', b"[]", b"{}",
     b'{"exportVersion":"2.6","date":"2024-01-01","summary":{}}'],
)  # fmt: skip
def test_other_json_of_an_account_is_told_to_be_no_recording(text):
    with pytest.raises(UnknownFormatError, match="JSON without a recorded activity"):
        activities(text)
