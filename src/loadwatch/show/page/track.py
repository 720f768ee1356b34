"""Shape of the way: north up, one scale both ways, no map and no place."""

from __future__ import annotations

import math
from itertools import pairwise

from loadwatch.language import _, numbered
from loadwatch.markup.chart import Chart, Flag, Line, Point
from loadwatch.show.trace import TrackView
from loadwatch.shown import distance

NARROWEST, WIDEST = 0.5, 2.5
"""Width over height of the figure; a longer way stands in the middle of it. [ratio; choice]"""
MARGIN = 0.04
"""Free at each side, so that the line is not cut. [share; choice]"""


def track_chart(track: TrackView, name: str, title: str) -> Chart:
    """Outline of the way, coloured by gait.

    Parameters
    ----------
    track : TrackView
        Metres from its south-west corner.
    name : str
        Begins the identifier.
    title : str
        Of the chart.
    """
    own = track.east_m / max(track.north_m, 1e-9)
    ratio = min(max(own, NARROWEST), WIDEST)
    height_m = max(track.north_m, track.east_m / ratio) / (1 - 2 * MARGIN)
    width_m = height_m * ratio
    left, low = (width_m - track.east_m) / 2, (height_m - track.north_m) / 2
    places = [
        ((east + left) / width_m, (north + low) / height_m, gait)
        for east, north, gait in track.points
    ]
    start, end = places[0], places[-1]
    told = [
        (_("From west to east"), distance(track.east_m, 2)),
        (_("From south to north"), distance(track.north_m, 2)),
        (_("From the start to the end, straight"), distance(track.apart_m, 2)),
    ]
    return Chart(
        f"{name}-track",
        title,
        _("The way as a line without a map: {east} from west to east, {north} from south to "
          "north.").format(east=told[0][1], north=told[1][1]),
        lines=_lines(places),
        flags=[
            Flag(end[0], end[1], "□", "finish", _("end")),
            Flag(start[0], start[1], "●", "start", _("start")),
        ],
        head=(_("Extent"), _("length")),
        rows=told,
        ratio=ratio,
    )  # fmt: skip


def far_words(track: TrackView) -> str:
    """Fixes that are left out; nothing where none are."""
    if not track.far_count:
        return ""
    fixes = numbered(track.far_count, "{n} fix", "{n} fixes")
    return _("Left out: {fixes} further off than the whole way is long.").format(fixes=fixes)


def _lines(places: list[tuple[float, float, str | None]]) -> list[Line]:
    """A line a gait: each step belongs to the gait it begins with."""
    points: dict[str, list[Point]] = {}
    before: str | None = None
    for (x, y, gait), (next_x, next_y, _gait) in pairwise(places):
        if not math.isfinite(x + next_x):
            before = None
            continue
        style = gait or "unknown"
        line = points.setdefault(style, [])
        if style != before:
            line += [(math.nan, math.nan), (x, y)]
        line.append((next_x, next_y))
        before = style
    return [Line(line, f"way {style}") for style, line in points.items()]
