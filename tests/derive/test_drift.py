"""What changed in form between minutes 5-15 and the end of a run, by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from loadwatch.activity import Records
from loadwatch.derive.drift import signal_count
from loadwatch.derive.session import summarise
from tests.conftest import activity, streams

NONE = dict.fromkeys(
    ("cadence_drift_pct", "stance_time_drift_pct", "vertical_oscillation_drift_pct",
     "vertical_ratio_drift_pct", "speed_drift_pct", "decoupling_pct"),
    0.0,
)  # fmt: skip
DRIFTS = [*NONE, "form_signal_count", "form_change_min"]
STEADY = [(1800, 2.80, 166), (600, 2.70, 160)]


def row_of(pieces: list[tuple[float, float, float]], **channels: np.ndarray) -> dict[str, Any]:
    records = streams(pieces)
    records = replace(records, channels={**records.channels, **channels})
    return summarise(activity(records)).row


def later(seconds: int, early: float, late: float, begin: int) -> np.ndarray:
    return np.where(np.arange(seconds) < begin, early, late)


def test_m21_and_m22_of_a_run_whose_last_quarter_is_slower() -> None:
    row = row_of(STEADY, stance_time_ms=later(2400, 265, 278, 1800))
    assert row["cadence_drift_pct"] == pytest.approx(-3.28, abs=0.02)
    assert row["stance_time_drift_pct"] == pytest.approx(4.91, abs=0.02)
    assert row["speed_drift_pct"] == pytest.approx(100 * (2.70 - 2.80) / 2.80, abs=0.02)
    assert row["form_change_min"] == pytest.approx(30.0, abs=0.05)
    assert row["form_signal_count"] == 1.0  # contact time is no signal at 3.6 % less speed


def test_m20_is_the_two_halves_of_the_running_after_its_first_minutes() -> None:
    heart = later(2400, 145, 152, 1350)
    row = row_of([(1350, 2.80, 166), (1050, 2.72, 166)], heart_rate_bpm=heart)
    assert row["decoupling_pct"] == pytest.approx(7.33, abs=0.05)


def test_the_first_five_minutes_of_running_are_left_out() -> None:
    slow_start = [(300, 2.0, 150), (1500, 2.80, 166), (600, 2.80, 166)]
    row = row_of(slow_start, heart_rate_bpm=np.full(2400, 150.0))
    assert row["cadence_drift_pct"] == pytest.approx(0.0, abs=0.05)
    assert row["speed_drift_pct"] == pytest.approx(0.0, abs=0.05)
    assert row["form_signal_count"] == 0.0


def test_walking_is_not_compared_and_does_not_count_as_running_time() -> None:
    pieces = [(600, 1.4, 110), (1500, 2.80, 166), (300, 1.4, 110), (900, 2.80, 160)]
    row = row_of(pieces, heart_rate_bpm=np.full(3300, 150.0))
    assert row["form_change_min"] == pytest.approx(30.0, abs=0.3)
    assert row["cadence_drift_pct"] == pytest.approx(100 * (160 - 166) / 166, abs=0.05)


def test_less_than_twenty_minutes_of_running_are_not_compared() -> None:
    row = row_of([(1140, 2.80, 166), (600, 1.4, 110)])
    assert {row[name] for name in DRIFTS} == {None}
    row = row_of([(1260, 2.80, 166)], heart_rate_bpm=np.full(1260, 150.0))
    assert row["form_signal_count"] == 0.0


def test_hills_are_left_out_where_the_grade_is_known() -> None:
    """The last third of the late part goes uphill, slowly; the rest is as before."""
    pieces = [(2100, 2.80, 166), (300, 2.0, 150)]
    way = streams(pieces).channels["distance_m"]
    altitude = np.interp(
        way, [0, way[2100], way[-1]], [100, 100, 100 + 0.1 * (way[-1] - way[2100])]
    )
    row = row_of(pieces, altitude_m=altitude, heart_rate_bpm=np.full(2400, 150.0))
    assert row["speed_drift_pct"] == pytest.approx(0.0, abs=0.3)
    blind = row_of(pieces, heart_rate_bpm=np.full(2400, 150.0))
    assert blind["speed_drift_pct"] < -10


def test_a_run_on_hills_alone_cannot_be_compared() -> None:
    pieces = [(2400, 2.80, 166)]
    altitude = 100 + 0.05 * streams(pieces).channels["distance_m"]
    row = row_of(pieces, altitude_m=altitude, heart_rate_bpm=np.full(2400, 150.0))
    assert {row[name] for name in DRIFTS} == {None}


def test_intervals_compare_the_first_third_of_the_bouts_with_the_last() -> None:
    """A warm-up, nine sets that fade from the seventh on, and a slow way home after them."""
    fresh, tired = [(180, 3.2, 172), (60, 1.4, 110)], [(180, 3.2, 165), (60, 1.4, 110)]
    pieces = [(360, 2.6, 164), (60, 1.4, 110), *fresh * 6, *tired * 3]
    seconds = int(sum(piece[0] for piece in pieces))
    row = row_of(pieces, heart_rate_bpm=np.full(seconds, 150.0))
    assert row["run_bout_count"] == 10
    assert row["cadence_drift_pct"] == pytest.approx(100 * (165 - 172) / 172, abs=0.3)
    assert row["form_change_min"] == pytest.approx(6 + 6 * 3, abs=0.6)


def test_parts_too_unlike_have_no_form_to_compare() -> None:
    row = row_of([(1800, 3.4, 172), (600, 2.2, 155)], heart_rate_bpm=np.full(2400, 150.0))
    assert row["speed_drift_pct"] == pytest.approx(-35.3, abs=0.1)
    assert row["cadence_drift_pct"] is None
    assert row["form_signal_count"] is None
    assert row["form_change_min"] is None


def test_one_signal_that_can_be_looked_at_tells_nothing() -> None:
    row = row_of(STEADY)
    assert row["cadence_drift_pct"] == pytest.approx(-3.28, abs=0.02)
    assert row["form_signal_count"] is None


def test_speed_of_a_treadmill_that_says_nothing_leaves_cadence_uncompared() -> None:
    records = streams([(2400, 0.0, 166)])
    cadence_only = Records(records.time_s, {"cadence_rpm": records.channels["cadence_rpm"]})
    row = summarise(activity(cadence_only, sub_sport="treadmill")).row
    assert row["cadence_drift_pct"] is None
    assert row["speed_drift_pct"] is None
    assert row["form_signal_count"] is None


@pytest.mark.parametrize(
    ("change", "heart_rise", "count"),
    [
        ({}, 0.0, 0),
        ({"cadence_drift_pct": -3.0}, 0.0, 1),
        ({"cadence_drift_pct": -2.9}, 0.0, 0),
        ({"stance_time_drift_pct": 4.0, "speed_drift_pct": -3.0}, 0.0, 1),
        ({"stance_time_drift_pct": 4.0, "speed_drift_pct": -3.1}, 0.0, 0),
        ({"vertical_oscillation_drift_pct": 8.0}, 0.0, 1),
        ({"vertical_ratio_drift_pct": 8.0}, 0.0, 1),
        ({"speed_drift_pct": -6.0}, 0.0, 1),
        ({"speed_drift_pct": -6.0}, -1.0, 0),
        ({"decoupling_pct": 5.0}, 0.0, 0),
        ({"decoupling_pct": 5.1}, 0.0, 1),
        ({"cadence_drift_pct": -4.0, "decoupling_pct": 6.0, "vertical_ratio_drift_pct": 9.0}, 0, 3),
    ],
)
def test_each_signal_has_its_limit(
    change: dict[str, float], heart_rise: float, count: float
) -> None:
    assert signal_count(NONE | change, heart_rise) == count


def test_a_slower_end_is_no_signal_where_the_heart_is_unknown() -> None:
    known = {**NONE, "speed_drift_pct": -7.0, "decoupling_pct": float("nan")}
    assert signal_count(known, float("nan")) == 0.0
    assert signal_count(known, 2.0) == 1.0
