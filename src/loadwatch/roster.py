"""A review of each athlete → one row each, most urgent first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, tzinfo
from pathlib import Path

import numpy as np
import pandas as pd

from loadwatch.diary.entries import PAINS
from loadwatch.load.daily import MAX_UNOBSERVED_DAYS
from loadwatch.report import Review, story
from loadwatch.report._roster import AthleteRow, WeekLoad
from loadwatch.rules import Finding, Severity

PAIN_DAYS = 7
"""Pain entered longer ago than this is not told in the table. [days; choice]"""
WEEKS = 12
"""Weeks beside a name. [weeks; choice]"""
_UNREADABLE = 1.5
"""A library that cannot be read stands below the cautions, above what is only information."""


def row_of(
    folder: Path, review: Review, day: date, *, last_import: datetime | None = None,
    zone: tzinfo | None = None, problem: str = "", code: int = 0,
) -> AthleteRow:  # fmt: skip
    """One athlete's row.

    Parameters
    ----------
    folder : Path
        Of the athlete's library.
    review : Review
        As of the day; of the diary alone where the library cannot be read.
    day : date
        Of the judgement.
    last_import : datetime, optional
        End of the last import that came to its end; None if there was none.
    zone : tzinfo, optional
        Where the athlete lives; where this computer is if not told.
    problem, code : str, int
        Why nothing of the library is told, and the exit code of that; empty if it is.
    """
    findings = sorted(review.judgement.findings, key=_urgency, reverse=True)
    found = sorted(story.found(review), key=lambda each: _urgency(each.finding), reverse=True)
    pain = _pain(review, day)
    is_judged = not problem
    return AthleteRow(
        folder.name,
        str(folder),
        day,
        tuple(review.red_flags),
        tuple(findings),
        len(review.acknowledged),
        _last(review.sessions[review.sessions["sport"] == "running"], day),
        last_import,
        None if last_import is None else last_import.astimezone(zone).date(),
        None if pain is None else pain[0],
        None if pain is None else pain[1],
        problem,
        code,
        story.verdict(review) if is_judged else "",
        tuple(found),
        _last(review.sessions, day),
        review.acute[0] if review.acute and is_judged else None,
        tuple(_weeks(review)) if is_judged else (),
        len(review.judgement.not_judged) if is_judged else 0,
    )


def most_urgent_first(rows: Iterable[AthleteRow]) -> list[AthleteRow]:
    """Red flags first, then by the gravest finding, then by pain, then by name."""
    return sorted(
        rows,
        key=lambda row: (
            not row.red_flags,
            -max(
                _urgency(row.findings[0]) if row.findings else 0.0,
                _UNREADABLE if row.code else 0.0,
            ),
            -(row.pain or 0.0),
            row.name.casefold(),
        ),
    )


def _urgency(finding: Finding) -> float:
    is_strong = finding.is_strong and finding.severity == Severity.CAUTION
    return float(finding.severity) + 0.5 * is_strong


def _weeks(review: Review) -> Iterator[WeekLoad]:
    weekly = review.weekly.tail(WEEKS)
    usual = review.week_limits.reindex(weekly.index)["usual_week"].to_numpy(np.float64)
    is_silent = (weekly["run_count"] == 0) & (weekly["unobserved_day_count"] > MAX_UNOBSERVED_DAYS)
    impacts = weekly["run_impact_count"].mask(is_silent).to_numpy(np.float64)
    for monday, count, base in zip(weekly.index, impacts, usual, strict=True):
        yield WeekLoad(monday.date(), float(count), float(base))


def _last(sessions: pd.DataFrame, day: date) -> date | None:
    days = sessions["local_date"].dropna()
    days = days[days <= pd.Timestamp(day)]
    return days.max().date() if len(days) else None


def _pain(review: Review, day: date) -> tuple[float, date] | None:
    """The most pain of the last day that tells of any."""
    if review.diary is None:
        return None
    told = review.diary.days[list(PAINS)].max(axis=1).dropna()
    told = told[(told.index <= pd.Timestamp(day))]
    if told.empty or (day - told.index[-1].date()).days > PAIN_DAYS:
        return None
    return float(told.iloc[-1]), told.index[-1].date()
