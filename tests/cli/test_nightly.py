"""The commands of docs/nightly.md, as a new user types them in an empty home, and two nights."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from pathlib import Path

from tests.conftest import ROOT
from tests.faults import build
from tests.library.arrivals import rows
from tests.library.conftest import at_rest
from tests.notify.conftest import Mail, mail

__all__ = ["mail"]
DAY_S = 86_400
PAGE = ROOT / "docs" / "nightly.md"
CRONTAB = """\
#!/bin/sh
# The table of one user who has no other.
touch "$HOME/table"
if [ "$1" = -l ]; then cat "$HOME/table"; else cat > "$HOME/table"; fi
"""


class Home:
    """A new user's home, with a folder of exports and a crontab of its own."""

    def __init__(self, place: Path) -> None:
        self.place, self.exports = place, place / "Exports"
        self.exports.mkdir(parents=True)
        programs = place / "bin"
        programs.mkdir()
        (programs / "crontab").write_text(CRONTAB)
        (programs / "loadwatch").write_text(f'#!/bin/sh\nexec {sys.executable} -m loadwatch "$@"\n')
        for path in programs.iterdir():
            path.chmod(0o755)
        self.env = {
            "HOME": str(place), "PATH": f"{programs}:/usr/bin:/bin", "COLUMNS": "200",
            "PYTHONPATH": str(ROOT / "src"), "LANG": "C.UTF-8",
        }  # fmt: skip

    def run(self, days_ago: int, metres: float) -> None:
        """An export of a run at 2.8 m/s that was an hour old at this time of that day."""
        start = time.time() - days_ago * DAY_S - 3600 - metres / 2.8
        samples = rows(start, 2.8, 0.0, round(metres / 2.8))
        path = self.exports / f"{days_ago}.gpx"
        path.write_text(build.gpx(samples))
        at_rest(path)

    def types(self, command: str, told: str = "") -> str:
        """What a command prints that a person, or cron, gives to a shell."""
        done = subprocess.run(
            ["/bin/sh", "-c", command], env=self.env, cwd=self.place, input=told,
            capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr

    def nights_command(self) -> str:
        """What stands in the crontab, begun at once."""
        table = (self.place / "table").read_text()
        (command,) = re.findall(r"^15 3 \* \* \* (.+)$", table, re.M)
        return str(command).replace("--delay 600", "--delay 0")


def documented() -> list[str]:
    (block,) = re.findall(r"^```sh\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.S | re.M)
    return str(block).splitlines()


def subjects(mail: Mail) -> list[str]:
    """Of mails about findings; a digest comes on Mondays only."""
    return [str(each["subject"]) for each in mail.received if "your week" not in each["subject"]]


def test_the_page_needs_fewer_than_five_commands() -> None:
    install, *others = documented()
    assert install == "pip install 'loadwatch[notify]'"
    assert len(others) == 3
    assert all(command.startswith("loadwatch ") for command in others)


def test_the_commands_of_the_page_lead_to_one_mail_for_one_finding(
    tmp_path: Path, mail: Mail
) -> None:
    home = Home(tmp_path / "home")
    for days_ago in range(41, 1, -2):
        home.run(days_ago, 3000)
    imported, begun, installed = (
        home.types(command, told=f"{mail.url}\n") for command in documented()[1:]
    )
    assert imported.startswith("20 files read")
    assert "mail: the test was sent" in begun
    assert "by cron." in installed
    assert "It sends no message" not in installed
    assert subjects(mail) == ["loadwatch: this is a test"]

    home.types(home.nights_command())
    assert subjects(mail)[1:] == []
    home.run(0, 9000)
    home.types(home.nights_command())
    (told,) = subjects(mail)[1:]
    assert told.startswith("loadwatch: 1 new ")
    home.types(home.nights_command())
    assert len(subjects(mail)) == 2
    log = (tmp_path / "home/.local/share/loadwatch/default/schedule.log").read_text()
    assert log.count("ended with 0") == 3
    assert "last import today" in home.types("loadwatch review").lower()
    assert "last import today" in home.types("loadwatch status").lower()
