"""``loadwatch programme``: from files and a diary to the next step."""

import json
import os
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from loadwatch.cli import app
from tests.conftest import SAMPLES

runner = CliRunner()
OWN = (
    "[[stages]]\nrun_s = 20\nwalk_s = 90\nreps = 4\n[[stages]]\nrun_s = 40\nwalk_s = 90\nreps = 4\n"
)


@pytest.fixture(autouse=True)
def _nothing_of_ones_own(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LOADWATCH_DIARY", "LOADWATCH_LADDER", "LOADWATCH_FORMAT"):
        monkeypatch.delenv(name, raising=False)


def call(*arguments: object, code: int = 0) -> str:
    result = runner.invoke(app, [str(argument) for argument in arguments])
    assert result.exit_code == code, result.output
    lines = [line for line in result.output.splitlines() if os.sep not in line]
    assert max((len(line) for line in lines), default=0) <= 80
    return " ".join(result.output.replace("│", " ").split())


def step_of(*arguments: object) -> dict[str, object]:
    result = runner.invoke(app, [*map(str, arguments), "--format", "json"])
    assert result.exit_code == 0, result.output
    found = json.loads(result.output)
    assert isinstance(found["step"], dict)
    return found["step"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three runs: 5, 8 and 10 January 2026."""
    for path in sorted((SAMPLES / "garmin").glob("2026-01-*.fit"))[:3]:
        shutil.copy(path, tmp_path)
    return tmp_path


def test_a_folder_and_nothing_more_shows_the_ladder(folder: Path) -> None:
    text = call("programme", folder)
    assert "The loadwatch ladder · as of 10 Jan 2026" in text
    assert "Only stage 1 and the entry test are published" in text
    assert text == call("programme", "show", folder)


@pytest.mark.parametrize(("seconds", "stage"), [(0, 1), (44, 1), (45, 2), (89, 2), (90, 3)])
def test_a_told_test_leads_to_its_stage(folder: Path, seconds: int, stage: int) -> None:
    found = step_of("programme", folder, "--test", seconds)
    assert (found["decision"], found["next_stage"]) == ("start", stage)


def test_a_test_may_be_told_without_any_file(tmp_path: Path) -> None:
    assert "BEGIN at stage 2" in call("programme", tmp_path, "--test", 60)


def test_a_test_lasts_two_minutes_at_most(tmp_path: Path) -> None:
    call("programme", tmp_path, "--test", 121, code=2)


def test_saddle_symptoms_after_the_last_run_stop_the_programme(folder: Path) -> None:
    call("diary", "add", "--diary", folder, "--date", "2026-01-14", "--saddle-symptoms")
    text = call("programme", folder, "--test", 120)
    assert text.startswith("YOUR DIARY: symptoms in the saddle")
    assert "as of 14 Jan 2026 " in text
    assert "NO RUN is proposed" in text
    before = call("programme", folder, "--test", 120, "--as-of", "2026-01-13")
    assert "BEGIN at stage 3" in before


def test_saddle_symptoms_count_where_no_run_is_on_file(tmp_path: Path) -> None:
    call("diary", "add", "--diary", tmp_path, "--saddle-symptoms")
    assert "NO RUN is proposed" in call("programme", tmp_path, "--test", 120)


@pytest.mark.parametrize("name", ["loadwatch", "military", "backinshape"])
def test_every_ladder_can_be_chosen(folder: Path, name: str) -> None:
    result = runner.invoke(app, ["programme", str(folder), "--ladder", name, "--format", "json"])
    assert json.loads(result.output)["ladder"]["name"] == name


def test_an_own_ladder_can_be_chosen(folder: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text(OWN)
    text = call("programme", folder, "--ladder", mine)
    assert text.startswith("mine · as of 10 Jan 2026")
    assert "run 20 s, walk 90 s, 4 times" in text


def test_a_faulty_ladder_is_wrong_use(folder: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text(OWN.replace("reps = 4", "reps = 0"))
    text = call("programme", folder, "--ladder", mine, code=2)
    assert "stage 1: reps is a whole number from 1 to 100, not 0" in text
    assert "there is no ladder 'nope'" in call("programme", folder, "--ladder", "nope", code=2)


def test_a_folder_that_does_not_exist_is_wrong_use() -> None:
    assert "there is no file or folder 'nowhere'" in call("programme", "nowhere", code=2)


def test_the_ladders_are_listed() -> None:
    text = call("programme", "ladders")
    assert all(f"{name}: " in text for name in ("loadwatch", "military", "backinshape"))
    assert "Only stage 1 and the entry test are published" in text
    found = json.loads(runner.invoke(app, ["programme", "ladders", "--format", "json"]).output)
    assert [len(ladder["stages"]) for ladder in found["ladders"]] == [13, 6, 4]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ((), "Not every question is answered"),
        (("--red-flag",), "Do not run now."),
        (("--no-red-flag", "--severe"), "By your answers not every criterion is met yet."),
        (
            (
                "--no-red-flag", "--no-severe", "--wants-to-run", "--mild-and-test-run",
                "--five-sets-of-ten",
            ),
            "That is no examination and no clearance",
        ),
    ],
)  # fmt: skip
def test_readiness_answers_what_was_told_after_the_red_flags(
    options: tuple[str, ...], words: str
) -> None:
    text = call("programme", "ready", *options)
    assert text.startswith("Stop running and get emergency care at once")
    assert words in text


def test_readiness_as_json() -> None:
    told = runner.invoke(app, ["programme", "ready", "--red-flag", "--format", "json"]).output
    assert json.loads(told)["outcome"] == "see-a-doctor"
