"""FIT: parts of a file → messages → activities."""

from __future__ import annotations

from dataclasses import replace

from loadwatch.activity import Activity, Note
from loadwatch.errors import DamagedFileError, FileError, NotAnActivityError
from loadwatch.formats._base import Format, Source
from loadwatch.formats.fit.assemble import activities_of
from loadwatch.formats.fit.messages import decode
from loadwatch.formats.fit.parts import split_parts


def recognises(head: bytes) -> bool:
    """A FIT header carries ``.FIT`` at byte 8."""
    return head[8:12] == b".FIT"


def read(source: Source) -> list[Activity]:
    """Every activity of a FIT file, chained parts included; a bad part does not take the others.

    Raises
    ------
    FileError
        If no part holds an activity: ``NotAnActivityError`` for sound files of another type,
        ``DamagedFileError`` where nothing could be kept.
    """
    activities: list[Activity] = []
    failures: list[FileError] = []
    broken: list[Note] = []
    for part in split_parts(source.data):
        try:
            activities.extend(activities_of(decode(part), part.notes))
        except NotAnActivityError as error:
            failures.append(error)
        except DamagedFileError as error:
            failures.append(error)
            broken.append(Note("part-lost", f"one part of the file is lost: {error}", damage=True))
    if activities:
        first, *rest = activities
        return [replace(first, notes=(*first.notes, *broken)), *rest]
    if not failures:
        raise DamagedFileError("the FIT header is damaged and no data follow", "copy it again")
    raise min(failures, key=lambda error: isinstance(error, NotAnActivityError))


FORMAT = Format("FIT", (".fit",), recognises, read)
