"""Review → one table as CSV, with units in its head. Unknown is an empty cell."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from typing import Any

from loadwatch.columns import DAILY, FILES, FINDINGS, NOT_JUDGED, SESSIONS, WEEKLY, Column
from loadwatch.report._base import Review
from loadwatch.report.cells import csv_text
from loadwatch.report.plain import plain
from loadwatch.report.rows import finding_row, plain_columns, with_days

Rows = Iterable[Sequence[Any]]


def render(review: Review, table: str) -> str:
    """Render one table of a review.

    Parameters
    ----------
    review : Review
        What to render.
    table : str
        One of ``CSV_TABLES``.
    """
    columns, rows = CSV_TABLES[table]
    return csv_text([head(column) for column in columns], rows(review))


def head(column: Column) -> str:
    """Name of a column, with its unit in brackets if it has one."""
    return f"{column.name} [{column.unit}]" if column.unit else column.name


def _weeks(review: Review) -> Rows:
    return _rows(plain_columns(with_days(review.weekly, "week_start"), WEEKLY))


def _days(review: Review) -> Rows:
    return _rows(plain_columns(with_days(review.daily, "local_date"), DAILY))


def _sessions(review: Review) -> Rows:
    return _rows(plain_columns(review.sessions, SESSIONS))


def _rows(columns: dict[str, list[Any]]) -> Rows:
    return zip(*columns.values(), strict=True)


def _findings(review: Review) -> Rows:
    judgement = review.judgement
    rows = [{**finding_row(found), "status": "open"} for found in judgement.findings]
    rows += [
        {
            **finding_row(each.finding),
            "status": "acknowledged",
            "acknowledged_until": plain(each.until),
        }
        for each in review.acknowledged
    ]
    rows += [{**finding_row(found), "status": "over"} for found in judgement.earlier]
    return _chosen(FINDINGS, rows)


def _not_judged(review: Review) -> Rows:
    return _chosen(NOT_JUDGED, [plain(asdict(each)) for each in review.judgement.not_judged])


def _files(review: Review) -> Rows:
    return _chosen(FILES, [plain(asdict(each)) for each in review.files])


def _chosen(columns: Sequence[Column], rows: Iterable[dict[str, Any]]) -> Rows:
    return ([row.get(column.name) for column in columns] for row in rows)


CSV_TABLES: dict[str, tuple[Sequence[Column], Callable[[Review], Rows]]] = {
    "weeks": (WEEKLY, _weeks),
    "days": (DAILY, _days),
    "sessions": (SESSIONS, _sessions),
    "findings": (FINDINGS, _findings),
    "not-judged": (NOT_JUDGED, _not_judged),
    "files": (FILES, _files),
}
