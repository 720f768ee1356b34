"""Rules that could not judge, those that share a reason on one line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from loadwatch.language import _, numbered
from loadwatch.report._base import Review
from loadwatch.report.words import wrapped
from loadwatch.rules import HISTORY, RUNS, UNOBSERVED, NotJudged
from loadwatch.shown import long_day

MOST_NAMES = 8
"""More rules than this that share one reason are counted, not named. [rules; choice]"""


def not_judged_lines(review: Review) -> Iterator[str]:
    """What was not judged, and why, for a terminal."""
    words = not_judged_words(review)
    if words:
        yield ""
        yield _("Not judged")
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
            rules = numbered(len(items), "{n} rule", "{n} rules")
            return f"{rules}: {first.reason}"
        names = ", ".join(f"{item.name} ({item.code})" for item in items)
        return f"{names}: {first.reason}"
    each = "; ".join(f"{item.name} ({item.code}) {_short(item, as_of)}" for item in items)
    if first.kind == UNOBSERVED:
        most = numbered(int(first.needed or 0), "{n} day", "{n} days")
        return _(
            "Too many days without a file and not known to be rest (at most {days}): {rules}"
        ).format(days=most, rules=each)
    have = int(first.have or 0)
    if first.kind == RUNS:
        return _("Too few runs on file ({n}): {rules}").format(n=have, rules=each)
    days = numbered(have, "{n} day", "{n} days")
    return _("Too short a history ({days}): {rules}").format(days=days, rules=each)


def _short(item: NotJudged, as_of: date | None) -> str:
    needed, have = int(item.needed or 0), int(item.have or 0)
    if item.kind == UNOBSERVED:
        return _("{n} of the last {days}").format(n=have, days=item.window_days)
    if item.kind == RUNS or as_of is None:
        return _("needs {n}").format(n=needed)
    day = long_day(as_of + timedelta(days=needed - have))
    return _("needs {n}, from {day}").format(n=needed, day=day)
