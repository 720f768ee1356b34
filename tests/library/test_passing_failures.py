"""What cannot be read for now tells nothing of a recording that the library holds."""

from __future__ import annotations

import errno
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from loadwatch.importer import reading
from loadwatch.library import Known
from loadwatch.library.put_away import DONE_NAME, FAILED_NAME
from loadwatch.library.scan import scan
from tests.crash.faults import Fault, run
from tests.library.conftest import at_rest, loadwatch

NO_READ = str(errno.EIO)


def kept(library: Path) -> list[tuple[str, int]]:
    """State and presence of every place that the library knows."""
    with closing(sqlite3.connect(library / "library.sqlite")) as connection:
        return connection.execute("SELECT coalesce(state, ''), is_gone FROM file").fetchall()


@pytest.mark.parametrize("share", [0.0, 0.3, 0.6, 1.0])
def test_a_known_recording_that_cannot_be_read_again_is_not_gone(
    few: Path, library: Path, tmp_path: Path, share: float
) -> None:
    loadwatch(library, "import", few)
    (library / "athlete.toml").write_text("height_cm = 190\n")
    path = sorted(few.iterdir())[1]
    other = tmp_path / "apart" / "other"
    loadwatch(other, "import", few)
    (other / "athlete.toml").write_text("height_cm = 190\n")
    for each in (library, other):
        (each / "streams.sqlite").unlink()
    calls = run(other, ["import"], Fault(path, on_reads=True)).calls
    fault = Fault(path, 1 + round(share * (calls - 1)), NO_READ, on_reads=True, is_lasting=True)
    ended = run(library, ["import"], fault)
    assert ended.code == 0, ended.errors
    assert kept(library) == [("", 0)] * 4
    assert ended.output.startswith("3 files read, 0 unchanged")
    assert f"Not readable now, kept as it was read before: {path}" in ended.errors
    assert "originals are gone" not in loadwatch(library, "status")
    loadwatch(library, "import")
    assert kept(library) == [("", 0)] * 4


def test_a_new_file_that_cannot_be_read_is_not_put_away_and_read_next_time(
    few: Path, library: Path
) -> None:
    path = sorted(few.iterdir())[1]
    fault = Fault(path, 1, NO_READ, on_reads=True, is_lasting=True)
    ended = run(library, ["import", few, "--put-away", few], fault)
    assert ended.code == 3, ended.errors
    assert "3 files put in done, 0 in failed" in ended.output
    assert path.exists()
    assert not (few / FAILED_NAME).exists()
    assert loadwatch(library, "import", "--put-away", few).startswith("1 file read, 3 unchanged")
    assert (few / DONE_NAME / path.name).exists()


def test_what_is_not_opened_is_judged_without_a_reader(
    few: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_reader(*_: object) -> None:
        raise AssertionError("the main process decodes nothing")

    monkeypatch.setattr(reading, "read_file", no_reader)
    monkeypatch.setattr(reading, "read_members", no_reader)
    (few / ".hidden.fit").write_bytes(b"x")
    (few / "link.fit").symlink_to(few / "nowhere.fit")
    (few / "memory.fit").symlink_to("/proc/self/mem")
    at_rest(few / ".hidden.fit")
    found = scan(Known(), [few], rest_s=0)
    assert [(seen.path.name, seen.state, seen.reason) for seen in found.unopened] == [
        (".hidden.fit", "ignored", "hidden"),
        ("link.fit", "quarantined", "a broken link"),
    ]
    assert [(seen.path.name, seen.reason) for seen in found.failed] == [
        ("memory.fit", "cannot be opened: Input/output error")
    ]
