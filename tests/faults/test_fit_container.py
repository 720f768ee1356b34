"""FIT files whose header, size, checksum or end lies."""

from __future__ import annotations

import struct

import pytest

from .build import RECORD_BYTES, SECONDS, START, Fit, fit, run
from .expect import assert_known_run, codes_of, row_of

BASE = Fit().records(run())
WHOLE = fit()


@pytest.mark.parametrize(
    "length",
    [
        14 + BASE.record_ends[20] + 1,
        14 + BASE.record_ends[99],
        14 + BASE.record_ends[300] - 1,
        14 + BASE.record_ends[300] + 10,
        14 + BASE.record_ends[-1],
        len(WHOLE) - 20,
    ],
)
def test_a_cut_fit_keeps_every_whole_record(read, length):
    if length < 14 + BASE.record_ends[60]:
        found = read(WHOLE[:length])
        assert found.state.state == "quarantined"
        assert "ends early" in found.state.reason
        return
    whole = BASE.whole_records(length)
    found = read(WHOLE[:length])
    assert found.state.state == "partial"
    assert "ends early" in found.state.reason
    assert f"{whole} records to 08:" in found.state.reason
    assert len(found.sessions) == 1
    assert_known_run(found, share=(whole - 1) / SECONDS, steps=0.04)


def test_the_reason_of_a_cut_fit_names_the_last_time(read):
    found = read(WHOLE[: 14 + BASE.record_ends[300] + 5])
    assert "301 records to 08:05:00" in found.state.reason


def test_a_wrong_checksum_keeps_all_and_says_so(read):
    found = read(WHOLE[:-2] + bytes(byte ^ 0x5A for byte in WHOLE[-2:]))
    assert found.state.state == "partial"
    assert "checksum is wrong" in found.state.reason
    assert_known_run(found)


@pytest.mark.parametrize("missing", [1, 2])
def test_a_missing_checksum_keeps_all_with_a_note(read, missing):
    found = read(WHOLE[:-missing])
    assert found.state.state in ("imported", "partial")
    assert "checksum-missing" in codes_of(found)
    assert_known_run(found)


def test_zero_bytes_after_the_end_are_left_out_with_a_note(read):
    found = read(WHOLE + bytes(512))
    assert found.state.state == "imported"
    assert "trailing-bytes" in codes_of(found)
    assert_known_run(found)


def test_damaged_bytes_after_the_end_are_left_out_and_said(read):
    found = read(WHOLE + b"\xa5\x17\x80" * 50)
    assert found.state.state == "partial"
    assert "after the end" in found.state.reason
    assert_known_run(found)


@pytest.mark.parametrize("error", [-len(WHOLE), -1000, -7, -2, -1, 1, 2, 7, 1000, 10**6])
@pytest.mark.parametrize("is_resealed", [True, False], ids=["own checksum", "old checksum"])
def test_a_wrong_body_size_is_read_by_the_real_length(read, error, is_resealed):
    kept = Fit().records(run()).session()
    size = max(len(kept.body) + error, 0)
    if is_resealed:
        data = kept.finish(size=size)
    else:
        data = WHOLE[:4] + struct.pack("<I", size) + WHOLE[8:]
    found = read(data)
    assert found.state.state == "partial"
    assert "size" in found.state.reason
    assert "decoding stopped" not in found.state.reason
    assert_known_run(found)


def test_a_header_of_20_bytes_keeps_all(read):
    found = read(Fit().records(run()).session().finish(header=20))
    assert found.state.state in ("imported", "partial")
    assert "header-size" in codes_of(found)
    assert_known_run(found)


def test_a_header_of_12_bytes_is_sound(read):
    found = read(Fit().records(run()).session().finish(header=12))
    assert found.state.state == "imported"
    assert_known_run(found)


@pytest.mark.parametrize("blank", [RECORD_BYTES, 200, 2000])
def test_damage_in_the_middle_keeps_what_is_before_it(read, blank):
    begin = 14 + BASE.record_ends[299]
    found = read(WHOLE[:begin] + b"\xff" * blank + WHOLE[begin + blank :])
    assert found.state.state == "partial"
    row = row_of(found)
    assert 299 <= row["total_elapsed_time_s"] <= SECONDS
    assert 836 <= row["total_distance_m"] <= 1682
    assert 297 <= row["run_time_s"] <= SECONDS
    assert 780 <= row["run_impact_count"] <= 1640


def test_two_chained_files_are_two_sessions(read):
    later = run(lambda _, row: row.update(time=row["time"] + 7200))
    second = Fit().records(later).session(start=START + 7200, time=START + 7800).finish()
    found = read(WHOLE + second)
    assert found.state.state == "imported"
    assert [session.summary.row["run_impact_count"] for session in found.sessions] == [1620] * 2
    starts = [session.summary.start_s for session in found.sessions]
    assert starts == [START, START + 7200]


@pytest.mark.parametrize("place", ["first", "second"])
@pytest.mark.parametrize("fault", ["size 0", "size too small", "cut", "no data", "garbage"])
def test_a_bad_part_of_a_chain_does_not_take_the_other(read, place, fault):
    later = run(lambda _, row: row.update(time=row["time"] + 7200))
    second = Fit().records(later).session(start=START + 7200, time=START + 7800).finish()
    good, bad = (second, WHOLE) if place == "first" else (WHOLE, second)
    bad = {
        "size 0": bad[:4] + bytes(4) + bad[8:],
        "size too small": bad[:4] + struct.pack("<I", 3000) + bad[8:],
        "cut": bad[:5000],
        "no data": bad[:14],
        "garbage": bad[:14] + b"\xa7" * (len(bad) - 14),
    }[fault]
    found = read(bad + good if place == "first" else good + bad)
    assert found.state.state == "partial"
    whole = [s for s in found.sessions if s.summary.row["total_distance_m"] == 1680]
    wanted = START + 7200 if place == "first" else START
    assert wanted in [session.summary.start_s for session in whole]
    assert len(found.sessions) == (1 if fault in ("no data", "garbage") else 2)


def test_an_empty_file_and_a_bare_header_are_quarantined(read):
    assert read(b"").state.state == "quarantined"
    assert "empty" in read(b"").state.reason
    assert read(WHOLE[:14]).state.state == "quarantined"
    assert read(WHOLE[:9]).state.state == "quarantined"
