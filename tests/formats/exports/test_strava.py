"""Strava's list of activities, in any language and whatever a spreadsheet made of it."""

from __future__ import annotations

import math

import pytest

from loadwatch.errors import DamagedFileError, NotAnActivityError
from loadwatch.formats import identify

from .build import WORDS, activities, only, strava, strava_header, strava_row, table

EVENING_S = 1704479582.0
"""2024-01-05T18:33:02Z."""
SHOWN = {
    "en": "Jan 5, 2024, 6:33:02\u202fPM",
    "de": "05.01.2024, 18:33:02",
    "fr": "5 janv. 2024, 18:33:02",
    "es": "5 ene 2024, 18:33:02",
    "it": "5 gen 2024, 18:33:02",
    "nl": "5 jan. 2024 18:33:02",
    "pt": "5 de jan. de 2024, 18:33:02",
    "pl": "5 sty 2024, 18:33:02",
    "ja": "2024/01/05 18:33:02",
    "unknown": "2024-01-05 18:33:02",
}


@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize("comma", [".", ","])
def test_a_list_in_any_language_is_read_alike(language, comma):
    cells = {
        "distance": "2810.4", "moving": "1300.5", "weight": "71.5", "effort": "6.0",
        "mean_heart": "150.5", "max_heart": "181.0", "steps": "3600.0", "commute": "1.0",
    }  # fmt: skip
    cells = {name: text.replace(".", comma) for name, text in cells.items()}
    data = strava(strava_row(date=SHOWN[language], **cells), language=language)
    assert identify(data[:4096]).name == "Strava CSV"
    run = only(data)
    assert run.start_time_s == EVENING_S
    assert run.utc_offset_s is None
    assert run.reported == {
        "total_elapsed_time_s": 1390.0, "total_timer_time_s": 1300.5, "total_distance_m": 2810.4,
        "avg_heart_rate_bpm": 150.5, "max_heart_rate_bpm": 181.0, "athlete_weight_kg": 71.5,
        "workout_rpe": 60.0, "total_strides": 1800.0,
    }  # fmt: skip
    assert (run.sport, run.is_commute) == ("running", True)
    assert (run.identity, run.describes) == ("strava:10001", "123.fit")
    assert len(run.records) == 0


def test_of_names_that_stand_twice_the_exact_ones_count():
    run = only(strava(strava_row(shown_elapsed="9999", shown_distance="1.75", shown_commute="true",
                                 commute="0.0")))  # fmt: skip
    assert run.reported["total_elapsed_time_s"] == 1390.0
    assert run.reported["total_distance_m"] == 2810.4
    assert run.is_commute is False


def test_a_row_without_an_exact_distance_takes_the_unit_of_the_others():
    old = strava_row(id="1", distance="", shown_distance="3.10")
    miles = [strava_row(id="2", shown_distance="1.75"), strava_row(id="3", shown_distance="1.75")]
    first = activities(strava(old, *miles))[0]
    assert first.reported["total_distance_m"] == pytest.approx(3.10 * 1609.344)
    assert "total_distance_m" not in only(strava(old)).reported


def test_the_list_of_some_years_ago_has_fewer_columns():
    header = [n for n in strava_header() if n not in ("Max Heart Rate", "Note")]
    row = [""] * len(header)
    row[:7] = ["7", "Jan 5, 2024, 6:33:02 PM", "x", "Run", "", "60", "1.0"]
    j = header.index("Moving Time") - 1
    row[j - 3], row[j], row[j + 1], row[j + 2] = "activities/7.gpx", "60.0", "59.0", "200.5"
    row[header.index("Perceived Exertion")] = "4"
    run = only(table([header, row]))
    assert run.reported["total_distance_m"] == 200.5
    assert run.reported["workout_rpe"] == 40.0
    assert run.describes == "7.gpx"


def test_a_header_of_names_alone_that_nobody_knows_is_told_by_its_rows():
    rows = [["k", "w", "n", "t", "f"],
            ["123456", "2024-01-05 18:33:02", "x", "Run", "activities/9.tcx.gz"]]  # fmt: skip
    run = only(table(rows))
    assert (run.start_time_s, run.sport, run.describes) == (EVENING_S, "running", "9.tcx")


def test_descriptions_of_several_lines_with_quotes_part_no_row():
    text = 'Buenas piernas, "mucho" calor\nfui a tope;\r\n\n10002,x'
    found = activities(strava(strava_row(description=text), strava_row(id="10002")))
    assert [each.identity for each in found] == ["strava:10001", "strava:10002"]


