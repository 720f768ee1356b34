"""Force of a step, steps by their force, and what a session makes of them."""

import math

import numpy as np
import pytest

from loadwatch.activity import Records
from loadwatch.derive.cadence import model_running_cadence_spm
from loadwatch.derive.damage import bw_steps, damage_index, km_equivalents
from loadwatch.derive.force import (
    hill_weight,
    running_force_bw,
    sine_wave_force_bw,
    step_impulse_bw_s,
    walking_force_bw,
)
from loadwatch.derive.session import Summary, summarise
from loadwatch.load.exposure import spine_exposure_ratio
from tests.conftest import FIRST_DAY, activity, history_of, run_row, streams

RUN, WALK = (2.5, 158.0), (1.4, 112.0)


def number(summary: Summary, name: str) -> float:
    value = summary.row[name]
    assert isinstance(value, float)
    return value


@pytest.mark.parametrize(
    ("speed", "force"), [(2.0, 2.10), (2.5, 2.20), (2.778, 2.2556), (3.0, 2.30), (3.5, 2.40)]
)
def test_m5_force_of_a_running_step(speed: float, force: float) -> None:
    assert float(running_force_bw(speed)) == pytest.approx(force, abs=1e-4)


def test_m5_force_of_a_walking_step() -> None:
    assert float(walking_force_bw(1.4)) == pytest.approx(1.10)
    both = float(running_force_bw(2.0)) / float(walking_force_bw(2.0))
    assert both == pytest.approx(1.68)


def test_m5_beyond_the_speeds_that_the_model_covers_its_force_is_held() -> None:
    assert running_force_bw(np.array([0.5, 1.5, 6.0, 9.0])).tolist() == [2.0, 2.0, 2.9, 2.9]
    assert walking_force_bw(np.array([0.2, 1.0, 3.0, 4.0])).tolist() == [1.0, 1.0, 1.5, 1.5]
    assert np.isnan(running_force_bw(math.nan))


@pytest.mark.parametrize(
    ("cadence", "contact_s", "force"),
    [(165, 0.265, 2.1555), (158, 0.290, 2.057), (180, 0.220, 2.380)],
)
def test_m6_force_by_contact_time(cadence: float, contact_s: float, force: float) -> None:
    assert float(sine_wave_force_bw(cadence, contact_s)) == pytest.approx(force, abs=5e-4)
    assert math.pi * 30 == pytest.approx(94.2478, abs=1e-4)


def test_m6_a_foot_that_is_always_down_is_not_running() -> None:
    assert np.isnan(sine_wave_force_bw(120, 0.65))
    assert np.isnan(sine_wave_force_bw(165, 0.0))


def test_m7_bw_steps() -> None:
    assert bw_steps(2.2, 5000) == pytest.approx(11_000)
    assert damage_index(2.4, 10, exponent=1, reference_bw=1) == pytest.approx(bw_steps(2.4, 10))


def test_m8_damage_index() -> None:
    assert damage_index(2.4, 5000) == pytest.approx(8427.6, abs=0.05)
    assert damage_index(2.4, 5000, exponent=2) == pytest.approx(5950.4, abs=0.05)


@pytest.mark.parametrize(
    ("speed", "indices"),
    [
        (2.5, (0.854, 0.894, 0.981, 1.077, 1.297)),
        (2.778, (0.796, 0.854, 0.986, 1.137, 1.514)),
        (3.0, (0.757, 0.829, 0.995, 1.193, 1.717)),
        (3.5, (0.689, 0.788, 1.029, 1.344, 2.293)),
    ],
)
def test_m8_the_table_of_a_kilometre_against_one_at_2_mps(
    speed: float, indices: tuple[float, ...]
) -> None:
    def per_km(speed_mps: float, exponent: float) -> float:
        steps = float(model_running_cadence_spm(speed_mps, height_m=1.75)) * 1000 / speed_mps / 60
        return damage_index(running_force_bw(speed_mps), steps, exponent=exponent)

    for exponent, index in zip((1, 2, 4, 6, 10), indices, strict=True):
        assert per_km(speed, exponent) / per_km(2.0, exponent) == pytest.approx(index, abs=1.1e-3)


