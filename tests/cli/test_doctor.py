"""``loadwatch doctor``: what is in one file, and what a second reader makes of it."""

from __future__ import annotations

import gzip
import json
import os
import re
import signal
import struct
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from loadwatch.cli import app
from loadwatch.doctor import child, fit
from loadwatch.doctor.comparison import Comparison, is_equal
from loadwatch.formats.fit.parts import split_parts
from loadwatch.formats.fit.reference import Reference
from tests.conftest import SAMPLES
from tests.faults.build import Fit, gpx, run, tcx, zipped
from tests.faults.build import fit as fit_file

runner = CliRunner()
RUN = SAMPLES / "garmin" / "2026-01-08-06-33-02.fit"
WHOLE = gpx()


def doctor(path: Path, *options: str) -> tuple[int, str]:
    """Exit code and output, each run of blanks as one."""
    result = runner.invoke(app, ["doctor", str(path), *options])
    assert "Traceback" not in result.output
    assert [line for line in result.output.splitlines() if len(line) > 80] == []
    return result.exit_code, " ".join(result.output.split())


@pytest.fixture
def at(tmp_path: Path):
    """Writes bytes or text to a file and gives its path."""

    def write(content: bytes | str, name: str) -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


def with_developer_field(
    name: bytes = b"Peak\0\0\0\0", scale: int = 10, raw: int = 717, seconds: int = 600
) -> bytes:
    """The known run with a field of its own in every record."""
    built = Fit()
    built.body += bytes([0x44, 0, 0]) + struct.pack("<H", 207) + bytes([1, 3, 1, 2, 4, 0])
    built.body += bytes([0x45, 0, 0]) + struct.pack("<H", 206)
    built.body += bytes([5, 0, 1, 2, 1, 1, 2, 2, 1, 2, 3, len(name), 7, 6, 1, 2])
    built.body += bytes([5, 0, 7, 0x84]) + name + bytes([scale])
    built.define("record", developer=bytes([1, 7, 2, 0]))
    return built.records(run(seconds=seconds), struct.pack("<H", raw)).session().finish()


# --- what is in it ---------------------------------------------------------------------------


def test_a_sound_run_is_told_in_full() -> None:
    code, shown = doctor(RUN)
    assert code == 0
    assert f"{RUN.name} FIT, {RUN.stat().st_size:,} bytes, SHA-256 " in shown
    assert "What analyse makes of it: read whole" in shown
    assert "Part 1 of 1: checksum right Messages read: record " in shown
    assert "Activity 1 of 1: running" in shown
    assert "heart_rate_bpm 100 %" in shown
    assert "Second reader" not in shown


def test_the_share_of_records_with_a_stream_is_told(at) -> None:
    rows = run(lambda i, row: row.update(heart=None) if i < 300 else None)
    _, shown = doctor(at(fit_file(rows), "x.fit"))
    assert "heart_rate_bpm 50.1 %" in shown
    assert "Start: Mon 2 Jun 2025 08:00:00 (UTC) Duration: 0:10:00" in shown


def test_a_cut_file_says_where_it_ends_and_the_checksum_is_open(at) -> None:
    code, shown = doctor(at(fit_file()[:9000], "x.fit"), "--compare")
    assert code == 0
    assert "partial: the file ends early" in shown
    assert "checksum cannot be checked" in shown
    assert "fitdecode stopped after " in shown
    assert ": no difference." in shown


def test_a_wrong_checksum_and_the_byte_where_damage_begins_are_told(at) -> None:
    data = bytearray(fit_file())
    data[7000:7100] = b"\x1f" * 100
    _, shown = doctor(at(bytes(data), "x.fit"))
    assert "checksum wrong" in shown
    assert "Note: damaged data at byte " in shown


def test_every_part_of_a_chain_is_told_and_compared(at) -> None:
    code, shown = doctor(at(fit_file() + fit_file(), "x.fit"), "--compare")
    assert code == 0
    assert "Part 2 of 2: checksum right" in shown
    assert "Second reader, part 2 of 2: fitdecode" in shown


