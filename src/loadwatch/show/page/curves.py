"""Speed, cadence, heart rate and grade, one under the other on one time axis."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from loadwatch.language import _
from loadwatch.markup.chart import Bar, Chart, Line, Point, Tick, ticks_between
from loadwatch.report.words import gait_words
from loadwatch.show.page.tables import Table
from loadwatch.show.strip import clock, clock_words, gaits_of
from loadwatch.show.trace import TraceView
from loadwatch.show.views import ActivityView
from loadwatch.shown import per_hour, speed_unit

MOST_TOLD = 40
"""Bouts that say what they are when they are pointed at; of more, none could be. [choice]"""
FINEST = 900
"""Parts of the axis that a band can be as short as. [choice]"""
TICKS_S = (
    5, 10, 15, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 14_400, 21_600, 43_200, 86_400,
)  # fmt: skip
MOST_TICKS = 7
"""Times below the axis, and how many at the most. [s; choice]"""
STRIP_PX = 26
GAITS = ("run", "walk", "stand", "pause")


@dataclass(frozen=True)
class Kind:
    """How a curve is drawn and told.

    Parameters
    ----------
    title, unit : str
        What it is, and in what.
    scale : float
        Shown over kept.
    height_px : int
        Of its plot. [px]
    decimals : int
        In its table.
    low : float or None
        Where its axis begins or that it must hold; None for its least value.
    """

    title: str
    unit: str
    scale: float
    height_px: int
    decimals: int
    low: float | None = None


def kinds() -> dict[str, Kind]:
    """Every curve, from top to bottom."""
    per_min = _("per min")
    return {
        "speed_mps": Kind(_("Speed"), speed_unit(), per_hour(1.0), 110, 1, 0.0),
        "cadence_spm": Kind(_("Cadence"), _("steps/min"), 1.0, 90, 0),
        "cadence_rpm": Kind(_("Cadence, as in the file"), per_min, 1.0, 90, 0),
        "heart_rate_bpm": Kind(_("Heart rate"), _("beats/min"), 1.0, 90, 0),
        "grade_pct": Kind(_("Grade"), "%", 1.0, 80, 1, 0.0),
    }


def curve_charts(activity: ActivityView, trace: TraceView, name: str) -> Iterator[Chart]:
    """The strip of gaits, if they are known, and a chart for each curve; times under the last.

    Parameters
    ----------
    activity : ActivityView
        Whose bouts stand behind the curves.
    trace : TraceView
        The same over time.
    name : str
        Begins the identifiers.
    """
    shown = [(key, kind) for key, kind in kinds().items() if key in trace.curves]
    if not shown or not activity.elapsed_s > 0:
        return
    times = _times(activity.elapsed_s)
    bands = list(_bands(activity, "band"))
    across = [Line([(tick.at, 0.0), (tick.at, 1.0)], "grid") for tick in times]
    if activity.bouts:
        yield _strip(activity, name)
    for key, kind in shown:
        chart = _curve(trace, activity.elapsed_s, key, kind, f"{name}-{key.split('_')[0]}")
        yield Chart(
            chart.name,
            chart.title,
            chart.description,
            height_px=kind.height_px,
            lines=[*bands, *across, *chart.lines],
            across=times if key == shown[-1][0] else (),
            up=chart.up,
        )


def gait_key(activity: ActivityView) -> list[tuple[str, str]]:
    """Style and word of each gait that was seen."""
    return [(gait.gait, gait_words(gait.gait)) for gait in activity.gaits if gait.bout_count]


def _curve(trace: TraceView, elapsed_s: float, key: str, kind: Kind, name: str) -> Chart:
    values = [kind.scale * value for value in trace.curves[key]]
    known = [value for value in values if math.isfinite(value)]
    least, most = min(known), max(known)
    if kind.low is not None:
        least, most = min(least, kind.low), max(most, kind.low)
    bottom, top, steps = ticks_between(least, most)
    points: list[Point] = [
        ((i + 0.5) * trace.point_s / elapsed_s, (value - bottom) / (top - bottom))
        for i, value in enumerate(values)
    ]
    told = _("{title} [{unit}]").format(title=kind.title, unit=kind.unit)
    told_low, told_high = (f"{value:.{kind.decimals}f}" for value in (min(known), max(known)))
    return Chart(
        name,
        told,
        _("{title} over time, from {low} to {high}; the line breaks where it is unknown.").format(
            title=told, low=told_low, high=told_high
        ),
        lines=[Line(points, "line")],
        up=[Tick((step - bottom) / (top - bottom), f"{step:g}") for step in steps],
    )


def _strip(activity: ActivityView, name: str) -> Chart:
    told = [gait_words(gait.gait) for gait in activity.gaits if gait.bout_count]
    bars = []
    if len(activity.bouts) <= MOST_TOLD:
        bars = [
            Bar(
                bout.begin_s / activity.elapsed_s,
                bout.time_s / activity.elapsed_s,
                0.0,
                1.0,
                "told",
                _("{gait} from {begin} to {end}").format(
                    gait=gait_words(bout.gait), begin=clock(bout.begin_s), end=clock(bout.end_s)
                ),
            )
            for bout in activity.bouts
        ]
    return Chart(
        f"{name}-gait",
        _("Gait"),
        _("{gaits} over time; the table of bouts has each.").format(gaits=", ".join(told)),
        height_px=STRIP_PX,
        bars=bars,
        lines=list(_bands(activity, "band full")),
    )


def _bands(activity: ActivityView, style: str) -> Iterator[Line]:
    """Stretches of each gait over the whole height, as one shape a gait."""
    for gait in GAITS:
        points: list[Point] = []
        for begin, end in _stretches(activity, gait):
            points += [(begin, 0.0), (begin, 1.0), (end, 1.0), (end, 0.0), (math.nan, math.nan)]
        if points:
            yield Line(points, f"{style} {gait}")


def _stretches(activity: ActivityView, gait: str) -> Iterator[Point]:
    """Where a gait begins and ends; where bouts are too many to draw, by most of each mark."""
    elapsed = activity.elapsed_s
    if len(activity.bouts) <= FINEST // 6:
        for bout in activity.bouts:
            if bout.gait == gait:
                yield bout.begin_s / elapsed, min(bout.end_s / elapsed, 1.0)
        return
    width_s = max(math.ceil(elapsed / FINEST), 1)
    marks = [mark if mark in GAITS else "run" for mark in gaits_of(activity.bouts, width_s)]
    begin: int | None = None
    for index, mark in enumerate([*marks, ""]):
        if mark == gait and begin is None:
            begin = index
        elif mark != gait and begin is not None:
            yield begin * width_s / elapsed, min(index * width_s / elapsed, 1.0)
            begin = None


def _times(elapsed_s: float) -> list[Tick]:
    step = next((each for each in TICKS_S if elapsed_s <= each * MOST_TICKS), TICKS_S[-1])
    return [
        Tick(number * step / elapsed_s, _time(number * step, step), is_minor=number % 2 == 1)
        for number in range(int(elapsed_s // step) + 1)
    ]


def _time(time_s: int, step_s: int) -> str:
    if step_s < 60:
        return _("{n} s").format(n=time_s)
    if step_s < 3600:
        return _("{n} min").format(n=time_s // 60)
    return _("{n} h").format(n=time_s // 3600)


def curve_table(trace: TraceView) -> Table:
    """What the curves say, in rows that each stand for as long.

    Parameters
    ----------
    trace : TraceView
        Of one activity.
    """
    shown = [(key, kind) for key, kind in kinds().items() if key in trace.curves]
    has_gait = any(row.gait is not None for row in trace.rows)
    heads = [_("{title} [{unit}]").format(title=kind.title, unit=kind.unit) for _key, kind in shown]
    rows = []
    for row in trace.rows:
        gait = [_("unknown") if row.gait is None else gait_words(row.gait)] if has_gait else []
        cells = [_cell(row.means[key], kind) for key, kind in shown]
        rows.append([clock(row.begin_s, hours=True), *gait, *cells])
    return Table(
        _("Over time, means of {time} each").format(time=clock_words(trace.row_s)),
        [_("From"), *([_("mostly")] if has_gait else []), *heads],
        rows,
    )


def _cell(value: float | None, kind: Kind) -> str:
    return _("unknown") if value is None else f"{kind.scale * value:.{kind.decimals}f}"


def not_measured(activity: ActivityView, trace: TraceView) -> str:
    """Curves that this activity could have had; nothing if it has all."""
    asked: Sequence[str] = ("speed_mps", "cadence_spm", "heart_rate_bpm", "grade_pct")
    if not activity.is_judged:
        asked = ("speed_mps", "heart_rate_bpm")
    every = kinds()
    missing = [every[key].title for key in asked if key not in trace.curves]
    if not missing:
        return ""
    return _("Not known, so without a chart: {names}.").format(names=", ".join(missing))


def thinned_words(trace: TraceView) -> str:
    """How the curves were made lighter; nothing where they were not."""
    if trace.point_s == 1:
        return ""
    return _("Each point of a line is the median of {time}.").format(
        time=clock_words(trace.point_s)
    )
