"""One file → its states and sessions. Whatever is wrong with it becomes its state."""

from __future__ import annotations

import hashlib
import math
import os
import stat
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from io import BufferedReader
from pathlib import Path

from loadwatch import formats
from loadwatch.activity import Activity, Note
from loadwatch.athlete import Athlete
from loadwatch.derive.session import summarise
from loadwatch.derive.summary import Summary
from loadwatch.errors import (
    AheadOfNowError,
    DamagedFileError,
    FileError,
    NotAnActivityError,
    UnknownFormatError,
)
from loadwatch.formats import containers
from loadwatch.formats._base import MAX_AHEAD_S, Source, plausible_time
from loadwatch.importer.closed import looked_at, why_not_read
from loadwatch.importer.finding import ACTIVITY_SUFFIXES, is_ignored, why_ignored
from loadwatch.importer.states import (
    IGNORED,
    IMPORTED,
    PARTIAL,
    QUARANTINED,
    SKIPPED,
    Content,
    FileState,
    Reading,
    Session,
)
from loadwatch.merge import fingerprint

_OPEN_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)
_TOO_MUCH = "reading it needed more memory than it may use; split it or export it again"


class StillWrittenError(FileError):
    """A file that changed while it was read; what it gave so far is void."""


def read_file(path: Path, athlete: Athlete | None = None) -> list[Reading]:
    """Read one file in this process; whatever is wrong with it becomes its state."""
    try:
        return list(read_members(path, athlete or Athlete()))
    except StillWrittenError as error:
        return [_quarantined(str(path), error.reason)]


def read_members(path: Path, athlete: Athlete) -> Iterator[Reading]:
    """Read one file, member by member if it is an archive.

    Raises
    ------
    StillWrittenError
        At the end, if the file changed meanwhile.
    """
    looked = looked_at(path)
    if isinstance(looked, Reading):
        yield looked
        return
    shown = str(path)
    try:
        yield from _read_regular(path, shown, athlete)
    except OSError as error:
        yield replace(_quarantined(shown, why_not_read(path, error)), is_passing=True)


def _quarantined(shown: str, what: str) -> Reading:
    return Reading(FileState(shown, None, QUARANTINED, what))


def _read_regular(path: Path, shown: str, athlete: Athlete) -> Iterator[Reading]:
    """Read what was a regular file a moment ago, without ever waiting for a pipe or a device."""
    with os.fdopen(os.open(path, _OPEN_FLAGS), "rb") as file:
        before = os.fstat(file.fileno())
        if not stat.S_ISREG(before.st_mode):
            yield _quarantined(shown, "not a regular file")
            return
        packed = _content_of_archive(file, before.st_size)
        for member in containers.members(file, before.st_size):
            own = Content(hashlib.sha256(member.data).hexdigest(), len(member.data))
            reading = _read_member(shown, member, own.digest, athlete)
            yield replace(reading, content=packed or (None if member.error else own))
        after = os.fstat(file.fileno())
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise StillWrittenError("still being written while it was read", "import it again")


def _content_of_archive(file: BufferedReader, size: int) -> Content | None:
    """Content of a whole archive; None for any other file, whose bytes are read only once."""
    is_archive = containers.is_container(file.read(4))
    file.seek(0)
    if not is_archive:
        return None
    digest = hashlib.file_digest(file, "sha256")
    file.seek(0)
    return Content(digest.hexdigest(), size)


def _read_member(path: str, member: containers.Member, content: str, athlete: Athlete) -> Reading:
    name = path if member.name is None else f"{path}!{member.name}"
    inner = (member.name or "").replace("!", "/").split("/")
    if member.name is not None and is_ignored(inner[-1], inner):
        return Reading(FileState(path, member.name, IGNORED, why_ignored(inner[-1])))
    if member.error is not None:
        return _refused(path, member, member.error)
    try:
        activities = formats.read(Source(member.data, path, member.name))
    except FileError as error:
        return _refused(path, member, error)
    except MemoryError:
        return Reading(FileState(path, member.name, QUARANTINED, _TOO_MUCH))
    except Exception as error:
        what = f"a bug in loadwatch stopped reading it ({type(error).__name__}: {error})"
        return Reading(FileState(path, member.name, QUARANTINED, what))
    sessions, refused, until_s = [], "", math.inf
    for number, activity in enumerate(activities):
        try:
            noted = replace(activity, notes=member.notes + activity.notes)
            sessions.append(_session(noted, name, content, number, athlete))
        except FileError as error:
            refused = error.reason
            if isinstance(error, AheadOfNowError):
                until_s = min(until_s, error.until_s)
        except MemoryError:
            refused = _TOO_MUCH
        except Exception as error:
            refused = f"a bug in loadwatch stopped judging it ({type(error).__name__}: {error})"
    if not sessions:
        told = FileState(path, member.name, QUARANTINED, refused)
        return Reading(told, until_s=until_s)
    state, reason = _usable_state([note for session in sessions for note in session.summary.notes])
    if refused:
        state, reason = PARTIAL, f"one session left out: {refused}"
    ids = tuple(session.session_id for session in sessions)
    told = FileState(path, member.name, state, reason, ids)
    return Reading(told, tuple(sessions), until_s=until_s)


def _refused(path: str, member: containers.Member, error: FileError) -> Reading:
    name = path if member.name is None else f"{path}!{member.name}"
    return Reading(FileState(path, member.name, _state_of(error, name), error.reason))


def _session(activity: Activity, name: str, content: str, number: int, athlete: Athlete) -> Session:
    """Summarise one activity.

    Raises
    ------
    DamagedFileError
        If its clock cannot have been set.
    """
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


def _state_of(error: FileError, name: str) -> str:
    if isinstance(error, NotAnActivityError):
        return SKIPPED
    if isinstance(error, UnknownFormatError) and not name.lower().endswith(ACTIVITY_SUFFIXES):
        return SKIPPED
    return QUARANTINED


def _usable_state(notes: list[Note]) -> tuple[str, str]:
    damage = [note.message for note in notes if note.damage]
    if not damage:
        return IMPORTED, ""
    kept = [note.message for note in notes if note.code == "kept"]
    return PARTIAL, "; ".join(dict.fromkeys(damage + kept))
