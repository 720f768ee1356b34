"""How ``analyse`` and ``review`` print a review: one place for every format."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

import typer

from loadwatch.cli.output import ReviewFormat, fit_terminal, print_bytes, print_text, shows

if TYPE_CHECKING:
    from loadwatch.report import Review


class CsvTable(StrEnum):
    """Tables of a review as CSV."""

    WEEKS = "weeks"
    DAYS = "days"
    SESSIONS = "sessions"
    FINDINGS = "findings"
    NOT_JUDGED = "not-judged"
    FILES = "files"


def checked_table(output: ReviewFormat, table: CsvTable | None) -> CsvTable:
    """The table that was asked for, or the weeks; without CSV there is none to ask for."""
    if table is not None and output is not ReviewFormat.CSV:
        raise typer.BadParameter("--table chooses a table of --format csv; add that, or leave it")
    return table or CsvTable.WEEKS


def print_review(
    review: Review,
    output: ReviewFormat,
    *,
    full: bool,
    weeks: int,
    with_segments: bool,
    table: CsvTable,
    hints: Sequence[str] = (),
) -> None:
    """Print a review, and what else is to be known.

    Parameters
    ----------
    review : Review
        What to print.
    output : ReviewFormat
        How.
    full : bool
        Whether the text is the whole report, and not the story of it.
    weeks : int
        Weeks that the whole report lists.
    with_segments : bool
        Whether JSON lists the segments of each session.
    table : CsvTable
        Which one CSV is of.
    hints : sequence of str
        Sentences beside the review; on stderr where a program reads stdout.
    """
    from loadwatch.report import render_csv, render_json  # noqa: PLC0415  (pandas)

    if output is ReviewFormat.CSV:
        print_bytes(render_csv(review, table).encode("utf-8-sig", "backslashreplace"))
    elif output is ReviewFormat.JSON:
        print_text(render_json(review, with_segments=with_segments))
    else:
        _print_text(review, full=full, weeks=weeks, hints=hints)
        return
    for hint in hints:
        typer.echo(hint, err=True)


def _print_text(review: Review, *, full: bool, weeks: int, hints: Sequence[str]) -> None:
    from loadwatch.report import render_short, render_text  # noqa: PLC0415
    from loadwatch.report.words import OWN_CHARACTERS  # noqa: PLC0415

    fit_terminal()
    plain_ascii = not shows(OWN_CHARACTERS)
    if full:
        print_text(render_text(review, weeks=weeks, plain_ascii=plain_ascii))
        for hint in hints:
            print_text(hint)
    else:
        print_text(render_short(review, notes=hints, plain_ascii=plain_ascii))
