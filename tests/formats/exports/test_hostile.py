"""Tables and lists that were made to break a reader, or by a program that nobody foresaw."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loadwatch.errors import FileError, LimitError
from loadwatch.formats import all_formats, identify, read
from loadwatch.formats._base import Source
from loadwatch.formats._tables import amount

from ..test_cuts import FLIPS, TESTED, activities_or_none, flipped
from . import build_apple as apple
from .build import activities, garmin, only, polar, runkeeper, strava, strava_header, strava_row
from .test_garmin import RUN
from .test_polar import newer, older
from .test_runkeeper import ROW

WHOLES = {
    "Strava CSV": strava(strava_row(), strava_row(id="2", file="")),
    "Runkeeper CSV": runkeeper(ROW, ROW | {"Activity Id": "2"}),
    "Garmin JSON": garmin(RUN, RUN | {"activityId": 2}),
    "Polar JSON": polar(newer()),
    "Apple Health": apple.export(
        apple.hearts(30),
        apple.steps([27] * 3, 10),
        apple.workout(seconds=30),
        apple.workout(first=60, seconds=30),
    ),
}


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_spreadsheets_delimiters_and_encodings_are_told(delimiter, encoding):
    data = strava(strava_row(name="Jogging über Mittag"), language="de", delimiter=delimiter,
                  encoding=encoding) if encoding != "cp1252" else strava(
        strava_row(name="Jogging über Mittag"), delimiter=delimiter, encoding=encoding)  # fmt: skip
    date = "05.01.2024, 18:33:02" if encoding != "cp1252" else "Jan 5, 2024, 6:33:02 PM"
    data = data.replace("Jan 5, 2024, 6:33:02 PM".encode(encoding), date.encode(encoding))
    assert identify(data[:4096]).name == "Strava CSV"
    assert only(data).reported["total_distance_m"] == 2810.4


def test_a_table_of_two_hundred_thousand_columns_is_over_the_limit():
    head = ",".join(strava_header())
    data = (head + ",x" * 200_000 + "\n1,2\n").encode()
    with pytest.raises(LimitError):
        activities(data)


def test_a_row_of_two_hundred_thousand_cells_is_read_as_far_as_the_header_goes():
    data = strava(strava_row(), [*strava_row(id="2"), *["x"] * 200_000])
    assert len(activities(data)) == 2


def test_a_cell_of_many_megabytes_ends_the_table_with_a_note():
    data = strava(strava_row(), strava_row(id="2", description="x" * 20_000_000))
    (first,) = activities(data)
    assert first.notes[0].code == "cut"


def test_a_quote_that_never_ends_takes_no_row_before_it():
    (first,) = activities(strava(strava_row()) + b'10009,"Jan 5, 2024' + b"\n,x" * 100_000)
    assert first.identity == "strava:10001"


def test_nul_bytes_are_passed_over():
    data = strava(strava_row(name="a\0b"))
    assert len(activities(data)) == 1


def test_more_rows_than_a_life_holds_are_over_the_limit():
    data = strava(strava_row()) + b"1,2,3\n" * 50_001
    with pytest.raises(LimitError):
        activities(data)


@pytest.mark.parametrize("depth", [b"[", b'{"a":', b'[{"summarizedActivitiesExport":['])
def test_json_nested_without_end_is_refused(depth):
    head = b'{"startTime": "2020-01-01T00:00:00", "exercises": ['
    for data in (head + depth * 100_000, b'[{"summarizedActivitiesExport":[' + depth * 100_000):
        with pytest.raises(FileError):
            activities(data)


def test_a_number_of_a_million_digits_is_no_number():
    data = garmin(RUN).replace(b"500000.0", b"9" * 1_000_000)
    with pytest.raises(FileError):
        activities(data)
    assert activities(garmin(RUN | {"distance": 1e308, "steps": -1e308}))


@pytest.mark.parametrize("name", WHOLES)
@TESTED
@given(share=st.floats(0, 1))
def test_a_cut_anywhere_gives_a_file_error_or_whole_activities(name, share):
    whole = WHOLES[name]
    known = {each.identity for each in read(Source(whole))}
    found = activities_or_none(whole[: int(share * len(whole))])
    assert len(found) <= len(known)


@pytest.mark.parametrize("name", WHOLES)
@TESTED
@given(flips=FLIPS)
def test_changed_bytes_never_raise_anything_but_a_file_error(name, flips):
    activities_or_none(flipped(WHOLES[name], flips))


@TESTED
@given(st.binary(max_size=300))
def test_any_first_bytes_are_looked_at_without_a_fault(head):
    for start in (b"", b"{", b"[", b"a,b,c,d,e\n", b"\xff\xfe", b"\xef\xbb\xbf"):
        assert len([one for one in all_formats() if one.recognises(start + head)]) <= 1


@pytest.mark.parametrize(
    ("text", "value"),
    [("2810.4", 2810.4), ("2810,4", 2810.4), ("2.810,4", 2810.4), ("2,810.4", 2810.4),
     ("2 810,4", 2810.4), ("2\u202f810,4", 2810.4), ("2'810.4", 2810.4), ("2,81", 2.81),
     ("1,234,567", 1234567.0), ("1e3", 1000.0), ("-3", -3.0)],
)  # fmt: skip
def test_a_number_has_a_point_or_a_comma(text, value):
    assert amount(text) == value


@pytest.mark.parametrize(
    "text", ["", "x", "1.2.3", "--", "1e999", "٣", "0x10", "nan", "inf", "1,2,3"]
)
def test_what_is_no_number_is_unknown(text):
    assert amount(text) != amount(text)


def test_the_older_shape_is_read_from_any_encoding():
    import json

    for encoding in ("utf-8-sig", "utf-16"):
        assert only(json.dumps(older()).encode(encoding)).sport == "running"
