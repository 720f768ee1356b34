"""The agent for a Mac: a property list that plistlib reads back, with keys launchd documents."""

import plistlib
import shutil
import subprocess
from datetime import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loadwatch.errors import ScheduleError
from loadwatch.schedule import Machine, Plan, carry_out
from loadwatch.schedule.launchd import Launchd, plist_of
from loadwatch.schedule.plan import Run
from tests.schedule.conftest import WORDS, a_job

DOCUMENTED = {
    "Label": str, "ProgramArguments": list, "StartCalendarInterval": dict,
    "EnvironmentVariables": dict, "ProcessType": str, "LowPriorityIO": bool, "Umask": int,
}  # fmt: skip
"""Keys of launchd.plist(5) and what each must be."""


@given(st.lists(WORDS, min_size=1, max_size=10), WORDS, st.times())
@settings(max_examples=60, deadline=None)
def test_launchd_is_told_every_word_as_it_is(words: list[str], name: str, at: time) -> None:
    job = a_job(Path("/data"), "/usr/bin/env", *words, name=name, at=at)
    told = plistlib.loads(plist_of(job))
    assert {key: type(value) for key, value in told.items()} == DOCUMENTED
    assert told["ProgramArguments"] == list(job.logged_command)
    assert told["ProgramArguments"][-len(words) :] == words
    assert told["StartCalendarInterval"] == {"Hour": at.hour, "Minute": at.minute}
    assert all(isinstance(value, str) for value in told["EnvironmentVariables"].values())


def test_the_property_list_is_well_formed_by_another_reader(tmp_path: Path) -> None:
    program = shutil.which("xmllint")
    if program is None:
        pytest.skip("there is no xmllint here")
    path = tmp_path / "a.plist"
    path.write_bytes(plist_of(a_job(tmp_path, "/usr/bin/env", "<&\"'>", name="<&>")))
    subprocess.run((program, "--noout", "--nonet", path), check=True)


@pytest.mark.parametrize("name", ["default", "Jürgen & <Ann>"])
def test_the_agent_is_written_found_and_taken_away(machine: Machine, name: str) -> None:
    launchd = Launchd(machine)
    plan = launchd.plan(a_job(machine.home / "data", "/usr/bin/env", "a b", name=name))
    commands = [step.argv for step in plan.steps if isinstance(step, Run)]
    assert [argv[:3] for argv in commands][1] == ("launchctl", "bootstrap", "gui/501")
    for _ in range(2):
        carry_out(files_of(launchd.plan(a_job(machine.home / "data", name=name))), machine)
        found = launchd.installed(name)
        assert found is not None
        assert found.at == time(3, 15)
        assert found.log == str(machine.home / "data/schedule.log")
    removal = launchd.removal(name)
    assert isinstance(removal.steps[0], Run)
    assert removal.steps[0].argv[:2] == ("launchctl", "bootout")
    carry_out(files_of(removal), machine)
    assert list((machine.home / "Library/LaunchAgents").iterdir()) == []
    assert launchd.removal(name) == Plan()


def test_an_agent_without_the_mark_is_left_alone(machine: Machine) -> None:
    path = machine.home / "Library/LaunchAgents/org.loadwatch-default.plist"
    path.parent.mkdir(parents=True)
    path.write_bytes(plist_of(a_job(machine.home, name="another")))
    with pytest.raises(ScheduleError, match="was not written by loadwatch"):
        Launchd(machine).plan(a_job(machine.home))
    with pytest.raises(ScheduleError, match="left alone"):
        Launchd(machine).removal("default")
    assert Launchd(machine).installed("default") is None


def files_of(plan: Plan) -> Plan:
    return Plan(tuple(step for step in plan.steps if not isinstance(step, Run)))
