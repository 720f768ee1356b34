"""Apple Health's export.xml: workouts with what was measured during them."""

from __future__ import annotations

import math
import tracemalloc

import pytest

from loadwatch.errors import DamagedFileError, LimitError, NotAnActivityError
from loadwatch.formats import identify, read
from loadwatch.formats._base import Source
from loadwatch.formats.exports import _apple_measured
from loadwatch.units import METRES_PER_MILE

from .build import activities, only
from .build_apple import (
    DTD,
    START_S,
    element,
    event,
    export,
    hearts,
    long_export,
    metadata,
    record,
    route,
    shown,
    steps,
    workout,
)

DISTANCE = "HKQuantityTypeIdentifierDistanceWalkingRunning"


def channel(activity, name):
    """Values of a channel that are known, by second since the start."""
    values = activity.records.channels[name]
    pairs = zip(activity.records.time_s - START_S, values, strict=True)
    return {float(second): float(value) for second, value in pairs if not math.isnan(value)}


@pytest.mark.parametrize("dtd", [DTD, "", "<!-- by a phone -->\n", DTD.replace("\n", "\r\n")])
def test_an_export_is_known_by_its_root_with_or_without_its_description(dtd):
    data = export(workout(), dtd=dtd)
    assert identify(data[:4096]).name == "Apple Health"
    assert only(data).start_time_s == START_S


def test_a_description_longer_than_the_head_is_known_and_passed_over():
    long = DTD.replace("]>", "<!ELEMENT Me EMPTY>\n" * 1000 + "]>")
    assert identify(export(dtd=long)[:4096]).name == "Apple Health"
    assert only(export(workout(), dtd=long)).sport == "running"


def test_a_description_that_is_not_well_formed_is_passed_over():
    wrong = DTD.replace("<!ELEMENT Record", "<!ELEMENT Record\n value CDATA #IMPLIED\n<!ATTLIST X")
    assert only(export(workout(), dtd=wrong)).sport == "running"


@pytest.mark.parametrize("entity", ['<!ENTITY a "aaaa">', '<!ENTITY % a SYSTEM "file:///x">'])
def test_entities_are_refused(entity):
    with pytest.raises(DamagedFileError, match="declares entities"):
        activities(export(workout(), dtd=DTD.replace("]>", f"{entity}\n]>")))


def test_a_workout_tells_its_day_sums_and_device():
    run = only(export(workout(totalDistance="1.5", totalDistanceUnit="km")))
    assert (run.sport, run.sub_sport, run.utc_offset_s) == ("running", None, 7200.0)
    assert run.reported == {
        "total_elapsed_time_s": 600.0, "total_timer_time_s": 600.0, "total_distance_m": 1500.0,
    }  # fmt: skip
    assert str(run.device) == "Apple Inc. Watch6,2"
    assert run.device.serial_number is None


@pytest.mark.parametrize(
    ("zone", "offset_h"), [("America/New_York", -4), ("Asia/Kolkata", 5.5), ("No/Where", 2)]
)
def test_the_zone_of_the_workout_outranks_the_zone_of_the_export(zone, offset_h):
    run = only(export(workout(metadata(HKTimeZone=zone))))
    assert run.utc_offset_s == offset_h * 3600
    assert run.start_time_s == START_S


@pytest.mark.parametrize(
    ("told", "unit", "metres"),
    [("2", "mi", 2 * METRES_PER_MILE), ("2100", "m", 2100.0), ("2.1", "km", 2100.0),
     ("0", "km", None), ("2", "furlong", None), ("", "km", None)],
)  # fmt: skip
def test_a_distance_is_in_the_unit_that_stands_beside_it(told, unit, metres):
    inside = element("WorkoutStatistics", type=DISTANCE, sum=told, unit=unit)
    for data in (
        export(workout(totalDistance=told, totalDistanceUnit=unit)),
        export(workout(inside)),
    ):
        assert only(data).reported.get("total_distance_m") == (metres and pytest.approx(metres))


@pytest.mark.parametrize(("unit", "told"), [("min", 9.5), ("s", 570), ("hr", 9.5 / 60)])
def test_a_duration_has_a_unit_too(unit, told):
    run = only(export(workout(duration=told, durationUnit=unit)))
    assert run.reported["total_timer_time_s"] == pytest.approx(570)


def test_statistics_of_a_part_are_not_those_of_the_workout():
    part = element("WorkoutStatistics", type=DISTANCE, sum=1, unit="km")
    whole = element("WorkoutStatistics", type=DISTANCE, sum=2, unit="km")
    inner = element("WorkoutActivity", part, uuid="x") + whole
    assert only(export(workout(inner))).reported["total_distance_m"] == 2000.0


