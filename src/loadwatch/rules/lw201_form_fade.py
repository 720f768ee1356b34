"""LW201 form-fade."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from loadwatch.language import _
from loadwatch.load import History
from loadwatch.rules._base import Needs, Severity, Signal, rule
from loadwatch.rules._runs import day_of, labels, no_run

WORDS = {
    "cadence_drift_pct": _("{cadence_drift_pct_size:pct} fewer steps a minute at equal speed"),
    "stance_time_drift_pct": _("{stance_time_drift_pct_size:pct} longer ground contact"),
    "vertical_oscillation_drift_pct": _(
        "{vertical_oscillation_drift_pct_size:pct} more rise and fall"
    ),
    "vertical_ratio_drift_pct": _(
        "{vertical_ratio_drift_pct_size:pct} more rise and fall for the length of a step"
    ),
    "speed_drift_pct": _("{speed_drift_pct_size:pct} slower"),
    "decoupling_pct": _("{decoupling_pct_size:pct} less speed for a heartbeat"),
}
"""Column → how its change is named."""
OF_FORM = WORDS.keys() - {"speed_drift_pct", "decoupling_pct"}


@rule(
    code="LW201",
    name="form-fade",
    evidence=_("C (small laboratory studies that do not agree; thresholds are a choice)"),
    needs=Needs(runs=1),
    cites=("mizrahi2000", "apte2021", "hanley2014", "burns2019", "drozda2024", "loadwatch"),
    formula=_("{signs:count} signs, limit {least_signs}"),
    looks_back_days=14,
    unless=no_run(
        _("no run of the last {days} days has parts that can be compared"),
        column="form_signal_count",
        days=14,
    ),
)
def check(
    history: History,
    *,
    least_signs: int = 2,
    again_days: int = 14,
    cadence_fall_pct: float = 3,
    stance_time_rise_pct: float = 4,
    alike_speed_pct: float = 3,
    vertical_oscillation_rise_pct: float = 8,
    vertical_ratio_rise_pct: float = 8,
    speed_fall_pct: float = 6,
    decoupling_pct: float = 5,
) -> Iterator[Signal]:
    """Late in a run, the way of running was no longer that of its beginning.

    What it watches
        Six signs in the late part of a run against an early part, on level ground: fewer steps a
        minute at equal speed, longer ground contact, more rise and fall, more of it for the length
        of a step, less speed, less speed for a heartbeat. Two of them are reported if one is of the
        first four; two such runs within 14 days are a caution.

    Why it matters for the back
        In a laboratory, half an hour of hard running lowered the step rate and raised the shock at
        the shin. Other studies saw the signs go the other way, so that one alone says little.
        Runners with back pain took fewer steps a minute than others; which came first is not known.

    When it stays silent
        Under 20 minutes of running, or where the parts cannot be compared. Where the watch writes
        too few of the six. Slowing down with a heart that does not: that gives the last two signs
        at once and says nothing of form. Heat, hills, wind and too little food or drink change the
        same figures, and it cannot tell them apart. It knows nothing of pain: a quiet report is no
        clearance.

    What to do
        Consider stopping the next run about there, or splitting it into sets with walking between.

    Parameters
    ----------
    least_signs : int, default 2
        Signs from which it speaks. [count; choice: a sign alone goes either way]
    again_days : int, default 14
        Two such runs within this are a caution. [days; choice]
    cadence_fall_pct : float, default 3
        Fall of the step rate at equal speed that counts as a change. [%; choice]
    stance_time_rise_pct : float, default 4
        Rise of the contact time that does. [%; choice]
    alike_speed_pct : float, default 3
        Contact time counts only where the speed changed by this at the most. [%; choice]
    vertical_oscillation_rise_pct : float, default 8
        Rise of the up and down that counts. [%; choice]
    vertical_ratio_rise_pct : float, default 8
        Rise of the vertical ratio that counts. [%; choice]
    speed_fall_pct : float, default 6
        Fall of the speed from which it is named. [%; choice]
    decoupling_pct : float, default 5
        Loss of speed for a heartbeat from which it is named. [%; coaches]
    """
    limits = {
        "cadence_drift_pct": -cadence_fall_pct,
        "stance_time_drift_pct": stance_time_rise_pct,
        "vertical_oscillation_drift_pct": vertical_oscillation_rise_pct,
        "vertical_ratio_drift_pct": vertical_ratio_rise_pct,
        "speed_drift_pct": -speed_fall_pct,
        "decoupling_pct": decoupling_pct,
    }
    runs = history.runs
    signs = runs["form_signal_count"].to_numpy(np.float64)
    days, ids, files = labels(runs)
    changed = {name: runs[name].to_numpy(np.float64) for name in limits}
    change_min = runs["form_change_min"].to_numpy(np.float64)
    before: int | None = None
    for position in np.flatnonzero(signs >= least_signs):
        change = {name: float(values[position]) for name, values in changed.items()}
        changes = {
            name: change[name]
            for name, limit in limits.items()
            if abs(change[name]) >= abs(limit) and change[name] * limit > 0
        }
        if not abs(change["speed_drift_pct"]) <= alike_speed_pct:
            changes.pop("stance_time_drift_pct", None)
        if not OF_FORM & changes.keys():
            continue
        day = day_of(days[position])
        again = before is not None and bool(days[position] - before < again_days)
        before = days[position]
        yield Signal(
            day,
            Severity.CAUTION if again else Severity.INFO,
            _(
                "{day:date}'s run: after {change_min:count} min of running, {signs:count} signs "
                "of another form than at the start:"
            )
            + " "
            + ", ".join(WORDS[name] for name in changes)
            + (", " + _("for the second time in {again_days:days}") if again else "")
            + ". "
            + _("Heat, hills, wind and fuelling do the same."),
            _("Consider stopping there, or splitting the run into sets with walking between."),
            float(signs[position]),
            float(least_signs),
            "signs",
            {
                "day": day,
                "signs": float(signs[position]),
                "change_min": float(change_min[position]),
                "again_days": again_days,
                "session_ids": list(ids[position]),
                **changes,
                **{f"{name}_size": abs(value) for name, value in changes.items()},
            },
            files[position],
        )
