"""Units, totals and doubts of foot strikes."""

from dataclasses import replace

import numpy as np
import pytest

from loadwatch.activity import NO_RECORDS, Activity, Lap, Records
from loadwatch.derive.cadence import model_walking_cadence_spm, unit_factor
from loadwatch.derive.impacts import steps_from_cadence
from loadwatch.derive.session import summarise
from tests.conftest import START_S, activity, streams

RUN = (2.8, 160.0)


def test_m1_half_a_stride_counts_and_a_stride_is_two_impacts() -> None:
    cadence = np.full(60, 79.5)
    factor = unit_factor(cadence, np.full(60, 2.78), height_m=1.75)
    assert factor * cadence[0] == 159.0


@pytest.mark.parametrize(
    ("cadence", "speed", "factor"),
    [(79.5, 2.78, 2), (172.0, 3.0, 1), (55.0, 1.4, 2), (112.0, 1.4, 1), (91.2, 3.5, 2),
     (182.0, 3.5, 1), (70.0, 2.3, 2), (148.0, 2.3, 1)],
)  # fmt: skip
def test_strides_and_steps_are_told_apart_by_speed(
    cadence: float, speed: float, factor: int
) -> None:
    assert unit_factor(np.full(30, cadence), np.full(30, speed)) == factor


@pytest.mark.parametrize(("cadence", "factor"), [(80.0, 2), (165.0, 1)])
def test_on_a_treadmill_without_speed_a_typical_cadence_decides(
    cadence: float, factor: int
) -> None:
    assert unit_factor(np.full(30, cadence), np.full(30, np.nan)) == factor


def test_m2_steps() -> None:
    assert steps_from_cadence(np.full(300, 159.5)) == 797.5


def test_cadence_in_steps_is_not_doubled() -> None:
    strides = streams([(600, *RUN)])
    in_steps = Records(
        strides.time_s, {**strides.channels, "cadence_rpm": strides.channels["cadence_rpm"] * 2}
    )
    assert (
        summarise(activity(strides)).row["run_impact_count"]
        == summarise(activity(in_steps)).row["run_impact_count"]
        == pytest.approx(1600, abs=2)
    )


def test_device_strides_are_the_total_and_the_records_are_kept_beside() -> None:
    records = streams([(300, *RUN), (300, 1.4, 112.0)])
    reported = {"total_elapsed_time_s": 600.0, "total_strides": 700.0}
    row = summarise(activity(records, reported=reported)).row
    assert row["impact_source"] == "strides"
    assert row["run_impact_count"] + row["walk_impact_count"] == pytest.approx(1400, abs=1)  # type: ignore[operator]
    assert row["impact_count_from_records"] == pytest.approx(800 + 560, abs=2)


def test_device_strides_of_a_part_only_are_not_used() -> None:
    records = streams([(600, *RUN)])
    reported = {"total_elapsed_time_s": 600.0, "total_strides": 200.0}
    row = summarise(activity(records, reported=reported)).row
    assert row["impact_source"] == "cadence"
    assert "strides-doubtful" in str(row["quality"])


def test_a_cadence_of_zero_while_running_is_estimated_never_zero() -> None:
    records = streams([(600, *RUN)])
    records.channels["cadence_rpm"][200:400] = 0.0  # type: ignore[index]
    row = summarise(activity(records)).row
    assert row["run_impact_count"] == pytest.approx(1600, rel=0.04)
    assert "cadence-gaps" in str(row["quality"])


def test_a_stride_total_without_records_bounds_the_run_and_claims_nothing() -> None:
    manual = Activity(
        format="FIT", sport="running", sub_sport=None, start_time_s=START_S, records=NO_RECORDS,
        reported={"total_timer_time_s": 1800.0, "total_distance_m": 5000.0, "total_strides": 2400},
    )  # fmt: skip
    row = summarise(manual).row
    assert row.get("run_impact_count") is None
    assert row["run_impact_count_upper"] == 4800
    assert row["run_distance_upper_m"] == 5000
    assert row["total_distance_m"] == 5000


def test_heart_rate_changes_neither_impacts_nor_distance() -> None:
    records = streams([(300, *RUN), (120, 1.4, 112.0)])
    with_heart = Records(
        records.time_s, {**records.channels, "heart_rate_bpm": np.full(len(records), 150.0)}
    )
    plain, more = summarise(activity(records)).row, summarise(activity(with_heart)).row
    for name in ("run_impact_count", "walk_impact_count", "run_distance_m", "total_distance_m"):
        assert plain[name] == more[name]
    assert more["avg_heart_rate_bpm"] == 150


def with_cadence(records: Records, value: float, *where: tuple[int, int]) -> Records:
    """The same records with a cadence of this many strides a minute in some places."""
    cadence = records.channels["cadence_rpm"].copy()
    for begin, end in where:
        cadence[begin:end] = value
    return Records(records.time_s, {**records.channels, "cadence_rpm": cadence})


