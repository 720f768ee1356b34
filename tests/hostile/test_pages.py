"""A page of hostile names is, in a real browser, the page of harmless ones but for its words."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from loadwatch.report.words import shown_name
from tests.hostile.conftest import called
from tests.hostile.names import AS_OF, HOSTILE, Place, on_disk
from tests.hostile.test_terminal import leaks

OUTLINE = """[...document.querySelectorAll("*")].map(
    each => [each.tagName, ...[...each.attributes].map(a => a.name).sort()].join(" "))"""
NAMED = "[...document.querySelectorAll('[title]')].map(each => each.title).join('\\n')"

Made = dict[str, Path]


def pages_of(place: Place, folder: Path) -> Made:
    """Pages by name."""
    page = folder / "page.html"
    called("review", "--library", place.library, "--as-of", AS_OF, "--html", page)
    analysed = folder / "analysed.html"
    called("analyse", place.recordings, "--no-cache", "--html", analysed)
    called("review", "--all", "--library", place.libraries, "--as-of", AS_OF,
           "--html", folder / "all")  # fmt: skip
    return {"page": page, "analysed": analysed, "all": folder / "all" / "index.html"}


@pytest.fixture(scope="module")
def pages(place: Place, tmp_path_factory: pytest.TempPathFactory) -> Made:
    return pages_of(place, tmp_path_factory.mktemp("pages"))


@pytest.fixture(scope="module")
def plain_pages(plain_place: Place, tmp_path_factory: pytest.TempPathFactory) -> Made:
    return pages_of(plain_place, tmp_path_factory.mktemp("plain"))


def outline_of(browser: Browser, path: Path) -> tuple[Counter[str], str, list[str]]:
    """Elements with the names of their attributes, the words, and what it asked for or said."""
    context = browser.new_context(offline=True, bypass_csp=True)
    page = context.new_page()
    said: list[str] = []
    page.on("request", lambda request: said.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("dialog", lambda dialog: said.append(dialog.message))
    page.goto(path.as_uri())
    outline = Counter(page.evaluate(OUTLINE))
    words = page.evaluate("document.documentElement.textContent") + page.evaluate(NAMED)
    context.close()
    return outline, words, said


@pytest.mark.parametrize("name", ["page", "analysed", "all"])
def test_no_name_is_an_element_an_attribute_or_a_request(
    browser: Browser, pages: Made, plain_pages: Made, name: str
) -> None:
    outline, words, said = outline_of(browser, pages[name])
    plain, _, _ = outline_of(browser, plain_pages[name])
    assert outline - plain == plain - outline == Counter()
    assert said == [pages[name].as_uri()]
    assert leaks(words) == []


def test_the_page_of_all_has_each_name_as_letters(browser: Browser, pages: Made) -> None:
    _, words, _ = outline_of(browser, pages["all"])
    for number, name in enumerate(HOSTILE.values()):
        assert shown_name(f"{number:02}{on_disk(name)}", 80) in words


def test_files_of_athletes_have_tame_names_and_stay_in_the_folder(pages: Made) -> None:
    folder = pages["all"].parent
    names = {path.name for path in folder.iterdir()}
    listed = (folder / ".loadwatch-pages").read_text().split()
    assert names == {"index.html", ".loadwatch-pages", *listed}
    assert all(set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-.") for name in listed)


def json_of(place: Place) -> Iterator[str]:
    for words in (("review", "--library", place.library),
                  ("diary", "list", "--diary", place.library),
                  ("review", "--all", "--library", place.libraries)):  # fmt: skip
        yield called(*words, "--format", "json").stdout


def test_json_of_hostile_names_is_json(place: Place) -> None:
    for text in json_of(place):
        document = json.loads(text)
        assert document["schema"].startswith("loadwatch.")
        text.encode("utf-8")
