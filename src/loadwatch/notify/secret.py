"""Addresses with passwords in them: kept in the environment or in a file of one's own.

No sentence here holds the address itself, nor the value of anything that may be one.
"""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

from loadwatch.errors import NotifyError

ENV, FILE = "env:", "file:"
MAX_BYTES = 64 * 2**10
_VARIABLE = re.compile(r"[A-Za-z_]\w*", re.ASCII)


def is_elsewhere(told: str) -> bool:
    """Whether a setting only names the place of its value."""
    return told.startswith((ENV, FILE))


def is_in_environment(told: str) -> bool:
    """Whether the value of a setting is taken from an environment variable."""
    return told.startswith(ENV)


def resolved(told: str, beside: Path) -> str:
    """The value of a setting: itself, or what the place holds that it names.

    Parameters
    ----------
    told : str
        ``env:NAME``, ``file:PATH`` or the value.
    beside : Path
        Folder from which a path is told.

    Raises
    ------
    NotifyError
        If the place holds nothing, others can read it, or an address stands where its place
        should.
    """
    if is_elsewhere(told) and "://" in told.split(":", 1)[1]:
        raise NotifyError(
            "an address stands behind env: or file:, which take the name of a variable or a file; "
            "leave that word out, or keep the address in such a place"
        )
    if is_in_environment(told):
        name = told.removeprefix(ENV).strip()
        if not _VARIABLE.fullmatch(name):
            raise NotifyError(
                "env: takes the name of a variable: letters, digits and _, like LOADWATCH_MAIL"
            )
        value = os.environ.get(name, "").strip()
        if not value:
            raise NotifyError(f"the environment variable {name!r} is not set; set it, or use file:")
        return value
    if told.startswith(FILE):
        return _in_file(beside / Path(told.removeprefix(FILE).strip()).expanduser())
    return told


def check_private(path: Path) -> None:
    """Refuse a file that others can read.

    Raises
    ------
    NotifyError
        If group or others may read it; where there are no such modes, nothing is checked.
    """
    if os.name == "posix" and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise NotifyError(f"others can read {path}, which holds a secret; run: chmod 600 {path}")


def _in_file(path: Path) -> str:
    try:
        if not path.is_file():
            raise NotifyError(f"there is no file {path}; put the address in it, on one line")
        check_private(path)
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise NotifyError(f"{path} cannot be read: {error.strerror or error}") from error
    try:
        lines = [line.strip() for line in content.decode("utf-8-sig").splitlines() if line.strip()]
    except UnicodeDecodeError:
        lines = []
    if len(lines) != 1 or len(content) > MAX_BYTES:
        raise NotifyError(f"{path} does not hold one line with an address; write it there alone")
    return lines[0]
