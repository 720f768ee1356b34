"""Rules that could not judge: those that share a reason share a line."""

from dataclasses import replace
from datetime import date
from typing import Any

from loadwatch.report import render_text
from loadwatch.report.silences import not_judged_lines
from loadwatch.rules import HISTORY, RUNS, UNOBSERVED, NotJudged

WINDOWS = (30, 14, 7, 7, 28, 84)


def told(review: Any, *items: NotJudged) -> str:
    judgement = replace(review.judgement, not_judged=list(items))
    return "\n".join(
        not_judged_lines(replace(review, as_of=date(2026, 6, 21), judgement=judgement))
    )


def test_rules_that_lack_files_in_their_window_are_told_at_once(sample_review: Any) -> None:
    items = [
        NotJudged(f"LW10{number}", f"rule-{number}", "alone", 2, 3, UNOBSERVED, days)
        for number, days in enumerate(WINDOWS)
    ]
    text = told(sample_review, *items)
    squeezed = " ".join(text.split())
    assert squeezed.count("known to be rest") == 1
    assert all(f"rule-{number} (LW10{number})" in squeezed for number in range(len(WINDOWS)))
    assert "3 of the last 84" in squeezed
    assert max(map(len, text.splitlines())) <= 80


def test_what_they_need_and_since_when_is_told_of_each(sample_review: Any) -> None:
    text = told(
        sample_review,
        NotJudged("LW101", "a", "x", 4, 1, RUNS),
        NotJudged("LW102", "b", "x", 14, 4, HISTORY),
        NotJudged("LW301", "c", "x", 2, 1, RUNS),
        NotJudged("LW103", "d", "x", 28, 4, HISTORY),
    )
    assert "Too few runs on file (1): a (LW101) needs 4; c (LW301) needs 2" in text
    assert "b (LW102) needs 14, from 1 Jul 2026" in text


def test_a_rule_alone_keeps_its_own_sentence(sample_review: Any) -> None:
    assert "a (LW101): needs more" in told(
        sample_review, NotJudged("LW101", "a", "needs more", 4, 1, RUNS)
    )


def test_a_folder_without_activities_does_not_list_every_rule(sample_review: Any) -> None:
    items = [NotJudged(f"LW{n}", f"rule-{n}", "no dated activity on file") for n in range(101, 120)]
    assert "19 rules: no dated activity on file" in told(sample_review, *items)


def test_old_days_are_told_with_their_year(sample_review: Any) -> None:
    assert "since Sat 6 Jun 2026" in render_text(replace(sample_review, as_of=date(2027, 1, 3)))
    assert "  16 Jun 2026  running" in render_text(replace(sample_review, as_of=date(2027, 6, 3)))
