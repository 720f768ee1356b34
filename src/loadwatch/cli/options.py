"""Options that more than one command has."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from loadwatch.cli.output import DaysFormat, ReviewFormat
from loadwatch.cli.printed import CsvTable
from loadwatch.shown import CLOCK_12, CLOCK_24, METRIC, MILES


class UnitsName(StrEnum):
    """Units of distances."""

    KM = METRIC
    MILES = MILES


class ClockName(StrEnum):
    """Clocks."""

    H24 = CLOCK_24
    H12 = CLOCK_12


Recordings = Annotated[
    list[Path] | None,
    typer.Argument(help="Files or folders of watch exports.", show_default="this folder"),
]
AsOf = Annotated[
    datetime | None,
    typer.Option(
        formats=["%Y-%m-%d"],
        help="Judge as of this day.", show_default="the last day on file or in the diary",
    ),
]  # fmt: skip
HeightCm = Annotated[
    float | None,
    typer.Option(
        min=100, max=230, envvar="LOADWATCH_HEIGHT_CM",
        help="Body height; only runs without a cadence need it.",
        show_default="the profile's, else 170",
    ),
]  # fmt: skip
AthleteFile = Annotated[
    Path | None,
    typer.Option(
        "--athlete", envvar="LOADWATCH_ATHLETE",
        help="The profile; athlete.toml in the folder if not told.",
    ),
]  # fmt: skip
Zone = Annotated[
    str | None,
    typer.Option(
        envvar="LOADWATCH_ZONE",
        help="Time zone, like Europe/Berlin, of files that do not tell theirs.",
    ),
]
Units = Annotated[
    UnitsName | None,
    typer.Option(
        "--units", envvar="LOADWATCH_UNITS",
        help="Of distances, paces and speeds.", show_default="the profile's, else km",
    ),
]  # fmt: skip
Clock = Annotated[
    ClockName | None,
    typer.Option(
        "--clock", envvar="LOADWATCH_CLOCK",
        help="Of times of day.", show_default="the profile's, else 24h",
    ),
]  # fmt: skip
Jobs = Annotated[
    int | None, typer.Option(min=1, envvar="LOADWATCH_JOBS", help="Reading processes.")
]
ReviewOutput = Annotated[
    ReviewFormat, typer.Option("--format", envvar="LOADWATCH_FORMAT", help="Output format.")
]
DaysOutput = Annotated[
    DaysFormat, typer.Option("--format", envvar="LOADWATCH_FORMAT", help="Output format.")
]
Table = Annotated[
    CsvTable | None, typer.Option("--table", help="With CSV: which table.", show_default="weeks")
]
Html = Annotated[
    Path | None,
    typer.Option("--html", metavar="FILE", help="Write a page to this file instead of printing."),
]
Full = Annotated[
    bool,
    typer.Option("--full", envvar="LOADWATCH_FULL", help="Print every table, not one screen."),
]
NoCache = Annotated[
    bool,
    typer.Option(
        "--no-cache", envvar="LOADWATCH_NO_CACHE",
        help="Read every file anew, and keep nothing for next time.",
    ),
]  # fmt: skip
DiaryFile = Annotated[
    Path | None,
    typer.Option(
        envvar="LOADWATCH_DIARY", help="The diary; loadwatch-diary.csv in the folder if not told."
    ),
]
LibraryFolder = Annotated[
    Path | None,
    typer.Option(
        "--library", envvar="LOADWATCH_LIBRARY",
        help="Folder of the library.", show_default="your data folder",
    ),
]  # fmt: skip
LibraryName = Annotated[
    str | None,
    typer.Option("--name", envvar="LOADWATCH_NAME", help="Whose library, where there are more."),
]
Everyone = Annotated[
    bool,
    typer.Option(
        "--all", help="Every athlete's library below your data folder, or below --library."
    ),
]
PutAwayFolder = Annotated[
    Path | None,
    typer.Option(
        "--put-away", envvar="LOADWATCH_PUT_AWAY", metavar="FOLDER",
        help="Import this folder, too, then move its files to done or failed in it.",
        show_default="originals are only read",
    ),
]  # fmt: skip
Wait = Annotated[
    float,
    typer.Option(min=0, help="Seconds to wait for another loadwatch that holds the library."),
]
