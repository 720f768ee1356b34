"""Running and walking by week, in minutes of sessions on foot."""

from __future__ import annotations

import numpy as np

from loadwatch.language import _
from loadwatch.markup.chart import Bar, Chart, Tick, months, ticks_up
from loadwatch.report._base import Review
from loadwatch.report.page.weeks import no_file_key
from loadwatch.report.weeks import at_least, is_unknown_week
from loadwatch.shown import long_day

WEEKS = 26
"""Half a year. [weeks; choice]"""
GAP = 0.15
"""Space between bars. [share of a bar; choice]"""


def share_chart(review: Review) -> Chart | None:
    """Minutes run below, minutes walked above; None where nothing was walked or run."""
    weekly = review.weekly.tail(WEEKS)
    if weekly.empty:
        return None
    run, walk = (
        np.nan_to_num(weekly[name].to_numpy(np.float64)) / 60
        for name in ("run_time_s", "walk_time_s")
    )
    if not (run.any() and walk.any()):
        return None
    top, steps = ticks_up(float((run + walk).max()))
    n = len(weekly)
    bars, rows = [], []
    for i, (week, row) in enumerate(zip(weekly.index, weekly.to_dict("records"), strict=True)):
        left, width = (i + GAP / 2) / n, (1 - GAP) / n
        minutes = [at_least(row, name, 60, ".0f") for name in ("run_time_s", "walk_time_s")]
        if is_unknown_week(row):
            words = _("Week of {day}: no run on file, and not known to be rest")
            bars.append(Bar(left, width, 0.0, 1.0, "gap", words.format(day=long_day(week.date()))))
            minutes[0] = "?"
        words = _("Week of {day}: {run} min run, {walk} min walked").format(
            day=long_day(week.date()), run=minutes[0], walk=minutes[1]
        )
        bars += [
            Bar(left, width, low[i] / top, size[i] / top, style, words)
            for style, low, size in (("run", 0 * run, run), ("walk", run, walk))
            if size[i]
        ]
        rows.append([long_day(week.date()), *minutes])
    return Chart(
        "share",
        _("Running and walking by week"),
        _("In the last week {run} minutes were run and {walk} walked.").format(
            run=rows[-1][1], walk=rows[-1][2]
        ),
        height_px=130,
        bars=bars,
        across=list(months([((i + 0.5) / n, w) for i, w in enumerate(weekly.index)])),
        up=[Tick(step / top, f"{step:,.0f}") for step in steps],
        key=[
            ("run", _("minutes run")),
            ("walk", _("minutes walked")),
            *no_file_key(bars),
        ],
        head=(_("Week of"), _("Run min"), _("Walk min")),
        rows=rows[::-1],
    )
