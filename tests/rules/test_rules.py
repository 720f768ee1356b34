"""Each rule: fires, stays silent, sits on the limit, cannot judge."""

from datetime import date, timedelta

import numpy as np
import pytest

from loadwatch.rules import Finding, NotJudged, Severity, all_rules, judge
from tests.conftest import FIRST_DAY, days_of, history_of, run_row, weeks_of

KM = [4, 0, 4, 0, 0, 5, 0, 4, 0, 4, 0, 0, 5.5, 0, 4.5, 0, 4, 0, 0, 6, 0, 5, 0, 4.5, 0, 0, 6, 0]
"""The worked history of evidence.md 9.1; its last day is day -1."""


def found(name: str, rows: list[dict[str, object]], **more: object) -> Finding | None:
    findings = judge(history_of(rows, **more)).findings  # type: ignore[arg-type]
    return next((finding for finding in findings if finding.name == name), None)


def unjudged(name: str, rows: list[dict[str, object]], **more: object) -> NotJudged | None:
    items = judge(history_of(rows, **more)).not_judged  # type: ignore[arg-type]
    return next((item for item in items if item.name == name), None)


# --- LW101 session-spike ---------------------------------------------------------------------


@pytest.mark.parametrize("km", [6.6])
def test_lw101_is_silent_at_the_budget_of_the_worked_history(km: float) -> None:
    assert found("session-spike", days_of([*KM, km])) is None


def test_lw101_speaks_above_the_worked_limit_with_its_numbers() -> None:
    finding = found("session-spike", days_of([*KM, 7.3]))
    assert finding is not None
    assert finding.severity is Severity.CAUTION
    assert not finding.is_strong
    assert finding.observed == pytest.approx(1.2167, abs=1e-4)
    assert finding.data["longest_m"] == 6_000
    assert "22 %" in finding.message


def test_lw101_needs_an_excess_of_half_a_kilometre_or_500_impacts() -> None:
    rows = days_of([3, 0, 3, 0, 3, 0, 3, 0])
    day = FIRST_DAY + timedelta(days=8)
    assert found("session-spike", [*rows, run_row(day, 3.45, impacts=3_450)]) is None
    assert found("session-spike", [*rows, run_row(day, 3.5, impacts=3_450)]) is not None
    assert found("session-spike", [*rows, run_row(day, 3.4, impacts=3_500)]) is not None


def test_lw101_ignores_runs_under_1500_impacts() -> None:
    rows = days_of([0.5, 0, 0.5, 0, 0.5, 0, 0.5, 0, 1.45])
    assert found("session-spike", rows) is None


@pytest.mark.parametrize(
    ("km", "severity", "strong"),
    [(6.6, None, False), (6.7, Severity.CAUTION, False), (7.9, Severity.CAUTION, True),
     (12.0, Severity.CAUTION, True), (12.1, Severity.WARNING, True)],
)  # fmt: skip
def test_lw101_severity_by_ratio(km: float, severity: Severity | None, strong: bool) -> None:
    # A base that is high enough for the base ratio to stay quiet.
    rows = days_of([6, 0] * 20 + [km])
    finding = found("session-spike", rows)
    if severity is None:
        assert finding is None
    else:
        assert finding is not None
        assert finding.severity is severity
        assert finding.is_strong is strong


def test_lw101_forgets_a_run_after_30_days() -> None:
    rows = days_of([9.0] + [0, 5] * 14)
    last = FIRST_DAY + timedelta(days=30)
    assert found("session-spike", [*rows, run_row(last, 9.5)]) is None
    assert found("session-spike", [*rows, run_row(last + timedelta(days=1), 9.5)]) is not None


def test_lw101_counts_an_earlier_run_of_the_same_day_as_past() -> None:
    rows = [*days_of([5, 0, 5, 0, 5, 0]), run_row(FIRST_DAY + timedelta(days=6), 5, hour=7)]
    evening = run_row(FIRST_DAY + timedelta(days=6), 5, hour=18)
    assert found("session-spike", [*rows, evening]) is None


def test_lw101_judges_by_impacts_where_distance_is_unknown() -> None:
    rows = [
        run_row(FIRST_DAY + timedelta(days=2 * i), None, run_impact_count=n,
                run_impact_count_upper=n, impact_source="cadence")
        for i, n in enumerate([4_000.0] * 4 + [5_000.0])
    ]  # fmt: skip
    finding = found("session-spike", rows)
    assert finding is not None
    assert finding.observed == pytest.approx(1.25)
    assert "impacts" in finding.message