@pytest.mark.parametrize(("exponent", "times"), [(2, 4.2), (6, 74)])
def test_m8_a_running_step_against_a_walking_step(exponent: float, times: float) -> None:
    run = damage_index(running_force_bw(2.778), exponent=exponent)
    walk = damage_index(walking_force_bw(1.4), exponent=exponent)
    assert run / walk == pytest.approx(times, rel=0.01)


def test_m9_spine_exposure() -> None:
    assert spine_exposure_ratio(1.0, 2.0) == pytest.approx(1.1487, abs=1e-4)
    assert spine_exposure_ratio(1.1, 1.0) == pytest.approx(1.2100)


def test_m10_hill_weight() -> None:
    assert float(hill_weight(-0.10)) == pytest.approx(1.3426, abs=1e-4)
    assert float(hill_weight(-math.tan(math.radians(9)))) == pytest.approx(1.54)
    assert float(hill_weight(0.0)) == 1.0
    assert float(hill_weight(math.tan(math.radians(5)))) == pytest.approx(0.85)
    assert float(hill_weight(0.30)) == 0.7
    assert float(hill_weight(-2.0)) == float(hill_weight(-0.35))


def test_m28_impulse_of_a_step() -> None:
    assert float(step_impulse_bw_s(165)) == pytest.approx(0.36364, abs=1e-5)
    assert np.isnan(step_impulse_bw_s(0.0))


def test_m28_the_half_sine_wave_of_a_step_has_the_impulse_of_the_body_weight() -> None:
    cadence, contact_s = np.array([150.0, 165.0, 190.0]), np.array([0.30, 0.265, 0.20])
    area = sine_wave_force_bw(cadence, contact_s) * contact_s * 2 / np.pi
    assert area == pytest.approx(step_impulse_bw_s(cadence))


def test_the_reference_kilometre_is_one_at_any_height_and_exponent() -> None:
    for height_m in (1.6, 1.75, 1.9):
        steps = float(model_running_cadence_spm(2.5, height_m=height_m)) * 400 / 60
        for exponent in (2, 6, 10):
            index = damage_index(running_force_bw(2.5), steps, exponent=exponent)
            assert km_equivalents(index, height_m=height_m) == pytest.approx(1.0)


def test_an_easy_run_is_about_its_distance_whatever_the_exponent() -> None:
    summary = summarise(activity(streams([(1200, *RUN)])), height_m=1.75)
    for name in ("impact_load_b2_km", "impact_load_km", "impact_load_b10_km"):
        assert number(summary, name) == pytest.approx(3.0, rel=0.01)
    assert number(summary, "walk_impact_load_km") == 0.0


def test_a_fast_run_costs_more_a_kilometre_the_higher_the_exponent() -> None:
    summary = summarise(activity(streams([(1200, 3.5, 164.0)])))
    km = number(summary, "run_distance_m") / 1000
    low, middle, high = (
        number(summary, name) / km
        for name in ("impact_load_b2_km", "impact_load_km", "impact_load_b10_km")
    )
    assert low < 1 < middle < high


def test_walking_has_a_line_of_its_own() -> None:
    summary = summarise(activity(streams([(1200, *WALK)]), sport="walking"))
    assert number(summary, "impact_load_km") == 0.0
    walked = damage_index(1.1, number(summary, "walk_impact_count"))
    assert number(summary, "walk_impact_load_km") == pytest.approx(km_equivalents(walked), rel=0.01)
    assert 0 < number(summary, "walk_impact_load_km") < 0.05


def test_impacts_without_any_speed_have_an_unknown_load_not_none() -> None:
    records = streams([(1200, *RUN)])
    blind = {"cadence_rpm": records.channels["cadence_rpm"]}
    summary = summarise(activity(type(records)(records.time_s, blind)))
    assert number(summary, "run_impact_count") > 3000
    assert summary.row["impact_load_km"] is None
    assert summary.row["impact_load_b10_km"] is None


def test_speed_0_on_a_treadmill_is_a_speed_that_was_not_measured() -> None:
    records = streams([(1200, 0.0, 158.0)])
    assert summarise(activity(records)).row["impact_load_km"] is None


