"""Files are read in processes that may hang, die or take too much; only that file is refused."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from loadwatch.athlete import Athlete
from loadwatch.errors import WorkerError
from loadwatch.importer import import_files
from loadwatch.importer.limits import MB, Limits
from loadwatch.importer.pool import read_all
from loadwatch.importer.states import FileState
from loadwatch.importer.worker import Read
from tests.conftest import ROOT, SAMPLES
from tests.importer import readers

TIGHT = Limits(wall_s=1.0, memory_bytes=100 * MB, answer_bytes=100_000)
LEAD = next((SAMPLES / "other" / "three_formats").glob("*.fit"))
linux = pytest.mark.skipif(sys.platform != "linux", reason="the system tells this on Linux only")


def states(
    *names: str, read: Read = readers.by_name, jobs: int = 1, limits: Limits = TIGHT
) -> list[list[FileState]]:
    files = [Path(name) for name in names]
    found = read_all(files, jobs, Athlete(), limits=limits, read=read)
    return [[reading.state for reading in readings] for readings in found]


def only(*names: str, read: Read = readers.by_name, limits: Limits = TIGHT) -> str:
    """The one state of the first file."""
    ((state,), *_) = states(*names, read=read, limits=limits)
    return f"{state.state}: {state.reason}"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("asleep", "reading it took longer than 1 s; export it again"),
        ("busy", "reading it took longer than 1 s; export it again"),
        (
            "killed",
            "reading it was stopped from outside (signal SIGKILL); "
            "end other programs and try again",
        ),
        ("leaving", "reading it ended the reading process (exit code 7); please report this file"),
        ("greedy-500", "reading it needed more than 100 MB; split it or export it again"),
        ("talkative", "reading it gave more than 0 MiB of results; split it"),
        (
            "unreadable",
            "reading it gave results that cannot be used (ValueError); please report it",
        ),
        (
            "raising",
            "a bug in loadwatch stopped reading it (ZeroDivisionError: by nought); "
            "please report it",
        ),
        ("growing", "still being written while it was read; import it again"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_quarantined_file(name: str, reason: str) -> None:
    before, (bad, *rest), after = states("one", name, "three")
    assert (bad.state, bad.reason) == ("quarantined", reason)
    assert bad.path == name
    assert (before[0].state, after[0].state) == ("imported", "imported")
    assert not [state for state in rest if state.state != "imported"]


def test_a_process_is_used_again_and_replaced_only_after_it_ended() -> None:
    pids = [found[0].reason for found in states("a", "b", "raising", "c", "killed", "d", "e")]
    assert pids[0] == pids[1] == pids[3]
    assert pids[5] == pids[6] != pids[0]


def test_results_come_in_the_order_of_files_whichever_is_done_first() -> None:
    names = ["slow-1", "b", "slow-2", "killed", "e", "asleep", "g", "h"]
    found = states(*names, jobs=3)
    assert [states_of[0].path for states_of in found] == names
    assert [s[0].state for s in found].count("quarantined") == 2


def test_several_hanging_files_are_waited_for_side_by_side() -> None:
    started = time.monotonic()
    found = states("asleep-1", "asleep-2", "asleep-3", jobs=3)
    assert {state.state for (state,) in found} == {"quarantined"}
    assert time.monotonic() - started < 2.7


def test_files_that_lay_behind_a_bad_one_are_read_by_another_process() -> None:
    names = [f"{kind}-{n}" for n in range(6) for kind in ("raising", "killed", "leaving", "good")]
    found = states(*names, jobs=2)
    assert [state.path for (state,) in found] == names
    by_kind = {(state.path.split("-")[0], state.state) for (state,) in found}
    bad = {(kind, "quarantined") for kind in ("raising", "killed", "leaving")}
    assert by_kind == bad | {("good", "imported")}


def test_a_single_file_is_read_in_another_process_too() -> None:
    assert only("alone").removeprefix("imported: ") != str(os.getpid())


def test_no_file_needs_no_process() -> None:
    assert states() == []


def test_while_processes_start_the_main_process_does_something_of_its_own_once() -> None:
    done: list[str] = []
    files = [Path("a"), Path("b"), Path("c")]
    for chosen in (files, []):
        read = read_all(
            chosen, 2, Athlete(), limits=TIGHT, read=readers.by_name,
            meanwhile=lambda: done.append("once"),
        )  # fmt: skip
        assert len(list(read)) == len(chosen)
    assert done == ["once"]


def test_members_of_an_archive_read_before_it_hangs_are_kept() -> None:
    ((first, second, rest),) = states("archive-asleep")
    assert (first.member, second.member, rest.member) == ("first", "second", None)
    assert rest.reason == (
        "reading it after 2 of its members took longer than 1 s; export it again"
    )


def test_an_archive_that_changed_while_it_was_read_keeps_no_member() -> None:
    ((state,),) = states("archive-growing")
    assert state.reason.startswith("still being written")


def test_each_member_of_an_archive_has_the_time_of_a_file() -> None:
    (found,) = states("a", read=readers.slow_members)
    assert [state.state for state in found] == ["imported"] * 4


def test_a_consumer_that_takes_its_time_makes_no_file_late() -> None:
    found = []
    for readings in read_all(
        [Path("a"), Path("b"), Path("c")], 2, Athlete(), limits=TIGHT, read=readers.by_name
    ):
        time.sleep(1.2)
        found += [reading.state.state for reading in readings]
    assert found == ["imported"] * 3


def test_a_larger_file_has_more_time(tmp_path: Path) -> None:
    large = tmp_path / "slow"
    with large.open("wb") as file:
        file.truncate(2**20)
    hasty = Limits(wall_s=0.0, wall_s_per_mib=2.0)
    assert only(str(large), limits=hasty).startswith("imported")
    assert hasty.time_s(3 * 2**20) == 6.0
    assert Limits().time_s(64 * 2**20) == 124.0


@linux
def test_memory_below_the_limit_is_given() -> None:
    assert only("greedy-80").startswith("imported")


@linux
def test_processor_time_and_core_files_are_limited_too() -> None:
    memory, core, processor = only("a", read=readers.limits).removeprefix("imported: ").split()
    assert 100 * MB < int(memory) < 100 * MB + 4_000 * MB
    assert int(core) == 0
    assert 2 <= int(processor) <= 30
    reason = only("a", read=readers.processor_time, limits=Limits(wall_s=30.0))
    assert reason == (
        "quarantined: reading it took longer than 30 s of processor time; export it again"
    )


def test_a_reading_process_loads_neither_pandas_nor_the_command_line() -> None:
    assert "pandas" in sys.modules
    loaded = only(str(LEAD), read=readers.modules, limits=Limits()).split()
    assert "numpy" in loaded
    assert not {"pandas", "pytest", "typer", "sqlite3"} & set(loaded)


@linux
def test_a_reading_process_holds_no_file_of_the_main_process(tmp_path: Path) -> None:
    library = tmp_path / "library.sqlite"
    with sqlite3.connect(library) as connection:
        connection.execute("CREATE TABLE held (x)")
        held = only("a", read=readers.open_files)
    connection.close()
    assert "socket:" in held
    assert "library.sqlite" not in held


def test_where_no_process_can_start_the_error_says_so() -> None:
    with pytest.raises(WorkerError, match="could be started"):
        states("a", limits=Limits(start_s=0.0))


@linux
def test_with_fewer_processes_than_asked_for_all_is_read_still() -> None:
    program = "import resource; resource.setrlimit(resource.RLIMIT_NOFILE, (16, 16))" + PROGRAM
    program = program.replace("files, 2,", "files, 40,")
    names = [f"slow-{number}" for number in range(20)]
    done = subprocess.run(
        [sys.executable, "-c", program, *names], cwd=ROOT, capture_output=True, text=True,
        check=True, timeout=60, env={**os.environ, "PYTHONPATH": search_path()},
    )  # fmt: skip
    pids = done.stdout.split()[1:]
    assert len(pids) == 20
    assert 1 <= len(set(pids)) < 8


@linux
def test_a_command_that_can_start_no_process_ends_with_a_sentence() -> None:
    program = (
        "import multiprocessing, sys; multiprocessing.set_executable('/bin/false'); "
        "from loadwatch.cli import app; app()"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "analyse", str(LEAD)], capture_output=True, text=True,
        check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 1
    assert "no process that reads files could be started (each ended the reading" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_real_file_over_the_limit_of_memory_is_refused_with_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "long.gpx"
    point = '<trkpt lat="50" lon="8"><time>2026-01-05T{:02}:{:02}:{:02}Z</time></trkpt>'
    points = [point.format(s // 3600, s // 60 % 60, s % 60) for s in range(80_000)]
    path.write_text(f"<gpx><trk><trkseg>{''.join(points)}</trkseg></trk></gpx>")
    found = import_files([path], limits=Limits(memory_bytes=1 * MB))
    assert [state.state for state in found.files] == ["quarantined"]
    assert found.files[0].reason in {
        "reading it needed more than 1 MB; split it or export it again",
        "reading it needed more memory than it may use; split it or export it again",
    }


PROGRAM = """
import sys
from pathlib import Path
from loadwatch.athlete import Athlete
from loadwatch.importer.pool import read_all
from tests.importer import readers
files = [Path(name) for name in sys.argv[1:]]
print(0, flush=True)
for found in read_all(files, 2, Athlete(), read=readers.by_name):
    print(found[0].state.reason, flush=True)
