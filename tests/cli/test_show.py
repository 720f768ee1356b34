"""``loadwatch show``: one file bout by bout."""

from __future__ import annotations

import csv
import gzip
import io
import itertools
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from loadwatch.cli import app
from loadwatch.derive.labels import LABELS
from loadwatch.show.look import look
from loadwatch.show.strip import ASCII_MARKS, MARKS, SOME, draw, gaits_of, mark_s
from loadwatch.show.text import render_text
from loadwatch.show.views import BoutView
from tests.conftest import SAMPLES
from tests.faults.build import Fit, Row, gpx, run, run_with, tcx, zipped
from tests.faults.build import fit as fit_file

runner = CliRunner()
RUN_WALK = SAMPLES / "garmin" / "2026-01-17-08-32-13.fit"
WALK = {"speed": 1.4, "cadence": 55}
RUN = {"speed": 2.8, "cadence": 81}
STAND = {"speed": 0.0, "cadence": 0}


def printed(path: Path, *options: str) -> tuple[int, str]:
    """Exit code and output of the text, every line within 80 columns."""
    result = runner.invoke(app, ["show", str(path), *options])
    assert "Traceback" not in result.output
    assert [line for line in result.output.splitlines() if len(line) > 80] == []
    return result.exit_code, result.output


def words(text: str) -> str:
    """The text with each run of blanks as one."""
    return " ".join(text.split())


@pytest.fixture
def at(tmp_path: Path):
    """Writes bytes or text to a file and gives its path."""

    def write(content: bytes | str, name: str = "x.fit") -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


def pieces(*plan: tuple[int, dict[str, float]]) -> list[Row]:
    """Rows of a session of pieces, each of so many seconds with the same values."""
    values = [kind for seconds, kind in plan for _ in range(seconds)]
    metres = 0.0

    def mend(i: int, row: Row) -> None:
        nonlocal metres
        kind = values[min(i, len(values) - 1)]
        row.update(kind, metres=metres)
        metres += kind["speed"]

    return run(mend, seconds=len(values))


def known(*plan: tuple[int, dict[str, float]]) -> bytes:
    """A FIT file of pieces, without a stride total."""
    rows = pieces(*plan)
    seconds = len(rows) - 1
    return fit_file(rows, elapsed=seconds, timer=seconds, metres=rows[-1]["metres"], strides=None)


def bout(number: int, gait: str, begin_s: float, end_s: float) -> BoutView:
    return BoutView(number, gait, begin_s, end_s, *[None] * 4, False, None, None, "cadence")


# --- the strip -------------------------------------------------------------------------------


def test_the_strip_of_a_known_session_is_what_it_was(at) -> None:
    path = at(known((120, WALK), *[(60, RUN), (60, WALK)] * 3, (30, STAND), (90, WALK)))
    (activity,) = look(path).activities
    lines = draw(activity.bouts)
    assert lines[0].split() == ["+0:00", "+0:24", "+0:48", "+1:12", "+1:36"]
    assert lines[2:7] == [
        "   0:00:00 " + "▄" * 60,
        "   0:02:00 " + "█" * 30 + "▄" * 30,
        "   0:04:00 " + "█" * 30 + "▄" * 30,
        "   0:06:00 " + "█" * 30 + "▄" * 30,
        "   0:08:00 " + "_" * 15 + "▄" * 45,
    ]
    assert [line.strip() for line in lines[7:]] == [
        "█ run  ▄ walk  _ stand",
        "one mark: 2 s, by most of it",
    ]
    assert all(len(line) <= 80 for line in lines)


def test_a_tick_stands_above_the_second_it_names() -> None:
    axis, ticks, row = draw([bout(1, "walk", 0, 24), bout(2, "run", 24, 60)])[:3]
    assert axis.index("+0:24") == ticks.index("|", ticks.index("|", 12) + 1) == row.index("█")


