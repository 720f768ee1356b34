"""What a message says: little by default, for it may lie on a lock screen or a public server."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from loadwatch.language import _, numbered
from loadwatch.notify.letter import Letter, Person, as_html, as_text
from loadwatch.notify.weeks import weeks_of
from loadwatch.plan import Plan
from loadwatch.report import Review, story
from loadwatch.report.plan_words import WHAT_A_BUDGET_IS, budget_words, limit_words
from loadwatch.report.silences import not_judged_words
from loadwatch.report.words import ago, shown_name
from loadwatch.rules import SYMPTOMS, Finding, Severity
from loadwatch.shown import day_words, long_day

DIGEST_WEEKS = 8
"""Weeks that a digest lists. [weeks; choice]"""
NIGHTLY_DAYS = 2
"""Imports further apart than this were not of every night. [days; choice]"""


@dataclass(frozen=True, slots=True)
class Message:
    """What is sent.

    Parameters
    ----------
    title : str
        One line.
    text : str
        For every target.
    html : str or None
        For mail, beside the text; None where the text says it all.
    """

    title: str
    text: str
    html: str | None = None


def news(
    review: Review, findings: Sequence[Finding], *, has_detail: bool, whose: str = ""
) -> Message:
    """One message for all that is new tonight; without detail it tells nothing of health.

    Parameters
    ----------
    review : Review
        As of today.
    findings : sequence of Finding
        At least one of its own, most urgent first.
    has_detail : bool
        Whether it says what was found.
    whose : str
        The athlete, as told to ``--name``, where there are several; empty otherwise.
    """
    name = shown_name(whose)
    title = _("loadwatch: {news}").format(news=counted(findings))
    if whose:
        title = _("loadwatch: {news} for {name}").format(news=counted(findings), name=name)
    if not has_detail:
        return Message(
            title, little(title, findings, f" --name {shlex.quote(name)}" if whose else "")
        )
    letter = Letter([person_of(review, findings)], has_symptom=has_symptom(findings))
    return message_of(title, letter)


def little(title: str, findings: Sequence[Finding], whose: str) -> str:
    """What may lie on a lock screen.

    Parameters
    ----------
    title : str
        How many are new.
    findings : sequence of Finding
        What is new.
    whose : str
        Options that lead to it, with a space before them; or empty.
    """
    command = f"loadwatch review{whose}"
    if has_symptom(findings):
        return _("{title}; run {command} before the next run").format(title=title, command=command)
    return _("{title}; run {command}").format(title=title, command=command)


def message_of(title: str, letter: Letter) -> Message:
    """A letter as text and for mail."""
    return Message(title, as_text(letter), as_html(title, letter))


def person_of(review: Review, findings: Sequence[Finding], name: str = "") -> Person:
    """The verdict on an athlete, and some of what was found."""
    wanted = {each.finding_id for each in findings}
    found = [each for each in story.found(review) if each.finding.finding_id in wanted]
    return Person(story.verdict(review), found, name)


def has_symptom(findings: Sequence[Finding]) -> bool:
    """Whether a symptom was told that is answered with the red flags first."""
    return any(finding.name in SYMPTOMS for finding in findings)


def counted(findings: Sequence[Finding]) -> str:
    """How many are new of each severity, the gravest first."""
    counts = Counter(finding.severity for finding in findings)
    words = {
        Severity.WARNING: lambda n: numbered(n, "{n} new warning", "{n} new warnings"),
        Severity.CAUTION: lambda n: numbered(n, "{n} new caution", "{n} new cautions"),
        Severity.INFO: lambda n: numbered(
            n, "{n} new piece of information", "{n} new pieces of information"
        ),
    }
    return ", ".join(words[severity](counts[severity]) for severity in sorted(counts, reverse=True))


def digest(
    review: Review,
    today: date,
    *,
    last_import: date | None = None,
    import_before: date | None = None,
    whose: str = "",
    plan: Plan | None = None,
) -> Message:
    """The verdict, what is open, the next run, the weeks, and what all of it rests on.

    It comes after quiet nights too.

    Parameters
    ----------
    review : Review
        As of today.
    today : date
        Local day.
    last_import : date, optional
        Day of the last import that was done; None where nothing is kept of it.
    import_before : date, optional
        Day of the one before it.
    whose : str
        The athlete, where there are several; empty otherwise.
    plan : Plan, optional
        Of the next run.
    """
    title = _("loadwatch: your week to {day}").format(day=long_day(today))
    if whose:
        title = _("loadwatch: your week to {day}, {name}").format(
            day=long_day(today), name=shown_name(whose)
        )
    letter = Letter(
        [Person(story.verdict(review), list(story.found(review)), span=story.span(review))],
        heading=story.title(review),
        has_symptom=bool(review.red_flags),
        alarm=_("Your diary: {symptoms}.").format(symptoms="; ".join(review.red_flags))
        if review.red_flags
        else "",
        budget_title=""
        if plan is None
        else _("The next run, on {day}").format(day=day_words(plan.on)),
        budget=() if plan is None else budget_sentences(plan, review.judgement.findings),
        weeks=weeks_of(review, DIGEST_WEEKS),
        not_judged=not_judged_words(review),
        facts=coverage_facts(review, today, last_import, import_before),
    )
    return message_of(title, letter)


def budget_sentences(plan: Plan, told: Sequence[Finding]) -> list[str]:
    """How far the next run may go, what limits that, and what a budget is.

    Parameters
    ----------
    plan : Plan
        Of the next run.
    told : sequence of Finding
        What the message says itself; where that is the limit, it is named only.
    """
    limit = " ".join(limit_words(plan))
    same = next((each for each in told if each.message in limit), None)
    return [
        budget_words(plan),
        _("What limits it: {limit}").format(limit=limit)
        if same is None
        else _("What limits it: {name} ({code}), as told here.").format(
            name=same.name, code=same.code
        ),
        WHAT_A_BUDGET_IS,
    ]


def coverage_facts(
    review: Review, today: date, last_import: date | None, import_before: date | None = None
) -> list[str]:
    """Sentences on how much is known; the oldest news first where nothing came in for days."""
    coverage = review.coverage
    facts = []
    if last_import is not None:
        last = ago(last_import, today)
        if import_before is not None and (last_import - import_before).days > NIGHTLY_DAYS:
            facts.append(
                _("Last import {last}, the one before it {before}.").format(
                    last=last, before=ago(import_before, today)
                )
            )
        else:
            facts.append(_("Last import {last}.").format(last=last))
    if coverage.last_date is None:
        facts.append(_("No dated activity is on file."))
    else:
        facts.append(
            _("Last activity on file {ago}, on {day}.").format(
                ago=ago(coverage.last_date, today), day=long_day(coverage.last_date)
            )
        )
    if coverage.weeks:
        facts.append(
            _(
                "{judged} of {weeks} could be judged; {days} without a file and no reason to call "
                "them rest."
            ).format(
                judged=coverage.weeks_judged,
                weeks=numbered(coverage.weeks, "{n} week", "{n} weeks"),
                days=numbered(coverage.unobserved_days, "{n} day", "{n} days"),
            )
        )
    broken = coverage.file_states.get("quarantined", 0)
    if broken:
        facts.append(
            numbered(
                broken,
                "{n} file could not be used; loadwatch review names it.",
                "{n} files could not be used; loadwatch review names them.",
            )
        )
    aside = len(review.acknowledged)
    if aside:
        facts.append(
            numbered(
                aside,
                "{n} open finding is put aside, as acknowledged.",
                "{n} open findings are put aside, as acknowledged.",
            )
        )
    return facts


def trial(name: str) -> Message:
    """What a target gets to see that it works."""
    text = _("This is a test of the target {name}. Nothing was judged.").format(name=name)
    return Message(_("loadwatch: this is a test"), text, as_html(text, Letter([Person(text, ())])))
