"""When and how often a watch writes down a session makes no difference to what was done."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from loadwatch.activity import Activity, Records
from loadwatch.derive.session import summarise
from tests.properties.sessions import (
    FASTEST_SPM,
    PROPERTY,
    Session,
    figures,
    sessions,
    shifted,
)

FASTEST_MPS = 5.0
SECONDS = ("run_time_s", "walk_time_s", "stand_time_s")
METRES = ("run_distance_m", "walk_distance_m", "total_distance_m")
IMPACTS = ("run_impact_count", "walk_impact_count", "impact_count_from_records")


def assert_equal_totals(
    session: Session, before: Activity, after: Activity, share: float, *, doubt_s: float
) -> None:
    """Totals within a share, or within the seconds that may fall to either gait."""
    for names, unit in ((SECONDS, 1.0), (METRES, FASTEST_MPS), (IMPACTS, FASTEST_SPM / 60)):
        pairs = zip(names, figures(before, *names), figures(after, *names), strict=True)
        for name, one, other in pairs:
            assert other == pytest.approx(one, rel=share, abs=doubt_s * unit + 1), name


@PROPERTY
@given(session=sessions(), seconds=st.integers(-300_000_000, 100_000_000))
def test_a_shift_by_whole_seconds_changes_nothing(session: Session, seconds: int) -> None:
    activity = session.activity()
    here, there = summarise(activity), summarise(shifted(activity, seconds))
    assert here.row == there.row
    assert here.segments == there.segments
    assert there.start_s == here.start_s + seconds


def every_second_sample(activity: Activity) -> Activity:
    records = activity.records
    channels = {name: values[::2] for name, values in records.channels.items()}
    return replace(activity, records=Records(records.time_s[::2], channels))


@PROPERTY
@given(session=sessions(max_gap_s=1, with_cadence=True))
def test_every_second_sample_gives_the_same_impacts_within_2_percent(session: Session) -> None:
    whole = session.activity()
    thinned = every_second_sample(whole)
    (all_impacts,) = figures(whole, "impact_count_from_records")
    (of_half,) = figures(thinned, "impact_count_from_records")
    changes = 2 * (len(session.bouts) + len(session.pauses))
    assert of_half == pytest.approx(all_impacts, abs=0.02 * all_impacts + changes)
    assert_equal_totals(session, whole, thinned, 0.02, doubt_s=session.doubt_s)


@PROPERTY
@given(session=sessions(max_gap_s=1, with_cadence=False, is_steady=True))
def test_every_second_sample_gives_the_same_totals_where_speed_alone_tells(
    session: Session,
) -> None:
    whole = session.activity()
    thinned = every_second_sample(whole)
    assert_equal_totals(session, whole, thinned, 0.02, doubt_s=2 * session.doubt_s)


@PROPERTY
@given(session=sessions(max_gap_s=1, with_cadence=True), seed=st.integers(0, 99))
def test_jitter_of_times_under_half_a_second_changes_totals_by_under_1_percent(
    session: Session, seed: int
) -> None:
    activity = session.activity()
    records = activity.records
    jitter = np.random.default_rng(seed).uniform(-0.45, 0.45, len(records))
    jittered = replace(activity, records=replace(records, time_s=records.time_s + jitter))
    assert_equal_totals(session, activity, jittered, 0.01, doubt_s=session.doubt_s)
    names = ("total_elapsed_time_s", "total_timer_time_s", "impact_count_from_records")
    for before, after in zip(figures(activity, *names), figures(jittered, *names), strict=True):
        assert after == pytest.approx(before, rel=0.01, abs=4)
