"""Archives: members are streamed under limits, in memory, never extracted to disk."""

from __future__ import annotations

import hashlib
import io
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import IO, TYPE_CHECKING, NamedTuple

from loadwatch.activity import Note
from loadwatch.errors import DamagedFileError, FileError, LimitError, NotAnActivityError
from loadwatch.formats._base import (
    MAX_ARCHIVE_BYTES,
    MAX_DEPTH,
    MAX_FILE_BYTES,
    MAX_MEMBERS,
    MAX_RATIO,
    MAX_TOTAL_BYTES,
    MAX_UNPACKED_BYTES,
    MIB,
    RATIO_FLOOR_BYTES,
    Source,
)
from loadwatch.formats._long import HEAD_BYTES, Long, looked_through, pieces_of, root_of

if TYPE_CHECKING:
    import zipfile

PACKING_DAMAGED = "gzip-damaged"
"""Code of the note of content whose packing was damaged, and not the content."""
WELL_PACKED = 8
"""Unpacked bytes that take as long to read as a packed one of others. [ratio; choice]"""
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
_MEDIA = (
    ".3gp", ".aac", ".avi", ".bmp", ".gif", ".heic", ".heif", ".jpeg", ".jpg", ".m4a", ".m4v",
    ".mkv", ".mov", ".mp3", ".mp4", ".png", ".tif", ".tiff", ".wav", ".webm", ".webp",
)  # fmt: skip
"""Endings of what an export carries besides its recordings, often the most of its bytes."""
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
        Unpacked content, of a long one its beginning; empty where ``error`` is set.
    error : FileError or None
        Why it could not be unpacked.
    notes : tuple of Note
        What was wrong with the packing of content that could be unpacked.
    long : Long or None
        Content that is not held; it can be read until the next member is asked for.
    """

    name: str | None
    data: bytes = b""
    error: FileError | None = None
    notes: tuple[Note, ...] = ()
    long: Long | None = None

    @property
    def digest(self) -> str:
        """SHA-256 of the whole content."""
        return self.long.digest if self.long else hashlib.sha256(self.data).hexdigest()

    @property
    def size(self) -> int:
        """Length of the whole content. [byte]"""
        return self.long.size if self.long else len(self.data)

    def source(self, path: str = "") -> Source:
        """The content for a format to read; the path of its file is for messages."""
        return Source(self.data, path, self.name, self.long.pieces if self.long else None)


class Entry(NamedTuple):
    """One entry of a zip archive's list: its name as it is shown, and what reading it is worth.

    That is its packed size; of one that packs very well, such as Apple Health's measurements, a
    share of the unpacked one. [byte]
    """

    name: str
    size: int


def is_container(head: bytes) -> bool:
    """Whether the first bytes are those of a zip or gzip file."""
    return head.startswith((*_ZIP_HEADS, _GZIP_HEAD))


def entries(file: IO[bytes], size: int) -> list[Entry]:
    """The entries of a zip archive, nothing unpacked; none of anything else, or a damaged one.

    Parameters
    ----------
    file : binary file
        Open at its start.
    size : int
        Its length. [byte]
    """
    head = file.read(4)
    file.seek(0)
    if not head.startswith(_ZIP_HEADS):
        return []
    try:
        _, infos = _listed(file, size)
    except FileError:
        return []
    finally:
        file.seek(0)
    return [
        Entry(
            name,
            0 if _is_media(info) else max(info.compress_size, info.file_size // WELL_PACKED),
        )
        for name, info in zip(_shown(infos, None), infos, strict=True)
    ]


def members(file: IO[bytes], size: int, span: range | None = None) -> Iterator[Member]:
    """Every member of a file, archives unpacked to a depth of two; a plain file is its own member.

    Parameters
    ----------
    file : binary file
        Open at its start.
    size : int
        Its length. [byte]
    span : range, optional
        Which of its :func:`entries` are wanted.
    """
    yield from _members(file, size, None, 0, span)


def _members(
    file: IO[bytes], size: int, name: str | None, depth: int, span: range | None = None
) -> Iterator[Member]:
    head = file.read(HEAD_BYTES)
    file.seek(0)
    if root_of(head):
        try:
            yield Member(name, head, long=looked_through(pieces_of(lambda: _rewound(file)), size))
        except LimitError as error:
            yield Member(name, error=error)
    elif not is_container(head):
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
        yield from _zip_members(file, size, name, depth, span)


def _zip_members(
    file: IO[bytes], size: int, name: str | None, depth: int, span: range | None
) -> Iterator[Member]:
    try:
        archive, infos = _listed(file, size)
    except FileError as error:
        yield Member(name, error=error)
        return
    names = _shown(infos, name)
    totals = list(accumulate(0 if _is_media(info) else info.file_size for info in infos))
    for number in span or range(len(infos)):
        try:
            if totals[number] > MAX_TOTAL_BYTES:
                what = f"archive unpacks to more than {MAX_TOTAL_BYTES // MIB:,} MiB"
                raise LimitError(what, "split it")
            data, long = _read_member(archive, infos[number])
        except FileError as error:
            yield Member(names[number], error=error)
            continue
        if long is not None:
            yield Member(names[number], data, long=long)
        else:
            yield from _members(io.BytesIO(data), len(data), names[number], depth + 1)


def _listed(file: IO[bytes], size: int) -> tuple[zipfile.ZipFile, list[zipfile.ZipInfo]]:
    """A zip archive that may hold recordings, and its members.

    Raises
    ------
    FileError
        If it is damaged, of another trade, or beyond the limits.
    """
    import zipfile  # noqa: PLC0415  (most recordings lie in no archive)

    try:
        archive = zipfile.ZipFile(file)
        infos = [info for info in archive.infolist() if not info.is_dir()]
        _check_archive(infos, size)
    except FileError:
        raise
    except Exception as error:
        what = f"the zip archive is damaged ({type(error).__name__})"
        raise DamagedFileError(what, "copy it again") from error
    document = next((info.filename for info in infos if info.filename in _DOCUMENTS), None)
    if document or not infos:
        raise NotAnActivityError(_DOCUMENTS[document] if document else "an empty zip archive")
    return archive, infos


def _shown(infos: Sequence[zipfile.ZipInfo], name: str | None) -> list[str]:
    """Names of an archive's members; those that come again are numbered."""
    seen: Counter[str] = Counter()
    names = []
    for info in infos:
        shown = info.filename if name is None else f"{name}!{info.filename}"
        seen[shown] += 1
        names.append(shown if seen[shown] == 1 else f"{shown} ({seen[shown]})")
    return names