def test_lw101_takes_the_most_of_an_unknown_run_and_says_so() -> None:
    unknown = run_row(
        FIRST_DAY + timedelta(days=8), None,
        run_distance_upper_m=8_000.0, run_impact_count_upper=8_200.0,
    )  # fmt: skip
    finding = found("session-spike", [*days_of([5, 0, 5, 0, 5, 0, 5, 0]), unknown])
    assert finding is not None
    assert "not known" in finding.message


def test_lw101_is_not_judged_with_three_unobserved_days_in_the_month() -> None:
    rows = days_of([5, 0, 5, 0, 5, 0, 5] + [0] * 10 + [9])
    assert found("session-spike", rows) is None
    reason = unjudged("session-spike", rows)
    assert reason is not None
    assert "no file" in reason.reason


# --- LW102 week-jump -------------------------------------------------------------------------


def test_lw102_limit_of_the_worked_history() -> None:
    # 28 days, then today: the six days before hold 10.5 km, the week before them 15 km; with 30 %
    # the largest run today is 9.0 km.
    assert found("week-jump", days_of([*KM, 9.0])) is None
    finding = found("week-jump", days_of([*KM, 9.1]))
    assert finding is not None
    assert finding.severity is Severity.INFO
    assert finding.data["reference_m"] == 15_000


def test_lw102_a_light_week_does_not_make_the_next_one_a_jump() -> None:
    assert found("week-jump", weeks_of([[5.0] * 3] * 5 + [[2.0] * 3] + [[5.0] * 3])) is None


def test_lw102_is_a_caution_only_for_the_new_and_the_returning() -> None:
    level = [[1.8] * 3] * 53
    jump = found("week-jump", weeks_of([*level, [3.0] * 3]))
    assert jump is not None
    assert jump.data["experience"] == "novice"
    assert jump.severity is Severity.CAUTION


def test_lw102_ignores_weeks_under_five_kilometres() -> None:
    assert found("week-jump", weeks_of([[0.8] * 3] * 4 + [[1.6] * 3])) is None


# --- LW103 hold-before-progressing -----------------------------------------------------------


def until_sunday(plan: list[list[float]]) -> list[dict[str, object]]:
    """Weeks with a walk on each Sunday, so that the week's end is observed."""
    sundays = [
        run_row(FIRST_DAY + timedelta(days=7 * n + 6), None, sport="walking")
        for n in range(len(plan))
    ]
    return weeks_of(plan) + sundays


def test_lw103_one_rise_that_is_held_is_silent() -> None:
    plan = [[4.0] * 3] * 5 + [[5.0] * 3] + [[5.0] * 3] * 2
    assert found("hold-before-progressing", until_sunday(plan)) is None


def test_lw103_a_second_rise_in_the_next_week_is_information() -> None:
    plan = [[4.0] * 3] * 5 + [[4.6] * 3] + [[5.4] * 3]
    finding = found("hold-before-progressing", until_sunday(plan))
    assert finding is not None
    assert finding.severity is Severity.INFO
    assert finding.data["rise_count"] == 2


def test_lw103_the_third_rise_in_28_days_is_a_caution() -> None:
    plan = [[4.0] * 3] * 5 + [[4.6] * 3] + [[5.4] * 3] + [[6.3] * 3]
    finding = found("hold-before-progressing", until_sunday(plan))
    assert finding is not None
    assert finding.severity is Severity.CAUTION


def test_lw103_exactly_a_tenth_more_is_no_rise() -> None:
    plan = [[4.0] * 3] * 5 + [[4.4] * 3] + [[4.84] * 3] + [[5.324] * 3]
    assert found("hold-before-progressing", until_sunday(plan)) is None


def test_lw103_counts_the_most_of_an_unknown_run_in_its_week() -> None:
    unknown = [
        run_row(FIRST_DAY + timedelta(days=7 * week + 6), None, hour=6,
                run_impact_count_upper=most, run_distance_upper_m=most)
        for week, most in ((5, 4_000.0), (6, 8_000.0))
    ]  # fmt: skip
    finding = found("hold-before-progressing", weeks_of([[4.0] * 3] * 7) + unknown)
    assert finding is not None
    assert finding.data["rise_count"] == 2


