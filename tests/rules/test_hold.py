"""LW103 in careful mode, after weeks without files; LW103 and LW104 with nothing known before."""

from datetime import timedelta

from loadwatch.athlete import Athlete
from loadwatch.rules import Severity
from tests.conftest import FIRST_DAY, run_row, weeks_of
from tests.rules.build import found, unjudged
from tests.rules.test_rules import until_sunday

CAREFUL = Athlete(careful=True)


def test_lw103_in_careful_mode_a_rise_is_held_for_two_weeks() -> None:
    rows = until_sunday([[4.0] * 3] * 5 + [[4.6] * 3] * 2 + [[5.4] * 3])
    assert found("hold-before-progressing", rows) is None
    finding = found("hold-before-progressing", rows, athlete=CAREFUL)
    assert finding is not None
    assert finding.severity is Severity.INFO
    assert finding.data["since_days"] == 14
    held = until_sunday([[4.0] * 3] * 5 + [[4.6] * 3] * 3 + [[5.4] * 3])
    assert found("hold-before-progressing", held, athlete=CAREFUL) is None


def test_lw103_does_not_compare_with_weeks_without_files() -> None:
    """Three weeks without files are no light weeks: the weeks after them are no rises."""
    before = weeks_of([[4.0] * 3] * 5)
    later = FIRST_DAY + timedelta(days=7 * 9)
    after = ((1, 3.5), (3, 3.5), (5, 3.5), (8, 4.3), (10, 4.3), (13, 4.3))
    rows = before + [run_row(later + timedelta(days=day), km) for day, km in after]
    assert found("hold-before-progressing", rows) is None
    reason = unjudged("hold-before-progressing", rows)
    assert reason is not None
    assert "of the last 35 days have no file" in reason


def test_lw103_is_silent_where_no_impacts_are_known_before() -> None:
    """Weeks of runs that only a diary tells: their least is 0, and nothing rises above that."""
    rows = [
        run_row(FIRST_DAY + timedelta(days=7 * week + day), None, run_impact_count_upper=5_000.0)
        for week in range(8)
        for day in (1, 3, 6)
    ]
    assert found("hold-before-progressing", rows) is None


def test_lw104_is_not_judged_where_the_impacts_of_no_run_before_are_known() -> None:
    """Weeks of runs that only a diary tells, and then the first on file, no longer than those."""
    rows = [
        run_row(FIRST_DAY + timedelta(days=7 * week + day), None, run_impact_count_upper=5_000.0)
        for week in range(8)
        for day in (1, 3, 5)
    ]
    rows.append(run_row(FIRST_DAY + timedelta(days=56), 4.0))
    assert found("base-ratio", rows) is None
    assert unjudged("base-ratio", rows) == "the impacts of no run before the last 7 days are known"
