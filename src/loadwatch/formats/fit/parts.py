"""Cuts a FIT file into its chained parts and mends headers whose size field lies.

A part is ``header (12 or 14 bytes) · body · CRC-16``. The size of the body stands in the header;
watches that crash leave it 0, copies that were cut leave it too large, and some firmware writes
bytes after the checksum. Each case is told apart by the checksum where there is one.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from fastcrc.crc16 import arc as crc16

from loadwatch.activity import Note
from loadwatch.errors import LimitError

MAX_PARTS = 1_000
_HEADER = struct.Struct("<BBHI4s")
_HEADER_SIZES = (12, 14)
HEADER_SIZE = 12
"""Length of the header that every part is given. [byte]"""
_CRC_BYTES = 2


@dataclass(frozen=True, slots=True)
class Part:
    """One FIT file of a chain, its header mended so that a decoder can trust it.

    Parameters
    ----------
    data : bytes
        Header of 12 bytes with the true size, then the body, without its checksum.
    notes : tuple of Note
        What was wrong with the container.
    is_cut : bool
        True when the body may end within a message: what the decoder says of it is no news.
    """

    data: bytes
    notes: tuple[Note, ...] = ()
    is_cut: bool = False


def split_parts(data: bytes) -> list[Part]:
    """The chained parts of a FIT file in order.

    Raises
    ------
    LimitError
        If there are more than ``MAX_PARTS``.
    """
    parts: list[Part] = []
    position = 0
    while data[position + 8 : position + 12] == b".FIT":
        if len(parts) == MAX_PARTS:
            raise LimitError(f"more than {MAX_PARTS} chained FIT files in one", "split the file")
        part, position = _part_at(data, position)
        parts.append(part)
    return parts


def _part_at(data: bytes, start: int) -> tuple[Part, int]:
    header_size, protocol, profile, size, _ = _HEADER.unpack_from(data, start)
    notes: list[Note] = []
    if header_size not in _HEADER_SIZES:
        notes.append(Note("header-size", f"header of {header_size} bytes", damage=True))
        header_size = max(_HEADER.size, header_size)
    body_start = start + header_size
    end = body_start + size
    following = end + _CRC_BYTES
    is_cut = False

    if size and following <= len(data) and _is_sound(data, start, end):
        rest = data[following : _next_header(data, following)]
        if rest:
            notes.append(
                Note("trailing-bytes", "bytes after the end of the FIT data were left out")
                if not rest.strip(b"\0")
                else Note("trailing-bytes", "data after the end are damaged", damage=True)
            )
        following += len(rest)
    elif size and (following == len(data) or _is_header(data, following)):
        notes.append(
            Note("checksum-wrong", "the checksum is wrong; values may be damaged", damage=True)
        )
    else:
        following = _next_header(data, body_start)
        end, is_cut = _mended_end(data, start, body_start, end, following, notes)
    body = data[body_start:end]
    header = _HEADER.pack(_HEADER.size, protocol, profile, len(body), b".FIT")
    return Part(header + body, tuple(notes), is_cut), following


def _mended_end(
    data: bytes, start: int, body_start: int, stated_end: int, limit: int, notes: list[Note]
) -> tuple[int, bool]:
    """Where a body whose stated size is wrong ends, and whether its last message may be half."""
    if limit - body_start <= _CRC_BYTES:
        notes.append(Note("header-only", "only a FIT header, no data", damage=True))
        return limit, True
    if _ends_with_its_checksum(data, start, body_start, limit):
        notes.append(Note("size-wrong", "the header states a wrong size; read whole", damage=True))
        return limit - _CRC_BYTES, False
    if body_start < stated_end and limit - _CRC_BYTES < stated_end <= limit:
        notes.append(Note("checksum-missing", "the file ends before its checksum"))
        return stated_end, False
    if stated_end > limit:
        notes.append(Note("cut", "the file ends early", damage=True))
    else:
        what = "the header states a wrong size; read to the end"
        notes.append(Note("size-wrong", what, damage=True))
    return limit, True


def _is_header(data: bytes, position: int) -> bool:
    return data[position + 8 : position + 12] == b".FIT" and data[position] in _HEADER_SIZES


def _next_header(data: bytes, position: int) -> int:
    """Where the next chained file begins; the length of the data if there is none."""
    found = data.find(b".FIT", position + 8)
    while found >= 0:
        if _is_header(data, found - 8):
            return found - 8
        found = data.find(b".FIT", found + 1)
    return len(data)


def _is_sound(data: bytes, start: int, end: int) -> bool:
    return crc16(memoryview(data)[start:end]) == _stored_crc(data, end)


def _stored_crc(data: bytes, position: int) -> int:
    return int.from_bytes(data[position : position + _CRC_BYTES], "little")


def _ends_with_its_checksum(data: bytes, start: int, body_start: int, limit: int) -> bool:
    """Whether a file is whole but for the size in its header; the checksum may cover either."""
    end = limit - _CRC_BYTES
    mended = bytearray(data[start:end])
    mended[4:8] = struct.pack("<I", end - body_start)
    return _is_sound(data, start, end) or crc16(bytes(mended)) == _stored_crc(data, end)
