"""What every scheduler can be asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from pathlib import Path
from typing import Protocol

from loadwatch.schedule._log import last_end
from loadwatch.schedule.job import Job
from loadwatch.schedule.plan import Plan

CODES = {
    0: "all is well",
    3: "done, with a file that could not be read",
    10: "done, with something to read in loadwatch review",
    11: "another loadwatch held the library",
    12: "the library is newer than this loadwatch",
    124: "it took too long and was ended",
    130: "it was stopped",
}


@dataclass(frozen=True)
class Installed:
    """A job that a scheduler has.

    Parameters
    ----------
    at : time or None
        When it begins; None if that cannot be read any more.
    command : str
        What it runs, as the scheduler has it written.
    where : str
        The file, table or task that holds it.
    last : str
        How the last run ended; empty if none is known.
    problem : str
        Why it does not run although it is there; empty if it does.
    log : str
        The command or file that shows what it printed.
    """

    at: time | None
    command: str
    where: str
    last: str = ""
    problem: str = ""
    log: str = ""


class Backend(Protocol):
    """One scheduler."""

    @property
    def name(self) -> str:
        """As told to ``--backend``."""

    def hindrance(self) -> str:
        """Why it cannot be used here, as a sentence; empty if it can."""

    def plan(self, job: Job) -> Plan:
        """What has to be written and run for the job, whether it is there or not."""

    def installed(self, name: str) -> Installed | None:
        """The job of this athlete, if there is one that carries our marker."""

    def removal(self, name: str) -> Plan:
        """What takes the job away; no steps if there is none."""

    def remarks(self) -> list[str]:
        """What its user has to know, one sentence each."""


def words_of_code(code: int) -> str:
    """What an exit code of the job means."""
    return CODES.get(code, f"it failed ({code})")


def last_in(log: Path) -> str:
    """How the last run ended, by a log of ``loadwatch.schedule.run``; empty if unknown."""
    try:
        text = log.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    end = last_end(text)
    return "" if end is None else f"{end[0]}: {words_of_code(end[1])}"
