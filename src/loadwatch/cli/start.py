"""The first thing that runs: of all commands only the one that was asked for is made ready."""

from __future__ import annotations

import gc
import sys

from loadwatch import __version__
from loadwatch.cli.output import make_stdout_last

LIVE_OBJECTS = 500_000
"""New objects after which Python looks for rubbish among them; a command keeps most of what it
makes, and looking every 700 costs a tenth of a review. [objects; choice]"""


def run() -> None:
    """Run loadwatch."""
    gc.set_threshold(LIVE_OBJECTS)
    asked = sys.argv[1:]
    stdout = None if asked[:1] == ["watch"] else make_stdout_last()
    try:
        if asked == ["--version"]:
            _print_version()
        _run_command(next(iter(asked), None))
    except SystemExit as end:
        if stdout is not None and isinstance(end.code, int):
            sys.stdout.flush()
            end.code = stdout.exit_code(end.code)
        raise


def _print_version() -> None:
    """Answer without any command, and so without the package that reads commands."""
    sys.stdout.write(f"loadwatch {__version__}\n")
    sys.exit(0)


def _run_command(name: str | None) -> None:
    from loadwatch.cli.commands import application  # noqa: PLC0415  (not needed for the version)

    application(name)()
