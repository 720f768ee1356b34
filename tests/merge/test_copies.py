"""Copies of one run become one, in any order; different runs never do."""

from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest

from loadwatch.activity import Activity, Device, Records
from loadwatch.merge import Fingerprint, fingerprint, group_copies
from tests.conftest import START_S, activity, streams


def placed(*, north_m: float = 0.0, heart: float | None = 150.0, **more: object) -> Activity:
    """A 20 minute run to the east, ``north_m`` beside the reference."""
    records = streams([(1200, 2.8, 160.0)])
    channels = dict(records.channels)
    metres = channels["distance_m"]
    channels["latitude_deg"] = np.full(metres.size, 54.4 + north_m / 111_195)
    channels["longitude_deg"] = 10.7 + metres / (111_195 * np.cos(np.radians(54.4)))
    if heart is not None:
        channels["heart_rate_bpm"] = np.full(metres.size, heart)
    return activity(Records(records.time_s, channels), **more)


def shifted(one: Activity, seconds: float) -> Activity:
    records = Records(one.records.time_s + seconds, one.records.channels)
    return replace(one, records=records, start_time_s=one.start_time_s + seconds)


def without_places(one: Activity) -> Activity:
    channels = {k: v for k, v in one.records.channels.items() if not k.endswith("_deg")}
    return replace(one, records=Records(one.records.time_s, channels))


def print_of(one: Activity, content: str, **more: object) -> Fingerprint:
    fields: dict[str, object] = {
        "start_s": float(one.records.time_s[0]),
        "elapsed_s": float(one.records.time_s[-1] - one.records.time_s[0]),
        "sport": one.sport,
        "distance_m": 3360.0,
        "content": content,
        "is_damaged": False,
    }
    return fingerprint(one, **(fields | more))  # type: ignore[arg-type]


def are_one(a: Fingerprint, b: Fingerprint) -> bool:
    """Whether two recordings become one run, whichever comes first."""
    (there, back) = (len(group_copies(pair)) for pair in ([a, b], [b, a]))
    assert there == back
    return there == 1


FIT = placed()
GPX = replace(placed(heart=None), format="GPX")
TCX = replace(placed(), format="TCX")


def test_fit_gpx_and_tcx_of_one_run_are_one_led_by_the_fit_in_any_order() -> None:
    prints = [print_of(GPX, "a"), print_of(FIT, "b"), print_of(TCX, "c")]
    for order in permutations(range(3)):
        groups = group_copies([prints[i] for i in order])
        assert [[prints[order[i]].content for i in group] for group in groups] == [["b", "c", "a"]]


def test_a_whole_copy_leads_a_damaged_one_even_of_a_better_format() -> None:
    prints = [print_of(FIT, "a", is_damaged=True), print_of(GPX, "b")]
    assert group_copies(prints) == [[1, 0]]


def test_two_runners_of_the_same_minute_in_different_places_are_two_runs() -> None:
    twin = placed(north_m=800)
    assert not are_one(print_of(FIT, "a"), print_of(twin, "b"))


def test_two_runners_side_by_side_are_two_runs_by_their_heart_rates() -> None:
    mine = replace(placed(heart=150), device=Device("garmin", "a", "111"))
    yours = replace(placed(heart=128), device=Device("garmin", "b", "222"))
    assert not are_one(print_of(mine, "a"), print_of(yours, "b"))


def test_two_watches_on_one_body_are_one_run() -> None:
    left = replace(placed(heart=150), device=Device("garmin", "a", "111"))
    right = replace(placed(heart=152), device=Device("coros", "b", "222"))
    assert are_one(print_of(left, "a"), print_of(right, "b"))


@pytest.mark.parametrize(("seconds", "same"), [(45, True), (90, False)])
def test_copies_start_within_a_minute(seconds: float, same: bool) -> None:
    late = shifted(without_places(FIT), seconds)
    assert are_one(print_of(without_places(FIT), "a"), print_of(late, "b")) is same


def test_without_places_the_distance_must_agree() -> None:
    bare = without_places(FIT)
    assert are_one(print_of(bare, "a"), print_of(bare, "b", distance_m=3300.0))
    channels = dict(bare.records.channels)
    channels["distance_m"] = channels["distance_m"] * 0.8
    other = replace(bare, records=Records(bare.records.time_s, channels))
    assert not are_one(print_of(bare, "a"), print_of(other, "b"))


def test_a_cut_copy_without_places_is_a_copy_by_the_distance_they_share() -> None:
    bare = without_places(FIT)
    half = Records(
        bare.records.time_s[:600], {k: v[:600] for k, v in bare.records.channels.items()}
    )
    cut = print_of(replace(bare, records=half), "b", distance_m=1680.0, is_damaged=True)
    assert are_one(print_of(bare, "a"), cut)


def test_another_sport_at_the_same_time_is_no_copy() -> None:
    ride = replace(without_places(FIT), sport="cycling")
    assert not are_one(print_of(without_places(FIT), "a"), print_of(ride, "b"))


def test_undated_sessions_are_one_only_of_the_same_bytes() -> None:
    undated = [print_of(FIT, name, start_s=float("nan")) for name in ("a", "a", "b")]
    assert sorted(len(group) for group in group_copies(undated)) == [1, 2]


def test_a_start_is_unix_time() -> None:
    assert print_of(FIT, "a").start_s == START_S
