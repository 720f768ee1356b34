"""Which stage of a ladder a session of run and walk sets was."""

from __future__ import annotations

import math
from collections.abc import Sequence

from loadwatch.programme.ladder import Stage

PUBLISHED_SETS_S = (30.0, 60.0, 90.0)
"""Sets with equal rest that Back In Shape names. [s; Back In Shape]"""
ROUNDING = 1e-9
"""So that a tenth is a tenth. [share]"""


def squared_distance(run_s: float, walk_s: float, stage: Stage) -> float:
    """How far sets are from those of a stage, in log space.

    Parameters
    ----------
    run_s, walk_s : float
        Typical running and walking bout. [s]
    stage : Stage
        With a walk.

    Returns
    -------
    float
        Squared logarithm of both quotients, summed; infinite for a stage without a walk.
    """
    if stage.run_s is None or stage.is_continuous:
        return math.inf
    return math.log(run_s / stage.run_s) ** 2 + math.log(walk_s / stage.walk_s) ** 2


def nearest_stage(
    run_s: float,
    walk_s: float,
    stages: Sequence[Stage],
    *,
    bout_count: float = math.nan,
    distance_m: float = math.nan,
    custom_above: float = 0.25,
) -> int | None:
    """Number of the stage that sets are nearest to; None for sets of one's own.

    Stages with the same bouts are told apart by how many sets they have or how far they go; where
    that is not known, it is the lowest of them.

    Parameters
    ----------
    run_s, walk_s : float
        Typical running and walking bout; NaN is not known. [s]
    stages : sequence of Stage
        Of a ladder.
    bout_count : float, optional
        Running bouts of the session.
    distance_m : float, optional
        Distance of the session, running and walking. [m]
    custom_above : float, default 0.25
        Largest squared distance that is still a stage. [-; choice]

    Examples
    --------
    >>> nearest_stage(58, 78, [Stage(1, 50, 85, (10, 10)), Stage(2, 60, 75, (10, 10))])
    2
    >>> nearest_stage(30, 30, [Stage(1, 50, 85, (10, 10)), Stage(2, 60, 75, (10, 10))]) is None
    True

    References
    ----------
    .. [1] ``loadwatch``
    """
    if not (run_s > 0 and walk_s > 0):
        return None
    found = [(squared_distance(run_s, walk_s, stage), stage) for stage in stages]
    least = min((distance for distance, _ in found), default=math.inf)
    if least > custom_above:
        return None
    same = [stage for distance, stage in found if math.isclose(distance, least, abs_tol=1e-12)]
    return min(same, key=lambda stage: _amount_distance(stage, bout_count, distance_m)).number


def continuous_stage(
    run_s: float, run_m: float, stages: Sequence[Stage], *, custom_above: float = 0.25
) -> int | None:
    """Number of the stage that one run without a walk is nearest to; None where there is none.

    Parameters
    ----------
    run_s, run_m : float
        Time [s] and distance [m] of the run; NaN is not known.
    stages : sequence of Stage
        Of a ladder; most ladders have no run without a walk.
    custom_above : float, default 0.25
        Largest squared logarithm of the quotient that is still a stage. [-; choice]
    """
    found = []
    for stage in stages:
        if not stage.is_continuous:
            continue
        by_time = stage.run_s is not None
        have, want = (run_s, stage.run_s) if by_time else (run_m, stage.distance_m)
        if want is not None and have > 0:
            found.append((math.log(have / want) ** 2, stage.number))
    distance, number = min(found, default=(math.inf, 0))
    return number if distance <= custom_above else None


def published_set(run_s: float, walk_s: float, *, tolerance: float = 0.10) -> float | None:
    """Length of the Back In Shape set that sets agree with; None where they do not.

    Parameters
    ----------
    run_s, walk_s : float
        Typical running and walking bout. [s]
    tolerance : float, default 0.10
        How far both may be from the published length. [share; house decision]

    Returns
    -------
    float or None
        30, 60 or 90. [s]

    Examples
    --------
    >>> published_set(62, 58)
    60.0

    References
    ----------
    .. [1] ``backinshape``
    """
    for seconds in PUBLISHED_SETS_S:
        off = max(abs(run_s / seconds - 1), abs(walk_s / seconds - 1))
        if off <= tolerance + ROUNDING:
            return seconds
    return None


def is_even(run_s: float, bout_s: float, bout_count: float, *, uneven_above: float = 0.25) -> bool:
    """Whether the bouts of a session are about as long as each other, as sets are.

    Parameters
    ----------
    run_s : float
        Running time of the session; NaN is not known, and taken for even. [s]
    bout_s : float
        Typical bout. [s]
    bout_count : float
        Running bouts.
    uneven_above : float, default 0.25
        How far the mean bout may be from the typical one. [share; choice]
    """
    return not abs(run_s / (bout_s * bout_count) - 1) > uneven_above


def is_beyond(stage: Stage, run_s: float, distance_m: float, *, most_share: float = 1.5) -> bool:
    """Whether a session is far more than a stage, so that its bouts alone are alike.

    Parameters
    ----------
    stage : Stage
        The stage that its bouts are nearest to.
    run_s : float
        Running time of the session; NaN is not known. [s]
    distance_m : float
        Its distance, running and walking; NaN is not known. [m]
    most_share : float, default 1.5
        Most running time, or distance, over that of the stage. [-; choice]
    """
    if stage.total_run_s is not None:
        return run_s > most_share * stage.total_run_s
    return stage.distance_m is not None and distance_m > most_share * stage.distance_m


def _amount_distance(stage: Stage, bout_count: float, distance_m: float) -> float:
    """How far the number of sets, or the distance, is from that of a stage; 0 if not known."""
    if stage.reps is not None:
        nearest = min(max(bout_count, stage.reps[0]), stage.reps[1])
        return abs(math.log(bout_count / nearest)) if bout_count > 0 else 0.0
    if stage.distance_m is not None and distance_m > 0:
        return abs(math.log(distance_m / stage.distance_m))
    return 0.0
