"""Rules that could not judge, those that share a reason on one line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from loadwatch.report._base import Review
from loadwatch.report.words import plural, wrapped
from loadwatch.rules import HISTORY, RUNS, UNOBSERVED, NotJudged
from loadwatch.shown import long_day

MOST_NAMES = 8
"""More rules than this that share one reason are counted, not named. [rules; choice]"""


def not_judged_lines(review: Review) -> Iterator[str]:
    """What was not judged, and why, for a terminal."""
    words = not_judged_words(review)
    if words:
        yield ""
        yield "Not judged"
    for each in words:
        yield from wrapped(each, "  ", "    ")


def not_judged_words(review: Review) -> list[str]:
    """What was not judged, and why, a sentence for each reason."""
    alike: dict[str, list[NotJudged]] = {}
    for item in review.judgement.not_judged:
        alike.setdefault(item.kind or item.reason, []).append(item)
    return [_line(items, review.as_of) for items in alike.values()]


def _line(items: Sequence[NotJudged], as_of: date | None) -> str:
    first = items[0]
    if len(items) == 1 or first.kind not in {HISTORY, RUNS, UNOBSERVED}:
        if len(items) > MOST_NAMES and not first.kind:
            return f"{len(items)} rules: {first.reason}"
        names = ", ".join(f"{item.name} ({item.code})" for item in items)
        return f"{names}: {first.reason}"
    each = "; ".join(f"{item.name} ({item.code}) {_short(item, as_of)}" for item in items)
    if first.kind == UNOBSERVED:
        most = plural(int(first.needed or 0), "day")
        return f"Too many days without a file and not known to be rest (at most {most}): {each}"
    have = int(first.have or 0)
    if first.kind == RUNS:
        return f"Too few runs on file ({have}): {each}"
    return f"Too short a history ({plural(have, 'day')}): {each}"


def _short(item: NotJudged, as_of: date | None) -> str:
    needed, have = int(item.needed or 0), int(item.have or 0)
    if item.kind == UNOBSERVED:
        return f"{have} of the last {item.window_days}"
    if item.kind == RUNS or as_of is None:
        return f"needs {needed}"
    return f"needs {needed}, from {long_day(as_of + timedelta(days=needed - have))}"
