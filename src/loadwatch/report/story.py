"""What every surface says of a review, in the same words: the terminal, the page and the mail.

Sentences without line breaks; a surface breaks, colours and leaves out, and says nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from loadwatch.language import _, numbered
from loadwatch.references import REFERENCES
from loadwatch.report._base import Review
from loadwatch.report.clauses import CLAUSES
from loadwatch.report.words import shown_name
from loadwatch.rules import (
    BASE_RATIO,
    PROGRESSION,
    SESSION_SPIKE,
    SYMPTOMS,
    Finding,
    Severity,
    level_words,
)
from loadwatch.shown import day_words, long_day

NOTHING_DATED = _("No dated activity was found, so there is nothing to judge.")


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
    grade : str
        The same, without what the grade is for.
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
    grade: str
    until: str
    finding: Finding


def title(review: Review) -> str:
    """Program, version and day."""
    if review.as_of is None:
        return f"loadwatch {review.version}"
    return _("loadwatch {version} · as of {day} {year}").format(
        version=review.version, day=day_words(review.as_of), year=review.as_of.year
    )


def span(review: Review) -> str:
    """Whose files, how many runs, from when to when; empty without a date."""
    coverage = review.coverage
    if review.as_of is None:
        return ""
    sports = coverage.sports
    counted = [
        *([numbered(sports["running"], "{n} run", "{n} runs")] if "running" in sports else []),
        *([numbered(sports["walking"], "{n} walk", "{n} walks")] if "walking" in sports else []),
        *([numbered(sports["hiking"], "{n} hike", "{n} hikes")] if "hiking" in sports else []),
    ]
    others = sum(coverage.not_counted.values())
    if others:
        counted.append(_("{count} of other sports").format(count=others))
    told = _whose(review) + ", ".join(counted)
    first, last = coverage.first_date, coverage.last_date
    if first is None or last is None:
        return told
    if first == last:
        return _("{what} on {day}").format(what=told, day=long_day(last))
    return _("{what} from {first} to {last}").format(
        what=told, first=long_day(first), last=long_day(last)
    )


def _whose(review: Review) -> str:
    name = review.athlete and review.athlete.told.get("name")
    return f"{shown_name(str(name), 40)}: " if name else ""


def verdict(review: Review) -> str:
    """The review in one sentence."""
    if review.as_of is None:
        return NOTHING_DATED
    serious = [f for f in review.judgement.findings if f.severity > Severity.INFO]
    coverage = review.coverage
    judged = numbered(
        coverage.weeks,
        "{judged} of {n} week could be judged",
        "{judged} of {n} weeks could be judged",
        judged=coverage.weeks_judged,
    )
    if serious:
        worst = serious[0]
        if len(serious) == 1:
            words = _("One thing asks for a look: {clause} ({name}).")
        else:
            words = _("{count} things ask for a look, first: {clause} ({name}).")
        return words.format(
            count=len(serious),
            clause=CLAUSES[worst.name],
            name=worst.name,
        )
    grew = [f for f in review.judgement.findings if f.name in PROGRESSION]
    if grew:
        names = _(" and ").join(f.name for f in grew)
        if review.acknowledged:
            words = _(
                "Nothing above information beyond what you have acknowledged: {names} below, with "
                "its numbers ({judged})."
            )
        else:
            words = _("Nothing above information: {names} below, with its numbers ({judged}).")
        return words.format(names=names, judged=judged)
    open_rules = {item.name for item in review.judgement.not_judged}
    if {SESSION_SPIKE, BASE_RATIO} <= open_rules:
        return _(
            "Too early, or too little on file, for a verdict on progression: see what is not "
            "judged below. Until then, repeat what went well before adding to it."
        )
    if review.acknowledged:
        words = _("Nothing beyond what you have acknowledged asks for a look ({judged}).")
    else:
        words = _("Nothing in what was read asks for a look ({judged}). That is no clearance.")
    return words.format(judged=judged)


def found(review: Review) -> Iterator[Found]:
    """Open findings in words, the gravest first."""
    for finding in review.judgement.findings:
        sources = ", ".join(REFERENCES[key].short for key in finding.cites)
        yield Found(
            level_words(finding.severity, is_strong=finding.is_strong),
            f"{finding.name} ({finding.code}), {_since(finding, review)}",
            finding.message,
            finding.advice,
            _("Evidence: {evidence}. Source: {sources}.").format(
                evidence=finding.evidence, sources=sources
            ),
            _("Evidence: {grade}; {sources}.").format(
                grade=finding.evidence.partition(" (")[0], sources=sources
            ),
            _until(finding),
            finding,
        )


def _until(finding: Finding) -> str:
    of_symptoms = finding.name in SYMPTOMS
    if finding.clears_on is None:
        if of_symptoms:
            return _("Open for more than 90 days to come if the diary tells of no more.")
        return _("Open for more than 90 days to come if weeks stay level.")
    if of_symptoms:
        words = _("Open until {day} if the diary tells of no more.")
    else:
        words = _("Open until {day} if weeks stay level.")
    return words.format(day=day_words(finding.clears_on))


def _since(finding: Finding, review: Review) -> str:
    first = finding.period_start
    is_this_year = review.as_of is not None and first.year == review.as_of.year
    if is_this_year:
        return _("since {day}").format(day=day_words(first))
    return _("since {day} {year}").format(day=day_words(first), year=first.year)
