"""Clocks that were not set, step, run backwards or stand still; pauses and gaps."""

from __future__ import annotations

import time

import pytest

from loadwatch.units import FIT_EPOCH_S

from .build import SECONDS, START, Fit, fit, gpx, run
from .expect import assert_known_run, codes_of, row_of

DAY = 86_400
BEFORE_2000 = 915_148_800.0


def shifted(seconds, since=0, until=SECONDS):
    """The run with part of its times moved."""

    def mend(i, row):
        if since <= i <= until:
            row["time"] += seconds

    return run(mend)


def test_times_before_2000_are_quarantined_as_a_clock_not_set(read):
    rows = shifted(BEFORE_2000 - START)
    for data in (fit(rows, start=BEFORE_2000, time=BEFORE_2000 + SECONDS), gpx(rows)):
        found = read(data)
        assert found.state.state == "quarantined"
        assert "clock was not set" in found.state.reason
        assert not found.sessions


def test_a_start_far_ahead_of_now_is_quarantined(read):
    ahead = time.time() + 3 * DAY
    rows = shifted(ahead - START)
    found = read(fit(rows, start=ahead, time=ahead + SECONDS))
    assert found.state.state == "quarantined"
    assert "clock" in found.state.reason


def test_times_since_power_on_give_an_undated_partial_session(read):
    begin = FIT_EPOCH_S + 5_000
    found = read(fit(shifted(begin - START), start=begin, time=begin + SECONDS))
    assert found.state.state == "partial"
    assert "clock was not set" in found.state.reason
    (session,) = found.sessions
    assert session.session_id.startswith("undated")
    assert session.summary.start_s != session.summary.start_s
    assert_known_run(found)


@pytest.mark.parametrize("is_start_set", [True, False])
def test_records_before_the_clock_was_set_are_left_out_and_the_rest_is_dated(read, is_start_set):
    rows = shifted(FIT_EPOCH_S + 5_000 - START, until=29)
    found = read(fit(rows, start=START if is_start_set else FIT_EPOCH_S + 5_000))
    assert found.state.state == "partial"
    (session,) = found.sessions
    assert START - 1 <= session.summary.start_s <= START + 30
    row = row_of(found)
    assert 568 <= row["run_time_s"] <= SECONDS
    assert row["total_elapsed_time_s"] <= SECONDS
    assert 1590 <= row["total_distance_m"] <= 1680
    assert 1530 <= row["run_impact_count"] <= 1625


def test_a_clock_set_back_while_distance_goes_on_is_joined(read):
    found = read(fit(shifted(-3600, since=300), time=START - 3000))
    assert found.state.state == "partial"
    assert "clock was set back" in found.state.reason
    assert row_of(found)["total_elapsed_time_s"] == pytest.approx(SECONDS, abs=2)
    assert_known_run(found)


def test_a_clock_set_back_without_a_summary_is_joined(read):
    for data in (gpx(shifted(-3600, since=300)), Fit().records(shifted(-3600, since=300)).finish()):
        found = read(data)
        assert found.state.state == "partial"
        assert "clock was set back" in found.state.reason
        assert found.sessions[0].summary.start_s == START
        assert_known_run(found)


def test_a_clock_set_forward_adds_no_active_time(read):
    found = read(Fit().records(shifted(3600, since=300)).finish())
    assert_known_run(found)
    assert row_of(found)["longest_run_bout_s"] <= 302


@pytest.mark.parametrize("moment", [START + 50 * 365 * DAY, START + 30 * DAY, START - 400 * DAY])
def test_one_record_at_an_impossible_time_is_left_out_and_said(read, moment):
    found = read(fit(run(lambda i, row: row.update(time=moment) if i == 250 else None)))
    assert found.state.state == "partial"
    assert "without a possible time" in found.state.reason
    assert found.sessions[0].summary.start_s == START
    assert_known_run(found)


@pytest.mark.parametrize("is_shuffled", [True, False])
def test_records_out_of_order_are_sorted_and_flagged(read, is_shuffled):
    rows = run()
    rows = [*rows[301:], *rows[:301]] if is_shuffled else [*rows[:200], *rows[:199:-1]]
    found = read(fit(rows))
    assert found.state.state == "partial"
    assert "out of order" in found.state.reason
    assert_known_run(found)


def test_two_streams_written_by_turns_are_sorted_and_none_is_lost(read):
    rows = run()
    turns = [row for pair in zip(rows[:300], rows[300:600], strict=True) for row in pair]
    found = read(fit([*turns, rows[600]]))
    assert found.state.state == "partial"
    assert "times-impossible" not in codes_of(found)
    assert_known_run(found)


def test_records_written_twice_count_once(read):
    found = read(fit([row for row in run() for _ in range(2)]))
    assert "repeated-times" in codes_of(found)
    assert_known_run(found)


def test_all_records_written_a_second_time_count_once(read):
    assert_known_run(read(Fit().records(run() * 2).finish()))


def test_all_records_at_one_instant_give_no_number(read):
    found = read(Fit().records(run(lambda _, row: row.update(time=START))).finish())
    assert found.state.state in ("partial", "quarantined")
    for session in found.sessions:
        assert session.summary.row.get("run_impact_count") is None


@pytest.mark.parametrize("has_events", [True, False])
@pytest.mark.parametrize("has_session", [True, False])
def test_a_pause_of_a_day_is_no_active_time(read, has_events, has_session):
    rows = shifted(DAY, since=301)
    kept = Fit()
    if has_events:
        kept.timer(START, True)
    kept.records(rows[:301])
    if has_events:
        kept.timer(START + 300, False).timer(START + 300 + DAY, True)
    kept.records(rows[301:])
    if has_session:
        kept.session(time=START + SECONDS + DAY, elapsed=SECONDS + DAY)
    found = read(kept.finish())
    assert found.state.state == "imported"
    assert row_of(found)["total_elapsed_time_s"] == SECONDS + DAY
    assert_known_run(found)


def test_a_pause_of_a_day_in_one_gpx_track_is_no_active_time(read):
    found = read(gpx(shifted(DAY, since=301)))
    assert found.state.state == "imported"
    assert_known_run(found)


def test_a_gap_of_30_s_is_bridged_only_as_estimated(read):
    found = read(fit([row for i, row in enumerate(run()) if not 300 < i < 330]))
    assert found.state.state == "imported"
    labels = {segment.label for segment in found.sessions[0].summary.segments}
    assert labels == {"run"}
    assert_known_run(found)


def test_a_gap_of_30_s_without_distance_counts_no_impacts(read):
    rows = [row for i, row in enumerate(run()) if not 300 < i < 330]
    for i, row in enumerate(rows):
        if i > 300:
            row["metres"] -= 84
    found = read(fit(rows, metres=1596, strides=None))
    row = row_of(found)
    assert row["run_time_s"] == pytest.approx(570, abs=3)
    assert row["run_impact_count"] == pytest.approx(1539, rel=0.02)


def test_a_long_gap_on_the_move_counts_no_running(read):
    rows = [row for i, row in enumerate(run()) if not 200 < i < 400]
    found = read(fit(rows, strides=None))
    row = row_of(found)
    assert row["run_time_s"] == pytest.approx(400, abs=3)
    assert row["run_impact_count"] == pytest.approx(1080, rel=0.03)
