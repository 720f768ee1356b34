"""How many files are read: none twice, and all again when what reads them is another."""

from __future__ import annotations

import os
import shutil
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from loadwatch import cache as cache_package
from loadwatch.athlete import Athlete
from loadwatch.cache import Cache, place
from loadwatch.importer import find_files, import_files
from loadwatch.importer.reading import read_file
from loadwatch.library import settings
from tests.cache.conftest import looked_at
from tests.faults import build

DAY_S = 86_400
ROOT = Path(cache_package.__file__).parents[1]


def decodes(folder: Path, cache: Path, athlete: Athlete | None = None) -> int:
    return looked_at(folder, cache, athlete).read_count


def test_a_second_look_reads_nothing(all_kinds: Path, cache: Path) -> None:
    read = [path for path in find_files([all_kinds]) if path.is_file()]
    read = [path for path in read if not path.name.startswith(".")]
    assert decodes(all_kinds, cache) == len(read)
    assert decodes(all_kinds, cache) == 0


def test_a_second_look_starts_no_process(
    all_kinds: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at(all_kinds, cache)
    monkeypatch.delitem(sys.modules, "loadwatch.importer.pool")
    looked_at(all_kinds, cache)
    assert "loadwatch.importer.pool" not in sys.modules


def test_a_new_file_is_read_alone(few: Path, cache: Path) -> None:
    decodes(few, cache)
    (few / "new.gpx").write_text(build.gpx(build.run()))
    assert decodes(few, cache) == 1


def test_a_changed_file_is_read_alone_even_with_its_size_and_time_of_before(
    few: Path, cache: Path
) -> None:
    decodes(few, cache)
    path = min(few.iterdir())
    before, data = path.stat(), bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    found = looked_at(few, cache)
    assert found.read_count == 1
    assert found.files[0].state == "partial"


def test_a_file_with_another_time_and_name_is_not_read_again(few: Path, cache: Path) -> None:
    decodes(few, cache)
    path = min(few.iterdir())
    path.touch()
    path.rename(few / "another.fit")
    assert decodes(few, cache) == 0


def test_another_ending_may_tell_another_state_and_is_read(few: Path, cache: Path) -> None:
    (few / "page.fit").write_text("<html>log in</html>")
    assert looked_at(few, cache).files[-1].state == "quarantined"
    (few / "page.fit").rename(few / "page.html")
    found = looked_at(few, cache)
    assert found.read_count == 1
    assert found.files[-1].state == "skipped"


def with_other_code(part: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the program believe that a part of its own code reads otherwise."""
    home = tmp_path / "code" / part.replace("/", "-")
    shutil.copytree(ROOT, home, ignore=shutil.ignore_patterns("__pycache__"))
    with (home / part).open("a") as file:
        file.write("\n# another line\n")
    monkeypatch.setattr("loadwatch.__file__", str(home / "__init__.py"))
    settings.digest_of_code.cache_clear()
    place.reader.cache_clear()


@pytest.fixture
def _as_installed_afterwards(monkeypatch: pytest.MonkeyPatch) -> object:
    yield
    monkeypatch.undo()
    settings.digest_of_code.cache_clear()
    place.reader.cache_clear()


@pytest.mark.usefixtures("_as_installed_afterwards")
@pytest.mark.parametrize(
    ("part", "read"),
    [("derive/impacts.py", 3), ("formats/fit/scan.py", 3), ("library/codec.py", 3),
     ("cache/entries.py", 3), ("rules/lw101_session_spike.py", 0), ("load/daily.py", 0),
     ("report/text.py", 0)],
)  # fmt: skip
def test_a_change_of_what_reads_has_all_read_again_and_one_of_a_rule_none(
    few: Path, cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: str, read: int
) -> None:
    decodes(few, cache)
    with_other_code(part, tmp_path, monkeypatch)
    assert decodes(few, cache) == read
    assert decodes(few, cache) == 0


def test_a_profile_that_changes_readings_has_all_read_again_and_both_are_kept(
    few: Path, cache: Path
) -> None:
    tall = Athlete(height_m=1.92)
    assert [decodes(few, cache), decodes(few, cache, tall)] == [3, 3]
    assert [decodes(few, cache), decodes(few, cache, tall)] == [0, 0]
    assert decodes(few, cache, Athlete(zone="Europe/Berlin")) == 0


def test_a_failure_of_loadwatch_itself_is_not_kept_as_the_word_of_a_file(
    few: Path, cache: Path
) -> None:
    path = find_files([few])[0]
    (reading,) = read_file(path)
    with Cache(cache) as kept:
        kept.keep(path, [replace(reading, is_failure=True)], Athlete())
    assert decodes(few, cache) == 3


def test_without_a_cache_every_file_is_read(few: Path) -> None:
    assert [import_files(find_files([few]), jobs=1).read_count for _ in range(2)] == [3, 3]


def test_what_was_read_until_an_analysis_is_stopped_is_not_read_again(
    few: Path, cache: Path
) -> None:
    class StoppedError(Exception):
        pass

    def stop(done: int, total: int) -> None:
        if done == 2:
            raise StoppedError

    with pytest.raises(StoppedError), Cache(cache) as kept:
        import_files(find_files([few]), jobs=1, cache=kept, progress=stop)
    assert decodes(few, cache) == 1


def test_a_run_that_lies_ahead_of_now_is_read_anew_once_it_may_be_true(
    few: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ahead = time.time() + 30 * DAY_S
    rows = [{**row, "time": row["time"] - build.START + ahead} for row in build.run()]
    (few / "ahead.fit").write_bytes(build.fit(rows, start=ahead, time=ahead + build.SECONDS))
    assert [decodes(few, cache), decodes(few, cache)] == [4, 0]
    monkeypatch.setattr(time, "time", lambda: ahead - DAY_S)
    assert decodes(few, cache) == 1


def test_a_run_that_lies_ahead_since_the_clock_was_set_back_is_read_anew(
    few: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    decodes(few, cache)
    monkeypatch.setattr(time, "time", lambda: 1_500_000_000.0)
    assert decodes(few, cache) == 3


def test_what_the_place_failed_to_give_is_tried_again(few: Path, cache: Path) -> None:
    (few / "gone.fit").symlink_to(few / "nowhere")
    assert looked_at(few, cache).files[-1].state in {"imported", "quarantined"}
    shutil.copy(min(few.iterdir()), few / "nowhere")
    found = looked_at(few, cache)
    assert {Path(each.path).name: each.state for each in found.files}["gone.fit"] != "quarantined"