def test_every_member_of_an_archive_is_told(at) -> None:
    data = zipped({"a.fit": fit_file(), "b/b.gpx": WHOLE.encode(), "notes.txt": b"hello"})
    code, shown = doctor(at(data, "x.zip"))
    assert code == 0
    assert "x.zip: archive of 3 files" in shown
    assert "a.fit FIT, " in shown
    assert "b/b.gpx GPX, " in shown
    assert "notes.txt 5 bytes" in shown
    assert "skipped: not a known activity file" in shown


def test_a_gzip_is_told_with_the_length_of_what_it_holds(at) -> None:
    packed = gzip.compress(fit_file())
    _, shown = doctor(at(packed, "x.fit.gz"))
    assert f"FIT, {len(fit_file()):,} bytes, SHA-256 " in shown
    assert f" (unpacked; {len(packed):,} bytes packed)" in shown


def test_laps_and_tracks_are_counted(at) -> None:
    later = [{**row, "time": row["time"] + 300} for row in run()[301:]]
    _, shown = doctor(at(tcx([run()[:301]], [later]), "x.tcx"))
    assert "2 laps" in shown
    _, shown = doctor(at(gpx(run()[:301], later), "x.gpx"))
    assert "Records: 601 in 2 tracks or segments" in shown


def test_no_place_is_ever_printed(at) -> None:
    odd = WHOLE.replace('lat="48.0"', 'lat="4_8.0"', 1)
    for path in (RUN, at(fit_file(), "x.fit"), at(odd, "x.gpx")):
        for form in ("text", "json"):
            options = ["--compare", "--format", form]
            shown = runner.invoke(app, ["doctor", str(path), *options]).stdout
            assert path.name in shown
            assert not re.search(r"\d\.\d{4}", shown)
            assert "48.0" not in shown
    assert "(a place, not shown) there" in doctor(at(odd, "x.gpx"), "--compare")[1]


def test_the_json_holds_what_the_text_tells() -> None:
    result = runner.invoke(app, ["doctor", str(RUN), "--compare", "--format", "json"])
    document = json.loads(result.stdout)
    assert document["schema"] == "loadwatch.doctor/1"
    (member,) = document["members"]
    assert member["parts"][0]["checksum"] == "right"
    assert member["activities"][0]["streams"]["heart_rate_bpm"] == 100
    assert member["comparisons"][0]["value_count"] > 1000
    assert member["comparisons"][0]["differences"] == []


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"ten easy kilometres", "notes.txt", "not a known activity file; loadwatch reads Apple"),
        (b"", "x.fit", "the file is empty; the copy did not finish"),
        (b"<html>log in</html>", "x.gpx", "a web page, not an activity file"),
        (b"PK\x03\x04 broken", "x.zip", "the zip archive is damaged"),
        (fit_file()[:40], "x.fit", "quarantined: "),
    ],
)
def test_what_cannot_be_used_is_said_in_a_sentence_and_ends_with_3(at, content, name, words):
    code, shown = doctor(at(content, name), "--compare")
    assert code == 3
    assert words in shown


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "x.fit")
    code, shown = doctor(tmp_path / "x.fit")
    assert (code, "not a regular file" in shown) == (3, True)


@pytest.mark.parametrize("arguments", [["no-such.fit"], ["."], [str(RUN), "--limit-s", "0"], []])
def test_wrong_use_ends_with_2(arguments: list[str]) -> None:
    assert runner.invoke(app, ["doctor", *arguments]).exit_code == 2


def test_settings_are_sound_and_no_activity(at) -> None:
    code, shown = doctor(at(Fit(file_type=2).finish(), "x.fit"))
    assert code == 0
    assert "skipped: FIT file of type 'settings', not an activity" in shown


# --- FIT, compared ---------------------------------------------------------------------------


