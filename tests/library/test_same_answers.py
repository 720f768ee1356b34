"""A review of a library says what analysing its files says."""

import datetime as dt
import json
from pathlib import Path

import pytest

from loadwatch.athlete.file import read_athlete
from loadwatch.diary import read_diary
from loadwatch.importer import find_files
from loadwatch.library import imported, reading
from loadwatch.report import render_json, render_text
from loadwatch.review import analyse, review_of
from tests.library.conftest import at_rest, loadwatch

DAYS = (dt.date(2026, 3, 16), dt.date(2026, 6, 21), dt.date(2026, 11, 23))
DIARY = "date,pain_during,pain_next_morning,run_km,note\n2026-03-14,2,3,,\n2026-03-12,,,4,a shop\n"
PROFILE = """
height_cm = 183
zone = "Europe/Berlin"
sex = "female"
resting_heart_rate_bpm = 52
max_heart_rate_bpm = 186
"""


@pytest.mark.parametrize("as_of", DAYS, ids=str)
def test_a_library_is_reviewed_as_its_files_are_analysed(
    runs: Path, library: Path, as_of: dt.date
) -> None:
    library.mkdir()
    (library / "athlete.toml").write_text(PROFILE)
    (library / "loadwatch-diary.csv").write_text(DIARY)
    athlete = read_athlete(library / "athlete.toml")
    diary = read_diary(library / "loadwatch-diary.csv", as_of)
    assert diary.entries
    loadwatch(library, "import", runs)
    with reading(library) as connection:
        found = imported(connection, with_segments=True)
    by_library = review_of(found, as_of=as_of, athlete=athlete, diary=diary, with_segments=True)
    by_files = analyse(
        find_files([runs]), as_of=as_of, athlete=athlete, diary=diary, with_segments=True
    )
    told = render_json(by_library, with_segments=True)
    assert json.loads(told)["findings"] is not None
    assert told == render_json(by_files, with_segments=True)
    assert render_text(by_library, weeks=60) == render_text(by_files, weeks=60)


def test_the_command_prints_the_same_findings_as_analyse(runs: Path, library: Path) -> None:
    loadwatch(library, "import", runs)
    words = ("--format", "json", "--as-of", "2026-06-21")
    reviewed = json.loads(loadwatch(library, "review", *words).split("\nLibrary:")[0])
    analysed = json.loads(loadwatch(library, "analyse", runs, *words))
    assert reviewed == analysed


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0), (1, 0, 2)], ids=str)
def test_copies_of_a_run_are_one_in_any_order_of_arrival(
    runs: Path, library: Path, tmp_path: Path, order: tuple[int, ...]
) -> None:
    copies = sorted((runs / "other/three_formats").glob("activity_*.[fgt][ipc][txx]"))
    assert len(copies) == 3
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    for number in order:
        (inbox / copies[number].name).write_bytes(copies[number].read_bytes())
        at_rest(inbox)
        loadwatch(library, "import", inbox)
    with reading(library) as connection:
        found = imported(connection)
    (session,) = found.sessions
    assert session.source.endswith(".fit")
    assert sorted(session.sources) == [str(inbox / each.name) for each in copies]
    assert sorted(each.state for each in found.files) == ["duplicate", "duplicate", "imported"]
