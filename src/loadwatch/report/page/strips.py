"""The last sessions on foot, each a strip of run, walk, stand and pause."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from loadwatch.activity import FOOT_SPORTS
from loadwatch.language import _, numbered
from loadwatch.markup.chart import Bar, Chart, Shape, Tick, ticks_up
from loadwatch.report._base import Review
from loadwatch.report.words import gait_words, number, sport_words
from loadwatch.shown import long_day, short_day

SESSIONS = 8
"""Strips of the page. [sessions; choice]"""
ROW_PX = 26
"""Height of a strip with its space. [px; choice]"""
GAP = 0.35
"""Space between strips. [share; choice]"""
MOST_TOLD = 40
"""Segments that say what they are when they are pointed at; of more, none could be. [choice]"""


def strips_chart(review: Review) -> Chart | None:
    """The last sessions on one time axis, the latest on top; None without one of known gait."""
    sessions = review.sessions
    has_segments = sessions["session_id"].map(lambda each: bool(review.segments.get(each)))
    shown = sessions["sport"].isin(FOOT_SPORTS) & sessions["local_date"].notna() & has_segments
    last = sessions[shown.to_numpy(bool)].tail(SESSIONS).to_dict("records")[::-1]
    if not last:
        return None
    lengths = [_minutes(_last(review, row)["end_time"], row) for row in last]
    top, steps = ticks_up(max(lengths), 6)
    n = len(last)
    bars: list[Bar | Shape] = []
    rows = []
    for i, row in enumerate(last):
        bottom = (n - 1 - i + GAP / 2) / n
        bars += _strip(row, review.segments[row["session_id"]], bottom, (1 - GAP) / n, top)
        rows.append(_row(row))
    return Chart(
        "strips",
        _("Last sessions on foot, minute by minute"),
        _(
            "{sessions}, the latest on top; {day}: {run} minutes run, {walk} walked, run bouts: "
            "{bouts}."
        ).format(
            sessions=numbered(n, "{n} session", "{n} sessions"),
            day=rows[0][0],
            run=rows[0][2],
            walk=rows[0][3],
            bouts=rows[0][4],
        ),
        height_px=ROW_PX * n,
        bars=bars,
        across=[
            Tick(step / top, _("{minutes} min").format(minutes=f"{step:.0f}"), is_minor=i % 2 == 1)
            for i, step in enumerate(steps)
        ],
        up=[Tick((n - 1 - i + 0.5) / n, short_day(row["local_date"].date())) for i, row in
            enumerate(last)],
        key=[("run", _("run")), ("walk", _("walk")), ("stand", _("stand or pause"))],
        head=(
            _("Day"), _("Sport"), _("Run min"), _("Walk min"), _("Run bouts"), _("Run impacts")
        ),
        rows=rows,
    )  # fmt: skip


def _strip(
    row: Mapping[Any, Any],
    segments: Sequence[Mapping[Any, Any]],
    bottom: float,
    height: float,
    top: float,
) -> Iterator[Bar | Shape]:
    """A bar a segment that says what it is; of very many, one shape a gait."""
    bars = []
    for each in segments:
        begin, end = (_minutes(each[name], row) for name in ("start_time", "end_time"))
        words = _("{gait} from {begin} to {end} min").format(
            gait=gait_words(str(each["label"])), begin=f"{begin:.1f}", end=f"{end:.1f}"
        )
        bars.append(
            Bar(begin / top, (end - begin) / top, bottom, height, str(each["label"]), words)
        )
    if len(bars) <= MOST_TOLD:
        yield from bars
        return
    for style in dict.fromkeys(bar.style for bar in bars):
        yield Shape([bar for bar in bars if bar.style == style], style)


def _last(review: Review, row: Mapping[Any, Any]) -> Mapping[str, Any]:
    return review.segments[row["session_id"]][-1]


def _minutes(moment: pd.Timestamp, row: Mapping[Any, Any]) -> float:
    return float((moment - row["start_time"]).total_seconds()) / 60


def _row(row: Mapping[Any, Any]) -> list[str]:
    return [
        long_day(row["local_date"].date()),
        sport_words(row["sport"]),
        number(row["run_time_s"], 60, ".1f", ""),
        number(row["walk_time_s"], 60, ".1f", ""),
        number(row["run_bout_count"], 1, ".0f", ""),
        number(row["run_impact_count"], 1, ",.0f", ""),
    ]
