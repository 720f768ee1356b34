"""An import that is killed, or whose calls fail: the next one ends as if nothing had been."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from tests.crash.after import (
    judged,
    next_import_mends,
    nothing_is_left_or_open,
    processes_of,
    speaks_plainly,
)
from tests.crash.conftest import Many, measured
from tests.crash.faults import GROUP, KILL, Fault, environment, run
from tests.library.dump import dump

KILLS = 200
WHOLE = 24
ERRORS = [errno.ENOSPC, errno.EIO, errno.EACCES]


def spread(number: int, parts: int, whole: int) -> int:
    """One of some calls spread over all."""
    return 1 + number * whole // parts


@pytest.mark.parametrize("number", range(6))
def test_killed_before_a_call_of_the_library(
    number: int, two: Path, clean: Path, library: Path
) -> None:
    calls = run(
        library.with_name("other"), ["import", two], Fault(library.with_name("other"))
    ).calls
    fault = Fault(library, spread(number, 6, calls), KILL if number % 2 else GROUP)
    killed = run(library, ["import", two], fault)
    assert killed.code == -signal.SIGKILL
    speaks_plainly(killed)
    next_import_mends(library, clean, two)


@pytest.mark.parametrize("error", ERRORS, ids=errno.errorcode.get)
def test_a_call_of_the_library_that_fails(
    error: int, two: Path, clean: Path, library: Path
) -> None:
    calls = len(str(error)) * 17
    failed = run(library, ["import", two], Fault(library, calls, str(error), is_lasting=True))
    assert failed.code == 1
    speaks_plainly(failed)
    next_import_mends(library, clean, two)


@pytest.mark.parametrize("error", [errno.EIO, errno.EACCES], ids=errno.errorcode.get)
def test_a_recording_that_cannot_be_read_this_time_is_read_the_next(
    error: int, two: Path, clean: Path, library: Path
) -> None:
    words = ["import", two, "--jobs", 1]
    calls = run(library.with_name("other"), words, Fault(two, on_reads=True)).calls
    for at in (3, calls - 4):  # one while its content is recognised, one while it is decoded
        folder = library.with_name(f"library{at}")
        told = run(folder, words, Fault(two, at, str(error), on_reads=True))
        assert told.code == 3
        assert "quarantined" in told.errors
        next_import_mends(folder, clean, two)


def test_a_reading_process_that_is_killed_costs_nothing(
    two: Path, clean: Path, library: Path
) -> None:
    words = ["import", two, "--jobs", 1]
    calls = run(library.with_name("other"), words, Fault(two, on_reads=True)).calls
    told = run(library, words, Fault(two, calls, KILL, on_reads=True))
    assert told.code == 3, told.errors
    assert told.calls > calls
    assert dump(library) == dump(clean)


@pytest.mark.crash
@pytest.mark.parametrize("is_lasting", [False, True], ids=["once", "from then on"])
@pytest.mark.parametrize("error", ERRORS, ids=errno.errorcode.get)
def test_every_call_of_the_library_that_fails(
    error: int, is_lasting: bool, two: Path, clean: Path, tmp_path: Path
) -> None:
    at, calls = 0, 1
    while at < calls:
        at += 1
        library = tmp_path / f"library{at}"
        told = run(library, ["import", two], Fault(library, at, str(error), is_lasting=is_lasting))
        calls = max(calls, told.calls)
        speaks_plainly(told)
        if told.code == 3:
            assert dump(library) == dump(clean), at
        next_import_mends(library, clean, two)


@pytest.mark.crash
@pytest.mark.parametrize("deed", [KILL, *map(str, ERRORS)])
def test_every_call_that_reads_recordings(
    deed: str, two: Path, clean: Path, tmp_path: Path
) -> None:
    at, calls = 0, 1
    while at < calls:
        at += 1
        library = tmp_path / f"library{at}"
        told = run(library, ["import", two], Fault(two, at, deed, on_reads=True))
        calls = max(calls, told.calls if deed != KILL else at + (told.code < 0))
        speaks_plainly(told)
        next_import_mends(library, clean, two)


@pytest.mark.crash
@pytest.mark.parametrize("number", range(KILLS // 2))
def test_killed_before_one_of_all_calls(number: int, many: Many, library: Path) -> None:
    at = spread(number, KILLS // 2, many.calls)
    killed = run(library, ["import", many.folder], Fault(library, at, (KILL, GROUP)[number % 2]))
    assert killed.code in {-signal.SIGKILL, 0, 3}
    after_a_kill(killed.errors, many, library, number)


@pytest.mark.crash
@pytest.mark.parametrize("number", range(KILLS // 2))
def test_killed_at_any_time(number: int, many: Many, library: Path) -> None:
    said = killed_at(number / (KILLS // 2) * many.duration_s, ("one", "all", "worker")[number % 3],
                     many, library)  # fmt: skip
    after_a_kill(said, many, library, number)


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Many:
    folder = os.environ.get("LOADWATCH_CORPUS")
    if not folder:
        pytest.skip("LOADWATCH_CORPUS is not set")
    return measured(Path(folder), tmp_path_factory)


@pytest.mark.crash
@pytest.mark.parametrize("number", range(WHOLE))
def test_killed_at_any_time_of_a_large_import(number: int, whole: Many, library: Path) -> None:
    said = killed_at(number / WHOLE * whole.duration_s, ("one", "all", "worker")[number % 3],
                     whole, library)  # fmt: skip
    after_a_kill(said, whole, library, number)


def killed_at(after_s: float, who: str, many: Many, library: Path) -> str:
    """Kill an import, its group or one of its processes after a while; what it said."""
    program = subprocess.Popen(
        [sys.executable, "-m", "loadwatch", "import", str(many.folder)],
        env=environment(library), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        start_new_session=True,
    )  # fmt: skip
    time.sleep(after_s)
    with suppress(ProcessLookupError):
        if who == "one":
            program.kill()
        elif who == "all":
            os.killpg(program.pid, signal.SIGKILL)
        else:
            for reader in reading_processes(program.pid)[:1]:
                os.kill(reader, signal.SIGKILL)
    _, said = program.communicate(timeout=300)
    if who == "worker":
        assert program.returncode in {0, 3}, said
        assert dump(library) == dump(many.clean)
    return said


def reading_processes(parent: int) -> list[int]:
    """Processes that a process has started, and that read recordings."""
    found = []
    with suppress(OSError):
        for child in Path(f"/proc/{parent}/task/{parent}/children").read_text().split():
            if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes():
                found.append(int(child))
    return found


def after_a_kill(said: str, many: Many, library: Path, number: int) -> None:
    """What must hold; every tenth time what the commands say is compared, too."""
    assert "Traceback" not in said, said
    until = time.monotonic() + 10
    while processes_of(library) and time.monotonic() < until:
        time.sleep(0.05)
    assert processes_of(library) == []
    told = run(library, ["import", many.folder, "--wait", 0])
    assert told.code in {0, 3}, told.errors
    assert dump(library) == dump(many.clean)
    nothing_is_left_or_open(library)
    if number % 10 == 0:
        assert judged(library) == judged(many.clean)
        assert run(library, ["verify"]).code == 0
