"""Miles and a clock of twelve hours change what is read, and nothing that is judged."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from datetime import time
from pathlib import Path

import pytest

from loadwatch import shown
from loadwatch.rules import render
from tests.language.surfaces import SAMPLES, SURFACES, Told, words_of

DIARY = "date,run_km,run_min\n2026-06-15,5,30\n"

WITHOUT_DISTANCE = {
    "the week", "library", "athletes", "athletes, then", "calendar", "calendar of a library",
    "show no activity", "page of no activity", "show strength training",
    "page of strength training", "plan", "ready", "rules", "explain a finding",
}  # fmt: skip
"""Surfaces that tell of no distance in these samples."""
DEFINITIONS = {
    "explain a rule", "explain a rule with numbers", "explain a word", "explain a column",
    "explain a ratio",
}  # fmt: skip
"""Surfaces that define something: in SI, as the columns are."""
NOTES = re.compile(r'<section aria-labelledby="notes-h".*?</section>', re.DOTALL)
"""Definitions and sources of a page."""


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("read") / "runs"
    shutil.copytree(SAMPLES, folder)
    (folder / "loadwatch-diary.csv").write_text(DIARY, encoding="utf-8")
    return folder


def run(folder: Path, *arguments: str, expected: int = 0, **environment: str) -> str:
    told = {
        **os.environ,
        "LOADWATCH_CACHE": str(folder.parent / "cache"),
        "PYTHONIOENCODING": "utf-8",
        **environment,
    }
    command = [sys.executable, "-m", "loadwatch", *arguments]
    done = subprocess.run(
        command, cwd=folder, env=told, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode in {expected, 3 if expected == 0 else expected}, done.stderr
    return done.stderr if expected else done.stdout


def test_ten_kilometres_are_six_point_two_miles_and_five_minutes_are_eight_and_three_seconds() -> (
    None
):
    five_minutes_a_kilometre = 1000 / 300
    assert shown.distance(10_000) == "10.0 km"
    assert shown.pace(five_minutes_a_kilometre) == "5:00"
    assert shown.speed(five_minutes_a_kilometre) == "12.0 km/h"
    shown.show(units="miles")
    assert shown.distance(10_000) == "6.2 mi"
    assert f"{shown.pace(five_minutes_a_kilometre)} {shown.pace_unit()}" == "8:03 min/mi"
    assert shown.speed(five_minutes_a_kilometre) == "7.5 mph"
    assert shown.border(1609.344) == "1 mi"


@pytest.mark.parametrize(
    ("moment", "told"),
    [
        (time(0, 5), "12:05 am"),
        (time(9, 30), "9:30 am"),
        (time(12, 0), "12:00 pm"),
        (time(23, 59), "11:59 pm"),
    ],
)
def test_a_clock_of_twelve_hours_has_halves(moment: time, told: str) -> None:
    shown.show(clock="12h")
    assert shown.time_of_day(moment) == told


def test_a_message_is_written_in_the_units_of_its_reader() -> None:
    template = "{m:distance}, {m:km}, {week:whole_km}, {at:clock}"
    values = {"m": 5000.0, "week": 40.0, "at": "06:05"}
    assert render(template, values) == "5.0 km, 5.00 km, 40 km, 06:05"
    shown.show(units="miles", clock="12h")
    assert render(template, values) == "3.1 mi, 3.11 mi, 25 mi, 6:05 am"


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    return Told(
        tmp_path_factory.mktemp("miles"),
        LOADWATCH_UNITS="miles", LOADWATCH_CLOCK="12h", LOADWATCH_LANGUAGE="en",
    )  # fmt: skip


@pytest.mark.parametrize("name", sorted(SURFACES.keys() - DEFINITIONS))
def test_no_kilometre_is_left_for_one_who_reads_miles(name: str, told: Told) -> None:
    text = words_of(NOTES.sub("", told.shown(name)))
    assert re.search(r"\b(?:km|km/h|kilomet\w+)\b", text.replace("--km", "")) is None
    assert re.search(r"\bmi\b", text) or name in WITHOUT_DISTANCE


def test_times_of_day_have_halves_on_every_surface(told: Told) -> None:
    for name in ("show a run", "page of a run"):
        assert re.search(r"6 Jun 2026 8:15:47 am \(local time", words_of(told.shown(name)))
    assert re.search(r"last import today, \S+ \d+:\d\d [ap]m", told.shown("library"))
    assert "start 2026-01-20 5:30 pm (recorded 2026-01-" in " ".join(
        told.shown("every table").split()
    )


def test_the_judgement_is_the_same_in_miles(runs: Path) -> None:
    metric, miles = (
        json.loads(run(runs, "analyse", ".", "--format", "json", "--units", units))
        for units in ("km", "miles")
    )
    for one, other in zip(metric["findings"], miles["findings"], strict=True):
        same = one.keys() - {"message", "advice", "formula"}
        assert {key: one[key] for key in same} == {key: other[key] for key in same}
    assert metric["sessions"] == miles["sessions"]
    assert metric["weekly"] == miles["weekly"]
    assert any(" km" in one["message"] for one in metric["findings"])
    assert not any(" km" in other["message"] for other in miles["findings"])


def test_an_option_outranks_the_environment_and_that_the_profile(runs: Path) -> None:
    profile = runs.parent / "athlete.toml"
    profile.write_text('units = "miles"\nclock = "12h"\n', encoding="utf-8")
    asked = ("plan", ".", "--athlete", str(profile), "--km", "8")
    assert "about 5.0 mi" in run(runs, *asked)
    assert "about 8.0 km" in run(runs, *asked, LOADWATCH_UNITS="km")
    assert "about 5.0 mi" in run(runs, *asked, "--units", "miles", LOADWATCH_UNITS="km")


def test_a_unit_that_there_is_not_is_wrong_use_in_one_sentence(runs: Path) -> None:
    profile = runs.parent / "yards.toml"
    profile.write_text('units = "yards"\n', encoding="utf-8")
    told = run(runs, "plan", ".", "--athlete", str(profile), expected=2)
    assert "units is 'yards'; write" in " ".join(told.replace("│", " ").split())
    for environment in ({"LOADWATCH_UNITS": "yards"}, {"LOADWATCH_CLOCK": "10h"}):
        told = run(runs, "explain", "LW102", ".", expected=2, **environment)
        assert next(iter(environment)) in told
        assert "Traceback" not in told
