"""Impossible values in the channels: masked, counted, shown, never part of a sum."""

from __future__ import annotations

import pytest

from .build import SECONDS, Fit, fit, run, run_with
from .expect import assert_known_run, codes_of, row_of


def spoilt(every: int, **values):
    """The run with each n-th row spoilt."""
    return run(lambda i, row: row.update(values) if i % every == every - 1 else None)


def without(*names):
    """The run without some channels."""
    return run(lambda _, row: [row.pop(name) for name in names])


def test_a_distance_that_falls_back_to_0_is_rebuilt(read):
    rows = run(lambda i, row: row.update(metres=2.8 * (i - 300)) if i >= 300 else None)
    found = read(fit(rows))
    assert found.state.state == "partial"
    assert "impossible steps rebuilt" in found.state.reason
    assert_known_run(found)


@pytest.mark.parametrize("is_lasting", [True, False])
def test_a_distance_jump_of_a_million_metres_is_rebuilt(read, is_lasting):
    def mend(i, row):
        if i == 300 or (is_lasting and i > 300):
            row["metres"] += 1e6

    for session in ({}, {"metres": 1_001_680 if is_lasting else 1680}):
        found = read(fit(run(mend), **session))
        assert found.state.state == "partial"
        assert_known_run(found)


def test_an_invalid_last_distance_changes_nothing(read):
    found = read(fit(run(lambda i, row: row.update(metres=None) if i == SECONDS else None)))
    assert_known_run(found)


@pytest.mark.parametrize("sources", ["both", "speed", "position", "none"])
@pytest.mark.parametrize("half", ["first", "second", "middle"])
@pytest.mark.parametrize("has_session", [True, False])
def test_distance_missing_for_half_the_run_is_taken_from_the_rest(read, sources, half, has_session):
    begin, end = {"first": (0, 300), "second": (301, 601), "middle": (150, 450)}[half]

    def mend(i, row):
        if begin <= i < end:
            row["metres"] = None
        if sources not in ("both", "speed"):
            row.pop("speed")
        if sources not in ("both", "position"):
            row.pop("lat")

    kept = Fit().records(run(mend))
    found = read(kept.session().finish() if has_session else kept.finish())
    row = row_of(found)
    if sources != "none" or half != "second":
        assert row["total_distance_m"] == pytest.approx(1680, rel=0.03)
    elif not has_session:
        assert found.state.state == "partial"
        assert "distance" in found.state.reason
    assert row["run_impact_count"] == pytest.approx(1620, rel=0.03)
    assert row["run_time_s"] == pytest.approx(SECONDS, rel=0.02)


def test_a_run_without_any_distance_has_none(read):
    found = read(fit(without("metres", "speed", "lat", "lon"), metres=None))
    row = row_of(found)
    assert row["total_distance_m"] is None
    assert row["run_distance_m"] is None
    assert row["run_impact_count"] == pytest.approx(1620, rel=0.03)


@pytest.mark.parametrize("value", [254, 0, 1])
@pytest.mark.parametrize("every", [1, 10])
def test_an_impossible_heart_rate_is_masked_and_counted(read, value, every):
    found = read(fit(spoilt(every, heart=value)))
    row = row_of(found)
    assert row["avg_heart_rate_bpm"] == (None if every == 1 else 145)
    assert row["max_heart_rate_bpm"] == (None if every == 1 else 145)
    notes = [note.message for note in found.sessions[0].summary.notes]
    assert f"heart rate: {601 // every} of 601 samples unusable" in notes
    assert_known_run(found)


@pytest.mark.parametrize("value", [254, 200])
@pytest.mark.parametrize(("every", "state"), [(100, "imported"), (5, "partial")])
def test_an_impossible_cadence_is_masked_and_counted(read, value, every, state):
    found = read(fit(spoilt(every, cadence=value), strides=None))
    assert found.state.state == state
    assert "masked-cadence" in codes_of(found)
    assert_known_run(found)


@pytest.mark.parametrize("cadence", [0, None, 254])
def test_a_cadence_that_says_nothing_while_running_is_estimated_never_0(read, cadence):
    found = read(fit(run_with(cadence=cadence), strides=None))
    row = row_of(found)
    assert row["impact_source"] == "model"
    assert row["run_impact_count"] == pytest.approx(1620, rel=0.13)
    assert row["impact_uncertainty_pct"] >= 13
    assert row["run_time_s"] == pytest.approx(SECONDS, rel=0.03)


def test_a_cadence_of_0_in_part_of_the_running_is_filled_and_said(read):
    found = read(fit(run(lambda i, row: row.update(cadence=0) if i > 420 else None), strides=None))
    assert "cadence-gaps" in codes_of(found)
    assert row_of(found)["run_impact_count"] == pytest.approx(1620, rel=0.05)


@pytest.mark.parametrize(("every", "state"), [(100, "imported"), (5, "partial")])
def test_an_impossible_speed_is_masked_and_counted(read, every, state):
    for rows in (spoilt(every, speed=65.5), [{**row, "metres": None, "lat": None} for row in
                                             spoilt(every, speed=65.5)]):  # fmt: skip
        found = read(fit(rows))
        assert found.state.state == state
        assert "masked-speed" in codes_of(found)
        assert_known_run(found)


@pytest.mark.parametrize(
    "place", [{"lat": 0.0, "lon": 0.0}, {"lat": 91.0}, {"lat": None}, {"lat": 48.0, "lon": 13.0}]
)
@pytest.mark.parametrize("has_distance", [True, False])
def test_impossible_positions_add_no_distance(read, place, has_distance):
    rows = spoilt(50, **place)
    if not has_distance:
        rows = [{**row, "metres": None} for row in rows]
    found = read(fit(rows, metres=1680 if has_distance else None))
    assert_known_run(found, metres=0.05)
    if place["lat"] is not None:
        assert codes_of(found) & {"masked-position", "masked-latitude", "positions-jump"}


def test_a_teleport_for_good_adds_no_distance(read):
    def mend(i, row):
        row["metres"] = None
        if i >= 300:
            row["lon"] += 5.0

    found = read(fit(run(mend), metres=None))
    assert "positions-jump" in codes_of(found)
    assert_known_run(found)


def test_jumps_in_most_positions_leave_the_distance_to_speed(read):
    def mend(i, row):
        row["metres"] = None
        row["lon"] += 2.0 * (i % 2)

    found = read(fit(run(mend), metres=None))
    assert found.state.state == "partial"
    assert_known_run(found)
