"""No text of a surface escapes the catalogue: in a made-up language no plain word is left."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from loadwatch.columns import TABLES
from loadwatch.programme.file import LADDERS
from loadwatch.references import REFERENCES
from loadwatch.rules import all_rules
from tests.language.pseudo import write_pseudo

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "sample_files"
DIARY = """\
date,until,day,pain_during,pain_after,pain_next_morning,leg_symptoms,session_rpe,run_km,run_min,note
2026-06-10,,,3,3,2,no,4,,,
2026-06-12,2026-06-13,ill,,,,,,,,
2026-06-15,,,,,,,,5,30,
2026-06-20,,,6,5,4,yes,6,,,
2026-06-21,,,,,,7,,,,
"""

SURFACES = {
    "plan": ("plan", "."),
    "plan of a run": ("plan", ".", "--km", "12"),
    "plan of sets": ("plan", ".", "--run", "60", "--walk", "60", "--reps", "9"),
    "programme": ("programme", "."),
    "programme after a test run": ("programme", ".", "--test", "40", "--ladder", "military"),
    "ladders": ("programme", "ladders"),
    "ready": ("programme", "ready", "--no-red-flag", "--severe"),
    "rules": ("rules",),
    "explain a finding": ("explain", "{finding}", "."),
    "explain a rule": ("explain", "LW101"),
    "explain a rule with numbers": ("explain", "LW601", "."),
    "explain a word": ("explain", "base"),
    "explain a column": ("explain", "run_impact_count", "."),
    "explain a ratio": ("explain", "base_ratio", "."),
    "diary": ("diary", "list", "--diary", "."),
}
"""What is shown where; a page is written to the file that {page} stands for."""

THRESHOLDS = "|".join({name for each in all_rules() for name in each.parameters})
NOT_TRANSLATED = re.compile(
    "|".join(
        [
            *(re.escape(each.name) for each in all_rules()),
            r"LW\d{3}[-\d]*",
            *(re.escape(text) for each in REFERENCES.values() for text in (each.full, each.short)),
            r"\d{8}T\d{6}Z-[-\w]+",
            r"doi:\S+|pmid:\S+|https?://\S+",
            r"[\w./\\-]+\.(?:fit|gpx|tcx|csv|toml|gz|zip|html)\b",
            rf"\b(?:{'|'.join([*TABLES, *LADDERS, 'loadwatch', 'UTC'])})\b",
            rf"\b(?:{THRESHOLDS})(?= (?:= )?\d)",
            r"\b[a-z0-9]+(?:_[a-z0-9]+)+\b",
        ]
    )
)
"""Names of rules, sources, files, sessions, tables, columns, ladders and thresholds: the same in
every language."""


class _Words(HTMLParser):
    """Text of a page and of what is told of its parts; no style."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside.append(tag)
        self.found += [
            value for name, value in attrs if name in ("title", "aria-label", "alt") and value
        ]

    def handle_endtag(self, tag: str) -> None:
        while self._inside and self._inside.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if "style" not in self._inside:
            self.found.append(data)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("told") / "runs"
    shutil.copytree(SAMPLES, folder)
    (folder / "loadwatch-diary.csv").write_text(DIARY, encoding="utf-8")
    write_pseudo(folder.parent / "xx.po")
    return folder


def run(folder: Path, *arguments: str) -> str:
    environment = {
        **os.environ,
        "LOADWATCH_LANGUAGE": str(folder.parent / "xx.po"),
        "LOADWATCH_CACHE": str(folder.parent / "cache"),
        "PYTHONIOENCODING": "utf-8",
        "COLUMNS": "100",
    }
    done = subprocess.run(
        [sys.executable, "-m", "loadwatch", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode in (0, 3, 10), done.stderr
    return done.stdout


def plain_words(text: str) -> list[str]:
    text = NOT_TRANSLATED.sub(" ", " ".join(text.split()))
    return sorted(set(re.findall(r"[A-Za-z]{3,}", text)))


def page_words(page: Path) -> Iterator[str]:
    words = _Words()
    words.feed(page.read_text(encoding="utf-8"))
    yield from words.found


@pytest.mark.parametrize("name", SURFACES)
def test_no_text_escapes_the_catalogue(name: str, told: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    stand_for = {"{page}": str(page), "{finding}": "LW601-20260620"}
    arguments = [stand_for.get(each, each) for each in SURFACES[name]]
    printed = run(told, *arguments)
    shown = " ".join(page_words(page)) if page.exists() else printed
    assert re.search("[áéíóú]", shown)
    assert plain_words(shown) == []
