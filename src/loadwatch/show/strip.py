"""A strip of run, walk, stand and pause along time, in rows of 60 marks under a time axis."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

from loadwatch.language import _
from loadwatch.report.words import gait_words
from loadwatch.show.views import BoutView

SOME = "some running"
"""A mark that is mostly something else, but holds a run that would have none otherwise."""
MARKS = {"run": "█", SOME: "▒", "walk": "▄", "stand": "_", "pause": "."}
ASCII_MARKS = {"run": "#", SOME: "+", "walk": "=", "stand": "_", "pause": "."}
COLOURS = {"run": "33", SOME: "33", "walk": "36", "stand": "90", "pause": "90"}
"""Terminal colours that differ for most colour-blind eyes too; the marks tell without them."""
ROW_MARKS, TICK_MARKS, MOST_ROWS = 60, 12, 6
MARK_S = (1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 1800)


def mark_s(elapsed_s: float) -> int:
    """Seconds that one mark stands for, so that all fits into six rows. [s]"""
    fits = (each for each in MARK_S if elapsed_s <= each * ROW_MARKS * MOST_ROWS)
    return next(fits, MARK_S[-1])


def gaits_of(bouts: Sequence[BoutView], width_s: int) -> list[str]:
    """What most of each mark was; where a run is too short for one, ``SOME`` at its middle.

    Parameters
    ----------
    bouts : sequence of BoutView
        Tiling of the activity.
    width_s : int
        Seconds a mark. [s]
    """
    if not bouts:
        return []
    time: list[dict[str, float]] = [{} for _mark in range(math.ceil(bouts[-1].end_s / width_s))]
    for bout in bouts:
        for index in range(int(bout.begin_s // width_s), math.ceil(bout.end_s / width_s)):
            begin, end = index * width_s, (index + 1) * width_s
            shared = min(bout.end_s, end) - max(bout.begin_s, begin)
            time[index][bout.gait] = time[index].get(bout.gait, 0.0) + shared
    found = [max(parts, key=lambda gait: parts[gait]) for parts in time]
    for bout in bouts:
        span = slice(int(bout.begin_s // width_s), math.ceil(bout.end_s / width_s))
        if bout.gait == "run" and "run" not in found[span]:
            found[int((bout.begin_s + bout.end_s) / 2 // width_s)] = SOME
    return found


def draw(
    bouts: Sequence[BoutView], *, plain_ascii: bool = False, colour: bool = False
) -> list[str]:
    """Lines of the strip, its axis and its legend.

    Parameters
    ----------
    bouts : sequence of BoutView
        Tiling of the activity.
    plain_ascii : bool, default False
        For terminals that can show nothing else.
    colour : bool, default False
        Whether to colour the marks.
    """
    marks = ASCII_MARKS if plain_ascii else MARKS
    width = mark_s(bouts[-1].end_s)
    found = gaits_of(bouts, width)
    shown = range(0, min(len(found), ROW_MARKS), TICK_MARKS)
    axis = "".join(f"{'+' + clock(index * width):<{TICK_MARKS}}" for index in shown)
    lines = [f"{'':11}{axis}".rstrip(), f"{'':11}{'|'.ljust(TICK_MARKS) * len(shown)}".rstrip()]
    for first in range(0, len(found), ROW_MARKS):
        row = found[first : first + ROW_MARKS]
        drawn = "".join(
            _painted(marks[gait] * len(list(same)), gait, colour)
            for gait, same in itertools.groupby(row)
        )
        lines.append(f"{clock(first * width, hours=True):>10} {drawn}")
    seen = [gait for gait in MARKS if gait in found]
    legend = "  ".join(f"{_painted(marks[gait], gait, colour)} {_told(gait)}" for gait in seen)
    one = _("one mark: {time}, by most of it").format(time=clock_words(width))
    return [*lines, f"{'':11}{legend}", f"{'':11}{one}"]


def _told(gait: str) -> str:
    return _("some running") if gait == SOME else gait_words(gait)


def _painted(text: str, gait: str, colour: bool) -> str:
    return f"\x1b[{COLOURS[gait]}m{text}\x1b[0m" if colour else text


def clock(time_s: float, *, hours: bool = False) -> str:
    """Seconds as m:ss, or h:mm:ss from an hour on."""
    minutes, seconds = divmod(round(time_s), 60)
    if minutes < 60 and not hours:
        return f"{minutes}:{seconds:02}"
    return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"


def clock_words(time_s: int) -> str:
    """Seconds as ``10 s`` or ``2 min``."""
    if time_s < 60:
        return _("{seconds} s").format(seconds=time_s)
    return _("{minutes} min").format(minutes=time_s // 60)
