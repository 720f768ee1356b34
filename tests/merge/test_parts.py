"""A part of a run, or what another watch recorded of it, is no second run; the whole one leads."""

from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loadwatch.activity import Activity, Device
from loadwatch.merge import clock_told, group_copies
from tests.conftest import START_S
from tests.merge.conversions import (
    BEYOND,
    FORMS,
    HOUR_S,
    MINUTE_S,
    PROMISED,
    Form,
    cut,
    later,
    only,
    thinned,
    without,
    without_home,
)
from tests.merge.made_runs import (
    BARE_GPX,
    GPX,
    INDOOR_TCX,
    TCX,
    a_run,
    as_fit,
    count_of_runs,
    handed_on,
)
from tests.merge.test_copies import print_of

CHANGES = PROMISED | BEYOND
SEEDS = st.integers(0, 10_000)


@settings(max_examples=40, deadline=None)
@given(SEEDS, st.sampled_from(sorted(CHANGES)), st.sampled_from(FORMS[:-1]), st.integers(900, 5400))
def test_whatever_becomes_of_a_run_it_is_one(
    seed: int, name: str, form: Form, seconds: int
) -> None:
    run = a_run(seed, seconds=seconds)
    changed = CHANGES[name](run, np.random.default_rng(seed))
    if changed is not None and len(changed.records) >= 600:
        assert count_of_runs(as_fit(run), handed_on(changed, form)) == 1


@pytest.mark.parametrize("minutes", [2, 5, 12, 20])
@pytest.mark.parametrize("form", [GPX, BARE_GPX, TCX, INDOOR_TCX])
def test_a_run_begun_or_ended_late_by_another_program_is_no_second_one(
    minutes: int, form: Form
) -> None:
    run = a_run(1, seconds=2700)
    for part in (cut(run, begin_s=minutes * 60), cut(run, end_s=minutes * 60)):
        assert part is not None
        assert count_of_runs(as_fit(run), handed_on(part, form)) == 1


def test_a_part_of_a_run_with_a_clock_an_hour_off_is_no_second_one() -> None:
    run = a_run(2, seconds=2700)
    for part in (cut(run, begin_s=700), cut(run, end_s=500)):
        assert part is not None
        assert count_of_runs(as_fit(run), handed_on(later(part, HOUR_S))) == 1


def test_a_privacy_zone_at_both_ends_makes_no_second_run() -> None:
    run = a_run(3, seconds=3600)
    hidden = without_home(run, 800)
    assert hidden is not None
    assert count_of_runs(as_fit(run), handed_on(hidden, BARE_GPX)) == 1


def test_some_minutes_that_a_privacy_zone_left_are_a_part() -> None:
    run = a_run(16, seconds=1500)
    left = cut(run, begin_s=650, end_s=650)
    assert left is not None
    assert count_of_runs(as_fit(run), handed_on(left, BARE_GPX)) == 1


@pytest.mark.parametrize("form", [GPX, BARE_GPX, TCX])
def test_a_short_run_of_another_zone_is_one_by_samples_that_are_the_same(form: Form) -> None:
    run = a_run(17, seconds=240)
    assert count_of_runs(as_fit(run), handed_on(later(run, HOUR_S), form)) == 1
    again = a_run(18, way=17, seconds=240, start_s=START_S + HOUR_S)
    assert count_of_runs(as_fit(run), handed_on(again, form)) == 2


def test_two_parts_are_one_run_with_the_whole_and_two_without_it() -> None:
    run = a_run(4, seconds=3000)
    parts = [cut(run, end_s=1600), cut(run, begin_s=1600)]
    prints = [handed_on(part) for part in parts if part is not None]
    assert count_of_runs(*prints) == 2
    assert count_of_runs(as_fit(run), *prints) == 1


def test_sessions_that_share_only_some_minutes_are_two() -> None:
    run = a_run(5, seconds=3600)
    first, second = cut(run, end_s=1500), cut(run, begin_s=1500)
    assert first is not None
    assert second is not None
    assert count_of_runs(handed_on(first), handed_on(second)) == 2


def test_the_whole_leads_whatever_its_format() -> None:
    run = a_run(6, seconds=3600)
    part = cut(run, begin_s=600)
    assert part is not None
    prints = [as_fit(part, "part"), handed_on(run, BARE_GPX), handed_on(part, TCX)]
    for order in permutations(prints):
        (group,) = group_copies(order)
        assert order[group[0]] is prints[1]


