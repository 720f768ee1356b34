"""The next run's budget in words and figures of the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from loadwatch.language import _
from loadwatch.plan import Plan
from loadwatch.report.plan_words import (
    WHAT_A_BUDGET_IS,
    basis_words,
    budget_words,
    limit_words,
    told_words,
)
from loadwatch.shown import day_words, distance, unit, unit_m


@dataclass(frozen=True)
class NextRun:
    """What the page says of the next run.

    Parameters
    ----------
    day : str
        Of the run.
    words : str
        The budget in a sentence.
    figures : sequence of (str, str)
        A number, and what it is.
    limit : str
        What limits it.
    basis : str
        What links distance, minutes and impacts; empty without a run.
    head, rows : sequence
        The table of runs around it.
    notice : str
        What a budget is.
    """

    day: str
    words: str
    figures: Sequence[tuple[str, str]]
    limit: str
    basis: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    notice: str


def next_run(plan: Plan) -> NextRun:
    """The budget of a plan."""
    run = plan.budget.run
    figures = (
        []
        if run is None
        else [
            (distance(run.distance_m), _("of running at most")),
            (_("{minutes} min").format(minutes=f"{run.time_s / 60:.0f}"), _("of running, about")),
            (f"{run.impact_count:,.0f}", _("impacts, about")),
        ]
    )
    is_sets = plan.set_run_s is not None
    head = (
        _("Run {unit}").format(unit=unit())
        if plan.set_run_s is None
        else _("Runs of {seconds} s").format(seconds=f"{plan.set_run_s:.0f}"),
        _("Run min"),
        _("Impacts"),
        _("Would trip"),
    )
    rows = [
        (
            f"{row.run.repetitions}" if is_sets else f"{row.run.distance_m / unit_m():.1f}",
            f"{row.run.time_s / 60:.0f}",
            f"{row.run.impact_count:,.0f}",
            ("" if row.is_within else "▲ ") + told_words(row),
        )
        for row in plan.table
    ]
    return NextRun(
        day_words(plan.on),
        budget_words(plan),
        figures,
        " ".join(limit_words(plan)),
        "" if run is None else basis_words(plan),
        head,
        rows,
        WHAT_A_BUDGET_IS,
    )
