"""Folders that may not be read: told as such, and nothing below them counts as gone."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.library.conftest import loadwatch

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="modes are those of POSIX")
PR_CAPBSET_DROP, CAPS_THAT_READ_ALL = 24, (1, 2)


def as_nobody_special() -> None:
    """Take from root what lets it read closed folders; others never had it."""
    drop = getattr(ctypes.CDLL(None), "prctl", lambda *_: None)
    for capability in CAPS_THAT_READ_ALL:
        drop(PR_CAPBSET_DROP, capability, 0, 0, 0)


@contextmanager
def closed(folder: Path, mode: int = 0) -> Iterator[None]:
    """A folder that may not be read, for a while."""
    folder.chmod(mode)
    try:
        yield
    finally:
        folder.chmod(0o700)


def call(*words: object) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "loadwatch", *map(str, words)],
        capture_output=True, text=True, check=False, timeout=120, preexec_fn=as_nobody_special,
        env={**os.environ, "COLUMNS": "200"},
    )  # fmt: skip
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("mode", [0o000, 0o400])
def test_a_closed_folder_is_told_and_its_runs_stay(tmp_path: Path, few: Path, mode: int) -> None:
    library = tmp_path / "library"
    inner = few / "inner"
    inner.mkdir()
    next(few.glob("*.fit")).rename(inner / "moved.fit")
    loadwatch(library, "import", few)
    with closed(few, mode):
        _, told = call("import", "--library", library)
        assert "gone" not in told
        _, status = call("status", "--library", library)
        assert "4 sessions from" in status
    if not mode:
        assert "a folder that may not be read" in told
    told = loadwatch(library, "import")
    assert "0 files read, 4 unchanged. Library" in told
    assert "quarantined" not in loadwatch(library, "imports", "--files")


def test_a_folder_below_a_closed_one_is_not_there_now(tmp_path: Path, few: Path) -> None:
    library, parent = tmp_path / "library", tmp_path / "parent"
    parent.mkdir()
    folder = few.rename(parent / "few")
    loadwatch(library, "import", folder)
    with closed(parent):
        code, told = call("import", "--library", library)
        assert code == 1
        assert str(folder) in told
        assert "nothing was changed" in told
        _, status = call("status", "--library", library)
    assert f"Folder: {folder} (not there now)" in status


def test_with_all_what_may_not_be_read_is_named(tmp_path: Path, few: Path) -> None:
    libraries = tmp_path / "libraries"
    loadwatch(libraries / "ana", "import", few)
    with closed(libraries / "ana"):
        code, told = call("import", "--all", "--library", libraries)
    assert (code, "ana" in told) == (1, True)
    assert str(libraries / "ana") in told