def test_a_sample_compared_has_no_difference_through_a_real_process() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "loadwatch", "doctor", "--compare", str(RUN)],
        env={**os.environ, "PYTHONIOENCODING": "ascii", "NO_COLOR": "1"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.isascii()
    assert "messages compared: no difference." in done.stdout
    assert done.stderr == ""


def test_a_scaled_developer_field_is_a_known_difference_with_its_reason(at) -> None:
    code, shown = doctor(at(with_developer_field(), "x.fit"), "--compare")
    assert code == 0
    assert "Developer fields: Peak" in shown
    assert "601 differ. - record Peak: 601 differ; first in number 1: 71.7 here, 717 there" in shown
    assert "gives a scale or an offset; fitdecode does not apply them. loadwatch is right." in shown


def test_a_nameless_developer_field_is_a_known_difference_with_its_reason(at) -> None:
    data = with_developer_field(name=b"\0" * 8, scale=255, seconds=60)
    code, shown = doctor(at(data, "x.fit"), "--compare")
    assert code == 0
    assert "unknown_dev_7: 61 differ; first in number 1: 717 here, nothing there" in shown
    assert "gives no name; fitdecode calls it None" in shown


def test_fitdecode_is_helped_over_fields_of_no_size_and_that_is_said(at) -> None:
    built = Fit()
    built.define("record", developer=bytes([1, 7, 0, 0]))
    code, shown = doctor(at(built.records(run()).session().finish(), "x.fit"), "--compare")
    assert code == 0
    assert "1 field definition would have stopped fitdecode by itself" in shown
    assert "no difference" in shown


def test_a_reason_is_given_only_where_the_file_proves_it() -> None:
    reference = Reference(developer={"Peak": (10, 0)})

    def reason(name: str, pair: tuple[object, object], theirs: dict[object, int]) -> str:
        return fit.reason_of("record", name, pair, theirs, reference)

    assert reason("Peak", (71.7, 717), {}) == fit.NOT_SCALED
    assert reason("Peak", (71.8, 717), {}) == ""
    assert reason("heart_rate", (71.7, 717), {}) == ""
    assert reason("unknown_dev_7", (1, None), {None: 1}) == fit.NAMELESS
    assert reason("unknown_dev_7", (1, None), {}) == ""
    assert reason("distance", (300.5, 44.5), {}) == fit.COUNTER
    assert reason("distance", (300.5, 44.0), {}) == ""
    assert reason("distance", (44.5, 300.5), {}) == ""


def test_an_unexplained_difference_ends_with_1_and_asks_to_report_it(at, monkeypatch) -> None:
    monkeypatch.setattr("loadwatch.doctor.examine.fit.compare", one_value_off)
    code, shown = doctor(at(fit_file(), "x.fit"), "--compare")
    assert code == 1
    assert "record heart_rate: 1 differ; first in number 1: 145 here, 146 there" in shown
    assert "Why: not known. Please report it" in shown


def one_value_off(part: object) -> Comparison:
    from loadwatch.doctor.comparison import Tally

    tally = Tally(message_count=1, value_count=1)
    tally.add("record", "heart_rate", 1, (145, 146), "")
    return tally.result("fitdecode")


@pytest.mark.parametrize(
    ("ours", "theirs", "same"),
    [
        (1_100_000_000, 1_100_000_001, False),
        (1, 1.0 + 1e-10, True),
        (1.0, 1.0 + 1e-8, False),
        ((1, None), 1, True),
        ((1, 2), (1, 3), False),
        (None, 0, False),
        ("running", "running", True),
        (2**60, 2**60 + 1, True),
    ],
)
def test_whole_numbers_are_equal_exactly_and_others_to_nine_digits(ours, theirs, same) -> None:
    assert is_equal(ours, theirs) is same
    assert is_equal(theirs, ours) is same


# --- GPX and TCX, compared -------------------------------------------------------------------


@pytest.mark.parametrize("path", sorted(SAMPLES.rglob("*.gpx")), ids=lambda path: path.name)
def test_a_sample_gpx_compared_has_no_difference(path: Path) -> None:
    code, shown = doctor(path, "--compare")
    assert code == 0
    assert "no difference" in shown or "loadwatch, as said above, takes none" in shown


def test_tracks_are_compared_in_the_order_of_their_times(at) -> None:
    code, shown = doctor(at(gpx(run()[300:], run()[:299]), "x.gpx"), "--compare")
    assert (code, "600 track points compared: no difference" in shown) == (0, True)


def test_utf_16_is_refused_by_gpxpy_and_read_here(at) -> None:
    data = WHOLE.replace("UTF-8", "UTF-16").encode("utf-16")
    code, shown = doctor(at(data, "x.gpx"), "--compare")
    assert code == 0
    assert "gpxpy refuses this file: it takes every document for UTF-8" in shown
    assert "loadwatch reads 601 track points of it" in shown


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("x:hr", "odd:hr", "gpxpy refuses this file: its XML parser says"),
        ("<time>", "<time>\n ", "track point time_s: 601 differ"),
        ('lat="48.0"', 'lat="4_8.0"', "gpxpy takes whatever Python reads as a number"),
        ('lat="48.0"', 'lat="there"', "one value in it cannot be read, so it reads none"),
        ("<ele>", "<speed>2.8</speed><ele>", "gpxpy keeps such a number only where it stands in"),
        ("</gpx>", "", "gpxpy refuses this file: its XML parser says"),
    ],
)
def test_what_gpxpy_does_not_read_is_a_known_difference(at, old, new, words) -> None:
    code, shown = doctor(at(WHOLE.replace(old, new), "x.gpx"), "--compare")
    assert code == 0
    assert words in shown


