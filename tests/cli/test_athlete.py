"""``loadwatch athlete``, and what the other commands make of the profile."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from loadwatch.cli import app
from tests.conftest import SAMPLES

runner = CliRunner()


@pytest.fixture(autouse=True)
def _no_settings_of_ones_own(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ATHLETE", "DIARY", "HEIGHT_CM", "ZONE"):
        monkeypatch.delenv(f"LOADWATCH_{name}", raising=False)


def call(*arguments: object, code: int = 0) -> str:
    """Output of a command, boxes and runs of blanks taken out."""
    result = runner.invoke(app, [str(argument) for argument in arguments])
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output
    return " ".join(result.output.replace("│", " ").split())


def profile(folder: Path, *arguments: object, code: int = 0) -> str:
    return call("athlete", arguments[0], "--athlete", folder, *arguments[1:], code=code)


def analysed(folder: Path, *options: object) -> dict[str, Any]:
    result = runner.invoke(
        app, ["analyse", str(folder), "--format", "json", "--jobs", "1", *map(str, options)]
    )
    assert result.exit_code == 0, result.output
    document: dict[str, Any] = json.loads(result.stdout)
    return document


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One run without a cadence."""
    shutil.copy(SAMPLES / "apple/workout-routes/route_2026-04-23_6.49am.gpx", tmp_path / "run.gpx")
    return tmp_path


def test_a_profile_is_begun_once(tmp_path: Path) -> None:
    assert "Begun" in profile(tmp_path, "init")
    path = tmp_path / "athlete.toml"
    assert path.stat().st_mode & 0o777 == 0o600
    before = path.read_text()
    assert "there is a profile already" in profile(tmp_path, "init", code=2)
    assert path.read_text() == before


def test_what_is_set_is_shown_and_what_is_unset_is_assumed_again(tmp_path: Path) -> None:
    profile(tmp_path, "set", "height_cm", "178,5")
    profile(tmp_path, "set", "programme_start", "2026-01-05")
    profile(tmp_path, "set", "careful", "yes")
    shown = profile(tmp_path, "show")
    assert "height_cm 178.5" in shown
    assert "programme_start 2026-01-05" in shown
    assert "careful true" in shown
    assert "Thresholds of rules: as they come" in shown
    profile(tmp_path, "unset", "height_cm")
    profile(tmp_path, "set", "careful", "")
    shown = profile(tmp_path, "show")
    assert "height_cm 1.70 m is assumed" in shown
    assert "careful false" in shown


def test_a_threshold_is_set_by_code_or_name_and_shown_beside_its_default(tmp_path: Path) -> None:
    profile(tmp_path, "set", "rules.session-spike.limit", 1.05)
    profile(tmp_path, "set", "rules.lw101.strong_limit", 1.25)
    profile(tmp_path, "set", "rules.week-jump.enabled", "no")
    shown = profile(tmp_path, "show")
    assert "LW101 limit 1.05 (default 1.1)" in shown
    assert "LW101 strong_limit 1.25 (default 1.3)" in shown
    assert "LW102 switched off" in shown
    assert (tmp_path / "athlete.toml").read_text().count("\n[rules.LW101]\n") == 1


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("height", 178, "did you mean height_cm?"),
        ("height_cm", "tall", "write centimetres from 100 to 230"),
        ("rules.LW999.limit", 1, "there is no rule 'LW999'"),
        ("rules.LW101", 1, "write it like rules.LW101.limit"),
        ("rules.LW101.limt", 1, "LW101 has no threshold 'limt'; it has limit"),
        ("rules.LW101.limit", -1, "write a number above 0"),
        ("rules.LW101.limit", "nan", "rules.LW101.limit is 'nan'"),
        ("rules.LW101.lookback_days", 7.5, "lookback_days takes a whole number"),
        ("rules.LW101.enabled", 1, "write true or false"),
    ],
)
def test_what_cannot_be_set_is_told_and_nothing_is_written(
    tmp_path: Path, key: str, value: object, said: str
) -> None:
    path = tmp_path / "athlete.toml"
    path.write_text("mass_kg = 60\n")
    assert said in call("athlete", "set", "--athlete", tmp_path, "--", key, value, code=2)
    assert path.read_text() == "mass_kg = 60\n"


def test_a_profile_that_is_not_there_is_shown_as_assumed_or_asked_for(tmp_path: Path) -> None:
    assert "No profile here" in profile(tmp_path, "show")
    assert "there is no profile" in profile(tmp_path / "none.toml", "show", code=2)


def test_the_shown_profile_fits_eighty_columns(tmp_path: Path) -> None:
    profile(tmp_path, "set", "name", "Ada " * 40)
    result = runner.invoke(app, ["athlete", "show", "--athlete", str(tmp_path)])
    lines = [line for line in result.output.splitlines() if str(tmp_path) not in line]
    assert max(map(len, lines)) <= 80


