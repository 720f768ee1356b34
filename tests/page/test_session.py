"""The page of one run: in a real browser, and word for word."""

from __future__ import annotations

import html
import math
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from typer.testing import CliRunner

from loadwatch.cli import app
from loadwatch.show.look import look
from loadwatch.show.page import MOST_ACTIVITIES, render
from loadwatch.show.trace import MOST_POINTS, MOST_ROWS
from tests.conftest import SAMPLES
from tests.faults.build import fit, gpx, run, run_with, zipped
from tests.page.looks import look_at, widths_too_narrow

RUN_WALK = SAMPLES / "garmin" / "2026-01-17-08-32-13.fit"
MARKUP = "<img src=x onerror=alert(1)>.fit"
NAMES = ("run and walk", "several", "refused")
runner = CliRunner()


def page_of(path: Path, **options: bool) -> str:
    view = look(path, with_traces=True, with_places=options.get("with_places", True))
    return render(view, **options)


def words_of(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<style>.*?</style>|<[^>]+>", " ", page)).split())


def written(folder: Path, name: str, content: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.fixture(scope="module")
def sessions(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Pages by name: a session of running and walking, an archive, a file that is none."""
    folder = tmp_path_factory.mktemp("sessions")
    content = {"a.fit": fit(), MARKUP: fit(run_with(heart=None)), "ride.fit": fit(sport=2)}
    made = {
        "run and walk": RUN_WALK,
        "several": written(folder, "x.zip", zipped({**content, "b.fit": b"nothing"})),
        "refused": written(folder, "broken.fit", b"\x0e\x10nothing"),
    }
    return {name: written(folder, f"{name}.html", page_of(path)) for name, path in made.items()}


# --- in a browser ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [375, 1100])
def test_a_session_asks_for_nothing_complains_of_nothing_and_can_be_read_by_all(
    browser: Browser, sessions: dict[str, Path], name: str, scheme: str, width: int
) -> None:
    look = look_at(browser, sessions[name], width=width, scheme=scheme, is_opened=True)
    assert look.asked == [sessions[name].as_uri()]
    assert look.said == []
    assert look.violations == []


@pytest.mark.parametrize("name", NAMES)
def test_no_session_is_wider_than_the_screen(
    browser: Browser, sessions: dict[str, Path], name: str
) -> None:
    widths = (320, 375, 600, 1024, 1600)
    assert widths_too_narrow(browser, sessions[name], widths) == []


def test_a_session_prints_on_three_sheets_with_no_heading_left_alone(
    browser: Browser, sessions: dict[str, Path]
) -> None:
    page = browser.new_page()
    page.goto(sessions["run and walk"].as_uri())
    sheets = re.findall(rb"/Type\s*/Page\b(?!s)", page.pdf(prefer_css_page_size=True))
    assert 1 <= len(sheets) <= 3
    page.emulate_media(media="print")
    after = "all => all.map(each => getComputedStyle(each).breakAfter)"
    assert set(page.eval_on_selector_all("h2, h3", after)) == {"avoid"}
    page.close()


def test_curves_stand_on_one_axis_and_every_picture_can_be_heard_and_read(
    browser: Browser, sessions: dict[str, Path]
) -> None:
    page = browser.new_page()
    page.goto(sessions["run and walk"].as_uri())
    plots = page.query_selector_all(".stack .plot")
    assert len(plots) == 5
    boxes = [plot.bounding_box() for plot in plots]
    assert len({(box["x"], box["width"]) for box in boxes if box is not None}) == 1
    for picture in page.query_selector_all("svg"):
        for part in ("title", "desc"):
            found = picture.query_selector(part)
            assert found is not None
            assert (found.text_content() or "").strip()
    for figure in page.query_selector_all("figure"):
        rows = figure.query_selector_all("details tbody tr")
        assert 1 <= len(rows) <= MOST_ROWS
    page.close()


# --- words -----------------------------------------------------------------------------------


def test_the_page_says_what_the_terminal_says() -> None:
    shown = runner.invoke(app, ["show", str(RUN_WALK)]).stdout
    told = words_of(page_of(RUN_WALK))
    for part in (
        "Start: Sat 17 Jan 2026 08:32:13 (local time, UTC+01:00)",
        "From start to end 32:30, timer running 32:30, distance 3.03 km",
        "10 runs of 0:19 to 0:21, the middle one 0:20.",
        "517 impacts while running, most likely between 386 and 647 (±25 %)",
        "Cadence is known in 100 % of the moving time. Decided by: cadence 100 %.",
    ):
        assert part in " ".join(shown.split())
        assert part in told
    assert "Under 20 min of running: not compared." in told


def test_what_was_not_measured_is_named_and_drawn_nowhere(tmp_path: Path) -> None:
    rows = run_with(heart=None, cadence=None)
    page = page_of(written(tmp_path, "x.fit", fit(rows, strides=None)))
    assert "Not known, so without a chart: Cadence, Heart rate, Grade." in words_of(page)
    assert "a1-cadence" not in page
    assert "a1-heart" not in page


def test_a_pause_is_a_gap_in_every_curve(tmp_path: Path) -> None:
    rows = run()
    path = written(tmp_path, "x.fit", fit(rows[:200] + rows[400:]))
    (trace,) = look(path, with_traces=True).traces
    assert trace.point_s == 1
    for values in trace.curves.values():
        assert len(values) <= MOST_POINTS
        assert all(map(math.isnan, values[205:395]))
        assert not any(map(math.isnan, values[10:190]))


def test_form_is_compared_where_enough_was_run(tmp_path: Path) -> None:
    def tiring(i: int, row: dict[str, float]) -> None:
        row.update(cadence=84 - 4 * (i > 1800))

    path = written(tmp_path, "x.fit", fit(run(tiring, seconds=2400), elapsed=2400, timer=2400))
    told = words_of(page_of(path))
    assert "Cadence [steps/min] 168 160 -4.8 %" in told
    assert "Level seconds from minute 5 to 15 of the running against those after" in told


def test_without_places_nothing_tells_where_it_was(tmp_path: Path) -> None:
    for name, content in (("x.fit", fit()), ("x.gpx", gpx())):
        path = written(tmp_path, name, content)
        with_track, without = page_of(path), page_of(path, with_places=False)
        assert 'class="way run"' in with_track
        assert 'class="way' not in without
        assert "-track" not in without
        assert "Positions are left out (--no-places)." in without
        for page in (with_track, without):
            places = [f"{row[axis]:.3f}" for row in run()[::50] for axis in ("lat", "lon")]
            assert [place for place in places if place in page] == []


def test_a_square_is_drawn_as_a_square(tmp_path: Path) -> None:
    def round_a_square(i: int, row: dict[str, float]) -> None:
        side, along = divmod(i, 150)
        east, north = [(along, 0), (150, along), (150 - along, 150), (0, 150 - along)][side % 4]
        row.update(lat=60 + north * 2.8 / 111_195.08, lon=11 + east * 2.8 / 111_195.08 / 0.5)

    (trace,) = look(written(tmp_path, "x.fit", fit(run(round_a_square))), with_traces=True).traces
    assert trace.track is not None
    assert trace.track.east_m == pytest.approx(420, rel=0.01)
    assert trace.track.north_m == pytest.approx(420, rel=0.01)
    assert trace.track.apart_m == pytest.approx(0, abs=5)


def test_a_name_of_a_file_that_is_markup_is_a_name(sessions: dict[str, Path]) -> None:
    page = sessions["several"].read_text(encoding="utf-8")
    assert "<img" not in page
    assert html.escape(MARKUP) in page
    assert "b.fit: quarantined: " in words_of(page)


def test_activities_beyond_the_sections_are_listed_and_counted(tmp_path: Path) -> None:
    content = {f"{number}.fit": fit() for number in range(MOST_ACTIVITIES)}
    path = written(tmp_path, "x.zip", zipped({"0-ride.fit": fit(sport=2), **content}))
    page = page_of(path)
    assert page.count("<section") == MOST_ACTIVITIES
    assert "1 activity without a section here; --activity N shows one." in page
    assert "0-ride.fit" in page


def test_the_command_writes_a_page_that_only_its_reader_opens(tmp_path: Path) -> None:
    page = tmp_path / "run.html"
    done = runner.invoke(app, ["show", str(RUN_WALK), "--html", str(page)])
    assert (done.exit_code, done.stdout) == (0, f"Written: {page}\n")
    assert page.stat().st_mode & 0o077 == 0
    assert page.stat().st_size < 100_000
    assert runner.invoke(app, ["show", str(RUN_WALK), "--html", str(tmp_path)]).exit_code == 2
    broken = written(tmp_path, "broken.fit", b"\x0e\x10nothing")
    assert runner.invoke(app, ["show", str(broken), "--html", str(page)]).exit_code == 3
    assert "quarantined: " in words_of(page.read_text(encoding="utf-8"))


@pytest.mark.corpus
@pytest.mark.slow
def test_real_files_of_every_maker_have_a_page(corpus: Path) -> None:
    found = sorted(path for path in corpus.rglob("*") if path.suffix in (".fit", ".gpx", ".tcx"))
    for path in found[::25]:
        page = page_of(path)
        assert "NaN" not in page.replace("NaNo", "")
        assert len(page) < 150_000, path
