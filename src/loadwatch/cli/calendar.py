"""``--format ics`` of ``analyse`` and ``review``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loadwatch.cli.output import print_bytes

if TYPE_CHECKING:
    from loadwatch.cli.ahead import Ahead
    from loadwatch.report import Review


def print_calendar(review: Review, ahead: Ahead, *, whose: str = "") -> None:
    """Print the days that a review names, with the next step and the next run.

    Parameters
    ----------
    review : Review
        Judged.
    ahead : Ahead
        What it was judged from.
    whose : str
        The athlete, as told to ``--name``.
    """
    from loadwatch.report import ics  # noqa: PLC0415  (loaded by then)

    print_bytes(
        ics.of_review(review, plan=ahead.plan(), programme=ahead.programme(review), whose=whose)
        if review.as_of is not None
        else ics.of_review(review)
    )