def test_lw103_below_10_000_impacts_the_ladder_has_its_own_hold() -> None:
    plan = [[1.5] * 3] * 5 + [[2.0] * 3] + [[2.5] * 3] + [[3.2] * 3]
    assert found("hold-before-progressing", until_sunday(plan)) is None


# --- LW104 base-ratio ------------------------------------------------------------------------


def test_lw104_speaks_above_the_closed_form_of_the_worked_history() -> None:
    """Day 29 may hold 13.565 km before the ratio passes 1.50."""
    assert found("base-ratio", days_of([*KM, 13.56])) is None
    finding = found("base-ratio", days_of([*KM, 13.58]))
    assert finding is not None
    assert finding.severity is Severity.CAUTION
    assert not finding.is_strong


def test_lw104_is_strong_above_the_second_closed_form() -> None:
    finding = found("base-ratio", days_of([*KM, 22.92]))
    assert finding is not None
    assert finding.is_strong
    assert found("base-ratio", days_of([*KM, 22.89])).is_strong is False  # type: ignore[union-attr]


def test_lw104_alone_is_never_a_warning() -> None:
    rows = weeks_of([[5.0] * 3] * 8 + [[5.0] * 6])
    finding = found("base-ratio", rows)
    assert finding is not None
    assert finding.severity is Severity.CAUTION
    assert len(finding.sources) == 6


def test_lw104_below_10_000_impacts_is_information() -> None:
    finding = found("base-ratio", weeks_of([[1.0] * 3] * 6 + [[2.0] * 3]))
    assert finding is not None
    assert finding.severity is Severity.INFO


def test_lw104_a_return_to_a_usual_week_is_not_new_territory() -> None:
    assert found("base-ratio", weeks_of([[5.0] * 3] * 5 + [[0.5] * 3] * 3 + [[5.0] * 3])) is None


def test_lw104_names_the_day_on_which_level_weeks_have_cleared_it() -> None:
    finding = found("base-ratio", weeks_of([[5.0] * 3] * 8 + [[10.0] * 3]))
    assert finding is not None
    until = finding.data["until"]
    assert isinstance(until, date)
    rows = weeks_of([[5.0] * 3] * 8 + [[10.0] * 3] * 12)
    ratio = history_of(rows, until).day("base_ratio")[-1]
    assert ratio < 1.25
    assert history_of(rows, until - timedelta(days=1)).day("base_ratio")[-1] >= 1.25


def test_lw104_over_a_month_without_files_is_provisional_and_says_so() -> None:
    rows = days_of([5, 0, 0] * 10 + [0] * 30 + [9, 0, 9, 0, 9, 0, 9])
    finding = found("base-ratio", rows)
    assert finding is not None
    assert finding.severity is Severity.CAUTION
    assert "Provisional" in finding.message


def test_lw104_is_not_judged_when_a_run_of_the_week_has_no_bound() -> None:
    rows = [*days_of([5, 0, 0] * 10), run_row(FIRST_DAY + timedelta(days=30), None)]
    reason = unjudged("base-ratio", rows)
    assert reason is not None
    assert "impact count of a run" in reason.reason


def test_lw104_speaks_again_once_a_run_without_a_bound_has_left_the_week() -> None:
    plan = weeks_of([[5.0] * 3] * 8 + [[5.0] * 6])
    unbounded = run_row(FIRST_DAY + timedelta(days=14), None)
    assert found("base-ratio", [*plan, unbounded]) is not None
    assert found("week-jump", [*plan, unbounded]) is not None


def test_an_unknown_run_in_the_week_is_said() -> None:
    plan = weeks_of([[5.0] * 3] * 8 + [[5.0] * 3])
    unknown = run_row(
        FIRST_DAY + timedelta(days=61), None,
        run_distance_upper_m=20_000.0, run_impact_count_upper=20_000.0,
    )  # fmt: skip
    finding = found("base-ratio", [*plan, unknown])
    assert finding is not None
    assert "One run in it is not known; it counts its most." in finding.message


# --- LW105 return-from-layoff ----------------------------------------------------------------


def after_gap(days: int, km: float) -> Finding | None:
    return found(
        "return-from-layoff", [run_row(FIRST_DAY, 5), run_row(FIRST_DAY + timedelta(days=days), km)]
    )


