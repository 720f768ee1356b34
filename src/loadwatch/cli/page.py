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
    put_page(path, page_of(review, ahead))


def page_of(review: Review, ahead: Ahead, *, index: str = "") -> str:
    """A review and what comes next as a page; ``index`` is the page of all athletes, if any."""
    from loadwatch.report.page import render  # noqa: PLC0415

    return render(review, plan=ahead.plan(), programme=ahead.programme(review), index=index)


def put_page(path: Path, page: str) -> None:
    """Write a page that nobody else can read, and say where.

    Parameters
    ----------
    path : Path
        Of the page; what lies there is replaced.
    page : str
        HTML, complete.
    """
    from loadwatch.report.words import shown_name  # noqa: PLC0415

    try:
        place = path.resolve()
    except (OSError, RuntimeError):
        raise typer.BadParameter(f"--html {str(path)!r} is a link that leads nowhere") from None
    if why := put(place, page):
        typer.echo(f"loadwatch: {why}", err=True)
        raise typer.Exit(EXIT_FAILED)
    print_text(f"Written: {shown_name(str(path))}")


def put(path: Path, text: str) -> str:
    """Write a private file in one step; what hinders it in a sentence, empty if nothing does."""
    from loadwatch.private_file import replacing  # noqa: PLC0415
    from loadwatch.report.words import shown_name  # noqa: PLC0415

    try:
        with replacing(path, "this page", _BusyError) as file:
            file.write(text.encode("utf-8", "xmlcharrefreplace"))
    except (OSError, _BusyError) as error:
        why = getattr(error, "strerror", None) or error
        return f"{shown_name(str(path))} cannot be written: {why}"
    return ""


class _BusyError(Exception):
    """Another loadwatch is writing the same page."""


def next_day(as_of: date | None) -> date | None:
    """The day after that of a judgement."""
    day = as_of.date() if isinstance(as_of, datetime) else as_of
    return None if day is None else day + timedelta(days=1)


def checked_page(path: Path | None) -> None:
    """Refuse a place that a page cannot have."""
    if path is not None and path.is_dir():
        raise typer.BadParameter(f"--html takes the name of a file; {str(path)!r} is a folder")
    if path is not None and path.exists() and not path.is_file():
        raise typer.BadParameter(f"--html takes the name of a file, and {str(path)!r} is none")
