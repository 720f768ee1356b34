"""A change to a profile touches one value; comments and order stay as they are."""

import tomllib
from typing import Any

import pytest

from loadwatch.athlete.template import template, with_value
from loadwatch.errors import AthleteError

MINE = """\
# my profile
mass_kg = 61   # in summer
height_cm = 172

[rules.LW101]  # asked for by my physio
limit = 1.05   # low
"""


def test_a_value_is_changed_in_its_line() -> None:
    changed = with_value(MINE, ("height_cm",), 173)
    assert changed == MINE.replace("172", "173")
    assert with_value(MINE, ("mass_kg",), 60.5) == MINE.replace("= 61 ", "= 60.5 ")
    assert with_value(MINE, ("rules", "LW101", "limit"), 1.2) == MINE.replace("1.05", "1.2")


def test_a_new_key_stands_before_the_tables() -> None:
    changed = with_value(MINE, ("careful",), True)
    assert tomllib.loads(changed) == {**tomllib.loads(MINE), "careful": True}
    assert [line for line in MINE.splitlines() if line not in changed.splitlines()] == []


def test_a_new_key_takes_the_place_of_its_commented_example() -> None:
    changed = with_value(template(), ("wakes_at",), "05:45")
    assert changed == template().replace('# wakes_at = "06:30"', 'wakes_at = "05:45"')


def test_a_value_is_taken_out_and_an_empty_table_with_it() -> None:
    assert tomllib.loads(with_value(MINE, ("mass_kg",), None)) == {
        "height_cm": 172, "rules": {"LW101": {"limit": 1.05}},
    }  # fmt: skip
    assert tomllib.loads(with_value(MINE, ("rules", "LW101", "limit"), None)) == {
        "mass_kg": 61, "height_cm": 172,
    }  # fmt: skip
    assert with_value(MINE, ("zone",), None) == MINE
    assert with_value(MINE, ("rules", "LW102", "limit"), None) == MINE


STYLES = (
    "", "# nothing told", "height_cm = 170", "[rules.LW102]\nlimit = 1.2\n",
    "[rules]\nLW101 = {strong_limit = 1.4}\n", "rules.LW101.strong_limit = 1.4\n",
    "[rules]\n[rules.LW101]\nstrong_limit = 1.4 # x\n", template(),
)  # fmt: skip
CHANGES: tuple[tuple[tuple[str, ...], Any], ...] = (
    (("height_cm",), 181), (("name",), 'a "quoted" one'), (("rules", "LW101", "limit"), 1.3),
    (("rules", "LW101", "enabled"), False),
)  # fmt: skip


@pytest.mark.parametrize("text", STYLES)
def test_in_every_way_of_writing_a_change_is_that_change_alone(text: str) -> None:
    for path, value in CHANGES:
        wanted = tomllib.loads(text)
        inner = wanted
        for name in path[:-1]:
            inner = inner.setdefault(name, {})
        inner[path[-1]] = value
        text = with_value(text, path, value)
        assert tomllib.loads(text) == wanted
    for path, _ in CHANGES:
        text = with_value(text, path, None)
    assert set(tomllib.loads(text)) <= {"rules"}


DOTTED = "rules.LW101.limit = 1.3\nrules.LW101.strong_limit = 1.5\n"


def test_a_way_of_writing_that_cannot_be_changed_is_refused_and_not_spoilt() -> None:
    with pytest.raises(AthleteError, match=r"rules\.LW102\.limit cannot be changed here"):
        with_value(DOTTED, ("rules", "LW102", "limit"), 1.2)
