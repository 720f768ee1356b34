"""cron: a marked block in the user's crontab.

The block is set by ``crontab -l`` and ``crontab -`` alone: python-crontab (LGPL) would bring a
dependency for twenty lines, and rewrites lines that are not ours as it understands them.
"""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from datetime import time
from pathlib import Path

from loadwatch.errors import ScheduleError
from loadwatch.schedule._base import Installed, last_in
from loadwatch.schedule.job import Job, marker_of
from loadwatch.schedule.machine import Machine
from loadwatch.schedule.plan import MakeFolder, Plan, Run

LONGEST_COMMAND = 998
"""Debian's cron takes no longer command. [B; measured with cron 3.0pl1]"""
BEGIN, END = "# >>> ", "# <<< "
TAKEN_OUT_BY = " (loadwatch schedule remove takes this out)"
_PLAIN = re.compile(r"[A-Za-z0-9@+=:,./_-]+", re.A)
_NONE_YET = ("no crontab for", "no such file")


@dataclass(frozen=True)
class Cron:
    """The user's crontab."""

    machine: Machine
    name: str = "cron"

    def hindrance(self) -> str:
        """Why it cannot be used here."""
        return "" if self.machine.has("crontab") else "there is no crontab here"

    def plan(self, job: Job) -> Plan:
        """The crontab, with our block in its place or at its end."""
        lines = self._lines()
        block = block_of(job)
        begin, end = _span(lines, job.name)
        changed = [*lines[:begin], *block, *lines[end:]]
        if changed == lines:
            return Plan((MakeFolder(job.folder),))
        shown = "\n".join([*_others(len(lines) - (end - begin)), *block])
        put = Run(("crontab", "-"), "".join(f"{line}\n" for line in changed), shown)
        return Plan((MakeFolder(job.folder), put))

    def installed(self, name: str) -> Installed | None:
        """What our block says."""
        if self.hindrance():
            return None
        try:
            lines = self._lines()
            begin, end = _span(lines, name)
        except ScheduleError:
            return None
        for line in lines[begin:end]:
            found = re.fullmatch(r"(\d+) (\d+) \* \* \* (.*)", line)
            if found:
                words = shlex.split(uncronned(found[3]))
                log = words[words.index("--log") + 1] if "--log" in words else ""
                at = time(int(found[2]), int(found[1]))
                where = "the crontab (crontab -l)"
                return Installed(at, found[3], where, last_in(Path(log)) if log else "", log=log)
        return None

    def removal(self, name: str) -> Plan:
        """The crontab without our block; a crontab that is then empty goes."""
        if self.hindrance():
            return Plan()
        lines = self._lines()
        begin, end = _span(lines, name)
        if begin == end:
            return Plan()
        kept = [*lines[:begin], *lines[end:]]
        if not kept:
            return Plan((Run(("crontab", "-r"), shown="nothing else is in it"),))
        shown = "\n".join([*_others(len(kept)), "without:", *lines[begin:end]])
        return Plan((Run(("crontab", "-"), "".join(f"{line}\n" for line in kept), shown),))

    def remarks(self) -> list[str]:
        """What cron does not do."""
        return [
            "cron does not catch up: a night in which the computer sleeps or is off is left out."
        ]

    def _lines(self) -> list[str]:
        """The crontab as it is.

        Raises
        ------
        ScheduleError
            If it cannot be read: what cannot be read must not be written over.
        """
        answer = self.machine.ask(("crontab", "-l"))
        if answer.code == 0:
            return answer.out.removesuffix("\n").split("\n") if answer.out else []
        if any(words in answer.err.lower() for words in _NONE_YET):
            return []
        raise ScheduleError(f"the crontab cannot be read: {answer.reason}")


def block_of(job: Job) -> list[str]:
    """The lines of our block.

    Raises
    ------
    ScheduleError
        If the command is longer than cron takes.
    """
    command = " ".join(map(cronned, job.logged_command))
    if len(command.encode()) > LONGEST_COMMAND:
        raise ScheduleError(
            f"the command has {len(command.encode()):,} bytes and cron takes {LONGEST_COMMAND}; "
            "name one folder that holds the others"
        )
    marker = marker_of(job.name)
    line = f"{job.at.minute} {job.at.hour} * * * {command}"
    return [f"{BEGIN}{marker}{TAKEN_OUT_BY}", line, f"{END}{marker}"]


def cronned(word: str) -> str:
    r"""A word as it stands in a crontab.

    cron turns ``\%`` into ``%``, a bare ``%`` into a new line, and some crons ``\\`` into ``\``:
    so no backslash stands before another or before a per cent sign that is not its own.
    """
    if _PLAIN.fullmatch(word):
        return word
    parts = {"'": "'\"'\"'", "\\": "\\''", "%": "\\%"}
    return f"'{''.join(parts.get(letter, letter) for letter in word)}'"


def uncronned(command: str) -> str:
    """What cron gives to the shell."""
    return command.replace("\\%", "%")


def _span(lines: list[str], name: str) -> tuple[int, int]:
    """Where our block begins and ends; both at the end of the table if there is none."""
    marker = marker_of(name)
    begins = [i for i, line in enumerate(lines) if line == f"{BEGIN}{marker}{TAKEN_OUT_BY}"]
    ends = [i for i, line in enumerate(lines) if line == f"{END}{marker}"]
    if not begins and not ends:
        return len(lines), len(lines)
    if len(begins) != 1 or len(ends) != 1 or ends[0] < begins[0]:
        raise ScheduleError(
            f"the crontab has the marks of {marker!r} but not once each and in their order; "
            "mend it with crontab -e"
        )
    return begins[0], ends[0] + 1


def _others(count: int) -> list[str]:
    return [f"({count:,} other line{' stays' if count == 1 else 's stay'})"] if count else []
