"""The task for Windows: XML by the documented schema, words by the documented rule."""

import re
import xml.etree.ElementTree as ET
from datetime import time
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from loadwatch.errors import ScheduleError
from loadwatch.schedule import Machine
from loadwatch.schedule.machine import Answer
from loadwatch.schedule.plan import Run, WriteFile
from loadwatch.schedule.schtasks import NAMESPACE, Schtasks, task_text
from tests.schedule.conftest import WORDS, a_job

IN_ANY_ORDER = {
    "Task": {"RegistrationInfo", "Triggers", "Principals", "Settings", "Actions", "Data"},
    "RegistrationInfo": {"Author", "Description", "Date", "URI", "Source", "Version"},
    "Principal": {"LogonType", "RunLevel", "UserId", "GroupId", "DisplayName"},
    "Settings": {
        "MultipleInstancesPolicy", "DisallowStartIfOnBatteries", "StopIfGoingOnBatteries",
        "StartWhenAvailable", "ExecutionTimeLimit", "Priority", "Enabled", "Hidden",
    },
    "Exec": {"Command", "Arguments", "WorkingDirectory"},
    "ScheduleByDay": {"DaysInterval"},
    "Triggers": {"CalendarTrigger"},
    "Principals": {"Principal"},
    "Actions": {"Exec"},
}  # fmt: skip
IN_THIS_ORDER = {
    "CalendarTrigger": [
        "Enabled", "StartBoundary", "EndBoundary", "Repetition", "ExecutionTimeLimit",
        "RandomDelay", "ScheduleByDay",
    ],
}  # fmt: skip
VALUES = {
    "StartBoundary": r"\d{4}-\d\d-\d\dT\d\d:\d\d:00", "RandomDelay": r"PT\d+M",
    "ExecutionTimeLimit": r"PT\d+M", "DaysInterval": "1", "LogonType": "InteractiveToken",
    "RunLevel": "LeastPrivilege", "MultipleInstancesPolicy": "IgnoreNew",
    "DisallowStartIfOnBatteries": "false", "StopIfGoingOnBatteries": "false",
    "StartWhenAvailable": "true",
}  # fmt: skip
"""What the schema documented for Task Scheduler 1.2 allows, as far as the task uses it."""


def plain(element: ET.Element) -> str:
    return element.tag.removeprefix(f"{{{NAMESPACE}}}")


def test_the_task_follows_the_documented_schema() -> None:
    task = ET.fromstring(task_text(a_job(Path("/data"))).encode("utf-16"))  # noqa: S314 - our own
    assert plain(task) == "Task"
    assert task.get("version") == "1.2"
    for element in task.iter():
        tag, children = plain(element), [plain(child) for child in element]
        assert element.tag.startswith(f"{{{NAMESPACE}}}")
        assert len(set(children)) == len(children)
        if tag in IN_THIS_ORDER:
            assert children == [name for name in IN_THIS_ORDER[tag] if name in children]
        elif children:
            assert set(children) <= IN_ANY_ORDER[tag]
        if tag in VALUES:
            assert re.fullmatch(VALUES[tag], element.text or "")
    ids = {e.get("id") for e in task.iter() if plain(e) == "Principal"}
    assert ids == {e.get("Context") for e in task.iter() if plain(e) == "Actions"}


@given(st.lists(WORDS, min_size=1, max_size=10))
@settings(max_examples=100, deadline=None)
def test_a_windows_program_is_given_every_word_as_it_was_told(words: list[str]) -> None:
    job = a_job(Path("/data"), "/usr/bin/env", *words)
    try:
        text = task_text(job)
    except ScheduleError:
        assume(False)
    task = ET.fromstring(text.encode("utf-16"))  # noqa: S314 - our own
    told = next(e.text or "" for e in task.iter() if plain(e) == "Arguments")
    assert split(told) == list(job.logged_command[1:])


@pytest.mark.parametrize("word", ["C:\\%USERNAME%\\x", "a$(Arg0)b", "%a%"])
def test_what_windows_would_replace_is_refused_in_words(word: str) -> None:
    with pytest.raises(ScheduleError, match="Windows would put something else; rename it"):
        task_text(a_job(Path("/data"), "/usr/bin/env", word))


def test_the_file_is_utf16_with_its_mark(machine: Machine) -> None:
    plan = Schtasks(machine).plan(a_job(machine.home / "Läufe"))
    file = next(step for step in plan.steps if isinstance(step, WriteFile))
    assert file.content[:2] in (b"\xff\xfe", b"\xfe\xff")
    assert file.content.decode("utf-16") == file.shown
    run = plan.steps[-1]
    assert isinstance(run, Run)
    assert run.argv == (
        "schtasks", "/Create", "/TN", "\\loadwatch-default", "/XML", str(file.path), "/F",
    )  # fmt: skip


class WithTask(Machine):
    """A Windows that has one task, as its own program would print it."""

    def ask(self, argv: tuple[str, ...], stdin: str | None = None) -> Answer:
        return Answer(0, task_text(a_job(Path("/data"), name="Ann & Bob", at=time(4, 5))), "")


def test_the_task_is_known_by_its_mark(machine: Machine) -> None:
    schtasks = Schtasks(WithTask(machine.home, machine.config, "runner", 0, "win32"))
    found = schtasks.installed("Ann & Bob")
    assert found is not None
    assert (found.at, found.log) == (time(4, 5), "/data/schedule.log")
    assert "loadwatch.schedule.run" in found.command
    step = schtasks.removal("Ann & Bob").steps[0]
    assert isinstance(step, Run)
    assert step.argv[:2] == ("schtasks", "/Delete")
    with pytest.raises(ScheduleError, match="was not made by loadwatch"):
        schtasks.removal("default")
    assert schtasks.installed("default") is None


def split(line: str) -> list[str]:
    """Words of a Windows command line, by the rule of its C runtime."""
    words: list[str] = []
    word, quoted, begun, i = "", False, False, 0
    while i < len(line):
        slashes = len(line[i:]) - len(line[i:].lstrip("\\"))
        after = line[i + slashes : i + slashes + 1]
        if slashes and after == '"':
            word, begun = word + "\\" * (slashes // 2), True
            word += '"' if slashes % 2 else ""
            i += slashes + slashes % 2
        elif slashes:
            word, begun, i = word + "\\" * slashes, True, i + slashes
        elif line[i] == '"':
            quoted, begun, i = not quoted, True, i + 1
        elif line[i] in " \t" and not quoted:
            words += [word] if begun else []
            word, begun, i = "", False, i + 1
        else:
            word, begun, i = word + line[i], True, i + 1
    return [*words, word] if begun else words
