"""The typer application, made of all commands, or of the one that was asked for."""

from __future__ import annotations

import errno
import importlib
import os
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from loadwatch import __version__
from loadwatch.notice import WHAT_THIS_IS

COMMANDS = {
    "analyse": "analyse.analyse",
    "import": "importing.import_",
    "review": "library.review",
    "watch": "watch.watch",
    "imports": "library.imports",
    "status": "library.status",
    "forget": "keeping.forget",
    "verify": "keeping.verify",
    "rebuild": "keeping.rebuild",
    "backup": "keeping.backup",
    "correct": "correct.correct",
    "split": "copies.split",
    "ack": "correct.ack",
    "backtest": "backtest.backtest",
    "plan": "plan.plan",
    "show": "show.show",
    "doctor": "doctor.doctor",
    "rules": "explain.rules",
    "explain": "explain.explain",
    "formats": "explain.formats",
}
"""Each command, with its module and function."""
GROUPS = {
    "cache": "cache.app",
    "diary": "diary.app",
    "athlete": "athlete.app",
    "programme": "programme.app",
    "notify": "notify.app",
    "schedule": "schedule.app",
}
"""Each group of commands, with its module and application."""


def application(asked: str | None = None) -> typer.Typer:
    """All commands; the modules of the others are not loaded if one of them is asked for.

    Parameters
    ----------
    asked : str, optional
        Name of the one that will be run; a name that none has is wrong use, which needs them all.
    """
    is_one = asked in COMMANDS or asked in GROUPS
    app = typer.Typer(
        name="loadwatch",
        cls=_Commands,
        help=f"Run, walk, impacts and progression from watch exports.\n\n{WHAT_THIS_IS}",
        no_args_is_help=True,
        pretty_exceptions_show_locals=False,
    )
    app.callback()(main)
    for name, place in COMMANDS.items():
        if not is_one or name == asked:
            app.command(name)(_found(place))
    for name, place in GROUPS.items():
        if not is_one or name == asked:
            app.add_typer(_found(place), name=name)
    return app


class _Commands(TyperGroup):
    """All commands; a name that is too long for the system is wrong use of any of them."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except OSError as error:
            if error.errno != errno.ENAMETOOLONG:
                raise
            from loadwatch.report.words import shown_name  # noqa: PLC0415

            name = shown_name(os.fsdecode(error.filename or ""))
            raise typer.BadParameter(f"no file has so long a name: {name}") from error


def _found(place: str) -> Any:
    """A function of a command, or an application, by the module that holds it."""
    module, _, name = place.partition(".")
    return getattr(importlib.import_module(f"loadwatch.cli.{module}"), name)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"loadwatch {__version__}")
        raise typer.Exit


def main(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Version.")
    ] = False,
) -> None:
    """Run, walk, impacts and progression from watch exports."""
