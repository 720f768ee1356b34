"""What a short report names or counts: other findings, silences, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from loadwatch.language import _, numbered
from loadwatch.report._base import Acknowledged, Review
from loadwatch.report.rests import serial_count
from loadwatch.report.words import wrapped
from loadwatch.rules import Finding, Severity, level_words
from loadwatch.shown import long_day

FEW_FACTS = 3
"""Facts that are told where there is no room for names; they are the most telling. [choice]"""


def rest_lines(
    review: Review,
    others: Sequence[Finding],
    *,
    names: int | None,
    is_apart: bool,
    has_why: bool,
    notes: Sequence[str] = (),
) -> list[str]:
    """What is not told whole.

    Parameters
    ----------
    review : Review
        What is reported.
    others : sequence of Finding
        Open findings that are not told whole.
    names : int or None
        Names at most in each sentence; None for all.
    is_apart : bool
        Whether each sentence begins a line.
    has_why : bool
        Whether the commands are named that explain the gravest, and that plan the next run.
    notes : sequence of str
        Sentences that stand first.
    """
    facts = list(_facts(review))
    sentences = [
        *notes,
        *_also_open(others, names),
        *_named(_("Acknowledged"), [_put_aside(each) for each in review.acknowledged], names),
        *_named(_("Not judged"), [each.name for each in review.judgement.not_judged], names),
    ]
    if facts:
        told = "; ".join(facts[:FEW_FACTS] if names == 0 else facts)
        sentences.append(_("Rests on {facts}.").format(facts=told))
    sentences += _more(review, has_why=has_why)
    if is_apart:
        return [line for each in sentences for line in wrapped(each, "", "  ")]
    return wrapped(" ".join(sentences), "", "  ")


def _named(what: str, names: Sequence[str], most: int | None) -> Iterator[str]:
    """How many, and the first of them by name."""
    if not names:
        return
    count = f"{len(names):,}"
    shown = names if most is None else names[:most]
    left = len(names) - len(shown)
    if not shown:
        yield _("{what}: {n}.").format(what=what, n=count)
        return
    told = ", ".join(shown)
    if left:
        more = numbered(left, "{n} more", "{n} more")
        told = _("{names} and {more}").format(names=told, more=more)
    yield _("{what} ({n}): {names}.").format(what=what, n=count, names=told)


def _also_open(others: Sequence[Finding], most: int | None) -> Iterator[str]:
    """What asks for a look by name, whatever the room; information as there is room for."""
    serious = [each for each in others if each.severity > Severity.INFO]
    mild = [each.name for each in others if each.severity == Severity.INFO]
    yield from _named(_("Also open"), [_level_of(each) for each in serious], None)
    yield from _named(_("For information"), mild, most)


def _level_of(finding: Finding) -> str:
    level = level_words(finding.severity, is_strong=finding.is_strong)
    return _("{name} [{level}]").format(name=finding.name, level=level)


def _put_aside(each: Acknowledged) -> str:
    if each.until is None:
        return each.finding.name
    day = long_day(each.until)
    return _("{name} [until {day}]").format(name=each.finding.name, day=day)


def _facts(review: Review) -> Iterator[str]:
    """How much is known, the most telling first."""
    coverage = review.coverage
    if coverage.weeks:
        weeks = numbered(coverage.weeks, "{n} week", "{n} weeks")
        yield _("{judged} of {weeks}").format(judged=coverage.weeks_judged, weeks=weeks)
    if coverage.estimated_share:
        percent = f"{100 * coverage.estimated_share:.0f}"
        yield _("{percent} % of impacts estimated").format(percent=percent)
    yield from _files(review)
    if n := coverage.unknown_run_count:
        yield numbered(n, "{n} run of unknown impacts", "{n} runs of unknown impacts")
    if n := coverage.undated_session_count:
        yield numbered(n, "{n} session without a date", "{n} sessions without a date")
    if coverage.several_serials:
        n = serial_count(review)
        yield numbered(n, "{n} device", "{n} devices (of one person?)")
    yield from _yours(review)
    if n := sum(1 for each in review.judgement.earlier if each.severity > Severity.INFO):
        yield numbered(n, "{n} earlier finding over", "{n} earlier findings over")


def _files(review: Review) -> Iterator[str]:
    """Files that are not whole in it, counted."""
    states = review.coverage.file_states
    if n := states.get("quarantined", 0):
        yield numbered(n, "{n} file not usable", "{n} files not usable")
    if n := states.get("partial", 0):
        yield numbered(n, "{n} file used in part", "{n} files used in part")
    if n := states.get("duplicate", 0):
        yield numbered(n, "{n} copy", "{n} copies")
    if n := states.get("skipped", 0) + states.get("ignored", 0):
        yield numbered(n, "{n} file left out", "{n} files left out")


def _yours(review: Review) -> Iterator[str]:
    """What was told or changed by the runner, and what had to be assumed."""
    if review.athlete:
        if n := len(review.athlete.assumed):
            yield numbered(n, "{n} thing assumed", "{n} things assumed")
        if n := len(review.athlete.thresholds) + len(review.athlete.silenced):
            yield numbered(n, "{n} rule changed by you", "{n} rules changed by you")
    if review.corrections:
        if n := len(review.corrections.sessions):
            yield numbered(n, "{n} session corrected", "{n} sessions corrected")
        if n := len(review.corrections.problems):
            yield numbered(n, "{n} correction not used", "{n} corrections not used")
    if review.diary and (n := len(review.diary.problems)):
        yield numbered(n, "{n} thing in the diary not used", "{n} things in the diary not used")


def _more(review: Review, *, has_why: bool) -> Iterator[str]:
    """Where the tables, the reasons and the next run are told."""
    yield _("All of it: --full.")
    if review.judgement.findings and has_why:
        first = review.judgement.findings[0].finding_id
        yield _("Why: loadwatch explain {id}.").format(id=first)
    if review.as_of is not None and has_why:
        yield _("Next run: loadwatch plan.")
