"""Roster → one page that leads to the page of each athlete: no script, no network."""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence

from loadwatch.language import _, numbered
from loadwatch.markup import environment
from loadwatch.notice import RED_FLAGS, WHAT_THIS_IS
from loadwatch.report._roster import Roster
from loadwatch.report.coach.cards import LEVELS, Card, card, level_of
from loadwatch.report.coach.weeks import Weeks, weeks_of
from loadwatch.report.roster_words import red_flags_of, title
from loadwatch.report.words import shown_name

INDEX = "index.html"
"""The page of all."""
PAGE_NAME = re.compile(r"[a-z0-9](-?[a-z0-9])*-[0-9a-f]{12}\.html", re.ASCII)
"""What the page of an athlete may be called."""
SLUG_LENGTH, SUFFIX_LENGTH = 40, 12
"""Letters of a name, and of what tells it from all others. [letters; choice]"""


def page_name(name: str) -> str:
    """File name of an athlete's page: the same for the same name, another for any other."""
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = re.sub("[^a-z0-9]+", "-", letters)[:SLUG_LENGTH].strip("-") or "athlete"
    suffix = hashlib.sha256(os.fsencode(name)).hexdigest()[:SUFFIX_LENGTH]
    return f"{slug}-{suffix}.html"


def render(roster: Roster) -> str:
    """Render the page of all athletes.

    Parameters
    ----------
    roster : Roster
        All of them, most urgent first.

    Returns
    -------
    str
        HTML, complete.
    """
    weeks = weeks_of(roster)
    return (
        environment(__name__)
        .get_template("athletes.html.j2")
        .render(
            title=title(roster),
            counts=list(_counts(roster)),
            red_flags=red_flags_of(roster),
            red_flag_notice=RED_FLAGS,
            cards=_cards(roster, weeks),
            weeks=weeks,
            shared=[shown_name(sentence, 600) for sentence in roster.shared],
            what_this_is=WHAT_THIS_IS,
            version=roster.version,
        )
    )


def _cards(roster: Roster, weeks: Weeks) -> Sequence[Card]:
    return [card(row, chart) for row, chart in zip(roster.rows, weeks.charts, strict=True)]


def _counts(roster: Roster) -> Iterator[tuple[str, str, str]]:
    """How many athletes have what as their most urgent: class, sign and words."""
    counted = Counter(level_of(row) for row in roster.rows)
    for level in LEVELS:
        if counted[level]:
            people = numbered(counted[level], "{n} athlete", "{n} athletes")
            words = _("{level}: {athletes}").format(level=level.words(), athletes=people)
            yield level.style, level.sign, words
