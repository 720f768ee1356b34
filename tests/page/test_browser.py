"""The page in a real browser: nothing leaves, nothing is out of sight, all can be heard."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader

from tests.page.looks import look_at, widths_too_narrow

NAMES = ("samples", "one run", "on the ladder", "nothing")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [375, 1100])
def test_a_page_asks_for_nothing_complains_of_nothing_and_can_be_read_by_all(
    browser: Browser, pages: dict[str, Path], name: str, scheme: str, width: int
) -> None:
    look = look_at(browser, pages[name], width=width, scheme=scheme)
    assert look.asked == [pages[name].as_uri()]
    assert look.said == []
    assert look.violations == []


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_wider_than_the_screen(
    browser: Browser, pages: dict[str, Path], name: str
) -> None:
    widths = (320, 375, 414, 600, 768, 1024, 1600)
    assert widths_too_narrow(browser, pages[name], widths) == []


@pytest.mark.parametrize("name", NAMES)
def test_it_prints_on_three_sheets_at_most_and_no_heading_stands_alone(
    browser: Browser, pages: dict[str, Path], name: str
) -> None:
    page = browser.new_page()
    page.goto(pages[name].as_uri())
    heads = {each.inner_text() for each in page.query_selector_all("h2, h3, figcaption")}
    sheets = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    assert 1 <= len(sheets) <= 3
    for sheet in sheets:
        lines = [line.strip() for line in sheet.extract_text().splitlines() if line.strip()]
        assert lines[-1] not in heads, "a heading at the foot of a sheet"
    page.close()


def test_every_chart_has_a_title_a_description_and_a_table(
    browser: Browser, pages: dict[str, Path]
) -> None:
    page = browser.new_page()
    page.goto(pages["samples"].as_uri())
    charts = page.query_selector_all("figure")
    assert len(charts) >= 4
    for chart in charts:
        for part in ("svg title", "svg desc", "details table tbody tr"):
            found = chart.query_selector(part)
            assert found is not None
            assert (found.text_content() or "").strip()
    page.close()