def test_runs_too_short_for_a_mark_show_without_taking_the_strip_over() -> None:
    bouts = [bout(1, "walk", 0, 3000), bout(2, "run", 3000, 3010), bout(3, "walk", 3010, 36_000)]
    assert mark_s(36_000) == 120
    assert set(gaits_of(bouts, 120)) == {"walk", SOME}
    assert gaits_of(bouts, 120).index(SOME) == 25


@pytest.mark.parametrize("elapsed_s", [1, 359, 361, 5400, 86_400, 7 * 86_400])
def test_a_strip_has_six_rows_at_most(elapsed_s: float) -> None:
    _, _, *rows, _, _ = draw([bout(1, "walk", 0, elapsed_s)])
    assert 1 <= len(rows) <= 6
    assert max(map(len, rows)) <= 80


def test_a_strip_of_every_mark_keeps_to_80_columns() -> None:
    ends = [0, 4000, 4008, 6000, 12_000, 16_000, 20_000]
    gaits = ["walk", "run", "walk", "run", "stand", "pause"]
    bouts = [bout(n, gait, *ends[n : n + 2]) for n, gait in enumerate(gaits)]
    lines = draw(bouts)
    assert all(mark in lines[-2] for mark in MARKS.values())
    assert max(map(len, lines)) <= 80


def test_the_marks_tell_gaits_apart_without_colour_or_unicode() -> None:
    gaits = [bout(n, gait, n * 10, n * 10 + 10) for n, gait in enumerate(LABELS)]
    drawn = "\n".join(draw(gaits, plain_ascii=True))
    assert drawn.isascii()
    assert drawn.splitlines()[2].split()[1] == "#" * 10 + "=" * 10 + "_" * 10 + "." * 10
    assert len(set(ASCII_MARKS.values())) == len(ASCII_MARKS)


def test_colour_adds_nothing_but_colour(at) -> None:
    view = look(RUN_WALK)
    coloured = render_text(view, colour=True)
    assert "\x1b[33m██\x1b[0m" in coloured
    assert re.sub(r"\x1b\[\d+m", "", coloured) == render_text(view)


# --- text ------------------------------------------------------------------------------------


def test_a_run_walk_session_is_told_bout_by_bout_with_the_watch_beside_it() -> None:
    code, shown = printed(RUN_WALK)
    assert code == 0
    assert re.search(r"^  run +0:05:0\d +0:2\d .* cadence$", shown, re.M)
    told = words(shown)
    assert re.search(r"10 runs of 0:\d\d to 0:2\d, the middle one 0:2\d\.", told)
    assert re.search(
        r"\d\d\d impacts while running, most likely between \d+ and \d+ \(±2\d %\)", told
    )
    assert re.search(r"The watch's own verdict: run 3:20 \(here 3:\d\d\), walk 29:10", told)
    assert "Cadence is known in 100 % of the moving time. Decided by: cadence 100 %." in told
    assert "Notes: nothing had to be masked, repaired or doubted." in told
    assert "No number here outranks these signs." in told


def test_every_sum_agrees_with_what_analyse_says() -> None:
    from loadwatch.importer.reading import read_file

    ((reading,), view) = (read_file(RUN_WALK), look(RUN_WALK))
    row = reading.sessions[0].summary.row
    (activity,) = view.activities
    gaits = {gait.gait: gait for gait in activity.gaits}
    assert gaits["run"].time_s == row["run_time_s"]
    assert gaits["walk"].distance_m == row["walk_distance_m"]
    assert round(gaits["run"].impact_count) == row["run_impact_count"]
    assert sum(each.time_s for each in activity.bouts) == pytest.approx(activity.elapsed_s)
    assert activity.verdict.device_s["run"] == row["device_run_time_s"]
    assert gaits["run"].bout_count == row["run_bout_count"]


