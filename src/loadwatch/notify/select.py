"""What of a judgement is new to a target."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from loadwatch.notify.ledger import DIGEST, SENDING, Ledger, Told, digest_id
from loadwatch.rules import Finding, Judgement, Severity

SAME_EPISODE = timedelta(days=7)
"""Two episodes of one rule begin more than this apart. [house decision 14]"""
_NAMED = re.compile(r"(.+)-(\d{8})")


def new_findings(
    judgement: Judgement, ledger: Ledger, target: str, *, level: Severity, now: datetime
) -> list[Finding]:
    """Open findings at or above a level that a target has not heard of at that severity.

    Parameters
    ----------
    judgement : Judgement
        As of today.
    ledger : Ledger
        What was told so far.
    target : str
        Name of the target.
    level : Severity
        The least that it wants to hear of.
    now : datetime
        With its offset from UTC.

    Notes
    -----
    A finding is told again only if it has become graver than it ever was when told. Files that
    arrive late can move the first day of an episode, and with it its name; it is still the same
    one where the day it was told by lies in it or within a week before it.
    """
    lines = ledger.latest(target).values()
    heard = [told for told in lines if told.severity != DIGEST and ledger.is_settled(told, now)]
    return [
        finding
        for finding in judgement.findings
        if finding.severity >= level and _heard(finding, heard) < finding.severity
    ]


def lines_for(findings: Iterable[Finding], target: str, now: datetime) -> list[Told]:
    """Lines of the ledger that mark findings as being sent."""
    return [Told(f.finding_id, str(f.severity), now, target, SENDING) for f in findings]


def due_digest(ledger: Ledger, target: str, *, weekday: int | None, now: datetime) -> date | None:
    """Day of a digest that a target is still owed; None if it is owed none.

    Parameters
    ----------
    ledger : Ledger
        What was told so far.
    target : str
        Name of the target.
    weekday : int or None
        Its day, 0 for Monday; None if it wants none.
    now : datetime
        Local time; the digest of a night that did not happen is sent by the next run, but the
        first waits for its day.
    """
    if weekday is None:
        return None
    latest = ledger.latest(target)
    day = now.date() - timedelta(days=(now.weekday() - weekday) % 7)
    last = latest.get((digest_id(day), DIGEST))
    if last is not None and ledger.is_settled(last, now):
        return None
    is_first = not any(told.severity == DIGEST for told in latest.values())
    return None if is_first and day != now.date() else day


def digest_line(day: date, target: str, now: datetime) -> Told:
    """Line of the ledger that marks a digest as being sent."""
    return Told(digest_id(day), DIGEST, now, target, SENDING)


def _heard(finding: Finding, lines: Sequence[Told]) -> int:
    """The highest severity at which it was told, or is being told; 0 if it was not."""
    return max(
        (Severity[told.severity.upper()] for told in lines if _is_same(finding, told.finding_id)),
        default=0,
    )


def _is_same(finding: Finding, told: str) -> bool:
    """Whether a name is that of a finding, or of the same episode before late files moved it."""
    named = _NAMED.fullmatch(told)
    if told == finding.finding_id or named is None or named[1] != finding.code:
        return told == finding.finding_id
    try:
        day = datetime.strptime(named[2], "%Y%m%d").date()  # noqa: DTZ007  (a day, not a time)
    except ValueError:
        return False
    return finding.period_start - SAME_EPISODE <= day <= finding.period_end
