"""Pages of real and made-up histories, opened by a real browser."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from loadwatch.athlete import Athlete
from loadwatch.importer import Import, find_files, import_files
from loadwatch.outlook import plan, standing
from loadwatch.plan import Asked
from loadwatch.programme import LADDERS, find_ladder
from loadwatch.report.page import render
from loadwatch.review import review_of

TODAY = date(2026, 6, 22)
ON_THE_LADDER = date(2026, 2, 20)
SAMPLES = Path(__file__).parents[2] / "sample_files"


def page_of(found: Import, as_of: date | None = None) -> str:
    review = review_of(found, as_of=as_of, with_segments=True)
    return render(
        review,
        plan=plan(found, Asked(), on=as_of and as_of + timedelta(days=1)),
        programme=standing(review, find_ladder(LADDERS[0]), today=TODAY, athlete=Athlete()),
    )


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Pages by name: all samples, one run, nothing."""
    folder = tmp_path_factory.mktemp("pages")
    every = find_files([SAMPLES])
    one = next(path for path in every if path.suffix == ".fit")
    made = {
        "samples": page_of(import_files(every)),
        "one run": page_of(import_files([one])),
        "on the ladder": page_of(import_files(every), as_of=ON_THE_LADDER),
        "nothing": page_of(import_files([])),
    }
    written = {}
    for name, text in made.items():
        written[name] = folder / f"{name}.html"
        written[name].write_text(text, encoding="utf-8")
    return written
