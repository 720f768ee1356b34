"""What no session can exceed, however it was recorded."""

import math
from dataclasses import dataclass, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loadwatch.activity import Activity, Records
from loadwatch.derive.session import Summary, summarise
from tests.conftest import START_S
from tests.properties.sessions import PROPERTY, Session, sessions, with_channels

COUNTS = ("run_impact_count", "walk_impact_count", "run_bout_count")
METRES = ("total_distance_m", "run_distance_m", "walk_distance_m")
ACTIVE = ("run_time_s", "walk_time_s", "stand_time_s")
MORE = settings(PROPERTY, max_examples=120)
MAX_STEPS_PER_S = 250 / 60
SCALES = {
    "speed_mps": (3.0, 20.0),
    "cadence_rpm": (85.0, 300.0),
    "distance_m": (1e3, 1e5),
    "heart_rate_bpm": (150.0, 300.0),
    "latitude_deg": (0.001, 90.0),
    "longitude_deg": (0.001, 180.0),
}
MOST_STRIDES_PER_S = 3.0
SUMS = {
    "total_distance_m": 1e5,
    "total_elapsed_time_s": 9e4,
    "total_timer_time_s": 9e4,
}


def value(summary: Summary, name: str) -> float:
    """A figure; NaN where it is not known."""
    found = summary.row.get(name)
    return math.nan if found is None else float(found)


@dataclass(frozen=True)
class Rubbish:
    """Records of any values at all: gaps, falls of the clock, noise, impossible values."""

    seed: int
    count: int
    step_s: float
    sport: str

    def activity(self) -> Activity:
        """As a reader could deliver it."""
        rng, n = np.random.default_rng(self.seed), self.count
        time_s = START_S + np.cumsum(rng.choice([self.step_s, 1.0, 0.0, self.step_s], n))
        if rng.random() < 0.5:
            time_s += rng.choice([0.0, -40.0, 400.0], n, p=[0.97, 0.02, 0.01])
        channels = {}
        for name, scales in SCALES.items():
            scale = rng.choice(scales)
            kinds = (
                np.full(n, scale),
                np.linspace(0.0, scale, n),
                rng.normal(scale / 2, scale / 2, n),
                rng.choice([np.nan, -scale, 0.0, scale, 1e9], n),
            )
            if rng.random() < 0.75:
                channels[name] = kinds[rng.integers(len(kinds))]
        said = {
            name: float(rng.uniform(0, largest))
            for name, largest in SUMS.items()
            if rng.random() < 0.5
        }
        if rng.random() < 0.5:
            strides = rng.uniform(0, MOST_STRIDES_PER_S) * np.ptp(time_s)
            said["total_strides"] = float(np.rint(strides))
        moments = sorted(rng.choice(time_s, rng.integers(5)))
        return Activity(
            format="FIT",
            sport=self.sport,
            sub_sport=None,
            start_time_s=START_S,
            utc_offset_s=0.0,
            records=Records(time_s, channels),
            timer=tuple((float(moment), bool(rng.integers(2))) for moment in moments),
            reported=said,
        )


rubbish = st.builds(
    Rubbish,
    st.integers(0, 99_999),
    st.integers(2, 900),
    st.sampled_from((1.0, 3.0, 8.0, 45.0, 90.0)),
    st.sampled_from(("running", "walking", "generic")),
)
any_session = st.one_of(sessions(), rubbish)


@MORE
@given(session=any_session)
def test_impacts_are_whole_and_no_more_than_250_a_minute(session: Session | Rubbish) -> None:
    summary = summarise(session.activity())
    for name in COUNTS:
        count = value(summary, name)
        assert math.isnan(count) or (count >= 0 and count == round(count)), name
    for gait in ("run", "walk"):
        count, seconds = value(summary, f"{gait}_impact_count"), value(summary, f"{gait}_time_s")
        assert math.isnan(count) or count <= MAX_STEPS_PER_S * seconds + 0.5, gait
    from_records = value(summary, "impact_count_from_records")
    elapsed = value(summary, "total_elapsed_time_s")
    assert math.isnan(from_records) or 0 <= from_records <= MAX_STEPS_PER_S * (elapsed + 1)


