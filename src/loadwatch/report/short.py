"""Review → the story of the week on one screen; ``report.text`` tells the whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from loadwatch.report._base import Review
from loadwatch.report.notices import notice_together, red_flags_told
from loadwatch.report.short_rest import rest_lines
from loadwatch.report.spark import spark_lines
from loadwatch.report.story import Found, found, span, title, verdict
from loadwatch.report.width import USUAL, columns
from loadwatch.report.words import ascii_only, cut, wrapped

MOST_LINES = 25
"""What fits on a screen, at 80 columns and more. [lines; choice]"""
MOST_NARROW = 40
"""The same on a narrower one. [lines; choice]"""


@dataclass(frozen=True, slots=True)
class Detail:
    """How much is told.

    Parameters
    ----------
    whole : int
        Findings with numbers and advice; the others are named.
    names : int or None
        So many names where rules could not judge and findings are not told whole; None for all.
    is_apart : bool
        Whether what the rest says stands sentence below sentence.
    has_why : bool
        Whether the commands are named that explain the gravest, and that plan the next run.
    message, advice : int or None
        Lines of a finding at most; None for all.
    """

    whole: int = 1
    names: int | None = None
    is_apart: bool = False
    has_why: bool = True
    message: int | None = None
    advice: int | None = None


DETAILS = (
    Detail(whole=3, is_apart=True),
    Detail(whole=3),
    Detail(whole=2, is_apart=True),
    Detail(whole=2),
    Detail(is_apart=True),
    Detail(),
    Detail(names=3),
    Detail(names=1),
    Detail(names=0),
    Detail(names=0, has_why=False),
    Detail(names=0, has_why=False, message=2),
    Detail(names=0, has_why=False, message=2, advice=4),
    Detail(names=0, has_why=False, message=2, advice=3),
    Detail(names=0, has_why=False, message=2, advice=2),
    Detail(names=0, has_why=False, message=2, advice=1),
    Detail(names=0, has_why=False, message=1, advice=1),
)
"""From the most to the least; the first that fits is taken."""
SPACED = ("notice", "findings", "weeks", "rest")
"""Before which parts an empty line stands where there is room, the most wanted first."""


def render(review: Review, *, notes: Sequence[str] = (), plain_ascii: bool = False) -> str:
    """Render a review in at most 25 lines, or 40 on a page of less than 80 columns.

    Parameters
    ----------
    review : Review
        What to render.
    notes : sequence of str
        Sentences on where it comes from.
    plain_ascii : bool, default False
        For terminals that can show nothing else.
    """
    every = list(found(review))
    most = MOST_LINES if columns() >= USUAL else MOST_NARROW
    weeks = spark_lines(review, plain_ascii=plain_ascii)
    for detail in DETAILS:
        parts = dict(_parts(review, every, weeks, notes, detail))
        room = most - sum(map(len, parts.values()))
        if room >= 0:
            break
    spaced = [name for name in SPACED if parts[name]][: max(room, 0)]
    lines: list[str] = []
    for name, part in parts.items():
        lines += [""] * (name in spaced and bool(lines))
        lines += part
    text = "\n".join(lines) + "\n"
    return ascii_only(text) if plain_ascii else text


def _parts(
    review: Review,
    every: Sequence[Found],
    weeks: Sequence[str],
    notes: Sequence[str],
    detail: Detail,
) -> Iterator[tuple[str, Sequence[str]]]:
    if review.red_flags:
        yield "told", red_flags_told(review.red_flags, is_counted=detail.names is not None)
    yield (
        "head",
        [
            line
            for text in (title(review), span(review), verdict(review))
            for line in wrapped(text, "")
        ],
    )
    yield "findings", [line for each in every[: detail.whole] for line in _whole(each, detail)]
    yield "weeks", weeks
    others = [each.finding for each in every[detail.whole :]]
    yield (
        "rest",
        rest_lines(
            review,
            others,
            names=detail.names,
            is_apart=detail.is_apart,
            has_why=detail.has_why,
            notes=notes,
        ),
    )
    yield "notice", () if review.red_flags else notice_together()


def _whole(each: Found, detail: Detail) -> list[str]:
    """A finding with its numbers, what to do and until when."""
    return [
        *wrapped(f"{each.level.upper()}  {each.title}", ""),
        *_message(each.message, detail.message),
        *cut(wrapped(f"→ {each.advice} {each.until} {each.grade}", "  ", "    "), detail.advice),
    ]


def _message(text: str, most: int | None) -> list[str]:
    """What was found; of one too long its begin, and its end, where it tells of its own limits."""
    begin, _, end = text.rpartition(". ")
    words = begin.split()
    lines = wrapped(text)
    while most and len(lines) > most and words:
        words.pop()
        lines = wrapped(f"{' '.join(words).rstrip(',.;:')}… {end}")
    return cut(lines, most)
