"""How ``analyse`` and ``review`` print a review: one place for every format."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import typer

from loadwatch.cli.output import ReviewFormat, print_bytes, print_text, shows

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
    review: Review, output: ReviewFormat, *, weeks: int, with_segments: bool, table: CsvTable
) -> None:
    """Print a review.

    Parameters
    ----------
    review : Review
        What to print.
    output : ReviewFormat
        How.
    weeks : int
        Weeks that the text lists.
    with_segments : bool
        Whether JSON lists the segments of each session.
    table : CsvTable
        Which one CSV is of.
    """
    from loadwatch.report import render_csv, render_json, render_text  # noqa: PLC0415  (pandas)

    if output is ReviewFormat.CSV:
        print_bytes(render_csv(review, table).encode("utf-8-sig", "backslashreplace"))
    elif output is ReviewFormat.JSON:
        print_text(render_json(review, with_segments=with_segments))
    else:
        print_text(render_text(review, weeks=weeks, plain_ascii=not shows("█→")))
