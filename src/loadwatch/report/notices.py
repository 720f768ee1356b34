"""What every report on someone's own files says, first and last."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from loadwatch.notice import RED_FLAGS, WHAT_THIS_IS
from loadwatch.report.words import wrapped


def red_flags_first(told: Sequence[str], *, opening: str = "YOUR DIARY") -> Iterator[str]:
    """Symptoms that a runner tells of are answered before anything else."""
    if not told:
        return
    yield from wrapped(f"{opening}: {'; '.join(told)}.", "")
    yield from wrapped(RED_FLAGS, "")
    yield ""


def notice_last() -> Iterator[str]:
    """What this tool is, and the signs that no number outranks."""
    yield from wrapped(WHAT_THIS_IS, "")
    yield from wrapped(RED_FLAGS, "")
