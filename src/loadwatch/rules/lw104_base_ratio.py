"""LW104 base-ratio."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import numpy as np

from loadwatch.language import _
from loadwatch.load import History
from loadwatch.load.acute import BASE_DAYS, week_limit
from loadwatch.load.metrics import base_step, ratio, rolling_sum, weeks_before, window_max
from loadwatch.rules._base import Needs, Severity, Signal, rule
from loadwatch.rules._words import unknown_words
from loadwatch.units import Floats

PROVISIONAL = _(
    "Provisional: {unobserved:days} of the last 42 have no file, and the base assumes rest."
)

OVER_BASE = _(
    "({week_impacts:count} / 7) / {base_day:count} = {observed:ratio}, limit {limit:ratio} "
    "(impacts a day)"
)
OVER_WEEKS = _(
    "{week_impacts:count} / {largest:count} = {over_largest:ratio}, limit {new_territory:ratio} "
    "(against the largest of the weeks before)"
)


def _nothing_known_before(history: History) -> np.ndarray:
    """Days before whose last week there were runs, and the impacts of none are known."""
    unknown = history.unknown_runs(BASE_DAYS) - history.unknown_runs(7)
    before = np.concatenate((np.zeros(7), history.day("base_run_impact_count")))[: unknown.size]
    result: np.ndarray = (unknown > 0) & (before == 0)
    return result


def _unless(history: History) -> str | None:
    if not _nothing_known_before(history)[-1]:
        return None
    return _("the impacts of no run before the last 7 days are known")


@rule(
    code="LW104",
    name="base-ratio",
    evidence=_("C (a choice; a model of what one is used to, no study)"),
    needs=Needs(runs=4, history_days=28, window_days=7, known=("run_impact_count_upper",)),
    cites=("loadwatch", "sivan2006"),
    formula=f"{OVER_BASE}; {OVER_WEEKS}",
    looks_back_days=BASE_DAYS,
    unless=_unless,
)
def check(
    history: History,
    *,
    limit: float = 1.50,
    strong_limit: float = 1.90,
    clear_below: float = 1.25,
    new_territory: float = 1.10,
    floor_week_impacts: float = 10_000,
    most_unobserved_days: int = 2,
) -> Iterator[Signal]:
    """The last week is far above what the last six weeks made usual.

    What it watches
        The mean day of the last seven against the base: a slowly decaying mean of daily run impacts
        with a time constant of 42 days. It speaks only in new territory, when the week is also more
        than a tenth larger than any that ended one to six weeks before.

    Why it matters for the back
        Slow tissues follow the load of months, not of days. 1.50 is where steady growth of 10 % a
        week ends up, 1.90 that of 20 %. Both are choices: no study ties a number to the back.

    When it stays silent
        Returning to a usual week after a light one. Below 10,000 run impacts a week it is
        information only, since the run-walk ladder governs there. The first four weeks, and weeks
        before which the impacts of no run are known. Where days of the last six weeks have no file,
        it assumes that you rested and says that it is provisional. It knows nothing of pain: a
        quiet report is no clearance.

    What to do
        Stay at this level, or below, until the ratio is under 1.25; the finding gives the day on
        which level weeks have brought it there.

    Parameters
    ----------
    limit : float, default 1.50
        Ratio above which it speaks. [unitless; choice: the end of +10 % a week]
    strong_limit : float, default 1.90
        Ratio of a strong caution. [unitless; choice: the end of +20 % a week]
    clear_below : float, default 1.25
        Ratio to hold level down to. [unitless; choice]
    new_territory : float, default 1.10
        The week must exceed this times the largest of the weeks before. [unitless; choice]
    floor_week_impacts : float, default 10000
        A smaller week is information only. [impacts; choice]
    most_unobserved_days : int, default 2
        With more of the last 42 days unobserved it calls itself provisional. [days; choice]
    """
    lower, upper = history.day("run_impact_count"), history.day("run_impact_count_upper")
    week = rolling_sum(upper, 7)
    slow = history.day("base_run_impact_count")
    missing = history.unobserved_days(BASE_DAYS)
    unknown = history.unknown_runs(7)
    observed = ratio(week / 7, slow)
    largest = np.nan_to_num(window_max(history.day("run_impact_count_7d"), 7, BASE_DAYS))
    growth = ratio(week, largest)
    above = week > week_limit(lower, limit=limit, new_territory=new_territory, slow=slow)
    positions = np.flatnonzero(above & (slow > 0) & ~_nothing_known_before(history))
    days_until = _days_until_under(lower, slow, positions, clear_below)
    for position, days in zip(positions, days_until, strict=True):
        day = history.date_at(position)
        until = day + timedelta(days=int(days))
        enforced = bool(week[position] >= floor_week_impacts)
        provisional = bool(missing[position] > most_unobserved_days)
        yield Signal(
            day,
            Severity.CAUTION if enforced else Severity.INFO,
            (
                _(
                    "The 7 days to {day:date} held {week_impacts:count} impacts, {observed:ratio} "
                    "times your 6-week base ({base_week:count} a week), and more than any week of "
                    "the six before ({largest:count})."
                )
                if largest[position]
                else _(
                    "The 7 days to {day:date} held {week_impacts:count} impacts, {observed:ratio} "
                    "times your 6-week base ({base_week:count} a week); of the six weeks before no "
                    "impacts are on file."
                )
            )
            + unknown_words(unknown[position])
            + (f" {PROVISIONAL}" if provisional else ""),
            _(
                "No more than this, better less, until {until:date}, when level weeks bring it "
                "under {clear_below:ratio}. loadwatch plan tells when and how far to run next."
            )
            if enforced
            else _(
                "Below {floor:count} impacts a week the run-walk ladder governs: go on with its "
                "own holds."
            ),
            float(observed[position]),
            limit,
            "ratio",
            {
                "day": day,
                "observed": float(observed[position]),
                "strong": bool(enforced and observed[position] > strong_limit),
                "week_impacts": float(week[position]),
                "base_day": float(slow[position]),
                "base_week": float(slow[position]) * 7,
                "largest": float(largest[position]),
                "over_largest": float(growth[position]),
                "until": until,
                "clear_below": clear_below,
                "floor": floor_week_impacts,
                "unobserved": float(missing[position]),
            },
            formula="" if largest[position] else OVER_BASE,
        )


def _days_until_under(
    loads: Floats, slow: Floats, positions: np.ndarray, clear_below: float, *, most_days: int = 180
) -> np.ndarray:
    """For each day, how many days of repeating the last seven bring the ratio down."""
    days = np.full(positions.size, most_days)
    is_open = np.ones(positions.size, dtype=bool)
    repeated, usual = weeks_before(loads)[positions], slow[positions]
    mean_day = repeated.sum(axis=1) / 7
    for ahead in range(most_days // 7 * 7 + 7):
        usual = usual + base_step() * (repeated[:, ahead % 7] - usual)
        is_under = is_open & (ratio(mean_day, usual) < clear_below)
        days[is_under] = ahead + 1
        is_open &= ~is_under
    return days
