"""Options that more than one command has."""

from __future__ import annotations

from typing import Annotated

import typer

HeightCm = Annotated[
    float,
    typer.Option(
        min=100, max=230, envvar="LOADWATCH_HEIGHT_CM",
        help="Body height; only runs without a cadence need it.",
    ),
]  # fmt: skip
