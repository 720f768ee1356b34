"""Options that more than one command has."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

HeightCm = Annotated[
    float,
    typer.Option(
        min=100, max=230, envvar="LOADWATCH_HEIGHT_CM",
        help="Body height; only runs without a cadence need it.",
    ),
]  # fmt: skip
Zone = Annotated[
    str | None,
    typer.Option(
        envvar="LOADWATCH_ZONE",
        help="Time zone, like Europe/Berlin, of files that do not tell theirs.",
    ),
]
Jobs = Annotated[
    int | None, typer.Option(min=1, envvar="LOADWATCH_JOBS", help="Reading processes.")
]
DiaryFile = Annotated[
    Path | None,
    typer.Option(
        envvar="LOADWATCH_DIARY", help="The diary; loadwatch-diary.csv in the folder if not told."
    ),
]
