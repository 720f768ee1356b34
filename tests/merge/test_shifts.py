"""A clock that was moved makes no second run; a second run on the same way is one."""

from dataclasses import replace
from itertools import combinations, permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loadwatch.activity import Activity, Device, Records
from loadwatch.merge import group_copies, near_another, pairs_within_reach, start_near_another
from loadwatch.merge.shifts import MAX_SHIFT_S, MAX_START_DIFFERENCE_S, shifts_between
from tests.merge.test_copies import FIT, GPX, are_one, placed, print_of, shifted, without_places

HOUR_S = 3600.0
QUARTER_S = 900.0


def hearty(one: Activity, *, beat: float = 0.0) -> Activity:
    """The same with a heart rate that rises and falls."""
    times = one.records.time_s - one.records.time_s[0]
    heart = 140 + 20 * np.sin(times / 90 + beat)
    channels = one.records.channels | {"heart_rate_bpm": heart}
    return replace(one, records=Records(one.records.time_s, channels))


def slower(one: Activity, share: float) -> Activity:
    """The same way, a share slower."""
    start = one.records.time_s[0]
    times = start + (one.records.time_s - start) * (1 + share)
    return replace(one, records=Records(times, one.records.channels))


@pytest.mark.parametrize("hours", [-8, -1, 1, 2, 5.75, 13])
def test_a_local_time_taken_for_utc_makes_no_second_run(hours: float) -> None:
    moved = shifted(GPX, hours * HOUR_S)
    assert are_one(print_of(FIT, "a"), print_of(moved, "b"))
    assert are_one(print_of(moved, "b"), print_of(FIT, "a"))


def test_a_shift_that_no_zone_explains_is_another_run() -> None:
    for seconds in (QUARTER_S / 2, 15 * HOUR_S, 2 * HOUR_S + 400):
        assert not are_one(print_of(FIT, "a"), print_of(shifted(GPX, seconds), "b"))


@pytest.mark.parametrize("seconds", [5, 37, 59])
def test_a_clock_some_seconds_off_makes_no_second_run(seconds: float) -> None:
    fit = hearty(FIT)
    assert are_one(print_of(fit, "a"), print_of(shifted(fit, seconds), "b"))


def test_a_start_cut_off_and_a_clock_an_hour_off_make_no_second_run() -> None:
    records = FIT.records
    late = {name: values[50:] for name, values in records.channels.items()}
    cut = shifted(replace(FIT, records=Records(records.time_s[50:], late)), HOUR_S)
    assert are_one(print_of(FIT, "a"), print_of(cut, "b"))


def test_the_same_way_an_hour_later_at_another_speed_is_another_run() -> None:
    again = shifted(slower(FIT, 0.05), HOUR_S)
    assert not are_one(print_of(FIT, "a"), print_of(again, "b"))


def test_the_same_way_an_hour_later_with_another_heart_rate_is_another_run() -> None:
    again = shifted(hearty(FIT, beat=2.0), HOUR_S)
    assert not are_one(print_of(hearty(FIT), "a"), print_of(again, "b"))


def test_on_a_treadmill_the_heart_rate_tells_a_copy_from_the_same_workout() -> None:
    bare = without_places(FIT)
    beating = hearty(bare)
    moved = shifted(beating, HOUR_S)
    assert are_one(print_of(beating, "a"), print_of(moved, "b"))
    for other in (bare, hearty(bare, beat=1.5)):
        assert not are_one(print_of(beating, "a"), print_of(shifted(other, HOUR_S), "b"))
    assert not are_one(print_of(bare, "a"), print_of(shifted(bare, HOUR_S), "b"))


def test_one_spot_is_no_way_that_could_be_the_same() -> None:
    spot = placed(heart=None)
    channels = spot.records.channels | {"longitude_deg": np.full_like(spot.records.time_s, 10.7)}
    spot = replace(spot, records=Records(spot.records.time_s, channels))
    assert not are_one(print_of(spot, "a"), print_of(shifted(spot, HOUR_S), "b"))


def test_two_devices_an_hour_apart_are_one_only_by_the_heart() -> None:
    left = replace(hearty(FIT), device=Device("garmin", "a", "111"))
    right = shifted(replace(hearty(FIT), device=Device("coros", "b", "222")), HOUR_S)
    assert are_one(print_of(left, "a"), print_of(right, "b"))
    silent = shifted(replace(GPX, device=Device("coros", "b", "222")), HOUR_S)
    assert not are_one(print_of(left, "a"), print_of(silent, "b"))


def test_copies_of_several_clocks_are_one_in_any_order_led_by_the_fit() -> None:
    prints = [
        print_of(shifted(GPX, 2 * HOUR_S), "a"), print_of(FIT, "b"), print_of(GPX, "c"),
        print_of(shifted(FIT, -HOUR_S), "d", is_damaged=True),
    ]  # fmt: skip
    for order in permutations(range(4)):
        (group,) = group_copies([prints[i] for i in order])
        assert [prints[order[i]].content for i in group] == ["b", "c", "a", "d"]


