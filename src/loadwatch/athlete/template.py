"""A profile to begin with, and changes that leave comments and order as they are."""

from __future__ import annotations

import re
import textwrap
import tomllib
from collections.abc import Callable, Sequence
from typing import Any

import tomlkit
from tomlkit import TOMLDocument
from tomlkit.exceptions import TOMLKitError

from loadwatch.athlete.keys import KEYS
from loadwatch.errors import AthleteError

WIDTH = 80
_TABLE = re.compile(r"^\s*\[", re.M)
_HEAD = (
    "Who runs. Everything here may be left out; what is not told is assumed, and the report says "
    "so. Take away the # before a line to tell it. The file stays on this machine.",
    "loadwatch athlete show tells what is made of it.",
)
_RULES = """\
# Thresholds of rules, by code or name; loadwatch explain LW101 names those of a
# rule. A rule can be switched off too, and the report then says so.
# [rules.LW101]
# limit = 1.15
# enabled = false
"""


def template() -> str:
    """Every key with what it is for, commented out."""
    parts = [_comment(text) for text in _HEAD]
    parts += [
        f"\n{_comment(f'{key.meaning} {_capital(key.takes)}.')}# {key.name} = {key.example}\n"
        for key in KEYS
    ]
    return "".join([*parts, "\n", _RULES])


def _comment(text: str) -> str:
    return (
        textwrap.fill(
            text, WIDTH, initial_indent="# ", subsequent_indent="# ", break_on_hyphens=False
        )
        + "\n"
    )


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def with_value(text: str, path: Sequence[str], value: Any) -> str:
    """A profile with one value set, or taken out; all else stays as it is.

    Parameters
    ----------
    text : str
        The profile, valid TOML.
    path : sequence of str
        The key, or ``rules``, the rule and its threshold.
    value : object
        As TOML knows it; None takes it out.

    Raises
    ------
    AthleteError
        If the way in which the file is written does not allow it.
    """
    wanted = tomllib.loads(text)
    _table_of(wanted, path[:-1], lambda _: {})[path[-1]] = value
    if value is None:
        _take_out(wanted, path)
    try:
        changed = _changed(text, path, value)
        is_as_wanted = tomllib.loads(changed) == wanted
    except (TOMLKitError, TypeError, ValueError):
        is_as_wanted = False
    if not is_as_wanted:
        raise AthleteError(f"{'.'.join(path)} cannot be changed here; change it in an editor")
    return changed


def _changed(text: str, path: Sequence[str], value: Any) -> str:
    document = tomlkit.parse(text)
    if value is None:
        _take_out(document, path)
    elif len(path) == 1 and path[0] not in document:
        return _with_new_key(text, document, path[0], value)
    else:
        _table_of(document, path[:-1], tomlkit.table)[path[-1]] = value
    return tomlkit.dumps(document)


def _with_new_key(text: str, document: TOMLDocument, name: str, value: Any) -> str:
    """The key takes the place of its commented example, if that still stands before any table."""
    line = f"{name} = {tomlkit.item(value).as_string()}"
    example = re.search(rf"^#[ \t]*{name}[ \t]*=.*$", text, re.M)
    table = _TABLE.search(text)
    if example is not None and (table is None or example.start() < table.start()):
        return f"{text[: example.start()]}{line}{text[example.end() :]}"
    if table is None:
        gap = "" if not text or text.endswith("\n") else "\n"
        return f"{text}{gap}{line}\n"
    document[name] = value
    return tomlkit.dumps(document)


def _table_of(document: Any, path: Sequence[str], new: Callable[[bool], Any]) -> Any:
    """The table at a path; where there is none, a new one, which may hold tables alone."""
    found = document
    for depth, name in enumerate(path, start=1):
        if name not in found:
            found[name] = new(depth < len(path))
        found = found[name]
    return found


def _take_out(document: Any, path: Sequence[str]) -> None:
    found: list[Any] = [document]
    for name in path[:-1]:
        if name not in found[-1]:
            return
        found.append(found[-1][name])
    found[-1].pop(path[-1], None)
    for above, inner, name in zip(found[-2::-1], found[:0:-1], path[-2::-1], strict=True):
        if not inner:
            above.pop(name)
