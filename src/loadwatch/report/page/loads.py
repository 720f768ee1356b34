"""Impact load and heart-rate load by week, one above the other on one time axis."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from loadwatch.language import _
from loadwatch.markup.chart import Chart, Line, Tick, months, ticks_up
from loadwatch.report._base import Review
from loadwatch.report.words import number
from loadwatch.shown import KILOMETRE_M, long_day, unit, unit_m

WEEKS = 52
"""A year. [weeks; choice]"""


def load_charts(review: Review) -> Iterator[Chart]:
    """One chart a load, one above the other; none for a load of which nothing is known."""
    weekly = review.weekly.tail(WEEKS)
    n = len(weekly)
    across = [((i + 0.5) / n, week) for i, week in enumerate(weekly.index)]
    easy = KILOMETRE_M / unit_m()
    loads = (
        ("impact_load_km", _("Impact load"), _("easy {unit}").format(unit=unit()), ",.1f", easy),
        ("banister_load_au", _("Heart-rate load"), _("AU"), ",.0f", 1.0),
    )
    for name, title, measure, spec, scale in loads:
        if name not in weekly or n < 2:
            continue
        values = weekly[name].to_numpy(np.float64) * scale
        known = values[np.isfinite(values)]
        if not known.size or not known.max() > 0:
            continue
        top, steps = ticks_up(float(known.max()), 2)
        points = [((i + 0.5) / n, value / top) for i, value in enumerate(values.tolist())]
        yield Chart(
            name.replace("_", "-"),
            _("{load} by week [{unit}]").format(load=title, unit=measure),
            _(
                "{load} of {count} weeks in {unit}; in the last week {last}, at most {most}. No "
                "rule judges it."
            ).format(
                load=title,
                count=n,
                unit=measure,
                last=number(float(values[-1]), 1, spec, ""),
                most=format(known.max(), spec),
            ),
            height_px=80,
            lines=[Line(points, "line")],
            across=list(months(across)),
            up=[Tick(step / top, f"{step:,.0f}") for step in steps],
            head=(_("Week of"), f"{title} [{measure}]"),
            rows=[
                [long_day(week.date()), number(value, 1, spec, "")]
                for week, value in zip(weekly.index, values.tolist(), strict=True)
            ][::-1],
        )
