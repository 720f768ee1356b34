"""The diary file: what is written is read again, and a broken line harms no other."""

import csv
import io
import os
import stat
import threading
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loadwatch.diary import Entry, add_entries, checked, pain_response, read_diary, red_flags_of
from loadwatch.diary.lines import HEADER, line_of
from loadwatch.errors import DiaryError
from loadwatch.private_file import replacing

TODAY = date(2026, 6, 1)
SCALE = st.none() | st.integers(0, 100).map(lambda tenths: tenths / 10)
ANSWER = st.none() | st.booleans()
WORDS = st.sampled_from(
    ["=1+1", "+1", "-1", "@x", "'=x", "'", "\t=x", "a,b;c", 'say "no"', "ä 漢 🙂", "one\ntwo",
     "one\r\ntwo", "\\n", "\u2028x", "# x"]
)  # fmt: skip
JOINED = st.tuples(WORDS, st.text(max_size=9)).map("".join)
TEXT = st.one_of(st.just(""), WORDS, st.text(max_size=40), JOINED).filter(
    lambda text: not text or bool(text.strip())
)
DAY_ENTRIES = st.builds(
    Entry, date=st.dates(date(2000, 1, 1), TODAY), pain_during=SCALE, pain_after=SCALE,
    pain_next_morning=SCALE, leg_symptoms=ANSWER, saddle_symptoms=ANSWER, session_rpe=SCALE,
    strength=ANSWER, site=TEXT, note=TEXT,
    run_km=st.none() | st.integers(1, 3_000).map(lambda tenths: tenths / 10),
).filter(lambda entry: not entry.is_empty)  # fmt: skip
LONG_ENTRIES = st.builds(
    lambda first, days, kind, note: Entry(first, first + timedelta(days), day=kind, note=note),
    st.dates(date(2000, 1, 1), date(2025, 1, 1)), st.integers(0, 365),
    st.sampled_from(["rest", "ill", "away"]), TEXT,
)  # fmt: skip
ENTRIES = st.lists(DAY_ENTRIES | LONG_ENTRIES, min_size=1, max_size=5)
START = f"{','.join(HEADER)}\n"


def read(tmp_path: Path, content: str | bytes) -> tuple[list[Entry], list[str]]:
    path = tmp_path / "diary.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    diary = read_diary(path, TODAY)
    return list(diary.entries), list(diary.problems)


@given(ENTRIES, ENTRIES)
def test_what_is_written_is_read_again(
    tmp_path_factory: pytest.TempPathFactory, first: list[Entry], second: list[Entry]
) -> None:
    path = tmp_path_factory.mktemp("diary") / "diary.csv"
    add_entries(path, [checked(entry, TODAY) for entry in first])
    before = path.read_bytes()
    add_entries(path, second)
    diary = read_diary(path, TODAY)
    assert diary.problems == []
    assert diary.entries == first + second
    assert path.read_bytes().startswith(before)


@given(DAY_ENTRIES)
def test_one_entry_is_one_line_and_no_cell_begins_like_a_formula(entry: Entry) -> None:
    line = line_of(entry)
    assert "\n" not in line
    assert "\r" not in line
    cells = next(csv.reader(io.StringIO(line)))
    assert len(cells) == len(HEADER)
    assert not any(cell.lstrip().startswith(("=", "+", "-", "@")) for cell in cells)


