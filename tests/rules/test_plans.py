"""Twelve-week plans: what must stay quiet and what must speak, and on which day."""

from datetime import date, timedelta

import numpy as np
import pytest

from loadwatch.load.metrics import base_ratio, rolling_sum
from loadwatch.rules import Severity, judge
from tests.conftest import FIRST_DAY, history_of, ladder_rows, run_row, weeks_of

LEVEL = [[5.0] * 3] * 12


def severities_by_day(rows: list[dict[str, object]], last: date) -> dict[date, Severity]:
    """The worst finding on each day, judged as of that day with nothing later known."""
    found: dict[date, Severity] = {}
    day = FIRST_DAY + timedelta(days=1)
    while day <= last:
        findings = judge(history_of(rows, day)).findings
        found[day] = max((f.severity for f in findings), default=Severity.INFO)
        day += timedelta(days=1)
    return found


def first_caution(rows: list[dict[str, object]], last: date) -> date | None:
    return next(
        (day for day, worst in severities_by_day(rows, last).items() if worst > Severity.INFO), None
    )


def day_of(week: int, weekday: int) -> date:
    return FIRST_DAY + timedelta(days=7 * (week - 1) + weekday)


def test_a_level_plan_says_nothing_above_info_in_84_days() -> None:
    assert first_caution(weeks_of(LEVEL), day_of(12, 6)) is None


def test_a_level_plan_with_noise_says_nothing_above_info() -> None:
    noise = np.random.default_rng(4).normal(1, 0.03, (12, 3))
    plan = (5 * noise).round(2).tolist()
    assert first_caution(weeks_of(plan), day_of(12, 6)) is None


def test_the_ladder_is_green() -> None:
    assert first_caution(ladder_rows(), day_of(13, 6)) is None


def test_the_ladder_needs_its_floors() -> None:
    """Without them the published programme itself would be flagged."""
    rows = ladder_rows()
    run_seconds = [float(str(row["run_time_s"])) for row in rows]
    ratios = [b / a for a, b in zip(run_seconds[::3], run_seconds[3::3], strict=False)]
    assert [round(ratio, 2) for ratio in ratios[:7]] == [1.33, 1.5, 1.33, 1.25, 1.2, 1.12, 1.2]
    history = history_of(rows)
    assert history.day("base_ratio")[28:].max() > 1.5
    assert history.day("run_impact_count_7d").max() < 10_000


def test_each_run_twice_as_long_speaks_on_the_first_of_them() -> None:
    plan = [*LEVEL[:8], [10.0] * 3, *LEVEL[9:]]
    assert first_caution(weeks_of(plan), day_of(12, 6)) == day_of(9, 1)


def test_twice_as_many_runs_speak_on_the_day_the_base_ratio_passes_its_limit() -> None:
    rows = weeks_of([*LEVEL[:8], [5.0] * 6, *LEVEL[9:]])
    daily = history_of(rows).day("run_impact_count")
    passed = np.flatnonzero((base_ratio(daily) > 1.5) & (rolling_sum(daily, 7) > 1.1 * 15_000))
    expected = FIRST_DAY + timedelta(days=1 + int(passed[0]))
    assert expected <= day_of(9, 6)
    assert first_caution(rows, day_of(12, 6)) == expected


def test_one_session_tripled_speaks_that_day_and_as_a_warning() -> None:
    plan = [*LEVEL[:8], [5.0, 15.0, 5.0], *LEVEL[9:]]
    found = severities_by_day(weeks_of(plan), day_of(9, 6))
    assert found[day_of(9, 1)] == Severity.INFO
    assert found[day_of(9, 3)] == Severity.WARNING


def test_the_finding_of_a_level_plan_that_jumped_ends_after_seven_clear_days() -> None:
    plan = [*LEVEL[:8], [5.0, 7.0, 5.0], *LEVEL[9:]]
    found = severities_by_day(weeks_of(plan), day_of(11, 6))
    jump = day_of(9, 3)
    assert found[jump + timedelta(days=6)] == Severity.CAUTION
    assert found[jump + timedelta(days=7)] == Severity.INFO


def test_day_one_says_which_rules_begin_when() -> None:
    judgement = judge(history_of([run_row(FIRST_DAY, 5)]))
    by_name = {item.name: item for item in judgement.not_judged}
    assert by_name["session-spike"].needed == 4
    assert by_name["session-spike"].have == 1
    assert "from 1 Feb 2026" in by_name["base-ratio"].reason


@pytest.mark.parametrize("growth", [1.2, 1.3])
def test_fast_steady_growth_speaks_before_the_base_catches_up(growth: float) -> None:
    plan = [[5 * growth**week] * 3 for week in range(12)]
    caution = first_caution(weeks_of(plan), day_of(12, 6))
    assert caution is not None
    assert caution <= day_of(7, 6)


def test_one_week_on_one_week_off_stays_silent_about_the_base() -> None:
    plan = [[5.0] * 3 if week % 2 else [2.0] * 3 for week in range(12)]
    names = {
        finding.name
        for day in range(28, 84)
        for finding in judge(history_of(weeks_of(plan), FIRST_DAY + timedelta(days=day))).findings
        if finding.severity > Severity.INFO
    }
    assert "base-ratio" not in names
