"""What more speed adds at a fixed running time, and what another set adds."""

from __future__ import annotations

from dataclasses import dataclass

from loadwatch.derive.cadence import model_running_cadence_spm
from loadwatch.derive.force import running_force_bw

POWERS = (2.0, 6.0, 10.0)
"""Powers of force, of which none is known to be the true one. [evidence.md 4]"""


@dataclass(frozen=True, slots=True)
class SpeedOrSets:
    """Shares by which one session is more than another.

    Parameters
    ----------
    from_mps, to_mps : float
        Speeds compared. [m/s]
    steps_share : float
        More steps by the speed, at the same running time.
    load_shares : dict of float to float
        Power of force → more load by the speed, at the same running time.
    sets : int
        Sets before the one that is added.
    set_share : float
        More of everything by one more set.
    """

    from_mps: float
    to_mps: float
    steps_share: float
    load_shares: dict[float, float]
    sets: int
    set_share: float


def speed_or_sets(
    from_mps: float = 9 / 3.6, to_mps: float = 10 / 3.6, sets: int = 5, *, height_m: float = 1.75
) -> SpeedOrSets:
    """More speed at a fixed running time against one more set.

    Parameters
    ----------
    from_mps, to_mps : float
        Speeds. [m/s]
    sets : int, default 5
        Sets before the one that is added.
    height_m : float, default 1.75
        Body height for the cadence. [m; evidence.md 4]

    Examples
    --------
    >>> found = speed_or_sets()
    >>> [round(found.load_shares[power], 2) for power in POWERS], round(found.steps_share, 2)
    ([0.06, 0.17, 0.3], 0.01)
    >>> found.set_share
    0.2

    References
    ----------
    .. [1] ``hoeger2008``
    .. [2] ``nilsson1989``
    .. [3] ``edwards2018``
    """
    slow, fast = (
        float(model_running_cadence_spm(speed, height_m=height_m)) for speed in (from_mps, to_mps)
    )
    steps = fast / slow
    force = float(running_force_bw(to_mps) / running_force_bw(from_mps))
    return SpeedOrSets(
        from_mps, to_mps, steps - 1, {power: steps * force**power - 1 for power in POWERS},
        sets, 1 / sets,
    )  # fmt: skip
