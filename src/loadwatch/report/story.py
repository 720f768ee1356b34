"""What every surface says of a review, in the same words: the terminal, the page and the mail.

Sentences without line breaks; a surface breaks, colours and leaves out, and says nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from loadwatch.references import REFERENCES
from loadwatch.report._base import Review
from loadwatch.report.words import plural, shown_name
from loadwatch.rules import BASE_RATIO, PROGRESSION, SESSION_SPIKE, SYMPTOMS, Finding, Severity
from loadwatch.shown import day_words, long_day

NOTHING_DATED = "No dated activity was found, so there is nothing to judge."


@dataclass(frozen=True, slots=True)
class Found:
    """One finding in words.

    Parameters
    ----------
    level : str
        Severity, a strong caution told as such.
    title : str
        Its name and code, and since when.
    message, advice : str
        What was found, and what to do.
    evidence : str
        Its grade and sources.
    until : str
        Until when it stays open, and provided what.
    finding : Finding
        As the rules gave it.
    """

    level: str
    title: str
    message: str
    advice: str
    evidence: str
    until: str
    finding: Finding


def title(review: Review) -> str:
    """Program, version and day."""
    if review.as_of is None:
        return f"loadwatch {review.version}"
    return f"loadwatch {review.version} · as of {day_words(review.as_of)} {review.as_of.year}"


def span(review: Review) -> str:
    """Whose files, how many runs, from when to when; empty without a date."""
    coverage = review.coverage
    if review.as_of is None:
        return ""
    days = ""
    if coverage.first_date is not None and coverage.last_date is not None:
        days = f" from {long_day(coverage.first_date)} to {long_day(coverage.last_date)}"
        if coverage.first_date == coverage.last_date:
            days = f" on {long_day(coverage.last_date)}"
    counted = [
        plural(coverage.sports[sport], word)
        for sport, word in (("running", "run"), ("walking", "walk"), ("hiking", "hike"))
        if sport in coverage.sports
    ]
    others = sum(coverage.not_counted.values())
    if others:
        counted.append(f"{others} of other sports")
    return f"{_whose(review)}{', '.join(counted)}{days}"


def _whose(review: Review) -> str:
    name = review.athlete and review.athlete.told.get("name")
    return f"{shown_name(str(name), 40)}: " if name else ""


def verdict(review: Review) -> str:
    """The review in one sentence."""
    if review.as_of is None:
        return NOTHING_DATED
    serious = [f for f in review.judgement.findings if f.severity > Severity.INFO]
    coverage = review.coverage
    judged = f"{coverage.weeks_judged} of {plural(coverage.weeks, 'week')} could be judged"
    if serious:
        worst = serious[0]
        count = "One thing asks" if len(serious) == 1 else f"{len(serious)} things ask"
        return f"{count} for a look; first: {worst.name}, {_since(worst, review)}."
    grew = [f for f in review.judgement.findings if f.name in PROGRESSION]
    if grew:
        names = " and ".join(f.name for f in grew)
        beyond = " beyond what you have acknowledged" if review.acknowledged else ""
        return f"Nothing above information{beyond}: {names} below, with its numbers ({judged})."
    open_rules = {item.name for item in review.judgement.not_judged}
    if {SESSION_SPIKE, BASE_RATIO} <= open_rules:
        return (
            "Too early, or too little on file, for a verdict on progression: see what is not "
            "judged below. Until then, repeat what went well before adding to it."
        )
    if review.acknowledged:
        return f"Nothing beyond what you have acknowledged asks for a look ({judged})."
    return f"Nothing in what was read asks for a look ({judged}). That is no clearance."


def found(review: Review) -> Iterator[Found]:
    """Open findings in words, the gravest first."""
    for finding in review.judgement.findings:
        strong = "strong " if finding.is_strong and finding.severity == Severity.CAUTION else ""
        sources = ", ".join(REFERENCES[key].short for key in finding.cites)
        until = (
            "for more than 90 days to come"
            if finding.clears_on is None
            else f"until {day_words(finding.clears_on)}"
        )
        provided = (
            "if the diary tells of no more" if finding.name in SYMPTOMS else "if weeks stay level"
        )
        yield Found(
            f"{strong}{finding.severity}",
            f"{finding.name} ({finding.code}), {_since(finding, review)}",
            finding.message,
            finding.advice,
            f"Evidence: {finding.evidence}. Source: {sources}.",
            f"Open {until} {provided}.",
            finding,
        )


def _since(finding: Finding, review: Review) -> str:
    first = finding.period_start
    is_this_year = review.as_of is not None and first.year == review.as_of.year
    return f"since {day_words(first)}" + ("" if is_this_year else f" {first.year}")
