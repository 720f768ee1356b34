"""Folder → every file in exactly one state, and the sessions found in them, copies merged."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from loadwatch.athlete import Athlete
from loadwatch.importer.finding import find_files
from loadwatch.importer.states import (
    DUPLICATE,
    PARTIAL,
    QUARANTINED,
    SKIPPED,
    STATES,
    FileState,
    Import,
    Reading,
    Session,
)

if TYPE_CHECKING:
    from loadwatch.importer.kept import Kept
    from loadwatch.importer.limits import Limits

__all__ = [
    "PARTIAL",
    "QUARANTINED",
    "SKIPPED",
    "STATES",
    "FileState",
    "Import",
    "Progress",
    "Reading",
    "Session",
    "find_files",
    "import_files",
    "merged",
]

Progress = Callable[[int, int], None]


def import_files(
    files: Sequence[Path], *, jobs: int | None = None, athlete: Athlete | None = None,
    progress: Progress | None = None, limits: Limits | None = None,
    meanwhile: Callable[[], None] | None = None, cache: Kept | None = None,
    with_segments: bool = True,
) -> Import:  # fmt: skip
    """Read files and merge copies.

    Parameters
    ----------
    files : sequence of Path
        From :func:`find_files`.
    jobs : int, optional
        Worker processes; by default as many as are worth it, one a core at most.
    athlete : Athlete, optional
        The runner's profile.
    progress : callable, optional
        Called with files done and files in all.
    limits : Limits, optional
        What reading one file may take.
    meanwhile : callable, optional
        What this process does while the reading processes start; nothing if none is needed.
    cache : Kept, optional
        What was read before, which is not read again.
    with_segments : bool, default True
        Whether segments are wanted; without them a file takes a third of the memory less.

    Raises
    ------
    WorkerError
        If no reading process can be started.
    """
    given = athlete or Athlete()
    known = {} if cache is None else cache.known(files, given, with_segments=with_segments)
    left = [number for number in range(len(files)) if number not in known]
    if known and progress is not None:
        progress(len(known), len(files))
    if left:
        from loadwatch.importer.pool import read_all  # noqa: PLC0415  (formats, processes)

        readings = read_all(
            [files[number] for number in left], jobs, given, limits=limits, meanwhile=meanwhile
        )
        try:
            for number, found in zip(left, readings, strict=True):
                if cache is not None:
                    cache.keep(files[number], found, given)
                known[number] = [_lean(each, with_segments=with_segments) for each in found]
                if progress is not None:
                    progress(len(known), len(files))
        finally:
            if cache is not None:
                cache.flush()
    in_order = [reading for number in range(len(files)) for reading in known[number]]
    return replace(merged(in_order), read_count=len(left))


def _lean(reading: Reading, *, with_segments: bool) -> Reading:
    """A reading as it is held until all are merged: names of columns once for all files.

    What comes from another process has its own copy of every name.
    """
    sessions = (
        replace(
            session,
            summary=replace(
                session.summary,
                row={sys.intern(name): value for name, value in session.summary.row.items()},
                segments=session.summary.segments if with_segments else [],
            ),
        )
        for session in reading.sessions
    )
    return replace(reading, sessions=tuple(sessions))


def merged(readings: Sequence[Reading]) -> Import:
    """Copies become one session; a file that gave only copies is a duplicate.

    Parameters
    ----------
    readings : sequence of Reading
        Of files in the order of :func:`find_files`.
    """
    from loadwatch.merge import group_copies  # noqa: PLC0415  (numpy)

    sessions = [session for reading in readings for session in reading.sessions]
    leads: dict[tuple[str, str], Session] = {}
    kept = []
    for group in group_copies([session.fingerprint for session in sessions]):
        members = [sessions[index] for index in group]
        sources = tuple(dict.fromkeys(member.source for member in members))
        ids = tuple(dict.fromkeys(member.session_id for member in members))
        first = members[0]
        lead = Session(
            first.summary, first.fingerprint, first.session_id, first.source, sources, ids
        )
        kept.append(lead)
        for member in members:
            leads[member.source, member.session_id] = lead
    return Import([_final_state(reading, leads) for reading in readings], kept)


def _final_state(reading: Reading, leads: dict[tuple[str, str], Session]) -> FileState:
    state = reading.state
    if not reading.sessions:
        return state
    if len(reading.sessions) == 1:
        (session,) = reading.sessions
        lead = leads[session.source, session.session_id]
        is_own = (lead.source, lead.session_id) == (session.source, session.session_id)
        if is_own and state.session_ids == (lead.session_id,):
            return state
    found = [leads[session.source, session.session_id] for session in reading.sessions]
    ids = tuple(dict.fromkeys(lead.session_id for lead in found))
    own = {(session.source, session.session_id) for session in reading.sessions}
    if any((lead.source, lead.session_id) in own for lead in found):
        return state if state.session_ids == ids else replace(state, session_ids=ids)
    originals = ", ".join(dict.fromkeys(lead.source for lead in found))
    clocks = dict.fromkeys(map(_clock_told, reading.sessions, found))
    reason = "; ".join(part for part in (f"a copy of {originals}", *clocks, state.reason) if part)
    return replace(state, state=DUPLICATE, reason=reason, session_ids=ids)


def _clock_told(session: Session, lead: Session) -> str:
    """How far the clock of a copy is from that of its original, where it was moved."""
    from loadwatch.merge import shift_between  # noqa: PLC0415  (numpy)

    shift_s = shift_between(lead.fingerprint.start_s, session.fingerprint.start_s)
    if not shift_s:
        return ""
    hours, minutes = divmod(round(abs(shift_s) / 60), 60)
    return f"its clock is {hours}:{minutes:02d} h {'ahead' if shift_s > 0 else 'behind'}"
