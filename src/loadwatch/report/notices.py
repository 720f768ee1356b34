"""What every report on someone's own files says, first and last."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from loadwatch.language import _, numbered
from loadwatch.notice import NOTICE, RED_FLAGS, WHAT_THIS_IS
from loadwatch.report.words import wrapped


def red_flags_first(
    told: Sequence[str], *, opening: str = _("YOUR DIARY: {signs}.")
) -> Iterator[str]:
    """Symptoms that a runner tells of are answered before anything else."""
    if not told:
        return
    yield from wrapped(opening.format(signs="; ".join(told)), "")
    yield from wrapped(RED_FLAGS, "")
    yield ""


def notice_last() -> Iterator[str]:
    """What this tool is, and the signs that no number outranks."""
    yield from wrapped(WHAT_THIS_IS, "")
    yield from wrapped(RED_FLAGS, "")


def notice_together() -> list[str]:
    """Both in one paragraph."""
    return wrapped(NOTICE, "")


def red_flags_told(told: Sequence[str], *, is_counted: bool = False) -> list[str]:
    """Symptoms that a runner tells of, all or the first, and both notices behind them."""
    signs = "; ".join(told)
    if is_counted and len(told) > 1:
        more = numbered(len(told) - 1, "{n} more", "{n} more")
        signs = _("{names} and {more}").format(names=told[0], more=more)
    return [
        *wrapped(_("YOUR DIARY: {signs}.").format(signs=signs), ""),
        *wrapped(f"{RED_FLAGS} {WHAT_THIS_IS}", ""),
    ]
