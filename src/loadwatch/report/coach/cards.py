"""One athlete's row of the page of all."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from loadwatch.language import _, numbered
from loadwatch.markup.chart import Chart
from loadwatch.report._roster import AthleteRow
from loadwatch.report.story import Found
from loadwatch.report.words import ago, shown_name
from loadwatch.rules import Severity
from loadwatch.shown import day_words, long_day

MOST_FINDINGS = 3
"""Findings of one athlete that are named; the others are counted. [findings; choice]"""
MOST_LETTERS = 80
"""Of a name. [letters; choice]"""
RECENT_DAYS = 7
"""Fewer days than these ago are told without the day. [days; choice]"""
YEAR_DAYS = 300
"""A day of this age is told with its year. [days; choice]"""


@dataclass(frozen=True, slots=True)
class Level:
    """How urgent a row is, by a sign and a word.

    Parameters
    ----------
    style : str
        Class of the page.
    sign : str
        Its shape.
    words : callable
        Gives its word in the reader's language.
    """

    style: str
    sign: str
    words: Callable[[], str]


RED_FLAG = Level("warning", "‼", lambda: _("red flags in the diary"))
WARNING = Level("warning", "◆", lambda: _("warning"))
STRONG = Level("caution", "▲", lambda: _("strong caution"))
CAUTION = Level("caution", "△", lambda: _("caution"))
UNREADABLE = Level("broken", "✕", lambda: _("cannot be read"))
INFO = Level("info", "○", lambda: _("info"))
EMPTY = Level("none", "–", lambda: _("nothing imported yet"))
NOTHING = Level("none", "·", lambda: _("nothing open"))
LEVELS = (RED_FLAG, WARNING, STRONG, CAUTION, UNREADABLE, INFO, NOTHING, EMPTY)


@dataclass(frozen=True, slots=True)
class Card:
    """What the page says of one athlete; a chart is None where nothing was judged.

    Parameters
    ----------
    name, page : str
        Of the athlete; of the file with the athlete's own page, empty without one.
    level : Level
        How urgent it is.
    verdict, problem : str
        One of the two is empty.
    findings : sequence of (str, str)
        Level and name, and until when.
    more : sequence of str
        What is counted.
    activity, imported : str
        When there was the last.
    last_7d, usual : str
        Impacts of seven days, and what is usual.
    pain, pain_day : str
        The most of the last day of late that tells of any, and that day.
    chart : Chart or None
        Its weeks.
    """

    name: str
    page: str
    level: Level
    verdict: str
    problem: str
    findings: Sequence[tuple[str, str]]
    more: Sequence[str]
    activity: str
    imported: str
    last_7d: str
    usual: str
    pain: str
    pain_day: str
    chart: Chart | None


def level_of(row: AthleteRow) -> Level:
    """How urgent a row is: as the rows are sorted."""
    if row.red_flags:
        return RED_FLAG
    worst = row.findings[0] if row.findings else None
    if worst is not None and worst.severity > Severity.INFO:
        if worst.severity == Severity.WARNING:
            return WARNING
        return STRONG if worst.is_strong else CAUTION
    if row.problem:
        return UNREADABLE if row.code else EMPTY
    return NOTHING if worst is None else INFO


def card(row: AthleteRow, chart: Chart | None) -> Card:
    """An athlete's row in words."""
    is_read = not row.code
    return Card(
        shown_name(row.name, MOST_LETTERS),
        row.page,
        level_of(row),
        row.verdict,
        shown_name(row.problem, 600),
        [_finding(each) for each in row.found[:MOST_FINDINGS]],
        list(_more(row)),
        _when(row.last_activity, row.as_of) if is_read else "?",
        "?" if not is_read
        else _("never") if row.last_import_day is None
        else _when(row.last_import_day, row.as_of),
        "?" if row.acute is None else _count(row.acute.last_7d),
        "?" if row.acute is None else _count(row.acute.usual_week),
        "" if row.pain is None or row.pain_date is None
        else _("{pain} of 10").format(pain=f"{row.pain:g}"),
        "" if row.pain_date is None else day_words(row.pain_date),
        chart,
    )  # fmt: skip


def _finding(each: Found) -> tuple[str, str]:
    finding = each.finding
    return (
        f"{each.level} {finding.name.replace('-', ' ')}",
        _("for more than 90 days to come")
        if finding.clears_on is None
        else _("until {day}").format(day=day_words(finding.clears_on)),
    )


def _more(row: AthleteRow) -> Iterator[str]:
    more = len(row.found) - MOST_FINDINGS
    if more > 0:
        yield numbered(more, "{n} more finding", "{n} more findings")
    if row.acknowledged_count:
        yield numbered(row.acknowledged_count, "{n} put aside", "{n} put aside")
    if row.not_judged_count:
        yield numbered(row.not_judged_count, "{n} rule not judged", "{n} rules not judged")


def _when(day: date | None, as_of: date) -> str:
    if day is None:
        return "?"
    days = (as_of - day).days
    if days > YEAR_DAYS:
        return long_day(day)
    if days < RECENT_DAYS:
        return ago(day, as_of)
    return _("{ago}, {day}").format(day=day_words(day), ago=ago(day, as_of))


def _count(value: float) -> str:
    if math.isnan(value):
        return "?"
    return f"{value:,.0f}" if value else _("none on file")
