"""How hard a session was for heart, breath and will. Context: none of it is load on a tissue."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal

Weights = Literal["men", "women"]
TRIMP_WEIGHTS: dict[Weights, tuple[float, float]] = {"men": (0.64, 1.92), "women": (0.86, 1.67)}
"""Factor and exponent of the blood lactate curve. [unitless; banister]"""


def banister_trimp(
    minutes: float,
    heart_rate_bpm: float,
    *,
    resting_bpm: float,
    max_bpm: float,
    weights: Weights,
) -> float:
    r"""Training impulse by heart rate (M16).

    .. math:: T = t\,x\,a\,e^{b x}, \quad x = (h - h_0) / (h_\mathrm{max} - h_0)

    with *a*, *b* 0.64, 1.92 for men and 0.86, 1.67 for women.

    Parameters
    ----------
    minutes : float
        Duration. [min]
    heart_rate_bpm : float
        Mean heart rate; below rest counts as rest, above the maximum as the maximum. [1/min]
    resting_bpm, max_bpm : float
        The runner's own. [1/min]
    weights : {"men", "women"}
        Whose curve.

    Returns
    -------
    float
        Training impulse; NaN where the maximum is not above rest. [arbitrary units]

    Notes
    -----
    Evidence: C for anything but the heart.

    References
    ----------
    .. [1] ``banister``

    Examples
    --------
    >>> round(banister_trimp(60, 150, resting_bpm=50, max_bpm=190, weights="men"), 2)
    108.1
    >>> round(banister_trimp(60, 150, resting_bpm=50, max_bpm=190, weights="women"), 2)
    121.5
    """
    if not max_bpm > resting_bpm or math.isnan(heart_rate_bpm):
        return math.nan
    reserve = (heart_rate_bpm - resting_bpm) / (max_bpm - resting_bpm)
    reserve = min(max(reserve, 0.0), 1.0)
    factor, exponent = TRIMP_WEIGHTS[weights]
    return minutes * reserve * factor * math.exp(exponent * reserve)


def edwards_load(zone_minutes: Sequence[float]) -> float:
    r"""Minutes in five heart rate zones, weighted 1 to 5 (M17).

    .. math:: E = \sum_{k=1}^{5} k\,t_k

    Parameters
    ----------
    zone_minutes : sequence of float
        Minutes at 50-60, 60-70, 70-80, 80-90 and 90-100 % of the maximum heart rate. [min]

    Returns
    -------
    float
        Load. [arbitrary units]

    Notes
    -----
    Evidence: C; the zones are as commonly quoted, the source was not read.

    References
    ----------
    .. [1] ``edwards1993``

    Examples
    --------
    >>> edwards_load([10, 20, 15, 5, 0])
    115.0
    """
    pairs = zip((1, 2, 3, 4, 5), zone_minutes, strict=True)
    return float(sum(weight * minutes for weight, minutes in pairs))


def pace_load(hours: float, *, speed_mps: float, threshold_mps: float) -> float:
    r"""Duration weighted by the square of relative speed (M19).

    .. math:: P = 100\,h\,(v / v_\mathrm{thr})^2

    Parameters
    ----------
    hours : float
        Duration. [h]
    speed_mps : float
        Mean speed. [m/s]
    threshold_mps : float
        Speed that the runner can hold for about an hour. [m/s]

    Returns
    -------
    float
        Load; 100 is an hour at the threshold; NaN without one. [arbitrary units]

    Notes
    -----
    Evidence: C; a convention among coaches, known here from secondary sources.

    References
    ----------
    .. [1] ``coaches``

    Examples
    --------
    >>> round(pace_load(0.75, speed_mps=1000 / 330, threshold_mps=1000 / 285), 2)
    55.94
    """
    return 100 * hours * (speed_mps / threshold_mps) ** 2 if threshold_mps > 0 else math.nan
