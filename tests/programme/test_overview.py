"""Weeks, distances and speed beside a ladder are counted, and unknown weeks are not empty."""

import doctest
from datetime import timedelta

import pytest

import loadwatch.programme.speed
import loadwatch.programme.stage
from loadwatch.athlete import Athlete
from loadwatch.programme import find_ladder, programme_of
from loadwatch.programme.ready import QUESTIONS, readiness
from loadwatch.programme.speed import speed_or_sets
from tests.programme.builders import OURS, calm, continuous_row, day, stage_row, told

WEEKS = [stage_row(day(number), 3) for number in (0, 2, 4, 7, 9)]


def test_sessions_on_the_ladder_are_counted_by_week() -> None:
    rows = [*WEEKS, continuous_row(day(11), 1200)]
    found = programme_of(told(rows), OURS)
    assert [(week.session_count, week.other_run_count) for week in found.weeks] == [(3, 0), (2, 1)]
    assert found.sessions_per_week == pytest.approx(5 / (12 / 7))
    assert found.weeks[0].run_km == pytest.approx(3 * 0.78)
    assert found.trial_km == pytest.approx(5 * 0.78 + 3.12)


def test_a_week_without_files_is_not_known_rather_than_empty() -> None:
    rows = [*WEEKS, stage_row(day(30), 3)]
    weeks = programme_of(told(rows), OURS).weeks
    assert [week.session_count for week in weeks] == [3, 2, None, None, 1]


def test_a_week_that_has_only_begun_without_a_file_is_not_known() -> None:
    last = programme_of(told(WEEKS[:3], as_of=day(8)), OURS).weeks[-1]
    assert last.session_count is None


def test_the_programme_begins_after_the_last_long_break() -> None:
    rows = [*WEEKS, continuous_row(day(50), 1200), stage_row(day(52), 2)]
    found = programme_of(told(rows), OURS)
    assert found.start == day(52)
    assert found.sessions_per_week is None


def test_a_profile_tells_when_the_programme_began() -> None:
    athlete = Athlete(programme_start=day(7))
    assert programme_of(told(WEEKS, athlete=athlete), OURS).start == day(7)
    later = Athlete(programme_start=day(70))
    assert programme_of(told(WEEKS, athlete=later), OURS).start is None


def test_the_first_twelve_weeks_are_what_is_set_beside_the_trial() -> None:
    rows = [stage_row(day(7 * week), 3) for week in range(20)]
    assert programme_of(told(rows), OURS).trial_km == pytest.approx(12 * 0.78)


def test_the_next_session_is_the_prescription_of_the_step() -> None:
    found = programme_of(told(WEEKS, calm(0, 2, 4, 7, 9)), OURS)
    assert found.step.decision == "advance"
    assert found.next_session == OURS.stage(4)
    assert programme_of(told([continuous_row(day(0), 900)]), OURS).next_session is None


def test_more_speed_and_one_more_set_are_both_told() -> None:
    found = speed_or_sets()
    assert found.steps_share == pytest.approx(0.01, abs=0.001)
    assert [found.load_shares[power] for power in (2, 6, 10)] == pytest.approx(
        [0.06, 0.175, 0.30], abs=0.005
    )
    assert found.set_share == pytest.approx(0.20)


def test_nothing_is_known_without_a_run() -> None:
    history = told([continuous_row(day(0), 900)], as_of=day(0) - timedelta(days=1))
    found = programme_of(history, find_ladder("backinshape"))
    assert (found.start, found.weeks, found.trial_km) == (None, [], None)
    assert found.step.next_stage == 1


@pytest.mark.parametrize("module", [loadwatch.programme.stage, loadwatch.programme.speed])
def test_examples_are_true(module: object) -> None:
    done = doctest.testmod(module)  # type: ignore[arg-type]
    assert done.attempted > 0
    assert done.failed == 0


ALL_MET = {question.key: question.wanted for question in QUESTIONS}


def test_the_red_flags_are_the_first_question_and_come_before_every_criterion() -> None:
    assert QUESTIONS[0].key == "red_flag"
    found = readiness(ALL_MET | {"red_flag": True})
    assert found.outcome == "see-a-doctor"


def test_answers_are_compared_and_silence_is_no_answer() -> None:
    assert readiness(ALL_MET).outcome == "as-told"
    assert readiness({}).outcome == "open"
    assert readiness(ALL_MET | {"red_flag": None}).outcome == "open"
    found = readiness(ALL_MET | {"five_sets_of_ten": False})
    assert found.outcome == "not-yet"
    assert [question.key for question in found.not_met] == ["five_sets_of_ten"]
