"""One table over several athletes, a row each, in 80 columns or as ``loadwatch.athletes/1``."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

from loadwatch.language import _
from loadwatch.notice import NOTICE, RED_FLAGS
from loadwatch.report._roster import AthleteRow, Roster
from loadwatch.report.notices import notice_last
from loadwatch.report.plain import plain
from loadwatch.report.roster_words import red_flags_of, title
from loadwatch.report.width import columns
from loadwatch.report.words import ascii_only, cell_width, shown_name, wrapped
from loadwatch.rules import level_words
from loadwatch.shown import month, short_day

SCHEMA = "loadwatch.athletes/1"
FINDING_WIDTH, LEAST_NAME_WIDTH = 31, 12
WIDTHS = (6, 4, 6, 4, 4)
GAP = "  "
MOST_DAYS = 999
"""More days than this are told as so many and more. [days; choice]"""
YEAR_DAYS = 300
"""A day of this age is told by its month and year. [days; choice]"""


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
        title(roster),
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
    told = red_flags_of(roster)
    for words in told:
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
    yield f"{'':{ahead}}{'':{WIDTHS[0] + 1}}  {_('days since')}"
    words = (_("since"), _("run"), _("import"), _("pain"), _("open"))
    head = " ".join(f"{word:>{width}}" for word, width in zip(words, WIDTHS, strict=True))
    yield (
        f"{fitted(_('athlete'), name_width)}{GAP}"
        f"{fitted(_('gravest open finding'), finding_width)} {head}"
    )
    for row, name, finding in zip(roster.rows, names, findings, strict=True):
        cells = " ".join(
            f"{cell:>{width}}" for cell, width in zip(_cells(row), WIDTHS, strict=True)
        )
        yield f"{fitted(name, name_width)}{GAP}{fitted(finding, finding_width)} {cells}"
    cut = [name for name in names if cell_width(name) > name_width]
    if cut:
        yield ""
        yield from wrapped(_("Cut above: {names}.").format(names="; ".join(cut)), "")


def _name(row: AthleteRow, *, plain_ascii: bool) -> str:
    name = f"{'! ' if row.red_flags else ''}{shown_name(row.name)}"
    return ascii_only(name) if plain_ascii else name


def _finding(row: AthleteRow) -> str:
    if row.findings:
        worst = row.findings[0]
        return f"{level_words(worst.severity)} {worst.name.replace('-', ' ')}"
    if row.problem:
        return _("cannot be read, see below") if row.code else shown_name(row.problem)
    return "-" if not row.red_flags else _("red flags in the diary")


def _cells(row: AthleteRow) -> tuple[str, ...]:
    since = row.findings[0].period_start if row.findings else None
    return (
        "-" if since is None else _short_day(since, row.as_of),
        _counted(_days(row.last_run, row.as_of)),
        _("never") if row.last_import is None and not row.code
        else _counted(_days(row.last_import_day, row.as_of)),
        "-" if row.pain is None else f"{row.pain:g}",
        "?" if row.problem else str(len(row.findings)),
    )  # fmt: skip


def _short_day(day: date, as_of: date) -> str:
    is_recent = (as_of - day).days < YEAR_DAYS
    if is_recent:
        return short_day(day)
    return _("{month} {year}").format(month=month(day), year=f"{day:%y}")


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
            _("Why, and what to do: loadwatch review --name, and an athlete's name."), ""
        )
    if broken or roster.shared or named is not None:
        yield ""


__all__ = ["AthleteRow", "Roster", "fitted", "render_json", "render_text"]
