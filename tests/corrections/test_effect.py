"""What a correction makes of a session row; the row that was read stays as it is."""

from copy import deepcopy
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from loadwatch.corrections import Correction
from loadwatch.load import sessions_table
from loadwatch.load.corrected import Corrected, corrected
from tests.conftest import run_row

DAY = date(2026, 6, 1)


def row(**more: Any) -> dict[str, object]:
    return {
        **run_row(DAY, 5, source="cadence"),
        "session_id": "a-1",
        "walk_impact_count": 1000.0,
        "walk_distance_m": 1000.0,
        "impact_uncertainty_pct": 4.0,
        "impact_load_km": 5.0,
        "pace_load_au": 40.0,
        "cadence_factor": 1.0,
        "avg_running_cadence_spm": 160.0,
        **more,
    }


def told(given: dict[str, object], **what: Any) -> Corrected:
    before = deepcopy(given)
    result = corrected([given], [Correction("a-1", **what)])
    assert given == before
    return result


def only(given: dict[str, object], **what: Any) -> dict[str, object]:
    result = told(given, **what)
    (fresh,) = result.rows
    assert "corrected" in str(fresh["quality"]).split()
    return fresh


def test_without_corrections_rows_are_equal() -> None:
    assert corrected([row()], []).rows == [row()]


def test_an_excluded_session_is_in_no_table_but_listed() -> None:
    result = told(row(), exclude=True)
    assert not result.rows
    assert result.sessions[0].is_excluded
    assert [each["session_id"] for each in result.excluded] == ["a-1"]


def test_a_run_that_was_a_ride_has_no_impacts() -> None:
    fresh = only(row(), sport="cycling")
    assert fresh["sport"] == "cycling"
    assert fresh["run_impact_count"] is None
    assert fresh["run_distance_m"] is None
    assert fresh["total_distance_m"] == 5000


def test_a_ride_that_was_a_run_is_unknown_with_an_upper_bound() -> None:
    ride = row(sport="cycling", total_timer_time_s=600.0)
    fresh = only(ride, sport="running")
    assert fresh["run_impact_count"] is None
    assert fresh["run_impact_count_upper"] == 1900
    assert fresh["run_distance_upper_m"] == 5000
    assert fresh["impact_source"] == "none"


def test_a_run_that_was_a_walk_keeps_its_gaits_and_widens_if_speed_told_them() -> None:
    fresh = only(row(), sport="walking")
    assert fresh["run_impact_count"] == fresh["run_impact_count_upper"] == 5000
    assert fresh["pace_load_au"] is None
    by_speed = only(row(impact_source="model"), sport="walking")
    assert by_speed["run_impact_count_upper"] == 6000
    assert by_speed["run_distance_upper_m"] == 6000


def test_a_start_moves_the_local_day_on_the_recordings_own_clock() -> None:
    fresh = only(row(utc_offset_s=7200.0), start=datetime.fromisoformat("2026-07-04 00:30"))
    (session,) = sessions_table([fresh]).to_dict("records")
    assert session["local_date"].date() == date(2026, 7, 4)
    assert session["start_time"].isoformat() == "2026-07-04T00:30:00+02:00"


def test_an_undated_session_gets_a_date_in_the_home_zone_else_the_nearest_offset() -> None:
    undated = row(start_s=float("nan"), utc_offset_s=None)
    say = Correction("a-1", start=datetime.fromisoformat("2026-06-01 07:30"))
    home = corrected([undated], [say], home_zone=ZoneInfo("Asia/Tokyo")).rows[0]
    assert home["utc_offset_s"] == 9 * 3600
    other = {**run_row(DAY, 3), "utc_offset_s": 3600.0}
    near = corrected([undated, other], [say]).rows[0]
    assert near["utc_offset_s"] == 3600
    assert near["zone"] == "assumed"
    table = sessions_table([near, other])
    assert table["start_time"].map(str).tolist()[0] == "2026-06-01 07:30:00+01:00"


