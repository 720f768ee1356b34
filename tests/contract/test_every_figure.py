"""Each figure that people are shown is one of the review, in another unit and rounded at most."""

from __future__ import annotations

import ast
import csv
import io
import json
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from loadwatch.activity import FOOT_SPORTS
from loadwatch.athlete import Athlete
from loadwatch.importer import Import, find_files, import_files
from loadwatch.outlook import plan, standing
from loadwatch.plan import Asked
from loadwatch.programme import LADDERS, Stage, find_ladder
from loadwatch.report import Review, render_csv, render_json, render_plan_json
from loadwatch.report.programme import render_json as render_programme_json
from loadwatch.review import review_of
from tests.conftest import ROOT, SAMPLES
from tests.contract.surfaces import PEOPLE, Week

FIGURE = re.compile(r"(?<![\w.,])[-+−]?\d[\d,]*(?:\.\d+)?(?![\w]|:\d|,\d)")
CLOCK = re.compile(r"\b(?:\d+:)?\d+:\d\d\b")
MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
NO_FIGURES = re.compile(
    rf"\b\d{{1,2}} (?:{MONTHS})\w*(?: \d{{4}})?|\b(?:{MONTHS})\w* \d{{4}}|\b\d{{4}}-\d\d-\d\d\b"
    r"|\bLW\d+(?:-\d+)?|\b\d+\.\d+\.\d+\S*|\S+\.(?:fit|gpx|tcx|zip|gz|json|csv)\b\S*"
)
"""Days, codes, versions and names of files."""
SCALES = {
    r"_s$": (1.0, 1 / 60),
    r"_m$": (1.0, 1 / 1000),
    r"_mps$": (1.0, 3.6),
    r"_share$|_ratio$": (1.0, 100.0),
    r"^base_run_impact_count$": (1.0, 7.0),
}
"""Units that a number may be shown in, by the end of its name; of any other, only its own."""
DRAWN_SESSIONS = 12
LEAST_TOLD = 100
"""A figure of fewer than three digits is found by chance among so many numbers."""
STATIC = ("report", "notify", "markup", "notice.py", "references.py", "glossary", "formulas.py",
          "rules", "columns.py", "plan")  # fmt: skip


@pytest.fixture(scope="module", params=["the last day", "on the ladder"])
def week(request: pytest.FixtureRequest) -> Week:
    """The samples as of two days."""
    found: Import = import_files(find_files([SAMPLES]))
    last = review_of(found).as_of
    assert last is not None
    as_of = last if request.param == "the last day" else last - timedelta(days=121)
    review = review_of(found, as_of=as_of, with_segments=True)
    return Week(
        review,
        plan(found, Asked(), on=as_of + timedelta(days=1)),
        standing(review, find_ladder(LADDERS[0]), today=as_of, athlete=Athlete()),
    )


def figures(text: str) -> Iterator[tuple[str, float, int]]:
    """Figures of a text: as written, the value, and its decimals."""
    for found in FIGURE.finditer(NO_FIGURES.sub(" ", CLOCK.sub(" ", text))):
        written = found[0].replace(",", "").replace("−", "-")
        yield found[0], abs(float(written)), len(written.partition(".")[2])


def leaves(value: Any, name: str = "") -> Iterator[float]:
    """Numbers of a document in every unit, those in its sentences included."""
    if isinstance(value, bool) or value is None:
        return
    if isinstance(value, int | float):
        scales = next((told for end, told in SCALES.items() if re.search(end, name)), (1.0,))
        yield from (abs(value) * scale for scale in scales)
    elif isinstance(value, str):
        yield from (number for _, number, _ in figures(value))
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from leaves(each, key)
    else:
        yield float(len(value))
        for each in value:
            yield from leaves(each, name)


def cells(text: str) -> Iterator[float]:
    for row in csv.DictReader(io.StringIO(text)):
        for head, cell in row.items():
            try:
                yield from leaves(float(cell), head.partition(" ")[0])
            except ValueError:
                yield from leaves(cell)


def fixed() -> Iterator[float]:
    """Numbers in the program's own words: limits, powers, days of a rule."""
    for name in STATIC:
        place = ROOT / "src" / "loadwatch" / name
        for path in [place] if place.is_file() else sorted(place.rglob("*.*")):
            yield from fixed_in(path)


def fixed_in(path: Path) -> Iterator[float]:
    if path.suffix == ".j2":
        yield from (number for _, number, _ in figures(path.read_text(encoding="utf-8")))
    elif path.suffix == ".py":
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, int | float | str):
                yield from leaves(node.value)


class Pool:
    """Numbers that may be shown, in every unit."""

    def __init__(self, numbers: Iterable[float]) -> None:
        self.sorted = sorted(set(numbers))

    def holds(self, value: float, decimals: int) -> bool:
        half = 0.5 * 10.0**-decimals + 1e-6 * max(value, 1.0)
        at = bisect_left(self.sorted, value - half)
        return at < len(self.sorted) and self.sorted[at] <= value + half


def since_start(review: Review) -> Iterator[float]:
    """Edges of the segments of the last sessions on foot, in minutes since each one's start."""
    on_foot = review.sessions[review.sessions["sport"].isin(FOOT_SPORTS)]
    for session in on_foot["session_id"].tolist()[-DRAWN_SESSIONS:]:
        rows = review.segments[session]
        for row in rows:
            yield (row["end_time"] - rows[0]["start_time"]).total_seconds() / 60


@pytest.fixture(scope="module")
def pool(week: Week) -> Pool:
    review = week.review
    documents = [render_json(review), render_plan_json(week.plan)]
    stages: Sequence[Stage] = ()
    if week.programme is not None:
        documents.append(render_programme_json(week.programme))
        stages = week.programme.ladder.stages
    limits = review.week_limits.to_numpy(float).ravel()
    numbers = [number for text in documents for number in leaves(json.loads(text))]
    for table in ("days", "weeks", "sessions"):
        numbers += cells(render_csv(review, table))
    numbers += [abs(float(value)) for value in limits if value == value]  # noqa: PLR0124
    numbers += since_start(review)
    for each in stages:
        numbers += leaves({"total_run_s": each.total_run_s, "total_s": each.total_s})
        numbers += leaves(each.about_impacts)
    return Pool([*numbers, *fixed()])


def is_telling(value: float, decimals: int) -> bool:
    return value * 10**decimals >= LEAST_TOLD


@pytest.mark.parametrize("surface", PEOPLE)
def test_each_figure_is_one_of_the_review(surface: str, week: Week, pool: Pool) -> None:
    shown = list(figures(PEOPLE[surface](week)))
    strange = sorted({written for written, value, places in shown if not pool.holds(value, places)})
    assert strange == []
    assert len(shown) > 20


@pytest.mark.parametrize("surface", PEOPLE)
def test_a_figure_that_is_off_by_a_little_would_be_seen(
    surface: str, week: Week, pool: Pool
) -> None:
    """Three digits or more, each off by three in a hundred: most of them are in no review."""
    told = {each for each in figures(PEOPLE[surface](week)) if is_telling(each[1], each[2])}
    off = [pool.holds(round(1.031 * value, places), places) for _, value, places in told]
    assert len(told) > 5
    assert off.count(False) > 0.4 * len(off), f"{off.count(False)} of {len(off)}"
