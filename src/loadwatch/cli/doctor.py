"""``loadwatch doctor``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from loadwatch.cli.output import EXIT_QUARANTINED, OutputFormat, print_text

EXIT_IN_DOUBT = 1


def doctor(
    path: Annotated[
        Path, typer.Argument(metavar="FILE", help="A file or an archive that looks odd.")
    ],
    compare: Annotated[
        bool,
        typer.Option(
            "--compare", help="Read it a second time with fitdecode or gpxpy; list differences."
        ),
    ] = False,
    limit_s: Annotated[
        float, typer.Option(min=1, help="Seconds that a second reader may take.")
    ] = 60.0,
    output: Annotated[
        OutputFormat, typer.Option("--format", envvar="LOADWATCH_FORMAT", help="Output format.")
    ] = OutputFormat.TEXT,
) -> None:
    """Say what is in one file, and whether other readers read the same."""
    from loadwatch.doctor.examine import examine  # noqa: PLC0415  (numpy stays out of --help)
    from loadwatch.doctor.text import render_json, render_text  # noqa: PLC0415

    if not path.exists() and not path.is_symlink():
        raise typer.BadParameter(f"there is no file {str(path)!r}")
    if path.is_dir():
        raise typer.BadParameter(f"{str(path)!r} is a folder; doctor takes one file")
    examination = examine(path, compare=compare, limit_s=limit_s)
    render = render_json if output is OutputFormat.JSON else render_text
    print_text(render(examination))
    if examination.is_in_doubt:
        raise typer.Exit(EXIT_IN_DOUBT)
    if examination.is_unusable:
        raise typer.Exit(EXIT_QUARANTINED)
