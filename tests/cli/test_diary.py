"""``loadwatch diary``, and what ``loadwatch analyse`` makes of it."""

import json
import os
import re
import shutil
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from loadwatch.cli import app
from loadwatch.notice import RED_FLAGS
from tests.conftest import ROOT, SAMPLES

runner = CliRunner()
EXAMPLE = ROOT / "docs" / "diary-example.csv"
TODAY = datetime.now().astimezone().date()
NOTICE_BEGINS = " ".join(RED_FLAGS.split()[:8])


@pytest.fixture(autouse=True)
def _no_diary_of_ones_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LOADWATCH_DIARY", raising=False)


def call(*arguments: object, code: int = 0) -> str:
    """Output of a command, boxes and runs of blanks taken out; only paths may be wide."""
    result = runner.invoke(app, [str(argument) for argument in arguments])
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output
    lines = [line for line in result.output.splitlines() if os.sep not in line]
    assert [line for line in lines if len(line) > 80] == []
    return " ".join(result.output.replace("│", " ").split())


def add(diary: Path, *options: object, code: int = 0) -> str:
    return call("diary", "add", "--diary", diary, *options, code=code)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three runs: 8, 10 and 12 January 2026, and one weeks later."""
    for path in sorted((SAMPLES / "garmin").glob("2026-01-*.fit"))[:3]:
        shutil.copy(path, tmp_path)
    return tmp_path


def test_an_entry_is_added_and_listed(tmp_path: Path) -> None:
    added = add(
        tmp_path, "--date", "2026-05-01", "--pain-during", 3, "--pain-after", 2,
        "--pain-next-morning", 1, "--rpe", 4, "--site", "low back", "--strength", "--note", "=1+1",
    )  # fmt: skip
    assert "Pain in 24 hours: settled by next morning" in added
    listed = call("diary", "list", "--diary", tmp_path)
    assert "1 May 2026 3 2 1 4 settled by next morning low back; strength session; “=1+1”" in listed
    assert "'=1+1" in (tmp_path / "loadwatch-diary.csv").read_text()


def test_a_morning_told_later_belongs_to_its_day(tmp_path: Path) -> None:
    add(tmp_path, "--date", "2026-05-01", "--pain-during", 3)
    add(tmp_path, "--date", "2026-05-01", "--pain-next-morning", 3)
    listed = call("diary", "list", "--diary", tmp_path)
    assert "1 May 2026 3 - 3 - not settled by next morning" in listed


@pytest.mark.parametrize("kind", ["rest", "ill", "away"])
def test_days_are_added_as_one_entry(tmp_path: Path, kind: str) -> None:
    add(tmp_path, f"--{kind}", "2026-05-01..2026-05-09", "--note", "sea")
    add(tmp_path, f"--{kind}", "yesterday")
    listed = call("diary", "list", "--diary", tmp_path)
    assert f"1 May 2026 to 9 May 2026: {kind}; “sea”" in listed
    document = json.loads(
        runner.invoke(app, ["diary", "list", "--diary", str(tmp_path), "--format", "json"]).stdout
    )
    assert document["schema"] == "loadwatch.diary/1"
    assert [entry["date"] for entry in document["entries"]] == [
        "2026-05-01",
        str(TODAY - timedelta(days=1)),
    ]
    assert len(document["days"]) == 10
    assert document["days"][0]["diary_day"] == kind
    assert document["days"][0]["pain_during"] is None
    assert document["days"][0]["pain_response"] is None


@pytest.mark.parametrize(
    ("run", "km"), [("5km", 5), ("5,2 KM", 5.2), ("800m", 0.8), ("3mi", 4.828)]
)
def test_a_run_is_told_in_the_unit_one_likes(tmp_path: Path, run: str, km: float) -> None:
    add(tmp_path, "--run", run, "--minutes", 30)
    shown = runner.invoke(app, ["diary", "list", "--diary", str(tmp_path), "--format", "json"])
    assert json.loads(shown.stdout)["entries"][0]["run_km"] == km


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--pain-during", "11"], "pain during goes from 0 to 10, not 11"),
        (["--rpe", "-1"], "session RPE goes from 0 to 10, not -1"),
        (["--date", "1 May", "--rpe", "3"], "'1 May' is no day; write it like 2026-05-01"),
        (["--date", "2199-05-01", "--rpe", "3"], "2199-05-01 lies in the future"),
        (["--rest", "2026-05-09..2026-05-01"], "is before the first"),
        (["--rest", "2026-05-09", "--ill", "2026-05-09"], "takes one of --rest, --ill and --away"),
        (["--run", "5"], "'5' is no distance; write it like 5km"),
        (["--minutes", "30"], "the minutes of a run need its distance"),
        ([], "the entry says nothing"),
    ],
)
def test_what_cannot_be_true_is_refused_in_words(
    tmp_path: Path, options: list[str], sentence: str
) -> None:
    assert sentence in add(tmp_path, *options, code=2)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "options",
    [["--leg-symptoms"], ["--saddle-symptoms"], ["--pain-after", "8"], ["--site", "left calf"],
     ["--pain-during", "11"]],
)  # fmt: skip
def test_red_flags_are_answered_first(tmp_path: Path, options: list[str]) -> None:
    result = runner.invoke(app, ["diary", "add", "--diary", str(tmp_path), *options])
    assert result.output.startswith("YOU TELL OF: ")
    assert NOTICE_BEGINS in " ".join(result.output.split())
    if result.exit_code == 0:
        listed = call("diary", "list", "--diary", tmp_path)
        assert listed.startswith("YOU TELL OF: ")
        assert NOTICE_BEGINS in listed


def test_pain_of_seven_and_no_symptoms_are_answered_without_red_flags(tmp_path: Path) -> None:
    added = add(tmp_path, "--pain-during", 7, "--no-leg-symptoms", "--no-saddle-symptoms")
    assert added.startswith("Added to ")


def test_the_list_can_begin_on_a_day(tmp_path: Path) -> None:
    shutil.copy(EXAMPLE, tmp_path / "loadwatch-diary.csv")
    assert "27 Apr" not in call("diary", "list", "--diary", tmp_path, "--since", "2026-05-06")
    assert "27 Apr" in call("diary", "list", "--diary", tmp_path, "--since", "2026-05-05")
    assert "is no day" in call("diary", "list", "--diary", tmp_path, "--since", "May", code=2)


def test_importing_twice_changes_nothing(tmp_path: Path) -> None:
    diary = tmp_path / "mine.csv"
    first = call("diary", "import", EXAMPLE, "--diary", diary, code=3)
    assert "6 added" in first
    assert "line 8: '2026-06-31' is no day" in first
    before = diary.read_bytes()
    assert "0 added" in call("diary", "import", EXAMPLE, "--diary", diary, code=3)
    assert diary.read_bytes() == before


def test_a_file_that_is_no_diary_gives_nothing(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("hello")
    told = call("diary", "import", tmp_path / "notes.txt", "--diary", tmp_path / "d.csv", code=1)
    assert "does not name the columns" in told
    assert not (tmp_path / "d.csv").exists()


@pytest.mark.parametrize(
    "arguments",
    [["diary", "list"], ["diary", "import", "no.csv"], ["analyse", ".", "--diary", "no.csv"]],
)
def test_a_diary_that_does_not_exist_is_wrong_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert "there is no" in call(*arguments, code=2)


def test_a_real_process_writes_where_the_environment_says(tmp_path: Path) -> None:
    diary = tmp_path / "kept" / "diary.csv"
    diary.parent.mkdir()
    environment = {**os.environ, "LOADWATCH_DIARY": str(diary), "PYTHONIOENCODING": "ascii"}
    for options in (["add", "--ill", "2026-05-01", "--note", "Grüße\n漢"], ["list"]):
        done = subprocess.run(
            [sys.executable, "-m", "loadwatch", "diary", *options],
            cwd=ROOT, env=environment, capture_output=True, check=True,
        )  # fmt: skip
    assert b"ill" in done.stdout
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]
    assert [path.name for path in diary.parent.iterdir()] == ["diary.csv"]
    if os.name == "posix":
        assert diary.stat().st_mode & 0o777 == 0o600


def test_analyse_reads_the_diary_that_lies_in_the_folder(folder: Path) -> None:
    before = runner.invoke(app, ["analyse", str(folder)]).stdout
    assert "Diary" not in before
    add(folder, "--date", "2026-01-07", "--run", "2km", "--minutes", 14)
    add(folder, "--date", "2026-01-06", "--pain-during", 3, "--pain-next-morning", 1)
    add(folder, "--away", "2026-01-15..2026-01-25")
    text = call("analyse", folder, "--full")
    assert (
        "Diary: 3 entries to 25 Jan 2026; 11 days of rest, illness or absence; 1 run not "
        "recorded; pain entered on 1 day, at most 3 of 10."
    ) in text
    assert "2.0 km by the diary; impacts not known" in text
    assert "1 run with unknown impacts." in text
    shown = runner.invoke(app, ["analyse", str(folder), "--format", "json", "--segments"]).stdout
    document = json.loads(shown)
    assert [file["state"] for file in document["files"]] == ["imported"] * 3
    diary = document["diary"]
    assert (diary["entry_count"], diary["run_count"], diary["highest_pain"]) == (3, 1, 3)
    assert {"local_date", "diary_day", "pain_during", "session_rpe"} <= set(diary["days"][0])
    (run,) = [session for session in document["sessions"] if session["format"] == "diary"]
    assert (run["segments"], run["start_time"], run["run_impact_count"]) == ([], None, None)
    assert all(device["device"] != "None" for device in document["coverage"]["devices"])
    (folder / "loadwatch-diary.csv").unlink()
    assert runner.invoke(app, ["analyse", str(folder)]).stdout == before


def test_the_day_asked_for_is_judged_without_what_was_told_later(folder: Path) -> None:
    add(folder, "--date", "2026-01-10", "--pain-during", 2, "--pain-next-morning", 9)
    add(folder, "--date", "2026-01-11", "--leg-symptoms")
    shown = runner.invoke(
        app, ["analyse", str(folder), "--as-of", "2026-01-10", "--format", "json"]
    ).stdout
    diary = json.loads(shown)["diary"]
    assert (diary["entry_count"], diary["highest_pain"], diary["red_flags"]) == (1, 2, [])


def test_pain_after_the_last_file_is_judged_up_to_the_morning_of_which_it_tells(
    folder: Path,
) -> None:
    add(folder, "--rest", "2026-02-20")
    add(folder, "--date", "2026-02-20", "--pain-after", 2, "--pain-next-morning", 6)
    document = json.loads(runner.invoke(app, ["analyse", str(folder), "--format", "json"]).stdout)
    assert document["as_of"] == "2026-02-21"
    found = {finding["code"]: finding for finding in document["findings"]}
    assert found["LW601"]["severity"] == "warning"
    assert found["LW601"]["period_start"] == "2026-02-21"


def test_symptoms_in_the_diary_stand_first_in_the_report(folder: Path) -> None:
    add(folder, "--date", "2026-02-01", "--leg-symptoms")
    result = runner.invoke(app, ["analyse", str(folder)])
    assert result.stdout.startswith("YOUR DIARY: leg symptoms on 1 Feb 2026.\nStop running")


def test_a_diary_that_cannot_be_used_stops_nothing(folder: Path) -> None:
    (folder / "loadwatch-diary.csv").write_bytes(b"\x00\xff")
    assert "Diary: the first line does not name the columns" in call("analyse", folder, "--full")


def test_an_empty_folder_with_a_diary_says_what_the_diary_holds(tmp_path: Path) -> None:
    add(tmp_path, "--date", "2026-05-01", "--pain-during", 2)
    text = call("analyse", tmp_path, "--full")
    assert "No dated activity was found" in text
    assert "Diary: 1 entry to 1 May 2026" in text


def test_a_diary_alone_can_hold_the_runs(tmp_path: Path) -> None:
    for number in range(1, 6):
        add(tmp_path, "--date", f"2026-05-{number * 3:02}", "--run", f"{number}km")
    text = call("analyse", tmp_path, "--full")
    assert "5 runs from 3 May 2026 to 15 May 2026" in text


def test_the_page_shows_the_line_of_the_report() -> None:
    page = (ROOT / "docs" / "diary.md").read_text(encoding="utf-8")
    shown = re.search(r"^  Diary: .*?(?=^```)", page, flags=re.M | re.S)
    assert shown is not None
    result = runner.invoke(app, ["analyse", str(SAMPLES), "--full", "--diary", str(EXAMPLE)])
    assert shown[0] in result.stdout
