"""FIT files with messages, fields and types out of the ordinary."""

from __future__ import annotations

import struct

import pytest

from .build import CADENCE, MESSAGES, SECONDS, START, Fit, run, run_with
from .expect import assert_known_run, codes_of, row_of

NATIVE_HEART, UNKNOWN_NATIVE = 3, 0xFF


def described(native: int = 0xFF, size: int = 2) -> Fit:
    """A file that declares one developer field ``heart_rate`` of uint16."""
    kept = Fit()
    kept.body += struct.pack("<BBBHBBBB", 0x44, 0, 0, 207, 1, 3, 1, 2) + bytes((0x04, 0))
    kept.body += struct.pack("<BBBHB", 0x45, 0, 0, 206, 5)
    kept.body += bytes((0, 1, 2, 1, 1, 2, 2, 1, 2, 3, 16, 7, 15, 1, 2))
    kept.body += bytes((0x05, 0, 0, 0x84)) + b"heart_rate".ljust(16, b"\0") + bytes((native,))
    return kept


def test_unknown_messages_are_skipped_by_size(read):
    kept = Fit()
    kept.body += struct.pack("<BBBHB", 0x46, 0, 0, 0xFF42, 1) + bytes((7, 5, 0x0D))
    kept.records(run()[:300])
    kept.body += b"\x06\x01\x02\x03\x04\x05"
    found = read(kept.records(run()[300:]).session().finish())
    assert found.state.state == "imported"
    assert_known_run(found)


@pytest.mark.parametrize(("base", "size"), [(0x02, 1), (0x99, 3), (0x84, 3), (0x07, 8)])
def test_unknown_fields_and_base_types_are_skipped_and_the_record_kept(read, base, size):
    kept = Fit()
    kept.define("record")
    kept.body[-3 * len(MESSAGES["record"][2]) - 1] += 1
    kept.body += bytes((211, size, base))
    kept.records(run(), tail=b"\x41" * size)
    found = read(kept.session().finish())
    assert found.state.state == "imported"
    assert_known_run(found)


def test_a_developer_field_without_a_description_is_skipped(read):
    kept = Fit()
    kept.define("record", developer=bytes((1, 2, 2, 0)))
    found = read(kept.records(run(), tail=b"\x10\x27").session().finish())
    assert found.state.state in ("imported", "partial")
    assert row_of(found)["avg_heart_rate_bpm"] == 145
    assert_known_run(found)


@pytest.mark.parametrize("is_described", [True, False])
@pytest.mark.parametrize("size", [0, 1, 3, 40])
def test_a_developer_field_of_an_odd_size_is_skipped(read, is_described, size):
    kept = described()
    kept.define("record", developer=bytes((1, 0 if is_described else 7, size, 0)))
    found = read(kept.records(run(), tail=b"\x21" * size).session().finish())
    assert found.state.state == "imported"
    assert_known_run(found)


@pytest.mark.parametrize("native", [NATIVE_HEART, UNKNOWN_NATIVE])
def test_a_native_value_wins_over_a_developer_field_of_its_name(read, native):
    kept = described(native)
    kept.define("record", developer=bytes((1, 0, 2, 0)))
    found = read(kept.records(run(), tail=struct.pack("<H", 99)).session().finish())
    assert found.state.state == "imported"
    assert row_of(found)["avg_heart_rate_bpm"] == 145
    assert row_of(found)["max_heart_rate_bpm"] == 145
    assert_known_run(found)


def test_data_without_a_definition_end_the_reading_there(read):
    kept = Fit().records(run()[:301])
    kept.body += b"\x0b\x01\x02\x03"
    found = read(kept.records(run()[301:]).session().finish())
    assert found.state.state == "partial"
    assert "301 records to 08:05:00" in found.state.reason
    assert_known_run(found, share=0.5)


@pytest.mark.parametrize(
    ("number", "name"),
    [(2, "settings"), (5, "workout"), (6, "course"), (15, "monitoring"), (32, "monitoring")],
)
def test_another_type_of_fit_file_is_skipped_with_its_name(read, number, name):
    found = read(Fit(number).records(run()).finish())
    assert found.state.state == "skipped"
    assert name in found.state.reason