def test_the_profile_beside_the_recordings_is_read_and_is_no_recording(folder: Path) -> None:
    plain = analysed(folder)
    profile(folder, "set", "height_cm", 200)
    found = analysed(folder)
    assert found["coverage"]["file_states"] == plain["coverage"]["file_states"]
    assert found["athlete"]["told"] == {"height_cm": 200}
    assert "height_cm" in plain["athlete"]["assumed"]
    assert "height_cm" not in found["athlete"]["assumed"]
    assert found["sessions"][0]["run_impact_count"] < plain["sessions"][0]["run_impact_count"]


def test_a_profile_of_another_folder_is_ignored_with_its_reason(folder: Path) -> None:
    (folder / "inner").mkdir()
    (folder / "inner" / "athlete.toml").write_text("broken")
    (file,) = [file for file in analysed(folder)["files"] if "inner" in file["path"]]
    assert (file["state"], file["reason"]) == ("ignored", "a profile, not a recording")


def test_an_option_outranks_the_environment_and_both_the_profile(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    profile(folder, "set", "height_cm", 200)
    profile(folder, "set", "zone", "Asia/Tokyo")
    assert analysed(folder)["athlete"]["told"] == {"height_cm": 200, "zone": "Asia/Tokyo"}
    monkeypatch.setenv("LOADWATCH_HEIGHT_CM", "160")
    monkeypatch.setenv("LOADWATCH_ZONE", "UTC")
    assert analysed(folder)["athlete"]["told"] == {"height_cm": 160, "zone": "UTC"}
    found = analysed(folder, "--height-cm", 180, "--zone", "Europe/Rome")
    assert found["athlete"]["told"] == {"height_cm": 180, "zone": "Europe/Rome"}


def test_a_profile_elsewhere_is_named_by_option_or_environment(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path_factory.mktemp("other") / "me.toml"
    other.write_text("mass_kg = 60\n")
    profile(folder, "set", "height_cm", 200)
    assert analysed(folder, "--athlete", other)["athlete"]["told"] == {"mass_kg": 60}
    monkeypatch.setenv("LOADWATCH_ATHLETE", str(other))
    assert analysed(folder)["athlete"]["told"] == {"mass_kg": 60}
    assert "there is no profile" in call("analyse", folder, "--athlete", other.parent, code=2)


@pytest.mark.parametrize("text", ["height_cm = 3", "rules.LW101.limt = 2", "rules.x.y = 2", "="])
def test_a_broken_profile_ends_a_command_with_one_sentence(folder: Path, text: str) -> None:
    (folder / "athlete.toml").write_text(text)
    for command in (
        ("analyse", folder), ("athlete", "show", "--athlete", folder),
        ("show", folder / "run.gpx"),
    ):  # fmt: skip
        said = call(*command, code=2)
        assert said.count("Invalid value: ") == 1
        assert "Run, walk" not in said


def test_the_head_says_what_was_assumed_and_what_the_profile_changes(folder: Path) -> None:
    said = call("analyse", folder, "--full")
    assert "Assumed: a height of 170 cm, for the 100 % of run impacts that are estimated" in said
    assert "Changed by the profile" not in said
    profile(folder, "set", "height_cm", 170)
    profile(folder, "set", "name", "Ada")
    profile(folder, "set", "rules.LW101.limit", 1.2)
    profile(folder, "set", "rules.LW104.enabled", "no")
    said = call("analyse", folder, "--full")
    assert "Ada: 1 run" in said
    assert "a height of" not in said
    assert "Changed by the profile: LW101 limit 1.2 (default 1.1); LW104 switched off." in said
    assert "base-ratio (LW104): switched off in the profile" in said


def test_show_takes_the_height_of_the_profile(folder: Path) -> None:
    run = folder / "run.gpx"
    assert "taken as 1.70 m" in call("show", run)
    profile(folder, "set", "height_cm", 190)
    assert "taken as 1.90 m" in call("show", run)
    assert "taken as 1.50 m" in call("show", run, "--height-cm", 150)


def test_the_zone_of_the_profile_is_that_of_files_that_tell_none(tmp_path: Path) -> None:
    shutil.copy(SAMPLES / "zwift/2026-03-17-18-20-10.fit", tmp_path)
    assert "for 1 session the time zone of the one nearest" in call("analyse", tmp_path, "--full")
    assert analysed(tmp_path)["sessions"][0]["start_time"].endswith("+00:00")
    profile(tmp_path, "set", "zone", "Asia/Tokyo")
    found = analysed(tmp_path)
    assert found["athlete"]["assumed"] == {}
    assert found["sessions"][0]["start_time"].endswith("+09:00")
