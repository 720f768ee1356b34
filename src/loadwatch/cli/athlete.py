"""``loadwatch athlete init``, ``show``, ``set`` and ``unset``."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from loadwatch.cli.output import end_by, print_text, shows
from loadwatch.cli.profile import checked_athlete, judged_by
from loadwatch.errors import AthleteError

if TYPE_CHECKING:
    from loadwatch.athlete import Athlete

app = typer.Typer(
    help="Who runs: height, heart rates, thresholds of rules. Nothing is required.",
    no_args_is_help=True,
)

AthleteOption = Annotated[
    Path,
    typer.Option(
        "--athlete", envvar="LOADWATCH_ATHLETE", show_default=False,
        help="The profile, or its folder; athlete.toml here if not told.",
    ),
]  # fmt: skip
KeyArgument = Annotated[
    str, typer.Argument(metavar="KEY", help="Like height_cm, or rules.LW101.limit.")
]


@app.command()
def init(athlete: AthleteOption = Path()) -> None:
    """Begin a profile in which every key is explained and none is told."""
    from loadwatch.athlete.file import athlete_path, write_athlete  # noqa: PLC0415
    from loadwatch.athlete.template import template  # noqa: PLC0415

    path = athlete_path(athlete)
    if os.path.lexists(path):
        raise typer.BadParameter(f"there is a profile already, {str(path)!r}; it stays as it is")
    try:
        write_athlete(path, lambda _: template())
    except AthleteError as error:
        end_by(error)
    print_text(f"Begun: {path}")


@app.command()
def show(athlete: AthleteOption = Path()) -> None:
    """Show what is told, and what is assumed where nothing is."""
    from loadwatch.athlete import Athlete  # noqa: PLC0415
    from loadwatch.athlete.file import athlete_path  # noqa: PLC0415
    from loadwatch.report.athlete import render_text  # noqa: PLC0415

    path = athlete_path(athlete)
    exists = os.path.lexists(path)
    if not exists and not athlete.is_dir():
        told = f"there is no profile {str(path)!r}; loadwatch athlete init begins one"
        raise typer.BadParameter(told)
    who = checked_athlete(path) if exists else Athlete()
    print_text(render_text(who, str(path) if exists else None, plain_ascii=not shows("…")))


@app.command("set")
def set_(
    key: KeyArgument,
    value: Annotated[str, typer.Argument(help="What it shall be; empty takes it out.")],
    athlete: AthleteOption = Path(),
) -> None:
    """Set one key; comments and order of the file stay as they are."""
    _change(athlete, key, value)


@app.command()
def unset(key: KeyArgument, athlete: AthleteOption = Path()) -> None:
    """Take one key out, so that what is usual is assumed again."""
    _change(athlete, key, "")


def _change(athlete: Path, key: str, value: str) -> None:
    """Change a profile only if what comes of it is sound."""
    from loadwatch.athlete import Athlete  # noqa: PLC0415
    from loadwatch.athlete.file import (  # noqa: PLC0415
        athlete_of,
        athlete_path,
        read_athlete,
        write_athlete,
    )
    from loadwatch.athlete.template import template, with_value  # noqa: PLC0415

    path = athlete_path(athlete)
    try:
        place = _place(key, read_athlete(path) if os.path.lexists(path) else Athlete())
        written = _toml_value(place, value) if value.strip() else None

        def changed(old: str | None) -> str:
            text = with_value(template() if old is None else old, place, written)
            judged_by(athlete_of(text, path), path)
            return text

        write_athlete(path, changed)
    except AthleteError as error:
        end_by(error)
    told = (
        f"{'.'.join(place)} = {value.strip()}" if value.strip() else f"{'.'.join(place)} not told"
    )
    print_text(f"{path}: {told}")


def _place(key: str, athlete: Athlete) -> tuple[str, ...]:
    """Where a key stands in the file; a rule by the word that the file has for it already.

    Raises
    ------
    AthleteError
        If there is no such key.
    """
    from loadwatch.athlete.file import RULES, known_key  # noqa: PLC0415
    from loadwatch.rules import all_rules  # noqa: PLC0415

    first, *rest = key.split(".")
    if first != RULES:
        return (known_key(key),)
    if len(rest) != 2:
        raise AthleteError(f"{key!r} names no threshold; write it like rules.LW101.limit")
    for each in all_rules():
        words = (each.code.lower(), each.name)
        if rest[0].lower() in words:
            there = [word for word in athlete.rules if word.lower() in words]
            return (RULES, there[0] if there else each.code, rest[1])
    raise AthleteError(f"there is no rule {rest[0]!r}; loadwatch rules lists them")


def _toml_value(place: tuple[str, ...], value: str) -> Any:
    from loadwatch.athlete.keys import BY_NAME  # noqa: PLC0415
    from loadwatch.athlete.profile import ENABLED  # noqa: PLC0415
    from loadwatch.athlete.values import number_of, yes_of  # noqa: PLC0415

    text = value.strip()
    if len(place) == 1:
        return BY_NAME[place[0]].of_text(text)
    return yes_of(text) if place[-1] == ENABLED else number_of(text)
