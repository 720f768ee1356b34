"""Review → one JSON object, schema ``loadwatch.review/1``. Unknown is null."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, fields
from typing import Any

import numpy as np
import pandas as pd

from loadwatch.columns import SESSIONS, WEEKLY, Column
from loadwatch.notice import NOTICE
from loadwatch.report._base import DiaryUse, Review
from loadwatch.report.corrections import corrections_json, until_json
from loadwatch.report.document import Table, text_of
from loadwatch.report.plain import plain, plain_numbers
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
    sessions = _columns(review.sessions, SESSIONS)
    if with_segments:
        sessions["segments"] = [plain(review.segments[each]) for each in sessions["session_id"]]
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
        "sessions": Table(sessions),
        "weekly": Table(_columns(review.weekly.rename_axis("week_start").reset_index(), WEEKLY)),
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
    return text_of(document)


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


def _columns(frame: pd.DataFrame, columns: Sequence[Column]) -> dict[str, list[Any]]:
    return {column.name: _column(frame, column) for column in columns}


def _column(frame: pd.DataFrame, column: Column) -> list[Any]:
    if column.name not in frame:
        return [None] * len(frame)
    if frame[column.name].dtype == np.float64:
        return plain_numbers(frame[column.name].to_numpy())
    values = [plain(value) for value in frame[column.name].tolist()]
    if column.dtype == "date":
        return [value[:10] if isinstance(value, str) else value for value in values]
    return values
