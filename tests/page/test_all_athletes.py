"""The page of all athletes, in a real browser and on the disk."""

from __future__ import annotations

import re
import shutil
import stat
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from typer.testing import CliRunner

from loadwatch.cli import app
from tests.conftest import SAMPLES
from tests.library.conftest import at_rest
from tests.page.looks import look_at, widths_too_narrow

AS_OF = "2026-06-21"
FORTY = 40


def call(*words: object, code: int = 0) -> str:
    done = CliRunner().invoke(app, [str(word) for word in words])
    assert done.exit_code == code, (done.output, done.exception)
    return " ".join(done.output.replace("│", " ").split())


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Libraries of three athletes, one of which cannot be read."""
    base = tmp_path_factory.mktemp("all") / "libraries"
    recordings = sorted((SAMPLES / "garmin").glob("2026-0[4-6]-*.fit"))
    for name, own in (("Ana", recordings[:4]), ("山田", recordings[4:])):
        folder = base.parent / name
        folder.mkdir()
        for path in own:
            shutil.copy(path, folder)
        at_rest(folder)
        call("import", folder, "--library", base, "--name", name, "--jobs", 1)
    (base / "Kim").mkdir()
    (base / "Kim" / "library.sqlite").write_bytes(b"this is no library" * 99)
    (base / "Kim" / "loadwatch-diary.csv").write_text("date,saddle_symptoms\n2026-06-20,yes\n")
    return base


@pytest.fixture(scope="module")
def index(kept: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the three."""
    folder = tmp_path_factory.mktemp("out") / "pages"
    call("review", "--all", "--library", kept, "--as-of", AS_OF, "--html", folder, code=1)
    return folder / "index.html"


@pytest.fixture(scope="module")
def forty(kept: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of forty."""
    base = tmp_path_factory.mktemp("forty")
    for number in range(FORTY):
        shutil.copytree(kept / "Ana", base / "libraries" / f"Athlete {number}")
    told = ("--library", base / "libraries", "--as-of", AS_OF, "--html", base / "pages")
    call("review", "--all", *told)
    return base / "pages" / "index.html"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [375, 1100])
def test_it_asks_for_nothing_complains_of_nothing_and_can_be_read_by_all(
    browser: Browser, index: Path, scheme: str, width: int
) -> None:
    look = look_at(browser, index, width=width, scheme=scheme)
    assert look.asked == [index.as_uri()]
    assert look.said == []
    assert look.violations == []


def test_nothing_is_wider_than_the_screen(browser: Browser, index: Path) -> None:
    widths = (320, 375, 414, 600, 740, 768, 1024, 1600)
    assert widths_too_narrow(browser, index, widths) == []


def test_one_gets_to_an_athlete_and_back(browser: Browser, index: Path) -> None:
    page = browser.new_page()
    page.goto(index.as_uri())
    page.click("text=山田")
    assert page.url != index.as_uri()
    assert page.query_selector("text=The next run") is not None
    page.click("text=All athletes")
    assert page.url == index.as_uri()
    page.close()


def test_each_row_has_weeks_with_a_title_a_description_and_numbers(
    browser: Browser, index: Path
) -> None:
    page = browser.new_page()
    page.goto(index.as_uri())
    charts = page.query_selector_all("svg")
    assert len(charts) == 2
    for chart in charts:
        for part in ("title", "desc"):
            found = chart.query_selector(part)
            assert found is not None
            assert (found.text_content() or "").strip()
    assert len(page.query_selector_all("details tbody tr")) == 2
    page.close()


def test_forty_athletes_fit_on_four_sheets(browser: Browser, forty: Path) -> None:
    page = browser.new_page()
    page.goto(forty.as_uri())
    assert len(page.query_selector_all("table.all tbody tr")) == FORTY
    sheets = re.findall(rb"/Type\s*/Page\b(?!s)", page.pdf(prefer_css_page_size=True))
    assert len(sheets) <= 4
    page.close()


def test_page_and_terminal_have_the_same_order_and_findings(
    browser: Browser, index: Path, kept: Path
) -> None:
    page = browser.new_page()
    page.goto(index.as_uri())
    names = [
        each.text_content() or "" for each in page.query_selector_all("table.all tbody th .name")
    ]
    words = page.text_content("body") or ""
    page.close()
    told = call("review", "--all", "--library", kept, "--as-of", AS_OF, code=1)
    places = [told.find(name, told.find("athlete gravest")) for name in names]
    assert names[0] == "Kim"
    assert places == sorted(places)
    assert "rebuild" in words
    assert "THE DIARY OF Kim" in words


def test_files_are_private_and_the_page_alone_leads_nowhere(index: Path, kept: Path) -> None:
    assert stat.S_IMODE(index.parent.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in index.parent.iterdir()} == {0o600}
    alone = index.parent.parent / "alone.html"
    call("review", "--library", kept, "--name", "Ana", "--as-of", AS_OF, "--html", alone)
    assert "<nav" not in alone.read_text()


def test_pages_of_who_is_gone_are_taken_away_and_no_others(kept: Path, tmp_path: Path) -> None:
    base, pages = tmp_path / "libraries", tmp_path / "pages"
    shutil.copytree(kept / "Ana", base / "Ana")
    shutil.copytree(kept / "Ana", base / "Ben")
    told = ("review", "--all", "--library", base, "--as-of", AS_OF, "--html", pages)
    assert "index.html and 2 pages of athletes" in call(*told)
    own = pages / "ben-000000000000.html"
    own.write_text("mine")
    (ana,), (ben,) = (
        [path for path in pages.glob(f"{name}-*.html") if path != own] for name in ("ana", "ben")
    )
    shutil.rmtree(base / "Ben")
    call(*told)
    assert ana.exists()
    assert own.exists()
    assert not ben.exists()
    (base / "Ana" / "library.sqlite").write_bytes(b"broken" * 99)
    call(*told, code=1)
    assert not ana.exists()


def test_a_page_that_cannot_be_written_stops_no_other(kept: Path, tmp_path: Path) -> None:
    base, pages = tmp_path / "libraries", tmp_path / "pages"
    shutil.copytree(kept / "Ana", base / "Ana")
    shutil.copytree(kept / "Ana", base / "Ben")
    told = ("review", "--all", "--library", base, "--as-of", AS_OF, "--html", pages)
    call(*told)
    (ben,) = pages.glob("ben-*.html")
    ben.unlink()
    ben.mkdir()
    said = call(*told, code=1)
    assert "loadwatch: Ben: " in said
    assert "1 page of athletes" in said
    assert ben.name not in (pages / "index.html").read_text()


def test_places_that_cannot_be_a_folder_of_pages_are_refused(kept: Path, tmp_path: Path) -> None:
    file, others = tmp_path / "file", tmp_path / "site"
    file.touch()
    others.mkdir()
    (others / "index.html").touch()
    told = ("review", "--all", "--library", kept, "--html")
    assert "takes a folder" in call(*told, file, code=2)
    assert "name another folder" in call(*told, others, code=2)
    assert "cannot be made" in call(*told, tmp_path / "no" / "such", code=1)
    assert "take one of them" in call(*told, tmp_path / "x", "--format", "json", code=2)
