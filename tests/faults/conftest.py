"""The one fixture of these tests."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from loadwatch.importer.states import Reading

from .build import reading


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Reading]:
    """Write bytes or text to a file and read it."""
    return lambda data, name="x.fit": reading(tmp_path, data, name)
