"""The tables of bouts and of gaits, and what is left out of them, in words."""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Callable, Iterator, Sequence

from loadwatch.derive.labels import LABELS
from loadwatch.report.words import plural, wrapped
from loadwatch.show.strip import clock
from loadwatch.show.views import ActivityView, BoutView, GaitView

SHORT_STAND_S = 10.0
"""Stands and pauses under this are left out of the usual table. [s; choice]"""
MOST_BOUTS, FIRST_BOUTS, LAST_BOUTS = 40, 28, 10
SLOWEST_MPS = 1000 / 3600
"""A pace of an hour a kilometre; what is slower has none worth reading. [m/s; choice]"""
OPTIONAL = {"km": "distance and pace", "cadence": "cadence", "bpm": "heart rate"}
UNKNOWN, NONE = "unknown", "-"

Row = BoutView | GaitView
Column = tuple[str, Callable[[BoutView], str]]


def bout_lines(bouts: Sequence[BoutView], *, every_bout: bool) -> Iterator[str]:
    """One line a bout, and how many are left out.

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
    short = len(bouts) - len(shown)
    middle: list[BoutView] = []
    if len(shown) > MOST_BOUTS and not every_bout:
        middle = shown[FIRST_BOUTS:-LAST_BOUTS]
    columns = _columns(bouts)
    yield "Bouts (start, time: from the start of the activity, and how long)"
    heads = "".join(f"{title:>8}" for title, _ in columns)
    yield f"  {'gait':<5}{'start':>9}{'time':>9}{heads}  decided by"
    for bout in shown:
        if bout not in middle:
            yield _bout(bout, columns)
        elif bout is middle[0]:
            yield f"  ... {plural(len(middle), 'bout')} ({_by_gait(middle)}) left out here"
    titles = {title for title, _ in columns}
    yield "  min/km: pace; cadence: steps/min of both feet; impacts: foot strikes"
    if any(bout.is_estimated and bout.gait in ("run", "walk") for bout in bouts):
        yield "  ~ estimated from speed, for want of cadence"
    missing = [words for title, words in OPTIONAL.items() if title not in titles]
    if missing:
        yield f"  Unknown throughout, so without a column: {', '.join(missing)}."
    left = []
    if short:
        left.append(f"{short:,} standing or paused for under {SHORT_STAND_S:.0f} s")
    if middle:
        left.append(f"{len(middle):,} in the middle")
    if left:
        yield from wrapped(f"Bouts left out: {' and '.join(left)}; --all lists them.")
    yield from _typical(bouts)


def _columns(bouts: Sequence[BoutView]) -> list[Column]:
    """Columns after the time; those of which nothing at all is known are left out."""
    columns: list[Column] = []
    if any(bout.distance_m is not None for bout in bouts):
        columns += [("km", _km), ("min/km", _pace)]
    if any(bout.avg_cadence_spm is not None for bout in bouts):
        columns.append(("cadence", _cadence))
    columns.append(("impacts", _impacts))
    if any(bout.avg_heart_rate_bpm is not None for bout in bouts):
        columns.append(("bpm", _heart_rate))
    return columns


def _bout(bout: BoutView, columns: Sequence[Column]) -> str:
    cells = "".join(f"{cell(bout):>8}" for _, cell in columns)
    start, time = clock(bout.begin_s, hours=True), clock(bout.time_s)
    return f"  {bout.gait:<5}{start:>9}{time:>9}{cells}  {bout.decided_by}"


def gait_lines(activity: ActivityView) -> Iterator[str]:
    """One line a gait.

    Parameters
    ----------
    activity : ActivityView
        A judged one.
    """
    yield "Totals"
    yield "  gait     bouts     time   share      km  min/km cadence impacts"
    for gait in activity.gaits:
        if gait.bout_count:
            cells = "".join(f"{cell(gait):>8}" for cell in (_km, _pace, _cadence, _impacts))
            share = percent(gait.time_share_pct)
            time = clock(gait.time_s)
            yield f"  {gait.gait:<5}{gait.bout_count:>9,}{time:>9}{share:>8}{cells}"


def percent(share: float) -> str:
    """A share without decimals that says 0 and 100 only of nothing and all. [%]"""
    if 0 < share < 1:
        return "<1 %"
    if 99 < share < 100:
        return ">99 %"
    return f"{share:.0f} %"


def _km(row: Row) -> str:
    return UNKNOWN if row.distance_m is None else f"{row.distance_m / 1000:,.2f}"


def _pace(row: Row) -> str:
    if row.gait not in ("run", "walk"):
        return NONE
    if row.speed_mps is None:
        return UNKNOWN
    return clock(1000 / row.speed_mps) if row.speed_mps > SLOWEST_MPS else NONE


def _cadence(row: Row) -> str:
    if row.gait not in ("run", "walk"):
        return NONE
    return UNKNOWN if row.avg_cadence_spm is None else f"{row.avg_cadence_spm:.0f}"


def _impacts(row: Row) -> str:
    if row.gait == "pause":
        return NONE
    if row.impact_count is None:
        return UNKNOWN
    about = "~" if isinstance(row, BoutView) and row.is_estimated else ""
    return f"{about}{row.impact_count:,.0f}"


def _heart_rate(bout: BoutView) -> str:
    if bout.gait == "pause":
        return NONE
    return UNKNOWN if bout.avg_heart_rate_bpm is None else f"{bout.avg_heart_rate_bpm:.0f}"


def _by_gait(bouts: Sequence[BoutView]) -> str:
    counts = {gait: sum(bout.gait == gait for bout in bouts) for gait in LABELS}
    return ", ".join(plural(count, gait) for gait, count in counts.items() if count)


def _typical(bouts: Sequence[BoutView]) -> Iterator[str]:
    """Length of the usual run and walk, where there are several."""
    whole = [
        (gait, sum(bout.time_s for bout in touching))
        for gait, touching in itertools.groupby(bouts, lambda bout: bout.gait)
    ]
    for gait in ("run", "walk"):
        times = [time_s for each, time_s in whole if each == gait]
        if len(times) > 2:
            shortest, longest = clock(min(times)), clock(max(times))
            span = f"{shortest} to {longest}, the middle one {clock(statistics.median(times))}"
            each = f"{shortest} each" if shortest == longest else span
            yield f"  {len(times)} {gait}s of {each}."
