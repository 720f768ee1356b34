"""Pain as it was entered, over the impacts of the days."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pandas as pd

from loadwatch.language import _, numbered
from loadwatch.markup.chart import Bar, Chart, Flag, Tick, months, ticks_up
from loadwatch.report._base import Review
from loadwatch.report.weeks import at_least
from loadwatch.shown import long_day

DAYS = 84
"""Twelve weeks. [days; choice]"""
WORST = 10
"""Top of the scale of pain. [0-10]"""
PAINS = ("pain_during", "pain_after", "pain_next_morning")


def pain_chart(review: Review) -> Chart | None:
    """The last twelve weeks; None where no pain was entered in them."""
    if review.as_of is None or review.daily.empty or PAINS[0] not in review.daily:
        return None
    first = review.as_of - timedelta(days=DAYS - 1)
    daily = review.daily[review.daily.index >= pd.Timestamp(first)]
    worst = daily[list(PAINS)].max(axis=1).to_numpy(np.float64)
    if not np.isfinite(worst).any():
        return None
    impacts = daily["run_impact_count"].to_numpy(np.float64)
    top = ticks_up(float(np.nanmax(impacts, initial=1.0)))[0]
    bars, signs, rows = [], [], []
    for day, row, pain in zip(daily.index, daily.to_dict("records"), worst.tolist(), strict=True):
        count = row["run_impact_count"]
        at = (day.date() - first).days
        words = _("{day}: {count} impacts").format(
            day=long_day(day.date()), count=at_least(row, "run_impact_count")
        )
        if count > 0:
            bars.append(Bar((at + 0.1) / DAYS, 0.8 / DAYS, 0.0, count / top, "bar", words))
        if pain == pain:  # noqa: PLR0124  (entered)
            words = _("{words}, pain {pain} of 10").format(words=words, pain=f"{pain:g}")
            signs.append(Flag((at + 0.5) / DAYS, pain / WORST, "◆", "pain", words))
            rows.append([long_day(day.date()), f"{pain:g}", at_least(row, "run_impact_count")])
    starts = [first + timedelta(days=at) for at in range(0, DAYS, 7)]
    return Chart(
        "pain",
        _("Pain over the impacts of the day, twelve weeks"),
        _("Pain was entered on {days}, at most {most} of 10.").format(
            days=numbered(len(rows), "{n} day", "{n} days"), most=f"{np.nanmax(worst):g}"
        ),
        height_px=140,
        bars=bars,
        flags=signs,
        across=list(months([(7 * i / DAYS, day) for i, day in enumerate(starts)])),
        up=[Tick(level / WORST, f"{level}") for level in (0, 2, 5, 10)],
        key=[
            ("sign", _("◆ pain, the most of the day [0-10]")),
            ("bar", _("run impacts of the day")),
        ],
        head=(_("Day"), _("Pain, the most [0-10]"), _("Run impacts")),
        rows=rows[::-1],
    )
