"""What is known of the runner. Nothing is required; what is assumed is said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time

DEFAULT_HEIGHT_M = 1.70
"""Body height where nobody told it; only runs without a cadence need it. [m; choice]"""
NOVICE, RETURNING, LONG_TERM = "novice", "returning", "long-term"
EXPERIENCES = (NOVICE, RETURNING, LONG_TERM)
SEXES = ("female", "male")
ENABLED = "enabled"
"""Key with which a profile switches a rule off or on."""


@dataclass(frozen=True, slots=True)
class Athlete:
    """A runner's profile; None is not told.

    Parameters
    ----------
    name : str or None
        As a report greets.
    birth_year : int or None
        Year of birth.
    sex : {"female", "male"} or None
        For one heart-rate load alone, whose formula knows two.
    height_m, mass_kg : float or None
        Body height [m] and mass [kg].
    zone : str or None
        Time zone of files that do not tell theirs, like Europe/Berlin.
    resting_heart_rate_bpm, max_heart_rate_bpm : float or None
        For heart-rate loads. [1/min]
    threshold_speed_mps : float or None
        Speed that can be held for about an hour, for the pace load. [m/s]
    experience : {"novice", "returning", "long-term"} or None
        None leaves it to the files.
    careful : bool
        Coming back from back pain, or wishing longer holds.
    strength_per_week : int or None
        Strength sessions asked for.
    wakes_at : datetime.time or None
        Usual time of getting up; without it nothing is said of early runs.
    programme_start : datetime.date or None
        First day of a running programme.
    ladder : str or None
        Name of a ladder of ours, or path of one's own.
    units : {"km", "miles"} or None
        Of distances, paces and speeds that are shown.
    clock : {"24h", "12h"} or None
        Of times of day that are shown.
    rules : Mapping of str to Mapping
        Code or name of a rule → thresholds that replace its defaults; ``enabled = false`` silences
        it.
    """

    name: str | None = None
    birth_year: int | None = None
    sex: str | None = None
    height_m: float | None = None
    mass_kg: float | None = None
    zone: str | None = None
    resting_heart_rate_bpm: float | None = None
    max_heart_rate_bpm: float | None = None
    threshold_speed_mps: float | None = None
    experience: str | None = None
    careful: bool = False
    strength_per_week: int | None = None
    wakes_at: time | None = None
    programme_start: date | None = None
    ladder: str | None = None
    units: str | None = None
    clock: str | None = None
    rules: Mapping[str, Mapping[str, float | bool]] = field(default_factory=dict)

    @property
    def body_height_m(self) -> float:
        """Height, or the one that is assumed. [m]"""
        return self.height_m or DEFAULT_HEIGHT_M

    @property
    def body_mass_index(self) -> float | None:
        """Mass over height squared; None unless both were told. [kg/m2]"""
        if self.height_m is None or self.mass_kg is None:
            return None
        return self.mass_kg / self.height_m**2
