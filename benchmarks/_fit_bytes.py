"""FIT files taken to pieces and put together again, to make long ones out of real messages.

Nothing is decoded: a message is its definition and its bytes.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from fastcrc.crc16 import arc

from loadwatch.formats.fit.parts import split_parts

_HEADER = struct.Struct("<BBHI4s")
_IS_COMPRESSED, _IS_DEFINITION, _HAS_DEVELOPER_FIELDS, _LOCAL = 0x80, 0x40, 0x20, 0x0F
_CRC_BYTES = 2


@dataclass(frozen=True, slots=True)
class Piece:
    """A message with the definition in force, both with their header bytes.

    Parameters
    ----------
    number : int
        Kind of message in FIT's profile: 20 is a record.
    definition : bytes
        The definition as written.
    message : bytes
        The message as written.
    """

    number: int
    definition: bytes
    message: bytes

    def as_local(self, local: int) -> Piece:
        """The same under another local number; for messages without a compressed header."""
        return Piece(
            self.number,
            bytes([self.definition[0] & ~_LOCAL | local]) + self.definition[1:],
            bytes([local]) + self.message[1:],
        )


def body(data: bytes) -> bytes:
    """What stands between header and checksum; of all parts, if it is a chain."""
    return b"".join(part.data[_HEADER.size :] for part in split_parts(data))


def whole(body_: bytes) -> bytes:
    """A FIT file around a body, its size and checksum right."""
    found = _HEADER.pack(_HEADER.size, 0x20, 2100, len(body_), b".FIT") + body_
    return found + arc(found).to_bytes(_CRC_BYTES, "little")


def _walk(body_: bytes) -> Iterator[tuple[bytes, bytes | None]]:
    """Definitions alone and messages with theirs, in order; ends where a message is cut."""
    layouts: dict[int, tuple[bytes, int]] = {}
    at = 0
    while at < len(body_):
        header = body_[at]
        if header & _IS_DEFINITION and not header & _IS_COMPRESSED:
            definition, size = _definition(body_, at)
            layouts[header & _LOCAL] = definition, size
            at += len(definition)
            yield definition, None
            continue
        local = header >> 5 & 3 if header & _IS_COMPRESSED else header & _LOCAL
        if local not in layouts:
            return
        definition, size = layouts[local]
        yield definition, body_[at : at + 1 + size]
        at += 1 + size


def _definition(body_: bytes, at: int) -> tuple[bytes, int]:
    """A definition as written, and the size of its messages without their header. [byte]"""
    end = at + 6 + 3 * body_[at + 5]
    size = sum(body_[at + 7 : end : 3])
    if body_[at] & _HAS_DEVELOPER_FIELDS:
        start, end = end + 1, end + 1 + 3 * body_[end]
        size += sum(body_[start + 1 : end : 3])
    return body_[at:end], size


def pieces(data: bytes) -> list[Piece]:
    """Messages of a file, in order."""
    return [
        Piece(_number(definition), definition, message)
        for definition, message in _walk(body(data))
        if message is not None
    ]


def definitions(data: bytes) -> list[bytes]:
    """Definitions of a file, in order, repeated ones as well."""
    return [definition for definition, message in _walk(body(data)) if message is None]


def _number(definition: bytes) -> int:
    return int.from_bytes(definition[3:5], "big" if definition[2] else "little")


def redefined(found: Iterable[Piece]) -> bytes:
    """A body in which each message stands after its own definition."""
    return b"".join(piece.definition + piece.message for piece in found)


def alternating(found: list[Piece], number: int, other: int) -> bytes:
    """A body in which messages of two kinds, each with one layout, follow each other in turn.

    What stands before the first record is kept, so that developer fields have their descriptions.
    """
    first = next(i for i, piece in enumerate(found) if piece.number == number)
    start = redefined(found[:first])
    main, second = (_of_one_layout(found, kind) for kind in (number, other))
    turns = (
        main[i].as_local(0).message + second[i % len(second)].as_local(1).message
        for i in range(len(main))
    )
    layouts = main[0].as_local(0).definition + second[0].as_local(1).definition
    return start + layouts + b"".join(turns)


def _of_one_layout(found: list[Piece], number: int) -> list[Piece]:
    """Messages of a kind in its most frequent layout."""
    of_kind = [p for p in found if p.number == number and p.message[0] < _IS_COMPRESSED]
    layouts = [piece.definition for piece in of_kind]
    usual = max(dict.fromkeys(layouts), key=layouts.count)
    return [piece for piece in of_kind if piece.definition == usual]
