"""Every conversion factor, once."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

FIT_EPOCH_S = 631_065_600
"""Unix seconds of 1989-12-31T00:00:00Z, where FIT time begins. [s]"""

FIT_FIRST_ABSOLUTE_S = 0x1000_0000
"""A smaller FIT date_time counts seconds since the device was switched on. [s]"""

DEGREES_PER_SEMICIRCLE = 180.0 / 2**31
STEPS_PER_STRIDE = 2
METRES_PER_KM, METRES_PER_MILE = 1000.0, 1609.344
RPE_SCALE = 10.0
"""FIT writes perceived exertion 0-10 as 0-100."""
METRES_PER_INCH = 0.0254
EARTH_RADIUS_M = 6_371_008.8

UPPER_CADENCE_SPM = 190.0
"""Largest cadence assumed for a run of which only the length is known. [steps/min; choice]"""

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


def haversine_m(latitude_deg: Floats, longitude_deg: Floats) -> Floats:
    """Great-circle distance from each point to the next.

    Parameters
    ----------
    latitude_deg, longitude_deg : numpy.ndarray
        Positions, shape ``(n,)``, NaN where unknown. [deg]

    Returns
    -------
    numpy.ndarray
        Shape ``(n - 1,)``; NaN where either end is unknown. [m]
    """
    return distance_between_m(
        latitude_deg[:-1], longitude_deg[:-1], latitude_deg[1:], longitude_deg[1:]
    )


def distance_between_m(lat1: Floats, lon1: Floats, lat2: Floats, lon2: Floats) -> Floats:
    """Great-circle distance between pairs of points [deg] on a sphere. [m]"""
    phi1, phi2 = np.radians(lat1), np.radians(lat2)
    half_dphi = (phi2 - phi1) / 2
    half_dlambda = np.radians(lon2 - lon1) / 2
    a = np.sin(half_dphi) ** 2 + np.cos(phi1) * np.cos(phi2) * np.sin(half_dlambda) ** 2
    result: Floats = 2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.clip(a, 0.0, 1.0)))
    return result


def differences(values: Floats) -> Floats:
    """Each value less the one before, shape ``(n - 1,)``."""
    return values[1:] - values[:-1]


def known_or(values: Floats, other: float) -> Floats:
    """Values, and another in place of those that are unknown."""
    return np.where(np.isnan(values), other, values)