def _is_media(info: zipfile.ZipInfo) -> bool:
    return info.filename.lower().endswith(_MEDIA)


def _check_archive(infos: list[zipfile.ZipInfo], size: int) -> None:
    if size > MAX_ARCHIVE_BYTES:
        raise LimitError(f"archive larger than {MAX_ARCHIVE_BYTES // MIB:,} MiB", "split it")
    if len(infos) > MAX_MEMBERS:
        raise LimitError(f"archive with more than {MAX_MEMBERS:,} members", "split it")
    if sum(info.compress_size for info in infos) > size:
        raise DamagedFileError("members of the archive overlap", "export it again")


def _rewound(file: IO[bytes]) -> IO[bytes]:
    file.seek(0)
    return file


def _read_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> tuple[bytes, Long | None]:
    """Content of a member, or the beginning of a long one."""
    if _is_media(info):
        raise NotAnActivityError("a picture, a film or sound, by its name")
    if info.flag_bits & 1:
        raise DamagedFileError("the archive member is encrypted", "unpack it first")
    try:
        with archive.open(info) as stream:
            head = stream.read(HEAD_BYTES)
            if not root_of(head):
                return _bounded(head, stream, info.compress_size), None
        pieces = pieces_of(lambda: archive.open(info))
        return head, looked_through(pieces, info.compress_size)
    except FileError:
        raise
    except Exception as error:
        what = f"the archive member is damaged ({type(error).__name__})"
        raise DamagedFileError(what, "export it again") from error


def _bounded(head: bytes, stream: IO[bytes], packed: int) -> bytes:
    pieces, total = [head], len(head)
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
    notes = (Note(PACKING_DAMAGED, what, damage=True),) if what else ()
    return b"".join(pieces), notes


def _next_slice(left: int) -> int:
    """Small slices, the checksum alone: what is damaged must cost no more than its own slice."""
    return min(_SLICE, left - _GZIP_TRAILER) if left > _GZIP_TRAILER else left
