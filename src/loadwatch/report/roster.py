"""One table over several athletes, a row each, in 80 columns or as ``loadwatch.athletes/1``."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from loadwatch.notice import NOTICE, RED_FLAGS
from loadwatch.report.notices import notice_last
from loadwatch.report.plain import plain
from loadwatch.report.width import columns
from loadwatch.report.words import ascii_only, cell_width, plural, shown_name, wrapped
from loadwatch.rules import Finding
from loadwatch.shown import day_words

SCHEMA = "loadwatch.athletes/1"
FINDING_WIDTH, LEAST_NAME_WIDTH = 31, 12
NUMBERS = ("since", "run", "import", "pain", "open")
WIDTHS = (6, 4, 6, 4, 4)
GAP = "  "
MOST_DAYS = 999
"""More days than this are told as so many and more. [days; choice]"""
YEAR_DAYS = 300
"""A day of this age is told by its month and year. [days; choice]"""


@dataclass(frozen=True)
class AthleteRow:
    """One athlete.

    Parameters
    ----------
    name : str
        Of the library's folder: what ``--name`` takes.
    folder : str
        Of the library.
    as_of : date
        Day of the judgement, by the clock where the athlete lives.
    red_flags : sequence of str
        What the diary tells that is answered with the red flags first.
    findings : sequence of Finding
        Open ones, the gravest first.
    acknowledged_count : int
        Open ones that are put aside.
    last_run : date or None
        Day of the last run on file or in the diary; None is not known.
    last_import : datetime or None
        End of the last import that came to its end.
    last_import_day : date or None
        Its day where the athlete lives.
    pain, pain_date : float and date, or None
        The most of the last day of late that tells of any. [0-10]
    problem : str
        Why nothing of the library is told, one sentence; empty if it is.
    code : int
        Exit code of the problem; 0 where nothing is wrong, as before the first import.
    """

    name: str
    folder: str
    as_of: date
    red_flags: Sequence[str] = ()
    findings: Sequence[Finding] = ()
    acknowledged_count: int = 0
    last_run: date | None = None
    last_import: datetime | None = None
    last_import_day: date | None = None
    pain: float | None = None
    pain_date: date | None = None
    problem: str = ""
    code: int = 0


@dataclass(frozen=True)
class Roster:
    """All athletes, most urgent first.

    Parameters
    ----------
    version : str
        Version of loadwatch.
    as_of : date
        Day of the judgement; without one told, today where this is read.
    rows : sequence of AthleteRow
        One an athlete.
    shared : sequence of str
        What two of the libraries have in common, a sentence each.
    """

    version: str
    as_of: date
    rows: Sequence[AthleteRow]
    shared: Sequence[str] = ()


def render_json(roster: Roster) -> str:
    """One JSON object, schema ``loadwatch.athletes/1``. Unknown is null."""
    document = {
        "schema": SCHEMA,
        "version": roster.version,
        "as_of": roster.as_of,
        "athletes": [_row_json(row) for row in roster.rows],
        "shared": list(roster.shared),
        "notice": NOTICE,
    }
    return json.dumps(plain(document), ensure_ascii=False, allow_nan=False, indent=1)


def render_text(roster: Roster, *, plain_ascii: bool = False) -> str:
    """The table; red flags stand before it, what cannot be read after it."""
    lines = [
        *_red_flags(roster),
        f"loadwatch {roster.version} · {plural(len(roster.rows), 'athlete')} as of "
        f"{day_words(roster.as_of)} {roster.as_of.year}, most urgent first",
        "",
        *_table(roster, plain_ascii=plain_ascii),
        "",
        *_notes(roster),
        *notice_last(),
    ]
    text = "\n".join(lines) + "\n"
    return ascii_only(text) if plain_ascii else text


def fitted(text: str, width: int) -> str:
    """A text in exactly so many columns, cut with an ellipsis if it is too long."""
    if cell_width(text) > width:
        while text and cell_width(text) > width - 1:
            text = text[:-1]
        text += "…"
    return text + " " * (width - cell_width(text))


def _row_json(row: AthleteRow) -> dict[str, Any]:
    worst = row.findings[0] if row.findings else None
    counts = Counter(str(finding.severity) for finding in row.findings)
    return {
        "name": row.name,
        "folder": row.folder,
        "as_of": row.as_of,
        "red_flags": list(row.red_flags),
        "worst_finding": None if worst is None else {
            "finding_id": worst.finding_id,
            "code": worst.code,
            "name": worst.name,
            "severity": str(worst.severity),
            "is_strong": worst.is_strong,
            "period_start": worst.period_start,
            "message": worst.message,
            "advice": worst.advice,
        },
        "open_finding_count": len(row.findings),
        "open_findings": {name: counts[name] for name in ("warning", "caution", "info")},
        "acknowledged_count": row.acknowledged_count,
        "last_run_date": row.last_run,
        "days_since_run": _days(row.last_run, row.as_of),
        "last_import_at": row.last_import,
        "days_since_import": _days(row.last_import_day, row.as_of),
        "pain": row.pain,
        "pain_date": row.pain_date,
        "problem": row.problem or None,
    }  # fmt: skip


def _days(day: date | None, as_of: date) -> int | None:
    return None if day is None else max((as_of - day).days, 0)


def _red_flags(roster: Roster) -> Iterator[str]:
    told = [row for row in roster.rows if row.red_flags]
    for row in told:
        words = f"THE DIARY OF {shown_name(row.name)}: {'; '.join(row.red_flags)}."
        yield from wrapped(words, "")
    if told:
        yield from wrapped(RED_FLAGS, "")
        yield ""


def _table(roster: Roster, *, plain_ascii: bool) -> Iterator[str]:
    numbers = sum(WIDTHS) + len(WIDTHS)
    findings = [_finding(row) for row in roster.rows]
    finding_width = min(FINDING_WIDTH, max(18, *(cell_width(text) for text in findings)))
    names = [_name(row, plain_ascii=plain_ascii) for row in roster.rows]
    left = columns() - numbers - finding_width - len(GAP)
    name_width = min(left, max(LEAST_NAME_WIDTH, *(cell_width(name) for name in names)))
    ahead = name_width + len(GAP) + finding_width
    yield f"{'':{ahead}}{'':{WIDTHS[0] + 1}}  days since"
    head = " ".join(f"{word:>{width}}" for word, width in zip(NUMBERS, WIDTHS, strict=True))
    yield f"{'athlete':{name_width}}{GAP}{'gravest open finding':{finding_width}} {head}"
    for row, name, finding in zip(roster.rows, names, findings, strict=True):
        cells = " ".join(
            f"{cell:>{width}}" for cell, width in zip(_cells(row), WIDTHS, strict=True)
        )
        yield f"{fitted(name, name_width)}{GAP}{fitted(finding, finding_width)} {cells}"
    cut = [name for name in names if cell_width(name) > name_width]
    if cut:
        yield ""
        yield from wrapped(f"Cut above: {'; '.join(cut)}.", "")


def _name(row: AthleteRow, *, plain_ascii: bool) -> str:
    name = f"{'! ' if row.red_flags else ''}{shown_name(row.name)}"
    return ascii_only(name) if plain_ascii else name


def _finding(row: AthleteRow) -> str:
    if row.findings:
        worst = row.findings[0]
        return f"{worst.severity} {worst.name.replace('-', ' ')}"
    if row.problem:
        return "cannot be read, see below" if row.code else row.problem
    return "-" if not row.red_flags else "red flags in the diary"


def _cells(row: AthleteRow) -> tuple[str, ...]:
    since = row.findings[0].period_start if row.findings else None
    return (
        "-" if since is None else _short_day(since, row.as_of),
        _counted(_days(row.last_run, row.as_of)),
        "never" if row.last_import is None and not row.code
        else _counted(_days(row.last_import_day, row.as_of)),
        "-" if row.pain is None else f"{row.pain:g}",
        "?" if row.problem else str(len(row.findings)),
    )  # fmt: skip


def _short_day(day: date, as_of: date) -> str:
    is_recent = (as_of - day).days < YEAR_DAYS
    return f"{day.day} {day:%b}" if is_recent else f"{day:%b %y}"


def _counted(days: int | None) -> str:
    if days is None:
        return "?"
    return str(days) if days <= MOST_DAYS else f"{MOST_DAYS}+"


def _notes(roster: Roster) -> Iterator[str]:
    broken = [row for row in roster.rows if row.problem and row.code]
    for row in broken:
        yield from wrapped(f"{shown_name(row.name)}: {shown_name(row.problem, 600)}", "", "  ")
    for sentence in roster.shared:
        yield from wrapped(shown_name(sentence, 600), "", "  ")
    named = next((row for row in roster.rows if row.findings), None)
    if named is not None:
        yield from wrapped(
            "Why, and what to do: loadwatch review --name, and an athlete's name.", ""
        )
    if broken or roster.shared or named is not None:
        yield ""
