"""Real exports: every file in one state, and the figures that were promised on them."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytestmark = [pytest.mark.corpus, pytest.mark.slow]


@pytest.fixture(scope="module")
def document() -> Any:
    import os

    folder = os.environ.get("LOADWATCH_CORPUS")
    if not folder:
        pytest.skip("LOADWATCH_CORPUS is not set")
    command = [sys.executable, "-m", "loadwatch", "analyse", folder, "--format", "json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
    assert done.returncode in (0, 3), done.stderr
    assert "Traceback" not in done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def manifest() -> list[dict[str, str]]:
    import os

    path = Path(os.environ.get("LOADWATCH_CORPUS", "")) / "manifest.csv"
    if not path.is_file():
        pytest.skip("the corpus has no manifest")
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def states(document: Any, corpus: Path) -> dict[str, dict[str, Any]]:
    return {str(Path(f["path"]).relative_to(corpus)): f for f in document["files"]}


def test_every_file_is_in_exactly_one_state(document: Any, corpus: Path) -> None:
    seen = [(file["path"], file["member"]) for file in document["files"]]
    assert len(seen) == len(set(seen))
    on_disk = {str(path) for path in corpus.rglob("*") if path.is_file()}
    assert {path for path, _ in seen} == on_disk
    assert all(f["reason"] for f in document["files"] if f["state"] != "imported")
    assert not [f for f in document["files"] if "bug in loadwatch" in f["reason"]]


def test_every_sound_fit_activity_is_used(
    states: dict[str, dict[str, Any]], manifest: list[dict[str, str]]
) -> None:
    for row in manifest:
        sound = row["format"] == "fit" and row["file_type"] == "activity"
        if sound and float(row["records"] or 0) > 0 and row["fitdecode"] == "ok":
            assert states[row["file"]]["state"] in ("imported", "partial", "duplicate"), row["file"]


def test_the_2022_history_agrees_with_the_manifest(
    document: Any, manifest: list[dict[str, str]], corpus: Path
) -> None:
    year = [row for row in manifest if "calendar year 2022" in row["note"]]
    wanted = {str(corpus / row["file"]): row for row in year}
    found = [s for s in document["sessions"] if set(s["sources"]) & set(wanted)]
    for sports in (("running",), ("walking", "hiking")):
        expected = [row for row in year if row["sport"] in sports]
        ours = [s for s in found if s["sport"] in sports]
        assert len(ours) == len(expected)
        metres = sum(float(row["distance_m"] or 0) for row in expected)
        assert sum(s["total_distance_m"] or 0 for s in ours) == pytest.approx(metres, rel=0.005)


def test_steps_from_records_agree_with_the_watchs_own_total(
    document: Any, manifest: list[dict[str, str]], corpus: Path
) -> None:
    strides = {
        str(corpus / row["file"]): float(row["total_strides"])
        for row in manifest
        if row["total_strides"] and row["sport"] in ("running", "walking", "hiking")
        and row["n_sessions"] in ("1", "1.0")
    }  # fmt: skip
    errors = np.array([
        s["impact_count_from_records"] / (2 * strides[s["source"]]) - 1
        for s in document["sessions"]
        if strides.get(s["source"]) and s["impact_count_from_records"]
    ])  # fmt: skip
    assert errors.size > 250
    assert abs(np.median(errors)) < 0.005
    assert np.median(np.abs(errors)) < 0.01
    low, high = np.percentile(errors, [5, 95])
    assert low > -0.05
    assert high < 0.025


def test_strides_are_taken_for_strides_and_steps_for_steps(
    document: Any, manifest: list[dict[str, str]], corpus: Path
) -> None:
    """A wrong factor is an error of half or of double; under 200 steps a few seconds are too."""
    strides = {
        str(corpus / row["file"]): float(row["total_strides"])
        for row in manifest
        if row["total_strides"] and row["n_sessions"] in ("1", "1.0")
    }
    ratios = [
        s["impact_count_from_records"] / (2 * strides[s["source"]])
        for s in document["sessions"]
        if strides.get(s["source"], 0) >= 100 and s["impact_count_from_records"]
        and "strides-doubtful" not in s["quality"]
    ]  # fmt: skip
    assert len(ratios) > 250
    assert min(ratios) > 0.75
    assert max(ratios) < 1.33


FITDECODE = "polyvertex+fitdecode/tests__files__"
KEEP = "hugh-zhan9+running_page/GPX_OUT__"
ODD = [
    ("irvingbennett+running_page/GPX_OUT__23126859222.fit", "imported", ""),
    ("jat255+Fit-File-Faker/tests__files__tpv_dev_fields_20260222.fit", "imported", ""),
    (f"{FITDECODE}invalid__activity-activity-filecrc.fit", None, "checksum"),
    (f"{FITDECODE}invalid__activity-unexpected-eof.fit", None, "ends early"),
    (f"{FITDECODE}antfs-dump.63.fit", "partial", "clock"),
    (f"{FITDECODE}Settings.fit", "skipped", "settings"),
    (f"{KEEP}9223370263578564807.gpx", "quarantined", "clock"),
    (f"{KEEP}9223370260776754807.gpx", "partial", "too few"),
    ("Quitino+running_page/GPX_OUT__Zepp+Life20220725211309.gpx", "imported", ""),
]
"""The odd files of the corpus: what each becomes; None where it depends on its copies."""


@pytest.mark.parametrize(("name", "state", "words"), ODD, ids=[name for name, _, _ in ODD])
def test_the_odd_ones(
    name: str, state: str | None, words: str, states: dict[str, dict[str, Any]]
) -> None:
    file = states[name]
    assert words in file["reason"]
    assert state is None or file["state"] == state
