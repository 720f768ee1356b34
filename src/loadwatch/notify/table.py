"""Plain HTML for mail: one narrow column, inline style, no picture, nothing that is fetched.

Neither text nor ground has a colour of its own, so that a dark mail program stays dark.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterator, Mapping, Sequence
from datetime import date
from html import escape
from typing import Any

import pandas as pd

from loadwatch.notice import RED_FLAGS, WHAT_THIS_IS
from loadwatch.report import Review
from loadwatch.report.weeks import MANY_UNOBSERVED
from loadwatch.report.words import plural
from loadwatch.rules import Finding

_BODY = "font:16px/1.45 sans-serif;max-width:36em"
_HEAD = "font-size:20px;line-height:1.25;margin:8px 0"
_SMALL = "font-size:13px"
_NOTICE = "border-left:4px solid #c9485b;padding-left:10px"
_TABLE = "border-collapse:collapse;font-size:14px"
_ROW = "padding:3px 0;border-bottom:1px solid #999999;white-space:nowrap"
_CELL = "display:inline-block;text-align:right;min-width:"
_WIDTHS_EM = (3.3, 3.5, 4.5, 7.4, 4.0)
"""The whole row fits a phone of 360 px, at eight weeks of up to 99 km and 99,999 impacts."""


def findings_html(title: str, findings: Sequence[Finding], has_symptom: bool) -> str:
    """New findings as sentences."""
    return _page(title, [*_red_flags(has_symptom), *_sentences(findings), *_last(not has_symptom)])


def digest_html(title: str, review: Review, facts: Sequence[str], *, weeks: int) -> str:
    """The weekly overview with its table."""
    has_symptom = review.diary is not None and bool(review.diary.red_flags)
    findings = review.judgement.findings
    lines = [
        *_red_flags(has_symptom),
        *(_sentences(findings) if findings else ["<p>Nothing is open.</p>"]),
        *_weeks(review, weeks),
        "<p><b>What this rests on</b></p>",
        '<ul style="padding-left:20px">',
        *(f"<li>{escape(fact)}</li>" for fact in facts),
        "</ul>",
        *_last(not has_symptom),
    ]
    return _page(title, lines)


def _page(title: str, lines: Sequence[str]) -> str:
    body = "\n".join(lines)
    return f'<div style="{_BODY}">\n<h2 style="{_HEAD}">{escape(title)}</h2>\n{body}\n</div>\n'


def _red_flags(is_wanted: bool) -> list[str]:
    return [f'<p style="{_NOTICE}">{escape(RED_FLAGS)}</p>'] if is_wanted else []


def _last(has_red_flags: bool) -> list[str]:
    text = f"{WHAT_THIS_IS} {RED_FLAGS}" if has_red_flags else WHAT_THIS_IS
    return [f'<p style="{_SMALL}">{escape(text)}</p>']


def _sentences(findings: Sequence[Finding]) -> Iterator[str]:
    for finding in findings:
        yield f"<p><b>{finding.severity}</b>: {escape(finding.message)}<br>"
        yield f"{escape(finding.advice)}</p>"


def _weeks(review: Review, count: int) -> Iterator[str]:
    weekly = review.weekly.tail(count)
    if weekly.empty:
        return
    yield (
        "<p><b>The weeks</b>, each from its Monday; impacts are foot strikes while running, "
        "with their change on the week before.</p>"
    )
    rows = "".join(
        _row(_week(week.date(), row))
        for week, row in zip(pd.DatetimeIndex(weekly.index), weekly.to_dict("records"), strict=True)
    )
    yield f'<table style="{_TABLE}">{rows}</table>'


def _week(monday: date, row: Mapping[Hashable, Any]) -> tuple[str, ...]:
    """Cells of one week; each has its unit, for in the text of a mail there are no columns."""
    day = f"{monday.day} {monday:%b}"
    if row["unobserved_day_count"] > MANY_UNOBSERVED and not row["run_count"]:
        return (day, "no file")
    change = row["run_impact_count_change_pct"]
    unknown = "?" if row["unknown_run_count"] else ""
    return (
        day,
        plural(int(row["run_count"]), "run"),
        _shown(row["run_distance_m"] / 1000, ".1f", f"{unknown} km"),
        _shown(row["run_impact_count"], ",.0f", f"{unknown} impacts"),
        "" if pd.isna(change) else f"{change:+.0f} %",
    )


def _shown(value: float, spec: str, unknown: str) -> str:
    return "?" if value is None or math.isnan(value) else f"{value:{spec}}{unknown}"


def _row(cells: Sequence[str]) -> str:
    """One week in one cell: the text that apprise makes of a mail has a line for each cell."""
    shown = " ".join(
        f'<span style="{_CELL}{width}em">{escape(cell)}</span>'
        for cell, width in zip(cells, _WIDTHS_EM, strict=False)
    )
    return f'<tr><td style="{_ROW}">{shown}</td></tr>'
