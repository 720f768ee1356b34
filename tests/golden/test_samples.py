"""Every sample file against the answer that lies beside it, and against the truth of its story."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from loadwatch.importer.reading import read_file
from loadwatch.importer.states import Reading
from tests.conftest import SAMPLES

SUFFIX = ".expected.json"
OWN = {"truth.json", "README.md"}
DECIMALS = 1
LEFT_OUT = {"device_serial"}

FILES = sorted(
    path.relative_to(SAMPLES).as_posix()
    for path in SAMPLES.rglob("*")
    if path.is_file() and not path.name.endswith((SUFFIX, ".py", ".pyc")) and path.name not in OWN
)
TRUTH: list[dict[str, Any]] = json.loads((SAMPLES / "truth.json").read_text())["files"]


def answer_of(reading: Reading) -> dict[str, Any]:
    """What a golden file keeps of a reading: state, reason, rows and segments, rounded."""
    return {
        "member": reading.state.member,
        "state": reading.state.state,
        "reason": reading.state.reason,
        "sessions": [
            {
                "start_time": datetime.fromtimestamp(session.summary.start_s, UTC).isoformat(),
                "utc_offset_s": session.summary.utc_offset_s,
                **{
                    name: round(value, DECIMALS) if isinstance(value, float) else value
                    for name, value in sorted(session.summary.row.items())
                    if name not in LEFT_OUT
                },
                "segments": [
                    [s.label, round(s.begin_s), round(s.end_s), round(s.impact_count)]
                    for s in session.summary.segments
                ],
            }
            for session in reading.sessions
        ],
    }


@pytest.mark.parametrize("name", FILES)
def test_sample(name: str, request: pytest.FixtureRequest) -> None:
    found = [answer_of(reading) for reading in read_file(SAMPLES / name)]
    expected = SAMPLES / f"{name}{SUFFIX}"
    if request.config.getoption("--update-golden"):
        text = json.dumps(found, indent=1, ensure_ascii=False)
        expected.write_text(_compact(text) + "\n", encoding="utf-8")
    assert found == json.loads(expected.read_text(encoding="utf-8"))


def _compact(text: str) -> str:
    """Segments on one line each."""
    import re

    return re.sub(r"\[\s+(\"\w+\",)\s+(\d+,)\s+(\d+,)\s+(\d+)\s+\]", r"[\1 \2 \3 \4]", text)


def test_every_expected_answer_has_its_sample() -> None:
    answers = {path.relative_to(SAMPLES).as_posix() for path in SAMPLES.rglob(f"*{SUFFIX}")}
    assert answers == {f"{name}{SUFFIX}" for name in FILES}


def test_the_samples_are_small_and_recognised_by_what_they_hold() -> None:
    assert sum((SAMPLES / name).stat().st_size for name in FILES) < 4_000_000
    assert len(FILES) > 80


RUNS = [
    entry
    for entry in TRUTH
    if entry["kind"] == "run" and "kept" not in entry and "typed_metres" not in entry
]


def _key(entry: dict[str, Any]) -> str:
    return entry["path"] + ("!" + entry["member"] if entry.get("member") else "")


@pytest.fixture(scope="module")
def rows() -> dict[str, dict[str, Any]]:
    """Session rows of all samples by file."""
    found = {}
    for name in FILES:
        for reading in read_file(SAMPLES / name):
            for session in reading.sessions:
                member = (reading.state.member or "").replace("!", "/")
                found[name + (f"!{member}" if member else "")] = session.summary.row
    return found


@pytest.mark.parametrize("entry", RUNS, ids=_key)
def test_a_simulated_run_is_measured_as_it_was_run(
    entry: dict[str, Any], rows: dict[str, dict[str, Any]]
) -> None:
    row = rows[_key(entry)]
    bouts, run_s = entry["run_bouts"], entry["run_seconds"]
    assert row["run_bout_count"] == bouts
    assert row["run_time_s"] == pytest.approx(run_s, abs=max(2.0 * bouts, 0.05 * run_s))
    assert row["total_distance_m"] == pytest.approx(entry["metres"], rel=0.03)
    band = row["impact_uncertainty_pct"] / 100 * entry["run_steps"]
    assert row["run_impact_count"] == pytest.approx(entry["run_steps"], abs=max(band, 10))


def test_the_run_in_three_formats_counts_once(sample_review: Any) -> None:
    found = [
        sorted(Path(source.partition("!")[0]).relative_to(SAMPLES).as_posix() for source in sources)
        for sources in sample_review.sessions["sources"]
    ]
    stem = "other/three_formats/activity_22001394673"
    assert [f"{stem}.fit", f"{stem}.gpx", f"{stem}.tcx"] in found


def test_each_second_recording_counts_with_its_first(sample_review: Any) -> None:
    together = [
        {Path(source.partition("!")[0]).relative_to(SAMPLES).as_posix() for source in sources}
        for sources in sample_review.sessions["sources"]
    ]
    for entry in TRUTH:
        if "copy_of" in entry:
            assert any({entry["path"], entry["copy_of"]} <= paths for paths in together)


def test_what_lists_tell_joins_the_recordings_that_they_name(sample_review: Any) -> None:
    sessions = sample_review.sessions
    is_listed = sessions["sources"].map(lambda sources: any("activities.csv" in s for s in sources))
    from_strava = sessions[is_listed & (sessions["sport"] == "running")]
    assert len(from_strava) == 6
    assert from_strava["run_impact_count"].notna().all()
    assert from_strava["workout_rpe"].notna().all()
    assert (from_strava["athlete_weight_kg"] == 68.5).all()


def test_each_local_day_is_the_day_of_the_story(sample_review: Any) -> None:
    days = sorted(entry["local_date"] for entry in TRUTH if entry.get("local_date") and
                  "copy_of" not in entry and entry["kind"] in ("run", "walk"))  # fmt: skip
    on_foot = sample_review.sessions[sample_review.sessions["sport"].isin(["running", "walking"])]
    assert sorted(f"{day:%Y-%m-%d}" for day in on_foot["local_date"]) == days


def test_the_story_ends_with_the_doubled_week_found(sample_review: Any) -> None:
    names = [finding.name for finding in sample_review.judgement.findings]
    assert names[0] == "base-ratio"
    earlier = sample_review.judgement.earlier
    assert any(f.name == "session-spike" and f"{f.period_start}" == "2026-06-06" for f in earlier)


def test_before_the_spike_the_story_is_quiet(sample_review: Any) -> None:
    from loadwatch.rules import Severity

    loud = [
        finding
        for finding in [*sample_review.judgement.findings, *sample_review.judgement.earlier]
        if finding.severity > Severity.INFO
    ]
    assert min(f"{finding.period_start}" for finding in loud) == "2026-06-06"
