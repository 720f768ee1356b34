"""Real runs written anew as other programs do: each copy is found, and no other run is taken in."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from loadwatch import formats
from loadwatch.formats._base import Source
from loadwatch.importer.reading import read_file
from loadwatch.merge import group_copies
from tests.merge.conversions import FORMS, PROMISED, copies

pytestmark = pytest.mark.corpus

EVERY = 20
LEAST_FOUND = 0.995
GPX, TCX = FORMS[0], FORMS[2]


def runs_of_the_year(corpus: Path) -> list[Path]:
    """Every twentieth run of the longest history."""
    with (corpus / "manifest.csv").open(newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["format"] == "fit"]
    rows = [
        row for row in rows if row["sport"] == "running" and row["start_time"].startswith("2022")
    ]
    return [corpus / row["file"] for row in sorted(rows, key=lambda row: row["start_time"])][
        ::EVERY
    ]


def test_copies_of_real_runs_are_found_and_no_two_runs_are_one(corpus: Path) -> None:
    runs, prints = [], []
    for path in runs_of_the_year(corpus):
        (session,) = read_file(path)[0].sessions
        (one,) = formats.read(Source(path.read_bytes(), path.name))
        found = [each for *_, each in copies(one, path.name, PROMISED, (GPX, TCX))]
        prints += [session.fingerprint, *found]
        runs += [path.name] * (1 + len(found))
    groups = group_copies(prints)
    assert len(set(runs)) >= 10
    assert all(len({runs[i] for i in group}) == 1 for group in groups)
    largest = dict.fromkeys(runs, 0)
    for group in groups:
        largest[runs[group[0]]] = max(largest[runs[group[0]]], len(group))
    assert sum(largest.values()) >= LEAST_FOUND * len(runs)
