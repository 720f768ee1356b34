"""LW502 strength-work-absent."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from loadwatch.language import _
from loadwatch.load import History
from loadwatch.load.metrics import rolling_sum
from loadwatch.rules._base import Needs, Severity, Signal, rule

STRENGTH = "strength_training"


def _strength_days(history: History) -> np.ndarray:
    """Days with a strength session on file or in the diary."""
    sessions = history.sessions
    is_strength = (sessions["sub_sport"] == STRENGTH) | (sessions["sport"] == STRENGTH)
    on_file = history.daily.index.isin(sessions.loc[is_strength, "local_date"])
    result: np.ndarray = on_file | history.daily["strength"].eq(True).to_numpy()
    return result


def _asked_or_recorded(history: History) -> bool:
    if history.athlete.strength_per_week:
        return True
    return not history.daily.empty and bool(_strength_days(history).any())


@rule(
    code="LW502",
    name="strength-work-absent",
    evidence=_("C (a house rule; trials of strength work, none of its absence)"),
    needs=Needs(runs=1, history_days=28, window_days=28),
    cites=("cai2017", "backinshape", "loadwatch"),
    formula=_("0 strength sessions in {window_days:days}, at least 1"),
    concerns=_asked_or_recorded,
)
def check(history: History, *, window_days: int = 28) -> Iterator[Signal]:
    """Four weeks with runs and without a strength session on file or in the diary.

    What it watches
        Strength sessions that a watch recorded or the diary tells, over the last 28 days.

    Why it matters for the back
        In a trial with 84 runners with long-lasting back pain, eight weeks of leg exercises served
        function best, and pain fell alike in all groups. One programme's experts advise resistance
        work three to five times a week beside running. No study that we know tests leaving it out.

    When it stays silent
        For those who never recorded a strength session and whose profile asks for none; without a
        run in the 28 days; and where more than two of them are unobserved. It knows nothing of
        pain: a quiet report is no clearance.

    What to do
        Plan a session this week. Tell one that was not recorded with loadwatch diary add.

    Parameters
    ----------
    window_days : int, default 28
        Days looked back on. [days; choice: house decision]
    """
    strength = _strength_days(history)
    asked = history.athlete.strength_per_week
    wanted = np.logical_or.accumulate(strength) | bool(asked)
    recent = rolling_sum(strength.astype(np.float64), window_days)
    runs = rolling_sum(history.day("run_count"), window_days)
    for position in np.flatnonzero(wanted & (recent == 0) & (runs > 0)):
        day = history.date_at(position)
        yield Signal(
            day,
            Severity.INFO,
            _(
                "No strength session in the {window_days} days to {day:date}, on file or in the "
                "diary, with {runs:runs} in them; your profile asks for {asked} a week."
            )
            if asked
            else _(
                "No strength session in the {window_days} days to {day:date}, on file or in the "
                "diary, with {runs:runs} in them; there have been some before."
            ),
            _("Plan a session this week; tell one that was not recorded with loadwatch diary add."),
            0.0,
            float(asked or 1),
            "sessions a week" if asked else "sessions in 28 days",
            {
                "day": day,
                "window_days": window_days,
                "runs": float(runs[position]),
                "asked": asked,
            },
        )
