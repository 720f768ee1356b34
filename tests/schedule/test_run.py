"""The runner, with real processes."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from loadwatch.schedule._base import last_in
from loadwatch.schedule._log import last_end
from loadwatch.schedule.run import LOG_BYTES

RUN = (sys.executable, "-P", "-m", "loadwatch.schedule.run")


def run(log: Path, *command: str, limit: float = 60) -> int:
    told = (*RUN, "--limit", str(limit), "--log", str(log), "--", *command)
    done = subprocess.run(told, check=False, capture_output=True)
    assert (done.stdout, done.stderr) == (b"", b"")  # cron would send it as mail.
    return done.returncode


@pytest.mark.parametrize(("code", "words"), [(0, "all is well"), (10, "to read"), (7, "failed")])
def test_the_log_tells_what_was_printed_and_how_it_ended(
    tmp_path: Path, code: int, words: str
) -> None:
    log = tmp_path / "deep" / "a log"
    program = f"import sys; print('out'); print('err', file=sys.stderr); sys.exit({code})"
    assert run(log, sys.executable, "-c", program) == code
    text = log.read_text()
    assert "out\n" in text
    assert "err\n" in text
    end = last_end(text)
    assert end is not None
    assert end[1] == code
    assert words in last_in(log)
    assert log.stat().st_mode & 0o077 == 0


def test_the_words_of_the_command_arrive_as_they_are(tmp_path: Path) -> None:
    words = ["--log", "-x", "a b", "$HOME", "%h", "ü'\"\\"]
    program = "import sys; print(sys.argv[1:])"
    run(tmp_path / "log", sys.executable, "-c", program, *words)
    assert repr(words) in (tmp_path / "log").read_text()


def test_a_command_that_is_not_there_is_said_in_the_log(tmp_path: Path) -> None:
    assert run(tmp_path / "log", "/no/such/python") == 127
    assert "cannot be started" in (tmp_path / "log").read_text()


def test_a_job_that_takes_too_long_is_ended_with_all_it_started(tmp_path: Path) -> None:
    pid = tmp_path / "pid"
    began = time.monotonic()
    assert (
        run(tmp_path / "log", "/bin/sh", "-c", f"sleep 300 & echo $! > '{pid}'; wait", limit=1)
        == 124
    )
    assert time.monotonic() - began < 30
    assert "took too long" in last_in(tmp_path / "log")
    assert not is_alive(int(pid.read_text()))


def test_a_runner_that_is_stopped_stops_its_job(tmp_path: Path) -> None:
    pid = tmp_path / "pid"
    told = (*RUN, "--limit", "60", "--log", str(tmp_path / "log"), "--")
    runner = subprocess.Popen((*told, "/bin/sh", "-c", f"echo $$ > '{pid}'; exec sleep 300"))
    while not pid.exists() or not pid.read_text():
        time.sleep(0.05)
    runner.send_signal(signal.SIGTERM)
    assert runner.wait(30) == 143
    assert not is_alive(int(pid.read_text()))
    assert "ended with 143" in (tmp_path / "log").read_text()


def test_the_log_is_bounded_and_the_one_before_is_kept(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_bytes(b"x" * (LOG_BYTES + 1))
    run(log, sys.executable, "-c", "print('fresh')")
    assert "fresh" in log.read_text()
    assert log.stat().st_size < 10_000
    assert (tmp_path / "log.1").stat().st_size == LOG_BYTES + 1


def test_no_log_no_last_run(tmp_path: Path) -> None:
    assert last_in(tmp_path / "log") == ""


def is_alive(pid: int) -> bool:
    """Whether it still runs; one that has ended and was not yet asked for does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"
