"""The hand-worked examples of the evidence, one by one."""

import numpy as np
import pytest

from loadwatch.derive.cadence import model_running_cadence_spm, model_walking_cadence_spm
from loadwatch.load.metrics import (
    base,
    base_ratio,
    layoff_factor,
    ratio,
    rolling_sum,
    window_max,
)

HISTORY = np.array(
    [4, 0, 4, 0, 0, 5, 0, 4, 0, 4, 0, 0, 5.5, 0, 4.5, 0, 4, 0, 0, 6, 0, 5, 0, 4.5, 0, 0, 6, 0]
)
"""28 days of kilometres; weeks of 13, 13.5, 14.5 and 15.5."""


def test_m11_the_base_takes_one_step_towards_the_load() -> None:
    settled = np.full(400, 5.0)
    assert base(np.append(settled, 10.0))[-1] == pytest.approx(5.11764, abs=1e-5)
    assert base(np.append(settled, 10.0), tau_days=7)[-1] == pytest.approx(5.66561, abs=1e-5)


def test_m11_the_base_starts_with_the_mean_of_28_days_and_then_updates_from_day_one() -> None:
    assert base(HISTORY)[-1] == pytest.approx(2.02026, abs=1e-5)
    assert base(np.append(HISTORY, 6.6))[-1] == pytest.approx(2.12801, abs=1e-5)


def test_m11_a_longer_record_does_not_change_the_base_of_the_past() -> None:
    longer = base(np.append(HISTORY, [9.0, 0.0, 9.0]))
    assert longer[: HISTORY.size] == pytest.approx(base(HISTORY))


def test_m11b_the_base_ratio_of_the_worked_history() -> None:
    assert base_ratio(HISTORY)[-1] == pytest.approx(1.09604, abs=1e-5)
    assert base_ratio(np.append(HISTORY, 6.6))[-1] == pytest.approx(1.14795, abs=1e-5)


def test_m12_session_ratio() -> None:
    assert ratio(np.array([7.3]), np.array([6.0]))[0] == pytest.approx(1.2167, abs=1e-4)


def test_m13_week_ratio() -> None:
    weeks = rolling_sum(HISTORY, 7)
    assert weeks[[6, 13, 20, 27]].tolist() == [13, 13.5, 14.5, 15.5]
    assert ratio(weeks[27:], weeks[20:21])[0] == pytest.approx(1.0690, abs=1e-4)


def test_m24_what_a_layoff_leaves() -> None:
    assert layoff_factor(14) == pytest.approx(0.7165, abs=1e-4)
    assert [round(layoff_factor(days), 2) for days in (7, 21, 28, 42, 60)] == [
        0.85, 0.61, 0.51, 0.37, 0.24,
    ]  # fmt: skip


@pytest.mark.parametrize(("growth", "end"), [(0.10, 1.499), (0.20, 1.914)])
def test_m25_steady_growth_ends_at_the_limits_of_the_base_ratio(growth: float, end: float) -> None:
    rate = np.log(1 + growth) / 7
    load = np.exp(rate * np.arange(2000))
    observed = base_ratio(load)[-1]
    assert observed == pytest.approx(end, abs=0.012)


def test_a_ratio_to_nothing_is_unknown_not_infinite() -> None:
    assert np.isnan(ratio(np.array([3.0]), np.array([0.0]))).all()


def test_the_window_maximum_never_sees_its_own_day() -> None:
    values = np.array([1.0, 1.0, 9.0, 1.0])
    assert np.isnan(window_max(values, 1, 2)[0])
    assert window_max(values, 1, 2)[2:].tolist() == [1.0, 9.0]


def test_m3_model_running_cadence() -> None:
    at_10_kmh = model_running_cadence_spm(10 / 3.6, height_m=1.75)
    assert float(at_10_kmh) == pytest.approx(159.54, abs=0.01)
    assert float(model_running_cadence_spm(3.0, height_m=1.75)) == pytest.approx(160.8, abs=0.05)


@pytest.mark.parametrize(
    ("speed", "heights"),
    [(2.0, (161.0, 157.1, 155.1, 153.1, 149.1)), (3.5, (174.1, 167.1, 163.7, 160.2, 153.3))],
)
def test_m3_the_table_of_model_cadences(speed: float, heights: tuple[float, ...]) -> None:
    for height_m, expected in zip((1.6, 1.7, 1.75, 1.8, 1.9), heights, strict=True):
        found = float(model_running_cadence_spm(speed, height_m=height_m))
        assert found == pytest.approx(expected, abs=0.06)


def test_m4_model_walking_cadence() -> None:
    found = float(model_walking_cadence_spm(1.34, height_m=1.75))
    assert found == pytest.approx(110.6, abs=0.05)
