"""The profile file ``athlete.toml``: read whole or refused with one sentence."""

from __future__ import annotations

import difflib
import math
import os
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from loadwatch.athlete import ATHLETE_NAME
from loadwatch.athlete.keys import BY_NAME, KEYS
from loadwatch.athlete.profile import ENABLED, Athlete
from loadwatch.errors import AthleteError
from loadwatch.private_file import replacing

MAX_BYTES = 2**20
RULES = "rules"
_LINE = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)")


def athlete_path(place: Path) -> Path:
    """The profile in a folder; any other path is that of the profile itself."""
    return place / ATHLETE_NAME if place.is_dir() else place


def read_athlete(path: Path) -> Athlete:
    """Read a profile.

    Parameters
    ----------
    path : Path
        The file.

    Raises
    ------
    AthleteError
        With one sentence that names the file, the key and what to write instead.
    """
    return athlete_of(read_text(path), path)


def read_text(path: Path) -> str:
    """Text of a profile.

    Raises
    ------
    AthleteError
        If it cannot be read.
    """
    if not path.is_file():
        raise AthleteError(f"{path} is not a regular file")
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise AthleteError(f"{path} cannot be read: {error.strerror or error}") from error
    if len(content) > MAX_BYTES:
        raise AthleteError(f"{path} is larger than {MAX_BYTES // 2**20} MiB; no profile is")
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise AthleteError(f"{path}: line {line} is not UTF-8 text; save it as UTF-8") from error


def athlete_of(text: str, path: Path) -> Athlete:
    """The profile that a text tells.

    Parameters
    ----------
    text : str
        TOML.
    path : Path
        Where it lies, for what is said of it.

    Raises
    ------
    AthleteError
        As :func:`read_athlete`.
    """
    try:
        return _athlete(_parsed(text))
    except AthleteError as error:
        raise AthleteError(f"{path}: {error}") from error


def write_athlete(path: Path, change: Callable[[str | None], str]) -> None:
    """Put a profile in its place in one step, readable by nobody else; nothing if it is the same.

    Parameters
    ----------
    path : Path
        The file.
    change : callable
        Gives the new text for the old one, None where there is none. It is asked again when nobody
        else writes, so that two changes at once both stand.

    Raises
    ------
    AthleteError
        If it cannot be written; the old one is then untouched.
    """
    old = _text_if_there(path)
    if change(old) == old:
        return
    try:
        with replacing(path.resolve(), "the profile", AthleteError) as file:
            file.write(change(_text_if_there(path)).encode())
    except OSError as error:
        raise AthleteError(f"{path} cannot be written: {error.strerror or error}") from error


def _text_if_there(path: Path) -> str | None:
    return read_text(path) if os.path.lexists(path) else None


def told_of(athlete: Athlete) -> dict[str, Any]:
    """What a profile tells, as its file would: key → value; rules are left out."""
    usual = Athlete()
    return {
        key.name: key.write(value)
        for key in KEYS
        if (value := getattr(athlete, key.field)) != getattr(usual, key.field)
    }


def known_key(name: str) -> str:
    """The name of a key itself.

    Raises
    ------
    AthleteError
        If there is none of that name; with the one that may be meant.
    """
    if name in BY_NAME:
        return name
    raise AthleteError(f"there is no key {name!r}{_meant(name, [*BY_NAME, RULES])}")


def _parsed(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _LINE.search(str(error))
        line = int(found[1]) if found and found[1] else text.rstrip("\n").count("\n") + 1
        what = _LINE.sub("", str(error)).rstrip(".")
        quotes = '; text stands in quotes, like "06:30"' if "value" in what.lower() else ""
        raise AthleteError(f"line {line} is not TOML ({what}){quotes}") from error
    except ValueError as error:
        raise AthleteError(
            "a number in it has too many digits; no key takes such a value"
        ) from error
    except RecursionError as error:
        raise AthleteError("its values are nested too deeply; no key takes such a value") from error


def _athlete(told: Mapping[str, Any]) -> Athlete:
    fields: dict[str, Any] = {}
    for name, value in told.items():
        if name == RULES:
            fields[RULES] = _rules(value)
            continue
        key = BY_NAME[known_key(name)]
        found = key.read(value)
        if found is None:
            raise AthleteError(f"{name} is {_shown(value)}; write {key.takes}")
        fields[key.field] = found
    athlete = Athlete(**fields)
    rest, most = athlete.resting_heart_rate_bpm, athlete.max_heart_rate_bpm
    if rest is not None and most is not None and not rest < most:
        raise AthleteError(
            f"resting_heart_rate_bpm is {rest:g}; write less than max_heart_rate_bpm, {most:g}"
        )
    return athlete


def _rules(told: object) -> dict[str, dict[str, float | bool]]:
    if not isinstance(told, dict):
        raise AthleteError(f"rules is {_shown(told)}; write a table like [rules.LW101]")
    for rule, wanted in told.items():
        place = f"{RULES}.{_word(rule)}"
        if not isinstance(wanted, dict):
            raise AthleteError(
                f"{place} is {_shown(wanted)}; write a table [{place}] with limit = 1.15 or "
                "enabled = false in it"
            )
        for name, value in wanted.items():
            is_switch = isinstance(value, bool)
            is_number = isinstance(value, int | float) and not is_switch and 0 < value < math.inf
            if name == ENABLED and not is_switch:
                raise AthleteError(f"{place}.{name} is {_shown(value)}; write true or false")
            if name != ENABLED and not is_number:
                raise AthleteError(
                    f"{place}.{_word(name)} is {_shown(value)}; write a number above 0, like 1.15"
                )
    return told


def _word(name: str) -> str:
    return name if name.isprintable() else repr(name)


def _meant(name: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(name.lower(), list(known), n=1)
    return f"; did you mean {near[0]}?" if near else "; loadwatch athlete show lists the keys"


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, int) and abs(value) > 10**15:
        return "a very large number"
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