def test_a_run_without_cadence_says_that_it_is_estimated(at) -> None:
    code, shown = printed(at(fit_file(run_with(cadence=None), strides=None)))
    assert code == 0
    assert "Unknown throughout, so without a column: cadence." in shown
    assert re.search(r"^  run .* ~1,[56]\d\d .* speed$", shown, re.M)
    assert "from a model of speed and body height, for want of cadence (taken as" in words(shown)


def test_height_changes_only_what_is_estimated(at) -> None:
    path = at(fit_file(run_with(cadence=None), strides=None))
    assert printed(path, "--height-cm", "190")[1] != printed(path)[1]
    assert printed(RUN_WALK, "--height-cm", "190") == printed(RUN_WALK)


def test_short_stands_are_left_out_counted_and_listed_with_all(at) -> None:
    path = at(known((120, WALK), (8, STAND), (120, WALK)))
    _, shown = printed(path)
    assert not re.search(r"^  stand +0:0", shown, re.M)
    assert "Bouts left out: 1 standing or paused for under 10 s; --all lists them." in shown
    _, everything = printed(path, "--all")
    assert re.search(r"^  stand +0:0", everything, re.M)
    assert "left out" not in everything


def test_many_bouts_are_cut_in_the_middle_and_counted(at) -> None:
    path = at(known(*[(30, WALK), (30, RUN)] * 30))
    _, shown = printed(path)
    assert "  ... 22 bouts (11 runs, 11 walks) left out here\n" in shown
    assert "Bouts left out: 22 in the middle; --all lists them." in shown
    listed = [line for line in shown.splitlines() if line.endswith("  cadence")]
    assert len(listed) == 38
    everything = printed(path, "--all")[1].splitlines()
    assert len([line for line in everything if line.endswith("  cadence")]) == 60


def test_a_pause_is_not_counted_and_that_is_no_zero(at) -> None:
    rows = run()
    built = Fit().records(rows[:300]).timer(rows[299]["time"], started=False)
    built.timer(rows[400]["time"], started=True).records(rows[400:])
    path = at(built.session(timer=500, strides=None).finish())
    _, shown = printed(path)
    assert re.search(r"^  pause .* +- +- +- +-  timer$", shown, re.M)
    (activity,) = json.loads(printed_json(path))["activities"]
    pause = next(each for each in activity["bouts"] if each["gait"] == "pause")
    assert pause["impact_count"] is None


def test_what_was_masked_is_said_with_its_count(at) -> None:
    rows = run(lambda i, row: row.update(heart=250) if i < 7 else None)
    _, shown = printed(at(fit_file(rows)))
    assert "- heart rate: 7 of 601 samples unusable" in shown


def test_no_place_is_ever_printed(at) -> None:
    for path in (RUN_WALK, at(fit_file(), "x.fit"), at(gpx(), "x.gpx"), at(tcx(), "x.tcx")):
        for form in ("text", "json", "csv"):
            shown = runner.invoke(app, ["show", str(path), "--format", form]).stdout
            assert not re.search(r"\d\.\d{4}", shown)
            assert "48.0" not in shown


def test_a_poor_terminal_gets_ascii_through_a_real_process() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "loadwatch", "show", str(RUN_WALK)],
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.isascii()
    assert "=======##=====" in done.stdout
    assert "\x1b" not in done.stdout
    assert done.stdout == printed(RUN_WALK, "--ascii")[1]


# --- several activities ----------------------------------------------------------------------


def test_every_activity_of_a_chain_is_told_and_one_can_be_picked(at) -> None:
    path = at(fit_file() + known((120, WALK), (60, RUN)))
    _, shown = printed(path)
    assert "2 activities; --activity N shows one" in shown
    assert "Activity 1 of 2: running" in shown
    assert "Activity 2 of 2: running" in shown
    _, second = printed(path, "--activity", "2")
    assert "Activity 1 of 2" not in second
    assert "From start to end 3:00" in second


def test_an_activity_that_is_not_there_is_wrong_use(at) -> None:
    assert printed(at(fit_file()), "--activity", "2")[0] == 2


