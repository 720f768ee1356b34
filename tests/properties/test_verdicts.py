"""What more load, less knowledge, or another threshold may do to a verdict."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from loadwatch.athlete import Athlete
from loadwatch.load import History, build_history, sessions_table
from loadwatch.load.daily import MAX_UNOBSERVED_DAYS
from loadwatch.rules import Finding, all_rules, judge
from tests.conftest import FIRST_DAY, history_of, run_row

LOADS = ("run_distance_m", "run_distance_upper_m", "run_impact_count", "run_impact_count_upper")
PROGRESSION = ("LW101", "LW102", "LW103", "LW104")
gaps = st.sampled_from([1, 2, 2, 2, 3, 3, 4, 12])
kms = st.integers(10, 200).map(lambda tenths: tenths / 10)
plans = st.lists(st.tuples(gaps, kms), min_size=6, max_size=30)
few = settings(max_examples=15, deadline=None)


def rows_of(plan: list[tuple[int, float]]) -> list[dict[str, object]]:
    days = np.cumsum([gap for gap, _ in plan])
    return [
        run_row(FIRST_DAY + timedelta(days=int(day)), km)
        for day, (_, km) in zip(days, plan, strict=True)
    ]


def of_last_run(history: History, code: str) -> list[Finding]:
    """Findings of a rule that hold on the last day."""
    return [f for f in judge(history).findings if f.code == code and f.period_end == history.as_of]


@few
@given(plans, st.floats(1.05, 5))
def test_more_load_in_the_last_run_never_removes_a_spike_of_it(
    plan: list[tuple[int, float]], factor: float
) -> None:
    rows = rows_of(plan)
    more = [*rows[:-1], rows[-1] | {name: float(str(rows[-1][name])) * factor for name in LOADS}]
    before, after = (of_last_run(history_of(each), "LW101") for each in (rows, more))
    assert len(after) >= len(before)
    assert all(b.severity >= a.severity for a, b in zip(before, after, strict=False))


@few
@given(plans, st.floats(0.1, 0.95))
def test_less_load_in_the_last_run_never_adds_a_finding_of_progression(
    plan: list[tuple[int, float]], factor: float
) -> None:
    rows = rows_of(plan)
    less = [*rows[:-1], rows[-1] | {name: float(str(rows[-1][name])) * factor for name in LOADS}]
    for code in PROGRESSION:
        assert len(of_last_run(history_of(less), code)) <= len(of_last_run(history_of(rows), code))


@few
@given(plans, st.floats(0, 1))
def test_a_part_that_is_not_known_never_lowers_a_verdict_below_its_known_part(
    plan: list[tuple[int, float]], known_share: float
) -> None:
    """The lower bounds lose the run, the upper bounds keep the most that it can be."""
    rows = rows_of(plan)
    most = {name: float(str(rows[-1][name])) for name in LOADS}
    part = rows[-1] | {name: value * known_share for name, value in most.items()}
    masked = rows[-1] | {"run_impact_count": None, "run_distance_m": None}
    for code in PROGRESSION:
        of_part, of_masked = (
            max((f.severity for f in of_last_run(history_of([*rows[:-1], last]), code)), default=0)
            for last in (part, masked)
        )
        assert of_masked >= of_part


@few
@given(plans, st.sampled_from(["limit", "strong_limit", "warning_limit"]), st.floats(1, 3))
def test_a_higher_threshold_never_adds_a_spike(
    plan: list[tuple[int, float]], name: str, factor: float
) -> None:
    history = history_of(rows_of(plan))
    rule = next(each for each in all_rules() if each.code == "LW101")
    wider = Athlete(rules={"session-spike": {name: rule.parameters[name] * factor}})
    table = sessions_table(rows_of(plan))
    lenient = build_history(table, history.as_of, athlete=wider)
    usual = {(f.period_end, f.severity) for f in _all(history) if f.code == "LW101"}
    fewer = {f.period_end: f.severity for f in _all(lenient) if f.code == "LW101"}
    assert len(fewer) <= len(usual)
    assert max(fewer.values(), default=0) <= max((s for _, s in usual), default=0)


def _all(history: History) -> list[Finding]:
    judgement = judge(history)
    return [*judgement.findings, *judgement.earlier]


@few
@given(plans)
def test_no_rule_judges_a_window_of_unobserved_days(plan: list[tuple[int, float]]) -> None:
    history = history_of(rows_of(plan))
    for each in all_rules():
        if not each.needs.window_days:
            continue
        missing = history.unobserved_days(each.needs.window_days)
        for finding in _all(history):
            if finding.code == each.code:
                for day in (finding.period_start, finding.period_end):
                    position = (day - history.date_at(0)).days
                    assert missing[position] <= MAX_UNOBSERVED_DAYS


@few
@given(plans)
def test_switching_a_rule_off_silences_it_and_no_other(plan: list[tuple[int, float]]) -> None:
    history = history_of(rows_of(plan))
    off = replace(history, athlete=Athlete(rules={"LW102": {"enabled": False}}))
    told = {f.code for f in _all(off)}
    assert "LW102" not in told
    assert told == {f.code for f in _all(history)} - {"LW102"}
    assert "switched off in the profile" in {
        item.reason for item in judge(off).not_judged if item.code == "LW102"
    }
