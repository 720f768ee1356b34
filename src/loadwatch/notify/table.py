"""Plain HTML for mail: one narrow column, inline style, no picture, nothing that is fetched."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from html import escape

import pandas as pd

from loadwatch.notice import RED_FLAGS, WHAT_THIS_IS
from loadwatch.report import Review
from loadwatch.report.weeks import MANY_UNOBSERVED
from loadwatch.report.words import long_day, plural
from loadwatch.rules import Finding

_BODY = "font:16px/1.45 sans-serif;color:#1a1a1a;background:#ffffff;max-width:36em"
_CELL = "padding:3px 8px;text-align:right;border-bottom:1px solid #cccccc"
_FIRST = f"{_CELL.replace('right', 'left')};font-weight:normal"
_SMALL = "font-size:13px;color:#444444"
_NOTICE = "border-left:4px solid #a32037;padding-left:10px"


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
        "<ul>",
        *(f"<li>{escape(fact)}</li>" for fact in facts),
        "</ul>",
        *_last(not has_symptom),
    ]
    return _page(title, lines)


def _page(title: str, lines: Sequence[str]) -> str:
    body = "\n".join(lines)
    return f'<div style="{_BODY}">\n<h2>{escape(title)}</h2>\n{body}\n</div>\n'


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
    yield '<table style="border-collapse:collapse;font-size:14px">'
    weeks = pd.DatetimeIndex(weekly.index)
    for week, row in zip(weeks, weekly.to_dict("records"), strict=True):
        day = long_day(week.date())
        if row["unobserved_day_count"] > MANY_UNOBSERVED and not row["run_count"]:
            yield _row((f"week of {day}", "no file"))
            continue
        change = row["run_impact_count_change_pct"]
        unknown = "?" if row["unknown_run_count"] else ""
        yield _row(
            (
                f"week of {day}",
                plural(int(row["run_count"]), "run"),
                _shown(row["run_distance_m"] / 1000, ".1f", f"{unknown} km"),
                _shown(row["run_impact_count"], ",.0f", f"{unknown} impacts"),
                "" if pd.isna(change) else f"{change:+.0f} %",
            )
        )
    yield "</table>"
    yield f'<p style="{_SMALL}">Impacts: foot strikes while running.</p>'


def _shown(value: float, spec: str, unknown: str) -> str:
    return "?" if value is None or math.isnan(value) else f"{value:{spec}}{unknown}"


def _row(cells: Sequence[str]) -> str:
    """One week; every cell has its unit, for the text that apprise makes of it has no columns."""
    week, *rest = cells
    shown = "".join(f'<td style="{_CELL}">{escape(cell)}</td>' for cell in rest)
    return f'<tr><th scope="row" style="{_FIRST}">{escape(week)}</th>{shown}</tr>'
