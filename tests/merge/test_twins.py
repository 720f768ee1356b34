"""Runs that look alike and are two: of two people, or of one who went the same way again."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loadwatch.merge import Fingerprint
from tests.conftest import START_S
from tests.merge.conversions import FORMS, HOUR_S, Form, only, without
from tests.merge.made_runs import (
    BARE_GPX,
    GPX,
    TCX,
    a_run,
    as_fit,
    at,
    count_of_runs,
    handed_on,
)

SEEDS = st.integers(0, 10_000)
SECONDS = st.integers(600, 4000)


@settings(max_examples=40, deadline=None)
@given(SEEDS, SEEDS, SECONDS, SECONDS, st.integers(-1200, 1200), st.sampled_from(FORMS[:-1]))
def test_runs_of_one_time_in_different_places_are_two(
    one: int, other: int, seconds: int, others: int, late: int, form: Form
) -> None:
    if one == other:
        return
    mine = a_run(one, seconds=seconds)
    yours = a_run(other, seconds=others, start_s=START_S + late, serial=None)
    prints = as_fit(mine), handed_on(yours, form)
    assert count_of_runs(*prints) == 2


@settings(max_examples=25, deadline=None)
@given(
    SEEDS,
    st.sampled_from([-3, -1, 1, 3, 10]),
    st.integers(-59, 59),
    st.booleans(),
    st.sampled_from([GPX, BARE_GPX, TCX]),
)
def test_the_usual_way_again_some_hours_later_is_a_second_run(
    seed: int, hours: int, late: int, has_heart: bool, form: Form
) -> None:
    morning = a_run(seed, way=5, has_heart=has_heart)
    again = a_run(seed + 1, way=5, start_s=START_S + hours * HOUR_S + late, has_heart=has_heart)
    found = handed_on(again, form)
    assert count_of_runs(as_fit(morning), found) == 2
    assert count_of_runs(handed_on(morning, form), found) == 2


@pytest.mark.parametrize("late_s", [0, 40, 300])
def test_two_side_by_side_are_two_by_their_hearts(late_s: int) -> None:
    mine = a_run(21, way=7)
    pace = mine.records.channels
    hers = a_run(22, way=7, serial="222")
    beside = {
        name: pace[name] if name != "heart_rate_bpm" else hers.records.channels[name] + 12
        for name in pace
    }
    yours = replace(hers, records=replace(hers.records, channels=beside))
    yours = at(yours, START_S + late_s)
    found = (
        (as_fit(mine), as_fit(yours, "yours")),
        (as_fit(mine), handed_on(yours, GPX)),
        (handed_on(mine, GPX), handed_on(yours, GPX)),
        (handed_on(mine, TCX), handed_on(yours, TCX)),
    )
    for prints in found:
        assert count_of_runs(*prints) == 2


def test_two_of_whom_one_follows_the_other_are_two_by_their_watches() -> None:
    mine = a_run(23, has_heart=False)
    yours = at(a_run(23, has_heart=False, serial="222"), START_S + 45)
    assert count_of_runs(as_fit(mine), as_fit(yours, "yours")) == 2


def test_two_who_begin_together_and_part_are_two() -> None:
    """For most of the shorter run they are within a hundred metres."""
    mine = a_run(28, way=9, has_heart=False, seconds=900)
    channels = dict(mine.records.channels)
    away_m = np.maximum(mine.records.channels["distance_m"] - 1500, 0.0)
    channels["latitude_deg"] = channels["latitude_deg"] + (40 + away_m) / 111_195
    yours = replace(mine, records=replace(mine.records, channels=channels))
    assert count_of_runs(as_fit(mine), handed_on(yours, BARE_GPX)) == 2


def test_treadmills_at_one_time_are_two_by_hearts_or_distances() -> None:
    def indoors(seed: int, serial: str) -> Fingerprint:
        return as_fit(without(a_run(seed, serial=serial), "latitude_deg", "longitude_deg"), serial)

    assert count_of_runs(indoors(24, "111"), indoors(25, "222")) == 2
    mine = handed_on(only(a_run(26), "distance_m"), TCX)
    yours = handed_on(only(a_run(27, start_s=START_S + 400), "distance_m"), TCX)
    assert count_of_runs(mine, yours) == 2
