"""``imports --merged`` lists what became one; ``split`` takes a recording out again."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from loadwatch.cli import app
from loadwatch.corrections import read_told
from tests.conftest import SAMPLES
from tests.library.conftest import at_rest

STEM = "activity_22001394673"


def called(*words: object, code: int = 0) -> str:
    done = CliRunner().invoke(app, [str(word) for word in words])
    assert done.exit_code == code, done.output
    return done.output


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """Three files of one run, and one of another."""
    runs, library = tmp_path / "runs", tmp_path / "library"
    shutil.copytree(SAMPLES / "other" / "three_formats", runs)
    shutil.copy(SAMPLES / "garmin" / "2026-06-06-08-15-47.fit", runs)
    at_rest(runs)
    called("import", runs, "--library", library, "--jobs", 1)
    return library


def ids_of(told: str) -> dict[str, str]:
    """Id of each file that is listed."""
    lines = [line.strip() for line in told.splitlines() if line.startswith(" ")]
    return {
        Path(name).suffix: found.partition(":")[0]
        for name, found in zip(lines[::2], lines[1::2], strict=True)
    }


def sessions_of(library: Path) -> int:
    told = called("review", "--library", library, "--as-of", "2026-06-21", "--full")
    return int(next(line for line in told.splitlines() if " runs" in line).split()[0])


def test_merged_runs_are_listed_with_their_files_and_what_each_gave(library: Path) -> None:
    told = called("imports", "--merged", "--library", library)
    assert told.startswith("2026-05-23 08:39  running\n")
    assert {*ids_of(told)} == {".fit", ".gpx", ".tcx"}
    assert f"{STEM}.fit\n    {ids_of(told)['.fit']}: leads" in told
    assert "2026-06-06" not in told


def test_a_recording_that_is_split_off_counts_until_that_is_taken_back(library: Path) -> None:
    ids = ids_of(called("imports", "--merged", "--library", library))
    assert sessions_of(library) == 2
    told = called("split", ids[".tcx"][:-4], "--library", library)
    assert f"Split off: {ids['.tcx']} is a run of its own" in told
    assert sessions_of(library) == 3
    assert {*ids_of(called("imports", "--merged", "--library", library))} == {".fit", ".gpx"}
    states = called("imports", "--files", "--library", library)
    assert sum(line.startswith("duplicate") for line in states.splitlines()) == 1
    called("split", ids[".tcx"], "--undo", "--library", library)
    assert sessions_of(library) == 2
    assert read_told(library).corrections == []


def test_the_leading_one_can_be_split_off_and_the_others_stay_one(library: Path) -> None:
    ids = ids_of(called("imports", "--merged", "--library", library))
    called("split", ids[".fit"], "--library", library)
    assert {*ids_of(called("imports", "--merged", "--library", library))} == {".gpx", ".tcx"}


def test_an_older_table_of_corrections_gets_the_column(library: Path) -> None:
    ids = ids_of(called("imports", "--merged", "--library", library))
    table = library / "corrections.csv"
    table.write_text(f"# mine\nsession_id,exclude,note\n{ids['.fit']},no,kept\n", encoding="utf-8")
    called("split", ids[".gpx"], "--library", library)
    assert table.read_text(encoding="utf-8").splitlines() == [
        "# mine", "session_id,exclude,note,apart", f"{ids['.fit']},no,kept", f"{ids['.gpx']},,,yes",
    ]  # fmt: skip
    assert sessions_of(library) == 3


@pytest.mark.parametrize(
    ("wanted", "told"),
    [("2026", "begins 3 ids"), ("nothing", "no recording with copies"), (" ", "no")],
)
def test_what_names_no_copy_is_refused_in_words(library: Path, wanted: str, told: str) -> None:
    assert told in called("split", wanted, "--library", library, code=2)
    assert not (library / "corrections.csv").exists()


def test_without_copies_that_is_said(tmp_path: Path) -> None:
    runs = tmp_path / "runs"
    runs.mkdir()
    shutil.copy(SAMPLES / "garmin" / "2026-06-06-08-15-47.fit", runs)
    at_rest(runs)
    called("import", runs, "--library", tmp_path / "library", "--jobs", 1)
    told = called("imports", "--merged", "--library", tmp_path / "library")
    assert told == "No recording is a copy of another.\n"
