"""A run without a file whose distance the diary tells is known wherever distance is judged."""

from datetime import timedelta

from loadwatch.diary import Entry
from tests.conftest import FIRST_DAY, days_of, run_row, weeks_of
from tests.rules.build import found


def test_lw102_calls_no_run_unknown_whose_distance_the_diary_tells() -> None:
    told = [Entry(FIRST_DAY + timedelta(days=62), run_km=5.0, run_min=30.0)]
    finding = found("week-jump", weeks_of([[5.0] * 3] * 8 + [[5.0] * 3]), entries=told)
    assert finding is not None
    assert "not known; it counts" not in finding.message
    unknown = run_row(FIRST_DAY + timedelta(days=62), None, run_distance_upper_m=5_000.0)
    other = found("week-jump", [*weeks_of([[5.0] * 3] * 9), unknown])
    assert other is not None
    assert "One run in it is not known; it counts its most." in other.message


def test_lw101_calls_a_run_known_whose_distance_the_diary_tells() -> None:
    told = [Entry(FIRST_DAY + timedelta(days=8), run_km=8.0, run_min=40.0)]
    finding = found("session-spike", days_of([5, 0, 5, 0, 5, 0, 5, 0]), entries=told)
    assert finding is not None
    assert "8.0 km of running" in finding.message
    assert "not known" not in finding.message


def test_lw105_calls_a_run_known_whose_distance_the_diary_tells() -> None:
    told = [Entry(FIRST_DAY + timedelta(days=20), run_km=2.0)]
    finding = found("return-from-layoff", [run_row(FIRST_DAY, 5)], entries=told)
    assert finding is not None
    assert "2.0 km of running" in finding.message
    assert "not known" not in finding.message
