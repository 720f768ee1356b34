"""Days, weeks and runs: rest, unobserved and unknown are three things."""

from datetime import date, timedelta

import numpy as np
import pytest

from loadwatch.load.daily import ACTIVE, REST, UNOBSERVED
from tests.conftest import FIRST_DAY, days_of, history_of, run_row


def states(gap_days: int) -> list[str]:
    rows = [run_row(FIRST_DAY, 5), run_row(FIRST_DAY + timedelta(days=gap_days), 5)]
    return history_of(rows).daily["day_state"].tolist()


def test_days_between_activities_ten_days_apart_are_rest() -> None:
    assert states(10) == [ACTIVE, *[REST] * 9, ACTIVE]


def test_days_between_activities_eleven_days_apart_are_unobserved() -> None:
    assert states(11) == [ACTIVE, *[UNOBSERVED] * 10, ACTIVE]


def test_any_sport_makes_the_days_between_rest() -> None:
    rows = [
        run_row(FIRST_DAY, 5),
        run_row(FIRST_DAY + timedelta(days=8), None, sport="cycling"),
        run_row(FIRST_DAY + timedelta(days=16), 5),
    ]
    assert UNOBSERVED not in history_of(rows).daily["day_state"].tolist()


def test_days_after_the_last_file_are_unobserved() -> None:
    history = history_of([run_row(FIRST_DAY, 5)], FIRST_DAY + timedelta(days=3))
    assert history.daily["day_state"].tolist() == [ACTIVE, *[UNOBSERVED] * 3]


def test_what_was_unobserved_on_a_day_is_known_without_later_files() -> None:
    rows = [run_row(FIRST_DAY + timedelta(days=day), 5) for day in (0, 5, 20)]
    whole = history_of(rows)
    for day in range(len(whole.daily)):
        then = history_of(rows, FIRST_DAY + timedelta(days=day))
        assert then.unobserved_days(14)[-1] == whole.unobserved_days(14)[day]


def test_an_unknown_run_counts_nothing_in_the_base_and_its_most_in_the_window() -> None:
    unknown = run_row(FIRST_DAY, None, run_impact_count_upper=4_500.0, run_distance_upper_m=4_000.0)
    daily = history_of([unknown]).daily
    assert daily["run_impact_count"].tolist() == [0.0]
    assert daily["run_impact_count_upper"].tolist() == [4_500.0]
    assert daily["unknown_run_count"].tolist() == [1]


def test_a_run_without_any_bound_leaves_the_upper_bound_unknown() -> None:
    daily = history_of([run_row(FIRST_DAY, None)]).daily
    assert np.isnan(daily["run_impact_count_upper"].iloc[0])


def test_running_inside_a_walk_is_judged_by_no_rule() -> None:
    history = history_of([run_row(FIRST_DAY, 5), run_row(FIRST_DAY, 3, sport="hiking", hour=15)])
    assert history.daily["run_impact_count"].tolist() == [5_000.0]
    assert history.daily["session_count"].tolist() == [2]


def test_the_days_sum_up_to_the_weeks_and_to_the_total() -> None:
    history = history_of(days_of([4, 0, 4, 0, 0, 5, 0] * 9))
    total = history.sessions["run_impact_count"].sum()
    assert history.daily["run_impact_count"].sum() == total
    assert history.weekly["run_impact_count"].sum() == total


def test_weeks_begin_on_monday_also_across_the_53rd() -> None:
    history = history_of(days_of([5] * 21, first=date(2026, 12, 23)))
    weeks = [day.date().isoformat() for day in history.weekly.index]
    assert weeks == ["2026-12-21", "2026-12-28", "2027-01-04", "2027-01-11"]


def test_the_change_against_a_week_without_a_run_is_unknown() -> None:
    ride = run_row(FIRST_DAY + timedelta(days=8), None, sport="cycling")
    history = history_of([run_row(FIRST_DAY, 5), ride, run_row(FIRST_DAY + timedelta(days=16), 5)])
    assert history.weekly["run_impact_count_change_pct"].isna().tolist() == [True, False, True]


def test_a_week_that_nobody_knows_of_is_unknown_and_not_zero() -> None:
    weekly = history_of(days_of([5] + [0] * 20 + [5])).weekly
    unknown = weekly.iloc[1]
    assert unknown["unobserved_day_count"] == 7
    assert unknown[["run_impact_count", "walk_time_s", "base_ratio"]].isna().all()
    assert weekly["max_heart_rate_bpm"].isna().all()


def test_parts_of_one_recording_are_one_run() -> None:
    first = run_row(FIRST_DAY, 3, hour=8, seconds=1100)
    second = run_row(FIRST_DAY, 2, hour=8, seconds=700)
    second |= {"start_s": float(str(first["start_s"])) + 1400, "session_id": "second"}
    runs = history_of([first, second]).runs
    assert runs["run_distance_m"].tolist() == [5_000.0]
    assert runs["longest_run_bout_s"].tolist() == [1100.0]


def test_two_runs_of_a_day_are_two_runs() -> None:
    runs = history_of([run_row(FIRST_DAY, 3, hour=8), run_row(FIRST_DAY, 2, hour=18)]).runs
    assert len(runs) == 2


def test_a_session_without_a_zone_takes_the_offset_of_its_neighbour() -> None:
    late = run_row(FIRST_DAY, 5, hour=23, utc_offset_s=None)
    neighbour = run_row(FIRST_DAY + timedelta(days=1), 5, utc_offset_s=7200.0)
    sessions = history_of([late, neighbour]).sessions
    assert sessions["local_date"].iloc[0].date() == FIRST_DAY + timedelta(days=1)


@pytest.mark.parametrize(("km", "expected"), [(2.0, "novice"), (12.0, "long-term")])
def test_a_year_of_files_tells_the_experience(km: float, expected: str) -> None:
    history = history_of(days_of([km, 0, 0, 0, 0, 0, 0] * 53 if km < 10 else [km, 0, 0, 0] * 92))
    assert history.experience[-1] == expected
    assert history.experience[363] is None


def test_less_than_a_year_of_files_does_not_tell_the_experience() -> None:
    assert set(history_of(days_of([5, 0, 0] * 40)).experience) == {None}
