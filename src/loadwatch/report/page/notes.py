"""Footnotes of the page: what its words and numbers mean, and where its claims come from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from loadwatch.formulas import FORMULAS
from loadwatch.glossary import look_up
from loadwatch.language import _
from loadwatch.references import REFERENCES
from loadwatch.report._base import Review
from loadwatch.shown import unit

WORDS = (
    "impact", "bout", "base (6-week)", "base ratio", "session ratio", "new territory", "unobserved",
    "not judged", "estimated", "budget", "hold", "impact load", "heart-rate load", "ladder",
    "NRS pain scale", "grade of evidence", "clearance",
)  # fmt: skip
"""Words of the glossary that every page uses."""
NUMBERS = ("run_impact_count", "base_ratio", "impact_load_km", "banister_load_au")
"""Columns that the page draws, of which the formula is told."""


@dataclass(frozen=True)
class Source:
    """A source, and where it is found; the link is empty where there is none."""

    name: str
    full: str
    kind: str
    link: str


def glossary() -> Iterator[tuple[str, str]]:
    """Words, and what they mean."""
    for name in WORDS:
        word = look_up(name)
        if word is not None:
            yield _(word.word), _(word.meaning)


def formulas(review: Review) -> Iterator[tuple[str, str]]:
    """Numbers of the page, and how they come about."""
    names = {
        "run_impact_count": _("Run impacts"),
        "base_ratio": _("Base ratio"),
        "impact_load_km": _("Impact load [easy {unit}]").format(unit=unit()),
        "banister_load_au": _("Heart-rate load [AU]"),
    }
    yield (
        _("A usual week, and its limit"),
        _(
            "Seven times the six-week base of impacts a day; the limit is what the seven days may "
            "reach before the base ratio speaks."
        ),
    )
    for column in NUMBERS:
        if column in review.weekly and review.weekly[column].notna().any():
            yield names[column], _(FORMULAS[column].text)


def sources(review: Review) -> list[Source]:
    """What open findings and the page's numbers rest on, each once."""
    keys = dict.fromkeys(
        key for finding in review.judgement.findings for key in finding.cites
    ) | dict.fromkeys(key for column in NUMBERS for key in FORMULAS[column].cites)
    return [
        Source(source.short, source.full, _(source.kind), _link(source.link))
        for source in map(REFERENCES.__getitem__, keys)
    ]


def _link(told: str) -> str:
    """As a browser opens it."""
    if told.startswith("doi:"):
        return f"https://doi.org/{told.removeprefix('doi:')}"
    return told if told.startswith("https://") else ""
