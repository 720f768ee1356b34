"""``loadwatch plan``."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from loadwatch.cli import app
from tests.conftest import SAMPLES

runner = CliRunner()
ON = ("--on", "2026-06-16")


@pytest.fixture(autouse=True)
def _no_diary_of_ones_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LOADWATCH_DIARY", raising=False)


def call(*arguments: object, code: int = 0) -> str:
    result = runner.invoke(app, ["plan", *(str(argument) for argument in arguments)])
    assert result.exit_code == code, result.output
    assert [line for line in result.output.splitlines() if len(line) > 80] == []
    return " ".join(result.output.replace("│", " ").split())


def plan_of(*arguments: object) -> dict[str, object]:
    result = runner.invoke(app, ["plan", *(str(each) for each in arguments), "--format", "json"])
    assert result.exit_code == 0, result.output
    document: dict[str, object] = json.loads(result.stdout)
    return document


def test_it_names_the_budget_the_rule_that_binds_and_the_red_flags() -> None:
    text = call(SAMPLES, *ON)
    assert "up to 7.5 km of running, about 46 minutes and 7,485 impacts" in text
    assert "session-spike (LW101) would speak one step further" in text
    assert "It is no clearance and no target" in text
    assert "No number here outranks these signs." in text


def test_one_step_above_the_budget_trips_what_binds_and_the_budget_trips_nothing() -> None:
    within = plan_of(SAMPLES, *ON, "--km", 7.5)["asked"]
    above = plan_of(SAMPLES, *ON, "--km", 7.6)["asked"]
    assert within["is_within"]  # type: ignore[index]
    assert not within["trips"]  # type: ignore[index]
    assert [trip["code"] for trip in above["trips"]] == ["LW101"]  # type: ignore[index]


def test_sets_are_judged_before_they_are_run() -> None:
    asked = plan_of(SAMPLES, *ON, "--run", 60, "--walk", 60, "--reps", 8)["asked"]
    assert asked["time_s"] == 480  # type: ignore[index]
    assert asked["walk_time_s"] == 420  # type: ignore[index]
    assert asked["impact_count"] == pytest.approx(480 * 161 / 60, rel=0.01)  # type: ignore[index]
    assert "8 x 60 s with walks of 60 s" in call(
        SAMPLES, *ON, "--run", 60, "--walk", 60, "--reps", 8
    )


def test_without_a_number_of_runs_it_lists_several() -> None:
    table = plan_of(SAMPLES, *ON, "--run", 600, "--walk", 60)["table"]
    counts = [row["repetitions"] for row in table]  # type: ignore[attr-defined]
    assert counts == list(range(1, 8))
    assert [row["is_within"] for row in table] == [True] * 4 + [False] * 3  # type: ignore[attr-defined]


def test_its_day_is_the_one_after_the_last_activity() -> None:
    assert plan_of(SAMPLES)["on"] == "2026-06-22"


def test_what_came_later_changes_nothing(tmp_path: Path) -> None:
    """The plan of a day is the same whether or not the runs after it are on file."""
    for path in SAMPLES.glob("garmin/2026-0[1-3]-*.fit"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    earlier = plan_of(tmp_path, "--on", "2026-02-20")
    for path in tmp_path.glob("2026-03-*.fit"):
        path.unlink()
    for path in tmp_path.glob("2026-02-2*.fit"):
        path.unlink()
    alone = plan_of(tmp_path, "--on", "2026-02-20")
    assert {**earlier, "later_session_count": 0} == alone
    assert earlier["later_session_count"] != 0


def test_an_empty_folder_gets_the_two_minute_test(tmp_path: Path) -> None:
    text = call(tmp_path)
    assert "run for up to two minutes" in text
    assert plan_of(tmp_path)["budget"]["distance_m"] == 750  # type: ignore[index]


@pytest.mark.parametrize(
    ("options", "told"),
    [(("--km", 5, "--minutes", 30), "one session each"), (("--run", 60), "both --run and --walk"),
     (("--reps", 5), "--reps needs"), (("--on", "1812-06-24"), "--on takes a day")],
)  # fmt: skip
def test_wrong_use_is_said(options: tuple[object, ...], told: str) -> None:
    assert told in call(SAMPLES, *options, code=2)


def test_a_diary_of_rest_makes_days_known(tmp_path: Path) -> None:
    for path in SAMPLES.glob("garmin/2026-0[45]-*.fit"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    on = ("--on", "2026-06-02")
    unknown = plan_of(tmp_path, *on)["budget"]
    ill = "date,until,day\n2026-04-20,2026-06-01,away\n"
    (tmp_path / "loadwatch-diary.csv").write_text(ill)
    known = plan_of(tmp_path, *on)["budget"]
    assert unknown["basis"] == "hold"  # type: ignore[index]
    assert known["basis"] == "rules"  # type: ignore[index]


def test_its_day_follows_the_diary_and_saddle_symptoms_leave_no_budget_for_four_weeks(
    tmp_path: Path,
) -> None:
    diary = tmp_path / "told.csv"
    diary.write_text("date,pain_during,saddle_symptoms\n2026-06-22,1,yes\n2026-06-27,0,\nx,1,\n")
    told = ("--diary", diary)
    planned = plan_of(SAMPLES, *told, "--on", "2026-07-05")["budget"]
    assert planned["basis"] != "rules"  # type: ignore[index]
    text = call(SAMPLES, *told)
    assert "plan for Sun 28 Jun 2026" in text
    assert "No run is named for this day" in text
    assert "red-flag-symptoms (LW602)" in text
    assert "Diary, not used: line 4" in text
