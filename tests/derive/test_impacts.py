"""Units, totals and doubts of foot strikes."""

import numpy as np
import pytest

from loadwatch.activity import Records
from loadwatch.derive.cadence import unit_factor
from loadwatch.derive.impacts import steps_from_cadence
from loadwatch.derive.session import summarise
from tests.conftest import activity, streams

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
    from loadwatch.activity import NO_RECORDS, Activity
    from tests.conftest import START_S

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
