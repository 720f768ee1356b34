"""A folder becomes states and sessions: nothing lost, nothing doubled, in any order."""

from __future__ import annotations

import gzip
import os
import shutil
from pathlib import Path

import pytest

from loadwatch.importer import find_files, import_files
from loadwatch.importer.reading import read_file
from loadwatch.importer.states import FileState
from tests.conftest import SAMPLES

TRIO = SAMPLES / "other" / "three_formats"
LEAD = next(TRIO.glob("*.fit"))


def states(files: list[Path]) -> dict[str, str]:
    return {Path(f.path).name: f.state for f in import_files(files, jobs=1).files}


def test_a_run_in_three_formats_is_one_session_with_all_its_sources() -> None:
    found = import_files(find_files([TRIO]), jobs=2)
    (only,) = found.sessions
    assert len(only.sources) == 3
    assert only.source == str(LEAD)
    by_suffix = {Path(f.path).suffix: f for f in found.files if "json" not in f.path}
    assert by_suffix[".fit"].state == "imported"
    assert by_suffix[".gpx"].state == by_suffix[".tcx"].state == "duplicate"
    assert str(LEAD) in by_suffix[".gpx"].reason


def test_the_same_bytes_under_other_names_count_once(tmp_path: Path) -> None:
    shutil.copy(LEAD, tmp_path / "a.fit")
    shutil.copy(LEAD, tmp_path / "b.bin")
    (tmp_path / "c.fit.gz").write_bytes(gzip.compress(LEAD.read_bytes()))
    found = import_files(find_files([tmp_path]), jobs=1)
    assert len(found.sessions) == 1
    assert sorted(f.state for f in found.files) == ["duplicate", "duplicate", "imported"]
    assert len({f.session_ids for f in found.files}) == 1


def test_the_order_of_files_changes_no_session() -> None:
    files = find_files([TRIO, SAMPLES / "suunto"])
    forward, backward = import_files(files, jobs=1), import_files(files[::-1], jobs=1)
    assert [s.session_id for s in forward.sessions] == [s.session_id for s in backward.sessions]
    assert {f.name: f.state for f in forward.files} == {f.name: f.state for f in backward.files}


def test_files_share_the_names_of_columns_and_hold_segments_only_if_asked() -> None:
    (full,) = import_files([LEAD], jobs=1).sessions
    (lean,) = import_files([LEAD], jobs=1, with_segments=False).sessions
    assert full.summary.segments
    assert not lean.summary.segments
    assert lean.row == full.row
    names = zip(lean.summary.row, full.summary.row, strict=True)
    assert all(name is other for name, other in names)


def test_files_are_found_once_whatever_paths_are_given() -> None:
    assert find_files([TRIO, TRIO, LEAD]) == find_files([TRIO])


def test_hidden_files_and_live_buffers_are_ignored(tmp_path: Path) -> None:
    for name in ("._run.fit", ".DS_Store", "inProgressActivity.fit"):
        shutil.copy(LEAD, tmp_path / name)
    assert set(states(find_files([tmp_path])).values()) == {"ignored"}


def test_hidden_folders_are_not_entered_and_links_to_folders_are_named(tmp_path: Path) -> None:
    (tmp_path / ".venv").mkdir()
    shutil.copy(LEAD, tmp_path / ".venv" / "a.fit")
    (tmp_path / "inbox").mkdir()
    (tmp_path / "again").symlink_to(tmp_path / "inbox")
    assert states(find_files([tmp_path])) == {".venv": "ignored", "again": "quarantined"}


def test_a_state_names_the_member_of_an_archive() -> None:
    archive = SAMPLES / "garmin" / "garmin-account-export.zip"
    found = [reading.state for reading in read_file(archive)]
    assert sorted(state.state for state in found) == ["ignored", *["imported"] * 4, "skipped"]
    assert all(isinstance(state, FileState) and state.member for state in found)


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
def test_inputs_are_only_read() -> None:
    before = LEAD.stat()
    import_files([LEAD], jobs=1)
    after = LEAD.stat()
    assert (before.st_mtime_ns, before.st_size, before.st_mode) == (
        after.st_mtime_ns, after.st_size, after.st_mode,
    )  # fmt: skip
