"""Activities of one file → its state and its sessions."""

from __future__ import annotations

import hashlib
import math
import time
from collections.abc import Sequence
from datetime import UTC, datetime

from loadwatch.activity import Activity, Note
from loadwatch.athlete import Athlete
from loadwatch.derive.session import summarise
from loadwatch.derive.summary import Summary
from loadwatch.errors import AheadOfNowError, DamagedFileError, FileError
from loadwatch.formats._base import MAX_AHEAD_S, plausible_time
from loadwatch.importer.states import (
    IMPORTED,
    LEFT_OUT,
    PARTIAL,
    QUARANTINED,
    FileState,
    Reading,
    Session,
)
from loadwatch.merge import fingerprint

TOO_MUCH = "reading it needed more memory than it may use; split it or export it again"


def judged(
    path: str,
    member: str | None,
    content: str,
    activities: Sequence[Activity],
    athlete: Athlete,
) -> Reading:
    """What the activities of a file, or of a member of an archive, come to.

    Parameters
    ----------
    path : str
        Of the file.
    member : str or None
        Name inside the archive.
    content : str
        SHA-256 of what was decoded.
    activities : sequence of Activity
        All that it holds.
    athlete : Athlete
        The runner's profile.
    """
    name = path if member is None else f"{path}!{member}"
    sessions, refused, until_s, is_failure = [], "", math.inf, False
    for number, activity in enumerate(activities):
        try:
            sessions.append(_session(activity, name, content, number, athlete))
        except FileError as error:
            refused = error.reason
            if isinstance(error, AheadOfNowError):
                until_s = min(until_s, error.until_s)
        except MemoryError:
            refused, is_failure = TOO_MUCH, True
        except Exception as error:
            is_failure = True
            refused = f"a bug in loadwatch stopped judging it ({type(error).__name__}: {error})"
    if not sessions:
        told = FileState(path, member, QUARANTINED, refused)
        return Reading(told, until_s=until_s, is_failure=is_failure)
    state, reason = _usable_state([note for session in sessions for note in session.summary.notes])
    if refused:
        state, reason = PARTIAL, f"{LEFT_OUT}{refused}"
    ids = tuple(session.session_id for session in sessions)
    told = FileState(path, member, state, reason, ids)
    return Reading(told, tuple(sessions), until_s=until_s, is_failure=is_failure)


def _session(activity: Activity, name: str, content: str, number: int, athlete: Athlete) -> Session:
    """Summarise one activity.

    Raises
    ------
    DamagedFileError
        If its clock cannot have been set.
    """
    if activity.identity is not None:
        content, number = hashlib.sha256(activity.identity.encode()).hexdigest(), 0
    summary = summarise(activity, athlete)
    if math.isfinite(summary.start_s) and not plausible_time(summary.start_s):
        told = "the device's clock was not set", "correct the date and export it again"
        if summary.start_s < time.time():
            raise DamagedFileError(*told)
        raise AheadOfNowError(*told, until_s=summary.start_s - MAX_AHEAD_S)
    found = fingerprint(
        activity,
        start_s=summary.start_s,
        elapsed_s=_number(summary.row["total_elapsed_time_s"]),
        sport=activity.sport,
        distance_m=_number(summary.row["total_distance_m"]),
        content=f"{content}-{number}",
        is_damaged=any(note.damage for note in summary.notes),
    )
    return Session(summary, found, _session_id(summary, content, number), name)


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else math.nan


def _session_id(summary: Summary, content: str, number: int) -> str:
    start = (
        datetime.fromtimestamp(summary.start_s, UTC).strftime("%Y%m%dT%H%M%SZ")
        if math.isfinite(summary.start_s)
        else "undated"
    )
    return f"{start}-{summary.row['sport']}-{content[:8]}-{number}"


def _usable_state(notes: list[Note]) -> tuple[str, str]:
    damage = [note.message for note in notes if note.damage]
    if not damage:
        return IMPORTED, ""
    kept = [note.message for note in notes if note.code == "kept"]
    return PARTIAL, "; ".join(dict.fromkeys(damage + kept))
