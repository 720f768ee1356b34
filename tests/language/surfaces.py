"""Everything that tells of a review, as one asks for it, and what of it is read."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from tests.language.pseudo import write_pseudo

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "sample_files"
MAILS = Path(__file__).with_name("mails.py")
DIARY = """\
date,until,day,pain_during,pain_after,pain_next_morning,leg_symptoms,session_rpe,run_km,run_min,note
2026-06-10,,,3,3,2,no,4,,,
2026-06-12,2026-06-13,ill,,,,,,,,
2026-06-15,,,,,,,,5,30,
2026-06-20,,,6,5,4,yes,6,,,
2026-06-21,,,,,,7,,,,
"""
ATHLETES = ("A1", "B2")
ONE, ALL = (
    ("review", "--library", "../libraries/A1"),
    ("review", "--all", "--library", "../libraries"),
)
THEN = ("--as-of", "2026-06-21")
PAGE = ("--html", "{page}")
SHOWN = {
    "a run": "garmin/2026-06-06-08-15-47.fit",
    "a treadmill": "garmin/2026-04-04-08-03-43.fit",
    "a damaged file": "garmin/2026-03-10-18-38-35.fit",
    "strength training": "garmin/2026-01-05-19-33-24.fit",
    "a ride": "garmin/2026-05-31-10-21-40.fit",
    "a track without a cadence": "apple/workout-routes/route_2026-04-23_6.49am.gpx",
    "no activity": "garmin/Settings.fit",
}

SURFACES = {
    "the week": ("analyse", "."),
    "every table": ("analyse", ".", "--full"),
    "every table, early": ("analyse", ".", "--full", "--as-of", "2026-03-01"),
    "page": ("analyse", ".", *PAGE),
    "calendar": ("analyse", ".", "--format", "ics"),
    "library": ONE,
    "library, every table": (*ONE, *THEN, "--full"),
    "page of a library": (*ONE, *THEN, *PAGE),
    "calendar of a library": (*ONE, *THEN, "--format", "ics"),
    "athletes": ALL,
    "athletes, then": (*ALL, *THEN),
    "pages of athletes": (*ALL, *THEN, *PAGE),
    **{f"show {name}": ("show", path, "--all") for name, path in SHOWN.items()},
    **{f"page of {name}": ("show", path, *PAGE) for name, path in SHOWN.items()},
    "mails": (str(MAILS), "../libraries", "{page}"),
    "plan": ("plan", "."),
    "plan of a run": ("plan", ".", "--km", "12"),
    "plan of sets": ("plan", ".", "--run", "60", "--walk", "60", "--reps", "9"),
    "programme": ("programme", "."),
    "programme after a test run": ("programme", ".", "--test", "40", "--ladder", "military"),
    "ladders": ("programme", "ladders"),
    "ready": ("programme", "ready", "--no-red-flag", "--severe"),
    "rules": ("rules",),
    "explain a finding": ("explain", "LW601-20260620", "."),
    "explain a rule": ("explain", "LW101"),
    "explain a rule with numbers": ("explain", "LW601", "."),
    "explain a word": ("explain", "base"),
    "explain a column": ("explain", "run_impact_count", "."),
    "explain a ratio": ("explain", "base_ratio", "."),
    "diary": ("diary", "list", "--diary", "."),
}
"""What is shown where; pages are written where {page} stands."""


class Told:
    """Runs, two libraries with a diary, corrections and acknowledgements; a reader.

    Parameters
    ----------
    folder : Path
        An empty one.
    **reader
        Environment.
    """

    def __init__(self, folder: Path, **reader: str) -> None:
        self.runs, self.page = folder / "runs", folder / "page.html"
        self.libraries = folder / "libraries"
        self.reader = reader
        self.catalogue = folder / "xx.po"
        shutil.copytree(SAMPLES, self.runs)
        write_pseudo(self.catalogue)
        self.write_diary(self.runs)
        (self.runs / "athlete.toml").write_text(PROFILE, encoding="utf-8")
        for name in ATHLETES:
            library = self.libraries / name
            self.ask("import", ".", "--library", str(library), plain=True)
            self.write_diary(library)
        self.sessions = self.json("analyse", ".")["sessions"]
        self._correct()

    def write_diary(self, folder: Path) -> None:
        (folder / "loadwatch-diary.csv").write_text(DIARY, encoding="utf-8")

    def _correct(self) -> None:
        runs = [each["session_id"] for each in self.sessions if each["sport"] == "running"]
        where = ("--recordings", ".")
        self.ask("correct", runs[3], "--start", "2026-01-20 17:30", *where, plain=True)
        self.ask("correct", runs[4], "--distance", "5", "--sport", "hiking", *where, plain=True)
        self.ask("correct", runs[5], "--exclude", *where, plain=True)
        is_open = [each["finding_id"] for each in self.json("analyse", ".")["findings"]]
        mild = next(str(each) for each in is_open if not str(each).startswith("LW60"))
        self.ask("ack", mild, *where, plain=True)

    def json(self, *arguments: str) -> Any:
        return json.loads(self.ask(*arguments, "--format", "json", plain=True))

    def shown(self, name: str) -> str:
        """Text of a surface, pages as they are written."""
        if self.page.is_dir():
            shutil.rmtree(self.page)
        self.page.unlink(missing_ok=True)
        printed = self.ask(
            *(str(self.page) if each == "{page}" else each for each in SURFACES[name])
        )
        if self.page.is_dir():
            return "\n".join(each.read_text("utf-8") for each in sorted(self.page.glob("*.html")))
        return self.page.read_text("utf-8") if self.page.exists() else printed

    def ask(self, *arguments: str, plain: bool = False) -> str:
        environment = {
            **os.environ,
            "LOADWATCH_CACHE": str(self.runs.parent / "cache"),
            "PYTHONIOENCODING": "utf-8",
            "COLUMNS": "100",
            **({} if plain else self.reader),
        }
        begin = () if arguments[0] == str(MAILS) else ("-m", "loadwatch")
        done = subprocess.run(
            [sys.executable, *begin, *arguments],
            cwd=self.runs, env=environment, capture_output=True, encoding="utf-8", check=False,
        )  # fmt: skip
        assert done.returncode in (0, 3, 10), done.stderr
        return done.stdout


PROFILE = """\
name = "A1"
wakes_at = "06:30"
[rules.LW101]
limit = 1.05
"""


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


def words_of(text: str) -> str:
    """What is read of a text: all of it, of pages what a browser shows or reads aloud."""
    if text.lstrip().startswith("<!"):
        words = _Words()
        words.feed(text)
        text = " ".join(words.found)
    return text