def test_every_file_of_an_archive_is_told_and_what_is_left_out_too(at) -> None:
    content = {"a.fit": fit_file(), "b/b.gpx": gpx().encode(), "notes.txt": b"hello"}
    code, shown = printed(at(zipped(content), "x.zip"))
    assert code == 0
    assert "archive of 3 files, 2 activities" in shown
    assert "notes.txt: skipped: not a known activity file" in shown
    assert "Activity 2 of 2: running" in shown
    assert "  b/b.gpx\n" in shown


def test_a_broken_file_of_an_archive_ends_with_3_and_the_rest_is_shown(at) -> None:
    code, shown = printed(at(zipped({"a.fit": fit_file(), "b.fit": b"nothing"}), "x.zip"))
    assert code == 3
    assert "b.fit: quarantined: " in shown
    assert "running, " in shown


def test_a_gzip_is_shown(at) -> None:
    assert "run 0:00:00 10:00" in words(printed(at(gzip.compress(fit_file()), "x.fit.gz"))[1])


# --- files with nothing to show --------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"ten easy kilometres", "notes.txt", "not a known activity file; loadwatch reads Apple"),
        (b"", "x.fit", "quarantined: the file is empty; the copy did not finish"),
        (b"<html>log in</html>", "x.gpx", "a web page, not an activity file"),
        (b"PK\x03\x04 broken", "x.zip", "the zip archive is damaged"),
    ],
)
def test_what_cannot_be_used_is_said_in_a_sentence_and_ends_with_3(at, content, name, said):
    code, shown = printed(at(content, name))
    assert code == 3
    assert said in words(shown)
    assert len(shown.splitlines()) <= 4


def test_settings_and_a_route_are_skipped_and_that_is_said(at) -> None:
    code, shown = printed(at(Fit(file_type=2).finish()))
    assert (code, "skipped: FIT file of type 'settings'" in shown) == (0, True)
    code, shown = printed(SAMPLES / "other" / "planned_shore_loop.gpx")
    assert (code, "skipped: GPX track without times" in shown) == (0, True)


def test_a_ride_counts_nothing_and_says_so(at) -> None:
    code, shown = printed(at(fit_file(sport=2)))
    assert code == 0
    assert "Not on foot (cycling): run and walk are not told apart, no impacts are" in shown
    assert "Bouts" not in shown


def test_a_session_too_sparse_says_so_and_knows_only_the_most(at) -> None:
    code, shown = printed(at(fit_file(run()[::300])))
    assert code == 0
    told = words(shown)
    assert "Run and walk: unknown; 3 samples in 10 min are too few" in told
    assert "Impacts: unknown, 1,620 at the very most." in told
    (activity,) = json.loads(printed_json(at(fit_file(run()[::300]))))["activities"]
    assert activity["impacts"] is None
    assert activity["bouts"] == []
    assert activity["most_impacts"] == 1620


def test_a_typed_in_session_has_only_totals(at) -> None:
    _, shown = printed(at(fit_file([])))
    assert "Run and walk: unknown; the file holds no samples, only totals." in shown


def test_a_cut_file_is_shown_as_far_as_it_goes(at) -> None:
    code, shown = printed(at(fit_file()[:9000]))
    assert code == 0
    assert "partial: the file ends early" in shown
    assert "- the file ends early" in shown


def test_a_file_where_nothing_moves_has_no_impacts_and_no_empty_table(at) -> None:
    _, shown = printed(at(known((120, STAND))))
    assert "No running was found, so there are no impacts while running." in shown
    assert "Nothing in it moves as walking or running does." in shown


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "x.fit")
    code, shown = printed(tmp_path / "x.fit")
    assert (code, "not a regular file" in shown) == (3, True)


@pytest.mark.parametrize("arguments", [["no-such.fit"], ["."], [str(RUN_WALK), "--activity", "0"]])
def test_wrong_use_ends_with_2(arguments: list[str]) -> None:
    assert runner.invoke(app, ["show", *arguments]).exit_code == 2


