"""The page says what the terminal says, and takes no name for markup."""

from __future__ import annotations

import html
import itertools
import re
import shutil
from datetime import date
from pathlib import Path

from loadwatch.importer import find_files, import_files
from loadwatch.markup.chart import LEAST_APART, months
from loadwatch.report import render_text, story
from loadwatch.report.page import render
from loadwatch.review import review_of
from tests.page.conftest import SAMPLES


def words_of(text: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def test_terminal_and_page_say_the_same_verdict_findings_and_reasons() -> None:
    review = review_of(import_files(find_files([SAMPLES])))
    page, terminal = words_of(render(review)), " ".join(render_text(review).split())
    for text in (page, terminal):
        assert story.verdict(review) in text
        for each in story.found(review):
            assert each.finding.name in text
    for each in story.found(review):
        for part in (each.title, each.message, each.advice, each.evidence, each.until):
            assert part in page


def test_a_name_that_is_markup_is_a_name(tmp_path: Path) -> None:
    shutil.copy(next(SAMPLES.rglob("*.fit")), tmp_path / "run.fit")
    (tmp_path / "<img src=x onerror=alert(1)>.fit").write_bytes(b"\x0e\x10")
    page = render(review_of(import_files(find_files([tmp_path]))))
    assert "<img" not in page
    assert "&lt;img src=x onerror=alert(1)&gt;.fit" in page


def test_words_below_an_axis_never_touch_and_a_year_is_told_before_a_month() -> None:
    starts = [
        (week / 104, date(2024 + (week + 22) // 52, (week + 22) % 52 // 5 + 1, 1))
        for week in range(104)
    ]
    told = list(months(starts))
    places = sorted(tick.at for tick in told)
    assert min(b - a for a, b in itertools.pairwise(places)) >= LEAST_APART
    years = [tick for tick in told if not tick.is_minor]
    assert [tick.words[-4:] for tick in years] == ["2024", "2025", "2026"]
