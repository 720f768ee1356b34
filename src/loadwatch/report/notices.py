"""What every report on someone's own files says, first and last."""

from __future__ import annotations

from collections.abc import Iterator

from loadwatch.notice import RED_FLAGS, WHAT_THIS_IS
from loadwatch.report._base import Review
from loadwatch.report.words import wrapped


def red_flags_first(review: Review) -> Iterator[str]:
    """Symptoms in the diary are answered before anything else."""
    if review.diary is None or not review.diary.red_flags:
        return
    yield from wrapped(f"YOUR DIARY: {'; '.join(review.diary.red_flags)}.", "")
    yield from wrapped(RED_FLAGS, "")
    yield ""


def notice_last() -> Iterator[str]:
    """What this tool is, and the signs that no number outranks."""
    yield ""
    yield from wrapped(WHAT_THIS_IS, "")
    yield from wrapped(RED_FLAGS, "")
