"""Review → one JSON object, schema ``loadwatch.review/1``. Unknown is null."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

import pandas as pd

from loadwatch.columns import SESSIONS, WEEKLY, Column
from loadwatch.notice import NOTICE
from loadwatch.report._base import Review
from loadwatch.rules import Finding

SCHEMA = "loadwatch.review/1"
DECIMALS = 3


def render(review: Review, *, with_segments: bool = False) -> str:
    """Render a review.

    Parameters
    ----------
    review : Review
        What to render.
    with_segments : bool, default False
        Whether each session carries its segments.
    """
    sessions = [_row(row, SESSIONS) for row in review.sessions.to_dict("records")]
    if with_segments:
        for session in sessions:
            session["segments"] = [plain(row) for row in review.segments[session["session_id"]]]
    document = {
        "schema": SCHEMA,
        "version": review.version,
        "as_of": plain(review.as_of),
        "coverage": plain(asdict(review.coverage)),
        "files": [
            {
                "path": file.path,
                "member": file.member,
                "state": file.state,
                "reason": file.reason,
                "session_ids": list(file.session_ids),
            }
            for file in review.files
        ],
        "sessions": sessions,
        "weekly": [
            _row({"week_start": week, **row}, WEEKLY)
            for week, row in zip(review.weekly.index, review.weekly.to_dict("records"), strict=True)
        ],
        "findings": [_finding(finding) for finding in review.judgement.findings],
        "earlier_findings": [_finding(finding) for finding in review.judgement.earlier],
        "not_judged": [plain(asdict(item)) for item in review.judgement.not_judged],
        "notice": NOTICE,
    }
    return json.dumps(document, ensure_ascii=False, allow_nan=False, indent=1)


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": str(finding.severity),
        "period_start": finding.period_start.isoformat(),
        "period_end": finding.period_end.isoformat(),
        "clears_on": finding.clears_on.isoformat(),
        "message": finding.message,
        "observed": plain(finding.observed),
        "limit": plain(finding.limit),
        "unit": finding.unit,
        "advice": finding.advice,
        "data": plain(finding.data),
        "evidence": finding.evidence,
        "cites": list(finding.cites),
        "sources": list(finding.sources),
    }


def _row(row: Mapping[Any, Any], columns: Iterable[Column]) -> dict[str, Any]:
    result = {}
    for column in columns:
        value = plain(row.get(column.name))
        if column.dtype == "date" and isinstance(value, str):
            value = value[:10]
        result[column.name] = value
    return result


def plain(value: Any) -> Any:
    """Only what JSON knows, to three decimals; unknown becomes null."""
    if value is None or value is pd.NaT:
        return None
    if isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        rounded = round(value, DECIMALS)
        return int(rounded) if rounded.is_integer() else rounded
    if isinstance(value, pd.Timestamp):
        return value.isoformat()
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    raise TypeError(f"{type(value).__name__} has no JSON form")
