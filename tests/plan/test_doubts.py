"""The budget of a morning that hurts, of one between experiences, and on the ladder."""

from datetime import date, timedelta

import pytest

from loadwatch.athlete import Athlete
from loadwatch.diary import Entry
from loadwatch.load import build_history, sessions_table
from loadwatch.plan import Asked, Tomorrow, budget_of, opening_of, plan_for, usual_of
from loadwatch.programme import find_ladder
from loadwatch.rules import all_rules
from tests.conftest import FIRST_DAY, history_of, run_row, weeks_of

LEVEL = weeks_of([[5.0] * 3] * 8)
LAST = FIRST_DAY + timedelta(days=54)


def told(*entries: Entry) -> Tomorrow:
    """The day after the last run, with what the diary tells by its morning."""
    return Tomorrow(history_of(LEVEL, entries=entries), LAST + timedelta(days=1), all_rules())


def test_a_caution_about_this_morning_holds_the_longest_run_and_blames_no_run() -> None:
    tomorrow = told(Entry(date=LAST, pain_during=0.0, pain_next_morning=2.0))
    usual = usual_of(tomorrow.history)
    found = budget_of(tomorrow, usual)
    assert (found.basis, found.distance_m) == ("hold", 5_000)
    assert "pain-response (LW601) is open" in found.reason
    assert opening_of(tomorrow, usual, found).on is None
    assert "LW601" not in {trip.code for trip in tomorrow.trips(usual.run_of(tomorrow.on, 5_000))}


def test_a_warning_about_this_morning_outranks_every_distance() -> None:
    tomorrow = told(Entry(date=LAST, pain_during=1.0, pain_next_morning=6.0))
    found = budget_of(tomorrow, usual_of(tomorrow.history))
    assert found.run is None
    assert "Pain of 6 of 10 on the morning" in found.reason


def test_how_long_a_run_is_makes_nobody_experienced() -> None:
    """At 20 km the mean of twelve weeks passes that of a novice; at 12 km the week jumps."""
    rows = [
        run_row(FIRST_DAY + timedelta(days=7 * week + 5), 20.0 if week % 4 == 2 else 5.0)
        for week in range(60)
    ]
    on = FIRST_DAY + timedelta(days=7 * 60 + 5)
    tomorrow = Tomorrow(history_of(rows, on - timedelta(days=1)), on, all_rules())
    usual = usual_of(tomorrow.history)
    found = budget_of(tomorrow, usual)
    assert {trip.code for trip in found.binding} == {"LW102"}
    assert found.distance_m == 11_300
    for km in range(12, 30):
        assert tomorrow.enforced(usual.run_of(on, km * 1000.0)), km


def staged_row(day: date, run_s: float, walk_s: float, reps: int) -> dict[str, object]:
    return run_row(
        day, run_s * reps * 2.5 / 1000, seconds=run_s * reps, walk_time_s=walk_s * (reps - 1),
        walk_distance_m=1_000.0, run_bout_count=float(reps), typical_run_bout_s=run_s,
        typical_walk_bout_s=walk_s, longest_run_bout_s=run_s,
    )  # fmt: skip


def on_the_ladder(rows: list[dict[str, object]], *entries: Entry) -> Tomorrow:
    history = history_of(rows, entries=entries)
    on = history.as_of + timedelta(days=1)
    return Tomorrow(history, on, all_rules(), find_ladder("loadwatch"))


@pytest.mark.parametrize(("run_s", "walk_s", "stage"), [(20, 115, 2), (60, 75, 6)])
def test_without_a_usual_run_the_stage_of_the_ladder_is_the_budget(
    run_s: float, walk_s: float, stage: int
) -> None:
    tomorrow = on_the_ladder([staged_row(FIRST_DAY, run_s, walk_s, 10)])
    usual = usual_of(tomorrow.history)
    found = budget_of(tomorrow, usual)
    assert found.basis == "ladder stage"
    assert found.run is not None
    assert found.run.repetitions == 10
    assert found.run.time_s == pytest.approx(10 * run_s)
    assert f"Stage {stage} of the loadwatch ladder" in found.reason
    assert opening_of(tomorrow, usual, found).on is None


def test_a_test_run_leads_to_its_stage() -> None:
    test = run_row(FIRST_DAY, 0.15, seconds=60.0, run_bout_count=1.0, typical_run_bout_s=60.0)
    tomorrow = on_the_ladder([test])
    found = budget_of(tomorrow, usual_of(tomorrow.history))
    assert found.basis == "ladder stage"
    assert found.run is not None
    assert found.run.time_s == pytest.approx(200)


def test_a_test_run_that_hurt_proposes_none_even_after_a_week() -> None:
    test = run_row(FIRST_DAY, 0.15, seconds=60.0, run_bout_count=1.0, typical_run_bout_s=60.0)
    history = history_of(
        [test],
        FIRST_DAY + timedelta(days=9),
        entries=[Entry(date=FIRST_DAY, pain_during=7.0)],
    )
    on = history.as_of + timedelta(days=1)
    tomorrow = Tomorrow(history, on, all_rules(), find_ladder("loadwatch"))
    found = budget_of(tomorrow, usual_of(history))
    assert (found.run, found.basis) == (None, "rest")
    assert "After the test run the diary tells" in found.reason


def test_without_sets_on_file_it_stays_the_two_minute_test() -> None:
    tomorrow = on_the_ladder([run_row(FIRST_DAY, 5.0)])
    assert budget_of(tomorrow, usual_of(tomorrow.history)).basis == "two-minute test"


def test_symptoms_in_the_diary_name_no_first_run() -> None:
    history = build_history(sessions_table([]), FIRST_DAY, None, Athlete())
    plan = plan_for(history, FIRST_DAY, Asked(), red_flags=["pain of 8 on Sun 4 Jan 2026"])
    assert (plan.budget.run, plan.budget.basis) == (None, "rest")
    assert "pain of 8" in plan.budget.reason


def test_one_whose_runs_only_the_diary_tells_may_still_run() -> None:
    runs = [
        Entry(date=FIRST_DAY + timedelta(days=2 * n), run_km=5.0, run_min=30.0) for n in range(20)
    ]
    walk = run_row(FIRST_DAY, 1.0, sport="walking")
    on = FIRST_DAY + timedelta(days=40)
    tomorrow = Tomorrow(history_of([walk], on - timedelta(days=1), entries=runs), on, all_rules())
    found = budget_of(tomorrow, usual_of(tomorrow.history))
    assert (found.basis, found.distance_m) == ("hold", 5_000)
    assert "base-ratio (LW104) cannot judge" in found.reason
