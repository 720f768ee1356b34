"""Every column of every table is documented, and every table has its columns."""

import json
import re
from typing import Any

import pytest

from loadwatch.columns import DAILY, SEGMENTS, SESSIONS, STREAMS, TABLES, WEEKLY, names
from loadwatch.report import render_json

UNIT_SUFFIXES = {
    "_kg": "kg",
    "_s": "s", "_ms": "ms", "_m": "m", "_mm": "mm", "_mps": "m/s", "_bpm": "1/min",
    "_spm": "steps/min", "_rpm": "1/min", "_pct": "%", "_deg": "deg", "_degc": "deg C", "_w": "W",
    "_km": "km", "_min": "min", "_au": "AU",
}  # fmt: skip
ASKED_FOR = {
    "session_id", "local_date", "start_time", "sport", "sub_sport", "format", "source",
    "sources", "device", "total_elapsed_time_s", "total_timer_time_s", "total_distance_m",
    "run_time_s", "walk_time_s", "stand_time_s", "run_distance_m", "walk_distance_m",
    "run_bout_count", "longest_run_bout_s", "run_impact_count", "walk_impact_count",
    "impact_count_from_records", "impact_source", "impact_uncertainty_pct", "run_speed_mps",
    "avg_running_cadence_spm", "avg_heart_rate_bpm", "max_heart_rate_bpm", "quality",
}  # fmt: skip

every_table = pytest.mark.parametrize("table", TABLES)


@every_table
def test_names_are_unique_and_snake_case(table: str) -> None:
    found = names(TABLES[table])
    assert len(found) == len(set(found))
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", name) for name in found)


@every_table
def test_the_unit_stands_in_the_name(table: str) -> None:
    for column in TABLES[table]:
        if column.dtype != "float" or not column.unit:
            continue
        stem = re.sub(r"_\d+d(?=_|$)", "", column.name)
        suffix = f"_{stem.rpartition('_')[2]}"
        if suffix in UNIT_SUFFIXES:
            unit = (
                "km-equivalents"
                if stem.endswith("_km") and "_load" in stem
                else UNIT_SUFFIXES[suffix]
            )
            assert column.unit == unit, column.name
        else:
            assert any(word in stem for word in ("count", "rpe", "feel", "ratio", "pain")), (
                column.name
            )


@every_table
def test_every_column_says_what_it_means(table: str) -> None:
    assert all(column.meaning.endswith(".") for column in TABLES[table])


def test_the_session_columns_that_others_rely_on_exist() -> None:
    assert set(names(SESSIONS)) >= ASKED_FOR


def test_the_json_has_the_promised_keys(sample_review: Any) -> None:
    document = json.loads(render_json(sample_review, with_segments=True))
    assert document["schema"] == "loadwatch.review/1"
    assert set(document) >= {
        "schema", "version", "as_of", "coverage", "files", "sessions", "weekly", "findings",
        "not_judged", "notice",
    }  # fmt: skip
    for session in document["sessions"]:
        assert [key for key in session if key != "segments"] == names(SESSIONS)
        for segment in session["segments"]:
            assert list(segment) == names(SEGMENTS)
    assert all(list(week) == names(WEEKLY) for week in document["weekly"])
    assert {"code", "name", "severity", "period_start", "period_end", "message", "observed",
            "limit", "unit", "advice", "data", "evidence", "cites"} <= set(
        document["findings"][0]
    )  # fmt: skip
    assert all(
        set(file) == {"path", "member", "state", "reason", "session_ids"}
        for file in document["files"]
    )


def test_unknown_is_null_in_json_and_times_have_an_offset(sample_review: Any) -> None:
    document = json.loads(render_json(sample_review))
    manual = [s for s in document["sessions"] if s["impact_source"] == "none"]
    assert len(manual) == 1
    assert manual[0]["run_impact_count"] is None
    assert manual[0]["total_distance_m"] == 3800
    assert all(re.search(r"[+-]\d\d:\d\d$", s["start_time"]) for s in document["sessions"])
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", s["local_date"]) for s in document["sessions"])


def test_the_daily_table_holds_its_columns(sample_review: Any) -> None:
    from loadwatch.load import build_history

    daily = build_history(sample_review.sessions, sample_review.as_of).daily
    assert set(daily.columns) == set(names(DAILY)) - {"local_date"}


def test_streams_are_the_union_of_what_formats_deliver() -> None:
    from loadwatch.formats import gpx, tcx
    from loadwatch.formats.fit import assemble

    delivered = {*assemble.STREAM_FIELDS, *gpx.STREAM_FIELDS.values(), *tcx.STREAM_FIELDS.values()}
    assert delivered == set(names(STREAMS))
