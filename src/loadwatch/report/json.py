"""Review → one JSON object, schema ``loadwatch.review/1``. Unknown is null."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields
from typing import Any

from loadwatch.columns import SESSIONS, WEEKLY, Column
from loadwatch.notice import NOTICE
from loadwatch.report._base import DiaryUse, Review
from loadwatch.report.corrections import corrections_json, until_json
from loadwatch.report.plain import plain
from loadwatch.rules import Finding

SCHEMA = "loadwatch.review/1"


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
    document: dict[str, Any] = {
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
        "acute_load": [plain(asdict(each)) for each in review.acute],
        "cost_per_km": review.cost_per_km,
        "findings": [_finding(finding) for finding in review.judgement.findings],
        "earlier_findings": [_finding(finding) for finding in review.judgement.earlier],
        "not_judged": [plain(asdict(item)) for item in review.judgement.not_judged],
        "notice": NOTICE,
    }
    if review.athlete is not None:
        document["athlete"] = plain(asdict(review.athlete))
    if review.corrections is not None:
        document["corrections"] = corrections_json(review.corrections)
        document["acknowledged_findings"] = [
            {**_finding(each.finding), "acknowledged_until": until_json(each)}
            for each in review.acknowledged
        ]
    if review.diary is not None:
        document["diary"] = _diary(review.diary)
    return json.dumps(document, ensure_ascii=False, allow_nan=False, indent=1)


def _diary(diary: DiaryUse) -> dict[str, Any]:
    told = {field.name: plain(getattr(diary, field.name)) for field in fields(diary)[:-1]}
    days = [
        {"local_date": day.date().isoformat(), **plain(row)}
        for day, row in zip(diary.days.index, diary.days.to_dict("records"), strict=True)
    ]
    return {**told, "days": days}


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "finding_id": finding.finding_id,
        "code": finding.code,
        "name": finding.name,
        "severity": str(finding.severity),
        "period_start": finding.period_start.isoformat(),
        "period_end": finding.period_end.isoformat(),
        "clears_on": plain(finding.clears_on),
        "message": finding.message,
        "observed": plain(finding.observed),
        "limit": plain(finding.limit),
        "unit": finding.unit,
        "advice": finding.advice,
        "data": plain(finding.data),
        "evidence": finding.evidence,
        "cites": list(finding.cites),
        "sources": list(finding.sources),
        "formula": finding.formula,
        "thresholds": plain(finding.thresholds),
        "basis": plain(asdict(finding.basis)),
    }


def _row(row: Mapping[Any, Any], columns: Iterable[Column]) -> dict[str, Any]:
    result = {}
    for column in columns:
        value = plain(row.get(column.name))
        if column.dtype == "date" and isinstance(value, str):
            value = value[:10]
        result[column.name] = value
    return result
