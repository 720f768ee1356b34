"""Several commands on one library at once: nothing is doubled, lost, or kept waiting for long."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.conftest import SAMPLES
from tests.crash.after import nothing_is_left_or_open, only_session
from tests.crash.faults import TIME_S, environment, run
from tests.library.conftest import at_rest
from tests.library.dump import dump

READERS = (
    ["review"], ["status"], ["imports", "--files"], ["verify"], ["review", "--format", "json"],
)  # fmt: skip


def begun(library: Path, *words: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "loadwatch", *map(str, words)], env=environment(library),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def ended(programs: Sequence[subprocess.Popen[str]], codes: Sequence[int] = (0, 3)) -> list[str]:
    said = []
    for program in programs:
        output, errors = program.communicate(timeout=TIME_S)
        assert program.returncode in codes, (program.args, errors)
        said.append(output + errors)
    return said


def parts(folder: Path, count: int) -> list[Path]:
    """The sample recordings, some in each of several folders."""
    places = [folder / str(number) for number in range(count)]
    for number, path in enumerate(sorted(SAMPLES.rglob("*.*"))):
        if path.suffix in {".fit", ".gpx", ".tcx"} and "_" not in path.parent.name[:1]:
            place = places[number % count] / path.parent.name
            place.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, place)
    at_rest(folder)
    return places


@pytest.mark.slow
@pytest.mark.parametrize("count", [2, 6])
def test_imports_of_one_folder(count: int, tmp_path: Path, library: Path) -> None:
    parts(tmp_path / "runs", 1)
    ended([begun(tmp_path / "alone", "import", tmp_path / "runs")])
    said = ended([begun(library, "import", tmp_path / "runs") for _ in range(count)])
    assert sum(" 0 files read" not in f" {each}" for each in said) == 1, said
    assert dump(library) == dump(tmp_path / "alone")
    nothing_is_left_or_open(library)


@pytest.mark.slow
@pytest.mark.parametrize("count", [2, 6])
def test_imports_of_several_folders(count: int, tmp_path: Path, library: Path) -> None:
    places = parts(tmp_path / "runs", count)
    ended([begun(tmp_path / "alone", "import", *places)])
    ended([begun(library, "import", place) for place in places])
    run(library, ["import"])
    assert dump(library) == dump(tmp_path / "alone")


@pytest.mark.slow
def test_whoever_reads_is_neither_refused_nor_wrong_during_an_import_and_a_rebuild(
    tmp_path: Path, library: Path
) -> None:
    (folder,) = parts(tmp_path / "runs", 1)
    first = next(folder.rglob("*.fit"))
    assert run(library, ["import", first]).code == 0
    ended([begun(tmp_path / "alone", "import", folder, first)])
    for words in (["import", folder], ["rebuild"]):
        writer = begun(library, *words)
        turns = 0
        while writer.poll() is None or not turns:
            ended([begun(library, *READERS[turns % len(READERS)])], (0,))
            turns += 1
        ended([writer])
    assert dump(library) == dump(tmp_path / "alone")


@pytest.mark.slow
def test_a_watch_and_an_import_of_the_same_folder(tmp_path: Path, library: Path) -> None:
    (folder,) = parts(tmp_path / "runs", 1)
    ended([begun(tmp_path / "alone", "import", folder)])
    watch = begun(library, "watch", folder, "--every", 0.5, "--quiet-s", 0)
    ended([begun(library, "import", folder) for _ in range(2)])
    watch.send_signal(signal.SIGTERM)
    ended([watch], (0,))
    ended([begun(library, "import", folder)])
    assert dump(library) == dump(tmp_path / "alone")


@pytest.mark.slow
def test_a_backup_and_an_import_during_a_rebuild(tmp_path: Path, library: Path) -> None:
    (folder,) = parts(tmp_path / "runs", 1)
    ended([begun(library, "import", folder)])
    before = dump(library)
    rebuild = begun(library, "rebuild")
    ended([begun(library, "import", folder), begun(library, "backup", tmp_path / "copy"), rebuild])
    assert dump(library) == before
    assert dump(tmp_path / "copy") == before


@pytest.mark.slow
def test_a_reader_that_finds_an_older_library_does_not_wait_for_the_import_that_mends_it(
    two: Path, library: Path
) -> None:
    from loadwatch.library.store import VERSION, writing

    with writing(library, "a long import") as connection:
        connection.execute("PRAGMA user_version = 0")
        reader = begun(library, "imports")
        time.sleep(5)
        connection.execute(f"PRAGMA user_version = {VERSION}")
        ended([reader], (0,))


def test_what_a_pager_keeps_waiting_stops_no_import(two: Path, clean: Path, library: Path) -> None:
    shutil.copytree(clean, library)
    for number in range(400):
        (two / f".hidden{number:0200}").touch()
    try:
        assert run(library, ["import"]).code == 0
        reader = begun(library, "imports", "--files")
        assert reader.stdout is not None
        reader.stdout.read(1)
        assert run(library, ["import", "--again"]).code in {0, 3}
        reader.kill()
        reader.communicate()
    finally:
        for path in two.glob(".hidden*"):
            path.unlink()


def test_corrections_made_at_once_all_stand(clean: Path, library: Path) -> None:
    from loadwatch.corrections import read_told

    shutil.copytree(clean, library)
    start = only_session(library)
    ended([
        begun(library, "correct", start, "--distance", 5),
        begun(library, "correct", start, "--sport", "walking"),
        begun(library, "athlete", "set", "height_cm", 171, "--athlete", library),
        begun(library, "athlete", "set", "max_heart_rate_bpm", 190, "--athlete", library),
    ], (0,))  # fmt: skip
    told = read_told(library).corrections
    assert {(each.distance_km, each.sport) for each in told} == {(5.0, None), (None, "walking")}
    profile = (library / "athlete.toml").read_text()
    assert "height_cm = 171" in profile
    assert "max_heart_rate_bpm = 190" in profile
