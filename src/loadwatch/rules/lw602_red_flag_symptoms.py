"""LW602 red-flag-symptoms."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from loadwatch.language import _
from loadwatch.load import History
from loadwatch.rules._base import Needs, Severity, Signal, rule


@rule(
    code="LW602",
    name="red-flag-symptoms",
    evidence=_("guideline"),
    needs=Needs(runs=0),
    cites=("redflags",),
)
def check(history: History) -> Iterator[Signal]:
    """The diary tells of symptoms in the saddle, bladder or bowel.

    What it watches
        The answer to the diary's question about numbness between the legs and trouble with bladder
        or bowel.

    Why it matters for the back
        Guidelines name these signs an emergency, whatever was run. Together with pain-response,
        whose leg symptoms belong here too, this is the judgement of symptoms; it is a warning on
        its own and nothing lowers it.

    When it stays silent
        Where the diary does not say yes. It asks one question of many: the list at the end of every
        report, and before all else for four weeks after such an answer, is longer. Silence is no
        clearance.

    What to do
        Stop running and get emergency care at once. Do not wait for a file, a number or a report.

    Parameters
    ----------
    None: one yes is enough.
    """
    for position in np.flatnonzero(history.daily["saddle_symptoms"].eq(True).to_numpy()):
        day = history.date_at(position)
        yield Signal(
            day,
            Severity.WARNING,
            _("Symptoms in the saddle, bladder or bowel on {day:date}."),
            _("Stop running and get emergency care at once. No number here outranks this."),
            1.0,
            0.0,
            "symptoms told",
            {"day": day},
        )
