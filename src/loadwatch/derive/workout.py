"""Laps of a structured workout: which stretches the runner was told to run."""

from __future__ import annotations

from loadwatch.activity import Activity

WORK = frozenset({"interval", "active"})
"""Intensities of workout steps that are run; warm-up, recovery and cool-down may be either."""


def work_laps(activity: Activity, start_s: float) -> list[tuple[int, int]]:
    """Laps that the watch linked to a step of work, as seconds since the start.

    Parameters
    ----------
    activity : Activity
        As a format delivered it.
    start_s : float
        Unix time of the first cell. [s]

    Returns
    -------
    list of (int, int)
        ``[begin, end)`` of each lap, on the grid of one second. [s]
    """
    intensity = {step.index: step.intensity for step in activity.workout_steps}
    found = []
    for lap in activity.laps:
        if lap.wkt_step_index is None or intensity.get(lap.wkt_step_index) not in WORK:
            continue
        begin, end = lap.start_time_s - start_s, lap.end_time_s - start_s
        if 0 <= begin < end:
            found.append((round(begin), round(end)))
    return found
