"""Every surface of one week, as the words that its reader gets; a new surface is a line here."""

from __future__ import annotations

import html
from collections.abc import Callable
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

from loadwatch.notify.words import digest
from loadwatch.plan import Plan
from loadwatch.programme import Programme
from loadwatch.report import Review, render_csv, render_json, render_short, render_text
from loadwatch.report.coach import render as render_coach
from loadwatch.report.page import render as render_page
from loadwatch.report.roster import Roster
from loadwatch.roster import row_of


@dataclass(frozen=True)
class Week:
    """What surfaces are given."""

    review: Review
    plan: Plan
    programme: Programme | None


def page(week: Week) -> str:
    return words_of(render_page(week.review, plan=week.plan, programme=week.programme))


def mail_text(week: Week) -> str:
    assert week.review.as_of is not None
    return digest(week.review, week.review.as_of, plan=week.plan).text


def mail_html(week: Week) -> str:
    assert week.review.as_of is not None
    return words_of(digest(week.review, week.review.as_of, plan=week.plan).html or "")


def coach(week: Week) -> str:
    assert week.review.as_of is not None
    row = row_of(Path("Ana"), week.review, week.review.as_of)
    return words_of(render_coach(Roster("0.1.0", week.review.as_of, [row])))


PEOPLE: dict[str, Callable[[Week], str]] = {
    "terminal": lambda week: render_text(week.review),
    "terminal, short": lambda week: render_short(week.review),
    "page": page,
    "mail as text": mail_text,
    "mail as html": mail_html,
    "page of all": coach,
}
"""For people: each figure in them is to be one of the review."""
MACHINES: dict[str, Callable[[Week], str]] = {
    "json": lambda week: render_json(week.review),
    "csv": lambda week: render_csv(week.review, "findings") + render_csv(week.review, "not-judged"),
}
"""For machines: with every finding and everything that was not judged, too."""
DRAWN = {"up", "across", "across minor", "across end", "across minor end"}
"""Classes of the words at an axis: round numbers, which are drawing."""


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if self.silent or tag == "style" or (tag == "span" and told.get("class") in DRAWN):
            self.silent.append(tag)
        elif told.get("title"):
            self.parts.append(str(told["title"]))

    def handle_endtag(self, tag: str) -> None:
        if self.silent and self.silent[-1] == tag:
            self.silent.pop()
        self.parts.append(" ")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.parts.append(data)


def words_of(markup: str) -> str:
    """Words of a page, titles of its marks included, without style, shapes and axes."""
    reader = _Words()
    reader.feed(markup)
    return html.unescape("".join(reader.parts))
