"""The tables of bouts and of gaits, and what is left out of them, in words."""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from loadwatch.derive.labels import LABELS
from loadwatch.language import _, numbered
from loadwatch.report.words import gait_words, wrapped
from loadwatch.show.strip import clock
from loadwatch.show.views import ActivityView, BoutView, GaitView
from loadwatch.shown import pace_unit, unit, unit_m

SHORT_STAND_S = 10.0
"""Stands and pauses under this are left out of the usual table. [s; choice]"""
MOST_BOUTS, FIRST_BOUTS, LAST_BOUTS = 40, 28, 10
SLOWEST_MPS = 1000 / 3600
"""A pace of an hour a kilometre; what is slower has none worth reading. [m/s; choice]"""
NONE = "-"
"""Where a figure would mean nothing."""

Row = BoutView | GaitView
Column = tuple[str, Callable[[BoutView], str]]


@dataclass(frozen=True)
class Listed:
    """Bouts that a table lists, and what it leaves out.

    Parameters
    ----------
    shown, middle : sequence of BoutView
        All but short stands, and those of them in the middle of too many, which are left out.
    short_count : int
        Short stands and pauses that are left out.
    """

    shown: Sequence[BoutView]
    middle: Sequence[BoutView]
    short_count: int


def listed(bouts: Sequence[BoutView], *, every_bout: bool) -> Listed:
    """Choose the bouts of a table.

    Parameters
    ----------
    bouts : sequence of BoutView
        Tiling of the activity.
    every_bout : bool
        Whether to leave none out.
    """
    shown = [
        bout
        for bout in bouts
        if every_bout or bout.gait in ("run", "walk") or bout.time_s >= SHORT_STAND_S
    ]
    is_long = len(shown) > MOST_BOUTS and not every_bout
    middle = shown[FIRST_BOUTS:-LAST_BOUTS] if is_long else []
    return Listed(shown, middle, len(bouts) - len(shown))


def bout_lines(bouts: Sequence[BoutView], *, every_bout: bool) -> Iterator[str]:
    """One line a bout, and how many are left out.

    Parameters
    ----------
    bouts : sequence of BoutView
        Tiling of the activity.
    every_bout : bool
        Whether to leave none out.
    """
    chosen = listed(bouts, every_bout=every_bout)
    told = columns(bouts)
    yield _("Bouts (start, time: from the start of the activity, and how long)")
    heads = "".join(f"{title:>8}" for title, _cell in told)
    yield f"  {_('gait'):<5}{_('start'):>9}{_('time'):>9}{heads}  {_('decided by')}"
    for bout in chosen.shown:
        if bout not in chosen.middle:
            yield _bout(bout, told)
        elif bout is chosen.middle[0]:
            yield f"  ... {middle_words(chosen.middle)}"
    yield "  " + _("{pace}: pace; cadence: steps/min of both feet; impacts: foot strikes").format(
        pace=pace_unit()
    )
    for sentence in (*missing_words(bouts), *left_words(chosen)):
        yield from wrapped(sentence)
    for line in typical_words(bouts):
        yield f"  {line}"


def middle_words(middle: Sequence[BoutView]) -> str:
    """Bouts that are left out where they would stand."""
    return _("{bouts} ({kinds}) left out here").format(
        bouts=numbered(len(middle), "{n} bout", "{n} bouts"), kinds=_by_gait(middle)
    )


def missing_words(bouts: Sequence[BoutView]) -> Iterator[str]:
    """What is estimated, and what is unknown throughout."""
    if any(bout.is_estimated and bout.gait in ("run", "walk") for bout in bouts):
        yield _("~ estimated from speed, for want of cadence")
    missing = [
        words
        for words, is_known in (
            (_("distance and pace"), any(bout.distance_m is not None for bout in bouts)),
            (_("cadence"), any(bout.avg_cadence_spm is not None for bout in bouts)),
            (_("heart rate"), any(bout.avg_heart_rate_bpm is not None for bout in bouts)),
        )
        if not is_known
    ]
    if missing:
        yield _("Unknown throughout, so without a column: {missing}.").format(
            missing=", ".join(missing)
        )


def left_words(chosen: Listed) -> Iterator[str]:
    """What a table of bouts leaves out, and how to see it."""
    left = []
    if chosen.short_count:
        left.append(
            _("{n} standing or paused for under {seconds} s").format(
                n=f"{chosen.short_count:,}", seconds=f"{SHORT_STAND_S:.0f}"
            )
        )
    if chosen.middle:
        left.append(_("{n} in the middle").format(n=f"{len(chosen.middle):,}"))
    if left:
        yield _("Bouts left out: {what}; --all lists them.").format(what=_(" and ").join(left))


