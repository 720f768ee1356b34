"""LW103 hold-before-progressing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import numpy as np

from loadwatch.language import _
from loadwatch.load import History
from loadwatch.load.metrics import rolling_sum, window_max
from loadwatch.rules._base import Needs, Severity, Signal, rule
from loadwatch.rules._words import unknown_words

SUNDAY = 6


@rule(
    code="LW103",
    name="hold-before-progressing",
    evidence=_("C (expert opinion; no trial)"),
    needs=Needs(runs=4, history_days=28, window_days=35, known=("run_impact_count_upper",)),
    cites=("backinshape", "loadwatch"),
    formula=_(
        "{week_impacts:count} / {largest_before:count} = {observed:ratio}, limit {limit:ratio} "
        "(impacts); rise {rise_count} in {month_days:days}"
    ),
    budgets_from=Severity.INFO,
)
def check(
    history: History,
    *,
    rise: float = 1.10,
    hold_days: int = 7,
    careful_hold_days: int = 14,
    month_days: int = 28,
    rises_for_caution: int = 3,
    floor_week_impacts: float = 10_000,
) -> Iterator[Signal]:
    """The weeks rose again before the last rise was held.

    What it watches
        Run impacts of each week at its end against the largest seven days that ended one to four
        weeks earlier. More than a tenth above is a rise. A second rise in the week after one is
        reported, in careful mode in the two weeks after one; the third within four weeks is a
        caution.

    Why it matters for the back
        Discs and other slow tissues have little blood supply and turn over within years, not weeks.
        Experts advise to stay at one level for a week or two before the next step. No trial has
        tested it.

    When it stays silent
        One rise followed by a level or lighter week, in careful mode by two. Weeks under 10,000 run
        impacts, where the run-walk ladder has its own hold. The first four weeks, and weeks before
        which no impacts are known. It does not judge over more than two days without a file in
        five weeks. It knows nothing of pain: a quiet report is no clearance.

    What to do
        Repeat the last week's runs and times once more. To work the heart harder meanwhile, add
        speed rather than distance or sets.

    Parameters
    ----------
    rise : float, default 1.10
        A week above this times the largest before is a rise. [unitless; choice]
    hold_days : int, default 7
        A second rise within this is too soon. [days; backinshape: one or two weeks]
    careful_hold_days : int, default 14
        The same in careful mode. [days; backinshape: one or two weeks]
    month_days : int, default 28
        Days within which rises are counted. [days; choice]
    rises_for_caution : int, default 3
        Rises within that time for a caution. [count; choice]
    floor_week_impacts : float, default 10000
        A smaller week is no rise. [impacts; choice]
    """
    week = rolling_sum(history.day("run_impact_count_upper"), 7)
    before = window_max(history.day("run_impact_count_7d"), 7, month_days)
    unknown = history.unknown_runs(7)
    number = np.arange(week.size)
    is_sunday = (history.first_day.weekday() + number) % 7 == SUNDAY
    enough = number + 1 >= month_days
    rises = (
        is_sunday & enough & (week >= floor_week_impacts) & (week > rise * before) & (before > 0)
    )
    hold = careful_hold_days if history.athlete.careful else hold_days
    days = np.flatnonzero(rises)
    for index, position in enumerate(days):
        recent = [int(day) for day in days[: index + 1] if position - day < month_days]
        if len(recent) < 2 or (recent[-1] - recent[-2] > hold and len(recent) < rises_for_caution):
            continue
        day = history.date_at(position)
        yield Signal(
            day,
            Severity.CAUTION if len(recent) >= rises_for_caution else Severity.INFO,
            _(
                "The week to {day:date} held {week_impacts:count} impacts, {excess_pct:pct} "
                "above the largest of the four weeks before, {since_days:days} after another rise; "
                "{rise_count} rises in 28 days."
            )
            + unknown_words(unknown[position]),
            _("Repeat this week's runs and times until {hold_until:date} before the next step."),
            float(week[position] / before[position]),
            rise,
            "ratio",
            {
                "day": day,
                "week_impacts": float(week[position]),
                "largest_before": float(before[position]),
                "excess_pct": float(week[position] / before[position] - 1) * 100,
                "since_days": recent[-1] - recent[-2],
                "rise_count": len(recent),
                "hold_until": day + timedelta(days=max(2 * hold_days, hold)),
            },
        )
