"""A correction and an acknowledgement, their cells, and what cannot be true of them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from loadwatch.errors import CorrectionError
from loadwatch.language import _

SPORTS = ("running", "walking", "hiking", "cycling", "swimming", "training", "generic")
"""Sports that a recording can be set to, in FIT's words."""
FIRST_YEAR, LAST_YEAR = 2000, 2199
MOST_KM = 1000.0
FACTORS = (1, 2)
NEVER_ACKNOWLEDGED = ("LW601", "LW602")
"""Warnings of symptoms: nothing puts them aside."""
SEVERITIES = ("info", "caution", "warning")
_START = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d)?", re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?", re.ASCII)
_FINDING = re.compile(r"LW\d{3}-\d{8}", re.ASCII)
_YES = {"yes", "y", "true", "1"}
_NO = {"no", "n", "false", "0"}
_ANSWERS = {None: "", True: "yes", False: "no"}


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person says of one recording; None is as it was recorded.

    Parameters
    ----------
    session_id : str
        The session, or a unique beginning of its id.
    sport : str or None
        What it was.
    start : datetime or None
        When it began, on the clock of the place.
    distance_km : float or None
        How long it was. [km]
    cadence_factor : int or None
        1 if its cadence counts steps, 2 if it counts strides.
    exclude : bool or None
        Whether it counts nowhere.
    apart : bool or None
        Whether it is a run of its own, although it looks like a copy of another.
    line : int
        Line of the file that it stands on; 0 if none.
    """

    session_id: str
    sport: str | None = None
    start: dt.datetime | None = None
    distance_km: float | None = None
    cadence_factor: int | None = None
    exclude: bool | None = None
    apart: bool | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """A finding that a person knows of.

    Parameters
    ----------
    finding_id : str
        As ``analyse`` prints it.
    until : date or None
        Last day on which it is put aside; None is until it is over.
    severity : str
        How severe it was then; one that has become worse is shown again. Empty is not known.
    """

    finding_id: str
    until: dt.date | None = None
    severity: str = ""


FIELDS = ("sport", "start", "distance_km", "cadence_factor", "exclude", "apart")


def overlaid(old: Correction, new: Correction) -> Correction:
    """Both together; of one thing told twice, the new one."""
    told = {name: getattr(new, name) for name in FIELDS if getattr(new, name) is not None}
    return replace(old, **told)


def checked_correction(told: Correction) -> Correction:
    """The same, if it can be true.

    Raises
    ------
    CorrectionError
        With one plain sentence, if it cannot.
    """
    if not told.session_id.strip():
        raise CorrectionError(_("there is no session_id"))
    if told.sport is not None and told.sport not in SPORTS:
        raise CorrectionError(
            _("sport is one of {sports}, not {sport!r}").format(
                sports=", ".join(SPORTS), sport=told.sport
            )
        )
    if told.start is not None and not FIRST_YEAR <= told.start.year <= LAST_YEAR:
        raise CorrectionError(
            _("a start lies in the years {first} to {last}").format(
                first=FIRST_YEAR, last=LAST_YEAR
            )
        )
    if told.distance_km is not None and not 0 < told.distance_km <= MOST_KM:
        raise CorrectionError(
            _("a distance is over 0 and at most {most:,.0f} km").format(most=MOST_KM)
        )
    if told.cadence_factor is not None and told.cadence_factor not in FACTORS:
        raise CorrectionError(_("cadence_factor is 1 (steps) or 2 (strides)"))
    if all(getattr(told, name) is None for name in FIELDS):
        raise CorrectionError(
            _("nothing is corrected; tell one of {fields}").format(fields=", ".join(FIELDS))
        )
    return told


def checked_acknowledgement(told: Acknowledgement) -> Acknowledgement:
    """The same, if it can be.

    Raises
    ------
    CorrectionError
        If it names no finding, or one of symptoms.
    """
    if not _FINDING.fullmatch(told.finding_id):
        raise CorrectionError(
            _("{finding_id!r} is no finding; analyse prints them like LW101-20260501").format(
                finding_id=told.finding_id
            )
        )
    if told.finding_id.startswith(NEVER_ACKNOWLEDGED):
        raise CorrectionError(
            _("{finding_id} is about symptoms, and those cannot be acknowledged away").format(
                finding_id=told.finding_id
            )
        )
    if told.severity and told.severity not in SEVERITIES:
        raise CorrectionError(
            _("severity is one of {severities}, not {severity!r}").format(
                severities=", ".join(SEVERITIES), severity=told.severity
            )
        )
    return told


def correction_of(cells: Mapping[str, str], line: int) -> Correction:
    """The correction that the cells of a line tell."""
    shown = {name: cell.strip() for name, cell in cells.items() if cell.strip()}
    factor = _number(shown.get("cadence_factor"), "cadence_factor")
    if factor is not None and factor not in FACTORS:
        raise CorrectionError(_("cadence_factor is 1 (steps) or 2 (strides)"))
    return checked_correction(
        Correction(
            shown.get("session_id", ""),
            shown["sport"].lower() if "sport" in shown else None,
            start_of(shown["start"]) if "start" in shown else None,
            _number(shown.get("distance_km"), "distance_km"),
            None if factor is None else int(factor),
            _answer(shown.get("exclude"), "exclude"),
            _answer(shown.get("apart"), "apart"),
            line,
        )
    )


def acknowledgement_of(cells: Mapping[str, str], _line: int) -> Acknowledgement:
    """The acknowledgement that the cells of a line tell."""
    shown = {name: cell.strip() for name, cell in cells.items() if cell.strip()}
    return checked_acknowledgement(
        Acknowledgement(
            shown.get("finding_id", "").upper(),
            day_of(shown["until"]) if "until" in shown else None,
            shown.get("severity", "").lower(),
        )
    )


def cells_of(told: Correction | Acknowledgement) -> dict[str, str]:
    """Cells of a line."""
    if isinstance(told, Acknowledgement):
        until = "" if told.until is None else told.until.isoformat()
        return {"finding_id": told.finding_id, "until": until, "severity": told.severity}
    km = "" if told.distance_km is None else f"{told.distance_km:.6f}".rstrip("0").rstrip(".")
    start = "" if told.start is None else told.start.isoformat(sep=" ")
    return {
        "session_id": told.session_id,
        "sport": told.sport or "",
        "start": start,
        "distance_km": km,
        "cadence_factor": "" if told.cadence_factor is None else str(told.cadence_factor),
        "exclude": _ANSWERS[told.exclude],
        "apart": _ANSWERS[told.apart],
    }


def start_of(text: str) -> dt.datetime:
    """A local time written like 2026-06-01 07:30."""
    try:
        if _START.fullmatch(text):
            return dt.datetime.fromisoformat(text)
    except ValueError:
        pass
    raise CorrectionError(
        _("{text!r} is no start; write it like 2026-06-01 07:30").format(text=text)
    )


def day_of(text: str) -> dt.date:
    """A day written like 2026-06-01."""
    try:
        if _DATE.fullmatch(text):
            return dt.date.fromisoformat(text)
    except ValueError:
        pass
    raise CorrectionError(_("{text!r} is no day; write it like 2026-06-01").format(text=text))


def _number(text: str | None, name: str) -> float | None:
    if text is None:
        return None
    if not _NUMBER.fullmatch(text):
        raise CorrectionError(_("{name} is a number, not {text!r}").format(name=name, text=text))
    return float(text.replace(",", "."))


def _answer(text: str | None, name: str) -> bool | None:
    if text is None:
        return None
    if text.lower() not in _YES | _NO:
        raise CorrectionError(_("{name} is yes or no, not {text!r}").format(name=name, text=text))
    return text.lower() in _YES
