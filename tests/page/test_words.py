"""The page says what the terminal says, and takes no name for markup."""

from __future__ import annotations

import html
import itertools
import re
import shutil
from datetime import date
from pathlib import Path

from loadwatch.cli.ahead import next_run_day
from loadwatch.importer import find_files, import_files
from loadwatch.markup.chart import LEAST_APART, months
from loadwatch.references import REFERENCES
from loadwatch.report import render_text, story
from loadwatch.report.page import render
from loadwatch.review import review_of
from tests.page.conftest import ON_THE_LADDER, SAMPLES, page_of


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


def test_the_ladder_stands_on_the_page_of_one_who_climbs_it() -> None:
    found = import_files(find_files([SAMPLES]))
    page = words_of(page_of(found, as_of=ON_THE_LADDER))
    assert "HOLD stage 7" in page
    assert "you stand at stage 7" in page
    stage = re.search(r"7 run 75 s, walk 75 s, 9 times ([\d.]+) [\d,]+ (.*?) 8 run", page)
    assert stage is not None
    assert stage.groups() == ("11.2", "▼ here")


def test_one_who_runs_without_walks_gets_no_ladder() -> None:
    page = words_of(page_of(import_files(find_files([SAMPLES]))))
    assert "run-walk ladder" not in page.replace("run-walk ladder governs", "")


def test_every_source_of_a_finding_is_told_in_full() -> None:
    review = review_of(import_files(find_files([SAMPLES])))
    page = words_of(render(review))
    cited = {key for finding in review.judgement.findings for key in finding.cites}
    assert cited
    for key in cited:
        assert REFERENCES[key].full in page


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


def test_a_day_and_a_week_with_a_run_of_unknown_impacts_are_no_zero() -> None:
    found = import_files(find_files([SAMPLES]))
    page = words_of(page_of(found, as_of=date(2026, 6, 1)))
    assert "28 May 2026: ? impacts" in page
    assert "28 May 2026: 0 impacts" not in page
    assert "7,587? impacts" in page


def test_the_next_run_is_of_tomorrow_where_today_has_one() -> None:
    review = review_of(import_files(find_files([SAMPLES])))
    assert next_run_day(review, date(2026, 6, 21)) == date(2026, 6, 22)
    assert next_run_day(review, date(2026, 6, 22)) == date(2026, 6, 22)