@pytest.mark.parametrize(
    ("kind", "indoor", "sport"),
    [("Running", "1", ("running", "treadmill")), ("Running", "0", ("running", None)),
     ("Walking", "1", ("walking", "indoor_walking")), ("Hiking", "0", ("hiking", None)),
     ("Cycling", "0", ("cycling", None)), ("Barre", "1", ("training", None)),
     ("TraditionalStrengthTraining", "1", ("training", "strength_training")),
     ("SwimBikeRun", "0", ("multisport", None)), ("Other", "0", ("generic", None)),
     ("WheelchairRunPace", "0", ("wheelchair_push_run", None))],
)  # fmt: skip
def test_each_type_is_a_sport(kind, indoor, sport):
    done = only(export(steps([13] * 120, 5), workout(metadata(HKIndoorWorkout=indoor), kind)))
    assert (done.sport, done.sub_sport) == sport
    assert ("cadence_rpm" in done.records.channels) == (sport[0] in ("running", "walking",
                                                                     "hiking"))  # fmt: skip


def test_measurements_stand_before_the_workout_and_only_those_within_it_count():
    before_and_after = hearts(60, beats=90).replace(shown(0), shown(-300))
    run = only(export(before_and_after, hearts(600), workout(first=60, seconds=300)))
    beats = channel(run, "heart_rate_bpm")
    assert (min(beats), max(beats), set(beats.values())) == (60.0, 360.0, {150.0})


def test_steps_become_a_cadence_and_a_sum():
    run = only(export(steps([27] * 60, 10), workout()))
    assert set(channel(run, "cadence_rpm").values()) == {81.0}
    assert run.reported["total_strides"] == 27 * 60 / 2
    assert run.reported["step_interval_s"] == 10
    assert run.notes == ()


def test_steps_that_reach_beyond_the_workout_count_by_their_share():
    run = only(export(steps([160] * 12, 60, first=-30), workout()))
    assert run.reported["total_strides"] == pytest.approx(10 * 160 / 2)
    assert [note.code for note in run.notes] == ["coarse-steps"]


def test_steps_of_a_part_of_the_workout_are_no_sum_of_it():
    run = only(export(steps([27] * 20, 10), workout()))
    assert "total_strides" not in run.reported


@pytest.mark.parametrize("first", ["Watch", "Phone"])
def test_steps_of_phone_and_watch_are_never_added(first):
    other = {"Watch": "Phone", "Phone": "Watch"}[first]
    run = only(export(steps([27] * 60, 10, source=first), steps([25] * 60, 10, source=other),
                      workout(sourceName="Watch")))  # fmt: skip
    wanted = 27 if first == "Watch" else 25
    assert run.reported["total_strides"] == wanted * 60 / 2


def test_of_strangers_the_one_with_most_steps_counts():
    run = only(export(steps([20] * 60, 10, source="Phone"), steps([27] * 60, 10),
                      workout(sourceName="Some app")))  # fmt: skip
    assert run.reported["total_strides"] == 27 * 60 / 2


def test_a_recorder_with_a_few_steps_yields_to_the_one_with_all():
    run = only(export(steps([2] * 60, 10), steps([27] * 60, 10, source="Phone"), workout()))
    assert run.reported["total_strides"] == 27 * 60 / 2


def test_counts_of_the_same_time_by_the_same_source_count_once():
    run = only(export(steps([27] * 60, 10), steps([27] * 60, 10), workout()))
    assert run.reported["total_strides"] == 27 * 60 / 2


def test_pauses_stop_the_timer_and_their_steps_do_not_count():
    inner = event("Pause", 200) + event("Lap", 250) + event("Resume", 300)
    run = only(export(steps([27] * 60, 10), workout(inner, duration=500 / 60)))
    told = [(time_s - START_S, is_start) for time_s, is_start in run.timer]
    assert told == [(0, True), (200, False), (300, True), (600, False)]
    assert run.reported["total_strides"] == 27 * 50 / 2


def test_events_of_one_second_count_in_the_order_of_the_file():
    inner = "".join(
        event(kind, second)
        for kind, second in (
            ("Pause", 100), ("Resume", 150), ("Pause", 150), ("MotionPaused", 150),
            ("Resume", 240), ("MotionResumed", 240),
        )
    )  # fmt: skip
    told = [(time_s - START_S, is_start) for time_s, is_start in only(export(workout(inner))).timer]
    assert told == [(0, True), (100, False), (240, True), (600, False)]


def test_a_pause_without_an_end_goes_on_to_the_end():
    run = only(export(workout(event("MotionPaused", 500))))
    assert [(t - START_S, s) for t, s in run.timer] == [(0, True), (500, False), (600, False)]


def test_a_silence_between_counts_is_standing_and_a_long_one_unknown():
    run = only(export(steps([27] * 10, 10), steps([27] * 10, 10, first=200),
                      steps([27] * 10, 10, first=700), workout(seconds=800)))  # fmt: skip
    cadence = channel(run, "cadence_rpm")
    assert cadence[150.0] == 0
    assert cadence[250.0] == 81
    assert not any(300 <= second < 700 for second in cadence)