def test_running_slower_than_the_force_model_covers_is_noted() -> None:
    summary = summarise(activity(streams([(1200, 1.3, 150.0)])))
    (note,) = [note for note in summary.notes if note.code == "force-held"]
    assert note.message.startswith("100% of the run steps are slower than 1.5")
    assert not note.damage
    assert "force-held" in str(summary.row["quality"])
    assert "force-held" not in str(summarise(activity(streams([(1200, *RUN)]))).row["quality"])


ALTERNATING = streams([(120, *RUN)] * 10)
FLAT = {**ALTERNATING.channels, "altitude_m": np.full(1200, 100.0)}


def contact_run(contact_ms: np.ndarray, **more: np.ndarray) -> Summary:
    channels = {**FLAT, "stance_time_ms": contact_ms, **more}
    return summarise(activity(Records(ALTERNATING.time_s, channels)))


def test_m6_contact_times_are_right_against_each_other_and_not_as_such() -> None:
    """A device that is off by the same share everywhere changes nothing."""
    level = summarise(activity(Records(ALTERNATING.time_s, FLAT)))
    for contact_ms in (240.0, 290.0):
        even = contact_run(np.full(1200, contact_ms))
        for name in ("impact_load_b2_km", "impact_load_km", "impact_load_b10_km"):
            assert number(even, name) == pytest.approx(number(level, name), rel=1e-6)


def test_m6_a_shorter_contact_is_a_harder_step() -> None:
    """A third of the run with contacts 5 % shorter: 1 + ((1 / 0.95)^b - 1) / 3."""
    contact_ms = np.where(np.arange(1200) < 400, 0.95 * 265.0, 265.0)
    level = summarise(activity(Records(ALTERNATING.time_s, FLAT)))
    for name, power in (("impact_load_b2_km", 2), ("impact_load_km", 6)):
        ratio = number(contact_run(contact_ms), name) / number(level, name)
        assert ratio == pytest.approx(1 + (0.95**-power - 1) / 3, rel=5e-3)


def test_m6_is_used_on_known_level_ground_only() -> None:
    contact_ms = np.where(np.arange(1200) < 400, 0.9 * 265.0, 265.0)
    for altitude_m in (np.full(1200, np.nan), 400 + 0.05 * ALTERNATING.channels["distance_m"]):
        given = {**FLAT, "altitude_m": altitude_m}
        without = summarise(activity(Records(ALTERNATING.time_s, given)))
        found = contact_run(contact_ms, altitude_m=altitude_m)
        assert found.row["impact_load_km"] == without.row["impact_load_km"]


def test_m6_is_not_used_where_a_few_minutes_have_a_contact_time() -> None:
    contact_ms = np.where(np.arange(1200) < 200, 200.0 + np.arange(1200) % 90, np.nan)
    level = summarise(activity(Records(ALTERNATING.time_s, FLAT)))
    assert number(contact_run(contact_ms), "impact_load_km") == number(level, "impact_load_km")


def test_impact_load_adds_up_over_days_and_an_unknown_run_makes_them_unknown() -> None:
    known = run_row(FIRST_DAY, 5, impact_load_km=5.5, walk_impact_load_km=0.1)
    late = run_row(FIRST_DAY, 3, hour=18, impact_load_km=3.25, walk_impact_load_km=0.1)
    history = history_of([known, late])
    assert history.daily["impact_load_km"].tolist() == [8.75]
    assert history.weekly["impact_load_km"].tolist() == [8.75]
    assert history.weekly["walk_impact_load_km"].tolist() == [0.2]
    unknown = run_row(FIRST_DAY, None, hour=18)
    history = history_of([known, unknown])
    assert history.daily["impact_load_km"].isna().all()
    assert history.weekly["impact_load_km"].isna().all()


def test_a_run_inside_a_walk_is_in_no_impact_load_of_the_day() -> None:
    walk = run_row(FIRST_DAY, 1, sport="walking", impact_load_km=1.0, walk_impact_load_km=0.1)
    daily = history_of([walk]).daily
    assert daily["impact_load_km"].tolist() == [0.0]
    assert daily["walk_impact_load_km"].tolist() == [0.1]
