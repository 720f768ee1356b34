"""A page in a file: ``--html FILE`` of ``analyse``, ``review`` and ``show``."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from loadwatch.cli.output import EXIT_FAILED, print_text

if TYPE_CHECKING:
    from loadwatch.cli.ahead import Ahead
    from loadwatch.report import Review


def write_page(path: Path, review: Review, ahead: Ahead) -> None:
    """Write a review and the next run's budget as a page that nobody else can read.

    Parameters
    ----------
    path : Path
        Of the page; what lies there is replaced.
    review : Review
        Judged.
    ahead : Ahead
        What it was judged from.
    """
    from loadwatch.report.page import render  # noqa: PLC0415

    put_page(path, render(review, plan=ahead.plan(), programme=ahead.programme(review)))


def put_page(path: Path, page: str) -> None:
    """Write a page that nobody else can read, and say where.

    Parameters
    ----------
    path : Path
        Of the page; what lies there is replaced.
    page : str
        HTML, complete.
    """
    from loadwatch.private_file import replacing  # noqa: PLC0415
    from loadwatch.report.words import shown_name  # noqa: PLC0415

    try:
        with replacing(path.resolve(), "this page", _BusyError) as file:
            file.write(page.encode("utf-8", "xmlcharrefreplace"))
    except (OSError, _BusyError) as error:
        why = getattr(error, "strerror", None) or error
        typer.echo(f"loadwatch: {shown_name(str(path))} cannot be written: {why}", err=True)
        raise typer.Exit(EXIT_FAILED) from None
    print_text(f"Written: {shown_name(str(path))}")


class _BusyError(Exception):
    """Another loadwatch is writing the same page."""


def next_day(as_of: datetime | None) -> date | None:
    """The day after that of a judgement."""
    return None if as_of is None else as_of.date() + timedelta(days=1)


def checked_page(path: Path | None) -> None:
    """Refuse a place that a page cannot have."""
    if path is not None and path.is_dir():
        raise typer.BadParameter(f"--html takes the name of a file; {str(path)!r} is a folder")
