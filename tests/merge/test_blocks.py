"""Each block of a merged run is that of the copy that knows it best, and is taken whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from loadwatch.activity import NO_RECORDS, Activity, Records
from loadwatch.athlete import Athlete
from loadwatch.columns import SESSIONS
from loadwatch.importer import Session, apart, merged
from loadwatch.importer.judging import judged
from loadwatch.importer.states import Import, Reading
from loadwatch.merge.blocks import BLOCKS, FORM, GAITS, HEART
from tests.merge.test_copies import placed

PLACED = placed()
ATHLETE = Athlete(resting_heart_rate_bpm=50, max_heart_rate_bpm=190, sex="female")


def without(one: Activity, *names: str, **more: object) -> Activity:
    kept = {name: each for name, each in one.records.channels.items() if name not in names}
    return replace(one, records=Records(one.records.time_s, kept), **more)  # type: ignore[arg-type]


def told_only(**more: object) -> Activity:
    """What an index says of the run: its sums, and no records."""
    given: dict[str, object] = {
        "reported": {"total_distance_m": 3360.0, "total_elapsed_time_s": 1200.0,
                     "total_timer_time_s": 1200.0, "workout_rpe": 60.0},
        "start_time_s": float(PLACED.records.time_s[0]), "format": "an index",
    }  # fmt: skip
    return replace(PLACED, records=NO_RECORDS, **(given | more))  # type: ignore[arg-type]


def read(name: str, one: Activity) -> Reading:
    return judged(name, None, f"{name}-digest", [one], ATHLETE)


def import_of(**named: Activity) -> Import:
    """Files by their stem; the order of arrival changes nothing."""
    readings = [read(f"{name}.{one.format.lower()}", one) for name, one in named.items()]
    there, back = merged(readings), merged(readings[::-1])
    assert [each.row for each in there.sessions] == [
        {**each.row, "sources": there_sources.row["sources"], "copy_ids": there_sources.copy_ids}
        for each, there_sources in zip(back.sessions, there.sessions, strict=True)
    ]
    return there


def only(found: Import) -> Session:
    (session,) = found.sessions
    return session


def alone(one: Activity) -> dict[str, object]:
    return only(merged([read("a.fit", one)])).row


def same(row: dict[str, object], other: dict[str, object], names: tuple[str, ...]) -> bool:
    return [row.get(name) for name in names] == [other.get(name) for name in names]


def test_every_column_is_in_one_block_or_of_the_leading_copy() -> None:
    in_blocks = [name for block in BLOCKS for name in block.columns]
    assert len(in_blocks) == len(set(in_blocks))
    of_the_lead = {
        "session_id", "local_date", "start_time", "format", "source", "sources", "device",
        "device_serial", "total_elapsed_time_s", "total_timer_time_s", "session_rpe_load_au",
        "quality",
    }  # fmt: skip
    assert {column.name for column in SESSIONS} == of_the_lead | set(in_blocks) - {"cadence_factor"}


def test_a_fit_without_a_heart_rate_takes_that_of_the_tcx_and_nothing_else() -> None:
    fit, tcx = without(PLACED, "heart_rate_bpm"), replace(PLACED, format="TCX")
    session = only(import_of(a=fit, b=tcx))
    assert session.source == "a.fit"
    assert session.taken == (("heart rate", "b.tcx"), ("form", "b.tcx"))
    assert same(session.row, alone(tcx), HEART)
    assert session.row["banister_load_au"]
    names = {"session_id", "source", "sources", "copy_ids", *HEART, *FORM}
    rest = tuple(set(alone(fit)) - names)
    assert same(session.row, alone(fit), rest)


def test_a_fit_without_a_cadence_takes_gaits_and_segments_of_the_copy_that_has_one() -> None:
    fit, tcx = without(PLACED, "cadence_rpm"), replace(PLACED, format="TCX")
    session = only(import_of(a=fit, b=tcx))
    assert session.row["impact_source"] == "cadence"
    assert same(session.row, alone(tcx), GAITS)
    assert session.summary.segments == read("b.tcx", tcx).sessions[0].summary.segments
    assert dict(session.taken)["run, walk and impacts"] == "b.tcx"


def test_what_two_know_alike_is_the_leading_copys() -> None:
    session = only(import_of(a=PLACED, b=replace(PLACED, format="TCX")))
    assert session.taken == ()


def test_a_copy_that_is_shorter_gives_no_sums() -> None:
    fit = without(PLACED, "heart_rate_bpm", "cadence_rpm")
    cut = slice(0, 1080)
    records = Records(
        PLACED.records.time_s[cut], {k: v[cut] for k, v in PLACED.records.channels.items()}
    )
    tcx = replace(PLACED, format="TCX", records=records, reported={})
    session = only(import_of(a=fit, b=tcx))
    assert session.row["impact_source"] == "model"
    assert session.row["avg_heart_rate_bpm"] is None


def test_the_local_day_comes_of_the_copy_that_knows_its_zone() -> None:
    fit = without(PLACED, "latitude_deg", "longitude_deg", utc_offset_s=None)
    tcx = replace(PLACED, format="TCX", utc_offset_s=-3600.0)
    session = only(import_of(a=fit, b=tcx))
    assert (session.row["zone"], session.row["utc_offset_s"]) == ("file", -3600.0)


def test_a_sport_that_was_told_outranks_one_that_was_assumed() -> None:
    gpx = without(PLACED, "cadence_rpm", sport="generic", format="GPX")
    assert "sport-assumed" in str(alone(gpx)["quality"])
    session = only(import_of(a=gpx, b=told_only(sport="walking", describes="a.gpx")))
    assert session.row["sport"] == "walking"
    assert session.row["run_time_s"] == alone(gpx)["run_time_s"]
    assert "sport-assumed" not in str(session.row["quality"])


def test_a_ride_that_was_taken_for_a_run_has_no_impacts() -> None:
    gpx = without(PLACED, "cadence_rpm", sport="generic", format="GPX")
    session = only(import_of(a=gpx, b=told_only(sport="cycling", describes="a.gpx")))
    assert session.row["sport"] == "cycling"
    assert session.row["run_impact_count"] is None
    assert session.row["impact_source"] is None


@pytest.mark.parametrize("where", [str, "export_1.zip!activities/{}.gz".format])
def test_what_an_index_tells_is_its_files_whatever_the_sport(where: Callable[[str], str]) -> None:
    index = told_only(sport="walking", describes="77.fit", is_commute=True)
    found = merged([read(where("77.fit"), PLACED), read("activities.csv", index)])
    session = only(found)
    assert session.row["sport"] == "running"
    assert session.row["workout_rpe"] == 6.0
    assert session.row["is_commute"] is True
    assert [state.state for state in found.files] == ["imported", "duplicate"]
    assert "gave effort, commute" in found.files[1].reason


def test_what_an_index_tells_of_a_file_that_is_not_there_stands_for_itself() -> None:
    session = only(merged([read("activities.csv", told_only(describes="77.fit"))]))
    assert session.row["total_distance_m"] == 3360.0
    assert session.row.get("run_impact_count") is None
    assert session.row["run_impact_count_upper"]


def test_one_identity_is_one_activity_wherever_it_is_told_again() -> None:
    first = told_only(identity="strava:5")
    later = told_only(identity="strava:5", start_time_s=first.start_time_s + 400)
    sessions = merged([read("old.csv", first), read("new.csv", later)]).sessions
    assert len(sessions) == 1


def test_a_recording_that_was_split_off_is_a_run_of_its_own() -> None:
    copies = {"a": PLACED, "b": replace(PLACED, format="TCX"), "c": replace(PLACED, format="GPX")}
    found = import_of(**copies)
    tcx = next(it for it in only(found).copy_ids if it != only(found).session_id)
    split = apart(found, [tcx])
    assert sorted(len(each.copy_ids) for each in split.sessions) == [1, 2]
    assert [state.state for state in split.files].count("duplicate") == 1
    assert apart(split, [tcx]) == split
    assert apart(found, ["no such id"]) is found
