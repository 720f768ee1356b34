"""What laps tell: stretches that a workout said to run, and the strides of each."""

from __future__ import annotations

from loadwatch.activity import Activity

WORK, REST = frozenset({"interval", "active"}), frozenset({"recovery", "rest"})
"""Intensities of workout steps that are run, and of those between; warm-up and cool-down may be
either."""
LONGEST_WORK_S = 180.0
"""In a longer step, a walk is a walk: the sensors tell. [s; choice]"""


def work_laps(activity: Activity, start_s: float) -> list[tuple[int, int]]:
    """Laps that the watch linked to a short step of work, as seconds since the start.

    Only a workout that also has rests tells work from rest; a single open step says nothing.

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
    if REST.isdisjoint(intensity.values()):
        return []
    found = []
    for lap in activity.laps:
        if lap.wkt_step_index is None or intensity.get(lap.wkt_step_index) not in WORK:
            continue
        begin, end = lap.start_time_s - start_s, lap.end_time_s - start_s
        if 0 <= begin < end <= begin + LONGEST_WORK_S:
            found.append((round(begin), round(end)))
    return found


def lap_strides(activity: Activity, start_s: float) -> list[tuple[int, int, float]]:
    """Begin and end of each lap since the start, and the strides that the watch counted in it.

    Parameters
    ----------
    activity : Activity
        As a format delivered it.
    start_s : float
        Unix time of the first cell. [s]

    Returns
    -------
    list of (int, int, float)
        Laps with a count. [s, s, strides]
    """
    return [
        (round(lap.start_time_s - start_s), round(lap.end_time_s - start_s), lap.total_strides)
        for lap in activity.laps
        if lap.total_strides > 0 and 0 <= lap.start_time_s - start_s <= lap.end_time_s - start_s
    ]