def test_a_distance_scales_running_and_forgets_what_force_needs() -> None:
    fresh = only(row(total_distance_m=6000.0), distance_km=9)
    assert fresh["total_distance_m"] == 9000
    assert fresh["run_distance_m"] == fresh["run_distance_upper_m"] == 7500
    assert fresh["walk_distance_m"] == 1500
    assert fresh["run_impact_count"] == 5000
    assert fresh["impact_uncertainty_pct"] == 4
    assert fresh["impact_load_km"] is None
    assert fresh["pace_load_au"] is None


def test_counts_told_by_speed_become_less_sure_with_another_distance() -> None:
    fresh = only(row(impact_source="model"), distance_km=6)
    assert fresh["impact_uncertainty_pct"] == pytest.approx(24)
    assert fresh["run_impact_count_upper"] == pytest.approx(6000)


@pytest.mark.parametrize(("walk_s", "run_m"), [(0.0, 4000.0), (60.0, None)])
def test_a_distance_that_was_not_recorded_bounds_the_running(
    walk_s: float, run_m: float | None
) -> None:
    unknown = row(total_distance_m=None, run_distance_m=None, walk_time_s=walk_s)
    fresh = only(unknown, distance_km=4)
    assert fresh["run_distance_m"] == run_m
    assert fresh["run_distance_upper_m"] == 4000


def test_strides_taken_for_steps_are_doubled_and_walking_may_have_been_running() -> None:
    fresh = only(row(avg_running_cadence_spm=80.0), cadence_factor=2)
    assert fresh["run_impact_count"] == 10_000
    assert fresh["run_impact_count_upper"] == 12_000
    assert fresh["run_distance_upper_m"] == 6000
    assert fresh["impact_uncertainty_pct"] == 20
    assert fresh["impact_load_km"] is None


@pytest.mark.parametrize(("spm", "unsure"), [(170.0, 100.0), (290.0, 4.0)])
def test_steps_taken_for_strides_are_halved(spm: float, unsure: float) -> None:
    fresh = only(row(cadence_factor=2.0, avg_running_cadence_spm=spm), cadence_factor=1)
    assert fresh["run_impact_count"] == 2500
    assert fresh["run_impact_count_upper"] == 2500
    assert fresh["impact_uncertainty_pct"] == unsure


@pytest.mark.parametrize("source", ["strides", "model", "none"])
def test_a_factor_is_not_used_where_impacts_do_not_come_from_cadence(source: str) -> None:
    result = told(row(impact_source=source), cadence_factor=2)
    assert result.rows == [row(impact_source=source)]
    assert "do not come from cadence" in result.problems[0]


def test_the_factor_that_was_decided_anyway_changes_nothing() -> None:
    result = told(row(), cadence_factor=1)
    assert result.rows == [row()]
    assert not result.sessions


def test_a_correction_follows_its_session_to_a_richer_copy() -> None:
    richer = row(session_id="b-1", copy_ids=("b-1", "a-1"))
    assert only(richer, sport="walking")["sport"] == "walking"


def test_later_lines_add_to_earlier_ones_and_win() -> None:
    lines = [
        Correction("a-1", sport="hiking", exclude=True),
        Correction("a-", sport="walking", exclude=False),
    ]
    (fresh,) = corrected([row()], lines).rows
    assert fresh["sport"] == "walking"


def test_an_id_that_names_no_single_session_is_told_with_the_nearest() -> None:
    rows = [row(), row(session_id="a-2")]
    lines = [Correction("a-", exclude=True, line=2), Correction("a-3", exclude=True, line=3)]
    result = corrected(rows, lines)
    assert result.rows == rows
    assert result.problems == [
        "corrections.csv, line 2: 'a-' begins 2 ids: a-1, a-2",
        "corrections.csv, line 3: there is no session 'a-3'; the nearest: a-2, a-1",
    ]
