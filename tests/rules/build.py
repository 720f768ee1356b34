"""What the tests of rules share: one rule's findings over rows, a diary and a profile."""

from datetime import date, timedelta

from loadwatch.rules import Finding, Severity, judge
from tests.conftest import FIRST_DAY, history_of


def day(number: int) -> date:
    return FIRST_DAY + timedelta(days=number)


def found(name: str, rows: list[dict[str, object]], **more: object) -> Finding | None:
    findings = judge(history_of(rows, **more)).findings  # type: ignore[arg-type]
    return next((finding for finding in findings if finding.name == name), None)


def severity_of(name: str, rows: list[dict[str, object]], **more: object) -> Severity | None:
    finding = found(name, rows, **more)
    return None if finding is None else finding.severity


def unjudged(name: str, rows: list[dict[str, object]], **more: object) -> str | None:
    items = judge(history_of(rows, **more)).not_judged  # type: ignore[arg-type]
    return next((item.reason for item in items if item.name == name), None)
