"""Measures that are shown or at hand, and judged by no rule: the hand-worked examples."""

import math

import numpy as np
import pytest

from loadwatch.derive.form import cadence_drift_pct, decoupling_pct, drift_pct
from loadwatch.load.acute_chronic import coupled_ratio, ewma_ratio, uncoupled_ratio
from loadwatch.load.creep import LYING_TAU_H, creep_left_mm
from loadwatch.load.effort import banister_trimp, edwards_load, pace_load, session_rpe_load
from loadwatch.load.metrics import base_ratio, steady_growth_base_ratio
from loadwatch.load.monotony import monotony, strain
from loadwatch.load.volume import volume_class
from tests.load.test_metrics import HISTORY

WEEK = [5, 0, 6, 0, 5, 0, 9]


def test_m14_acute_to_chronic_of_the_worked_history() -> None:
    assert coupled_ratio(HISTORY)[-1] == pytest.approx(1.0973, abs=1e-4)
    assert uncoupled_ratio(HISTORY)[-1] == pytest.approx(1.1341, abs=1e-4)
    assert np.isnan(coupled_ratio(HISTORY)[:27]).all()


@pytest.mark.parametrize(
    ("growth", "coupled", "uncoupled"),
    [(0.05, 1.074, 1.102), (0.10, 1.147, 1.206), (0.20, 1.288, 1.424), (0.30, 1.420, 1.652)],
)
def test_m14_under_steady_growth(growth: float, coupled: float, uncoupled: float) -> None:
    load = np.repeat((1 + growth) ** np.arange(10.0), 7)
    assert coupled_ratio(load)[-1] == pytest.approx(coupled, abs=6e-4)
    assert uncoupled_ratio(load)[-1] == pytest.approx(uncoupled, abs=6e-4)


def test_m14_ewma_steps_by_a_quarter_and_by_two_of_twenty_nine() -> None:
    load = np.append(np.full(300, 5.0), 10.0)
    assert ewma_ratio(load)[-2] == pytest.approx(1.0)
    assert ewma_ratio(load)[-1] == pytest.approx((5 + 0.250 * 5) / (5 + 2 / 29 * 5))


def test_m15_monotony_and_strain_use_the_spread_of_the_population() -> None:
    assert monotony(WEEK) == pytest.approx(1.0719, abs=1e-4)
    assert strain(WEEK) == pytest.approx(26.80, abs=5e-3)
    assert float(np.mean(WEEK) / np.std(WEEK, ddof=1)) == pytest.approx(0.9924, abs=1e-4)


def test_m15_of_equal_days_of_nothing_and_of_the_unknown() -> None:
    assert monotony([3.0] * 7) == math.inf
    assert math.isnan(monotony([0.0] * 7))
    assert math.isnan(monotony([1.0, math.nan, 2.0]))


@pytest.mark.parametrize(("weights", "expected"), [("men", 108.10), ("women", 121.50)])
def test_m16_banister(weights: str, expected: float) -> None:
    found = banister_trimp(60, 150, resting_bpm=50, max_bpm=190, weights=weights)  # type: ignore[arg-type]
    assert found == pytest.approx(expected, abs=5e-3)


def test_m16_outside_the_reserve_and_without_one() -> None:
    assert banister_trimp(60, 40, resting_bpm=50, max_bpm=190, weights="men") == 0
    assert math.isnan(banister_trimp(60, 150, resting_bpm=190, max_bpm=190, weights="men"))
    assert math.isnan(banister_trimp(60, math.nan, resting_bpm=50, max_bpm=190, weights="men"))


def test_m17_edwards() -> None:
    assert edwards_load([10, 20, 15, 5, 0]) == 115
    with pytest.raises(ValueError, match="zip"):
        edwards_load([10, 20])


def test_m18_session_rpe() -> None:
    assert session_rpe_load(5, 40) == 200
    assert math.isnan(session_rpe_load(50, 40))


def test_m19_pace_load() -> None:
    found = pace_load(0.75, speed_mps=1000 / 330, threshold_mps=1000 / 285)
    assert found == pytest.approx(55.94, abs=5e-3)
    assert math.isnan(pace_load(1.0, speed_mps=3.0, threshold_mps=0.0))


def test_m20_decoupling() -> None:
    assert decoupling_pct(2.80, 145, 2.72, 152) == pytest.approx(7.33, abs=5e-3)
    assert math.isnan(decoupling_pct(2.80, 145, 2.72, 0))


def test_m21_cadence_drift_beyond_that_of_speed() -> None:
    found = cadence_drift_pct(166, 160, early_mps=2.80, late_mps=2.70)
    assert found == pytest.approx((-6 + 0.56) / 166 * 100)
    assert found == pytest.approx(-3.28, abs=5e-3)
    assert math.isnan(cadence_drift_pct(0, 160, early_mps=2.8, late_mps=2.7))


def test_m22_contact_time_drift() -> None:
    assert drift_pct(265, 278) == pytest.approx(4.91, abs=5e-3)
    assert math.isnan(drift_pct(0, 278))


def test_m23_creep_left() -> None:
    assert creep_left_mm(5.10, 4) == pytest.approx(1.53, abs=5e-3)
    assert creep_left_mm(1.0, 8) == pytest.approx(0.09, abs=5e-3)
    assert pytest.approx(-4 / math.log(0.30), abs=5e-3) == LYING_TAU_H


@pytest.mark.parametrize(
    ("growth", "ends"),
    [
        (0.0, (1, 1, 1)),
        (0.05, (1.166, 1.262, 1.588)),
        (0.10, (1.317, 1.499, 2.123)),
        (0.20, (1.581, 1.914, 3.057)),
        (0.30, (1.803, 2.264, 3.847)),
    ],
)
def test_m25_where_the_base_ratio_tends(growth: float, ends: tuple[float, ...]) -> None:
    for tau_days, end in zip((28, 42, 90), ends, strict=True):
        found = steady_growth_base_ratio(growth, tau_days=tau_days)
        assert found == pytest.approx(end, abs=6e-4)


def test_m25_agrees_with_the_base_ratio_of_days() -> None:
    load = np.exp(np.log(1.1) / 7 * np.arange(2000))
    assert base_ratio(load)[-1] == pytest.approx(steady_growth_base_ratio(0.10), abs=0.012)
    assert math.isnan(steady_growth_base_ratio(-0.5))


@pytest.mark.parametrize(
    ("km", "name"),
    [
        (0, "low"), (9.9, "low"), (10, "10-20 km"), (15.5, "10-20 km"), (20, "jogger"),
        (39.9, "jogger"), (40, "40-50 km"), (50, "40-50 km"), (50.1, "long-distance"),
        (math.nan, None),
    ],
)  # fmt: skip
def test_m29_volume_class(km: float, name: str | None) -> None:
    assert volume_class(km) == name
