"""The ladder of the sample files, from the bytes of watches to the stage."""

from datetime import date, timedelta

from loadwatch.outlook import programme_for
from loadwatch.programme import find_ladder
from loadwatch.report import Review
from tests.conftest import FIRST_DAY
from tests.programme.builders import OURS

LAST_WEEK = 13


def test_every_session_of_the_samples_ladder_is_its_stage(sample_review: Review) -> None:
    found = programme_for(sample_review, OURS, today=date(2026, 6, 21))
    end = FIRST_DAY + timedelta(weeks=LAST_WEEK)
    sessions = [item for item in found.placed if item.day < end]
    assert len(sessions) == 3 * LAST_WEEK
    assert [item.stage for item in sessions] == [
        (item.day - FIRST_DAY).days // 7 + 1 for item in sessions
    ]
    assert all(item.is_whole for item in sessions)
    later = {item.kind for item in found.placed if item.day >= end}
    assert "stage" not in later


def test_in_the_last_week_of_the_ladder_its_last_stage_is_held(sample_review: Review) -> None:
    day = FIRST_DAY + timedelta(weeks=LAST_WEEK, days=-1)
    found = programme_for(sample_review, OURS, today=day, as_of=day)
    assert (found.step.stage, found.step.next_stage) == (LAST_WEEK, LAST_WEEK)
    assert [week.session_count for week in found.weeks] == [3] * LAST_WEEK
    assert found.start == FIRST_DAY + timedelta(days=1)


def test_ten_sets_are_no_session_of_a_ladder_of_five(sample_review: Review) -> None:
    day = FIRST_DAY + timedelta(weeks=LAST_WEEK, days=-1)
    found = programme_for(sample_review, find_ladder("backinshape"), today=day, as_of=day)
    assert {item.kind for item in found.placed if item.run_bout_s == 60} == {"custom"}
