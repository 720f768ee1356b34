"""What a message says: little by default, for it may lie on a lock screen or a public server."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from loadwatch.notice import RED_FLAGS, WHAT_THIS_IS
from loadwatch.notify.table import digest_html, findings_html
from loadwatch.report import Review
from loadwatch.report.weeks import week_lines
from loadwatch.report.words import ago, plural, shown_name, wrapped
from loadwatch.rules import SYMPTOMS, Finding, Severity
from loadwatch.shown import long_day

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
        For mail; None where the text says it all.
    """

    title: str
    text: str
    html: str | None = None


def news(findings: Sequence[Finding], *, has_detail: bool, whose: str = "") -> Message:
    """One message for all that is new tonight; without detail it tells nothing of health.

    Parameters
    ----------
    findings : sequence of Finding
        At least one, most urgent first.
    has_detail : bool
        Whether it says what was found.
    whose : str
        The athlete, as told to ``--name``, where there are several; empty otherwise.
    """
    title = f"loadwatch: {counted(findings)}{f' for {shown_name(whose)}' if whose else ''}"
    has_symptom = any(f.name in SYMPTOMS for f in findings)
    if not has_detail:
        when = " before the next run" if has_symptom else ""
        of_them = f" --name {shlex.quote(shown_name(whose))}" if whose else ""
        return Message(title, f"{title}; run loadwatch review{of_them}{when}")
    lines: list[str] = []
    if has_symptom:
        lines += [*wrapped(RED_FLAGS, ""), ""]
    for finding in findings:
        lines += wrapped(f"{finding.severity}: {finding.message}", "")
        lines += [*wrapped(finding.advice), ""]
    lines += wrapped(WHAT_THIS_IS, "")
    return Message(title, "\n".join(lines) + "\n", findings_html(title, findings, has_symptom))


def counted(findings: Sequence[Finding]) -> str:
    """How many are new of each severity, the gravest first."""
    counts = Counter(finding.severity for finding in findings)
    parts = []
    for severity in sorted(counts, reverse=True):
        count = counts[severity]
        word = "piece" if severity is Severity.INFO else str(severity)
        after = " of information" if severity is Severity.INFO else ""
        parts.append(f"{count} new {word}{'' if count == 1 else 's'}{after}")
    return ", ".join(parts)


def digest(
    review: Review,
    today: date,
    *,
    last_import: date | None = None,
    import_before: date | None = None,
    whose: str = "",
) -> Message:
    """The weeks, what is open, and what it rests on, quiet nights included.

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
    """
    title = f"loadwatch: your week to {long_day(today)}{f', {shown_name(whose)}' if whose else ''}"
    facts = coverage_facts(review, today, last_import, import_before)
    lines: list[str] = []
    if review.diary is not None and review.diary.red_flags:
        lines += [*wrapped(RED_FLAGS, ""), ""]
    findings = review.judgement.findings
    lines.append(f"Open: {plural(len(findings), 'finding')}." if findings else "Nothing is open.")
    for finding in findings:
        lines += wrapped(f"{finding.severity}: {finding.message}", "  ", "    ")
        lines += wrapped(finding.advice, "    ")
    lines += [*week_lines(review, DIGEST_WEEKS), "", "What this rests on"]
    for fact in facts:
        lines += wrapped(fact)
    lines += ["", *wrapped(WHAT_THIS_IS, "")]
    if review.diary is None or not review.diary.red_flags:
        lines += wrapped(RED_FLAGS, "")
    html = digest_html(title, review, facts, weeks=DIGEST_WEEKS)
    return Message(title, "\n".join(lines) + "\n", html)


def coverage_facts(
    review: Review, today: date, last_import: date | None, import_before: date | None = None
) -> list[str]:
    """Sentences on how much is known; the oldest news first where nothing came in for days."""
    coverage = review.coverage
    facts = []
    if last_import is not None:
        missed = ""
        if import_before is not None and (last_import - import_before).days > NIGHTLY_DAYS:
            missed = f", the one before it {ago(import_before, today)}"
        facts.append(f"Last import {ago(last_import, today)}{missed}.")
    if coverage.last_date is None:
        facts.append("No dated activity is on file.")
    else:
        facts.append(
            f"Last activity on file {ago(coverage.last_date, today)}, on "
            f"{long_day(coverage.last_date)}."
        )
    if coverage.weeks:
        facts.append(
            f"{coverage.weeks_judged} of {plural(coverage.weeks, 'week')} could be judged; "
            f"{plural(coverage.unobserved_days, 'day')} without a file and no reason to call "
            "them rest."
        )
    broken = coverage.file_states.get("quarantined", 0)
    if broken:
        facts.append(f"{plural(broken, 'file')} could not be used; loadwatch review names them.")
    closed = len({item.name for item in review.judgement.not_judged})
    if closed:
        facts.append(f"{plural(closed, 'rule')} could not judge the last day.")
    return facts


def trial(name: str) -> Message:
    """What a target gets to see that it works."""
    title = "loadwatch: this is a test"
    text = f"This is a test of the target {name}. Nothing was judged."
    html = (
        f'<p>This is a test of the target <b>{name}</b>. Nothing was judged.</p>'
    )  # fmt: skip
    return Message(title, text, html)
