"""Folder → every file in exactly one state, and the sessions found in them, copies merged."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from loadwatch.athlete import Athlete
from loadwatch.importer.finding import find_files
from loadwatch.importer.merging import apart, file_name, merged
from loadwatch.importer.states import (
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
    "apart",
    "file_name",
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
        told_before = len(known)

        def tell(done: int, total: int) -> None:
            if progress is not None:
                progress(told_before + done, told_before + total)

        paths = [files[number] for number in left]
        readings = _read(paths, jobs, given, limits, meanwhile, tell, cache)
        try:
            for number, found in zip(left, readings, strict=True):
                known[number] = [_lean(each, with_segments=with_segments) for each in found]
        finally:
            if cache is not None:
                cache.flush()
    in_order = [reading for number in range(len(files)) for reading in known[number]]
    return replace(merged(in_order), read_count=len(left))


def _read(
    files: Sequence[Path], jobs: int | None, athlete: Athlete, limits: Limits | None,
    meanwhile: Callable[[], None] | None, tell: Progress, cache: Kept | None,
) -> Iterator[list[Reading]]:  # fmt: skip
    """Readings of each file; what is new of them, also of a part of an archive, is kept."""
    from loadwatch.importer.pool import read_all, read_parts  # noqa: PLC0415  (processes)
    from loadwatch.importer.reading import read_in_parts  # noqa: PLC0415  (formats)

    left, found = iter(files), list[Reading]()
    members = frozenset[str]() if cache is None else cache.members(athlete)
    read = partial(read_in_parts, known=members)
    for part in read_parts(files, jobs, athlete, limits=limits, read=read, meanwhile=meanwhile):
        found = part.readings if part.is_all else [*found, *part.readings]
        if cache is not None:
            cache.keep_members(part.readings, athlete)
        if part.is_last:
            path = next(left)
            if cache is not None:
                again = cache.with_members(found, athlete)
                found = again or next(read_all([path], jobs, athlete, limits=limits))
                cache.keep(path, found, athlete)
            yield found
            found = []
        tell(part.done, part.total)


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
