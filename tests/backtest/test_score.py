"""Scores are counts, and chance has its say."""

from datetime import date, timedelta

import numpy as np
import pytest

from loadwatch.backtest.score import (
    followed_by,
    leads,
    longest_runs,
    score,
    scored,
    shuffled_lift,
    wilson,
)

DAY = date(2026, 1, 5)


def day(number: int) -> date:
    return DAY + timedelta(days=number)


def days(*numbers: int) -> list[date]:
    return [day(number) for number in numbers]


def test_m30_precision_recall_false_flags_and_lift() -> None:
    found = score(400, 24, 60, 15)
    assert found.precision == 0.25
    assert found.recall == 0.625
    assert found.base_rate == 0.06
    assert found.false_flags_per_100 == 11.25
    assert found.lift == pytest.approx(4.17, abs=0.005)


def test_m30_comes_out_of_four_hundred_runs_too() -> None:
    followed = np.r_[np.ones(24), np.zeros(376)]
    flagged = np.r_[np.ones(15), np.zeros(9), np.ones(45), np.zeros(331)].astype(bool)
    assert scored(flagged, followed) == score(400, 24, 60, 15)


def test_without_flags_or_events_a_share_is_unknown_not_zero() -> None:
    assert score(10, 0, 0, 0).precision is None
    assert score(10, 0, 3, 0).recall is None
    assert score(10, 0, 3, 0).lift is None
    assert score(0, 0, 0, 0).base_rate is None
    assert wilson(0, 0) is None


@pytest.mark.parametrize("counts", [(10, 2, 1, 2), (10, 2, 4, 3), (10, 8, 6, 3), (10, 2, 3, -1)])
def test_counts_that_cannot_be_true_are_refused(counts: tuple[int, int, int, int]) -> None:
    with pytest.raises(ValueError, match=r"hits|false flags"):
        score(*counts)


def test_wilsons_interval_is_that_of_the_textbook_and_stays_within_0_and_1() -> None:
    found = wilson(15, 60, z=1.96)
    assert found is not None
    assert (found.low, found.high) == pytest.approx((0.158, 0.372), abs=0.001)
    for hits in range(6):
        narrow, wide = wilson(hits, 5), wilson(hits, 5, z=1.96)
        assert narrow is not None
        assert wide is not None
        assert 0 <= wide.low <= narrow.low <= hits / 5 <= narrow.high <= wide.high <= 1


def test_an_event_counts_on_the_days_after_a_run_and_not_on_its_own() -> None:
    runs = days(0, 3, 9, 10, 11)
    assert followed_by(runs, days(10), 7, (day(0), day(30))).tolist() == [0, 1, 1, 0, 0]
    assert followed_by(runs, days(10), 1, (day(0), day(30))).tolist() == [0, 0, 1, 0, 0]
    assert followed_by(runs, days(10), 10, (day(0), day(30))).tolist() == [1, 1, 1, 0, 0]


def test_a_run_whose_next_days_nobody_knows_is_not_scored() -> None:
    runs = days(0, 5, 24, 25)
    followed = followed_by(runs, days(10), 7, (day(4), day(31)))
    assert np.isnan(followed).tolist() == [True, False, False, True]
    assert scored(np.array([True] * 4), followed).run_count == 2


def test_the_lead_is_counted_from_the_first_flag_and_events_out_of_reach_are_left_out() -> None:
    flagged = np.array([False, True, True, False])
    assert leads(days(0, 4, 6, 20), flagged, days(8, 21, 60), 7) == [4, None]


def test_flags_at_random_have_a_lift_of_one_and_the_same_seed_gives_the_same() -> None:
    followed = np.r_[np.ones(24), np.zeros(376)]
    flagged = np.zeros(400, bool)
    flagged[:60] = True
    found = shuffled_lift(flagged, followed)
    assert found is not None
    assert found.value == pytest.approx(1.0, abs=0.03)
    assert found.low < 0.6
    assert 1.4 < found.high < 2
    assert shuffled_lift(flagged, followed) == found
    assert shuffled_lift(flagged, followed, seed=2) != found
    assert shuffled_lift(np.zeros(400, bool), followed) is None
    assert shuffled_lift(flagged, np.zeros(400)) is None


def test_more_flags_leave_chance_less_room() -> None:
    followed = np.r_[np.ones(24), np.zeros(376)]
    few, many = np.arange(400) < 20, np.arange(400) < 300
    narrow, wide = shuffled_lift(many, followed), shuffled_lift(few, followed)
    assert narrow is not None
    assert wide is not None
    assert narrow.high - narrow.low < wide.high - wide.low


def test_the_longest_run_is_longer_than_all_of_the_thirty_days_before() -> None:
    metres = np.array([5.0, 5.0, 6.0, 5.5, 5.6])
    assert longest_runs(days(0, 10, 20, 50, 51), metres).tolist() == [
        False, False, True, False, True,
    ]  # fmt: skip
    assert longest_runs(days(0, 31), np.array([5.0, 9.0])).tolist() == [False, False]
