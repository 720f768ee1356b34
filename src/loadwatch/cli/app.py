"""The typer application and its commands."""

from __future__ import annotations

import gc
import sys
from typing import Annotated

import typer

from loadwatch import __version__
from loadwatch.cli import (
    analyse,
    athlete,
    backtest,
    cache,
    correct,
    diary,
    doctor,
    explain,
    importing,
    keeping,
    library,
    notify,
    plan,
    programme,
    schedule,
    show,
    watch,
)  # fmt: skip
from loadwatch.cli.output import make_stdout_last
from loadwatch.notice import WHAT_THIS_IS

LIVE_OBJECTS = 500_000
"""New objects after which Python looks for rubbish among them; a command keeps most of what it
makes, and looking every 700 costs a tenth of a review. [objects; choice]"""

app = typer.Typer(
    name="loadwatch",
    help=f"Run, walk, impacts and progression from watch exports.\n\n{WHAT_THIS_IS}",
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,
)
app.command("analyse")(analyse.analyse)
app.command("import")(importing.import_)
app.command("review")(library.review)
app.command("watch")(watch.watch)
app.command("imports")(library.imports)
app.command("status")(library.status)
app.command("forget")(keeping.forget)
app.command("verify")(keeping.verify)
app.command("rebuild")(keeping.rebuild)
app.command("backup")(keeping.backup)
app.command("correct")(correct.correct)
app.command("ack")(correct.ack)
app.command("backtest")(backtest.backtest)
app.command("plan")(plan.plan)
app.command("show")(show.show)
app.add_typer(cache.app, name="cache")
app.add_typer(diary.app, name="diary")
app.add_typer(athlete.app, name="athlete")
app.add_typer(programme.app, name="programme")
app.add_typer(notify.app, name="notify")
app.add_typer(schedule.app, name="schedule")
app.command("doctor")(doctor.doctor)
app.command("rules")(explain.rules)
app.command("explain")(explain.explain)
app.command("formats")(explain.formats)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"loadwatch {__version__}")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Version.")
    ] = False,
) -> None:
    """Run, walk, impacts and progression from watch exports."""


def run() -> None:
    """Run loadwatch; of its commands only the one that was asked for is made ready."""
    gc.set_threshold(LIVE_OBJECTS)
    asked = sys.argv[1:2]
    commands = [each for each in app.registered_commands if each.name in asked]
    groups = [each for each in app.registered_groups if each.name in asked]
    if commands or groups:
        app.registered_commands, app.registered_groups = commands, groups
    stdout = None if asked == ["watch"] else make_stdout_last()
    try:
        app()
    except SystemExit as end:
        if stdout is not None and isinstance(end.code, int):
            sys.stdout.flush()
            end.code = stdout.exit_code(end.code)
        raise
