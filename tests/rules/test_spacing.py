"""How runs follow each other: hours, days in a row, mornings, and weeks of alike days."""

from datetime import time

import pytest

from loadwatch.athlete import Athlete
from loadwatch.diary import Entry
from loadwatch.rules import Severity
from tests.conftest import days_of, run_row, weeks_of
from tests.rules.build import day, found, severity_of, unjudged

RECOVERY, MORNING, ALIKE = "short-recovery", "early-morning-run", "days-too-alike"
CAREFUL = Athlete(careful=True)

# --- LW301 short-recovery --------------------------------------------------------------------


def two_runs(first_hour: int, hours_between: float) -> list[dict[str, object]]:
    """Two runs of an hour, so many hours from end to start."""
    first = run_row(day(0), 5, hour=first_hour, seconds=3_600.0)
    start = float(str(first["start_s"])) + 3_600 + hours_between * 3_600
    other = run_row(day(0), 5, hour=first_hour, seconds=3_600.0)
    return [first, other | {"start_s": start, "session_id": "second"}]


@pytest.mark.parametrize(
    ("hours", "speaks"), [(0.9, False), (1.0, True), (11.9, True), (12.0, False), (24.0, False)]
)
def test_a_run_within_12_hours_of_another_is_information(hours: float, speaks: bool) -> None:
    finding = found(RECOVERY, two_runs(6, hours))
    assert (finding is not None) is speaks
    if finding is not None:
        assert finding.severity is Severity.INFO
        assert finding.observed == pytest.approx(hours)
        assert f"{hours:.1f} hours" in finding.message


def test_a_run_of_unknown_time_of_day_is_not_judged_by_hours() -> None:
    entries = [Entry(day(1), run_km=5.0, run_min=30.0)]
    rows = [run_row(day(0), 5, hour=20), run_row(day(2), 5, hour=6)]
    assert found(RECOVERY, rows, entries=entries, athlete=Athlete(experience="long-term")) is None


@pytest.mark.parametrize(
    ("athlete", "expected"),
    [
        (CAREFUL, Severity.CAUTION),
        (Athlete(experience="novice"), Severity.CAUTION),
        (Athlete(experience="returning"), Severity.CAUTION),
        (Athlete(), Severity.INFO),
        (Athlete(experience="long-term"), None),
        (Athlete(experience="long-term", careful=True), Severity.CAUTION),
    ],
)
def test_the_third_run_day_in_a_row_by_who_runs(
    athlete: Athlete, expected: Severity | None
) -> None:
    assert severity_of(RECOVERY, days_of([2, 2, 2]), athlete=athlete) is expected
    assert found(RECOVERY, days_of([2, 2, 0, 2, 2]), athlete=athlete) is None


def test_unknown_experience_is_said() -> None:
    finding = found(RECOVERY, days_of([2, 2, 2, 2]))
    assert finding is not None
    assert finding.message.startswith("4 days in a row with a run, up to Thu 8 Jan.")
    assert "experience is not known" in finding.message


def test_both_reasons_of_a_day_are_told_together() -> None:
    rows = [*days_of([2, 2, 2]), run_row(day(2), 2, hour=16)]
    finding = found(RECOVERY, rows, athlete=CAREFUL)
    assert finding is not None
    assert "3 days in a row" in finding.message
    assert "7.8 hours after" in finding.message


# --- LW302 early-morning-run -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("wakes_at", "speaks"),
    [(time(7, 0), False), (time(7, 1), True), (time(8, 0), True), (time(10, 0), True),
     (time(10, 1), False), (time(20, 0), False)],
)  # fmt: skip
def test_a_start_within_an_hour_of_getting_up_is_information(wakes_at: time, speaks: bool) -> None:
    expected = Severity.INFO if speaks else None
    rows = [run_row(day(0), 5, hour=8)]
    assert severity_of(MORNING, rows, athlete=Athlete(wakes_at=wakes_at)) is expected


def test_a_start_before_getting_up_past_midnight_is_early_too() -> None:
    finding = found(MORNING, [run_row(day(0), 5, hour=23)], athlete=Athlete(wakes_at=time(0, 30)))
    assert finding is not None
    assert "23:00, before you usually get up (00:30)" in finding.message


def test_the_time_is_local() -> None:
    row = run_row(day(0), 5, hour=4) | {"utc_offset_s": 7_200.0}
    finding = found(MORNING, [row], athlete=Athlete(wakes_at=time(5, 45)))
    assert finding is not None
    assert "06:00, 15 minutes after" in finding.message


def test_an_assumed_time_zone_says_nothing_of_mornings() -> None:
    row = run_row(day(0), 5, hour=8) | {"zone": "assumed"}
    assert found(MORNING, [row], athlete=Athlete(wakes_at=time(7, 45))) is None
    told = Athlete(wakes_at=time(7, 45), zone="Europe/London")
    assert found(MORNING, [row], athlete=told) is not None


def test_who_tells_no_time_of_getting_up_does_not_hear_of_the_rule() -> None:
    rows = [run_row(day(0), 5, hour=5)]
    assert found(MORNING, rows) is None
    assert unjudged(MORNING, rows) is None


# --- LW303 days-too-alike --------------------------------------------------------------------


def test_six_equal_days_are_alike_and_five_are_not() -> None:
    assert found(ALIKE, days_of([5, 5, 5, 5, 5, 0, 0, 5, 5, 5, 5, 5])) is None
    finding = found(ALIKE, days_of([0.1, 0, 5, 5, 5, 5, 5, 5]))
    assert finding is not None
    assert finding.severity is Severity.INFO
    assert finding.observed == pytest.approx(6**0.5)
    assert "2.4 times the spread" in finding.message


def test_the_worked_week_of_four_runs_is_not_judged_for_likeness() -> None:
    assert found(ALIKE, days_of([5, 0, 6, 0, 5, 0, 9])) is None


@pytest.mark.parametrize(("limit", "speaks"), [(2.44, True), (2.45, False)])
def test_likeness_must_pass_the_limit(limit: float, speaks: bool) -> None:
    athlete = Athlete(rules={"LW303": {"limit": limit}})
    rows = days_of([0.1, 0, 5, 5, 5, 5, 5, 5])
    assert (found(ALIKE, rows, athlete=athlete) is not None) is speaks


def test_seven_equal_days_have_no_spread_and_words_for_it() -> None:
    finding = found(ALIKE, days_of([5] * 7))
    assert finding is not None
    assert "without any spread" in finding.message
    assert "inf" not in finding.message


def test_a_run_of_unknown_impacts_makes_a_week_unjudged() -> None:
    rows = [*days_of([5] * 6), run_row(day(6), None, run_distance_upper_m=5_000.0)]
    assert found(ALIKE, rows) is None
    reason = unjudged(ALIKE, rows)
    assert reason is not None
    assert "not known" in reason


def test_a_level_plan_of_three_runs_a_week_hears_nothing_of_spacing() -> None:
    for name in (RECOVERY, ALIKE):
        assert found(name, weeks_of([[5.0] * 3] * 6), athlete=CAREFUL) is None


def test_days_in_a_row_rest_on_the_files_of_those_days() -> None:
    rows = days_of([5.0, 5.0, 5.0, 5.0])
    finding = found(RECOVERY, rows, athlete=CAREFUL)
    assert finding is not None
    assert list(finding.sources) == [name for row in rows for name in row["sources"]]  # type: ignore[attr-defined]
