"""All that ``loadwatch programme`` shows, in one record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from loadwatch.load import History
from loadwatch.programme.decision import Step
from loadwatch.programme.ladder import Ladder, Stage
from loadwatch.programme.placing import Placed, place_runs, since_break
from loadwatch.programme.step import step
from loadwatch.programme.weeks import Week, sessions_a_week, trial_km, weeks_since


@dataclass(frozen=True)
class Programme:
    """Where a runner stands on a ladder.

    Parameters
    ----------
    as_of : date
        Day of the decision.
    ladder : Ladder
        The ladder.
    start : date or None
        First day of the programme: the profile's, else the first session on the ladder since the
        last long break; None where there is none.
    placed : sequence of Placed
        Every run on file.
    weeks : sequence of Week
        Since the start.
    sessions_per_week : float or None
        On the ladder since the start; None in the first week.
    trial_km : float or None
        Distance run in the first twelve weeks, as far as they are over. [km]
    step : Step
        What comes next and why.
    """

    as_of: date
    ladder: Ladder
    start: date | None
    placed: Sequence[Placed]
    weeks: Sequence[Week]
    sessions_per_week: float | None
    trial_km: float | None
    step: Step

    @property
    def next_session(self) -> Stage | None:
        """Prescription of the next session; None where none is proposed."""
        number = self.step.next_stage
        return None if number is None else self.ladder.stage(number)


def programme_of(
    history: History,
    ladder: Ladder,
    open_cautions: frozenset[str] = frozenset(),
    *,
    told: pd.DataFrame | None = None,
    test_s: float | None = None,
    usual_pain: float | None = None,
) -> Programme:
    """Where a runner stands on a ladder, and the next step.

    Parameters
    ----------
    history : History
        Up to the day of the decision.
    ladder : Ladder
        From ``find_ladder``.
    open_cautions : frozenset of str
        Names of the rules with an open caution or warning.
    told : pandas.DataFrame, optional
        From ``told_days``: the whole diary, days before the first run included.
    test_s : float, optional
        Comfortable running in a test that was told and not recorded. [s]
    usual_pain : float, optional
        Pain of an ordinary day. [0-10]
    """
    placed = place_runs(history, ladder)
    chain = since_break(placed)
    start = history.athlete.programme_start or (chain[0].day if chain else None)
    if start is not None and start > history.as_of:
        start = None
    return Programme(
        history.as_of,
        ladder,
        start,
        placed,
        [] if start is None or history.daily.empty else weeks_since(history, placed, start),
        None if start is None else sessions_a_week(placed, start, history.as_of),
        None if start is None or history.daily.empty else trial_km(history, start),
        step(history, ladder, open_cautions, told=told, test_s=test_s, usual_pain=usual_pain),
    )
