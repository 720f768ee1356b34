"""Dates as a service shows them, in the writing of twenty languages."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loadwatch.formats.exports._dates import is_day_first, shown_date

EVENING = datetime(2024, 3, 5, 18, 33, 2, tzinfo=UTC).timestamp()


@pytest.mark.parametrize(
    "text",
    [
        "Mar 5, 2024, 6:33:02 PM", "Mar 5, 2024, 6:33:02\u202fPM", "5 Mar 2024, 18:33:02",
        "March 5, 2024 at 6:33:02 p.m.", "5 mar 2024, 6:33:02 p. m.", "05.03.2024, 18:33:02",
        "5 mars 2024, 18:33:02", "5 mars 2024 à 18:33:02", "5 mar. 2024, 18:33:02",
        "5 de mar. de 2024, 18:33:02", "5 mrt 2024 18:33:02", "5. mars 2024, 18:33:02",
        "5. mar. 2024 18.33.02", "5.3.2024 klo 18.33.02", "5. 3. 2024 18:33:02",
        "5 мар. 2024 г., 18:33:02", "5 марта 2024 г., 18:33:02", "2024/03/05 18:33:02",
        "2024年3月5日 18:33:02", "2024年3月5日 下午6:33:02", "2024. 3. 5. 오후 6:33:02",
        "2024-03-05 18:33:02", "2024-03-05T18:33:02Z", "5 Mar 2024 18:33:02",
        "5 marca 2024, 18:33:02",
    ],
)  # fmt: skip
def test_one_moment_in_many_writings(text):
    shown = shown_date(text)
    assert shown is not None
    assert shown.time_s(day_first=None) == EVENING


@pytest.mark.parametrize(("clock", "hour"), [("12:05:02 AM", 0), ("12:05:02 PM", 12)])
def test_midnight_and_noon_of_a_twelve_hour_clock(clock, hour):
    shown = shown_date(f"Mar 5, 2024, {clock}")
    assert shown is not None
    assert datetime.fromtimestamp(shown.time_s(day_first=None), UTC).hour == hour


@pytest.mark.parametrize("text", ["", "5", "Mar 2024", "Mar 5, 2024", "13:00:00 PM",
                                  "25:00 5.3.24", "Mar 5, 2024, 13:33:02 PM",
                                  "5 Mar Apr 2024, 18:33:02"])  # fmt: skip
def test_what_is_no_date_is_none(text):
    assert shown_date(text) is None


def test_numbers_over_twelve_decide_and_contradictions_do_not():
    day, month, open_ = (shown_date(f"{d}/2024 10:00") for d in ("13/1", "1/13", "1/2"))
    assert is_day_first([open_, day], by_language=None) is True
    assert is_day_first([open_, month], by_language=True) is False
    assert is_day_first([day, month], by_language=True) is None
    assert is_day_first([open_], by_language=True) is True


@settings(derandomize=True, deadline=None, max_examples=200)
@given(st.text(max_size=60))
def test_any_text_is_a_date_or_none(text):
    shown = shown_date(text)
    if shown is not None:
        shown.time_s(day_first=True)
