"""A review as a page in a file: ``--html FILE`` of ``analyse`` and ``review``."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from loadwatch.cli.output import EXIT_FAILED, print_text

if TYPE_CHECKING:
    from loadwatch.athlete import Athlete
    from loadwatch.corrections import Told
    from loadwatch.diary import Diary
    from loadwatch.importer import Import
    from loadwatch.report import Review


def write_page(
    path: Path,
    review: Review,
    found: Import,
    *,
    athlete: Athlete,
    diary: Diary | None,
    told: Told | None,
    on: date | None = None,
) -> None:
    """Write a review and the next run's budget as a page that nobody else can read.

    Parameters
    ----------
    path : Path
        Of the page; what lies there is replaced.
    review : Review
        Judged.
    found : Import
        What it was judged from.
    athlete, diary, told
        As the review was judged with.
    on : date, optional
        Day of the next run; the one after the last activity by default.
    """
    from loadwatch.report.words import shown_name  # noqa: PLC0415

    page = page_of(review, found, athlete=athlete, diary=diary, told=told, on=on)
    if why := put(path.resolve(), page):
        typer.echo(f"loadwatch: {why}", err=True)
        raise typer.Exit(EXIT_FAILED)
    print_text(f"Written: {shown_name(str(path))}")


def page_of(
    review: Review,
    found: Import,
    *,
    athlete: Athlete,
    diary: Diary | None,
    told: Told | None,
    on: date | None = None,
    index: str = "",
) -> str:
    """Review and budget as a page; ``index`` is the file of the page of all athletes, if any."""
    from loadwatch import outlook  # noqa: PLC0415  (loaded by then, but for the command's start)
    from loadwatch.plan import Asked  # noqa: PLC0415
    from loadwatch.report.page import render  # noqa: PLC0415

    plan = outlook.plan(found, Asked(), on=on, diary=diary, athlete=athlete, told=told)
    return render(review, plan=plan, index=index)


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