"""


def search_path() -> str:
    return os.pathsep.join((str(ROOT), os.environ.get("PYTHONPATH", "")))


def started(*names: str, results: int = 2) -> tuple[subprocess.Popen[str], list[int]]:
    """A program that reads files, after its first results, and its processes."""
    program = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *names], cwd=ROOT, text=True, start_new_session=True,
        env={**os.environ, "PYTHONPATH": search_path()},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert program.stdout is not None
    told = {int(program.stdout.readline()) for _ in range(1 + results)} - {0}
    children = Path(f"/proc/{program.pid}/task/{program.pid}/children").read_text().split()
    return program, sorted(told | {int(child) for child in children})


def remaining(pids: list[int], within_s: float = 5.0) -> list[int]:
    """Processes that are still there after a while."""
    until = time.monotonic() + within_s
    while (left := [pid for pid in pids if is_running(pid)]) and time.monotonic() < until:
        time.sleep(0.05)
    return left


def is_running(pid: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False


@linux
@pytest.mark.parametrize("kind", ["asleep", "busy"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_no_process_is_left_when_the_main_process_is_ended(
    kind: str, number: signal.Signals
) -> None:
    program, pids = started("a", "b", kind, f"{kind}-2")
    assert len(pids) >= 2
    program.send_signal(number)
    _, errors = program.communicate(timeout=10)
    assert program.returncode == -number
    assert remaining(pids) == []
    assert ("KeyboardInterrupt" in errors) == (number == signal.SIGINT)


@linux
@pytest.mark.parametrize(
    ("results", "after_s"), [(2, 0.0), (2, 0.2), (0, 0.02), (0, 0.1), (0, 0.2)]
)
def test_an_interrupt_from_the_keyboard_reaches_all_and_only_the_main_process_speaks(
    results: int,
    after_s: float,
) -> None:
    program, pids = started("a", "b", "asleep", "busy", results=results)
    time.sleep(after_s)
    os.killpg(program.pid, signal.SIGINT)
    _, errors = program.communicate(timeout=10)
    assert errors.count("Traceback") == 1
    assert remaining(pids) == []


@linux
def test_a_program_that_has_read_all_leaves_no_process() -> None:
    program, pids = started("a", "b", "c")
    assert program.wait(timeout=10) == 0
    program.communicate()
    assert remaining(pids) == []


def test_a_program_without_a_guard_is_not_run_again_in_its_reading_processes(
    tmp_path: Path,
) -> None:
    script = tmp_path / "mine.py"
    script.write_text(
        "import pandas\nfrom pathlib import Path\nfrom loadwatch.importer import import_files\n"
        f"print('once', len(import_files([Path({str(LEAD)!r})]).sessions))\n"
    )
    done = subprocess.run(
        [sys.executable, str(script)], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.split() == ["once", "1"]
