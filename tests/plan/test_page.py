"""What a plan says, in the words of its text."""

from datetime import date, timedelta

from loadwatch.load import build_history, sessions_table
from loadwatch.notice import RED_FLAGS
from loadwatch.plan import Asked, Plan, plan_for
from loadwatch.report import render_plan_text
from tests.conftest import FIRST_DAY, history_of, ladder_rows, weeks_of

SETS = {"typical_run_bout_s": 60.0, "typical_walk_bout_s": 75.0}


def planned(
    rows: list[dict[str, object]], on: date | None = None, asked: Asked | None = None
) -> Plan:
    wanted = on or history_of(rows).as_of + timedelta(days=1)
    return plan_for(history_of(rows, wanted - timedelta(days=1)), wanted, asked or Asked())


def words(plan: Plan) -> str:
    text = render_plan_text(plan)
    assert [line for line in text.splitlines() if len(line) > 80] == []
    return " ".join(text.split())


def test_one_who_runs_sets_gets_a_table_of_repetitions() -> None:
    rows = [{**row, **SETS} for row in ladder_rows()]
    plan = planned(rows, FIRST_DAY + timedelta(days=13 * 7 + 2))
    assert (plan.set_run_s, plan.set_walk_s) == (60, 75)
    counts = [row.run.repetitions for row in plan.table]
    assert counts == list(range(counts[0], counts[-1] + 1))
    assert {row.is_within for row in plan.table} == {True, False}
    assert "runs of 60 s, with walks of 75 s" in words(plan)


def test_a_distance_that_was_asked_about_is_listed_among_distances_even_then() -> None:
    rows = [{**row, **SETS} for row in ladder_rows()]
    on = FIRST_DAY + timedelta(days=13 * 7 + 2)
    plan = planned(rows, on, Asked(distance_m=2_000))
    assert plan.set_run_s is None
    assert plan.asked is not None
    assert plan.asked.run.distance_m == 2_000


def test_a_day_of_rest_says_which_day_opens_again() -> None:
    text = words(planned(weeks_of([[5.0] * 3] * 8 + [[9.0] * 6])))
    assert "No run is named for this day: rest, or walk." in text
    assert "base-ratio (LW104) speaks" in text
    assert "Running opens again: " in text


def test_a_flagged_run_that_does_not_count_yet_is_named() -> None:
    text = words(planned(weeks_of([[5.0] * 3] * 8 + [[5.0, 8.0, 5.0]])))
    assert "A run that was flagged (Thu 5 Mar) does not count as usual" in text
    assert "Next step up: Thu 12 Mar, up to 8.8 km" in text


def test_rules_about_what_is_on_file_say_nothing_of_a_plan() -> None:
    rows = [{**row, "impact_source": "model"} for row in weeks_of([[5.0] * 3] * 8)]
    plan = planned(rows, asked=Asked(time_s=1_800))
    assert {trip.code for row in plan.table for trip in row.trips}.isdisjoint({"LW901", "LW902"})


def test_symptoms_in_the_diary_are_answered_first() -> None:
    history = history_of(weeks_of([[5.0] * 3] * 8))
    on = history.as_of + timedelta(days=1)
    plan = plan_for(history, on, Asked(), red_flags=["numb between the legs on Mon 2 Mar"])
    text = words(plan)
    assert text.startswith("YOUR DIARY: numb between the legs on Mon 2 Mar.")
    assert text.count("Stop running and get emergency care") == 2
    assert RED_FLAGS.split(".", maxsplit=1)[0] in text


def test_a_runner_without_anything_on_file_is_given_a_first_run() -> None:
    history = build_history(sessions_table([]), FIRST_DAY)
    plan = plan_for(history, FIRST_DAY, Asked(distance_m=5_000))
    assert plan.budget.run is not None
    assert plan.budget.run.time_s <= 300
    assert "run for up to two minutes" in words(plan)
