"""What a surface that shows several athletes is given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from loadwatch.load.acute import AcuteLoad
from loadwatch.report.story import Found
from loadwatch.rules import Finding


@dataclass(frozen=True, slots=True)
class WeekLoad:
    """Impacts of a week.

    Parameters
    ----------
    monday : date
        Its first day.
    impact_count : float
        NaN is unknown, as is a week without a run and with days that nobody knows of. [count]
    usual_week : float
        Seven times the base; NaN without one. [count]
    """

    monday: date
    impact_count: float
    usual_week: float


@dataclass(frozen=True)
class AthleteRow:
    """One athlete.

    Parameters
    ----------
    name : str
        Of the library's folder: what ``--name`` takes.
    folder : str
        Of the library.
    as_of : date
        Day of the judgement, by the clock where the athlete lives.
    red_flags : sequence of str
        What the diary tells that is answered with the red flags first.
    findings : sequence of Finding
        Open ones, the gravest first.
    acknowledged_count : int
        Open ones that are put aside.
    last_run : date or None
        Day of the last run on file or in the diary; None is not known.
    last_import : datetime or None
        End of the last import that came to its end.
    last_import_day : date or None
        Its day where the athlete lives.
    pain, pain_date : float and date, or None
        The most of the last day of late that tells of any. [0-10]
    problem : str
        Why nothing of the library is told, one sentence; empty if it is.
    code : int
        Exit code of the problem; 0 where nothing is wrong, as before the first import.
    verdict : str
        The review in one sentence; empty where the library was not judged.
    found : sequence of Found
        The findings in words.
    last_activity : date or None
        Day of the last session of any sport on file or in the diary.
    acute : AcuteLoad or None
        Impacts of the last seven days beside what is usual.
    weeks : sequence of WeekLoad
        The last weeks, rising.
    not_judged_count : int
        Rules that could not judge.
    page : str
        File name of the athlete's own page beside the one of all; empty without one.
    """

    name: str
    folder: str
    as_of: date
    red_flags: Sequence[str] = ()
    findings: Sequence[Finding] = ()
    acknowledged_count: int = 0
    last_run: date | None = None
    last_import: datetime | None = None
    last_import_day: date | None = None
    pain: float | None = None
    pain_date: date | None = None
    problem: str = ""
    code: int = 0
    verdict: str = ""
    found: Sequence[Found] = ()
    last_activity: date | None = None
    acute: AcuteLoad | None = None
    weeks: Sequence[WeekLoad] = ()
    not_judged_count: int = 0
    page: str = ""


@dataclass(frozen=True)
class Roster:
    """All athletes, most urgent first.

    Parameters
    ----------
    version : str
        Version of loadwatch.
    as_of : date
        Day of the judgement; without one told, today where this is read.
    rows : sequence of AthleteRow
        One an athlete.
    shared : sequence of str
        What two of the libraries have in common, a sentence each.
    """

    version: str
    as_of: date
    rows: Sequence[AthleteRow]
    shared: Sequence[str] = ()
