"""LW107 volume-class-change."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import numpy as np

from loadwatch.language import _
from loadwatch.load import History
from loadwatch.load.daily import MAX_UNOBSERVED_DAYS
from loadwatch.load.metrics import rolling_sum
from loadwatch.load.volume import (
    JOGGER,
    LONG_DISTANCE,
    LOW,
    MORE,
    SOME,
)
from loadwatch.rules._base import Needs, Severity, Signal, rule
from loadwatch.shown import border
from loadwatch.units import Floats

CLASSES = {LOW: 0, SOME: 10, JOGGER: 20, MORE: 40, LONG_DISTANCE: 50}
"""Class → where it begins. [km/week]"""


@rule(
    code="LW107",
    name="volume-class-change",
    evidence=_("C (one cross-section of 79 people; our classes between theirs)"),
    needs=Needs(runs=4, history_days=112, window_days=84),
    cites=("belavy2017", "loadwatch"),
    formula=_("{km_per_week:tenth_km} a week over {mean_weeks} weeks, border {limit:border_km}"),
)
def check(history: History, *, mean_days: int = 84, hold_days: int = 28) -> Iterator[Signal]:
    """Your usual distance has moved to another class and stayed there for four weeks.

    What it watches
        The mean distance run in a week over twelve weeks, in the classes of a study of runners'
        discs: 20 to 40 km and over 50 km a week, and ours below and between. It speaks once, when
        a class has held for four weeks after another one had.

    Why it matters for the back
        The study compared joggers and long-distance runners of five years and more with people who
        do not run, once. In both the discs held more water. It describes who was looked at: it does
        not say that a class does anything to a disc, and none is a target.

    When it stays silent
        A class that comes and goes within four weeks, as at a border. The first sixteen weeks. Over
        weeks without files. Where the distance of a run is not known and could change the class. It
        knows nothing of pain: a quiet report is no clearance.

    What to do
        Nothing. How the weeks were built up is what other rules look at.

    Parameters
    ----------
    mean_days : int, default 84
        Days over which the weekly distance is averaged. [days; choice]
    hold_days : int, default 28
        Days for which a class must hold. [days; choice]
    """
    weeks = mean_days / 7
    least = rolling_sum(history.day("run_distance_m"), mean_days) / 1000 / weeks
    most = rolling_sum(history.day("run_distance_upper_m"), mean_days) / 1000 / weeks
    is_observed = history.unobserved_days(mean_days) <= MAX_UNOBSERVED_DAYS
    at_least, at_most = _classes(least), _classes(most)
    current: str | None = None
    told: str | None = None
    held_days = 0
    for position in range(mean_days - 1, least.size):
        name = at_least[position] if is_observed[position] else None
        if at_most[position] != name:
            name = None
        held_days = held_days + 1 if name == current else 1
        current = name
        if name is None or name == told or held_days < hold_days:
            continue
        before, told = told, name
        if before is None:
            continue
        day = history.date_at(position)
        yield Signal(
            day,
            Severity.INFO,
            _(
                "Over the last {mean_weeks} weeks you ran {km_per_week:whole_km} a week. For "
                "{hold_days:days}, since {since:date}, that has been in the class {class_words}; "
                "before it was {before_words}. The classes tell whom a study of discs looked "
                "at; none is a target."
            ),
            _("Nothing to do; other rules look at how the weeks were built up."),
            float(least[position]),
            float(_border(before, name)),
            "km/week",
            {
                "day": day,
                "since": day - timedelta(days=hold_days - 1),
                "mean_weeks": round(weeks),
                "hold_days": hold_days,
                "km_per_week": float(least[position]),
                "volume_class": name,
                "volume_class_before": before,
                "class_words": _class_words(name),
                "before_words": _class_words(before),
            },
        )


def _class_words(name: str) -> str:
    """A class in the reader's unit."""
    begins = [1000 * each for each in CLASSES.values()]
    place = list(CLASSES).index(name)
    if name == LOW:
        return _("under {most} a week").format(most=border(begins[1]))
    if name == LONG_DISTANCE:
        words = _("over {least} a week (long-distance runners, in that study)")
        return words.format(least=border(begins[place]))
    least, most = border(begins[place], with_unit=False), border(begins[place + 1])
    if name == JOGGER:
        words = _("{least} to {most} a week (joggers, in that study)")
    else:
        words = _("{least} to {most} a week")
    return words.format(least=least, most=most)


def _classes(km_per_week: Floats) -> list[str | None]:
    """Class of each of many means, as ``volume_class`` tells it."""
    place = np.digitize(km_per_week, (10, 20, 40)) + (km_per_week > 50)
    names = np.array([*CLASSES, None], dtype=object)
    found: list[str | None] = names[np.where(np.isnan(km_per_week), -1, place)].tolist()
    return found


def _border(before: str, now: str) -> int:
    """Border of a class on the side of the one before it. [km/week]"""
    order = list(CLASSES)
    rising = order.index(now) > order.index(before)
    return CLASSES[now if rising else order[order.index(now) + 1]]