@given(ENTRIES, st.binary(max_size=40).filter(lambda junk: b"\n" not in junk and b"\r" not in junk))
def test_a_broken_line_harms_no_other(
    tmp_path_factory: pytest.TempPathFactory, entries: list[Entry], junk: bytes
) -> None:
    path = tmp_path_factory.mktemp("diary") / "diary.csv"
    lines = "".join(f"{line_of(entry)}\n" for entry in entries).encode()
    path.write_bytes(START.encode() + b'2026-01-01,"' + junk + b"\n" + lines)
    diary = read_diary(path, TODAY)
    assert list(diary.entries)[-len(entries) :] == entries
    add_entries(path, entries)
    assert path.read_bytes().startswith(START.encode() + b'2026-01-01,"' + junk + b"\n" + lines)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("2026-13-01,,rest", "'2026-13-01' is no day"),
        ("01/05/2026,,rest", "'01/05/2026' is no day; write it like 2026-05-01"),
        (",,rest", "there is no date"),
        ("2026-06-03,,rest", "2026-06-03 lies in the future"),
        ("1999-06-03,,rest", "1999-06-03 is before 2000"),
        ("2026-05-01,,lazy", "a day is rest, ill or away, not 'lazy'"),
        ("2026-05-01,,,11", "pain during goes from 0 to 10, not 11"),
        ("2026-05-01,,,-1", "pain during goes from 0 to 10, not -1"),
        ("2026-05-01,,,nan", "pain_during is a number, not 'nan'"),
        ("2026-05-01,,,,,,perhaps", "leg_symptoms is yes or no, not 'perhaps'"),
        ("2026-05-01", "the entry says nothing"),
        ("2026-05-02,2026-05-01,rest", "the last day, 2026-05-01, is before the first"),
        ("2024-05-02,2026-05-01,rest", "one entry may be of 366 days"),
        ("2026-05-01,2026-05-02,rest,3", "an entry of several days holds a note alone"),
        ("2026-05-01,2026-05-02,", "only rest, ill and away may be of several days"),
        ("2026-05-01,,rest,,,,,,,,,5", "a day with a run is not one of rest"),
        ("2026-05-01,,,3,,,,,,,,,30", "the minutes of a run need its distance"),
        ("2026-05-01,,,3,,,,,,,,0", "a run is above 0 and at most 300 km, not 0"),
        (f"2026-05-01,,,3,,,,,,,{'x' * 101}", "the site is longer than 100 characters"),
        (f"2026-05-01,,,3,,,,,,,,,,x{',x' * 3}", "17 cells where the first line names 14"),
        ('2026-05-01,,,3,,,,,,,"low', "a quotation mark is opened and not closed"),
    ],
)
def test_a_line_that_cannot_be_true_is_one_sentence(
    tmp_path: Path, line: str, sentence: str
) -> None:
    entries, problems = read(tmp_path, f"{START}{line}\n2026-05-09,,rest\n")
    assert entries == [Entry(date(2026, 5, 9), day="rest")]
    assert len(problems) == 1
    assert problems[0].startswith(f"line 2: {sentence}")


def test_a_day_ahead_is_taken_for_travellers(tmp_path: Path) -> None:
    assert read(tmp_path, f"{START}2026-06-02,,rest\n")[1] == []


def test_bytes_that_are_no_text_are_told(tmp_path: Path) -> None:
    entries, problems = read(tmp_path, START.encode() + b"2026-05-01,,\xff\n2026-05-02,,ill\n")
    assert (len(entries), problems) == (1, ["line 2: holds bytes that are not UTF-8 text"])


def test_a_table_from_a_spreadsheet_is_read(tmp_path: Path) -> None:
    text = (
        "\ufeff# mine\r\nNote;Date;Pain during;mood\r\n"
        '"went\nwell; mostly";2026-05-01;2,5;3\r\n;;;\r\n'
    )
    entries, problems = read(tmp_path, text)
    assert entries == [Entry(date(2026, 5, 1), pain_during=2.5, note="went\nwell; mostly")]
    assert problems == ["line 2: columns that are not known: mood"]
    path = tmp_path / "diary.csv"
    add_entries(path, [Entry(date(2026, 5, 2), note="x;y")])
    assert path.read_text(encoding="utf-8").endswith('\n"x;y";2026-05-02;;\n')
    with pytest.raises(DiaryError, match="no column 'site'"):
        add_entries(path, [Entry(date(2026, 5, 2), site="back")])


def test_what_is_no_regular_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "diary.csv")
    assert read_diary(tmp_path / "diary.csv", TODAY).problems == ["not a regular file"]


def test_a_file_without_column_names_is_neither_read_nor_written(tmp_path: Path) -> None:
    entries, problems = read(tmp_path, "hello\n")
    assert (entries, len(problems)) == ([], 1)
    with pytest.raises(DiaryError, match="does not name the columns"):
        add_entries(tmp_path / "diary.csv", [Entry(TODAY, day="rest")])
    assert (tmp_path / "diary.csv").read_text() == "hello\n"
    assert not (tmp_path / ".diary.csv.new").exists()


