"""The crontab block: Debian's crontab and cron for a real night, and a shell for every word."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loadwatch.errors import ScheduleError
from loadwatch.schedule.cron import LONGEST_COMMAND, Cron, block_of, cronned, uncronned
from loadwatch.schedule.machine import Answer, Machine
from loadwatch.schedule.plan import Run
from tests.schedule.conftest import WORDS, a_job

ROOT = Path(__file__).parents[2]
HARD_WORDS = [
    "a b",
    "100 %",
    "\\%",
    "\\\\x",
    "$HOME",
    "`id`",
    "it's",
    'q"q',
    "ü漢",
    "a;b&c",
    "~",
    "#",
]


@pytest.mark.slow
def test_a_night_with_debians_cron(tmp_path: Path, tool: Callable[[str], str]) -> None:
    for program in ("crontab", "cron", "unshare"):
        tool(program)
    if os.geteuid() != 0:
        pytest.skip("only root can give cron a table of its own")
    folder = tmp_path / "a library 100 % ü"
    command = ["unshare", "--mount", sys.executable, "-m", "tests.schedule.cron_night"]
    done = subprocess.run(
        [*command, str(folder), *HARD_WORDS], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told.pop("last").endswith(": all is well")
    assert told.pop("printed")[0][0] == HARD_WORDS
    assert told == {
        "before": False, "twice is once": True, "others stay": True, "at": True, "after": True,
        "nothing left to remove": True,
    }  # fmt: skip


@given(st.lists(WORDS, min_size=1, max_size=20))
@settings(max_examples=60, deadline=None)
def test_cron_and_the_shell_give_every_word_as_it_was_told(words: list[str]) -> None:
    line = " ".join(map(cronned, words))
    for reading in (debians_reading, cronies_reading):
        script = f"printf '%s\\0' {reading(line)}"
        out = subprocess.run(["/bin/sh", "-c", script], capture_output=True, check=True).stdout
        assert out.decode().split("\0")[:-1] == words
    assert uncronned(line) == cronies_reading(line)


def test_plain_words_stay_plain() -> None:
    assert cronned("/usr/bin/python3") == "/usr/bin/python3"
    assert block_of(a_job(Path("/data"), at=time(3, 5)))[1].endswith(" -- /usr/bin/true")


def test_a_command_too_long_for_cron_is_refused_in_words() -> None:
    with pytest.raises(ScheduleError, match="name one folder that holds the others"):
        block_of(a_job(Path("/data"), "/usr/bin/true", "x" * LONGEST_COMMAND))


def test_what_cron_cannot_do_is_said(machine: Machine) -> None:
    assert "does not catch up" in Cron(machine).remarks()[0]


@dataclass(frozen=True)
class Kept(Machine):
    """A user whose crontab lies in memory: what is decided about a table, not who keeps it."""

    table: list[str] = field(default_factory=list)

    def has(self, program: str) -> bool:
        return program == "crontab"

    def ask(self, argv: tuple[str, ...], stdin: str | None = None) -> Answer:
        if self.table:
            return Answer(0, self.table[0], "")
        return Answer(1, "", "no crontab for runner")


def with_table(machine: Machine, *tables: str) -> Cron:
    told = (machine.home, machine.config, machine.user, machine.uid, machine.platform)
    return Cron(Kept(*told, list(tables)))


def put(cron: Cron, **changes: time) -> str:
    step = cron.plan(a_job(Path("/data"), **changes)).steps[-1]
    assert isinstance(step, Run)
    return step.stdin or ""


@pytest.mark.parametrize("before", ["", "a\n", "a\n\nb", "# >>> another's\n", "\udcff x\n"])
def test_other_lines_stay_as_they_are(machine: Machine, before: str) -> None:
    table = put(with_table(machine, before))
    rest = before if before.endswith("\n") or not before else f"{before}\n"
    assert table.startswith(rest)
    assert table.count("loadwatch schedule: default") == 2
    removal = with_table(machine, table).removal("default").steps
    assert len(removal) == 1
    assert isinstance(removal[0], Run)
    assert (removal[0].argv[1], removal[0].stdin or "") == ("-" if rest else "-r", rest)


def test_a_changed_time_takes_the_old_ones_place(machine: Machine) -> None:
    first = put(with_table(machine, "a\n")) + "b\n"
    second = put(with_table(machine, first), at=time(4, 20))
    assert [line[:8] for line in second.splitlines()] == [
        "a", "# >>> lo", "20 4 * *", "# <<< lo", "b",
    ]  # fmt: skip


def test_marks_out_of_order_are_left_to_their_owner(machine: Machine) -> None:
    lines = put(with_table(machine)).splitlines()
    for broken in (lines[:-1], lines[::-1], [*lines, *lines]):
        cron = with_table(machine, "\n".join(broken) + "\n")
        with pytest.raises(ScheduleError, match="mend it with crontab -e"):
            cron.removal("default")
        assert cron.installed("default") is None


def test_a_crontab_that_cannot_be_read_is_not_written_over(machine: Machine) -> None:
    class Closed(Kept):
        def ask(self, argv: tuple[str, ...], stdin: str | None = None) -> Answer:
            return Answer(1, "", "you (runner) are not allowed to use this program (crontab)")

    cron = Cron(Closed(machine.home, machine.config, "runner", 501, "linux"))
    with pytest.raises(ScheduleError, match="not allowed"):
        cron.plan(a_job(Path("/data")))


def debians_reading(line: str) -> str:
    r"""``\%`` is ``%`` and ``\\`` is ``\``; a bare ``%`` ends the command."""
    out, escaped = "", False
    for letter in line:
        if escaped:
            out = (out[:-1] if letter in "%\\" else out) + letter
            escaped = False
        else:
            assert letter != "%", "the command would end here"
            escaped = letter == "\\"
            out += letter
    return out


def cronies_reading(line: str) -> str:
    r"""Only ``\%`` is taken as one sign, after a backslash that no other precedes."""
    out, escaped = "", False
    for letter in line:
        if escaped:
            out = (out[:-1] if letter == "%" else out) + letter
            escaped = False
        else:
            assert letter != "%", "the command would end here"
            escaped = letter == "\\"
            out += letter
    return out
