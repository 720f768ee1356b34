"""launchd: an agent of the user's own on a Mac."""

from __future__ import annotations

import plistlib
from dataclasses import dataclass
from datetime import time
from pathlib import Path

from loadwatch.errors import ScheduleError
from loadwatch.schedule._base import Installed, last_in
from loadwatch.schedule.job import Job, label_of, marker_of
from loadwatch.schedule.machine import Machine
from loadwatch.schedule.plan import DeleteFile, MakeFolder, Plan, Run, WriteFile, is_ours

MARK = "LOADWATCH_SCHEDULE"


@dataclass(frozen=True)
class Launchd:
    """The user's launchd."""

    machine: Machine
    name: str = "launchd"

    def hindrance(self) -> str:
        """Why it cannot be used here."""
        return "" if self.machine.has("launchctl") else "there is no launchctl here"

    def plan(self, job: Job) -> Plan:
        """One property list; launchd forgets the old one and takes the new."""
        path = self._file(job.name)
        is_ours(path, marker_of(job.name))
        content = plist_of(job)
        domain = f"gui/{self.machine.uid}"
        return Plan(
            (
                MakeFolder(job.folder),
                WriteFile(path, content, content.decode()),
                Run(("launchctl", "bootout", f"{domain}/{path.stem}"), may_fail=True),
                Run(("launchctl", "bootstrap", domain, str(path))),
            )
        )

    def installed(self, name: str) -> Installed | None:
        """What the property list says, and whether launchd has it."""
        path = self._file(name)
        try:
            if not is_ours(path, marker_of(name)):
                return None
            told = plistlib.loads(path.read_bytes())
            when, words = told["StartCalendarInterval"], told["ProgramArguments"]
            at = time(when["Hour"], when["Minute"])
            log = words[words.index("--log") + 1]
        except (ScheduleError, plistlib.InvalidFileException, KeyError, ValueError, OSError):
            return None
        answer = self.machine.ask(("launchctl", "print", f"gui/{self.machine.uid}/{path.stem}"))
        return Installed(
            at, " ".join(words), str(path), last_in(Path(log)),
            problem="" if answer.code == 0 else f"launchd does not have it ({answer.reason})",
            log=log,
        )  # fmt: skip

    def removal(self, name: str) -> Plan:
        """The agent stops and its property list goes."""
        path = self._file(name)
        if not is_ours(path, marker_of(name)):
            return Plan()
        stop = Run(("launchctl", "bootout", f"gui/{self.machine.uid}/{path.stem}"), may_fail=True)
        return Plan((stop, DeleteFile(path)))

    def remarks(self) -> list[str]:
        """Catching up, and who has to be logged in."""
        return [
            "A night that was slept through is made up for when the computer wakes; one in which "
            "it was off is left out.",
            "The job runs only while you are logged in.",
            "macOS may ask once whether Python may read the folder of your exports.",
        ]

    def _file(self, name: str) -> Path:
        return self.machine.home / "Library" / "LaunchAgents" / f"org.{label_of(name)}.plist"


def plist_of(job: Job) -> bytes:
    """The property list of the agent."""
    return plistlib.dumps(
        {
            "Label": f"org.{label_of(job.name)}",
            "ProgramArguments": list(job.logged_command),
            "StartCalendarInterval": {"Hour": job.at.hour, "Minute": job.at.minute},
            "EnvironmentVariables": {MARK: marker_of(job.name)},
            "ProcessType": "Background",
            "LowPriorityIO": True,
            "Umask": 0o077,
        }
    )
