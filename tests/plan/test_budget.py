"""The budget: the worked history, the definition by brute force, and what doubts make of it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loadwatch.load import History, build_history, sessions_table
from loadwatch.load.metrics import base_ratio, rolling_sum
from loadwatch.plan import Budget, Tomorrow, budget_of, opening_of, usual_of
from loadwatch.rules import Rule, Severity, Signal, all_rules
from loadwatch.rules._base import Needs
from tests.conftest import FIRST_DAY, days_of, history_of, ladder_rows, run_row, weeks_of
from tests.plan.brute import case, history_of_case, km_of_brute_force
from tests.rules.test_rules import KM

STEP_KM = 1.0


def tomorrow_of(rows: list[dict[str, object]], on: date | None = None, **more: object) -> Tomorrow:
    wanted = on or history_of(rows).as_of + timedelta(days=1)
    history = history_of(rows, wanted - timedelta(days=1))
    return Tomorrow(history, wanted, more.get("rules", all_rules()))  # type: ignore[arg-type]


def budget(rows: list[dict[str, object]], on: date | None = None, **more: object) -> Budget:
    tomorrow = tomorrow_of(rows, on, **more)
    return budget_of(tomorrow, usual_of(tomorrow.history))


def worked() -> Tomorrow:
    """The history of evidence.md 9.1; its last day, one of rest, is the evening before."""
    history = build_history(sessions_table(days_of(KM)), FIRST_DAY + timedelta(days=27))
    return Tomorrow(history, FIRST_DAY + timedelta(days=28), all_rules())


def test_m26_the_worked_history_allows_6_6_km_and_the_session_spike_binds() -> None:
    tomorrow = worked()
    found = budget_of(tomorrow, usual_of(tomorrow.history))
    assert found.distance_m == 6_600
    assert found.run is not None
    assert found.run.impact_count == 6_600
    assert found.run.time_s == pytest.approx(6.6 * 370)
    assert found.basis == "rules"
    assert [trip.code for trip in found.binding] == ["LW101"]
    assert "6.7 km" in found.reason


def test_after_the_worked_budget_the_base_ratio_is_as_worked() -> None:
    daily = np.array([*KM, 6.6])
    assert base_ratio(daily)[-2:] == pytest.approx([1.09604, 1.14795], abs=1e-5)
    assert rolling_sum(daily, 7)[-1] == pytest.approx(17.1)


@pytest.mark.parametrize("seed", range(60))
def test_the_budget_equals_brute_force_over_the_rules_within_one_step(seed: int) -> None:
    chosen = case(seed)
    history = history_of_case(chosen)
    tomorrow = Tomorrow(history, chosen.on, all_rules())
    found = budget_of(tomorrow, usual_of(history), step_m=STEP_KM * 1000)
    assert abs(found.distance_m / 1000 - km_of_brute_force(chosen, step_km=STEP_KM)) <= STEP_KM


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    shorter=st.floats(0.05, 1.0),
    metres=st.floats(500.0, 40_000.0),
)
def test_an_enforced_rule_that_is_silent_is_silent_about_every_shorter_run(
    seed: int, shorter: float, metres: float
) -> None:
    """What makes halving find the first distance of which a rule speaks."""
    chosen = case(seed)
    tomorrow = Tomorrow(history_of_case(chosen), chosen.on, all_rules())
    usual = usual_of(tomorrow.history)
    long = {trip.code for trip in tomorrow.enforced(usual.run_of(chosen.on, metres))}
    short = {trip.code for trip in tomorrow.enforced(usual.run_of(chosen.on, metres * shorter))}
    assert short <= long


def test_impacts_limit_where_they_grow_faster_than_kilometres() -> None:
    """Six km of many steps a month ago, five of few since: kilometres allow 6.6, impacts less."""
    rows = [run_row(FIRST_DAY + timedelta(days=day), 6.0, impacts=5_000) for day in range(0, 30, 3)]
    rows += [
        run_row(FIRST_DAY + timedelta(days=day), 4.0, impacts=4_400) for day in range(30, 80, 2)
    ]
    rows += [run_row(FIRST_DAY + timedelta(days=60), 6.0, impacts=5_000, hour=18)]
    found = budget(rows, FIRST_DAY + timedelta(days=80))
    assert found.run is not None
    assert found.distance_m < 6_600
    assert found.run.impact_count <= 5_500
    assert "impacts" in found.reason


def test_a_rule_that_speaks_without_a_run_leaves_a_day_of_rest_and_the_day_it_opens() -> None:
    tomorrow = tomorrow_of(weeks_of([[5.0] * 3] * 8 + [[9.0] * 6]))
    usual = usual_of(tomorrow.history)
    found = budget_of(tomorrow, usual)
    assert found.run is None
    assert {trip.code for trip in found.binding} == {"LW104"}
    opening = opening_of(tomorrow, usual, found)
    assert opening.by_rest
    assert opening.on is not None
    assert tomorrow.on < opening.on <= tomorrow.on + timedelta(days=7)


def test_a_rule_against_any_run_leaves_a_day_of_rest_until_the_day_it_allows_one() -> None:
    def check(history: History) -> Iterator[Signal]:
        days = np.flatnonzero(history.run_days[2:] & history.run_days[1:-1] & history.run_days[:-2])
        for day in days + 2:
            when = history.date_at(day)
            yield Signal(when, Severity.CAUTION, "Three days in a row.", "Rest.", 3, 2, "days")

    three = Rule("LW399", "three-in-a-row", "C", Needs(), ("loadwatch",), check)
    rows = weeks_of([[5.0] * 3] * 6) + [run_row(FIRST_DAY + timedelta(days=41), 5)]
    tomorrow = tomorrow_of(rows, rules=[*all_rules(), three])
    usual = usual_of(tomorrow.history)
    found = budget_of(tomorrow, usual)
    assert found.run is None
    assert found.reason == "Any run would trip a rule."
    assert opening_of(tomorrow, usual, found).on == tomorrow.on + timedelta(days=1)


@pytest.mark.parametrize("days_off", [31, 60, 200])
def test_after_30_days_without_a_run_it_is_the_two_minute_test_and_never_unlimited(
    days_off: int,
) -> None:
    rows = weeks_of([[5.0] * 3] * 8)
    found = budget(rows, FIRST_DAY + timedelta(days=54 + days_off))
    assert found.basis == "two-minute test"
    assert found.run is not None
    assert found.run.distance_m <= 1_500
    assert found.run.time_s <= 300


def test_runs_too_few_to_compare_with_make_it_the_two_minute_test() -> None:
    assert budget(days_of([5, 0, 5])).basis == "two-minute test"
    assert budget(days_of([5, 0, 5, 0, 5])).basis == "hold"


def test_runs_of_unknown_length_are_no_measure() -> None:
    rows = [run_row(FIRST_DAY + timedelta(days=day), None) for day in range(0, 40, 2)]
    assert budget(rows).basis == "two-minute test"


def test_where_the_weeks_cannot_be_judged_no_step_up_is_named() -> None:
    rows = weeks_of([[5.0] * 3] * 8)
    found = budget(rows, FIRST_DAY + timedelta(days=54 + 15))
    assert found.basis == "hold"
    assert found.distance_m == 5_000
    assert "cannot judge" in found.reason


def test_a_profile_without_the_session_spike_gets_no_step_up() -> None:
    rules = [each for each in all_rules() if each.name != "session-spike"]
    found = budget(weeks_of([[5.0] * 3] * 8), rules=rules)
    assert found.distance_m <= 5_000
    assert "switched off" in found.reason


SPIKED = weeks_of([[5.0] * 3] * 8 + [[5.0, 8.0, 5.0]])
SPIKE_DAY = FIRST_DAY + timedelta(days=8 * 7 + 3)


def test_a_flagged_run_does_not_raise_what_is_usual_for_seven_days() -> None:
    assert budget(SPIKED, SPIKE_DAY + timedelta(days=6)).distance_m <= 5_500
    tomorrow = tomorrow_of(SPIKED, SPIKE_DAY + timedelta(days=7))
    assert not tomorrow.held
    assert tomorrow.runs["run_distance_m"].max() == 8_000


def test_pain_after_a_flagged_run_begins_the_seven_days_anew() -> None:
    pain_day = SPIKE_DAY + timedelta(days=4)

    def check(history: History) -> Iterator[Signal]:
        if history.as_of >= pain_day:
            yield Signal(pain_day, Severity.CAUTION, "Pain of 4.", "Hold.", 4, 3, "0-10")

    pain = Rule("LW699", "pain-told", "C", Needs(), ("loadwatch",), check)
    on = pain_day + timedelta(days=6)
    with_pain = tomorrow_of(SPIKED, on, rules=[*all_rules(), pain])
    assert [signal.day for signal in with_pain.held] == [SPIKE_DAY]
    found = budget_of(with_pain, usual_of(with_pain.history))
    assert (found.basis, found.distance_m) == ("hold", 5_000)
    assert not replace(with_pain, on=on + timedelta(days=1)).held


def test_a_warning_about_pain_outranks_every_distance() -> None:
    def check(history: History) -> Iterator[Signal]:
        yield Signal(history.as_of, Severity.WARNING, "Pain of 8.", "See someone.", 8, 5, "0-10")

    pain = Rule("LW699", "pain-told", "C", Needs(), ("loadwatch",), check)
    tomorrow = tomorrow_of(weeks_of([[5.0] * 3] * 8), rules=[*all_rules(), pain])
    usual = usual_of(tomorrow.history)
    found = budget_of(tomorrow, usual)
    assert found.run is None
    assert "Pain of 8. See someone." in found.reason
    assert opening_of(tomorrow, usual, found).on is None


def test_the_ladder_is_never_held_up_below_the_floors() -> None:
    """Each stage lies within the budget of its day as long as its runs are under 1,500 impacts."""
    rows = ladder_rows()
    for number in range(9, 15, 3):
        row = rows[number]
        day = date.fromisoformat(str(row["session_id"])[:8])
        found = budget(rows[:number], day)
        assert found.distance_m >= float(str(row["run_distance_m"])) // 100 * 100


def test_the_usual_speed_and_cadence_say_where_they_come_from() -> None:
    rows = weeks_of([[5.0] * 3] * 8)
    tomorrow = tomorrow_of(rows)
    usual = usual_of(tomorrow.history)
    assert usual.speed_mps == pytest.approx(1000 / 370)
    assert usual.cadence_spm == pytest.approx(1000 / 370 * 60)
    assert "42 days" in usual.basis
    late = build_history(sessions_table(rows), FIRST_DAY + timedelta(days=200))
    assert usual_of(late).basis == "the last runs on file"
    unknown = history_of([run_row(FIRST_DAY, None)])
    assert "model" in usual_of(unknown).basis
