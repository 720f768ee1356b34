"""One file → its states and sessions. Whatever is wrong with it becomes its state."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from io import BufferedReader
from pathlib import Path

from loadwatch import formats
from loadwatch.activity import Activity
from loadwatch.athlete import Athlete
from loadwatch.errors import FileError, NotAnActivityError, UnknownFormatError
from loadwatch.formats import containers
from loadwatch.importer.closed import OPEN_FLAGS, looked_at, why_not_read
from loadwatch.importer.finding import ACTIVITY_SUFFIXES, content_key, is_ignored, why_ignored
from loadwatch.importer.judging import TOO_MUCH, judged
from loadwatch.importer.limits import MB
from loadwatch.importer.states import (
    IGNORED,
    IMPORTED,
    QUARANTINED,
    SKIPPED,
    Content,
    FileState,
    Reading,
    Span,
    Spans,
)
from loadwatch.streams import encoded

MOST_KEPT_BYTES = 64 * MB
"""More streams of one file are not kept: two thousand hours of recordings. [byte; choice]"""
SPAN_ENTRIES, SPAN_BYTES = 32, 16 * MB
"""An archive with more is read in parts, by all reading processes, and kept part by part.
[entries; byte; choice]"""


class StillWrittenError(FileError):
    """A file that changed while it was read; what it gave so far is void."""


def read_file(path: Path, athlete: Athlete | None = None) -> list[Reading]:
    """Read one file in this process; whatever is wrong with it becomes its state."""
    try:
        told = read_members(path, athlete or Athlete())
        return [each for each in told if isinstance(each, Reading)]
    except StillWrittenError as error:
        return [_quarantined(str(path), error.reason)]


def read_members(
    job: Path | Span, athlete: Athlete, *, with_streams: bool = False,
    known: Collection[str] = (), in_parts: bool = False,
) -> Iterator[Reading | Spans]:  # fmt: skip
    """Read one file, or a part of an archive, member by member.

    Parameters
    ----------
    job : Path or Span
        The file, or the part.
    athlete : Athlete
        The runner's profile.
    with_streams : bool, default False
        Whether what was decoded is given, too, to be kept.
    known : collection of str
        What members of archives go by that need not be decoded.
    in_parts : bool, default False
        Whether of a large archive only its parts are told.

    Raises
    ------
    StillWrittenError
        If the file changed meanwhile.
    """
    path = job if isinstance(job, Path) else job.path
    looked = looked_at(path)
    if isinstance(looked, Reading):
        yield looked
        return
    shown = str(path)
    try:
        with os.fdopen(os.open(path, OPEN_FLAGS), "rb") as file:
            before = os.fstat(file.fileno())
            if not stat.S_ISREG(before.st_mode):
                yield _quarantined(shown, "not a regular file")
                return
            if isinstance(job, Span):
                _must_be_steady(before, job.content.size, job.mtime_ns)
                packed: Content | None = job.content
                span, spans = job.entries, [job]
            else:
                packed, span = _content_of_archive(file, before.st_size), None
                spans = _spans(file, path, packed, before.st_mtime_ns) if in_parts else []
            if len(spans) > 1:
                yield Spans(spans)
            else:
                unpacked = containers.members(file, before.st_size, span)
                yield from _read_all(shown, unpacked, athlete, packed, known, with_streams)
            _must_be_steady(os.fstat(file.fileno()), before.st_size, before.st_mtime_ns)
    except OSError as error:
        yield replace(_quarantined(shown, why_not_read(path, error)), is_passing=True)


def read_in_parts(
    job: Path | Span, athlete: Athlete, *, known: Collection[str] = ()
) -> Iterator[Reading | Spans]:
    """As :func:`read_members`, for reading processes."""
    return read_members(job, athlete, known=known, in_parts=True)


def _quarantined(shown: str, what: str) -> Reading:
    return Reading(FileState(shown, None, QUARANTINED, what))


def _must_be_steady(now: os.stat_result, size: int, mtime_ns: int) -> None:
    if (now.st_size, now.st_mtime_ns) != (size, mtime_ns):
        raise StillWrittenError("still being written while it was read", "import it again")


def _spans(file: BufferedReader, path: Path, packed: Content | None, mtime_ns: int) -> list[Span]:
    """Parts of an archive; none of any other file."""
    if packed is None or not (listed := containers.entries(file, packed.size)):
        return []
    names, sizes = zip(*listed, strict=True)
    return Span(path, 0, names, sizes, packed, mtime_ns).cut(SPAN_ENTRIES, SPAN_BYTES)


def _read_all(
    shown: str, unpacked: Iterator[containers.Member], athlete: Athlete, packed: Content | None,
    known: Collection[str], with_streams: bool,
) -> Iterator[Reading]:  # fmt: skip
    """Read every member, but those that are known."""
    size = 0
    for member in unpacked:
        own = Content(member.digest, member.size)
        is_sound = member.name is not None and not member.error and not member.notes
        key = content_key(member.name or "", own.digest) if is_sound else ""
        if key in known:
            told = FileState(shown, member.name, IMPORTED)
            yield Reading(told, content=packed, member_key=key, is_known=True)
            continue
        reading = _read_member(shown, member, own.digest, athlete, with_streams=with_streams)
        size += len(reading.streams or b"")
        with_streams = with_streams and size <= MOST_KEPT_BYTES
        may_know = not reading.is_failure and reading.state.state not in {QUARANTINED, IGNORED}
        yield replace(
            reading,
            content=packed or (None if member.error else own),
            streams=reading.streams if with_streams else None,
            member_key=key if may_know else "",
        )


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
        activities = formats.read(member.source(path))
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
