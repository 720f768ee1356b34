"""TCX that is cut, paused, empty or planned."""

from __future__ import annotations

import pytest

from .build import SECONDS, START, run, stamp, tcx
from .expect import assert_known_run, row_of

WHOLE = tcx()


@pytest.mark.parametrize("share", [0.3, 0.5, 0.8])
def test_a_cut_tcx_keeps_every_whole_point_and_sums_only_those(read, share):
    text = WHOLE[: int(len(WHOLE) * share)]
    whole = text.count("</Trackpoint>")
    found = read(text, "x.tcx")
    assert found.state.state == "partial"
    assert "breaks off" in found.state.reason
    assert f"{whole} track points were kept" in found.state.reason
    assert_known_run(found, share=(whole - 1) / SECONDS)


def test_several_laps_are_one_run(read):
    rows = run()
    found = read(tcx([rows[:201]], [rows[200:401]], [rows[400:]]), "x.tcx")
    assert found.state.state == "imported"
    assert len(found.sessions) == 1
    assert_known_run(found)


def test_a_second_track_in_a_lap_is_a_pause(read):
    later = [{**row, "time": row["time"] + 900} for row in run()[300:]]
    found = read(tcx([run()[:301], later]), "x.tcx")
    assert found.state.state == "imported"
    assert row_of(found)["total_elapsed_time_s"] == SECONDS + 900
    assert_known_run(found)


def test_a_lap_without_points_is_kept_as_a_summary_without_impacts(read):
    text = WHOLE[: WHOLE.index("<Track>")] + WHOLE[WHOLE.index("</Track>") + len("</Track>") :]
    found = read(text, "x.tcx")
    assert found.state.state == "imported"
    row = row_of(found)
    assert row["total_timer_time_s"] == SECONDS
    assert row["total_distance_m"] == 1680
    assert row.get("run_impact_count") is None
    assert row["impact_source"] == "none"


def test_a_course_is_skipped(read):
    text = (
        "<TrainingCenterDatabase><Courses><Course><Name>Loop</Name><Track><Trackpoint><Time>"
        f"{stamp(START)}</Time></Trackpoint></Track></Course></Courses></TrainingCenterDatabase>"
    )
    found = read(text, "x.tcx")
    assert found.state.state == "skipped"
    assert "planned course" in found.state.reason


def test_an_empty_database_is_skipped(read):
    found = read("<TrainingCenterDatabase><Activities/></TrainingCenterDatabase>", "x.tcx")
    assert found.state.state == "skipped"


def test_blanks_before_the_declaration_are_skipped(read):
    assert_known_run(read(" " * 10 + WHOLE, "x.tcx"))


def test_two_activities_in_one_file_are_two_runs(read):
    begin, end = WHOLE.index("<Activity "), WHOLE.index("</Activities>")
    second = WHOLE[begin:end].replace("2025-06-02", "2025-06-05")
    found = read(WHOLE[:end] + second + WHOLE[end:], "x.tcx")
    assert len(found.sessions) == 2
    assert [s.summary.row["run_impact_count"] for s in found.sessions] == [1620] * 2


def test_distance_that_starts_anew_in_each_lap_is_rebuilt(read):
    rows = run()
    second = [{**row, "metres": row["metres"] - 840} for row in rows[300:]]
    found = read(tcx([rows[:301]], [second]), "x.tcx")
    assert_known_run(found)


def test_numbers_too_large_to_hold_are_unknown_and_never_infinite(read):
    rows = run()
    text = tcx([rows])
    for row in rows[100:120]:
        metres = f"<DistanceMeters>{row['metres']}<"
        assert metres in text
        text = text.replace(metres, "<DistanceMeters>1e999<")
    assert_known_run(read(text, "x.tcx"))
