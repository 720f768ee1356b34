"""Cuts a FIT file into its chained parts and mends headers whose size field lies.

A part is ``header (12 or 14 bytes) · body · CRC-16``. The size of the body stands in the header;
watches that crash leave it 0, copies that were cut leave it too large, and some firmware writes
bytes after the checksum. Each case is told apart by the checksum where there is one.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from loadwatch.activity import Note
from loadwatch.errors import LimitError

MAX_PARTS = 1_000
_HEADER = struct.Struct("<BBHI4s")
_CRC_BYTES = 2


def _crc_table() -> tuple[int, ...]:
    table = []
    for byte in range(256):
        crc = byte
        for _ in range(8):
            crc = (crc >> 1) ^ (0xA001 if crc & 1 else 0)
        table.append(crc)
    return tuple(table)


_TABLE = _crc_table()


def crc16(data: bytes | memoryview) -> int:
    """CRC-16/ARC, the checksum of a FIT file."""
    crc = 0
    for byte in data:
        crc = (crc >> 8) ^ _TABLE[(crc ^ byte) & 0xFF]
    return crc


@dataclass(frozen=True, slots=True)
class Part:
    """One FIT file of a chain, its header mended so that a decoder can trust it.

    Parameters
    ----------
    data : bytes
        Header of 12 bytes with the true size, body, two bytes for the checksum.
    notes : tuple of Note
        What was wrong with the container.
    is_cut : bool
        True when the body ends before its stated size.
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
    if header_size not in (12, 14):
        notes.append(Note("header-size", f"header of {header_size} bytes", damage=True))
        header_size = max(12, header_size)
    body_start = start + header_size
    left = len(data) - body_start
    end = body_start + size
    is_cut = False

    if left <= _CRC_BYTES:
        notes.append(Note("header-only", "only a FIT header, no data", damage=True))
        following = len(data)
    elif size == 0 or size > left:
        whole = _ends_with_its_checksum(data, start, body_start)
        end = len(data) - _CRC_BYTES if whole else len(data)
        if size == 0 or whole:
            notes.append(
                Note("size-wrong", "the header states a wrong size; read to the end", damage=True)
            )
        else:
            is_cut = True
            notes.append(Note("cut", "the file ends early", damage=True))
        following = len(data)
    elif left - size < _CRC_BYTES:
        notes.append(Note("checksum-missing", "the file ends before its checksum"))
        following = len(data)
    else:
        following = end + _CRC_BYTES
        sound = crc16(memoryview(data)[start:end]) == _stored_crc(data, end)
        more = data[following:]
        if more and more[8:12] != b".FIT":
            if sound:
                notes.append(
                    Note("trailing-bytes", "bytes after the end of the FIT data were left out")
                    if not more.strip(b"\0")
                    else Note("trailing-bytes", "data after the end are damaged", damage=True)
                )
                following = len(data)
            else:
                notes.append(
                    Note(
                        "size-wrong",
                        "the header states a wrong size; read to the end",
                        damage=True,
                    )
                )
                end = following = len(data)
        elif not sound:
            notes.append(
                Note("checksum-wrong", "the checksum is wrong; values may be damaged", damage=True)
            )
    body = data[body_start:end]
    header = _HEADER.pack(12, protocol, profile, len(body), b".FIT")
    return Part(header + body + b"\0\0", tuple(notes), is_cut), following


def _stored_crc(data: bytes, position: int) -> int:
    return int.from_bytes(data[position : position + _CRC_BYTES], "little")


def _ends_with_its_checksum(data: bytes, start: int, body_start: int) -> bool:
    """Whether the file is whole but for the size in its header."""
    size = len(data) - body_start - _CRC_BYTES
    if size <= 0:
        return False
    mended = bytearray(data[start:-_CRC_BYTES])
    mended[4:8] = struct.pack("<I", size)
    return crc16(bytes(mended)) == _stored_crc(data, len(data) - _CRC_BYTES)
