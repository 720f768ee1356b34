"""A full disk is a failure and no wrong use; a reader that had enough is neither."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.library.conftest import at_rest, few, loadwatch

__all__ = ["few"]
needs_posix = pytest.mark.skipif(sys.platform == "win32", reason="needs /dev/full and ulimit")


def shell(line: str, library: Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    env = {k: v for k, v in os.environ.items() if not k.startswith("LOADWATCH_")}
    env |= {"LOADWATCH_LIBRARY": str(library), "COLUMNS": "200"}
    return subprocess.run(
        ["/bin/bash", "-c", line.replace("loadwatch", f"{sys.executable} -m loadwatch", 1)],
        capture_output=True, text=True, check=False, timeout=120, env=env, cwd=cwd,
    )  # fmt: skip


@needs_posix
@pytest.mark.parametrize("words", [
    "diary add --rest today", "athlete init", "athlete set height_cm 180", "notify init",
    "correct 2026 --exclude",
])  # fmt: skip
def test_what_cannot_be_written_ends_with_1(tmp_path: Path, few: Path, words: str) -> None:
    for path in sorted(few.iterdir())[1:]:
        path.unlink()
    loadwatch(tmp_path / "library", "import", few)
    # The largest file allowed is of 0 blocks, so every write fails as on a full disk.
    done = shell(f"trap '' XFSZ; ulimit -f 0; loadwatch {words}", tmp_path / "library", tmp_path)
    assert done.returncode == 1, done.stderr
    assert f"cannot be written: {os.strerror(errno.EFBIG)}" in done.stderr
    assert done.stderr.startswith("loadwatch: ")
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
@pytest.mark.parametrize("words", ["import few", "review", "review --format json", "status"])
def test_a_full_stdout_is_named_and_the_work_is_done(tmp_path: Path, few: Path, words: str) -> None:
    library = tmp_path / "library"
    if words != "import few":
        loadwatch(library, "import", few)
    done = shell(f"loadwatch {words} > /dev/full", library, tmp_path)
    told = f"loadwatch: what it prints cannot be written: {os.strerror(errno.ENOSPC)}"
    assert (done.returncode, told in done.stderr) == (1, True)
    assert "Traceback" not in done.stderr
    assert "library.sqlite" not in done.stderr
    assert "4 sessions" in loadwatch(library, "status")


@needs_posix
@pytest.mark.parametrize(("words", "code"), [
    ("imports --files", 0), ("review --format json", 0), ("analyse few --format json", 0),
    ("analyse broken --format json", 3),
])  # fmt: skip
def test_a_pager_that_is_closed_early_does_not_change_the_exit_code(
    tmp_path: Path, few: Path, words: str, code: int
) -> None:
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "bad.fit").write_bytes(next(few.iterdir()).read_bytes()[:9])
    at_rest(broken)
    loadwatch(tmp_path / "library", "import", few)
    done = shell(
        f"loadwatch {words} | true; exit ${{PIPESTATUS[0]}}", tmp_path / "library", tmp_path
    )
    assert (done.returncode, "loadwatch: " in done.stderr) == (code, False)
