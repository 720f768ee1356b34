"""What is printed does not tell whether files were read or known."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from loadwatch.importer import STATES, find_files, import_files
from loadwatch.report import render_json
from loadwatch.review import analyse, review_of
from tests.cache.conftest import loadwatch, looked_at
from tests.conftest import SAMPLES

FORMS = (
    ("--format", "text", "--weeks", "30"),
    ("--format", "json"),
    ("--format", "json", "--segments"),
)


def test_cold_warm_and_without_a_cache_the_same_is_printed_with_the_same_code(
    all_kinds: Path, cache: Path
) -> None:
    told = []
    for form in FORMS:
        words = ("analyse", all_kinds, *form)
        alone = loadwatch(*words, "--no-cache", cache=cache)
        told.append(alone.stdout)
        seen = [loadwatch(*words, cache=cache) for _ in range(2)]
        assert [each.stdout for each in seen] == [alone.stdout] * 2
        assert [each.returncode for each in (alone, *seen)] == [3] * 3
        assert [each.stderr for each in (alone, *seen)] == [""] * 3
    document = json.loads(told[-1])
    assert {each["state"] for each in document["files"]} == set(STATES)
    assert any(each["member"] for each in document["files"])
    assert any(each["start_time"] is None for each in document["sessions"])
    assert any(each["segments"] for each in document["sessions"])


@pytest.mark.parametrize(
    "words",
    [("plan",), ("programme",), ("backtest", "--check", "0"), ("explain", "LW101"),
     ("plan", "--format", "json"), ("explain", "run_impact_count")],
    ids=" ".join,
)  # fmt: skip
def test_every_command_that_reads_a_folder_says_the_same_through_the_cache(
    few: Path, cache: Path, words: tuple[str, ...]
) -> None:
    command = (words[0], few, *words[1:]) if words[0] != "explain" else (*words, few)
    alone = loadwatch(*command, "--no-cache", cache=cache)
    assert not cache.exists()
    assert alone.returncode == 0, alone.stderr
    assert [loadwatch(*command, cache=cache).stdout for _ in range(2)] == [alone.stdout] * 2
    assert looked_at(few, cache).read_count == 0


def test_moved_and_renamed_files_are_told_by_the_paths_that_they_have_now(
    tmp_path: Path, all_kinds: Path, cache: Path
) -> None:
    looked_at(all_kinds, cache)
    moved = tmp_path / "elsewhere" / "now"
    moved.parent.mkdir()
    all_kinds.rename(moved)
    for path in sorted(moved.glob("[!.]*.fit")):
        path.rename(path.with_name(f"later {path.name}"))
    known = looked_at(moved, cache)
    assert known.read_count == 0
    told = render_json(review_of(known), with_segments=False)
    assert told == render_json(analyse(find_files([moved]), jobs=1))
    assert str(all_kinds) not in told


def test_all_samples_are_known_as_they_were_read(tmp_path: Path, cache: Path) -> None:
    cold = import_files(find_files([SAMPLES]), jobs=2)
    first, known = looked_at(SAMPLES, cache), looked_at(SAMPLES, cache)
    assert known.read_count == 0
    for found in (first, known):
        assert found.files == cold.files
        assert render_json(review_of(found, with_segments=True), with_segments=True) == render_json(
            review_of(cold, with_segments=True), with_segments=True
        )


def test_a_copy_that_comes_later_is_found_although_its_original_is_only_known(
    few: Path, cache: Path
) -> None:
    copies = sorted((SAMPLES / "other" / "three_formats").glob("activity_*.[fgt][ipc][txx]"))
    for path in copies[:2]:
        shutil.copy(path, few)
    looked_at(few, cache)
    shutil.copy(copies[2], few)
    found = looked_at(few, cache)
    assert found.read_count == 1
    assert found.files == import_files(find_files([few]), jobs=1).files
    assert sum(each.state == "duplicate" for each in found.files) == 2


@pytest.mark.corpus
@pytest.mark.slow
def test_real_exports_are_known_as_they_were_read(corpus: Path, cache: Path) -> None:
    words = ("analyse", corpus, "--format", "json", "--segments")
    alone = loadwatch(*words, "--no-cache", cache=cache)
    for _ in range(2):
        seen = loadwatch(*words, cache=cache)
        assert (seen.stdout, seen.returncode) == (alone.stdout, alone.returncode)