@pytest.mark.parametrize("name", ["", "#error#", "activities/", "https://example.org/x"])
def test_an_entry_without_a_file_describes_none(name):
    run = only(strava(strava_row(file=name)))
    assert run.describes is None
    assert run.identity == "strava:10001"


@pytest.mark.parametrize(
    ("name", "described"),
    [("activities/5.fit.gz", "5.fit"), ("activities\\6.GPX", "6.gpx"), ("7.tcx.gz", "7.tcx")],
)
def test_a_file_is_known_by_its_bare_name(name, described):
    assert only(strava(strava_row(file=name))).describes == described


def test_whether_the_day_comes_first_is_decided_over_all_rows():
    unclear, clear = strava_row(id="1", date="05/01/2024, 18:33:02"), "13/01/2024, 18:33:02"
    assert activities(strava(unclear, strava_row(date=clear)))[0].start_time_s == EVENING_S
    american = activities(strava(unclear, strava_row(date="01/13/2024, 18:33:02")))[0]
    assert american.start_time.isoformat() == "2024-05-01T18:33:02+00:00"


def test_where_no_row_decides_the_language_does_and_english_does_not():
    unclear = strava_row(date="05/01/2024, 18:33:02")
    assert only(strava(unclear, language="pt")).start_time_s == EVENING_S
    for language in ("en", "unknown"):
        with pytest.raises(DamagedFileError, match="cannot be told for sure"):
            activities(strava(unclear, language=language))


def test_rows_that_contradict_each_other_are_left_out_and_counted():
    rows = [
        strava_row(id=f"{at}", date=date)
        for at, date in enumerate(
            ["13/01/2024, 18:33:02", "01/13/2024, 18:33:02", "05/01/2024, 18:33:02",
             "05.01.2024, 18:33:02"]
        )
    ]  # fmt: skip
    found = activities(strava(*rows))
    assert [each.start_time_s for each in found] == [EVENING_S]
    (note,) = found[0].notes
    assert (note.code, note.count, note.damage) == ("dates-unread", 3, True)


@pytest.mark.parametrize("date", ["", "yesterday", "31.02.2024, 10:00:00", "2567/01/05 10:00:00",
                                  "5 Foo 2024, 10:00:00", "24/01/05 18:33"])  # fmt: skip
def test_a_date_that_cannot_be_read_is_never_another_day(date):
    found = activities(strava(strava_row(), strava_row(id="2", date=date)))
    assert len(found) == 1
    assert found[0].notes[0].count == 1


def test_the_title_tells_a_treadmill_or_a_track_only_where_the_type_is_silent():
    def kind(**cells):
        run = only(strava(strava_row(**cells)))
        return run.sport, run.sub_sport

    assert kind(name="Laufband am Abend", type="Lauf") == ("running", "treadmill")
    assert kind(name="6x400 on the track") == ("running", "track")
    assert kind(name="Back on track") == ("running", None)
    assert kind(name="Treadmill", type="Trail Run") == ("running", "trail")
    assert kind(name="Morning run", type="Ride") == ("cycling", None)
    assert kind(name="Morning run", type="Yoga") == ("training", "yoga")


def test_sums_that_cannot_be_true_are_unknown():
    run = only(strava(strava_row(steps="9", weight="7150", effort="60", distance="0.0",
                                 mean_heart="-1")))  # fmt: skip
    assert run.reported == {"total_elapsed_time_s": 1390.0, "total_timer_time_s": 1300.0}
    ride = only(strava(strava_row(type="Ride", steps="3600")))
    assert "total_strides" not in ride.reported


def test_the_same_activity_twice_counts_once():
    assert len(activities(strava(strava_row(), strava_row()))) == 1


def test_an_empty_list_is_no_activity():
    with pytest.raises(NotAnActivityError):
        activities(strava())


def test_names_and_descriptions_stand_nowhere_in_what_is_read():
    place = "Secret place"
    run = only(strava(strava_row(name=place, description=place)))
    assert place not in repr(run)


def test_a_whole_export_of_thousands_is_read(tmp_path):
    rows = [strava_row(id=f"{number}") for number in range(10_000, 13_000)]
    found = activities(strava(*rows))
    assert len(found) == 3000
    assert not any(math.isnan(each.start_time_s) for each in found)