def test_a_line_without_its_end_is_not_run_into(tmp_path: Path) -> None:
    read(tmp_path, f"{START}2026-05-01,,rest")
    path = tmp_path / "diary.csv"
    add_entries(path, [Entry(TODAY, day="ill")])
    assert [entry.day for entry in read_diary(path, TODAY).entries] == ["rest", "ill"]


def test_the_diary_is_private_and_a_link_to_it_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    link = tmp_path / "diary.csv"
    link.symlink_to(tmp_path / "there" / "real.csv")
    add_entries(link, [Entry(TODAY, day="rest")])
    assert link.is_symlink()
    assert stat.S_IMODE((tmp_path / "there" / "real.csv").stat().st_mode) == 0o600


def test_entries_added_at_once_are_all_kept(tmp_path: Path) -> None:
    path = tmp_path / "diary.csv"
    days = [TODAY - timedelta(days=number) for number in range(12)]
    threads = [
        threading.Thread(target=add_entries, args=(path, [Entry(day, day="rest")])) for day in days
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {entry.date for entry in read_diary(path, TODAY).entries} == set(days)


def test_a_writer_that_does_not_get_done_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("loadwatch.private_file.PATIENCE_S", 0.0)
    path = tmp_path / "diary.csv"
    with replacing(path, "the diary", DiaryError) as file:
        file.write(b"date\n")
        with pytest.raises(DiaryError, match="another loadwatch is writing the diary"):
            add_entries(path, [Entry(TODAY, day="rest")])
    assert path.read_bytes() == b"date\n"


def test_what_a_killed_writer_left_is_no_part_of_the_diary(tmp_path: Path) -> None:
    path, left = tmp_path / "diary.csv", tmp_path / ".diary.csv.new"
    left.write_text("a longer text than that of the new diary\n" * 100)
    left.chmod(0o644)
    add_entries(path, [Entry(TODAY, day="rest")])
    assert [entry.date for entry in read_diary(path, TODAY).entries] == [TODAY]
    assert "longer" not in path.read_text()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert not left.exists()


def test_a_disk_that_fails_leaves_the_old_diary(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "diary.csv"
    add_entries(path, [Entry(TODAY, day="rest")])
    before = path.read_bytes()

    def fail(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(DiaryError, match="No space left"):
        add_entries(path, [Entry(TODAY, day="ill")])
    assert [file.name for file in tmp_path.iterdir()] == ["diary.csv"]
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("pains", "words"),
    [
        ((None, None, None), ""),
        ((3, 2, 1), "settled by next morning"),
        ((0, 0, 0), "settled by next morning"),
        ((5, 5, 2), "settled by next morning"),
        ((5, 5, 3), "not settled by next morning"),
        ((0, 0, 1), "not settled by next morning"),
        ((None, 2, 2), "settled by next morning"),
        ((3, 4, None), "settling not known"),
        ((None, None, 2), "settling not known"),
        ((None, None, 3), "not settled by next morning"),
        ((5.5, 2, 1), "above 5; settled by next morning"),
        ((6, None, None), "above 5; settling not known"),
        ((2, 2, 6), "above 5; not settled by next morning"),
    ],
)
def test_the_24_hours_after_a_session(pains: tuple[float | None, ...], words: str) -> None:
    assert pain_response(*pains).words == words


def test_the_limits_of_the_pain_response_can_be_set() -> None:
    assert pain_response(4, 4, 3, limit=3, settled_at=3).words == "above 3; settled by next morning"


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        (Entry(TODAY, leg_symptoms=True), ["leg symptoms"]),
        (Entry(TODAY, leg_symptoms=False, pain_after=7), []),
        (Entry(TODAY, pain_after=7.5), ["pain of 7.5"]),
        (Entry(TODAY, site="Left calf"), ["leg symptoms"]),
        (Entry(TODAY, site="groin"), ["symptoms in the saddle, bladder or bowel"]),
        (Entry(TODAY, site="low back", note="leg day at the gym"), []),
    ],
)
def test_symptoms_that_answer_with_the_red_flags(entry: Entry, told: list[str]) -> None:
    assert red_flags_of(entry) == told
