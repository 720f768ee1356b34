"""The tables of bouts, of gaits and of activities."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from loadwatch.language import _
from loadwatch.report.words import gait_words, shown_name, sport_words, start_words
from loadwatch.show.strip import clock
from loadwatch.show.tables import (
    Listed,
    cadence_of,
    columns,
    impacts_of,
    left_words,
    listed,
    middle_words,
    missing_words,
    pace_of,
    percent,
    typical_words,
    way,
    way_word,
)
from loadwatch.show.views import ActivityView
from loadwatch.shown import distance, pace_unit, unit

MOST_LISTED = 100
"""Activities of an archive in its list; the others are counted. [activities; choice]"""


@dataclass(frozen=True)
class Table:
    """A table and what is to be said of it.

    Parameters
    ----------
    caption : str
        What it is.
    head : sequence of str
        Columns, with units.
    rows : sequence of sequence of str
        As written.
    words : sequence of str
        Sentences below it.
    """

    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    words: Sequence[str] = ()


def bout_table(activity: ActivityView, *, every_bout: bool) -> Table:
    """Every bout, or those that the terminal lists, with the same words about the others.

    Parameters
    ----------
    activity : ActivityView
        A judged one.
    every_bout : bool
        Whether to leave none out.
    """
    told = columns(activity.bouts)
    chosen = listed(activity.bouts, every_bout=every_bout)
    heads = [_("Bout"), _("starts at"), _("time"), *(title for title, _cell in told)]
    return Table(
        _("Bouts"),
        [*heads, _("decided by")],
        list(_bout_rows(activity, chosen)),
        [
            _(
                "{pace}: pace; cadence: steps/min of both feet; impacts: foot strikes; bpm: mean "
                "heart rate"
            ).format(pace=pace_unit()),
            *([f"…: {middle_words(chosen.middle)}"] if chosen.middle else []),
            *missing_words(activity.bouts),
            *left_words(chosen),
            *typical_words(activity.bouts),
        ],
    )


def _bout_rows(activity: ActivityView, chosen: Listed) -> Iterator[list[str]]:
    told = columns(activity.bouts)
    for bout in chosen.shown:
        if bout not in chosen.middle:
            yield [
                gait_words(bout.gait),
                clock(bout.begin_s, hours=True),
                clock(bout.time_s),
                *(cell(bout) for _title, cell in told),
                way_word(bout.decided_by),
            ]
        elif bout is chosen.middle[0]:
            yield [f"… {len(chosen.middle):,}", *["…"] * (len(told) + 3)]


def gait_table(activity: ActivityView) -> Table:
    """Sums of each gait.

    Parameters
    ----------
    activity : ActivityView
        A judged one.
    """
    return Table(
        _("Totals"),
        [
            _("Gait"), _("bouts"), _("time"), _("share"), unit(), pace_unit(), _("cadence"),
            _("impacts"),
        ],
        [
            [
                gait_words(gait.gait), f"{gait.bout_count:,}", clock(gait.time_s),
                percent(gait.time_share_pct), way(gait), pace_of(gait), cadence_of(gait),
                impacts_of(gait),
            ]
            for gait in activity.gaits
            if gait.bout_count
        ],
    )  # fmt: skip


def list_table(activities: Sequence[ActivityView]) -> Table:
    """Every activity of a file with several.

    Parameters
    ----------
    activities : sequence of ActivityView
        All that were asked for.
    """
    more = len(activities) - MOST_LISTED
    return Table(
        _("All activities"),
        [_("Number"), _("sport"), _("start"), _("time"), _("distance"), _("run impacts"),
         _("file")],
        [_activity_row(each) for each in activities[:MOST_LISTED]],
        [_("and {n} more").format(n=f"{more:,}")] if more > 0 else [],
    )  # fmt: skip


def _activity_row(activity: ActivityView) -> list[str]:
    start = None if activity.start_s is None else datetime.fromtimestamp(activity.start_s, UTC)
    unknown = _("unknown")
    length = unknown if activity.distance_m is None else distance(activity.distance_m, 2)
    impacts = unknown if activity.is_on_foot else "-"
    if activity.impacts is not None:
        impacts = f"{activity.impacts.run_count:,.0f}"
    return [
        f"{activity.number:,}",
        shown_name(sport_words(activity.sport).replace("_", " "), 60),
        start_words(start, activity.utc_offset_s),
        clock(activity.elapsed_s),
        length,
        impacts,
        "-" if activity.member is None else shown_name(activity.member, 60),
    ]
