"""What a ladder of run-walk sessions is."""

from __future__ import annotations

from dataclasses import dataclass

from loadwatch.language import _
from loadwatch.shown import distance

ABOUT_SPM = 158.0
"""Cadence for the impacts that a ladder shows beforehand. [1/min; evidence.md 7.1]"""


@dataclass(frozen=True, slots=True)
class Stage:
    """One rung: sets of running and walking, or one run without a walk.

    Parameters
    ----------
    number : int
        Place on the ladder, from 1.
    run_s : float or None
        Running of one set; None where only the distance of one run is told. [s]
    walk_s : float
        Walking or rest after it; 0 is one run without a walk. [s]
    reps : (int, int) or None
        Fewest and most sets.
    distance_m : float or None
        Distance of the whole session, running and walking. [m]
    rpe : float or None
        How hard it should feel. [0-10]
    """

    number: int
    run_s: float | None
    walk_s: float
    reps: tuple[int, int] | None = None
    distance_m: float | None = None
    rpe: float | None = None

    @property
    def is_continuous(self) -> bool:
        """Whether it is one run without a walk."""
        return self.walk_s == 0

    @property
    def total_run_s(self) -> float | None:
        """Most running time of a session; None where it depends on the pace. [s]"""
        if self.run_s is None or self.reps is None:
            return None
        return self.run_s * self.reps[1]

    @property
    def total_s(self) -> float | None:
        """Most time of a session, walks included; None where it depends on the pace. [s]"""
        if self.run_s is None or self.reps is None:
            return None
        return (self.run_s + self.walk_s) * self.reps[1]

    @property
    def about_impacts(self) -> float | None:
        """Most run impacts of a session, at 158 steps a minute; None where not known."""
        return None if self.total_run_s is None else self.total_run_s / 60 * ABOUT_SPM

    @property
    def words(self) -> str:
        """The session in one line."""
        if self.rpe is None:
            return self._set_words()
        return f"{self._set_words()}, {_('effort {rpe} of 10').format(rpe=f'{self.rpe:g}')}"

    def _set_words(self) -> str:
        metres = "" if self.distance_m is None else distance(self.distance_m)
        if self.is_continuous:
            words = _("one run of {amount}")
            if self.run_s is None:
                return words.format(amount=metres)
            return words.format(amount=_("{minutes} min").format(minutes=f"{self.run_s / 60:g}"))
        run, walk = f"{self.run_s:g}", f"{self.walk_s:g}"
        if self.reps is None:
            words = _("run {run} s, walk {walk} s, {distance} in all")
            return words.format(run=run, walk=walk, distance=metres)
        fewest, most = self.reps
        if fewest == most:
            return _("run {run} s, walk {walk} s, {most} times").format(
                run=run, walk=walk, most=most
            )
        words = _("run {run} s, walk {walk} s, {fewest} to {most} times")
        return words.format(run=run, walk=walk, fewest=fewest, most=most)


@dataclass(frozen=True, slots=True)
class Entry:
    """From how many comfortable seconds of the test run which stage begins. [s]"""

    from_s: float
    stage: int


@dataclass(frozen=True, slots=True)
class Ladder:
    """Stages in order, and how long one stays at each.

    Parameters
    ----------
    name : str
        As ``--ladder`` takes it.
    title, note, evidence : str
        What it is, what of it is published, and how good that is.
    cites : tuple of str
        Keys of references.
    stages : tuple of Stage
        In order, numbered from 1.
    entry : tuple of Entry
        Where the test run leads, by time; empty where everybody begins at stage 1.
    speed_mps : float or None
        Running speed that it asks for. [m/s]
    sessions_per_week : int
        Sessions that it asks for.
    sessions_to_advance, days_to_advance : int
        Fewest sessions and days [days] at one stage.
    """

    name: str
    title: str
    note: str
    evidence: str
    cites: tuple[str, ...]
    stages: tuple[Stage, ...]
    entry: tuple[Entry, ...] = ()
    speed_mps: float | None = None
    sessions_per_week: int = 3
    sessions_to_advance: int = 3
    days_to_advance: int = 7

    def stage(self, number: int) -> Stage:
        """The stage of a number."""
        return self.stages[number - 1]
