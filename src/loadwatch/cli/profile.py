"""The profile that a command uses: which one, whether it is sound, and what outranks it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from loadwatch import shown
from loadwatch.errors import AthleteError

if TYPE_CHECKING:
    from loadwatch.athlete import Athlete


def told_athlete(wanted: Path | None, beside: Path) -> tuple[Path | None, Athlete]:
    """The profile that was asked for, or the one beside the recordings if there is one."""
    from loadwatch.athlete import Athlete  # noqa: PLC0415
    from loadwatch.athlete.file import athlete_path  # noqa: PLC0415

    path = athlete_path(wanted or (beside if beside.is_dir() else beside.parent))
    if os.path.lexists(path):
        return path, checked_athlete(path)
    if wanted is not None:
        told = f"there is no profile {str(path)!r}; loadwatch athlete init begins one"
        raise typer.BadParameter(told)
    return None, Athlete()


def checked_athlete(path: Path) -> Athlete:
    """A profile whose rules and thresholds exist; a broken one is wrong use."""
    from loadwatch.athlete.file import athlete_of, read_text  # noqa: PLC0415

    try:
        return judged_by(athlete_of(read_text(path), path), path)
    except AthleteError as error:
        raise typer.BadParameter(str(error)) from error


def judged_by(athlete: Athlete, path: Path) -> Athlete:
    """The same profile, if its rules and thresholds exist.

    Raises
    ------
    AthleteError
        If one does not.
    """
    if athlete.rules:
        from loadwatch.rules import rules_for  # noqa: PLC0415  (pandas where it is needed)

        try:
            rules_for(athlete)
        except AthleteError as error:
            raise AthleteError(f"{path}: {error}") from error
    return athlete


def with_options(athlete: Athlete, *, height_cm: float | None, zone: str | None = None) -> Athlete:
    """A profile in which options outrank the file."""
    height_m = athlete.height_m if height_cm is None else height_cm / 100
    return replace(athlete, height_m=height_m, zone=zone or athlete.zone)


def read_by(athlete: Athlete | None, *, units: str | None = None, clock: str | None = None) -> None:
    """Write distances and times as a reader reads them: by option, environment, profile.

    Parameters
    ----------
    athlete : Athlete or None
        Whose profile counts; None for one who reads of several.
    units, clock : str or None
        As options tell them.
    """
    by_profile = (None, None) if athlete is None else (athlete.units, athlete.clock)
    shown.show(
        units=_told(units, "LOADWATCH_UNITS", shown.UNITS) or by_profile[0] or shown.METRIC,
        clock=_told(clock, "LOADWATCH_CLOCK", shown.CLOCKS) or by_profile[1] or shown.CLOCK_24,
    )


def _told(option: str | None, variable: str, among: Sequence[str]) -> str | None:
    value = option or os.environ.get(variable)
    if value and value not in among:
        raise typer.BadParameter(f"{variable} is {' or '.join(among)}, not {value!r}")
    return value
