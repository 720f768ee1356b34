"""Form of an early and a late part of the running, side by side."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from loadwatch.derive.drift import MAX_SPEED_CHANGE_PCT, MIN_RUNNING_S, REFERENCE_END_S, SKIPPED_S
from loadwatch.language import _, numbered
from loadwatch.show.page.tables import Table
from loadwatch.show.trace import FormView
from loadwatch.shown import per_hour, speed_unit


@dataclass(frozen=True)
class FormTable:
    """A table, if there is something to compare, and sentences."""

    table: Table | None
    words: Sequence[str]


@dataclass(frozen=True)
class Trait:
    """Something of form: its stream, its words, its unit, its drift column."""

    stream: str
    title: str
    unit: str
    scale: float
    decimals: int
    drift: str | None


def _traits() -> tuple[Trait, ...]:
    oscillation, ratio = "vertical_oscillation", "vertical_ratio"
    return (
        Trait("speed_mps", _("Speed"), speed_unit(), per_hour(1.0), 1, "speed_drift_pct"),
        Trait("cadence_spm", _("Cadence"), _("steps/min"), 1.0, 0, "cadence_drift_pct"),
        Trait("heart_rate_bpm", _("Heart rate"), _("beats/min"), 1.0, 0, None),
        Trait("stance_time_ms", _("Ground contact"), "ms", 1.0, 0, "stance_time_drift_pct"),
        Trait(f"{oscillation}_mm", _("Rise and fall"), "mm", 1.0, 0, f"{oscillation}_drift_pct"),
        Trait(
            f"{ratio}_pct", _("Rise and fall for step length"), "%", 1.0, 1, f"{ratio}_drift_pct"
        ),
    )


def form_table(form: FormView | None) -> FormTable:
    """What changed, or why that cannot be said.

    Parameters
    ----------
    form : FormView or None
        None where too little was run.
    """
    if form is None:
        told = _("Under {minutes} min of running: not compared.")
        return FormTable(None, [told.format(minutes=f"{MIN_RUNNING_S / 60:.0f}")])
    early, late = form.compared.early, form.compared.late
    rows = [
        [
            _("{title} [{unit}]").format(title=trait.title, unit=trait.unit),
            _cell(early[trait.stream], trait),
            _cell(late[trait.stream], trait),
            _change(form, trait),
        ]
        for trait in _traits()
        if math.isfinite(early[trait.stream]) and math.isfinite(late[trait.stream])
    ]
    if not rows:
        return FormTable(None, [_("Nothing of form is known of both an early and a late part.")])
    table = Table(
        _("Form, early and late"), (_("Mean of"), _("early"), _("late"), _("change")), rows
    )
    return FormTable(table, list(_words(form)))


def _cell(value: float, trait: Trait) -> str:
    return f"{trait.scale * value:.{trait.decimals}f}"


def _change(form: FormView, trait: Trait) -> str:
    if trait.drift is None:
        rise = form.compared.late[trait.stream] - form.compared.early[trait.stream]
        return f"{rise:+.0f}"
    drift = form.drift[trait.drift]
    return f"{drift:+.1f} %" if isinstance(drift, float) else _("unknown")


def _words(form: FormView) -> list[str]:
    said = [_parts(form), _("The change of cadence is what the change of speed does not explain.")]
    speed, signs = form.drift["speed_drift_pct"], form.drift["form_signal_count"]
    if isinstance(speed, float) and abs(speed) > MAX_SPEED_CHANGE_PCT:
        said[1] = _("The speeds are over {most} % apart: form is not compared.").format(
            most=f"{MAX_SPEED_CHANGE_PCT:.0f}"
        )
    elif isinstance(signs, float):
        said.append(
            _("{signs} of another form late in the run, of those that LW201 looks for.").format(
                signs=numbered(round(signs), "{n} sign", "{n} signs")
            )
        )
    if math.isfinite(form.compared.decoupling_pct):
        said.append(
            _("Second half against first: {change} % of the speed for a heartbeat.").format(
                change=f"{-form.compared.decoupling_pct:+.1f}"
            )
        )
    return [*said, _("Heat, hills, wind and fuelling do the same.")]


def _parts(form: FormView) -> str:
    after = f"{form.compared.change_min:.0f}"
    if form.compared.of_bouts:
        return _(
            "Level seconds of the first third of the run bouts against the last third, which "
            "begins after {after} min of running."
        ).format(after=after)
    return _(
        "Level seconds from minute {begin} to {end} of the running against those after minute "
        "{after}."
    ).format(begin=SKIPPED_S // 60, end=REFERENCE_END_S // 60, after=after)
