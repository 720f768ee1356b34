"""Windows' Task Scheduler: a task of the user's own, made from XML."""

from __future__ import annotations

import re
import subprocess
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from datetime import time
from pathlib import Path, PureWindowsPath

from loadwatch.errors import ScheduleError
from loadwatch.schedule._base import Installed, last_in
from loadwatch.schedule.job import DELAY_S, LIMIT_S, LOG_NAME, Job, clock_of, label_of, marker_of
from loadwatch.schedule.machine import Machine
from loadwatch.schedule.plan import MakeFolder, Plan, Run, WriteFile

NAMESPACE = "http://schemas.microsoft.com/windows/2004/02/mit/task"
SOME_DAY = "2026-01-01"
"""The task is there from a day that has passed, at its time. [choice]"""


@dataclass(frozen=True)
class Schtasks:
    """The Task Scheduler of Windows."""

    machine: Machine
    name: str = "schtasks"

    def hindrance(self) -> str:
        """Why it cannot be used here."""
        return "" if self.machine.has("schtasks") else "there is no schtasks here"

    def plan(self, job: Job) -> Plan:
        """A file of XML, from which the task is made."""
        self._is_ours(job.name)
        path = job.folder / "schedule-task.xml"
        text = task_text(job)
        create = ("schtasks", "/Create", "/TN", task_name(job.name), "/XML", str(path), "/F")
        # UTF-16 with its mark in front: the form in which Windows itself exports a task.
        written = WriteFile(path, text.encode("utf-16"), text)
        return Plan((MakeFolder(job.folder), written, Run(create)))

    def installed(self, name: str) -> Installed | None:
        """What Windows says of the task."""
        try:
            text = self._is_ours(name)
        except ScheduleError:
            return None
        if not text:
            return None
        begins = re.search(r"T(\d\d:\d\d)", _inner(text, "StartBoundary"))
        log = Path(_inner(text, "WorkingDirectory")) / LOG_NAME
        return Installed(
            at=clock_of(begins[1]) if begins else time(),
            command=f"{_inner(text, 'Command')} {_inner(text, 'Arguments')}",
            where=f"task {task_name(name)}", last=last_in(log), log=str(log),
        )  # fmt: skip

    def removal(self, name: str) -> Plan:
        """The task goes."""
        if not self._is_ours(name):
            return Plan()
        return Plan((Run(("schtasks", "/Delete", "/TN", task_name(name), "/F")),))

    def remarks(self) -> list[str]:
        """Catching up, and who has to be logged in."""
        return [
            "A night that was slept through is made up for as soon as the computer is awake.",
            "The job runs only while you are logged in (the screen may be locked).",
        ]

    def _is_ours(self, name: str) -> str:
        """The XML of the task; empty if there is none."""
        answer = self.machine.ask(("schtasks", "/Query", "/TN", task_name(name), "/XML"))
        if answer.code != 0:
            return ""
        if _inner(answer.out, "Description") != marker_of(name):
            raise ScheduleError(
                f"the task {task_name(name)} was not made by loadwatch and is left alone; "
                "choose another --name"
            )
        return answer.out


def task_name(name: str) -> str:
    """Where the task stands in the Task Scheduler's tree."""
    return f"\\{label_of(name)}"


def task_text(job: Job) -> str:
    """The task, its elements in the order of Windows' own schema.

    Raises
    ------
    ScheduleError
        If Windows would put something else in a word's place.
    """
    program, *words = job.logged_command
    for word in (program, str(job.folder), *words):
        if re.search(r"%[^%]*%", word) or "$(" in word:
            raise ScheduleError(
                f"{word!r} holds signs in whose place Windows would put something else; rename it"
            )
    task = ET.Element("Task", {"version": "1.2", "xmlns": NAMESPACE})
    _add(task, "RegistrationInfo", Author="loadwatch", Description=marker_of(job.name))
    trigger = _add(
        _add(task, "Triggers"), "CalendarTrigger",
        StartBoundary=f"{SOME_DAY}T{job.at:%H:%M}:00", RandomDelay=_duration(DELAY_S),
    )  # fmt: skip
    _add(trigger, "ScheduleByDay", DaysInterval="1")
    principal = _add(
        _add(task, "Principals"), "Principal",
        LogonType="InteractiveToken", RunLevel="LeastPrivilege",
    )  # fmt: skip
    principal.set("id", "Author")
    _add(
        task, "Settings",
        MultipleInstancesPolicy="IgnoreNew", DisallowStartIfOnBatteries="false",
        StopIfGoingOnBatteries="false", StartWhenAvailable="true",
        # The runner waits and ends the job itself; this is for a runner that hangs.
        ExecutionTimeLimit=_duration(LIMIT_S + 2 * DELAY_S),
    )  # fmt: skip
    actions = _add(task, "Actions")
    actions.set("Context", "Author")
    _add(
        actions, "Exec", Command=_silent(program), Arguments=subprocess.list2cmdline(words),
        WorkingDirectory=str(job.folder),
    )  # fmt: skip
    ET.indent(task)
    body = ET.tostring(task, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-16"?>\n{body}\n'


def _add(parent: ET.Element, tag: str, **children: str) -> ET.Element:
    element = ET.SubElement(parent, tag)
    for name, text in children.items():
        ET.SubElement(element, name).text = text
    return element


def _duration(seconds: int) -> str:
    return f"PT{seconds // 60}M"


def _silent(python: str) -> str:
    """The interpreter that opens no window, if it lies beside."""
    path = PureWindowsPath(python)
    silent = path.with_name("pythonw.exe")
    return str(silent) if path.name.lower() == "python.exe" and Path(silent).is_file() else python


def _inner(text: str, tag: str) -> str:
    """The text of the first element of this name."""
    from xml.sax.saxutils import unescape  # noqa: PLC0415  (it loads all of http)

    found = re.search(rf"<{tag}>(.*?)</{tag}>", text, flags=re.S)
    return unescape(found[1], {"&quot;": '"', "&apos;": "'"}).strip() if found else ""
