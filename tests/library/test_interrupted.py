"""An import that is killed anywhere: the next one ends as if nothing had been."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.library.conftest import loadwatch, wait_for_an_import
from tests.library.dump import dump

DYING = """
import os, signal, sqlite3, sys
from loadwatch.library import sync

real = sqlite3.connect

class Dying(sqlite3.Connection):
    def execute(self, *words):
        global left
        left -= 1
        if left <= 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().execute(*words)

def connect(*words, **named):
    return real(*words, factory=Dying, **named)

if __name__ == "__main__":
    sqlite3.connect = connect
    left = int(sys.argv.pop(1))
    sync.BATCH_FILES = 1
    from loadwatch.cli import app
    app()
"""


def environment(library: Path) -> dict[str, str]:
    return {**os.environ, "LOADWATCH_LIBRARY": str(library)}


@pytest.mark.parametrize("statement", [1, 8, 17, 23, 29, 34, 41, 52, 58])
def test_killed_before_a_statement(
    few: Path, library: Path, tmp_path: Path, statement: int
) -> None:
    clean = tmp_path / "clean"
    loadwatch(clean, "import", few)
    script = tmp_path / "dying.py"
    script.write_text(DYING)
    killed = subprocess.run(
        [sys.executable, str(script), str(statement), "import", str(few), "--jobs", "1"],
        env=environment(library), check=False, timeout=60, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    assert killed.returncode == -signal.SIGKILL
    loadwatch(library, "import", few, "--wait", 0)
    assert dump(library) == dump(clean)
    assert "as it was written" in loadwatch(library, "verify")


@pytest.mark.parametrize("after_s", [0.2, 0.7, 1.0, 1.3, 1.6])
def test_killed_after_a_while(runs: Path, library: Path, tmp_path: Path, after_s: float) -> None:
    clean = tmp_path / "clean"
    loadwatch(clean, "import", runs)
    with subprocess.Popen(
        [sys.executable, "-m", "loadwatch", "import", str(runs)], env=environment(library),
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ) as process:  # fmt: skip
        time.sleep(after_s)
        process.kill()
    loadwatch(library, "import", runs, "--wait", 0)
    assert dump(library) == dump(clean)


FULL = """
import resource, sys
if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]),) * 2)
    del sys.argv[1]
    from loadwatch.cli import app
    app()
"""


@pytest.mark.parametrize("room", [0, 4096, 30_000, 50_000])
def test_a_full_disk_is_said_and_loses_nothing(
    few: Path, library: Path, tmp_path: Path, room: int
) -> None:
    clean = tmp_path / "clean"
    loadwatch(clean, "import", few)
    script = tmp_path / "full.py"
    script.write_text(FULL)
    done = subprocess.run(
        [sys.executable, str(script), str(room), "import", str(few), "--jobs", "1"],
        env=environment(library), check=False, timeout=60, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    assert done.stderr.startswith("loadwatch: "), done.stderr
    assert done.stderr.count("\n") == 1, done.stderr
    loadwatch(library, "import", few, "--wait", 0)
    assert dump(library) == dump(clean)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT], ids=lambda each: each.name)
def test_stopped_by_hand_keeps_what_was_read_and_says_so(
    runs: Path, library: Path, how: signal.Signals
) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "loadwatch", "import", str(runs), "--jobs", "1"],
        env=environment(library), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    wait_for_an_import(library)
    process.send_signal(how)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 130, told
    assert "Import again to go on" in told
    assert "stopped before its end" in loadwatch(library, "imports")
    loadwatch(library, "import", runs)
