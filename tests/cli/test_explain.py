"""``loadwatch explain``: findings, columns and words on the command line."""

import json
import re
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from loadwatch.cli import app
from tests.conftest import SAMPLES

runner = CliRunner()


def output_of(*arguments: str) -> str:
    result = runner.invoke(app, ["explain", *arguments])
    assert result.exit_code == 0, result.output
    assert [line for line in result.output.splitlines() if len(line) > 80] == []
    return result.output


def refused(*arguments: str) -> str:
    result = runner.invoke(app, ["explain", *arguments])
    assert result.exit_code == 2
    return " ".join(result.output.replace("│", " ").split())


def test_the_name_that_analyse_prints_is_explained() -> None:
    report = runner.invoke(app, ["analyse", str(SAMPLES), "--full"]).output
    names = re.findall(r"loadwatch explain (LW\d{3}-\d{8})", " ".join(report.split()))
    assert names
    document = json.loads(runner.invoke(app, ["analyse", str(SAMPLES), "--format", "json"]).stdout)
    by_name = {finding["finding_id"]: finding for finding in document["findings"]}
    text = output_of(names[0], str(SAMPLES))
    told = " ".join(text.split())
    assert all(part in told for part in by_name[names[0]]["formula"].split("; "))
    assert "garmin/2026-06-21-08-37-17.fit" in text


def test_an_earlier_day_has_its_own_findings() -> None:
    assert "there is no finding LW104-20260606" in refused(
        "LW104-20260606", str(SAMPLES), "--as-of", "2026-05-31"
    )


def test_a_rule_with_files_names_its_findings() -> None:
    text = output_of("LW104", str(SAMPLES))
    assert "Found in these files" in text
    assert "LW104-20260606" in text


def test_a_session_is_told_by_its_bouts() -> None:
    text = output_of(
        "run_impact_count", str(SAMPLES), "--day", "20260117T073213Z-running-efa7c6e3-0"
    )
    parts = re.search(r"([\d,+ ]+) = 517 in 10 bouts", " ".join(text.split()))
    assert parts is not None
    assert sum(int(part) for part in parts[1].split("+")) == pytest.approx(517, abs=5)


def test_a_column_is_told_with_values_where_the_folder_has_recordings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert "Last sessions" not in output_of("run_impact_count")
    shutil.copy(SAMPLES / "garmin/2026-01-17-08-32-13.fit", tmp_path / "run.fit")
    assert "= 517 in 10 bouts" in " ".join(output_of("run_impact_count").split())


@pytest.mark.parametrize("word", ["bout", "Bouts", "TRIMP", "6-week base", "acwr", "red flags"])
def test_a_word_is_explained(word: str) -> None:
    assert len(output_of(word).splitlines()) >= 2


def test_what_is_none_of_them_gets_a_suggestion() -> None:
    assert "did you mean decoupling" in refused("decouplin")
    assert "docs/glossary.md" in refused("xyzzy")


def test_a_day_goes_with_a_column_and_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert "a day goes with a column" in refused("LW101", "--day", "2026-01-17")
    assert "a day needs files" in refused("base_ratio", "--day", "2026-01-17")
    assert "there is no file or folder" in refused("base_ratio", "nowhere")
