"""Fastest minutes, typical bouts and the heart of the running alone."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from loadwatch.activity import Records
from loadwatch.derive.details import best_minute_mps, fastest_minute_mps
from loadwatch.derive.session import summarise
from tests.conftest import activity, streams

EASY, FAST, WALK = (2.5, 160), (4.0, 180), (1.4, 110)


def row_of(records: Records, **more: object) -> dict[str, object]:
    return summarise(activity(records, **more)).row  # type: ignore[return-value]


def with_channel(records: Records, **channels: np.ndarray) -> Records:
    return replace(records, channels={**records.channels, **channels})


def test_the_fastest_minute_in_a_row_and_in_all() -> None:
    speed = np.concatenate([np.full(100, 2.0), np.full(30, 5.0), np.full(100, 2.0),
                            np.full(30, 5.0)])  # fmt: skip
    run = np.ones(speed.size, bool)
    assert best_minute_mps(speed, run) == pytest.approx(3.5)
    assert fastest_minute_mps(speed, run) == 5.0
    assert fastest_minute_mps(speed[:220], run[:220]) == 2.0


def test_a_minute_in_a_row_has_no_gap_in_it() -> None:
    speed, run = np.full(119, 3.0), np.ones(119, bool)
    run[59] = False
    assert math.isnan(best_minute_mps(speed, run))
    assert fastest_minute_mps(speed, run) == 3.0
    assert math.isnan(fastest_minute_mps(speed[:59], run[:59]))


def test_of_a_session_two_minutes_of_speed_are_its_best() -> None:
    row = row_of(streams([(600, *EASY), (120, *FAST), (600, *EASY)]))
    assert row["best_60s_speed_mps"] == pytest.approx(4.0)
    assert row["fastest_minute_speed_mps"] == pytest.approx(4.0)


def test_three_sprints_of_half_a_minute_are_a_fastest_minute_but_no_minute_in_a_row() -> None:
    row = row_of(streams([(300, *EASY), *[(30, *FAST), (120, *EASY)] * 3]))
    assert row["fastest_minute_speed_mps"] == pytest.approx(4.0, abs=0.15)
    assert row["best_60s_speed_mps"] == pytest.approx((4.0 + 2.5) / 2, abs=0.15)


def test_a_walk_faster_than_the_run_is_no_running_speed() -> None:
    row = row_of(streams([(300, 2.4, 100), (300, 2.0, 160)]))
    assert row["fastest_minute_speed_mps"] == pytest.approx(2.0, abs=0.05)


@pytest.mark.parametrize("spike_s", [1, 4])
def test_spikes_of_the_speed_are_no_speed(spike_s: int) -> None:
    records = streams([(1200, *EASY)])
    speed = records.channels["speed_mps"].copy()
    for begin in range(50, 1150, 20):
        speed[begin : begin + spike_s] = 7.0
    row = row_of(with_channel(records, speed_mps=speed))
    assert row["best_60s_speed_mps"] == pytest.approx(2.5, abs=0.02)
    assert row["fastest_minute_speed_mps"] == pytest.approx(2.5, abs=0.02)


def test_a_speed_without_the_distance_to_show_for_it_is_not_believed() -> None:
    records = streams([(1200, *EASY)])
    speed = records.channels["speed_mps"].copy()
    speed[300:420] = 6.0
    row = row_of(with_channel(records, speed_mps=speed))
    assert row["best_60s_speed_mps"] == pytest.approx(2.5, abs=0.02)


def test_a_car_after_the_run_is_no_minute_of_it() -> None:
    ride = streams([(600, *EASY), (120, 7.2, 0)])
    row = row_of(ride)
    assert row["run_time_s"] > 600  # type: ignore[operator]
    assert row["best_60s_speed_mps"] == pytest.approx(2.5, abs=0.25)
    assert row["fastest_minute_speed_mps"] == pytest.approx(2.5, abs=0.25)


def test_less_than_a_minute_of_running_has_no_fastest_minute() -> None:
    row = row_of(streams([(300, *WALK), (40, *EASY), (300, *WALK)]))
    assert row["best_60s_speed_mps"] is None
    assert row["fastest_minute_speed_mps"] is None


def test_typical_bouts_leave_warm_up_and_cool_down_out() -> None:
    sets = [(60, *EASY), (90, *WALK)] * 4
    row = row_of(streams([(600, *WALK), *sets, (60, *EASY), (900, *WALK)]))
    assert row["typical_run_bout_s"] == pytest.approx(60, abs=3)
    assert row["typical_walk_bout_s"] == pytest.approx(90, abs=3)


def test_a_walk_with_a_stand_in_it_is_one_walk_and_standing_is_none() -> None:
    broken = [(60, *EASY), (40, *WALK), (20, 0.0, 0), (40, *WALK)] * 3
    row = row_of(streams([*broken, (60, *EASY)]))
    assert row["typical_walk_bout_s"] == pytest.approx(80, abs=6)
    stood = [(60, *EASY), (30, 0.0, 0)] * 3
    row = row_of(streams([*stood, (60, *EASY)]))
    assert row["typical_walk_bout_s"] is None or row["typical_walk_bout_s"] < 10  # type: ignore[operator]


def test_one_run_has_no_walk_between_runs_and_a_walk_has_no_run() -> None:
    row = row_of(streams([(300, *WALK), (900, *EASY), (300, *WALK)]))
    assert row["typical_run_bout_s"] == pytest.approx(900, abs=8)
    assert row["typical_walk_bout_s"] is None
    row = row_of(streams([(600, *WALK)]), sport="walking")
    assert row["typical_run_bout_s"] is None


def test_the_heart_rate_of_running_leaves_walking_out() -> None:
    records = streams([(600, *WALK), (600, *EASY)])
    heart = np.where(np.arange(1200) < 600, 100.0, 150.0)
    row = row_of(with_channel(records, heart_rate_bpm=heart))
    assert row["run_heart_rate_bpm"] == pytest.approx(150.0, abs=0.7)
    assert row["avg_heart_rate_bpm"] == pytest.approx(125.0, abs=0.7)
    assert row_of(records)["run_heart_rate_bpm"] is None
