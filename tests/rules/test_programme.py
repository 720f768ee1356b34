"""The first week of a programme, and strength work beside running."""

from datetime import date

import pytest

from loadwatch.athlete import Athlete
from loadwatch.diary import Entry
from loadwatch.rules import Severity
from tests.conftest import days_of, run_row, weeks_of
from tests.rules.build import day, found, severity_of, unjudged

FIRST, STRENGTH = "first-week", "strength-work-absent"
NOVICE = {"experience": "novice", "height_m": 1.70}


def novice(bmi: float | None = None, **more: object) -> Athlete:
    mass = None if bmi is None else bmi * 1.70**2
    return Athlete(**(NOVICE | {"mass_kg": mass} | more))  # type: ignore[arg-type]


# --- LW501 first-week ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kms", "bmi", "expected"),
    [
        ([2, 0, 2, 0, 2], None, None),
        ([2, 0, 2, 0, 2.1], None, Severity.INFO),
        ([2, 0, 2, 0, 2.1], 29.9, Severity.INFO),
        ([1, 0, 1, 0, 1], 31, None),
        ([1, 0, 1, 0, 1.1], 31, Severity.CAUTION),
        ([1, 0, 1, 0, 1.1], 29.9, None),
        ([2, 0, 2, 0, 2.1], 31, Severity.CAUTION),
    ],
)
def test_the_first_week_of_a_novice(
    kms: list[float], bmi: float | None, expected: Severity | None
) -> None:
    assert severity_of(FIRST, days_of(kms), athlete=novice(bmi)) is expected


def test_the_eighth_day_is_no_longer_the_first_week() -> None:
    assert found(FIRST, days_of([3, 0, 3, 0, 0, 0, 0, 3]), athlete=novice()) is None
    assert found(FIRST, days_of([3, 0, 3, 0, 0, 0, 3]), athlete=novice()) is not None


def test_a_programme_begins_when_the_profile_says() -> None:
    rows = days_of([5, 0, 5, 0, 0, 0, 0, 0, 5, 0, 2])
    told = found(FIRST, rows, athlete=novice(programme_start=day(8)))
    assert told is not None
    assert told.observed == 7_000
    assert "began on Tue 13 Jan" in told.message
    assert found(FIRST, rows, athlete=novice(programme_start=day(9))) is None
    assert found(FIRST, rows, athlete=novice(programme_start=date(2025, 1, 1))) is None


def test_unknown_experience_informs_and_says_so_and_long_term_hears_nothing() -> None:
    rows = days_of([3, 0, 4])
    unknown = novice(31, experience=None, programme_start=day(0))
    finding = found(FIRST, rows, athlete=unknown)
    assert finding is not None
    assert finding.severity is Severity.INFO
    assert "experience is not known" in finding.message
    long_term = novice(31, experience="long-term", programme_start=day(0))
    assert found(FIRST, rows, athlete=long_term) is None


def test_who_tells_nothing_is_asked_in_the_first_week_alone() -> None:
    assert "profile" in str(unjudged(FIRST, days_of([3, 0, 4])))
    assert unjudged(FIRST, days_of([3, 0, 4, 0, 0, 0, 0, 3])) is None


def test_a_first_week_with_a_run_of_unknown_length_is_not_judged() -> None:
    rows = [*days_of([3, 0, 4]), run_row(day(3), None)]
    assert "not known" in str(unjudged(FIRST, rows, athlete=novice()))
    bounded = [*days_of([3, 0, 2]), run_row(day(3), None, run_distance_upper_m=4_000.0)]
    finding = found(FIRST, bounded, athlete=novice())
    assert finding is not None
    assert "One run in it is not known; it counts its most." in finding.message


# --- LW502 strength-work-absent --------------------------------------------------------------

MONTHS = weeks_of([[5.0] * 3] * 8)


def strength(number: int) -> dict[str, object]:
    return run_row(day(number), None, sport="training") | {"sub_sport": "strength_training"}


def test_four_weeks_without_recorded_strength_work_is_information() -> None:
    last = 54
    finding = found(STRENGTH, [*MONTHS, strength(last - 28)])
    assert finding is not None
    assert finding.severity is Severity.INFO
    assert "No strength session in the 28 days" in finding.message
    assert found(STRENGTH, [*MONTHS, strength(last - 27)]) is None


def test_the_diary_tells_strength_work_too() -> None:
    told = [Entry(day(10), strength=True)]
    assert found(STRENGTH, MONTHS, entries=told) is not None
    assert found(STRENGTH, MONTHS, entries=[*told, Entry(day(40), strength=True)]) is None
    assert found(STRENGTH, MONTHS, entries=[Entry(day(10), strength=False)]) is None


def test_who_asks_for_strength_work_hears_of_its_absence() -> None:
    finding = found(STRENGTH, MONTHS, athlete=Athlete(strength_per_week=2))
    assert finding is not None
    assert "your profile asks for 2 a week" in finding.message


def test_who_never_did_nor_asked_does_not_hear_of_the_rule() -> None:
    assert found(STRENGTH, MONTHS) is None
    assert unjudged(STRENGTH, days_of([5])) is None


def test_too_many_unobserved_days_leave_it_unjudged() -> None:
    rows = [*days_of([5] + [0] * 40 + [5])]
    assert "no file" in str(unjudged(STRENGTH, rows, athlete=Athlete(strength_per_week=2)))