def test_a_copy_of_a_moved_clock_takes_no_run_in_that_lay_at_the_time_it_tells() -> None:
    """Its own run, and another one on the same way two hours later, which it seems to be near."""
    bare = GPX
    later = shifted(slower(bare, 0.05), 2 * HOUR_S)
    seeming = shifted(bare, 2 * HOUR_S)
    assert are_one(print_of(seeming, "a"), print_of(later, "b"))
    prints = [print_of(FIT, "c"), print_of(seeming, "a"), print_of(later, "b")]
    for order in permutations(range(3)):
        groups = group_copies([prints[i] for i in order])
        assert [[prints[order[i]].content for i in group] for group in groups] == [
            ["c", "a"],
            ["b"],
        ]


def test_only_times_that_a_zone_or_an_overlap_explains_are_compared() -> None:
    starts = [0.0, 50.0, 3600.0, 4000.0, float("nan"), 16 * HOUR_S]
    for seconds in (200.0, 300.0):
        ends = [start + seconds for start in starts]
        assert sorted(pairs_within_reach(starts, ends)) == [(0, 1), (0, 2), (1, 2)]
    ends = [600.0, 600.0, 4100.0, 4200.0, float("nan"), 16 * HOUR_S + 60]
    assert sorted(pairs_within_reach(starts, ends)) == [
        (0, 1),
        (0, 2),
        (0, 3),
        (1, 2),
        (1, 3),
        (2, 3),
    ]


TIMES = st.lists(
    st.tuples(st.integers(0, 40 * 3600) | st.just(float("nan")), st.integers(0, 9000)), max_size=12
)


@settings(deadline=None)
@given(TIMES)
def test_pairs_are_those_of_which_a_clock_could_be_told(times: list[tuple[float, int]]) -> None:
    starts = [start for start, _ in times]
    ends = [start + seconds for start, seconds in times]
    wanted = {
        frozenset((i, j))
        for i, j in combinations(range(len(times)), 2)
        if abs(starts[i] - starts[j]) <= MAX_SHIFT_S + MAX_START_DIFFERENCE_S
        and shifts_between(starts[i], ends[i], starts[j], ends[j])
    }
    found = [frozenset(pair) for pair in pairs_within_reach(starts, ends)]
    assert set(found) == wanted
    assert len(found) == len(wanted)
    assert near_another(starts, ends) == {i for pair in wanted for i in pair}
    assert near_another(starts, ends) <= start_near_another(starts)


def test_heart_rates_of_which_one_moves_too_little_to_tell_tell_in_no_order() -> None:
    bare = without_places(FIT)
    ramp = np.linspace(0, 1, bare.records.time_s.size)
    little, enough = (
        replace(
            bare,
            records=Records(bare.records.time_s, bare.records.channels | {"heart_rate_bpm": heart}),
        )
        for heart in (146 + 8 * ramp, 144 + 12 * ramp)
    )
    other = print_of(little, "a")
    other = replace(other, travelled_m=1.5 * other.travelled_m)
    assert not are_one(other, print_of(enough, "b"))


def test_a_way_of_which_one_recording_stayed_on_the_spot_tells_whichever_is_the_earlier() -> None:
    def reaching(metres: float) -> Activity:
        east_deg = np.linspace(0, metres, FIT.records.time_s.size) / 64_728
        channels = GPX.records.channels | {"longitude_deg": 10.7 + east_deg}
        return replace(GPX, records=Records(GPX.records.time_s, channels))

    short, long = reaching(202), reaching(208)
    for first, later in ((short, long), (long, short)):
        assert not are_one(print_of(first, "a"), print_of(shifted(later, HOUR_S), "b"))


@pytest.mark.parametrize("share", [0.005, 0.01, 0.02])
def test_the_usual_way_in_the_evening_at_nearly_the_same_speed_is_another_run(share: float) -> None:
    """One that would lie within 30 m of the morning's for most of the time."""
    again = shifted(slower(GPX, share), 10 * HOUR_S)
    assert not are_one(print_of(GPX, "a"), print_of(again, "b"))


def test_a_heart_rate_alike_and_another_distance_are_another_run_an_hour_later() -> None:
    bare = hearty(without_places(FIT))
    again = print_of(shifted(bare, HOUR_S), "b")
    assert are_one(print_of(bare, "a"), again)
    assert not are_one(print_of(bare, "a"), replace(again, travelled_m=1.02 * again.travelled_m))


def test_two_devices_an_hour_apart_on_one_body_may_measure_the_way_differently() -> None:
    left = replace(hearty(FIT), device=Device("garmin", "a", "111"))
    beside = hearty(placed(north_m=20))
    right = print_of(shifted(replace(beside, device=Device("coros", "b", "222")), HOUR_S), "b")
    assert are_one(print_of(left, "a"), replace(right, travelled_m=1.03 * right.travelled_m))


def test_two_fit_recordings_of_one_watch_tell_their_times_and_are_two_runs() -> None:
    """FIT tells UTC: no zone can be taken for another."""
    watch = Device("garmin", "a", "111")
    morning = replace(FIT, device=watch)
    evening = shifted(morning, 10 * HOUR_S)
    assert not are_one(print_of(morning, "a"), print_of(evening, "b"))
    exported = replace(evening, format="TCX")
    assert are_one(print_of(morning, "a"), print_of(exported, "b"))