def test_distance_goes_on_from_count_to_count():
    metres = "".join(
        record("DistanceWalkingRunning", i, i + 10, "0.028", "km") for i in range(0, 600, 10)
    )
    run = only(export(steps([27] * 60, 10), metres, workout()))
    travelled = channel(run, "distance_m")
    assert travelled[595.0] == pytest.approx(2.8 * 595, rel=1e-3)
    assert run.reported["total_distance_m"] == pytest.approx(1680, rel=1e-3)


def test_a_workout_without_steps_has_only_its_sums():
    run = only(export(workout(totalDistance=3, totalDistanceUnit="km")))
    assert len(run.records) == 0
    assert run.reported["total_distance_m"] == 3000


@pytest.mark.parametrize(("told", "rpe"), [("1", 10.0), ("7", 70.0), ("0", None), ("11", None)])
def test_effort_and_the_last_weight_before_it_go_along(told, rpe):
    weights = [record("BodyMass", at, at, value, "lb") for at, value in
               ((-9e6, 160), (-3600, 150), (900, 140))]  # fmt: skip
    effort = record("WorkoutEffortScore", 0, 600, told, "appleEffortScore")
    run = only(export(*weights[::-1], effort, workout()))
    assert run.reported.get("workout_rpe") == rpe
    assert run.reported["athlete_weight_kg"] == pytest.approx(68.04, abs=0.01)


def test_the_effort_of_another_workout_is_not_taken():
    effort = record("WorkoutEffortScore", 3600, 4200, 8, "appleEffortScore")
    first, second = activities(export(effort, workout(), workout(first=3600)))
    assert "workout_rpe" not in first.reported
    assert second.reported["workout_rpe"] == 80


def test_a_workout_describes_the_file_of_its_route():
    run = only(export(workout(route("route_2026-05-24_3.02PM.gpx"))))
    assert run.describes == "route_2026-05-24_3.02pm.gpx"
    assert only(export(workout())).describes is None


def test_a_workout_that_stands_twice_counts_once():
    assert len(activities(export(workout(), workout(sourceName="Other app")))) == 1


@pytest.mark.parametrize("date", ["", "yesterday", "2026-13-41 14:37:28 +0200"])
def test_a_workout_without_a_time_is_left_out(date):
    data = export(workout(startDate=date), workout(first=3600))
    assert only(data).start_time_s == START_S + 3600


def test_measurements_that_cannot_be_used_are_left_out():
    odd = [record("HeartRate", 5, 5, "", "count/min"), record("HeartRate", 6, 6, "150", "dB"),
           record("HeartRate", 8, 7, "150", "count/min"), record("StepCount", 0, 9e4, 9, "count"),
           record("StepCount", 5, 5, 9, "count"), record("Height", 5, 5, 1.7, "m"),
           '<Record type="HKQuantityTypeIdentifierHeartRate"/>']  # fmt: skip
    assert len(only(export(*odd, workout())).records) == 0


def test_a_cut_file_keeps_the_workouts_before_the_cut():
    whole = export(hearts(600), workout(), workout(first=3600))
    cut = whole[: whole.rindex(b"<Workout ") + 40]
    (kept,) = activities(cut)
    assert kept.start_time_s == START_S
    assert [(note.code, note.damage) for note in kept.notes] == [("cut", True), ("kept", False)]


def test_a_file_cut_before_its_workouts_is_refused_in_a_sentence():
    with pytest.raises(DamagedFileError, match=r"breaks off at line .* before a workout"):
        activities(export(hearts(600))[:5000])


def test_an_export_without_a_workout_and_the_document_beside_it_are_skipped():
    with pytest.raises(NotAnActivityError, match="without a workout"):
        activities(export(hearts(600)))
    clinical = b'<?xml version="1.0"?>\n<ClinicalDocument xmlns="x"></ClinicalDocument>'
    with pytest.raises(NotAnActivityError, match="export_cda"):
        activities(clinical)


def test_more_measurements_than_a_life_has_are_over_the_limit(monkeypatch):
    monkeypatch.setattr(_apple_measured, "MAX_MEASUREMENTS", 100)
    with pytest.raises(LimitError):
        activities(export(hearts(600), workout()))


def test_a_long_export_is_never_held_whole():
    head = next(long_export(0, ""))[:4096]
    tracemalloc.start()
    try:
        (run,) = read(Source(head, long=lambda: long_export(8, workout())))
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(run.records) > 100
    assert most < 6_000_000


def test_the_pieces_may_part_anywhere():
    whole = export(hearts(60), steps([27] * 6, 10), workout(seconds=60))
    one = only(whole)
    for size in (1, 7, 1000):
        pieces = [whole[at : at + size] for at in range(0, len(whole), size)]
        (same,) = read(Source(whole[:4096], long=lambda pieces=pieces: iter(pieces)))
        assert same.frame().equals(one.frame())
        assert same.reported == one.reported