@MORE
@given(session=any_session)
def test_active_time_is_no_longer_than_elapsed_time(session: Session | Rubbish) -> None:
    summary = summarise(session.activity())
    elapsed = value(summary, "total_elapsed_time_s")
    assert 0 <= elapsed < math.inf
    active = [value(summary, name) for name in ACTIVE]
    assert all(math.isnan(seconds) or seconds >= 0 for seconds in active)
    assert np.nansum(active) < elapsed + 1
    longest = value(summary, "longest_run_bout_s")
    assert math.isnan(longest) or longest <= active[0]


@PROPERTY
@given(session=sessions())
def test_active_time_is_the_time_the_timer_ran(session: Session) -> None:
    summary = summarise(session.activity())
    active = sum(value(summary, name) for name in ACTIVE)
    timer = value(summary, "total_timer_time_s")
    assert active == pytest.approx(timer, abs=1.0 + len(session.pauses))
    assert timer == session.seconds


@MORE
@given(session=any_session)
def test_distance_is_finite_and_not_negative(session: Session | Rubbish) -> None:
    summary = summarise(session.activity())
    for name in METRES:
        metres = value(summary, name)
        assert math.isnan(metres) or 0 <= metres < math.inf, name
    for segment in summary.segments:
        assert math.isnan(segment.distance_m) or 0 <= segment.distance_m < math.inf


@PROPERTY
@given(session=sessions(with_strides=True, with_pauses=False), factor=st.floats(0, 4))
def test_whatever_strides_the_watch_claims_there_are_no_more_than_250_impacts_a_minute(
    session: Session, factor: float
) -> None:
    activity = session.activity()
    strides = activity.reported["total_strides"] * factor
    claimed = replace(activity, reported={**activity.reported, "total_strides": strides})
    impacts = sum(segment.impact_count for segment in summarise(claimed).segments)
    assert 0 <= impacts <= MAX_STEPS_PER_S * (session.seconds + 1)


@PROPERTY
@given(session=sessions(with_strides=True))
def test_impacts_of_all_segments_are_twice_the_watchs_strides(session: Session) -> None:
    activity = session.activity()
    summary = summarise(activity)
    if summary.row["impact_source"] != "strides":
        assert sum(bout.gait != "stand" for bout in session.bouts) == 0 or (
            "strides-doubtful" in str(summary.row["quality"])
        )
        return
    impacts = sum(segment.impact_count for segment in summary.segments)
    assert impacts == pytest.approx(2 * activity.reported["total_strides"])
    assert all(segment.impact_count >= 0 for segment in summary.segments)


@PROPERTY
@given(session=sessions())
def test_run_and_walk_distance_are_no_more_than_the_records_hold(session: Session) -> None:
    summary = summarise(session.activity())
    parts = value(summary, "run_distance_m") + value(summary, "walk_distance_m")
    assert parts <= value(summary, "total_distance_m") * 1.001 + 1


@MORE
@given(session=any_session)
def test_mean_heart_rate_lies_between_the_least_and_the_greatest(
    session: Session | Rubbish,
) -> None:
    summary = summarise(session.activity())
    mean, top = (value(summary, f"{name}_heart_rate_bpm") for name in ("avg", "max"))
    assert math.isnan(mean) == math.isnan(top)
    if math.isnan(mean):
        return
    heart = session.activity().records.channels["heart_rate_bpm"]
    possible = heart[(heart >= 25) & (heart <= 240)]
    assert possible.min() - 1e-9 <= mean <= top + 1e-9
    assert top <= possible.max()


@MORE
@given(session=any_session)
def test_the_upper_bounds_are_no_less_than_the_counts(session: Session | Rubbish) -> None:
    summary = summarise(session.activity())
    for name, upper in (
        ("run_impact_count", "run_impact_count_upper"),
        ("run_distance_m", "run_distance_upper_m"),
    ):
        known, bound = value(summary, name), value(summary, upper)
        assert math.isnan(known) or bound >= known


@PROPERTY
@given(session=sessions(with_cadence=True, in_steps=False), k=st.floats(0.94, 1.06))
def test_impacts_of_a_cadence_k_times_as_high_are_k_times_as_many(
    session: Session, k: float
) -> None:
    activity = session.activity()
    cadence = activity.records.channels["cadence_rpm"]
    scaled = with_channels(activity, cadence_rpm=cadence * k)
    one, other = (value(summarise(a), "impact_count_from_records") for a in (activity, scaled))
    assert other == pytest.approx(one * k, rel=0.005)
