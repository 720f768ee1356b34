"""The command line: what it prints, where, and with which exit code."""

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from loadwatch import __version__
from loadwatch.cli import app
from tests.conftest import SAMPLES

runner = CliRunner()


@pytest.fixture
def one_run(tmp_path: Path) -> Path:
    source = next(path for path in sorted((SAMPLES / "garmin").glob("2026-01-0*.fit")))
    first_run = next(
        path for path in sorted((SAMPLES / "garmin").glob("2026-01-*.fit")) if path != source
    )
    shutil.copy(first_run, tmp_path / "run.fit")
    return tmp_path


def test_version_and_help() -> None:
    assert runner.invoke(app, ["--version"]).output.strip() == f"loadwatch {__version__}"
    shown = runner.invoke(app, ["--help"])
    assert shown.exit_code == 0
    assert "not a medical device" in " ".join(shown.output.replace("│", " ").split())


def test_one_run_on_day_one_is_told_and_nothing_is_claimed(one_run: Path) -> None:
    result = runner.invoke(app, ["analyse", str(one_run), "--full"])
    assert result.exit_code == 0
    assert "Too early" in result.output
    assert "Too few runs on file (1): session-spike (LW101) needs 4" in result.output
    assert "Stop running and get emergency care" in result.output


def test_json_is_one_object_on_stdout(one_run: Path) -> None:
    result = runner.invoke(app, ["analyse", str(one_run), "--format", "json", "--segments"])
    document = json.loads(result.stdout)
    assert document["files"][0]["state"] == "imported"
    assert document["sessions"][0]["segments"][0]["label"] == "walk"
    assert document["not_judged"]


def test_a_quarantined_file_ends_with_3_and_a_plain_sentence(one_run: Path) -> None:
    (one_run / "broken.fit").write_bytes(b"<html>log in</html>")
    result = runner.invoke(app, ["analyse", str(one_run), "--full"])
    assert result.exit_code == 3
    assert "a web page, not an activity file" in " ".join(result.output.split())


def test_findings_end_with_10_when_asked() -> None:
    result = runner.invoke(app, ["analyse", str(SAMPLES), "--fail-on", "caution"])
    assert result.exit_code == 10
    assert runner.invoke(app, ["analyse", str(SAMPLES), "--fail-on", "warning"]).exit_code == 0


def test_an_earlier_day_is_judged_without_what_came_later() -> None:
    result = runner.invoke(app, ["analyse", str(SAMPLES), "--as-of", "2026-05-31"])
    assert "as of Sun 31 May 2026" in result.output
    assert "Nothing" in result.output
    assert "to 31 May 2026" in result.output
    assert "21 Jun" not in result.output


def test_the_text_fits_80_columns() -> None:
    result = runner.invoke(app, ["analyse", str(SAMPLES), "--full", "--weeks", "24"])
    assert [line for line in result.output.splitlines() if len(line) > 80] == []


@pytest.mark.parametrize(
    "arguments",
    [["analyse", "no-such-folder"], ["analyse", ".", "--zone", "Mars/Olympus"],
     ["analyse", ".", "--format", "pdf"], ["explain", "LW999"]],
)  # fmt: skip
def test_wrong_use_ends_with_2(arguments: list[str]) -> None:
    result = runner.invoke(app, arguments)
    assert result.exit_code == 2
    assert "Traceback" not in result.output


def test_an_empty_folder_says_so(tmp_path: Path) -> None:
    result = runner.invoke(app, ["analyse", str(tmp_path)])
    assert result.exit_code == 0
    assert "No dated activity was found" in result.output


def test_rules_and_formats_are_listed() -> None:
    listed = runner.invoke(app, ["rules"]).output
    assert "LW101  session-spike" in listed
    assert "GPX  usually .gpx" in runner.invoke(app, ["formats"]).output


@pytest.mark.parametrize("topic", ["LW103", "lw103", "hold-before-progressing"])
def test_a_rule_explains_itself(topic: str) -> None:
    output = runner.invoke(app, ["explain", topic]).output
    assert "Why it matters for the back" in output
    assert "Back In Shape" in output
    assert "hold_days = 7: " in output
    assert [line for line in output.splitlines() if len(line) > 80] == []


def test_a_column_explains_itself() -> None:
    output = runner.invoke(app, ["explain", "run_impact_count"]).output
    assert "one impact is one step" in output


def test_a_poor_terminal_gets_plain_letters(one_run: Path) -> None:
    import os
    import subprocess
    import sys

    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "NO_COLOR": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "loadwatch", "analyse", str(one_run), "--jobs", "1"],
        env=environment, capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.isascii()