def test_a_time_that_gpxpy_alone_reads_is_not_explained_away(at) -> None:
    path = at(WHOLE.replace("T08:00:00Z", "T8:00:00Z"), "x.gpx")
    code, shown = doctor(path, "--compare")
    assert code == 1
    assert "track point time_s: 1 differ; first in number 1: nothing here" in shown


def test_a_prefix_on_every_element_leaves_gpxpy_without_points(at) -> None:
    text = WHOLE.replace("xmlns=", "xmlns:gpx=").replace("<", "<gpx:").replace("<gpx:/", "</gpx:")
    text = text.replace("gpx:?xml", "?xml").replace("gpx:x:", "x:")
    code, shown = doctor(at(text, "x.gpx"), "--compare")
    assert code == 0
    assert "track point: 601 here, 0 there" in shown


def test_tcx_has_no_second_reader_and_that_is_said(at) -> None:
    code, shown = doctor(at(tcx(), "x.tcx"), "--compare")
    assert (code, "There is no second reader for TCX" in shown) == (0, True)


# --- a second reader that hangs or dies ------------------------------------------------------


def test_a_second_reader_that_hangs_is_stopped_and_named(at) -> None:
    text = WHOLE.replace("</gpx>", f"<metadata><name>{' xmlns' * 170_000}</name></metadata></gpx>")
    begin = time.monotonic()
    code, shown = doctor(at(text, "x.gpx"), "--compare", "--limit-s", "1")
    assert code == 1
    assert "What analyse makes of it: read whole" in shown
    assert "gpxpy was not done after 2 s and was stopped. Nothing was compared." in shown
    assert time.monotonic() - begin < 20


def test_nesting_that_may_end_gpxpy_ends_nothing_else(at) -> None:
    deep = WHOLE.replace("<trk>", "<a>" * 200_000 + "</a>" * 200_000 + "<trk>", 1)
    code, shown = doctor(at(deep, "x.gpx"), "--compare")
    assert code in (1, 3)
    assert "quarantined: XML nested over 100 deep" in shown
    assert "Second reader: gpxpy" in shown


def die(given: object) -> Comparison:
    os.kill(os.getpid(), signal.SIGTERM)
    raise AssertionError


def leave(given: object) -> Comparison:
    os._exit(7)


def fail(given: object) -> Comparison:
    raise MemoryError


def test_a_second_reader_that_dies_leaves_the_rest_of_the_output(at, monkeypatch) -> None:
    monkeypatch.setattr("loadwatch.doctor.examine.gpx.compare", die)
    code, shown = doctor(at(WHOLE, "x.gpx"), "--compare")
    assert code == 1
    assert "What analyse makes of it: read whole" in shown
    assert "gpxpy ended its process (signal 15, SIGTERM). Nothing was compared." in shown


@pytest.mark.parametrize(
    ("worker", "words"),
    [
        (die, "gpxpy ended its process (signal 15, SIGTERM)."),
        (leave, "gpxpy ended its process (exit code 7)."),
        (fail, "The comparison with gpxpy failed (MemoryError); please report this."),
        (time.sleep, "gpxpy was not done after 3 s and was stopped."),
    ],
)
def test_whatever_ends_the_second_reader_is_a_sentence(worker, words) -> None:
    answer = child.ask(worker, 60, "gpxpy", 3)
    assert answer.failed
    assert answer.is_in_doubt
    assert answer.remarks == (f"{words} Nothing was compared.",)


def test_the_comparison_of_a_part_goes_through_a_process_of_its_own() -> None:
    (part,) = split_parts(fit_file())
    assert child.ask(fit.compare, part, "fitdecode", 60) == fit.compare(part)
