"""Builders: a job, a user's home, and the schedulers' own programs."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import time
from pathlib import Path

import pytest
from hypothesis import strategies as st

from loadwatch.schedule import Job, Machine

WORDS = st.text(
    st.sampled_from(list("aZ0/ '\"%$\\`!&|;<>(){}*?#~=:,+-üß漢🏃")) | st.characters(
        blacklist_categories=("Cc", "Cs", "Zl", "Zp", "Cn"),
    ),
    min_size=1, max_size=30,
)  # fmt: skip
"""Words as paths may hold them: spaces, quotes, per cent and dollar signs, backslashes, letters."""


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    home = tmp_path / "home"
    return Machine(home, home / ".config", "runner", 501, "linux")


@pytest.fixture
def tool() -> Callable[[str], str]:
    """A scheduler's own program; a test that asks for one that is absent is skipped."""

    def find(program: str) -> str:
        path = shutil.which(program) or shutil.which(program, path="/usr/sbin:/sbin")
        if path is None:
            pytest.skip(f"there is no {program} here")
        return path

    return find


def a_job(folder: Path, *command: str, name: str = "default", at: time = time(3, 15)) -> Job:
    return Job(name, at, command or ("/usr/bin/true",), folder)
