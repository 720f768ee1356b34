"""A command whose calls of the file system are counted, and one of them kills it or fails."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import ROOT

SOURCE = Path(__file__).with_name("faults.c")
KILL, GROUP = "kill", "group"
TIME_S = 120


@dataclass(frozen=True)
class Fault:
    """Which call goes wrong, and how.

    Parameters
    ----------
    folder : Path
        Whose files' calls count.
    at : int
        Which of them, from 1; 0 lets all go well.
    deed : str
        ``kill``, ``group``, or the number of an error.
    on_reads : bool
        Whether opening and reading count, and not what changes files.
    is_lasting : bool
        Whether all later calls fail too.
    """

    folder: Path
    at: int = 0
    deed: str = KILL
    on_reads: bool = False
    is_lasting: bool = False


@dataclass(frozen=True)
class Ended:
    """How a command ended; what it said; how many calls were counted."""

    code: int
    output: str
    errors: str
    calls: int


@functools.cache
def shim() -> Path:
    """The library that stands before the system's calls; tests that need it are left out without.

    It is built by the C compiler of the machine.
    """
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None or sys.platform != "linux":
        pytest.skip("needs Linux and a C compiler")
    built = Path(tempfile.mkdtemp(prefix="loadwatch-faults-")) / "faults.so"
    subprocess.run(
        [compiler, "-shared", "-fPIC", "-O1", "-o", str(built), str(SOURCE), "-ldl"], check=True
    )
    return built


def environment(library: Path, fault: Fault | None = None) -> dict[str, str]:
    """Variables for a command on a library."""
    own = {"LOADWATCH_LIBRARY": str(library), "COLUMNS": "200", "PYTHONDONTWRITEBYTECODE": "1"}
    if fault is not None:
        counter = library.with_name(f"{library.name}.calls")
        counter.unlink(missing_ok=True)
        own |= {
            "LD_PRELOAD": str(shim()),
            "FAULT_ROOT": str(fault.folder),
            "FAULT_AT": str(fault.at),
            "FAULT_DO": fault.deed,
            "FAULT_CALLS": "read" if fault.on_reads else "write",
            "FAULT_COUNTER": str(counter),
        }
        own |= {"FAULT_FROM_ON": "1"} if fault.is_lasting else {}
    return {**os.environ, **own}


def run(
    library: Path,
    words: Sequence[object],
    fault: Fault | None = None,
    *,
    program: Sequence[str] = ("-m", "loadwatch"),
) -> Ended:
    """Run a command in a session of its own, and wait until nothing of it is left."""
    done = subprocess.run(
        [sys.executable, *program, *map(str, words)],
        env=environment(library, fault), capture_output=True, text=True, check=False,
        timeout=TIME_S, start_new_session=True, cwd=ROOT,
    )  # fmt: skip
    counter = library.with_name(f"{library.name}.calls")
    calls = int.from_bytes(counter.read_bytes(), sys.byteorder) if fault else 0
    return Ended(done.returncode, done.stdout, done.stderr, calls)