def test_a_few_seconds_less_take_the_lead_from_no_fit_file() -> None:
    run = a_run(7, seconds=1200)
    late = cut(run, begin_s=50)
    assert late is not None
    assert group_copies([handed_on(run), as_fit(late)]) == [[1, 0]]


def test_standing_on_after_the_run_does_not_lead() -> None:
    """A copy may end up to 28 minutes off, since nobody stopped it."""
    run = a_run(8, seconds=1800)
    stood = standing(run, 1680)
    fit = as_fit(run)
    (group,) = group_copies([handed_on(stood, TCX), fit])
    assert group == [1, 0]


def standing(one: Activity, seconds: int) -> Activity:
    """The same, and some time at its last place."""
    records = one.records
    more = records.time_s[-1] + 1 + np.arange(seconds)
    channels = {
        name: np.concatenate((values, np.full(seconds, values[-1])))
        for name, values in records.channels.items()
    }
    longer = replace(records, time_s=np.concatenate((records.time_s, more)), channels=channels)
    return replace(one, records=longer)


def test_only_a_clock_that_was_moved_is_told_of() -> None:
    run = a_run(9, seconds=3600)
    quarter = cut(run, begin_s=15 * MINUTE_S)
    assert quarter is not None
    fit = as_fit(run)
    assert clock_told(fit, handed_on(quarter)) == 0
    assert clock_told(fit, handed_on(later(run, HOUR_S))) == HOUR_S
    assert clock_told(handed_on(later(run, HOUR_S)), fit) == -HOUR_S


def test_a_part_is_not_taken_for_a_copy_of_a_moved_clock() -> None:
    """Else it would take in nothing of the time that it tells."""
    run = a_run(10, seconds=3600)
    quarter = cut(run, begin_s=15 * MINUTE_S)
    assert quarter is not None
    other = only(quarter, "distance_m")
    assert count_of_runs(as_fit(run), handed_on(quarter), handed_on(other, TCX)) == 1


def test_a_treadmill_run_is_known_by_its_distance_where_the_pace_changed() -> None:
    run = without(a_run(11), "latitude_deg", "longitude_deg", "heart_rate_bpm")
    part = cut(run, begin_s=300)
    assert part is not None
    for other in (part, later(run, HOUR_S)):
        assert count_of_runs(as_fit(run), handed_on(only(other, "distance_m"), TCX)) == 1


def test_a_walk_that_another_program_calls_a_hike_is_one() -> None:
    walk = replace(a_run(12), sport="walking")
    hike = replace(walk, sport="hiking")
    ride = replace(walk, sport="cycling")
    assert count_of_runs(as_fit(walk), handed_on(hike)) == 1
    assert count_of_runs(as_fit(walk), handed_on(ride)) == 2


def test_two_watches_on_one_body_are_one_run_by_heart_or_place() -> None:
    left = a_run(13, serial="111")
    right = replace(worn_beside(left), device=Device("coros", "y", "222"))
    silent = without(right, "heart_rate_bpm")
    for other in (right, silent, cut(right, begin_s=240), cut(silent, end_s=240)):
        assert other is not None
        assert count_of_runs(as_fit(left), as_fit(other, "other")) == 1


def worn_beside(one: Activity) -> Activity:
    """What another watch on the same body records: places and heart a bit off."""
    chance = np.random.default_rng(99)
    channels = dict(one.records.channels)
    channels["latitude_deg"] = channels["latitude_deg"] + chance.normal(0, 5e-5, len(one.records))
    channels["heart_rate_bpm"] = channels["heart_rate_bpm"] + chance.integers(
        -2, 3, len(one.records)
    )
    channels["distance_m"] = channels["distance_m"] * 1.02
    return replace(one, records=replace(one.records, channels=channels))


def test_a_recording_of_which_little_is_known_is_one_with_the_one_of_its_time() -> None:
    run = a_run(14, has_heart=False)
    bare = only(run)
    print_ = print_of(bare, "bare", distance_m=float("nan"))
    assert count_of_runs(as_fit(run), print_) == 1
    assert count_of_runs(as_fit(run), print_of(later(bare, 600), "b", distance_m=1.0)) == 2


def test_times_ahead_and_behind_are_found_alike_wherever_the_thinned_copy_lies() -> None:
    run = a_run(15, start_s=START_S + 7)
    half = thinned(run)
    assert half is not None
    for hours in (-1, 1, 5.75, -0.5):
        assert count_of_runs(as_fit(run), handed_on(later(half, hours * HOUR_S), BARE_GPX)) == 1