def test_only_a_summary_is_kept_without_impacts(read):
    found = read(Fit().session().finish())
    assert found.state.state == "imported"
    row = row_of(found)
    assert row["total_distance_m"] == 1680
    assert row["total_timer_time_s"] == SECONDS
    assert row.get("run_impact_count") is None
    assert row["impact_source"] == "none"
    assert row["run_impact_count_upper"] == 1620


def test_a_missing_session_is_summed_from_the_records(read):
    found = read(Fit().records(run()).finish())
    assert found.state.state == "imported"
    assert "no-summary" in codes_of(found)
    assert row_of(found)["sport"] == "running"
    assert_known_run(found)


@pytest.mark.parametrize("factor", [0.5, 2.0])
def test_records_win_over_a_session_that_disagrees_on_distance(read, factor):
    found = read(Fit().records(run()).session(metres=1680 * factor).finish())
    assert "distance-disagrees" in codes_of(found)
    assert_known_run(found)


@pytest.mark.parametrize("factor", [0.5, 1.9, 50.0])
def test_records_win_over_a_session_that_disagrees_on_time(read, factor):
    wrong = Fit().records(run()).session(timer=600 * factor, elapsed=600 * factor).finish()
    found = read(wrong)
    row = row_of(found)
    assert "time-disagrees" in codes_of(found)
    if row.get("run_time_s") is None:
        assert found.state.state == "partial"
        return
    assert row["run_time_s"] == pytest.approx(SECONDS, rel=0.02)
    assert row["total_timer_time_s"] == pytest.approx(SECONDS, rel=0.02)


@pytest.mark.parametrize("strides", [3, 200, 65_535, 4_000_000_000])
def test_strides_that_do_not_fit_the_records_are_not_used(read, strides):
    found = read(Fit().records(run()).session(strides=strides).finish())
    assert "strides-doubtful" in codes_of(found)
    assert row_of(found)["impact_source"] == "cadence"
    assert_known_run(found)


def test_cycling_is_listed_but_never_counts_impacts(read):
    found = read(Fit().records(run()).session(sport=2).finish())
    assert found.state.state == "imported"
    assert row_of(found)["sport"] == "cycling"
    assert row_of(found).get("run_impact_count") is None


def test_cadence_already_in_steps_is_not_doubled_again(read):
    found = read(Fit().records(run_with(cadence=168)).session(strides=None).finish())
    assert row_of(found)["run_impact_count"] == pytest.approx(1680, rel=0.02)
    assert row_of(found)["avg_running_cadence_spm"] == 168
    assert CADENCE * 2 != 168


def test_two_sessions_in_one_file_share_nothing(read):
    kept = Fit().records(run())
    kept.session(time=START + 300, elapsed=300, timer=300, metres=840, strides=405)
    kept.session(start=START + 300, elapsed=300, timer=300, metres=840, strides=405)
    found = read(kept.finish())
    impacts = [session.summary.row["run_impact_count"] for session in found.sessions]
    assert impacts == pytest.approx([810, 810], rel=0.03)


def test_a_table_far_larger_than_its_file_is_refused_before_it_is_made(read):
    """One record of 255 wide fields, and 50,000 records of one byte that have none of them."""
    kept = Fit()
    wide = b"".join(bytes((number, 255, 0x02)) for number in range(255))
    kept.body += struct.pack("<BBBHB", 0x41, 0, 0, 20, 255) + wide
    kept.body += b"\x01" + bytes(255 * 255)
    kept.body += struct.pack("<BBBHB", 0x42, 0, 0, 20, 1) + bytes((3, 1, 0x02))
    kept.body += b"\x02\x50" * 50_000
    found = read(kept.session().finish())
    assert found.state.state == "quarantined"
    assert "nearly all empty" in found.state.reason


def test_more_definitions_than_any_watch_writes_are_refused(read):
    kept = Fit()
    for number in range(10_100):
        kept.body += struct.pack("<BBBHB", 0x41, 0, 0, 0xFF00 | number >> 8, 1)
        kept.body += bytes((number & 0xFF, 1, 0x02))
    found = read(kept.records(run()).session().finish())
    assert found.state.state == "quarantined"
    assert "definitions" in found.state.reason
