"""The page of a file full of hostile names is, in a real browser, that of harmless ones."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.faults.build import gpx, run, zipped
from tests.hostile.conftest import called
from tests.hostile.names import HOSTILE, Word, fit_by, harmless, hostile
from tests.hostile.test_pages import outline_of
from tests.hostile.test_terminal import leaks, must_be_plain

AT_ONCE = 6
"""Names in one archive; a page has eight sections, and names twelve files that were refused."""
NUMBERS = range(0, len(HOSTILE), AT_ONCE)


def archive(folder: Path, word: Word, first: int) -> Path:
    """An archive of runs by devices, and of broken files, of such names."""
    members = {}
    for number, name in enumerate(islice(HOSTILE.values(), first, first + AT_ONCE)):
        told = word(name)
        for kind, content in ((".fit", fit_by(f"{number}{told}")), (".gpx", b"<gpx")):
            member = f"{number}{told[:200]}{kind}".encode("utf-8", "surrogateescape")
            members[member.decode("latin-1")] = content
    path = folder / "x.zip"
    path.write_bytes(zipped(members))
    return path


def page(folder: Path, word: Word, first: int) -> Path:
    folder.mkdir()
    written = folder / "page.html"
    done = called("show", archive(folder, word, first), "--html", written)
    must_be_plain(done.output)
    return written


def numbers() -> Iterator[object]:
    """The first names with each run; all of them where slow tests run."""
    yield NUMBERS[0]
    yield from (pytest.param(first, marks=pytest.mark.slow) for first in NUMBERS[1:])


@pytest.mark.parametrize("first", list(numbers()))
def test_no_name_is_an_element_an_attribute_or_a_request(
    browser: Browser, tmp_path: Path, first: int
) -> None:
    made, plain = (page(tmp_path / word.__name__, word, first) for word in (hostile, harmless))
    outline, words, said = outline_of(browser, made)
    assert outline == outline_of(browser, plain)[0]
    assert said == [made.as_uri()]
    assert leaks(words) == []
    for options in ((), ("--ascii",)):
        must_be_plain(called("show", tmp_path / "hostile" / "x.zip", *options).output)


def test_a_file_that_is_called_markup_has_a_page(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "<img src=x onerror=alert(1)>.gpx"
    path.write_bytes(gpx(run()).encode())
    written = tmp_path / "page.html"
    assert called("show", path, "--html", written).exit_code == 0
    _, words, said = outline_of(browser, written)
    assert said == [written.as_uri()]
    assert leaks(words) == []