# --- for machines ----------------------------------------------------------------------------


def printed_json(path: Path) -> str:
    result = runner.invoke(app, ["show", str(path), "--format", "json"])
    assert result.exit_code == 0
    return result.stdout


def printed_csv(path: Path, *options: str) -> list[dict[str, str]]:
    result = runner.invoke(app, ["show", str(path), "--format", "csv", *options])
    return list(csv.DictReader(io.StringIO(result.stdout)))


def test_the_json_tiles_the_session_and_names_its_method() -> None:
    document = json.loads(printed_json(RUN_WALK))
    assert document["schema"] == "loadwatch.show/1"
    (activity,) = document["activities"]
    bouts = activity["bouts"]
    assert [each["number"] for each in bouts] == list(range(1, 22))
    assert all(a["end_s"] == b["begin_s"] for a, b in itertools.pairwise(bouts))
    assert activity["start_time"] == "2026-01-17T07:32:13+00:00"
    assert activity["impacts"]["source"] == "strides"
    assert activity["method"]["thresholds"]["enter_run_spm"] == 140
    assert activity["method"]["decided_by_pct"] == {"cadence": 100}


def test_what_is_unknown_is_null_and_not_zero(at) -> None:
    rows = run_with(heart=None, cadence=None)
    (activity,) = json.loads(printed_json(at(fit_file(rows, strides=None))))["activities"]
    (first, *_) = activity["bouts"]
    assert first["avg_heart_rate_bpm"] is None
    assert first["avg_cadence_spm"] is None
    assert first["is_estimated"] is True
    assert activity["verdict"] is None
    assert activity["impacts"]["device_steps"] is None
    (row, *_) = printed_csv(at(fit_file(rows, strides=None)))
    assert row["avg_heart_rate_bpm"] == row["avg_cadence_spm"] == ""


def test_the_csv_has_a_row_a_bout_with_units_in_its_heads() -> None:
    rows = printed_csv(RUN_WALK)
    bouts = json.loads(printed_json(RUN_WALK))["activities"][0]["bouts"]
    assert len(rows) == len(bouts)
    assert [float(row["impact_count"]) for row in rows] == [each["impact_count"] for each in bouts]
    assert {"begin_s", "distance_m", "speed_mps", "avg_cadence_spm"} <= rows[0].keys()


def test_no_cell_of_the_csv_is_a_formula(at) -> None:
    content = zipped({"=1+2.fit": fit_file(), "@x.fit": known((120, WALK), (60, RUN))})
    rows = printed_csv(at(content, "x.zip"))
    assert {row["member"] for row in rows} == {"'=1+2.fit", "'@x.fit"}
    assert {row["activity"] for row in printed_csv(at(content, "x.zip"), "--activity", "2")} == {
        "2"
    }


def test_a_csv_without_bouts_says_why_on_stderr(at) -> None:
    result = runner.invoke(app, ["show", str(at(fit_file(sport=2))), "--format", "csv"])
    assert result.stdout.count("\n") == 1
    assert "activity 1 has no bouts: not on foot (cycling)" in result.stderr


def test_a_short_bout_told_by_speed_has_a_json_form(at) -> None:
    def quick(i, row):
        row.update(lat=48 + (i * 1.3 + 40 * (300 < i < 320)) / 111_195, cadence=None)

    shown = printed_json(at(gpx(run(quick)), "x.gpx"))
    assert json.loads(shown)["schema"] == "loadwatch.show/1"


def test_a_page_is_written_to_files_alone(tmp_path: Path) -> None:
    run_file = next((SAMPLES / "garmin").glob("*.fit"))
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for place in (loop, pipe):
        done = runner.invoke(app, ["show", str(run_file), "--html", str(place)])
        assert done.exit_code == 2
        assert "Traceback" not in done.output
    assert pipe.is_fifo()
