"""One finding with its numbers, its files, and how sure it can be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from loadwatch.language import _, numbered
from loadwatch.report._base import Review, common_folder
from loadwatch.report.explain.topic import section_lines, source_lines, threshold_lines
from loadwatch.report.notices import notice_last, red_flags_first
from loadwatch.report.words import shown_name, wrapped
from loadwatch.rules import SYMPTOMS, Basis, Finding, Rule, level_words
from loadwatch.shown import day_words, distance, long_day, unit

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
    lines = ["", _("Found in these files")]
    for finding in _all(review):
        if finding.code == rule.code:
            lines += wrapped(f"{finding.finding_id}  {finding.message}", "  ", "    ")
    return (
        lines if len(lines) > 2 else ["", *wrapped(_("It has found nothing in these files."), "")]
    )


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
        _("What it rests on"),
        *_sessions(review, finding),
        "",
        _("How sure"),
        *_how_sure(finding),
        "",
        _("When it ends"),
        *wrapped(_end(review, finding)),
        *section_lines(rule),
        "",
        _("Thresholds"),
        *threshold_lines(rule, finding.thresholds),
        "",
        *source_lines(finding.cites),
        "",
        *notice_last(),
    ]


def _title(review: Review, finding: Finding, asked: str) -> Iterator[str]:
    first, last = finding.period_start, finding.period_end
    words = _("{level}, since {first}")
    begun = f"{day_words(first)} {first.year}"
    if finding in review.judgement.earlier:
        begun = long_day(first)
        words = (
            _("{level}, on {first}, over")
            if first == last
            else _("{level}, from {first} to {last}, over")
        )
    if asked.upper() != finding.finding_id:
        yield _("{part} is a part of {finding}.").format(
            part=asked.upper(), finding=finding.finding_id
        )
    yield f"{finding.finding_id}  {finding.name}"
    level = level_words(finding.severity, is_strong=finding.is_strong).upper()
    yield words.format(level=level, first=begun, last=long_day(last))


def _numbers(finding: Finding) -> Iterator[str]:
    if not finding.formula:
        return
    yield ""
    yield _("The numbers")
    for part in finding.formula.split("; "):
        yield from wrapped(part, "  ", "    ")
    raised = finding.data.get("combined_with")
    if raised:
        yield from wrapped(
            _(
                "By itself it is a strong caution; it is a warning since {rule} was raised too."
            ).format(rule=raised)
        )


def _sessions(review: Review, finding: Finding) -> Iterator[str]:
    """Sessions of its files, the latest first, and how many more there are."""
    wanted = set(finding.sources)
    if not wanted:
        yield from wrapped(_("On days without a file, and not on any one file."))
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
        yield "  " + _("and {count} more").format(count=len(rows) - MOST_SESSIONS)
    told = _("{sessions} in {files}.").format(
        sessions=numbered(len(rows), "{n} session", "{n} sessions"),
        files=numbered(len(wanted), "{n} file", "{n} files"),
    )
    yield from wrapped(told)


def _session(row: Mapping[Any, Any], folder: str) -> str:
    metres, impacts = row["run_distance_m"], row["run_impact_count"]
    length = _("{unit} not known").format(unit=unit())
    if not pd.isna(metres):
        length = distance(metres, 2)
    count = _("impacts not known")
    if not pd.isna(impacts):
        count = _("{impacts} impacts").format(impacts=f"{impacts:,.0f}")
    date = row["local_date"].date()
    day = f"{day_words(date):<10} {date.year}"
    return f"{day}  {length}, {count}: {shown_name(row['source'].removeprefix(folder))}"


def _how_sure(finding: Finding) -> Iterator[str]:
    yield from wrapped(_("Evidence: {evidence}.").format(evidence=finding.evidence))
    basis = finding.basis
    if basis.window_days:
        yield from wrapped(_known_days(basis))
    if basis.unknown_run_count:
        yield from wrapped(
            numbered(
                basis.unknown_run_count,
                "{n} run of them with unknown impacts: counted by the most that they can be in the "
                "last week, and by 0 in what you are used to.",
                "{n} runs of them with unknown impacts: counted by the most that they can be in "
                "the last week, and by 0 in what you are used to.",
            )
        )
    if basis.estimated_share:
        yield from wrapped(
            _(
                "{percent} % of the impacts are estimated from speed, which may be off by 13 %."
            ).format(percent=f"{100 * basis.estimated_share:.0f}")
        )
    elif basis.run_count and not basis.unknown_run_count:
        yield from wrapped(_("No run in them is estimated or unknown."))


def _known_days(basis: Basis) -> str:
    days = numbered(basis.window_days, "{n} day", "{n} days")
    runs = numbered(basis.run_count, "{n} run", "{n} runs")
    if not basis.unobserved_day_count:
        return _(
            "It looks back on {days} with {runs}; each day is known, by a file or as rest."
        ).format(days=days, runs=runs)
    return _(
        "It looks back on {days} with {runs}; of {unknown} nobody knows whether you ran. More "
        "files may change what it says."
    ).format(
        days=days,
        runs=runs,
        unknown=numbered(basis.unobserved_day_count, "{n} day", "{n} days"),
    )


def _end(review: Review, finding: Finding) -> str:
    if finding in review.judgement.earlier:
        return _("It is over: its condition last held on {day}, and has been clear since.").format(
            day=long_day(finding.period_end)
        )
    until = (
        _("It would stay open for more than 90 days {provided}: {how}.")
        if finding.clears_on is None
        else _("Open until {day} {provided}: {how}.")
    )
    provided = (
        _("if the diary tells of no more")
        if finding.name in SYMPTOMS
        else _("if weeks stay level, the last seven days again and again")
    )
    how = _(
        "it ends when its condition has been absent for seven days, and keeps its name until then"
    )
    day = "" if finding.clears_on is None else day_words(finding.clears_on)
    return until.format(day=day, provided=provided, how=how)
