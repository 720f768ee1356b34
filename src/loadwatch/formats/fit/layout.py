"""What one definition says of its messages, in the words of fitdecode's profile.

Names, types, scales, offsets, enumerations, sub-fields and components all come from
``fitdecode.profile``; nothing of the FIT profile is typed again here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from fitdecode import profile, types

Developer = dict[tuple[int, int], "DeveloperField"]

TIMESTAMP = 253
"""Field number of the time in every kind of message."""
_BIG_ENDIAN = 1
_HEADER_SIZE = 6
_HAS_DEVELOPER = 0x20
_CACHE_SIZE = 4096
_STRING, _BYTE = "string", "byte"
_NUMPY = {"b": "i1", "B": "u1", "h": "i2", "H": "u2", "i": "i4", "I": "u4", "q": "i8", "Q": "u8",
          "f": "f4", "d": "f8"}  # fmt: skip
_INVALID = {
    0x00: 0xFF, 0x01: 0x7F, 0x02: 0xFF, 0x83: 0x7FFF, 0x84: 0xFFFF, 0x85: 0x7FFFFFFF,
    0x86: 0xFFFFFFFF, 0x0A: 0, 0x8B: 0, 0x8C: 0, 0x8E: 0x7FFFFFFFFFFFFFFF,
    0x8F: 0xFFFFFFFFFFFFFFFF, 0x90: 0,
}  # fmt: skip
"""Value of each base type that means "not known"."""


@dataclass(frozen=True, slots=True)
class DeveloperField:
    """A field that the file itself describes.

    Parameters
    ----------
    name : str or None
        Its name.
    base_type : int
        Number of its FIT base type.
    scale, offset : float or None
        Its value is ``raw / scale - offset``. fitdecode reads them and does not apply them.
    """

    name: str | None
    base_type: int
    scale: float | None
    offset: float | None


@dataclass(frozen=True, slots=True)
class Slot:
    """One field of a definition.

    Parameters
    ----------
    number : int
        Field number.
    base : fitdecode.types.BaseType
        How its bytes are read.
    field : fitdecode.types.Field or None
        Its entry of the profile; None for fields that the profile does not know.
    developer : DeveloperField or None
        Its description, for developer fields.
    """

    number: int
    base: Any
    field: Any
    developer: DeveloperField | None = None

    @property
    def name(self) -> str:
        """Name as fitdecode gives it."""
        if self.developer is not None:
            return self.developer.name or f"unknown_dev_{self.number}"
        return self.field.name if self.field else f"unknown_{self.number}"

    @property
    def scale(self) -> float | None:
        """Values are raw over this, where it is a number."""
        source = self.developer or self.field
        scale = source.scale if source else None
        return scale if isinstance(scale, int | float) else None

    @property
    def offset(self) -> float | None:
        """Values are less by this, after scaling."""
        source = self.developer or self.field
        return source.offset if source else None

    @property
    def enum(self) -> Mapping[int, str] | None:
        """Words of an enumeration."""
        return self.field.type.enum if self.field else None

    @property
    def is_special(self) -> bool:
        """Whether it has sub-fields, or components to expand."""
        return self.field is not None and bool(self.field.subfields or self.field.components)

    @property
    def is_whole(self) -> bool:
        """Whether its values are whole numbers."""
        return not self.scale and not self.offset and self.base.fmt not in "fd"

    @property
    def invalid(self) -> int | None:
        """The raw value that means "not known"; None for floats, strings and bytes."""
        return _INVALID.get(self.base.identifier)


@dataclass(frozen=True, slots=True)
class Block:
    """Fields of one definition that share a base type, read in one go.

    Parameters
    ----------
    code : str
        Their numpy type.
    at : numpy.ndarray
        Their bytes within a message, field after field.
    slots : tuple of Slot
        The fields, in order.
    invalid : int or None
        Raw value that means "not known".
    scale, offset : numpy.ndarray
        Values are ``raw / scale - offset``; shape ``(fields, 1)``.
    """

    code: str
    at: np.ndarray
    slots: tuple[Slot, ...]
    invalid: int | None
    scale: np.ndarray
    offset: np.ndarray


@dataclass(frozen=True, slots=True)
class Layout:
    """A definition, ready to read its messages at once.

    Parameters
    ----------
    number : int
        Global message number.
    kind : str
        Name of the message.
    stride : int
        Length of a message with its header. [byte]
    slots : tuple of Slot
        Its fields, developer fields last; of a field that is repeated, the first.
    blocks : tuple of Block
        Its single numbers by base type.
    plain : tuple of (str, int, int)
        Name, block and row of native fields that need no more than that.
    enums, whole, fractional : Mapping, frozenset
        Of the plain fields: words of enumerations; names with whole and with other numbers.
    special : tuple of (Slot, int, int)
        Developer fields, and fields with sub-fields or components, with block and row.
    others : tuple of (Slot, slice, code)
        Strings, bytes and arrays: the field, its bytes, its numpy type.
    needs_numbers : bool
        Whether a sub-field or component has to look at the other fields.
    """

    number: int
    kind: str
    stride: int
    slots: tuple[Slot, ...]
    blocks: tuple[Block, ...]
    plain: tuple[tuple[str, int, int], ...]
    enums: Mapping[str, Mapping[int, str]]
    whole: frozenset[str]
    fractional: frozenset[str]
    special: tuple[tuple[Slot, int, int], ...]
    others: tuple[tuple[Slot, slice, str], ...]
    needs_numbers: bool


def definition_length(buffer: bytes, position: int, end: int) -> int:
    """Bytes of the definition at a position; 0 if it does not end before ``end``."""
    fields_at = position + _HEADER_SIZE
    if fields_at > end:
        return 0
    length = _HEADER_SIZE + 3 * buffer[position + 5]
    if buffer[position] & _HAS_DEVELOPER:
        if position + length >= end:
            return 0
        length += 1 + 3 * buffer[position + length]
    return length if position + length <= end else 0


_layouts: dict[tuple[bytes, tuple[DeveloperField | None, ...]], Layout] = {}


def layout_of(definition: bytes, developer: Developer) -> Layout:
    """Layout of a definition; equal definitions share one.

    Parameters
    ----------
    definition : bytes
        The whole definition message, header first.
    developer : dict
        Developer fields described so far, by (developer data index, field number).
    """
    count = definition[5]
    described: tuple[DeveloperField | None, ...] = ()
    if definition[0] & _HAS_DEVELOPER:
        rest = definition[_HEADER_SIZE + 3 * count + 1 :]
        described = tuple(developer.get((rest[i + 2], rest[i])) for i in range(0, len(rest), 3))
    key = (definition[1:], described)
    layout = _layouts.get(key)
    if layout is None:
        if len(_layouts) >= _CACHE_SIZE:
            _layouts.clear()
        layout = _layouts[key] = _build(definition, described)
    return layout


def _build(definition: bytes, described: tuple[DeveloperField | None, ...]) -> Layout:
    big = definition[2] == _BIG_ENDIAN
    number = int.from_bytes(definition[3:5], "big" if big else "little")
    message = profile.MESSAGE_TYPES.get(number)
    known = message.fields if message else {}
    slots: list[Slot] = []
    others: list[tuple[Slot, slice, str]] = []
    alike: dict[str, list[tuple[Slot, int]]] = {}
    seen: set[int] = set()
    at = 1
    native = definition[_HEADER_SIZE : _HEADER_SIZE + 3 * definition[5]]
    extra = definition[_HEADER_SIZE + len(native) + 1 :]
    entries = [
        (native[i], native[i + 1], native[i + 2], known.get(native[i]), None)
        for i in range(0, len(native), 3)
    ] + [
        (extra[3 * i], extra[3 * i + 1], item.base_type if item else 0x0D, None,
         item or DeveloperField(None, 0x0D, None, None))
        for i, item in enumerate(described)
    ]  # fmt: skip
    for field_number, size, base_number, field, item in entries:
        base = types.BASE_TYPES.get(base_number, types.BASE_TYPE_BYTE)
        if size % base.size:
            base = types.BASE_TYPE_BYTE
        if size and (item is not None or field_number not in seen):
            seen.add(field_number)
            slot = Slot(field_number, base, field, item)
            slots.append(slot)
            code = ("" if base.name in (_STRING, _BYTE) else (">" if big else "<")) + (
                _NUMPY.get(base.fmt, "")
            )
            if base.name in (_STRING, _BYTE) or size > base.size:
                others.append((slot, slice(at, at + size), code))
            else:
                alike.setdefault(f"{base.identifier} {code}", []).append((slot, at))
        at += size
    kind = message.name if message else f"unknown_{number}"
    blocks = tuple(_block(members, key.split()[1]) for key, members in alike.items())
    plain: list[tuple[Slot, int, int]] = []
    special: list[tuple[Slot, int, int]] = []
    for b, block in enumerate(blocks):
        for row, slot in enumerate(block.slots):
            (special if slot.developer or slot.is_special else plain).append((slot, b, row))
    return Layout(
        number,
        kind,
        at,
        tuple(slots),
        blocks,
        tuple((slot.name, b, row) for slot, b, row in plain),
        {slot.name: slot.enum for slot, _, _ in plain if slot.enum},
        frozenset(slot.name for slot, _, _ in plain if slot.is_whole),
        frozenset(slot.name for slot, _, _ in plain if not slot.is_whole),
        tuple(special),
        tuple(others),
        any(slot.is_special for slot in slots),
    )


def _block(members: list[tuple[Slot, int]], code: str) -> Block:
    slots = tuple(slot for slot, _ in members)
    size = slots[0].base.size
    at = np.concatenate([np.arange(begin, begin + size) for _, begin in members])
    scale = np.array([[slot.scale or 1.0] for slot in slots])
    offset = np.array([[slot.offset or 0.0] for slot in slots])
    return Block(code, at, slots, slots[0].invalid, scale, offset)
