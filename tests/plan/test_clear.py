"""Until when a finding stays open if weeks stay level, against judging each of those weeks."""

from datetime import date, timedelta

import pytest

from loadwatch.load import History
from loadwatch.load.ahead import ahead, level_rows
from loadwatch.plan import with_clear_dates
from loadwatch.rules import Finding, judge
from tests.conftest import FIRST_DAY, history_of, run_row, weeks_of


def findings(history: History) -> dict[str, Finding]:
    return {f.code: f for f in with_clear_dates(judge(history), history).findings}


def first_day_without(history: History, code: str) -> date:
    """The first day of level weeks on which the rule has no open finding, judged day by day."""
    for days in range(1, 91):
        day = history.as_of + timedelta(days=days)
        later = ahead(history, level_rows(history, day), day)
        if code not in {f.code for f in judge(later).findings}:
            return day
    raise AssertionError


@pytest.mark.parametrize(
    ("code", "plan"),
    [("LW101", [[5.0] * 3] * 8 + [[5.0, 8.0, 5.0]]), ("LW104", [[5.0] * 3] * 8 + [[5.5] * 6]),
     ("LW102", [[5.0] * 3] * 8 + [[8.0] * 3])],
)  # fmt: skip
def test_it_clears_on_the_first_level_day_without_the_finding(
    code: str, plan: list[list[float]]
) -> None:
    history = history_of(weeks_of(plan))
    found = findings(history)[code]
    assert found.clears_on == first_day_without(history, code)
    assert found.clears_on >= found.period_end + timedelta(days=7)


def test_what_level_weeks_never_end_has_no_date() -> None:
    rows = weeks_of([[5.0] * 3] * 8)
    rows = [{**row, "impact_source": "model"} for row in rows]
    assert findings(history_of(rows))["LW901"].clears_on is None


def test_a_history_without_findings_stays_as_it_was() -> None:
    history = history_of([run_row(FIRST_DAY, 5)])
    judgement = judge(history)
    assert with_clear_dates(judgement, history) == judgement
