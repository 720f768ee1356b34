"""One night with Debian's own cron, in a table and a /run of its own; run by test_cron.

``unshare --mount python -m tests.schedule.cron_night FOLDER WORD...`` prints what happened as JSON.
"""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from loadwatch.schedule import Job, carry_out, checked, this_machine
from loadwatch.schedule.cron import Cron

OWN = ("/var/spool/cron/crontabs", "/run", "/etc/cron.d")
PROGRAM = "import json, os, sys; print(json.dumps([sys.argv[1:], os.getcwd()]))"
OTHERS = "# mine \N{LATIN SMALL LETTER U WITH DIAERESIS}\n59 23 31 12 * echo 100\\%\n"


def main(folder: Path, words: list[str]) -> dict[str, object]:
    for place in OWN:
        subprocess.run([tool("mount"), "-t", "tmpfs", "-o", "mode=1730", "none", place], check=True)
    subprocess.run([tool("mount"), "--bind", "/dev/null", "/etc/crontab"], check=True)
    cron, machine = Cron(this_machine()), this_machine()
    told: dict[str, object] = {"before": cron.installed("default") is not None}
    src = Path(__file__).parents[2] / "src"
    before = f"PYTHONPATH={src}\n{OTHERS}"
    table(before)
    start = datetime.now().astimezone() + timedelta(seconds=65)
    command = (sys.executable, "-c", PROGRAM, *words)
    job = checked(Job("default", start.time().replace(second=0, microsecond=0), command, folder))
    carry_out(cron.plan(job), machine)
    once = table()
    carry_out(cron.plan(job), machine)
    told["twice is once"] = table() == once
    told["others stay"] = once.startswith(before)
    found = cron.installed("default")
    told["at"] = found is not None and found.at == job.at
    table(once.replace("--delay 600", "--delay 0"))
    with daemon():
        until = time.monotonic() + 140
        while time.monotonic() < until and not (found and found.last):
            time.sleep(1)
            found = cron.installed("default")
    told["last"] = found.last if found else ""
    log = job.log.read_text(encoding="utf-8") if job.log.exists() else ""
    told["printed"] = [json.loads(line) for line in log.splitlines() if line.startswith("[[")]
    carry_out(cron.removal("default"), machine)
    told["after"] = table() == before
    told["nothing left to remove"] = not cron.removal("default").steps
    return told


@contextlib.contextmanager
def daemon() -> Iterator[None]:
    cron = subprocess.Popen(["/usr/sbin/cron", "-f"], env={"PATH": os.environ["PATH"]})
    try:
        yield
    finally:
        cron.send_signal(signal.SIGTERM)
        cron.wait(20)


def tool(name: str) -> str:
    """Where a program lies."""
    found = shutil.which(name)
    assert found is not None
    return found


def table(text: str | None = None) -> str:
    """The crontab; written first if a text is given."""
    if text is not None:
        subprocess.run([tool("crontab"), "-"], input=text.encode(), check=True)
    return subprocess.run([tool("crontab"), "-l"], capture_output=True, check=True).stdout.decode()


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]), sys.argv[2:])))
