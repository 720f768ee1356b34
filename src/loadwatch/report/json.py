"""Review → one JSON object, schema ``loadwatch.review/1``. Unknown is null."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import Any

from loadwatch.columns import SESSIONS, WEEKLY
from loadwatch.notice import NOTICE
from loadwatch.report._base import DiaryUse, Review
from loadwatch.report.corrections import corrections_json, until_json
from loadwatch.report.document import Table, text_of
from loadwatch.report.plain import plain
from loadwatch.report.rows import finding_row, plain_columns, with_days
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
    sessions = plain_columns(review.sessions, SESSIONS)
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
        "weekly": Table(plain_columns(with_days(review.weekly, "week_start"), WEEKLY)),
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
    return {**finding_row(finding), "basis": plain(asdict(finding.basis))}
