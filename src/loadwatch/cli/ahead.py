"""What comes next, for the page, the mail and the calendar: the next run and the next step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from loadwatch.athlete import Athlete
    from loadwatch.corrections import Told
    from loadwatch.diary import Diary
    from loadwatch.importer import Import
    from loadwatch.plan import Plan
    from loadwatch.programme import Ladder, Programme
    from loadwatch.report import Review


def next_run_day(review: Review, today: date) -> date:
    """Today, or tomorrow where a run of today is on file or in the diary."""
    if review.daily.empty:
        return today
    ran = {day.date() for day in review.daily.index[review.daily["run_count"] > 0]}
    return today + timedelta(days=1) if today in ran else today


@dataclass(frozen=True)
class Ahead:
    """What it is looked ahead with.

    Parameters
    ----------
    found : Import
        What was read.
    athlete, diary, told
        As the review was judged with.
    beside : Path
        Folder in which a ladder of the athlete's own lies.
    on : date or None
        Day of the next run; None for the one after the last activity.
    """

    found: Import
    athlete: Athlete
    diary: Diary | None
    told: Told | None
    beside: Path
    on: date | None = None

    @cached_property
    def ladder(self) -> Ladder:
        """The profile's, else ours."""
        from loadwatch.cli.inputs import checked_ladder  # noqa: PLC0415

        return checked_ladder(self.athlete.ladder, self.beside)

    def plan(self) -> Plan:
        """The next run."""
        from loadwatch import outlook  # noqa: PLC0415  (loaded by then)
        from loadwatch.plan import Asked  # noqa: PLC0415

        return outlook.plan(
            self.found, Asked(), on=self.on, diary=self.diary, athlete=self.athlete,
            ladder=self.ladder, told=self.told,
        )  # fmt: skip

    def programme(self, review: Review) -> Programme | None:
        """Where the runner stands on the ladder; None for one who is on none."""
        from loadwatch import outlook  # noqa: PLC0415
        from loadwatch.cli.inputs import now_in  # noqa: PLC0415

        return outlook.standing(
            review, self.ladder,
            today=now_in(self.athlete.zone).date(), athlete=self.athlete,
        )  # fmt: skip
