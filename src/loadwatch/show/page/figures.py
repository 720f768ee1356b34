"""The few figures that stand first."""

from __future__ import annotations

from collections.abc import Iterator

from loadwatch.language import _, numbered
from loadwatch.show.strip import clock
from loadwatch.show.views import ActivityView
from loadwatch.shown import distance, pace, pace_unit


def figures(activity: ActivityView) -> list[tuple[str, str]]:
    """Value, and of what; nothing of what is unknown.

    Parameters
    ----------
    activity : ActivityView
        Any.
    """
    if not activity.is_judged:
        return list(_lengths(activity))
    run, walk = (
        next((gait for gait in activity.gaits if gait.gait == name and gait.bout_count), None)
        for name in ("run", "walk")
    )
    found = []
    if run is not None:
        bouts = numbered(run.bout_count, "{n} bout", "{n} bouts")
        found.append((clock(run.time_s), _("run, in {bouts}").format(bouts=bouts)))
        if run.speed_mps:
            told = f"{pace(run.speed_mps)} {pace_unit()}"
            found.append((told, _("pace while running")))
    impacts = activity.impacts
    if impacts is not None and impacts.low is not None and impacts.high is not None:
        band = _("impacts while running, most likely {low} to {high}").format(
            low=f"{impacts.low:,.0f}", high=f"{impacts.high:,.0f}"
        )
        found.append((f"{impacts.run_count:,.0f}", band))
    if walk is not None:
        bouts = numbered(walk.bout_count, "{n} bout", "{n} bouts")
        found.append((clock(walk.time_s), _("walked, in {bouts}").format(bouts=bouts)))
    return [*found, *_lengths(activity)]


def _lengths(activity: ActivityView) -> Iterator[tuple[str, str]]:
    if activity.distance_m is not None:
        yield distance(activity.distance_m, 2), _("in all")
    if activity.elapsed_s > 0:
        yield clock(activity.elapsed_s), _("from start to end")