def columns(bouts: Sequence[BoutView]) -> list[Column]:
    """Columns after the time; those of which nothing at all is known are left out."""
    told: list[Column] = []
    if any(bout.distance_m is not None for bout in bouts):
        told += [(unit(), way), (pace_unit(), pace_of)]
    if any(bout.avg_cadence_spm is not None for bout in bouts):
        told.append((_("cadence"), cadence_of))
    told.append((_("impacts"), impacts_of))
    if any(bout.avg_heart_rate_bpm is not None for bout in bouts):
        told.append((_("bpm"), _heart_rate))
    return told


def _bout(bout: BoutView, told: Sequence[Column]) -> str:
    cells = "".join(f"{cell(bout):>8}" for _title, cell in told)
    start, time = clock(bout.begin_s, hours=True), clock(bout.time_s)
    return f"  {gait_words(bout.gait):<5}{start:>9}{time:>9}{cells}  {way_word(bout.decided_by)}"


def gait_lines(activity: ActivityView) -> Iterator[str]:
    """One line a gait.

    Parameters
    ----------
    activity : ActivityView
        A judged one.
    """
    yield _("Totals")
    heads = (_("bouts"), _("time"), _("share"), unit(), pace_unit(), _("cadence"), _("impacts"))
    widths = (9, 9, 8, 8, 8, 8, 8)
    told = "".join(f"{head:>{width}}" for head, width in zip(heads, widths, strict=True))
    yield f"  {_('gait'):<5}{told}"
    for gait in activity.gaits:
        if gait.bout_count:
            cells = "".join(f"{cell(gait):>8}" for cell in (way, pace_of, cadence_of, impacts_of))
            share = percent(gait.time_share_pct)
            time = clock(gait.time_s)
            yield f"  {gait_words(gait.gait):<5}{gait.bout_count:>9,}{time:>9}{share:>8}{cells}"


def way_word(source: str) -> str:
    """What decided a bout, in the reader's language and a word."""
    return {
        "cadence": _("cadence"),
        "speed": _("speed"),
        "estimated": _("estimated"),
        "timer": _("timer"),
        "lap": _("lap"),
    }[source]


def percent(share: float) -> str:
    """A share without decimals that says 0 and 100 only of nothing and all. [%]"""
    if 0 < share < 1:
        return "<1 %"
    if 99 < share < 100:
        return ">99 %"
    return f"{share:.0f} %"


def way(row: Row) -> str:
    """Its distance, in the unit of :func:`loadwatch.shown.unit`."""
    return _("unknown") if row.distance_m is None else f"{row.distance_m / unit_m():,.2f}"


def pace_of(row: Row) -> str:
    """Its pace, in the unit of :func:`loadwatch.shown.pace_unit`."""
    if row.gait not in ("run", "walk"):
        return NONE
    if row.speed_mps is None:
        return _("unknown")
    return clock(unit_m() / row.speed_mps) if row.speed_mps > SLOWEST_MPS else NONE


def cadence_of(row: Row) -> str:
    """Its cadence. [steps/min]"""
    if row.gait not in ("run", "walk"):
        return NONE
    return _("unknown") if row.avg_cadence_spm is None else f"{row.avg_cadence_spm:.0f}"


def impacts_of(row: Row) -> str:
    """Its foot strikes; a sign before those that are mostly estimated."""
    if row.gait == "pause":
        return NONE
    if row.impact_count is None:
        return _("unknown")
    about = "~" if isinstance(row, BoutView) and row.is_estimated else ""
    return f"{about}{row.impact_count:,.0f}"


def _heart_rate(bout: BoutView) -> str:
    if bout.gait == "pause":
        return NONE
    return _("unknown") if bout.avg_heart_rate_bpm is None else f"{bout.avg_heart_rate_bpm:.0f}"


def _by_gait(bouts: Sequence[BoutView]) -> str:
    counts = {gait: sum(bout.gait == gait for bout in bouts) for gait in LABELS}
    return ", ".join(_counted(gait, count) for gait, count in counts.items() if count)


def _counted(gait: str, count: int) -> str:
    return {
        "run": numbered(count, "{n} run", "{n} runs"),
        "walk": numbered(count, "{n} walk", "{n} walks"),
        "stand": numbered(count, "{n} stand", "{n} stands"),
        "pause": numbered(count, "{n} pause", "{n} pauses"),
    }[gait]


def typical_words(bouts: Sequence[BoutView]) -> Iterator[str]:
    """Length of the usual run and walk, where there are several."""
    whole = [
        (gait, sum(bout.time_s for bout in touching))
        for gait, touching in itertools.groupby(bouts, lambda bout: bout.gait)
    ]
    for gait in ("run", "walk"):
        times = [time_s for each, time_s in whole if each == gait]
        if len(times) > 2:
            bouts_of = _counted(gait, len(times))
            shortest, longest = clock(min(times)), clock(max(times))
            if shortest == longest:
                yield _("{bouts} of {time} each.").format(bouts=bouts_of, time=shortest)
            else:
                yield _("{bouts} of {shortest} to {longest}, the middle one {middle}.").format(
                    bouts=bouts_of, shortest=shortest, longest=longest,
                    middle=clock(statistics.median(times)),
                )  # fmt: skip
