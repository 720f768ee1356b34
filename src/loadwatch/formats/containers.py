"""Archives: members are streamed under limits, in memory, never extracted to disk."""

from __future__ import annotations

import io
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import IO, TYPE_CHECKING

from loadwatch.activity import Note
from loadwatch.errors import DamagedFileError, FileError, LimitError, NotAnActivityError
from loadwatch.formats._base import (
    MAX_ARCHIVE_BYTES,
    MAX_DEPTH,
    MAX_FILE_BYTES,
    MAX_MEMBERS,
    MAX_RATIO,
    MAX_UNPACKED_BYTES,
    MIB,
    RATIO_FLOOR_BYTES,
)

if TYPE_CHECKING:
    import zipfile

_CHUNK = MIB
_SLICE = 4096
_GZIP_TRAILER = 8
"""Checksum and length at the end of a gzip file. [byte]"""
_DOCUMENTS = {
    "[Content_Types].xml": "an office document",
    "META-INF/MANIFEST.MF": "a program archive",
    "mimetype": "an office document",
}
"""Member that gives away a zip archive of another trade, and what it then is."""
_ZIP_HEADS = (b"PK\x03\x04", b"PK\x05\x06")
_GZIP_HEAD = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Member:
    """One file inside an archive, or the file itself.

    Parameters
    ----------
    name : str or None
        Name inside the archive, nested archives joined by ``!``; None for the file itself.
    data : bytes
        Unpacked content; empty where ``error`` is set.
    error : FileError or None
        Why it could not be unpacked.
    notes : tuple of Note
        What was wrong with the packing of content that could be unpacked.
    """

    name: str | None
    data: bytes = b""
    error: FileError | None = None
    notes: tuple[Note, ...] = ()


def is_container(head: bytes) -> bool:
    """Whether the first bytes are those of a zip or gzip file."""
    return head.startswith((*_ZIP_HEADS, _GZIP_HEAD))


def members(file: IO[bytes], size: int) -> Iterator[Member]:
    """Every member of a file, archives unpacked to a depth of two; a plain file is its own member.

    Parameters
    ----------
    file : binary file
        Open at its start.
    size : int
        Its length. [byte]
    """
    yield from _members(file, size, None, 0)


def _members(file: IO[bytes], size: int, name: str | None, depth: int) -> Iterator[Member]:
    head = file.read(4)
    file.seek(0)
    if not is_container(head):
        if size > MAX_FILE_BYTES:
            yield Member(name, error=LimitError(f"larger than {MAX_FILE_BYTES // MIB} MiB"))
        else:
            yield Member(name, file.read())
    elif depth >= MAX_DEPTH and not (depth == MAX_DEPTH and head.startswith(_GZIP_HEAD)):
        yield Member(name, error=LimitError("archives nested too deeply", "unpack it first"))
    elif head.startswith(_GZIP_HEAD):
        try:
            data, notes = _gunzip(file, size)
        except FileError as error:
            yield Member(name, error=error)
        else:
            for member in _members(io.BytesIO(data), len(data), name, depth + 1):
                yield replace(member, notes=notes + member.notes)
    else:
        yield from _zip_members(file, size, name, depth)


def _zip_members(file: IO[bytes], size: int, name: str | None, depth: int) -> Iterator[Member]:
    import zipfile  # noqa: PLC0415  (most recordings lie in no archive)

    try:
        archive = zipfile.ZipFile(file)
        infos = [info for info in archive.infolist() if not info.is_dir()]
        _check_archive(infos, size)
    except FileError as error:
        yield Member(name, error=error)
        return
    except Exception as error:
        what = f"the zip archive is damaged ({type(error).__name__})"
        yield Member(name, error=DamagedFileError(what, "copy it again"))
        return
    document = next((info.filename for info in infos if info.filename in _DOCUMENTS), None)
    if document or not infos:
        what = _DOCUMENTS[document] if document else "an empty zip archive"
        yield Member(name, error=NotAnActivityError(what))
        return
    seen: Counter[str] = Counter()
    total = 0
    for info in infos:
        shown = info.filename if name is None else f"{name}!{info.filename}"
        seen[shown] += 1
        if seen[shown] > 1:
            shown = f"{shown} ({seen[shown]})"
        try:
            data = _read_member(archive, info)
            total += len(data)
            if total > MAX_ARCHIVE_BYTES:
                what = f"archive unpacks to more than {MAX_ARCHIVE_BYTES // MIB:,} MiB"
                raise LimitError(what, "split it")
        except FileError as error:
            yield Member(shown, error=error)
        else:
            yield from _members(io.BytesIO(data), len(data), shown, depth + 1)


def _check_archive(infos: list[zipfile.ZipInfo], size: int) -> None:
    if size > MAX_ARCHIVE_BYTES:
        raise LimitError(f"archive larger than {MAX_ARCHIVE_BYTES // MIB:,} MiB", "split it")
    if len(infos) > MAX_MEMBERS:
        raise LimitError(f"archive with more than {MAX_MEMBERS:,} members", "split it")
    if sum(info.compress_size for info in infos) > size:
        raise DamagedFileError("members of the archive overlap", "export it again")


def _read_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    if info.flag_bits & 1:
        raise DamagedFileError("the archive member is encrypted", "unpack it first")
    try:
        with archive.open(info) as stream:
            return _bounded(stream, info.compress_size)
    except FileError:
        raise
    except Exception as error:
        what = f"the archive member is damaged ({type(error).__name__})"
        raise DamagedFileError(what, "export it again") from error


def _bounded(stream: IO[bytes], packed: int) -> bytes:
    pieces, total = [], 0
    while chunk := stream.read(_CHUNK):
        pieces.append(chunk)
        total += len(chunk)
        _check_size(total, packed)
    return b"".join(pieces)


def _check_size(total: int, packed: int) -> None:
    if total > MAX_UNPACKED_BYTES:
        raise LimitError(f"unpacks to more than {MAX_UNPACKED_BYTES // MIB} MiB")
    if total > RATIO_FLOOR_BYTES and total > MAX_RATIO * max(packed, 1):
        raise LimitError(f"unpacks to more than {MAX_RATIO} times its size")


def _gunzip(file: IO[bytes], size: int) -> tuple[bytes, tuple[Note, ...]]:
    """Unpack gzip; of a cut or damaged file, what is there, and a note."""
    if size > MAX_FILE_BYTES:
        raise LimitError(f"larger than {MAX_FILE_BYTES // MIB} MiB")
    packed = file.read()
    pieces: list[bytes] = []
    total, position, what = 0, 0, ""
    while packed[position : position + 2] == _GZIP_HEAD and not what:
        unpacker = zlib.decompressobj(wbits=31)
        try:
            while position < len(packed) and not unpacker.eof:
                fed = packed[position : position + _next_slice(len(packed) - position)]
                position += len(fed)
                while fed and not unpacker.eof:
                    pieces.append(unpacker.decompress(fed, _CHUNK))
                    total += len(pieces[-1])
                    _check_size(total, size)
                    fed = unpacker.unconsumed_tail
            what = "" if unpacker.eof else "the gzip file ends early"
        except zlib.error as error:
            what = f"the gzip data are damaged ({error})"
        position -= len(unpacker.unused_data)
    if not total:
        raise DamagedFileError(what or "the gzip file is empty", "copy it again")
    notes = (Note("gzip-damaged", what, damage=True),) if what else ()
    return b"".join(pieces), notes


def _next_slice(left: int) -> int:
    """Small slices, the checksum alone: what is damaged must cost no more than its own slice."""
    return min(_SLICE, left - _GZIP_TRAILER) if left > _GZIP_TRAILER else left
