"""Slopes from altitude: real hills are found, steps and noise of the sensor are not hills."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from loadwatch.activity import Activity, Records
from loadwatch.derive.details import hill_impacts
from loadwatch.derive.session import measure, summarise
from tests.conftest import activity, streams

SPEED = 2.5
LEVEL = streams([(1200, SPEED, 160)])
WAY_M = LEVEL.channels["distance_m"]


def over(altitude_m: np.ndarray, **more: object) -> Activity:
    records = Records(LEVEL.time_s, {**LEVEL.channels, "altitude_m": altitude_m})
    return activity(records, **more)


def grade_over(altitude_m: np.ndarray) -> np.ndarray:
    gaits = measure(over(altitude_m)).gaits
    assert gaits is not None
    return gaits.grade


def wandering(metres: float, seconds: float, seed: int = 1) -> np.ndarray:
    rng, keep = np.random.default_rng(seed), math.exp(-1 / seconds)
    shocks = rng.normal(size=WAY_M.size) * metres * math.sqrt(1 - keep**2)
    altitude = np.zeros(WAY_M.size)
    for i in range(1, altitude.size):
        altitude[i] = keep * altitude[i - 1] + shocks[i]
    return altitude


@pytest.mark.parametrize("grade", [-0.10, -0.05, 0.0, 0.08])
def test_an_even_slope_has_its_grade_from_end_to_end(grade: float) -> None:
    assert grade_over(300 + grade * WAY_M) == pytest.approx(grade, abs=3e-3)


def test_steps_down_a_slope_weigh_1_3426_times_those_of_the_level() -> None:
    row = summarise(over(300 - 0.10 * WAY_M)).row
    assert row["downhill_run_impact_count"] == row["run_impact_count"]
    assert row["hill_run_impact_count"] == pytest.approx(1.3426 * 3200, rel=2e-3)
    level = summarise(over(np.full(WAY_M.size, 300.0))).row
    for name in ("impact_load_km", "impact_load_b2_km", "impact_load_b10_km"):
        assert row[name] / level[name] == pytest.approx(1.3426, rel=2e-3)  # type: ignore[operator]
    assert row["walk_impact_load_km"] == level["walk_impact_load_km"]


def test_up_and_down_one_hill_half_of_the_steps_are_downhill() -> None:
    top = WAY_M[-1] / 2
    row = summarise(over(200 - 0.08 * np.abs(WAY_M - top))).row
    share = row["downhill_run_impact_count"] / row["run_impact_count"]  # type: ignore[operator]
    assert share == pytest.approx(0.5, abs=0.02)


def test_altitude_in_whole_metres_makes_no_hill_of_a_gentle_fall() -> None:
    row = summarise(over(np.round(100 - 0.01 * WAY_M))).row
    assert row["downhill_run_impact_count"] == 0.0


@pytest.mark.parametrize("step_m", [-30.0, -8.0, 8.0])
def test_a_step_of_the_barometer_is_no_slope(step_m: float) -> None:
    altitude = np.where(np.arange(WAY_M.size) < 600, 100.0, 100.0 + step_m)
    assert np.abs(grade_over(altitude)).max() < 0.05
    assert summarise(over(altitude)).row["downhill_run_impact_count"] == 0.0


def test_a_single_bad_altitude_is_no_slope() -> None:
    altitude = np.full(WAY_M.size, 100.0)
    altitude[600] = 160.0
    assert np.abs(grade_over(altitude)).max() < 0.05


@pytest.mark.parametrize("metres", [3.0, 5.0, 8.0])
def test_altitude_that_wanders_by_metres_tells_no_hill_and_says_so(metres: float) -> None:
    summary = summarise(over(100 + wandering(metres, 30)))
    assert summary.row["downhill_run_impact_count"] is None
    assert summary.row["hill_run_impact_count"] is None
    (note,) = [note for note in summary.notes if note.code == "altitude-rough"]
    assert not note.damage
    level = summarise(activity(LEVEL)).row
    assert summary.row["impact_load_km"] == level["impact_load_km"]


def test_altitude_that_wanders_by_decimetres_makes_hardly_any_downhill() -> None:
    row = summarise(over(100 + wandering(0.7, 60))).row
    assert row["downhill_run_impact_count"] <= 0.02 * row["run_impact_count"]  # type: ignore[operator]


def test_hills_are_found_under_noise_of_a_metre() -> None:
    hills = 100 + 8 * np.sin(WAY_M / 60)
    clean = summarise(over(hills)).row["downhill_run_impact_count"]
    noisy = summarise(over(hills + wandering(1.0, 60))).row["downhill_run_impact_count"]
    assert noisy == pytest.approx(clean, rel=0.1)


def test_without_altitude_hills_are_unknown_and_not_none() -> None:
    row = summarise(activity(LEVEL)).row
    assert row["downhill_run_impact_count"] is None
    assert row["hill_run_impact_count"] is None
    assert "altitude-rough" not in str(row["quality"])


@pytest.mark.parametrize("sub_sport", ["treadmill", "virtual_activity"])
def test_the_grade_of_a_treadmill_is_unknown_whatever_altitude_its_file_has(sub_sport: str) -> None:
    row = summarise(over(300 - 0.10 * WAY_M, sub_sport=sub_sport)).row
    assert row["downhill_run_impact_count"] is None


@pytest.mark.parametrize(("lost_s", "is_known"), [(60, True), (240, False)])
def test_a_small_share_without_altitude_is_shared_out_and_a_larger_is_unknown(
    lost_s: int, is_known: bool
) -> None:
    altitude = 300 - 0.10 * WAY_M
    altitude[500 : 500 + lost_s] = np.nan
    row = summarise(over(altitude)).row
    expected = row["run_impact_count"] if is_known else None
    assert row["downhill_run_impact_count"] == expected


def test_standing_on_a_slope_does_not_change_it() -> None:
    records = streams([(300, SPEED, 160), (120, 0.0, 0), (300, SPEED, 160)])
    altitude = 300 - 0.08 * records.channels["distance_m"]
    gaits = measure(
        activity(replace(records, channels={**records.channels, "altitude_m": altitude}))
    ).gaits
    assert gaits is not None
    assert gaits.grade == pytest.approx(-0.08, abs=5e-3)


def test_m10_weighs_each_impact_by_its_slope() -> None:
    found = hill_impacts(np.full(4, 100.0), np.array([0.0, -0.10, 0.10, -0.04]))
    angle = math.degrees(math.atan(0.04))
    expected = 100 * (1 + 1.3426 + (1 - 0.03 * 5.7106) + 1 + 0.06 * angle)
    assert found["hill_run_impact_count"] == round(expected)
    assert found["downhill_run_impact_count"] == 100.0


def test_no_run_impacts_are_no_downhill_impacts() -> None:
    found = hill_impacts(np.empty(0), np.empty(0))
    assert found == {"downhill_run_impact_count": 0.0, "hill_run_impact_count": 0.0}
