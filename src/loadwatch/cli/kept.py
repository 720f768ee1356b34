"""Judging what a library holds, with what lies beside it, on the athlete's own day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from loadwatch.cli.inputs import checked_zone, now_in, told_diary
from loadwatch.cli.profile import told_athlete, with_options

if TYPE_CHECKING:
    from loadwatch.athlete import Athlete
    from loadwatch.corrections import Told
    from loadwatch.diary import Diary
    from loadwatch.importer import Import
    from loadwatch.report import Review


@dataclass(frozen=True)
class Keeper:
    """Whose library it is.

    Parameters
    ----------
    folder : Path
        Of the library, with the diary, corrections and acknowledgements in it.
    who : Athlete
        The profile, with options above it.
    now : datetime
        By the clock where the athlete lives.
    """

    folder: Path
    who: Athlete
    now: datetime

    def judge(
        self,
        found: Import,
        *,
        as_of: date | None = None,
        diary: Path | None = None,
        with_segments: bool = False,
    ) -> Review:
        """Judge what was read from the library, as of the athlete's today if no day is told."""
        from loadwatch import review as reviewing  # noqa: PLC0415  (pandas stays out of --help)

        return reviewing.review_of(
            found,
            as_of=as_of or self.now.date(),
            with_segments=with_segments,
            diary=self.diary(diary),
            athlete=self.who,
            told=self.told(),
        )

    def diary(self, wanted: Path | None = None) -> Diary | None:
        """The diary that was asked for, or the one in the library."""
        return told_diary(wanted, self.folder, self.who)

    def told(self) -> Told:
        """Corrections and acknowledgements in the library."""
        from loadwatch.corrections import read_told  # noqa: PLC0415

        return read_told(self.folder)


def keeper_of(folder: Path, *, athlete: Path | None = None, zone: str | None = None) -> Keeper:
    """Whose library a folder holds, by the profile in it or the one that was asked for."""
    _, who = told_athlete(athlete, folder)
    who = with_options(who, height_cm=None, zone=checked_zone(zone))
    return Keeper(folder, who, now_in(who.zone))
