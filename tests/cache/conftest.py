"""A folder of every kind of file, looked at through a cache."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from loadwatch.athlete import Athlete
from loadwatch.cache import Cache
from loadwatch.importer import Import, find_files, import_files
from loadwatch.units import FIT_EPOCH_S
from tests.conftest import SAMPLES
from tests.faults import build


def looked_at(folder: Path, cache: Path, athlete: Athlete | None = None, **more: object) -> Import:
    """Files of a folder, read through a cache."""
    with Cache(cache, **more) as kept:  # type: ignore[arg-type]
        found = import_files(find_files([folder]), jobs=1, athlete=athlete, cache=kept)
        assert kept.trouble == ""
    return found


def loadwatch(
    *words: object, cache: Path, before: Callable[[], None] | None = None, **env: str
) -> subprocess.CompletedProcess[str]:
    """Run a command in a process of its own, with a cache; something may be done in it before."""
    return subprocess.run(
        [sys.executable, "-m", "loadwatch", *map(str, words)],
        capture_output=True, text=True, check=False, timeout=120, preexec_fn=before,
        env={**os.environ, "LOADWATCH_CACHE": str(cache), "COLUMNS": "200", **env},
    )  # fmt: skip


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """Where a cache may begin."""
    return tmp_path / "a cache"


@pytest.fixture
def few(tmp_path: Path) -> Path:
    """A folder with three runs."""
    folder = tmp_path / "few"
    folder.mkdir()
    for path in sorted((SAMPLES / "garmin").glob("*.fit"))[:3]:
        shutil.copy(path, folder)
    return folder


def make_all_kinds(folder: Path) -> None:
    """A run, copies of it, an archive in an archive, and files in every state."""
    folder.mkdir()
    first, second, third = sorted((SAMPLES / "garmin").glob("*.fit"))[:3]
    shutil.copy(first, folder)
    shutil.copy(first, folder / "once more.fit")
    shutil.copytree(SAMPLES / "other" / "three_formats", folder / "three formats")
    begin = FIT_EPOCH_S + 5_000
    rows = [{**row, "time": row["time"] - build.START + begin} for row in build.run()]
    undated = build.fit(rows, start=begin, time=begin + build.SECONDS)
    (folder / "undated.fit").write_bytes(undated)
    (folder / "cut.fit").write_bytes(second.read_bytes()[:-2_000])
    (folder / "broken.fit").write_bytes(second.read_bytes()[:9])
    (folder / "page.gpx").write_text("<html>log in</html>")
    (folder / "page").write_text("<html>log in</html>")
    (folder / ".hidden.fit").write_bytes(b"")
    (folder / "a folder.fit").mkdir()
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("inner/third.fit", third.read_bytes())
        archive.writestr("cut.fit", third.read_bytes()[:-1_000])
        archive.writestr(".hidden.fit", b"")
    with zipfile.ZipFile(folder / "export.zip", "w") as archive:
        archive.writestr("more.zip", inner.getvalue())
        archive.writestr("second.fit", second.read_bytes())
        archive.writestr("read me.txt", b"my runs")


@pytest.fixture
def all_kinds(tmp_path: Path) -> Path:
    """A folder with files in every state."""
    folder = tmp_path / "runs"
    make_all_kinds(folder)
    return folder