def from_records(records: Records) -> float:
    found = summarise(activity(records)).row["impact_count_from_records"]
    assert isinstance(found, float)
    return found


def test_a_lost_cadence_is_bridged_by_the_cadence_on_both_sides_and_counted_in_a_note() -> None:
    records = with_cadence(streams([(600, 2.8, 176.0)]), 0.0, (300, 312))
    summary = summarise(activity(records))
    assert summary.row["impact_count_from_records"] == pytest.approx(1760, abs=2)
    (note,) = [note for note in summary.notes if note.code == "cadence-bridged"]
    assert note.count == 12


def test_a_scramble_without_rhythm_is_counted_as_the_walk_it_is() -> None:
    records = with_cadence(streams([(600, 1.2, 100.0)]), 0.0, (300, 340))
    model = float(model_walking_cadence_spm(1.2))
    assert from_records(records) == pytest.approx(560 / 60 * 100 + 40 / 60 * model, abs=3)


@pytest.mark.parametrize(
    ("speed", "seconds", "what"),
    [(0.5, 40, "too slow to tell a walk from drift"), (1.2, 90, "over a minute may be a lift")],
)
def test_a_cadence_of_zero_is_believed(speed: float, seconds: int, what: str) -> None:
    records = streams([(300, 1.2, 100.0), (seconds, speed, 0.0), (300, 1.2, 100.0)])
    assert from_records(records) == pytest.approx(1000, abs=8), what


def test_a_ride_with_a_stray_cadence_is_no_walk() -> None:
    records = with_cadence(streams([(200, 2.0, 0.0)]), 52.0, (50, 53), (100, 103))
    assert from_records(records) == pytest.approx(6 / 60 * 104, abs=6)


def test_whoever_is_carried_faster_than_the_session_has_steps_takes_none() -> None:
    records = streams([(300, *RUN), (50, 7.0, 0.0), (300, *RUN)])
    assert from_records(records) == pytest.approx(1600, abs=8)


def test_nothing_is_bridged_across_a_pause() -> None:
    records = with_cadence(streams([(600, *RUN)]), 0.0, (300, 340))
    stops = ((START_S, True), (START_S + 300, False), (START_S + 340, True))
    row = summarise(replace(activity(records), timer=stops)).row
    assert row["impact_count_from_records"] == pytest.approx(560 / 60 * 160, abs=4)


@pytest.mark.parametrize("wrong", [40.0, 160.0])
def test_a_single_sample_at_half_or_double_is_masked(wrong: float) -> None:
    once = with_cadence(streams([(600, *RUN)]), wrong, (300, 301))
    summary = summarise(activity(once))
    assert summary.row["impact_count_from_records"] == pytest.approx(1600, abs=1e-6)
    (note,) = [note for note in summary.notes if note.code == "masked-cadence"]
    assert note.count == 1


def test_a_sprint_in_a_slow_walk_is_no_spike() -> None:
    """Ten seconds of smart recording are one sample at twice the cadence."""
    smart = streams([(200, 1.2, 90.0)], every_s=10)
    sprint = with_cadence(smart, 90.0, (10, 11))
    assert from_records(sprint) - from_records(smart) == pytest.approx(10 / 60 * 90, abs=0.1)


@pytest.mark.parametrize(
    ("bouts", "seconds", "strides", "band"),
    [
        (1, 3000, None, 4.0),
        (10, 60, None, np.hypot(4.0, 100 * 5 / 60)),
        (10, 15, None, np.hypot(4.0, 100 * 5 / 15)),
        (1, 3000, 4000.0, 2.0),
    ],
)
def test_the_band_widens_for_short_bouts(
    bouts: int, seconds: int, strides: float | None, band: float
) -> None:
    records = streams([(120, 1.4, 112.0), *[(seconds, *RUN), (120, 1.4, 112.0)] * bouts])
    row = summarise(
        activity(records, reported={} if strides is None else {"total_strides": strides})
    ).row
    assert row["run_bout_count"] == bouts
    assert row["impact_uncertainty_pct"] == pytest.approx(band, rel=0.2)


def test_the_watchs_total_is_shared_out_lap_by_lap_where_its_laps_add_up_to_it() -> None:
    records = streams([(300, 2.8, 160.0), (300, 1.4, 110.0)])
    counted = (900 / 2, 500 / 2)
    laps = tuple(
        Lap(START_S + 300 * i, START_S + 300 * (i + 1), total_strides=strides)
        for i, strides in enumerate(counted)
    )
    reported = {"total_elapsed_time_s": 600.0, "total_strides": sum(counted)}
    row = summarise(activity(records, laps=laps, reported=reported)).row
    assert row["run_impact_count"] == pytest.approx(900, abs=15)
    assert row["walk_impact_count"] == pytest.approx(500, abs=15)
    other = (laps[0], replace(laps[1], total_strides=25.0))
    row = summarise(activity(records, laps=other, reported=reported)).row
    assert row["run_impact_count"] == pytest.approx(1400 * 800 / 1350, abs=25)
