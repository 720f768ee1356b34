"""The two files: what is written, what is refused, and what is left alone."""

import stat
from datetime import date, datetime
from pathlib import Path

import pytest

from loadwatch.corrections import (
    Acknowledgement,
    Correction,
    Told,
    keep_acknowledgements,
    keep_corrections,
    read_told,
)
from loadwatch.errors import CorrectionError


def never(_told: object) -> bool:
    return False


def test_what_was_kept_is_read_again(tmp_path: Path) -> None:
    told = Correction("a", "walking", datetime.fromisoformat("2026-06-01 07:30"), 5.25, 2, True)
    keep_corrections(tmp_path, never, [told])
    keep_acknowledgements(
        tmp_path, never, [Acknowledgement("LW101-20260501", date(2026, 6, 1), "caution")]
    )
    found = read_told(tmp_path)
    assert list(found.corrections) == [
        Correction(
            "a", "walking", datetime.fromisoformat("2026-06-01 07:30"), 5.25, 2, True, line=2
        )
    ]
    assert found.acknowledgements[0].until == date(2026, 6, 1)
    assert not found.problems
    for path in found.paths:
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_without_files_nothing_is_told(tmp_path: Path) -> None:
    found = read_told(tmp_path)
    assert found == Told(tmp_path, [], [], [], [])


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("a,dancing,,,,", "sport is one of"),
        ("a,,yesterday,,,", "write it like 2026-06-01 07:30"),
        ("a,,2026-13-01 07:30,,,", "write it like 2026-06-01 07:30"),
        ("a,,1999-01-01 07:30,,,", "lies in the years"),
        ("a,,,0,,", "a distance is over 0"),
        ("a,,,far,,", "distance_km is a number"),
        ("a,,,,3,", "1 (steps) or 2 (strides)"),
        ("a,,,,,perhaps", "yes or no"),
        ("a,,,,,", "nothing is corrected"),
        (",walking,,,,", "no session_id"),
        ('"a,walking,,,,', "a quotation mark"),
        ("a,walking,,,,,,x", "8 cells where"),
    ],
)
def test_a_bad_line_is_told_in_one_sentence_and_stays(tmp_path: Path, line: str, why: str) -> None:
    path = tmp_path / "corrections.csv"
    before = (
        "# mine\r\nsession_id,sport,start,distance_km,cadence_factor,exclude\r\n"
        f"{line}\r\nb,hiking,,,,\r\n"
    )
    path.write_bytes(before.encode())
    found = read_told(tmp_path)
    (problem,) = found.problems
    assert problem.startswith("corrections.csv, line 3: ")
    assert why in problem
    assert [each.session_id for each in found.corrections] == ["b"]
    keep_corrections(tmp_path, never, [Correction("c", exclude=True)])
    assert path.read_bytes() == before.encode() + b"c,,,,,yes\n"


def test_taking_back_leaves_all_other_lines_and_notes(tmp_path: Path) -> None:
    path = tmp_path / "corrections.csv"
    path.write_text("session_id;note;exclude\na;the dog's;yes\n\nb;mine;yes\n\xfc\n", "latin-1")
    keep_corrections(tmp_path, lambda told: told.session_id == "a", [])
    text = path.read_text("latin-1")
    assert text == "session_id;note;exclude\n\nb;mine;yes\n\xfc\n"
    keep_corrections(tmp_path, never, [Correction("c", sport="walking")])
    added = text.replace("exclude", "exclude;sport") + "c;;;walking\n"
    assert path.read_text("latin-1") == added


def test_another_table_of_that_name_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "corrections.csv"
    path.write_text("pupil,mark\nAnna,1\n")
    assert "does not name the columns" in read_told(tmp_path).problems[0]
    with pytest.raises(CorrectionError, match="left as it is"):
        keep_corrections(tmp_path, never, [Correction("c", exclude=True)])
    assert path.read_text() == "pupil,mark\nAnna,1\n"


@pytest.mark.parametrize("code", ["LW601", "LW602"])
def test_symptoms_cannot_be_acknowledged_in_the_file_either(tmp_path: Path, code: str) -> None:
    (tmp_path / "acknowledged.csv").write_text(f"finding_id\n{code}-20260501\n")
    found = read_told(tmp_path)
    assert not found.acknowledgements
    assert "cannot be acknowledged away" in found.problems[0]
