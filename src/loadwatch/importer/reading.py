"""One file → its states and sessions. Whatever is wrong with it becomes its state."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import replace
from io import BufferedReader
from pathlib import Path

from loadwatch import formats
from loadwatch.activity import Activity
from loadwatch.athlete import Athlete
from loadwatch.errors import FileError, NotAnActivityError, UnknownFormatError
from loadwatch.formats import containers
from loadwatch.formats._base import Source
from loadwatch.importer.closed import OPEN_FLAGS, looked_at, why_not_read
from loadwatch.importer.finding import ACTIVITY_SUFFIXES, is_ignored, why_ignored
from loadwatch.importer.judging import TOO_MUCH, judged
from loadwatch.importer.limits import MB
from loadwatch.importer.states import (
    IGNORED,
    QUARANTINED,
    SKIPPED,
    Content,
    FileState,
    Reading,
)
from loadwatch.streams import encoded

MOST_KEPT_BYTES = 64 * MB
"""More streams of one file are not kept: two thousand hours of recordings. [byte; choice]"""


class StillWrittenError(FileError):
    """A file that changed while it was read; what it gave so far is void."""


def read_file(path: Path, athlete: Athlete | None = None) -> list[Reading]:
    """Read one file in this process; whatever is wrong with it becomes its state."""
    try:
        return list(read_members(path, athlete or Athlete()))
    except StillWrittenError as error:
        return [_quarantined(str(path), error.reason)]


def read_members(path: Path, athlete: Athlete, *, with_streams: bool = False) -> Iterator[Reading]:
    """Read one file, member by member if it is an archive.

    Parameters
    ----------
    path : Path
        The file.
    athlete : Athlete
        The runner's profile.
    with_streams : bool, default False
        Whether what was decoded is given, too, to be kept.

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
        yield from _read_regular(path, shown, athlete, with_streams=with_streams)
    except OSError as error:
        yield replace(_quarantined(shown, why_not_read(path, error)), is_passing=True)


def _quarantined(shown: str, what: str) -> Reading:
    return Reading(FileState(shown, None, QUARANTINED, what))


def _read_regular(
    path: Path, shown: str, athlete: Athlete, *, with_streams: bool
) -> Iterator[Reading]:
    """Read what was a regular file a moment ago, without ever waiting for a pipe or a device."""
    with os.fdopen(os.open(path, OPEN_FLAGS), "rb") as file:
        before = os.fstat(file.fileno())
        if not stat.S_ISREG(before.st_mode):
            yield _quarantined(shown, "not a regular file")
            return
        packed, size = _content_of_archive(file, before.st_size), 0
        for member in containers.members(file, before.st_size):
            own = Content(hashlib.sha256(member.data).hexdigest(), len(member.data))
            reading = _read_member(shown, member, own.digest, athlete, with_streams=with_streams)
            size += len(reading.streams or b"")
            with_streams = with_streams and size <= MOST_KEPT_BYTES
            yield replace(
                reading,
                content=packed or (None if member.error else own),
                streams=reading.streams if with_streams else None,
            )
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


def _read_member(
    path: str, member: containers.Member, content: str, athlete: Athlete, *, with_streams: bool
) -> Reading:
    name = path if member.name is None else f"{path}!{member.name}"
    inner = (member.name or "").replace("!", "/").split("/")
    if member.name is not None and is_ignored(inner[-1], inner):
        return _settled(path, member.name, IGNORED, why_ignored(inner[-1]))
    if member.error is not None:
        return _settled(path, member.name, _state_of(member.error, name), member.error.reason)
    try:
        activities = formats.read(Source(member.data, path, member.name))
    except FileError as error:
        return _settled(path, member.name, _state_of(error, name), error.reason)
    except MemoryError:
        told = FileState(path, member.name, QUARANTINED, TOO_MUCH)
        return Reading(told, is_failure=True)
    except Exception as error:
        what = f"a bug in loadwatch stopped reading it ({type(error).__name__}: {error})"
        return replace(_settled(path, member.name, QUARANTINED, what), is_failure=True)
    noted = [replace(each, notes=member.notes + each.notes) for each in activities]
    reading = judged(path, member.name, content, noted, athlete)
    if not with_streams:
        return reading
    return replace(reading, streams=_streams(noted, [member.name, content]))


def _streams(activities: Sequence[Activity], told: object) -> bytes | None:
    """Streams to keep; None if they cannot be, which takes nothing from what was read."""
    try:
        return encoded(activities, told)
    except Exception:
        return None


def _settled(path: str, member: str | None, state: str, reason: str) -> Reading:
    """What no profile and no step of deriving can change."""
    streams = _streams((), [member, None, state, reason])
    return Reading(FileState(path, member, state, reason), streams=streams)


def _state_of(error: FileError, name: str) -> str:
    if isinstance(error, NotAnActivityError):
        return SKIPPED
    if isinstance(error, UnknownFormatError) and not name.lower().endswith(ACTIVITY_SUFFIXES):
        return SKIPPED
    return QUARANTINED
