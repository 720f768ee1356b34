"""A folder of recordings and the library that an undisturbed import makes of it."""

from __future__ import annotations

import shutil
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import SAMPLES
from tests.crash.faults import Fault, run
from tests.crash.many import gather
from tests.library.conftest import at_rest


@pytest.fixture(scope="session")
def two(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one sound recording and one that cannot be used."""
    folder = tmp_path_factory.mktemp("crash") / "two"
    folder.mkdir()
    shutil.copy(sorted((SAMPLES / "garmin").glob("*.fit"))[1], folder)
    (folder / "broken.fit").write_bytes(b"no recording")
    at_rest(folder)
    return folder


@pytest.fixture(scope="session")
def clean(two: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library of an undisturbed import."""
    library = tmp_path_factory.mktemp("clean") / "library"
    assert run(library, ["import", two]).code == 3
    return library


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """Where a library will be."""
    return tmp_path / "library"


@dataclass(frozen=True)
class Many:
    """Some sixty recordings, the library of an undisturbed import, and what that import took."""

    folder: Path
    clean: Path
    calls: int
    duration_s: float


@pytest.fixture(scope="session")
def many(tmp_path_factory: pytest.TempPathFactory) -> Many:
    """Recordings for the long campaign."""
    return measured(gather(tmp_path_factory.mktemp("crash") / "many"), tmp_path_factory)


def measured(folder: Path, places: pytest.TempPathFactory) -> Many:
    """An undisturbed import, measured."""
    library = places.mktemp("clean") / "library"
    began = time.monotonic()
    done = run(library, ["import", folder], Fault(library))
    duration_s = time.monotonic() - began
    assert done.code in {0, 3}, done.errors
    return Many(folder, library, done.calls, duration_s)
