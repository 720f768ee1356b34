"""What a surface is given. A surface renders; it computes no number."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pandas as pd

from loadwatch.load.acute import AcuteLoad
from loadwatch.load.corrected import CorrectedSession
from loadwatch.report.athlete import AthleteUse
from loadwatch.rules import Finding, Judgement


@dataclass(frozen=True)
class FileRow:
    """One file or archive member and what became of it."""

    path: str
    member: str | None
    state: str
    reason: str
    session_ids: tuple[str, ...]

    @property
    def name(self) -> str:
        """Path, and the member after an exclamation mark."""
        return self.path if self.member is None else f"{self.path}!{self.member}"


@dataclass(frozen=True)
class Coverage:
    """What the judgement rests on.

    Parameters
    ----------
    first_date, last_date : date or None
        First and last day with a file.
    file_states : Mapping[str, int]
        Files in each state.
    skipped_reasons : Mapping[str, int]
        Skipped files by reason, most frequent first.
    sports : Mapping[str, int]
        Sessions of each sport.
    not_counted : Mapping[str, int]
        Sessions of sports that no rule judges.
    weeks, weeks_judged : int
        ISO weeks touched, and those with at most two unobserved days.
    rest_days, unobserved_days : int
        Days without a file, told apart.
    estimated_share : float or None
        Share of all run impacts that are estimated; None without run impacts.
    unknown_run_count, undated_session_count, partial_session_count : int
        Runs without known impacts, sessions without a date, sessions of damaged files.
    devices : sequence of Mapping
        ``device``, ``serial``, ``session_count``.
    several_serials : bool
        Whether foot-sport sessions come from devices with different serial numbers.
    experience : str or None
        novice, returning or long-term as far as files tell.
    """

    first_date: date | None
    last_date: date | None
    file_states: Mapping[str, int]
    skipped_reasons: Mapping[str, int]
    sports: Mapping[str, int]
    not_counted: Mapping[str, int]
    weeks: int
    weeks_judged: int
    rest_days: int
    unobserved_days: int
    estimated_share: float | None
    unknown_run_count: int
    undated_session_count: int
    partial_session_count: int
    devices: Sequence[Mapping[str, object]]
    several_serials: bool
    experience: str | None


@dataclass(frozen=True)
class DiaryUse:
    """What a diary adds to a review.

    Parameters
    ----------
    path : str
        Where it lies.
    entry_count : int
        Entries used.
    last_date : date or None
        Last day that one of them tells of.
    told_day_count : int
        Days of rest, illness and absence.
    run_count : int
        Runs that were not recorded.
    pain_day_count : int
        Days with a pain from 0 to 10.
    highest_pain : float or None
        The most of them. [0-10]
    red_flags : sequence of str
        What answers with the red flags first, each with its day.
    problems : sequence of str
        Lines that cannot be used, and runs that are on file too.
    days : pandas.DataFrame
        What is told of each day, indexed by ``local_date``.
    """

    path: str
    entry_count: int
    last_date: date | None
    told_day_count: int
    run_count: int
    pain_day_count: int
    highest_pain: float | None
    red_flags: Sequence[str]
    problems: Sequence[str]
    days: pd.DataFrame


@dataclass(frozen=True)
class CorrectionsUse:
    """What a person set right.

    Parameters
    ----------
    folder : str
        Folder of the files.
    sessions : sequence of CorrectedSession
        What was corrected.
    problems : sequence of str
        Lines that cannot be used, one sentence each.
    """

    folder: str
    sessions: Sequence[CorrectedSession]
    problems: Sequence[str]


@dataclass(frozen=True)
class Acknowledged:
    """An open finding that a person knows of; ``until`` is None until it is over."""

    finding: Finding
    until: date | None


def _no_limits() -> pd.DataFrame:
    return pd.DataFrame({"usual_week": [], "limit_week": []}, dtype=np.float64)


@dataclass(frozen=True)
class Review:
    """All a surface sees.

    Parameters
    ----------
    version : str
        Version of loadwatch.
    as_of : date or None
        Day of the judgement; None when nothing dated was found.
    files : sequence of FileRow
        Every file once.
    sessions, weekly : pandas.DataFrame
        Tables with the columns of SESSIONS and WEEKLY.
    segments : Mapping[str, sequence of Mapping]
        Rows of SEGMENTS for each session id; empty where they were not asked for.
    judgement : Judgement
        Findings and what could not be judged.
    coverage : Coverage
        What it rests on.
    diary : DiaryUse or None
        What the diary adds; None without one.
    acute : sequence of AcuteLoad
        Impacts and impact loads of the last seven days; empty when nothing dated was found.
    cost_per_km : float or None
        Kilometres of easy running that one of the last seven days' kilometres came to.
    athlete : AthleteUse or None
        What of the profile was used, and what had to be assumed.
    daily : pandas.DataFrame
        Table with the columns of DAILY, indexed by ``local_date``.
    corrections : CorrectionsUse or None
        What a person corrected; None where there are no such files.
    acknowledged : sequence of Acknowledged
        Open findings that are put aside; not among those of ``judgement``.
    week_limits : pandas.DataFrame
        A usual week and the limit of its impacts, as ``load.week_limits``.
    """

    version: str
    as_of: date | None
    files: Sequence[FileRow]
    sessions: pd.DataFrame
    weekly: pd.DataFrame
    segments: Mapping[str, Sequence[Mapping[str, object]]]
    judgement: Judgement
    coverage: Coverage
    diary: DiaryUse | None = None
    acute: Sequence[AcuteLoad] = ()
    cost_per_km: float | None = None
    athlete: AthleteUse | None = None
    daily: pd.DataFrame = field(default_factory=pd.DataFrame)
    corrections: CorrectionsUse | None = None
    acknowledged: Sequence[Acknowledged] = ()
    week_limits: pd.DataFrame = field(default_factory=_no_limits)

    @property
    def red_flags(self) -> Sequence[str]:
        """What the diary tells that is answered with the red flags first."""
        return () if self.diary is None else self.diary.red_flags


def common_folder(review: Review) -> str:
    """Start of path that all files share; empty where they share none."""
    places = {os.path.dirname(file.path) for file in review.files}  # noqa: PTH120
    folders = [f"{place}{os.sep}" for place in places]
    shared = os.path.commonprefix(folders)  # noqa: RUF071  (cut at a separator on the next line)
    return shared[: shared.rfind(os.sep) + 1]
