"""What one definition says of its messages, in the words of fitdecode's profile.

Names, types, scales, offsets, enumerations, sub-fields and components all come from
``fitdecode.profile``; nothing of the FIT profile is typed again here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from struct import Struct
from typing import Any

from fitdecode import profile, types

Developer = dict[tuple[int, int], "DeveloperField"]

_BIG_ENDIAN = 1
_HEADER_SIZE = 6
_HAS_DEVELOPER = 0x20
_CACHE_SIZE = 4096
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


_UNDESCRIBED = DeveloperField(None, types.BASE_TYPE_BYTE.identifier, None, None)


@dataclass(frozen=True, slots=True)
class Slot:
    """One field of a definition, wherever it lies.

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
    repeat : int
        How many developer fields of this number and description came before it in the message.
    """

    number: int
    base: Any
    field: Any
    developer: DeveloperField | None = None
    repeat: int = 0

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
    def is_bytes(self) -> bool:
        """Whether it is of the type that has no numbers, only bytes."""
        return self.base is types.BASE_TYPE_BYTE

    @property
    def is_text(self) -> bool:
        """Whether it is a string."""
        return bool(self.base.name == "string")

    @property
    def is_float(self) -> bool:
        """Whether its bytes are floating-point numbers."""
        return self.base.fmt in ("f", "d")

    @property
    def code(self) -> str:
        """Type of its numbers for ``struct``."""
        return "B" if self.is_bytes else str(self.base.fmt)

    @property
    def numpy_code(self) -> str:
        """Type of its numbers for numpy, without byte order."""
        return _NUMPY[self.code]

    @property
    def is_unsigned(self) -> bool:
        """Whether its bytes are unsigned whole numbers."""
        return self.code.isupper()

    @property
    def is_unscaled(self) -> bool:
        """Whether its values are its raw numbers."""
        return not self.scale and not self.offset

    @property
    def is_whole(self) -> bool:
        """Whether its values are whole numbers."""
        return self.is_unscaled and not self.is_float

    @property
    def invalid(self) -> int | None:
        """The raw value that means "not known"; None for floats, strings and bytes."""
        return _INVALID.get(self.base.identifier)


@dataclass(frozen=True, eq=False)
class Layout:
    """A definition, its fields worked out when they are first asked for.

    Parameters
    ----------
    number : int
        Global message number.
    stride : int
        Length of a message with its header. [byte]
    definition : bytes
        The whole definition message.
    described : tuple of DeveloperField or None
        Its developer fields; None for those that the file has not described.
    """

    number: int
    stride: int
    definition: bytes
    described: tuple[DeveloperField | None, ...]

    @cached_property
    def kind(self) -> str:
        """Name of the message."""
        message = profile.MESSAGE_TYPES.get(self.number)
        return message.name if message else f"unknown_{self.number}"

    @cached_property
    def order(self) -> str:
        """Byte order, as ``struct`` and numpy write it."""
        return ">" if self.definition[2] == _BIG_ENDIAN else "<"

    @cached_property
    def slots(self) -> dict[Slot, tuple[int, int]]:
        """Its fields, where they begin in a message and their size; of repeated ones the first."""
        message = profile.MESSAGE_TYPES.get(self.number)
        known = message.fields if message else {}
        native, extra = _entries(self.definition)
        slots: dict[Slot, tuple[int, int]] = {}
        seen: set[int] = set()
        at = 1
        for number, size, base in native:
            if size and number not in seen:
                seen.add(number)
                slots[Slot(number, _base(base, size), known.get(number))] = (at, size)
            at += size
        for (number, size, _), described in zip(extra, self.described, strict=True):
            item = described or _UNDESCRIBED
            base, repeat = _base(item.base_type, size), 0
            while (slot := Slot(number, base, None, item, repeat)) in slots:
                repeat += 1
            if size:
                slots[slot] = (at, size)
            at += size
        return slots

    @cached_property
    def numbers(self) -> dict[Slot, tuple[int, int]]:
        """The fields that are numbers, where they begin, and how many numbers they are."""
        return {
            slot: (at, size // slot.base.size)
            for slot, (at, size) in self.slots.items()
            if not slot.is_text
        }

    @cached_property
    def struct(self) -> Struct:
        """Reads the numbers of one message."""
        parts, end = [self.order], 0
        for slot, (at, width) in self.numbers.items():
            parts.append(f"{at - end}x{width}{slot.code}")
            end = at + width * slot.base.size
        return Struct("".join(parts))

    @cached_property
    def places(self) -> list[tuple[str, int, int]]:
        """Numpy type, size and place of every number in a message, in the order of ``struct``."""
        return [
            (self.order + slot.numpy_code, slot.base.size, at + i * slot.base.size)
            for slot, (at, width) in self.numbers.items()
            for i in range(width)
        ]


def text_of(raw: bytes) -> str | None:
    """A string up to its first NUL; None for an empty one."""
    return raw.split(b"\0", 1)[0].decode("utf-8", "replace") or None


def _base(number: int, size: int) -> Any:
    """Base type of a field; bytes where the number is unknown or the size does not fit it."""
    base = types.BASE_TYPES.get(number, types.BASE_TYPE_BYTE)
    return types.BASE_TYPE_BYTE if size % base.size else base


def _entries(definition: bytes) -> tuple[list[bytes], list[bytes]]:
    """Triples of the native fields and of the developer fields of a definition."""
    begin = _HEADER_SIZE + 3 * definition[5]
    return (
        [definition[i : i + 3] for i in range(_HEADER_SIZE, begin, 3)],
        [definition[i : i + 3] for i in range(begin + 1, len(definition), 3)],
    )


def definition_length(buffer: bytes, position: int) -> int:
    """Bytes of the definition at a position; 0 if the buffer ends within it."""
    end = len(buffer)
    if position + _HEADER_SIZE > end:
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
    described: tuple[DeveloperField | None, ...] = ()
    if definition[0] & _HAS_DEVELOPER:
        begin = _HEADER_SIZE + 3 * definition[5] + 1
        described = tuple(
            developer.get((definition[i + 2], definition[i]))
            for i in range(begin, len(definition), 3)
        )
    key = (definition[1:], described)
    layout = _layouts.get(key)
    if layout is None:
        if len(_layouts) >= _CACHE_SIZE:
            _layouts.clear()
        native, extra = _entries(definition)
        layout = _layouts[key] = Layout(
            int.from_bytes(definition[3:5], "big" if definition[2] == _BIG_ENDIAN else "little"),
            1 + sum(size for _, size, _ in native) + sum(size for _, size, _ in extra),
            definition,
            described,
        )
    return layout
