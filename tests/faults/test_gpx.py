"""GPX that is cut, oddly encoded, oddly written, or no recording at all."""

from __future__ import annotations

import pytest

from .build import SECONDS, START, gpx, run, stamp
from .expect import assert_known_run, codes_of, row_of

WHOLE = gpx()


@pytest.mark.parametrize("share", [0.3, 0.5, 0.77])
def test_a_cut_gpx_keeps_every_whole_point(read, share):
    text = WHOLE[: int(len(WHOLE) * share)]
    whole = text.count("</trkpt>")
    found = read(text, "x.gpx")
    assert found.state.state == "partial"
    assert "breaks off" in found.state.reason
    assert f"{whole} track points were kept" in found.state.reason
    assert_known_run(found, share=(whole - 1) / SECONDS)


@pytest.mark.parametrize("length", [30, 200, 450])
def test_a_gpx_cut_before_its_second_point_is_quarantined(read, length):
    found = read(WHOLE[:length], "x.gpx")
    assert found.state.state == "quarantined"
    assert found.state.reason


@pytest.mark.parametrize("encoding", ["UTF-16", "UTF-8", "UTF-8-SIG", "ISO-8859-1", "windows-1252"])
def test_every_declared_encoding_is_read(read, encoding):
    text = WHOLE.replace("<trk>", "<trk><name>Läufchen</name>").replace(
        'encoding="UTF-8"', f'encoding="{encoding.removesuffix("-SIG")}"'
    )
    found = read(text.encode(encoding), "x.gpx")
    assert found.state.state == "imported"
    assert_known_run(found)


def test_an_unknown_encoding_is_quarantined(read):
    found = read(WHOLE.replace("UTF-8", "klingon-8"), "x.gpx")
    assert found.state.state == "quarantined"
    assert "encoding" in found.state.reason


def test_a_prefix_on_every_element_is_read(read):
    text = WHOLE.replace("xmlns=", "xmlns:gpx=")
    for name in ("gpx", "trk", "trkseg", "trkpt", "ele", "time", "extensions", "type"):
        for end in (" ", ">"):
            text = text.replace(f"<{name}{end}", f"<gpx:{name}{end}")
        text = text.replace(f"</{name}>", f"</gpx:{name}>")
    assert "<gpx:trkpt " in text
    found = read(text, "x.gpx")
    assert found.state.state == "imported"
    assert_known_run(found)


def test_an_undeclared_prefix_in_extensions_is_no_obstacle(read):
    found = read(WHOLE.replace("x:hr", "odd:hr"), "x.gpx")
    assert found.state.state == "imported"
    assert row_of(found)["avg_heart_rate_bpm"] == 145
    assert_known_run(found)


def test_blanks_before_the_declaration_are_skipped(read):
    assert_known_run(read(" \r\n\t" + WHOLE, "x.gpx"))


def test_blanks_round_the_time_are_stripped(read):
    text = WHOLE.replace("<time>", "<time>\n  ").replace("</time>", " \t</time>")
    assert_known_run(read(text, "x.gpx"))


def test_times_without_a_zone_are_read_as_utc_and_said(read):
    found = read(gpx(times=lambda time: stamp(time, "")), "x.gpx")
    assert found.state.state == "imported"
    assert "naive-times" in codes_of(found)
    assert found.sessions[0].summary.start_s == START
    assert_known_run(found)


def test_times_with_and_without_a_zone_are_on_one_clock(read):
    found = read(gpx(times=lambda time: stamp(time, "Z" if time % 2 else "")), "x.gpx")
    assert "naive-times" in codes_of(found)
    assert row_of(found)["total_elapsed_time_s"] == SECONDS
    assert_known_run(found)


def test_an_offset_gives_utc_and_the_local_day(read):
    found = read(gpx(times=lambda time: stamp(time - 8 * 3600, "-08:00")), "x.gpx")
    assert found.sessions[0].summary.start_s == START
    assert found.sessions[0].summary.utc_offset_s == -8 * 3600


def test_no_times_are_a_planned_route(read):
    found = read(gpx(times=lambda _: ""), "x.gpx")
    assert found.state.state == "skipped"
    assert "planned route" in found.state.reason


def test_times_that_are_none_are_left_out_and_said(read):
    text = gpx(times=lambda time: "yesterday" if time % 100 == 50 else stamp(time))
    found = read(text, "x.gpx")
    assert found.state.state == "partial"
    assert "6 of 601 samples without a possible time" in found.state.reason
    assert_known_run(found)


def test_a_single_point_is_skipped(read):
    found = read(gpx(run()[:1]), "x.gpx")
    assert found.state.state == "skipped"
    assert "single" in found.state.reason


@pytest.mark.parametrize("metres", [0, 800, 3000])
def test_two_points_half_an_hour_apart_are_unknown_never_0(read, metres):
    rows = run()[:2]
    rows[1]["time"] = START + 1800
    rows[1]["lat"] = rows[0]["lat"] + metres / 111_195
    found = read(gpx(rows), "x.gpx")
    assert found.state.state == "partial"
    assert "cannot be told apart" in found.state.reason
    row = row_of(found)
    assert row["impact_source"] == "none"
    for name in ("run_impact_count", "run_time_s", "run_distance_m", "total_distance_m"):
        assert row.get(name) is None
    assert row["run_impact_count_upper"] == 1800 * 190 / 60


def test_points_written_twice_count_once(read):
    found = read(gpx([row for row in run() for _ in range(2)]), "x.gpx")
    assert "repeated-times" in codes_of(found)
    assert_known_run(found)


def test_a_track_written_twice_counts_once(read):
    found = read(gpx(run(), run()), "x.gpx")
    assert len(found.sessions) == 1
    assert_known_run(found)


def test_tracks_minutes_apart_are_one_run_with_a_pause(read):
    later = [{**row, "time": row["time"] + 300} for row in run()[301:]]
    found = read(gpx(run()[:301], later), "x.gpx")
    assert found.state.state == "imported"
    assert row_of(found)["total_elapsed_time_s"] == SECONDS + 300
    assert_known_run(found)


def test_tracks_days_apart_are_two_runs(read):
    later = [{**row, "time": row["time"] + 2 * 86_400} for row in run()]
    found = read(gpx(run(), later), "x.gpx")
    assert found.state.state == "imported"
    assert len(found.sessions) == 2
    assert [s.summary.row["run_impact_count"] for s in found.sessions] == [1620] * 2


@pytest.mark.parametrize("text", ["1_0.5", "NaN", "inf", "91", "٤٨.٠", "undefined", "", "0x30"])
def test_a_latitude_that_is_no_number_is_masked(read, text):
    wanted = f'lat="{run()[250]["lat"]}"'
    assert wanted in WHOLE
    found = read(WHOLE.replace(wanted, f'lat="{text}"'), "x.gpx")
    assert_known_run(found)


def test_a_heart_rate_that_is_no_number_is_unknown(read):
    found = read(WHOLE.replace("<x:hr>145<", "<x:hr>1_45<"), "x.gpx")
    assert row_of(found)["avg_heart_rate_bpm"] is None
    assert_known_run(found)
