"""``python -m loadwatch.schedule.run``: runs a job for schedulers that only start it.

It waits a random while, runs the command with low priority, ends it if it takes too long, and
keeps what it printed in a log of bounded size. Standard library only.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import IO, NoReturn

from loadwatch.schedule._log import ended, line
from loadwatch.schedule.job import NICE

LOG_BYTES = 1_000_000
"""A log larger than this becomes ``….1`` before a run; the one before that is given up. [B]"""
GRACE_S = 10.0
TOOK_TOO_LONG = 124
NOT_STARTED = 127


def main(argv: Sequence[str] | None = None) -> int:
    """Run one job; the answer is its exit code."""
    parser = argparse.ArgumentParser(prog="loadwatch.schedule.run", description=__doc__)
    parser.add_argument("--log", type=Path, required=True)
    parser.add_argument("--delay", type=int, default=0, help="at most, in seconds")
    parser.add_argument("--limit", type=float, required=True, help="in seconds")
    parser.add_argument("command", nargs="+")
    told = parser.parse_args(argv)
    signal.signal(signal.SIGTERM, _stop)
    time.sleep(secrets.randbelow(told.delay + 1))
    os.umask(0o077)
    told.log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _give_way(told.log)
    with contextlib.suppress(AttributeError, OSError):
        os.nice(NICE)
    with told.log.open("ab") as log:
        return _logged(told.command, told.limit, log)


def _logged(command: Sequence[str], limit_s: float, log: IO[bytes]) -> int:
    begun = time.monotonic()
    _say(log, f"begins: {subprocess.list2cmdline(command)}")
    code = 1
    try:
        code = _run(command, limit_s, log)
    except OSError as error:
        _say(log, f"cannot be started: {error}")
        code = NOT_STARTED
    except BaseException:
        code = 128 + signal.SIGTERM
        raise
    finally:
        _say(log, ended(code, time.monotonic() - begun))
    return code


def _run(command: Sequence[str], limit_s: float, log: IO[bytes]) -> int:
    flags = int(getattr(subprocess, "CREATE_NO_WINDOW", 0))
    child = subprocess.Popen(  # noqa: S603 - the command the user was shown; no shell.
        list(command), stdin=subprocess.DEVNULL, stdout=log, stderr=log,
        start_new_session=True, creationflags=flags,
    )  # fmt: skip
    try:
        return child.wait(limit_s)
    except subprocess.TimeoutExpired:
        return TOOK_TOO_LONG
    finally:
        if child.returncode is None:
            _end(child)


def _end(child: subprocess.Popen[bytes]) -> None:
    """End it and all it started; firmly if it does not go."""
    if sys.platform == "win32":
        child.kill()
        child.wait()
        return
    for sign in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError, subprocess.TimeoutExpired):
            os.killpg(child.pid, sign)
            child.wait(GRACE_S)


def _give_way(log: Path) -> None:
    with contextlib.suppress(OSError):
        if log.stat().st_size > LOG_BYTES:
            log.replace(log.with_name(f"{log.name}.1"))


def _say(log: IO[bytes], words: str) -> None:
    log.write(line(datetime.now().astimezone(), words).encode("utf-8", "backslashreplace"))
    log.flush()


def _stop(_number: int, _frame: object) -> NoReturn:
    raise SystemExit(128 + signal.SIGTERM)


if __name__ == "__main__":
    sys.exit(main())
