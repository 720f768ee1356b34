"""What a channel may change, and what it may not."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from loadwatch.activity import Activity, Records
from loadwatch.derive.cadence import model_running_cadence_spm
from loadwatch.derive.session import summarise
from tests.properties.sessions import (
    FASTEST_SPM,
    PROPERTY,
    Session,
    figures,
    sessions,
    with_channels,
)

OF_HEART = (
    "avg_heart_rate_bpm", "max_heart_rate_bpm", "run_heart_rate_bpm", "decoupling_pct",
    "form_signal_count", "form_change_min", "quality",
)  # fmt: skip
OF_GROUND_AND_CONTACT = (
    "downhill_run_impact_count", "hill_run_impact_count", "impact_load_km", "impact_load_b2_km",
    "impact_load_b10_km", "form_signal_count", "form_change_min", "cadence_drift_pct",
    "stance_time_drift_pct", "vertical_oscillation_drift_pct", "vertical_ratio_drift_pct",
    "speed_drift_pct", "decoupling_pct", "quality",
)  # fmt: skip
MODEL_BAND = 0.13
"""Two standard deviations of the cadence model. [share]"""
IMPOSSIBLE = {
    "cadence_rpm": (251.0, 255.0, 65_535.0, -1.0),
    "speed_mps": (65.535, -3.0),
    "heart_rate_bpm": (255.0, 0.0),
    "latitude_deg": (180.0, -91.0),
}
TOTALS = ("run_impact_count", "walk_impact_count", "impact_count_from_records",
          "total_distance_m", "run_distance_m", "walk_distance_m", "run_time_s")  # fmt: skip


def row(activity: Activity, *left_out: str) -> dict[str, object]:
    """The row of an activity without some columns."""
    return {k: v for k, v in summarise(activity).row.items() if k not in left_out}


@PROPERTY
@given(session=sessions())
def test_without_heart_rate_all_else_is_the_same(session: Session) -> None:
    activity = session.activity()
    without = with_channels(activity, heart_rate_bpm=None)
    assert row(activity, *OF_HEART) == row(without, *OF_HEART)
    assert summarise(activity).segments == summarise(without).segments


@PROPERTY
@given(session=sessions(), heart=st.floats(30, 230))
def test_the_heart_rate_changes_neither_impacts_nor_distance(
    session: Session, heart: float
) -> None:
    activity = session.activity()
    other = with_channels(activity, heart_rate_bpm=np.full(len(activity.records), heart))
    assert row(activity, *OF_HEART) == row(other, *OF_HEART)


@PROPERTY
@given(session=sessions(), seed=st.integers(0, 99))
def test_power_temperature_and_step_length_change_nothing(session: Session, seed: int) -> None:
    activity = session.activity()
    noise = np.random.default_rng(seed).uniform(100, 400, len(activity.records))
    names = ("step_length_mm", "power_w", "temperature_degc")
    more = with_channels(activity, **dict.fromkeys(names, noise))
    assert row(activity) == row(more)


@PROPERTY
@given(session=sessions(), seed=st.integers(0, 99), steep=st.floats(-0.5, 0.5))
def test_altitude_and_running_dynamics_change_loads_and_form_and_nothing_else(
    session: Session, seed: int, steep: float
) -> None:
    activity = session.activity()
    n = len(activity.records)
    noise = np.random.default_rng(seed).uniform(100, 400, n)
    names = ("stance_time_ms", "vertical_oscillation_mm", "vertical_ratio_pct")
    for altitude in (noise, 500 + steep * np.arange(n)):
        more = with_channels(activity, altitude_m=altitude, **dict.fromkeys(names, noise))
        assert row(activity, *OF_GROUND_AND_CONTACT) == row(more, *OF_GROUND_AND_CONTACT)
        assert summarise(activity).segments == summarise(more).segments


@st.composite
def masks(draw: st.DrawFn, activity: Activity) -> tuple[str, np.ndarray]:
    """A channel, and up to a third of its samples: scattered, or one stretch."""
    channels = activity.records.channels
    name = draw(st.sampled_from([name for name in IMPOSSIBLE if name in channels]))
    n = len(activity.records)
    rng = np.random.default_rng(draw(st.integers(0, 99)))
    if draw(st.booleans()):
        chosen = rng.random(n) < 0.05
    else:
        begin = draw(st.integers(0, n - 1))
        chosen = (np.arange(n) >= begin) & (np.arange(n) < begin + draw(st.integers(1, n // 3)))
    return name, chosen


def replaced(activity: Activity, name: str, chosen: np.ndarray, value: float) -> Activity:
    """The activity with some samples of a channel replaced."""
    values = np.where(chosen, value, activity.records.channels[name])
    return with_channels(activity, **{name: values})


@PROPERTY
@given(session=sessions(), data=st.data())
def test_an_impossible_value_is_an_unknown_one(session: Session, data: st.DataObject) -> None:
    activity = session.activity()
    name, chosen = data.draw(masks(activity))
    value = data.draw(st.sampled_from(IMPOSSIBLE[name]))
    unknown = replaced(activity, name, chosen, np.nan)
    assert row(replaced(activity, name, chosen, value), "quality") == row(unknown, "quality")


@PROPERTY
@given(
    session=sessions(with_cadence=True, with_strides=False, in_steps=False, is_steady=True),
    data=st.data(),
)
def test_a_masked_cadence_adds_no_more_impacts_than_its_time_holds(
    session: Session, data: st.DataObject
) -> None:
    activity = session.activity()
    n = len(activity.records)
    begin = data.draw(st.integers(0, n - 1))
    chosen = (np.arange(n) >= begin) & (np.arange(n) < begin + data.draw(st.integers(1, 8)))
    names = ("run_impact_count", "impact_count_from_records")
    before = figures(activity, *names)
    after = figures(replaced(activity, "cadence_rpm", chosen, np.nan), *names)
    time_s = activity.records.time_s
    masked_s = float(time_s[min(int(np.flatnonzero(chosen)[-1]) + 1, n - 1)] - time_s[begin])
    for one, other in zip(before, after, strict=True):
        assert other <= one + (masked_s + 8) * FASTEST_SPM / 60 + 1


@PROPERTY
@given(
    seconds=st.integers(120, 1200), spm=st.integers(76, 93), speed=st.floats(2.4, 4.5),
    name=st.sampled_from(("cadence_rpm", "speed_mps", "distance_m")), share=st.floats(0, 0.3),
    seed=st.integers(0, 99),
)  # fmt: skip
def test_masked_samples_of_a_steady_run_raise_no_total(
    seconds: int, spm: int, speed: float, name: str, share: float, seed: int
) -> None:
    time_s = np.arange(seconds + 1.0)
    channels = {
        "cadence_rpm": np.full(time_s.size, float(spm)),
        "speed_mps": np.full(time_s.size, speed),
        "distance_m": time_s * speed,
    }
    activity = Activity(
        "FIT", "running", None, 1.7e9, 0.0, records=Records(time_s + 1.7e9, channels)
    )
    chosen = np.random.default_rng(seed).random(time_s.size) < share
    masked = replaced(activity, name, chosen, np.nan)
    for total in TOTALS:
        before, after = figures(activity, total)[0], figures(masked, total)[0]
        assert after <= before * (1 + 1e-9) + 1e-6, total


@PROPERTY
@given(
    speed=st.floats(2.4, 4.5), off_model=st.floats(-0.06, 0.06), begin=st.integers(60, 500),
    length=st.integers(1, 400),
)  # fmt: skip
def test_a_stretch_without_cadence_raises_impacts_by_no_more_than_the_models_band(
    speed: float, off_model: float, begin: int, length: int
) -> None:
    spm = float(model_running_cadence_spm(speed)) * (1 + off_model)
    time_s = np.arange(1201.0)
    channels = {
        "cadence_rpm": np.full(time_s.size, spm / 2),
        "speed_mps": np.full(time_s.size, speed),
    }
    records = Records(time_s + 1.7e9, channels)
    activity = Activity("FIT", "running", None, 1.7e9, 0.0, records=records)
    chosen = (time_s >= begin) & (time_s < begin + length)
    masked = replaced(activity, "cadence_rpm", chosen, np.nan)
    (before,), (after,) = (figures(a, "run_impact_count") for a in (activity, masked))
    filled = length * spm / 60
    assert after <= before + MODEL_BAND * filled + 1
    (known,) = figures(masked, "impact_count_from_records")
    assert known <= before + 1


@PROPERTY
@given(session=sessions(), data=st.data())
def test_repeated_samples_change_nothing(session: Session, data: st.DataObject) -> None:
    activity = session.activity()
    n = len(activity.records)
    times = np.random.default_rng(data.draw(st.integers(0, 99))).integers(1, 3, n)
    records = activity.records
    repeated = replace(
        activity,
        records=Records(
            np.repeat(records.time_s, times),
            {name: np.repeat(values, times) for name, values in records.channels.items()},
        ),
    )
    assert row(activity, "quality") == row(repeated, "quality")


@PROPERTY
@given(session=sessions(), data=st.data())
def test_neighbouring_samples_in_the_wrong_order_change_nothing(
    session: Session, data: st.DataObject
) -> None:
    activity = session.activity()
    records = activity.records
    near = np.flatnonzero(np.diff(records.time_s) <= 10)
    order = np.arange(len(records))
    at = data.draw(st.sampled_from(near))
    order[[at, at + 1]] = order[[at + 1, at]]
    swapped = Records(
        records.time_s[order], {name: v[order] for name, v in records.channels.items()}
    )
    assert row(activity, "quality") == row(replace(activity, records=swapped), "quality")


@PROPERTY
@given(session=sessions(with_cadence=True, in_steps=False, is_steady=True))
def test_steps_and_strides_come_to_the_same_impacts(session: Session) -> None:
    assume(sum(bout.seconds for bout in session.bouts if bout.gait == "run") >= 60)
    names = ("run_impact_count", "walk_impact_count", "impact_count_from_records")
    strides, steps = session.activity(), replace(session, is_in_steps=True).activity()
    for one, other in zip(figures(strides, *names), figures(steps, *names), strict=True):
        assert other == pytest.approx(one, abs=0.005 * one + session.doubt_s * FASTEST_SPM / 60)
