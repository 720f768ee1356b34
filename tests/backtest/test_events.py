"""Events: pain of a diary, or lines of a list; every bad line gets one sentence."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from loadwatch.backtest.events import Event, Events, pain_events, read_events
from loadwatch.diary import Entry
from loadwatch.load.diary import told_days

DAY = date(2026, 1, 5)
TODAY = date(2026, 6, 1)


def day(number: int) -> date:
    return DAY + timedelta(days=number)


def pains(*entries: Entry) -> Events:
    found = pain_events(told_days(entries))
    assert found is not None
    return found


def test_pain_above_5_is_an_event_and_5_is_none() -> None:
    assert pains(Entry(day(0), pain_after=5.0)).events == []
    found = pains(Entry(day(0), pain_after=5.5))
    assert found.events == [Event(day(0), "pain above 5")]


def test_a_rise_of_2_is_an_event_if_the_last_pain_told_is_not_old() -> None:
    near = pains(Entry(day(0), pain_during=1.0), Entry(day(14), pain_during=3.0))
    assert near.events == [Event(day(14), "pain up by 2 or more")]
    assert pains(Entry(day(0), pain_during=1.0), Entry(day(15), pain_during=3.0)).events == []
    assert pains(Entry(day(0), pain_during=1.0), Entry(day(1), pain_during=2.9)).events == []


def test_pain_of_the_next_morning_belongs_to_that_morning() -> None:
    found = pains(Entry(day(0), pain_during=0.0, pain_next_morning=6.0))
    assert found.days == [day(1)]
    assert found.known == (day(0), day(1))


def test_painful_days_in_a_row_are_one_event_on_its_first_day() -> None:
    entries = [Entry(day(number), pain_after=6.0) for number in (0, 3, 9, 17)]
    assert pains(*entries).days == [day(0), day(17)]


def test_a_diary_without_pain_tells_of_no_events_and_not_of_none() -> None:
    assert pain_events(told_days([Entry(day(0), day="rest")])) is None
    assert pains(Entry(day(0), pain_after=0.0)).events == []


def listed(folder: Path, text: str | bytes) -> Events:
    path = folder / "events.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_events(path, TODAY)


def test_a_list_is_read_in_order_and_each_line_once(tmp_path: Path) -> None:
    found = listed(
        tmp_path,
        "\ufeffkind;Date\r\n# my own\r\nback;2026-03-01\r\n\r\n;2026-02-01\r\nback;2026-03-01\r\n",
    )
    assert found.problems == []
    assert found.events == [Event(date(2026, 2, 1), "event"), Event(date(2026, 3, 1), "back")]
    assert found.known is None


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("3 May,back", "line 2: a day is written like 2026-05-01, not '3 May'"),
        (",back", "line 2: a day is written like 2026-05-01, not ''"),
        ("2026-06-02,back", "line 2: 2026-06-02 lies in the future"),
        ("1999-12-31,back", "line 2: 1999-12-31 is before 2000"),
        (f"2026-05-01,{'x' * 61}", "line 2: the kind is at most 60 printable characters"),
        ("2026-05-01,a\x07b", "line 2: the kind is at most 60 printable characters"),
    ],
)
def test_a_bad_line_gets_one_sentence_and_the_others_count(
    tmp_path: Path, line: str, problem: str
) -> None:
    found = listed(tmp_path, f"date,kind\n{line}\n2026-05-02,calf\n")
    assert found.problems == [problem]
    assert found.events == [Event(date(2026, 5, 2), "calf")]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "there is no line in it"),
        (b"2026-05-01,back\n", "line 1: it does not name the columns, date and kind"),
        (b"date\n\xff\n", "holds bytes that are not UTF-8 text"),
        (b"date\n" + b"#" * 2**20, "larger than 1 MiB; nothing of it was read"),
    ],
)
def test_a_list_that_is_none_says_so(tmp_path: Path, content: bytes, problem: str) -> None:
    found = listed(tmp_path, content)
    assert found.events == []
    assert found.problems == [problem]


def test_a_folder_is_no_list(tmp_path: Path) -> None:
    assert read_events(tmp_path, TODAY).problems == ["not a regular file"]
