"""One finding with its numbers, its files, and how sure it can be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from loadwatch.report._base import Review, common_folder
from loadwatch.report.explain.topic import section_lines, source_lines, threshold_lines
from loadwatch.report.notices import notice_last, red_flags_first
from loadwatch.report.words import plural, shown_name, wrapped
from loadwatch.rules import SYMPTOMS, Basis, Finding, Rule, Severity
from loadwatch.shown import day_words, long_day

MOST_SESSIONS = 8
MOST_NAMED = 5


def find(review: Review, finding_id: str) -> Finding | str:
    """The finding of a name, one that holds its day, or a sentence with the names there are."""
    judged = _all(review)
    wanted = finding_id.upper()
    code, _, day = wanted.partition("-")
    of_rule = [item for item in judged if item.code == code]
    for item in of_rule:
        if item.finding_id == wanted:
            return item
    for item in of_rule:
        if f"{item.period_start:%Y%m%d}" <= day <= f"{item.period_end:%Y%m%d}":
            return item
    if not judged:
        return f"there is no finding {wanted}; no rule has found anything in these files"
    named = of_rule or judged
    names = ", ".join(item.finding_id for item in named[:MOST_NAMED])
    more = f" and {len(named) - MOST_NAMED} more" if len(named) > MOST_NAMED else ""
    return f"there is no finding {wanted} in these files; there are {names}{more}"


def _all(review: Review) -> list[Finding]:
    """Open ones first, with those that are acknowledged."""
    aside = [each.finding for each in review.acknowledged]
    return [*review.judgement.findings, *aside, *review.judgement.earlier]


def findings_of(review: Review, rule: Rule) -> list[str]:
    """Lines that name every finding of a rule, the open one first."""
    lines = ["", "Found in these files"]
    for finding in _all(review):
        if finding.code == rule.code:
            lines += wrapped(f"{finding.finding_id}  {finding.message}", "  ", "    ")
    return lines if len(lines) > 2 else ["", *wrapped("It has found nothing in these files.", "")]


def explain_finding(review: Review, finding: Finding, rule: Rule, asked: str) -> list[str]:
    """Lines of a finding.

    Parameters
    ----------
    review : Review
        In which it was found.
    finding : Finding
        What to explain.
    rule : Rule
        The rule that found it, without a profile.
    asked : str
        Name that it was asked for by.
    """
    return [
        *red_flags_first(review.red_flags),
        *_title(review, finding, asked),
        "",
        *wrapped(finding.message),
        *wrapped(f"→ {finding.advice}", "  ", "    "),
        *_numbers(finding),
        "",
        "What it rests on",
        *_sessions(review, finding),
        "",
        "How sure",
        *_how_sure(finding),
        "",
        "When it ends",
        *wrapped(_end(review, finding)),
        *section_lines(rule),
        "",
        "Thresholds",
        *threshold_lines(rule, finding.thresholds),
        "",
        *source_lines(finding.cites),
        "",
        *notice_last(),
    ]


def _title(review: Review, finding: Finding, asked: str) -> Iterator[str]:
    first, last = finding.period_start, finding.period_end
    when = f"since {day_words(first)} {first.year}"
    if finding in review.judgement.earlier:
        when = f"from {long_day(first)} to {long_day(last)}, over"
        if first == last:
            when = f"on {long_day(first)}, over"
    strong = "strong " if finding.is_strong and finding.severity == Severity.CAUTION else ""
    if asked.upper() != finding.finding_id:
        yield f"{asked.upper()} is a part of {finding.finding_id}."
    yield f"{finding.finding_id}  {finding.name}"
    yield f"{strong}{finding.severity}".upper() + f", {when}"


def _numbers(finding: Finding) -> Iterator[str]:
    if not finding.formula:
        return
    yield ""
    yield "The numbers"
    for part in finding.formula.split("; "):
        yield from wrapped(part, "  ", "    ")
    raised = finding.data.get("combined_with")
    if raised:
        yield from wrapped(
            f"By itself it is a strong caution; it is a warning since {raised} was raised too."
        )


def _sessions(review: Review, finding: Finding) -> Iterator[str]:
    """Sessions of its files, the latest first, and how many more there are."""
    wanted = set(finding.sources)
    if not wanted:
        yield from wrapped("On days without a file, and not on any one file.")
        return
    rows = [
        row
        for row in reversed(review.sessions.to_dict("records"))
        if wanted.intersection(row["sources"])
    ]
    folder = common_folder(review)
    for row in rows[:MOST_SESSIONS]:
        yield from wrapped(_session(row, folder), "  ", "      ")
    if len(rows) > MOST_SESSIONS:
        yield f"  and {len(rows) - MOST_SESSIONS} more"
    yield from wrapped(f"{plural(len(rows), 'session')} in {plural(len(wanted), 'file')}.")


def _session(row: Mapping[Any, Any], folder: str) -> str:
    metres, impacts = row["run_distance_m"], row["run_impact_count"]
    length = "km not known" if pd.isna(metres) else f"{metres / 1000:.2f} km"
    count = "impacts not known" if pd.isna(impacts) else f"{impacts:,.0f} impacts"
    date = row["local_date"].date()
    day = f"{day_words(date):<10} {date.year}"
    return f"{day}  {length}, {count}: {shown_name(row['source'].removeprefix(folder))}"


def _how_sure(finding: Finding) -> Iterator[str]:
    yield from wrapped(f"Evidence: {finding.evidence}.")
    basis = finding.basis
    if basis.window_days:
        yield from wrapped(_known_days(basis))
    if basis.unknown_run_count:
        yield from wrapped(
            f"{plural(basis.unknown_run_count, 'run')} of them with unknown impacts: counted by "
            "the most that they can be in the last week, and by 0 in what you are used to."
        )
    if basis.estimated_share:
        yield from wrapped(
            f"{100 * basis.estimated_share:.0f} % of the impacts are estimated from speed, which "
            "may be off by 13 %."
        )
    elif basis.run_count and not basis.unknown_run_count:
        yield from wrapped("No run in them is estimated or unknown.")


def _known_days(basis: Basis) -> str:
    looked = f"It looks back on {plural(basis.window_days, 'day')}"
    runs = plural(basis.run_count, "run")
    if not basis.unobserved_day_count:
        return f"{looked} with {runs}; each day is known, by a file or as rest."
    return (
        f"{looked} with {runs}; of {plural(basis.unobserved_day_count, 'day')} nobody knows "
        "whether you ran. More files may change what it says."
    )


def _end(review: Review, finding: Finding) -> str:
    if finding in review.judgement.earlier:
        return (
            f"It is over: its condition last held on {long_day(finding.period_end)}, and has been "
            "clear since."
        )
    until = (
        "It would stay open for more than 90 days"
        if finding.clears_on is None
        else f"Open until {day_words(finding.clears_on)}"
    )
    provided = (
        "if the diary tells of no more"
        if finding.name in SYMPTOMS
        else "if weeks stay level, the last seven days again and again"
    )
    return (
        f"{until} {provided}: it ends when its condition has been absent for seven days, and keeps "
        "its name until then."
    )
