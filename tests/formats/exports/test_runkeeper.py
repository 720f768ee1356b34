"""Runkeeper's list of activities: the runner's clock, kilometres or miles."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from loadwatch.athlete import Athlete
from loadwatch.derive.session import summarise
from loadwatch.errors import DamagedFileError
from loadwatch.formats import identify
from loadwatch.load import sessions_table

from .build import activities, only, runkeeper, table

ROW = {
    "Activity Id": "ab-1", "Date": "2019-05-04 23:50:09", "Type": "Running",
    "Distance (km)": "5.00", "Duration": "28:30", "Average Heart Rate (bpm)": "151",
    "GPX File": "2019-05-04-235009.gpx",
}  # fmt: skip


def test_a_row_is_an_activity_of_sums_that_tells_of_its_file():
    assert identify(runkeeper(ROW)[:4096]).name == "Runkeeper CSV"
    run = only(runkeeper(ROW))
    assert (run.sport, run.identity) == ("running", "runkeeper:ab-1")
    assert run.describes == "2019-05-04-235009.gpx"
    assert run.reported == {
        "total_timer_time_s": 1710.0, "total_elapsed_time_s": 1710.0, "total_distance_m": 5000.0,
        "avg_heart_rate_bpm": 151.0,
    }  # fmt: skip


def test_the_local_day_is_that_of_the_runners_clock_wherever_home_is():
    run = only(runkeeper(ROW))
    summary = summarise(run, Athlete())
    assert summary.row["zone"] == "assumed"
    assert summary.utc_offset_s == 0.0
    row = summary.row | {
        "session_id": "x", "source": "x", "sources": ["x"], "copy_ids": (),
        "start_s": summary.start_s, "utc_offset_s": summary.utc_offset_s,
    }  # fmt: skip
    (day,) = sessions_table([row])["local_date"]
    assert date(day.year, day.month, day.day) == date(2019, 5, 4)
    assert run.start_time_s == datetime(2019, 5, 4, 23, 50, 9, tzinfo=UTC).timestamp()


def test_miles_stand_in_the_name_of_the_column():
    run = only(runkeeper(ROW | {"Distance (mi)": "3.10", "Duration": "1:02:03"}, miles=True))
    assert run.reported["total_distance_m"] == pytest.approx(3.10 * 1609.344)
    assert run.reported["total_timer_time_s"] == 3723.0


def test_an_entry_by_hand_has_no_file_and_an_older_list_no_ids():
    by_hand = only(runkeeper(ROW | {"GPX File": "", "Activity Id": "", "Type": "Yoga"}))
    assert (by_hand.describes, by_hand.identity, by_hand.sport) == (None, None, "training")


@pytest.mark.parametrize("when", ["", "May 4", "2019-13-04 10:00:00", "2019-05-04 10:00:00+02:00"])
def test_a_row_without_a_readable_date_is_counted(when):
    (run,) = activities(runkeeper(ROW, ROW | {"Date": when, "Activity Id": "2"}))
    assert run.notes[-1].code == "dates-unread"
    with pytest.raises(DamagedFileError):
        activities(runkeeper(ROW | {"Date": when}))


def test_measurements_are_no_activities():
    from loadwatch.errors import UnknownFormatError

    with pytest.raises(UnknownFormatError, match="a table without activities"):
        activities(table([["Date", "Weight"], ["2019-05-04", "70"]]))
