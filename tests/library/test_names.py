"""What a library may be called, and what may lie beside several of them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.library.conftest import loadwatch


@pytest.mark.parametrize("name", ["Ana\nBo", "Ana\x1b[2J", "Ana\u2028Bo", "a/b", ".."])
def test_a_name_that_breaks_a_line_is_refused(tmp_path: Path, name: str) -> None:
    told = loadwatch(tmp_path, "status", "--name", name, ok=[2])
    assert "use letters and digits" in " ".join(told.replace("│", " ").split())


def test_a_backup_among_libraries_is_refused(tmp_path: Path, few: Path) -> None:
    libraries = tmp_path / "libraries"
    loadwatch(libraries, "import", few, "--name", "Ana")
    told = loadwatch(libraries, "backup", libraries / "copy", "--name", "Ana", ok=[2])
    assert "name a folder elsewhere" in " ".join(told.replace("│", " ").split())
    shutil.copytree(libraries / "Ana", libraries / "Bo")
    loadwatch(libraries / "Ana", "backup", libraries / "copy", ok=[2])
    assert sorted(path.name for path in libraries.iterdir()) == ["Ana", "Bo"]
    loadwatch(libraries, "backup", tmp_path / "elsewhere", "--name", "Ana")


def test_a_backup_beside_the_only_library_is_made(tmp_path: Path, few: Path) -> None:
    loadwatch(tmp_path / "library", "import", few)
    loadwatch(tmp_path / "library", "backup", tmp_path / "copy")
    assert "4 sessions" in loadwatch(tmp_path / "copy", "status")
