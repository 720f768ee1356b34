"""The text report: what a runner reads, and what a hostile name cannot do to a terminal."""

from dataclasses import replace
from typing import Any

import pytest

from loadwatch.report import FileRow, render_text
from loadwatch.report.words import shown_name, wrapped


def squeezed(text: str) -> str:
    return " ".join(text.split())


def test_every_open_finding_and_every_silence_is_told(sample_review: Any) -> None:
    text = squeezed(render_text(sample_review))
    judgement = sample_review.judgement
    for finding in judgement.findings:
        assert finding.code in text
    for item in judgement.not_judged:
        assert item.code in text


def test_the_first_three_findings_come_with_numbers_advice_evidence_and_end(
    sample_review: Any,
) -> None:
    text = squeezed(render_text(sample_review))
    for finding in sample_review.judgement.findings[:3]:
        assert squeezed(finding.message) in text
        assert squeezed(finding.advice) in text
        assert finding.evidence in text
    assert "Open until" in text


def test_nothing_promises_safety(sample_review: Any) -> None:
    assert "safe" not in render_text(sample_review).lower()


def test_an_unobserved_week_is_not_shown_as_an_empty_one(sample_review: Any) -> None:
    text = render_text(sample_review, weeks=24)
    assert "no run on file for 1 week" in text


def test_plain_letters_where_the_terminal_knows_no_others(sample_review: Any) -> None:
    assert render_text(sample_review, plain_ascii=True).isascii()


@pytest.mark.parametrize(
    ("name", "shown"),
    [("a\x1b[2Jb.fit", "a\\x1b[2Jb.fit"), ("a\nb.fit", "a\\x0ab.fit"),
     ("a\u202eb.fit", "a\\x202eb.fit"), ("a\udcffb.fit", "a\\udcffb.fit")],
)  # fmt: skip
def test_a_name_cannot_write_to_the_terminal(name: str, shown: str) -> None:
    assert shown_name(name) == shown


def test_a_long_name_is_cut_at_its_front() -> None:
    assert len(shown_name("x" * 500)) == 200


def test_a_file_that_cannot_be_used_is_named_with_its_reason(sample_review: Any) -> None:
    broken = FileRow("bad\x1b.fit", None, "quarantined", "the file is empty", ())
    text = render_text(replace(sample_review, files=[broken]))
    assert "bad\\x1b.fit: the file is empty" in text


def test_a_number_and_its_per_cent_stay_on_one_line() -> None:
    for width in range(60, 80):
        assert not any(line.startswith("%") for line in wrapped("x" * width + " 154 % more", ""))


def test_symptoms_do_not_end_by_level_weeks(sample_review: Any) -> None:
    first = replace(sample_review.judgement.findings[0], name="pain-response")
    judgement = replace(sample_review.judgement, findings=[first])
    text = squeezed(render_text(replace(sample_review, judgement=judgement)))
    assert "if the diary tells of no more" in text
    assert "if weeks stay level" not in text


def test_without_any_impact_no_table_of_load_is_shown(sample_review: Any) -> None:
    none = [replace(each, last_7d=0.0, usual_week=0.0) for each in sample_review.acute]
    assert "Impact load now" not in render_text(replace(sample_review, acute=none))