def test_lw105_thirteen_days_are_no_layoff() -> None:
    assert after_gap(13, 5) is None


def test_lw105_fourteen_days_are_information() -> None:
    finding = after_gap(14, 5)
    assert finding is not None
    assert finding.severity is Severity.INFO
    assert "72 %" in finding.message


@pytest.mark.parametrize(("km", "severity"), [(0.6, Severity.INFO), (3.0, Severity.CAUTION)])
def test_lw105_a_long_first_run_after_30_days_is_a_caution(km: float, severity: Severity) -> None:
    finding = after_gap(30, km)
    assert finding is not None
    assert finding.severity is severity


def test_lw105_says_no_run_on_file_while_it_lasts() -> None:
    rows = [run_row(FIRST_DAY, 5), run_row(FIRST_DAY + timedelta(days=20), None, sport="cycling")]
    finding = found("return-from-layoff", rows)
    assert finding is not None
    assert "No run on file for 20 days" in finding.message
    assert "loadwatch diary add" in finding.advice
    assert finding.period_start == FIRST_DAY + timedelta(days=14)


def test_lw105_judges_the_first_run_back_and_not_its_day() -> None:
    back = FIRST_DAY + timedelta(days=40)
    rows = [run_row(FIRST_DAY, 5)]
    rows += [run_row(back, 1.0, seconds=250, hour=hour) for hour in (7, 18)]
    finding = found("return-from-layoff", rows)
    assert finding is not None
    assert finding.severity is Severity.INFO


def test_lw105_an_unknown_first_run_is_not_zero_kilometres() -> None:
    rows = [run_row(FIRST_DAY, 5), run_row(FIRST_DAY + timedelta(days=40), None)]
    finding = found("return-from-layoff", rows)
    assert finding is not None
    assert "0.0 km" not in finding.message


# --- LW901, LW902 data quality ---------------------------------------------------------------


def test_lw901_names_the_estimated_share() -> None:
    rows = days_of([5, 0, 5, 0]) + [run_row(FIRST_DAY + timedelta(days=4), 5, source="model")]
    finding = found("impacts-estimated-or-unknown", rows)
    assert finding is not None
    assert finding.observed == pytest.approx(1 / 3)


def test_lw901_names_unknown_runs() -> None:
    rows = days_of([5, 0, 5]) + [run_row(FIRST_DAY + timedelta(days=4), None)]
    finding = found("impacts-estimated-or-unknown", rows)
    assert finding is not None
    assert "1 of 3 runs" in finding.message


def test_lw902_names_unobserved_days() -> None:
    finding = found("unobserved-weeks", days_of([5] + [0] * 11 + [5]))
    assert finding is not None
    assert finding.observed == 11
    assert "loadwatch diary add" in finding.advice


def test_lw902_is_silent_about_ordinary_rest() -> None:
    assert found("unobserved-weeks", days_of([5, 0, 0, 0, 0, 0, 0, 5])) is None


# --- together --------------------------------------------------------------------------------


def test_a_strong_spike_on_a_raised_base_is_a_warning() -> None:
    rows = weeks_of([[5.0] * 3] * 8 + [[9.5] * 3])
    spike, raised = found("session-spike", rows), found("base-ratio", rows)
    assert raised is not None
    assert raised.severity is Severity.CAUTION
    assert spike is not None
    assert spike.observed < 2
    assert spike.severity is Severity.WARNING
    assert spike.data["combined_with"] == "base-ratio"
    later = judge(history_of(rows, FIRST_DAY + timedelta(days=80))).earlier
    assert next(f for f in later if f.code == "LW101").severity is Severity.WARNING


def test_the_order_of_rows_changes_nothing() -> None:
    rows = days_of([*KM, 7.3])
    shuffled = [rows[i] for i in np.random.default_rng(1).permutation(len(rows))]
    assert judge(history_of(shuffled)).findings == judge(history_of(rows)).findings


def test_without_a_dated_activity_every_rule_says_so() -> None:
    undated = run_row(FIRST_DAY, 5) | {"start_s": float("nan")}
    judgement = judge(history_of([undated], date(2026, 1, 5)))
    assert judgement.findings == []
    concerned = {rule.name for rule in all_rules()} - {"early-morning-run", "strength-work-absent"}
    assert {item.name for item in judgement.not_judged} == concerned
