"""``loadwatch show``."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from loadwatch.cli.options import AthleteFile, Clock, HeightCm, Html, Units
from loadwatch.cli.output import EXIT_QUARANTINED, has_colour, print_text, shows
from loadwatch.cli.page import checked_page, put_page
from loadwatch.cli.profile import read_by, told_athlete, with_options

if TYPE_CHECKING:
    from loadwatch.show.views import FileView


class ShowFormat(StrEnum):
    """Formats of what is shown."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"


def show(
    path: Annotated[
        Path, typer.Argument(metavar="FILE", help="A file or an archive to see bout by bout.")
    ],
    activity: Annotated[
        int | None,
        typer.Option(min=1, help="Show only this one of a file with several. [default: all]"),
    ] = None,
    every_bout: Annotated[
        bool, typer.Option("--all", help="List every bout, however short or many.")
    ] = False,
    output: Annotated[
        ShowFormat, typer.Option("--format", envvar="LOADWATCH_FORMAT", help="Output format.")
    ] = ShowFormat.TEXT,
    plain_ascii: Annotated[
        bool, typer.Option("--ascii", help="Draw and write in ASCII alone.")
    ] = False,
    html: Html = None,
    no_places: Annotated[
        bool, typer.Option("--no-places", help="Leave the shape of the way out of the page.")
    ] = False,
    height_cm: HeightCm = None,
    athlete: AthleteFile = None,
    units: Units = None,
    clock: Clock = None,
) -> None:  # fmt: skip
    """Show one activity bout by bout: what it was, and what decided it."""
    from loadwatch.show.look import look  # noqa: PLC0415  (numpy stays out of --help)

    if not path.exists() and not path.is_symlink():
        raise typer.BadParameter(f"there is no file {str(path)!r}")
    if path.is_dir():
        raise typer.BadParameter(f"{str(path)!r} is a folder; show takes one file")
    checked_page(html)
    _, who = told_athlete(athlete, path)
    read_by(who, units=units, clock=clock)
    file = look(
        path,
        athlete=with_options(who, height_cm=height_cm),
        with_traces=html is not None,
        with_places=not no_places,
    )
    if activity is not None and file.activities and activity > len(file.activities):
        raise typer.BadParameter(f"the file holds {len(file.activities)}", param_hint="--activity")
    if html is not None:
        from loadwatch import __version__  # noqa: PLC0415
        from loadwatch.show.page import render  # noqa: PLC0415

        page = render(
            file,
            number=activity,
            every_bout=every_bout,
            with_places=not no_places,
            version=__version__,
        )
        put_page(html, page)
    else:
        print_text(_rendered(file, output, activity, every_bout, plain_ascii))
    if file.is_unusable:
        raise typer.Exit(EXIT_QUARANTINED)


def _rendered(
    file: FileView, output: ShowFormat, number: int | None, every_bout: bool, plain_ascii: bool
) -> str:
    from loadwatch.show.machine import render_csv, render_json  # noqa: PLC0415
    from loadwatch.show.text import render_text  # noqa: PLC0415

    if output is ShowFormat.JSON:
        return render_json(file, number=number)
    if output is ShowFormat.CSV:
        _tell_the_rest(file)
        return render_csv(file, number=number)
    return render_text(
        file,
        number=number,
        every_bout=every_bout,
        plain_ascii=plain_ascii or not shows("█▄▒"),
        colour=has_colour(),
    )


def _tell_the_rest(file: FileView) -> None:
    """What a table of bouts cannot hold, on stderr."""
    for member in file.members:
        if member.reason:
            typer.echo(f"loadwatch: {member.name or file.path}: {member.reason}", err=True)
    for activity in file.activities:
        if not activity.is_judged:
            why = activity.unjudged_reason or f"not on foot ({activity.sport})"
            typer.echo(f"loadwatch: activity {activity.number} has no bouts: {why}", err=True)
