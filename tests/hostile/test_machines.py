"""Calendar and tables of hostile names: no line, no cell and no formula more than of harmless."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import icalendar
import pandas as pd
import pytest

from loadwatch.cli.printed import CsvTable
from loadwatch.report import ics
from loadwatch.report.cells import FORMULA
from tests.hostile.conftest import called
from tests.hostile.names import AS_OF, HOSTILE, Place, harmless
from tests.hostile.test_terminal import leaks, must_be_plain
from tests.notify.conftest import SPIKE, review_of

SPIKED = review_of(SPIKE)
FORMULA_STARTS = tuple(FORMULA.replace("\\", "") + "\t\r")


def properties(content: bytes) -> list[tuple[str, list[str]]]:
    """Components of a calendar, each with the names of what it says."""
    for line in content.split(b"\r\n"):
        assert len(line) <= 75
        assert leaks(line.decode("utf-8", "ignore")) == []
    calendar = icalendar.Calendar.from_ical(content)
    assert calendar.errors == []
    return [(each.name, sorted(each.keys())) for each in calendar.walk()]


def calendar_of(name: str) -> bytes:
    findings = [
        replace(each, message=name, advice=name, evidence=name)
        for each in SPIKED.judgement.findings
    ]
    judgement = replace(SPIKED.judgement, findings=findings)
    return ics.of_review(replace(SPIKED, judgement=judgement), whose=name)


@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_is_a_line_of_a_calendar(name: str) -> None:
    hostile = calendar_of(HOSTILE[name])
    assert properties(hostile) == properties(calendar_of(harmless(HOSTILE[name])))
    (event,) = icalendar.Calendar.from_ical(hostile).walk("VEVENT")
    assert event["SUMMARY"] == "loadwatch: look again"


def test_the_calendar_of_a_hostile_library_is_that_of_a_harmless_one(
    place: Place, plain_place: Place
) -> None:
    one, other = (
        called("review", "--library", each.library, "--as-of", AS_OF, "--format", "ics")
        for each in (place, plain_place)
    )
    assert properties(one.stdout_bytes) == properties(other.stdout_bytes)


def table_of(place: Place, table: str) -> str:
    done = called("review", "--library", place.library, "--as-of", AS_OF,
                  "--format", "csv", "--table", table)  # fmt: skip
    return done.stdout_bytes.decode("utf-8-sig")


@pytest.mark.parametrize("table", CsvTable)
def test_no_name_is_a_formula_a_row_or_a_control_letter_of_a_table(
    place: Place, plain_place: Place, table: str
) -> None:
    text, plain = table_of(place, table), table_of(plain_place, table)
    assert leaks(text) == []
    rows, others = (list(csv.reader(io.StringIO(each))) for each in (text, plain))
    assert [len(row) for row in rows] == [len(row) for row in others]
    for row in rows:
        for cell in row:
            assert is_number(cell) or not cell.startswith(FORMULA_STARTS), cell
    frame = pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False)
    assert frame.to_numpy().tolist() == rows[1:]


def is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


@pytest.mark.parametrize(
    "words",
    [("review",), ("review", "--full"), ("imports", "--files")],
    ids=" ".join,
)  # fmt: skip
def test_a_terminal_of_ascii_alone_gets_ascii_alone(
    place: Place, words: tuple[str, ...], tmp_path: Path
) -> None:
    given = ("--as-of", AS_OF) if "review" in words else ()
    in_ascii(tmp_path, *words, "--library", place.library, *given)


def test_so_does_a_coach(place: Place, tmp_path: Path) -> None:
    in_ascii(tmp_path, "review", "--all", "--library", place.libraries, "--as-of", AS_OF)


def in_ascii(folder: Path, *words: object) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "loadwatch", *map(str, words)],
        capture_output=True, check=False, timeout=120, cwd=folder,
        env={**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
    )  # fmt: skip
    assert done.returncode in (0, 1, 3), done.stderr
    assert b"Traceback" not in done.stderr
    must_be_plain(done.stdout.decode("ascii"))
    must_be_plain(done.stderr.decode("ascii"))
