"""``loadwatch correct`` and ``loadwatch ack``, beside recordings and in a library."""

import hashlib
import json
import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from loadwatch.cli import app
from tests.conftest import SAMPLES
from tests.library.conftest import at_rest

runner = CliRunner()
FIRST = "20260108T053302Z-running-b812bc97-0"


def call(*words: object, code: int = 0) -> str:
    result = runner.invoke(app, [str(word) for word in words])
    assert result.exit_code == code, result.output
    return " ".join(result.output.replace("│", " ").split())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of three weeks of runs."""
    place = tmp_path / "runs"
    place.mkdir()
    for path in sorted((SAMPLES / "garmin").glob("2026-0[1-6]-*.fit")):
        shutil.copy(path, place)
    at_rest(place)
    return place


def judged(*words: object) -> dict[str, Any]:
    result = runner.invoke(app, [str(word) for word in (*words, "--format", "json")])
    assert result.exit_code == 0, result.output
    document: dict[str, Any] = json.loads(result.stdout)
    return document


def digests(folder: Path) -> dict[str, str]:
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.glob("*.fit")}


def test_a_correction_counts_is_shown_and_is_taken_back(folder: Path) -> None:
    before, files = judged("analyse", folder), digests(folder)
    call("correct", "2026-01-08", "--recordings", folder, "--exclude")
    call("correct", "20260110", "--recordings", folder, "--start", "2026-01-11 09:00")
    call("correct", "2026-01-11", "--recordings", folder, "--sport", "walking", "--distance", "2.5")
    after = judged("analyse", folder)
    ids = {session["session_id"]: session for session in after["sessions"]}
    assert FIRST not in ids
    moved = next(it for key, it in ids.items() if key.startswith("20260110"))
    assert moved["local_date"] == "2026-01-11"
    assert moved["sport"] == "walking"
    assert moved["total_distance_m"] == 2500
    assert after["coverage"]["sports"]["running"] == before["coverage"]["sports"]["running"] - 2
    assert [it["is_excluded"] for it in after["corrections"]["sessions"]] == [True, False]
    text = call("analyse", folder, "--full")
    assert f"Corrected by you: {FIRST}: excluded, it counts nowhere." in text
    assert "start 2026-01-11 09:00 (recorded 2026-01-10 08:45)" in text
    assert "corrections.csv" not in {Path(file["path"]).name for file in after["files"]}
    call("correct", FIRST, "--recordings", folder, "--undo")
    call("correct", "2026-01-11", "--recordings", folder, "--undo")
    back = judged("analyse", folder)
    assert back["sessions"] == before["sessions"]
    assert back["findings"] == before["findings"]
    assert digests(folder) == files


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("20260113T175130Z-runing", "--exclude"), "the nearest: 20260113T175130Z-running"),
        (("2026-01-09", "--exclude"), "there is no session on 2026-01-09; the nearest: 20260108"),
        (("202601", "--exclude"), "begins"),
        (("20260113", "--cadence-factor", 1), "do not come from cadence"),
        (("20260113",), "nothing is corrected"),
        (("20260113", "--undo"), "nothing was corrected of"),
        (("20260113", "--undo", "--exclude"), "alone"),
        (("20260113", "--sport", "dancing"), "sport is one of"),
    ],
)
def test_what_cannot_be_corrected_is_said_and_nothing_is_kept(
    folder: Path, words: tuple[object, ...], why: str
) -> None:
    assert why in call("correct", *words, "--recordings", folder, code=2)
    assert not (folder / "corrections.csv").exists()


def test_an_acknowledged_finding_is_a_line_until_its_day_and_stays_open(folder: Path) -> None:
    before = judged("analyse", folder)
    first = before["findings"][0]
    name = first["finding_id"]
    call("ack", name, "--recordings", folder, "--until", "2026-06-25")
    after = judged("analyse", folder)
    assert name not in {it["finding_id"] for it in after["findings"]}
    assert name not in {it["finding_id"] for it in after["earlier_findings"]}
    (aside,) = after["acknowledged_findings"]
    assert aside == {**first, "acknowledged_until": "2026-06-25"}
    text = call("analyse", folder, "--full")
    assert f"Acknowledged until 25 Jun 2026: {first['name']} ({name}" in text
    assert name in call("explain", name, folder)
    assert judged("analyse", folder, "--as-of", "2026-06-26")["acknowledged_findings"] == []
    call("ack", name, "--recordings", folder, "--undo")
    assert judged("analyse", folder)["findings"] == before["findings"]
    assert "is not acknowledged" in call("ack", name, "--recordings", folder, "--undo", code=2)


def test_what_late_files_moved_is_taken_back_by_the_name_that_is_shown(folder: Path) -> None:
    before = judged("analyse", folder)
    name = before["findings"][0]["finding_id"]
    day = date.fromisoformat(before["findings"][0]["period_start"]) - timedelta(days=3)
    earlier = f"{name.partition('-')[0]}-{day:%Y%m%d}"
    for again in (False, True):
        (folder / "acknowledged.csv").write_text(f"finding_id,until,severity\n{earlier},,\n")
        if again:
            call("ack", name, "--recordings", folder)
        (aside,) = judged("analyse", folder)["acknowledged_findings"]
        assert aside["finding_id"] == name
        call("ack", name, "--recordings", folder, "--undo")
        assert judged("analyse", folder)["findings"] == before["findings"]


def test_what_became_more_severe_is_shown_again(folder: Path) -> None:
    name = judged("analyse", folder)["findings"][0]["finding_id"]
    (folder / "acknowledged.csv").write_text(f"finding_id,severity\n{name},info\n")
    assert name in {it["finding_id"] for it in judged("analyse", folder)["findings"]}


def test_an_acknowledged_finding_gives_no_all_clear(folder: Path) -> None:
    found = judged("analyse", folder)["findings"]
    names = "\n".join(it["finding_id"] for it in found)
    (folder / "acknowledged.csv").write_text(f"finding_id\n{names}\n")
    assert "Nothing beyond what you have acknowledged asks for a look" in call("analyse", folder)


def test_symptoms_cannot_be_acknowledged_away(folder: Path) -> None:
    told = call("ack", "LW602-20260621", "--recordings", folder, code=2)
    assert "about symptoms, and those cannot be acknowledged away" in told
    assert not (folder / "acknowledged.csv").exists()
    assert "there is no open finding" in call("ack", "LW107-20200101", "--recordings", folder,
                                              code=2)  # fmt: skip


def test_analyse_and_review_honour_the_same_files_alike(folder: Path, tmp_path: Path) -> None:
    library = tmp_path / "library"
    call("import", folder, "--library", library)
    call("correct", "2026-01-08", "--library", library, "--exclude")
    call("correct", "20260110", "--library", library, "--sport", "walking")
    name = judged("analyse", folder)["findings"][0]["finding_id"]
    (library / "acknowledged.csv").write_text(f"finding_id\n{name}\n")
    for own in ("corrections.csv", "acknowledged.csv"):
        shutil.copy(library / own, folder)
    here = judged("analyse", folder, "--as-of", "2026-06-21")
    there = judged("review", "--library", library, "--as-of", "2026-06-21")
    for key in ("sessions", "findings", "acknowledged_findings", "weekly"):
        assert here[key] == there[key]
    assert here["corrections"]["sessions"] == there["corrections"]["sessions"]
