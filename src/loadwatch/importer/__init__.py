"""Folder → every file in exactly one state, and the sessions found in them, copies merged."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from loadwatch.athlete import Athlete
from loadwatch.importer.limits import Limits
from loadwatch.importer.pool import read_all
from loadwatch.importer.reading import ACTIVITY_SUFFIXES, is_ignored
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
from loadwatch.merge import group_copies, shift_between

__all__ = [
    "PARTIAL",
    "QUARANTINED",
    "SKIPPED",
    "STATES",
    "FileState",
    "Import",
    "Limits",
    "Progress",
    "Reading",
    "Session",
    "find_files",
    "import_files",
    "merged",
]

Progress = Callable[[int, int], None]


def find_files(paths: Iterable[Path]) -> list[Path]:
    """Every file below the given paths, sorted, each once.

    Folders that cannot be listed, links to folders, hidden folders and folders named like an
    activity file stand among them, so that each gets its state; hidden ones are not entered.
    """
    found: set[Path] = set()
    unlisted: list[OSError] = []
    for path in paths:
        if path.is_dir():
            for folder, folders, names in os.walk(path, onerror=unlisted.append):
                found.update(Path(folder) / name for name in names)
                odd = [name for name in folders if _is_odd(Path(folder) / name)]
                found.update(Path(folder) / name for name in odd)
                folders[:] = [name for name in folders if not is_ignored(name)]
        else:
            found.add(path)
    found.update(Path(error.filename) for error in unlisted)
    return sorted(found)


def _is_odd(folder: Path) -> bool:
    named_so = folder.suffix.lower() in ACTIVITY_SUFFIXES
    return folder.is_symlink() or is_ignored(folder.name) or named_so


def import_files(
    files: Sequence[Path], *, jobs: int | None = None, athlete: Athlete | None = None,
    progress: Progress | None = None, limits: Limits | None = None,
) -> Import:  # fmt: skip
    """Read files and merge copies.

    Parameters
    ----------
    files : sequence of Path
        From :func:`find_files`.
    jobs : int, optional
        Worker processes; all cores by default.
    athlete : Athlete, optional
        The runner's profile.
    progress : callable, optional
        Called with files done and files in all.
    limits : Limits, optional
        What reading one file may take.

    Raises
    ------
    WorkerError
        If no reading process can be started.
    """
    readings: list[Reading] = []
    given = athlete or Athlete()
    for done, found in enumerate(read_all(files, jobs, given, limits=limits), start=1):
        readings += found
        if progress is not None:
            progress(done, len(files))
    return merged(readings)


def merged(readings: Sequence[Reading]) -> Import:
    """Copies become one session; a file that gave only copies is a duplicate.

    Parameters
    ----------
    readings : sequence of Reading
        Of files in the order of :func:`find_files`.
    """
    sessions = [session for reading in readings for session in reading.sessions]
    leads: dict[tuple[str, str], Session] = {}
    kept = []
    for group in group_copies([session.fingerprint for session in sessions]):
        members = [sessions[index] for index in group]
        sources = tuple(dict.fromkeys(member.source for member in members))
        ids = tuple(dict.fromkeys(member.session_id for member in members))
        lead = replace(members[0], sources=sources, copy_ids=ids)
        kept.append(lead)
        for member in members:
            leads[member.source, member.session_id] = lead
    return Import([_final_state(reading, leads) for reading in readings], kept)


def _final_state(reading: Reading, leads: dict[tuple[str, str], Session]) -> FileState:
    state = reading.state
    if not reading.sessions:
        return state
    found = [leads[session.source, session.session_id] for session in reading.sessions]
    ids = tuple(dict.fromkeys(lead.session_id for lead in found))
    own = {(session.source, session.session_id) for session in reading.sessions}
    if any((lead.source, lead.session_id) in own for lead in found):
        return replace(state, session_ids=ids)
    originals = ", ".join(dict.fromkeys(lead.source for lead in found))
    clocks = dict.fromkeys(map(_clock_told, reading.sessions, found))
    reason = "; ".join(part for part in (f"a copy of {originals}", *clocks, state.reason) if part)
    return replace(state, state=DUPLICATE, reason=reason, session_ids=ids)


def _clock_told(session: Session, lead: Session) -> str:
    """How far the clock of a copy is from that of its original, where it was moved."""
    shift_s = shift_between(lead.fingerprint.start_s, session.fingerprint.start_s)
    if not shift_s:
        return ""
    hours, minutes = divmod(round(abs(shift_s) / 60), 60)
    return f"its clock is {hours}:{minutes:02d} h {'ahead' if shift_s > 0 else 'behind'}"
