"""The computer and the user, as a scheduler sees them."""

from __future__ import annotations

import getpass
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

NO_SUCH_PROGRAM = 127
PATIENCE_S = 60
"""How long a scheduler's own command may take. [s; choice]"""


@dataclass(frozen=True)
class Answer:
    """What a program said."""

    code: int
    out: str
    err: str

    @property
    def reason(self) -> str:
        """What it complained of, on one line."""
        said = " ".join((self.err.strip() or self.out.strip()).split())
        return said or f"it ended with {self.code}"


@dataclass(frozen=True)
class Machine:
    """Where a user's jobs are kept, and a way to ask programs.

    Parameters
    ----------
    home : Path
        The user's home.
    config : Path
        Where the user's settings lie (``XDG_CONFIG_HOME``).
    user : str
        The user's name.
    uid : int
        The user's number; 0 where there are none.
    platform : str
        As ``sys.platform``.
    """

    home: Path
    config: Path
    user: str
    uid: int
    platform: str

    def has(self, program: str) -> bool:
        """Whether there is such a program."""
        return shutil.which(program) is not None

    def ask(self, argv: Sequence[str], stdin: str | None = None) -> Answer:
        """Run a program to its end, in plain English; what is no UTF-8 is kept as it is."""
        program = shutil.which(argv[0])
        if program is None:
            return Answer(NO_SUCH_PROGRAM, "", f"there is no {argv[0]} here")
        given = None if stdin is None else stdin.encode("utf-8", "surrogateescape")
        try:
            done = subprocess.run(  # noqa: S603 - a scheduler's own program, no shell.
                [program, *argv[1:]], input=given or b"", capture_output=True, check=False,
                timeout=PATIENCE_S, env={**os.environ, "LC_ALL": "C"},
            )  # fmt: skip
        except (OSError, subprocess.TimeoutExpired) as error:
            return Answer(NO_SUCH_PROGRAM, "", str(error))
        out, err = (part.decode("utf-8", "surrogateescape") for part in (done.stdout, done.stderr))
        return Answer(done.returncode, out, err)


def this_machine() -> Machine:
    """The computer and the user that run this."""
    home = Path.home()
    told = os.environ.get("XDG_CONFIG_HOME", "")
    config = Path(told) if Path(told).is_absolute() else home / ".config"
    uid = os.getuid() if hasattr(os, "getuid") else 0
    return Machine(home, config, getpass.getuser(), uid, sys.platform)
