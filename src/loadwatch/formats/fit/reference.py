"""The same messages through fitdecode: the second opinion of tests and of ``loadwatch doctor``.

fitdecode reads message by message and field by field; it is the yardstick of the columnar reader
and the source of its profile, and some hundred times slower.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import fitdecode
from fitdecode import profile

from loadwatch.formats.fit.messages import KINDS, Message
from loadwatch.formats.fit.parts import Part

_NO_CHECKSUM = b"\0\0"


@dataclass
class Reference:
    """What fitdecode made of a part.

    Parameters
    ----------
    rows : dict
        Messages by kind, of the kinds that loadwatch reads.
    problem : str
        Why fitdecode stopped; empty if it did not.
    developer : Mapping
        Name of each described developer field → the scale and offset of its description, which
        fitdecode reads and does not apply.
    helped_over : int
        Fields at which fitdecode alone would have stopped.
    """

    rows: dict[str, list[Message]] = field(default_factory=dict)
    problem: str = ""
    developer: dict[Any, tuple[float, float]] = field(default_factory=dict)
    helped_over: int = 0


class _Reader(fitdecode.FitReader):  # type: ignore[misc]
    """Skips by size the fields that fitdecode stops at or misreads, and counts them.

    Fields of no size (TrainingPeaks Virtual writes them) are passed over; developer fields whose
    size is no multiple of their type are taken as bytes.
    """

    helped_over = 0

    def _read_definition_message(self, header_chunk: Any, record_header: Any) -> Any:
        definition = super()._read_definition_message(header_chunk, record_header)
        for fields in (definition.field_defs, definition.dev_field_defs):
            whole = [item for item in fields if item.size]
            self.helped_over += len(fields) - len(whole)
            fields[:] = whole
        for item in definition.dev_field_defs:
            if item.size % item.base_type.size:
                item.base_type = fitdecode.types.BASE_TYPE_BYTE
                self.helped_over += 1
        return definition


def read_part(part: Part) -> Reference:
    """Read a part through fitdecode.

    fitdecode raises more than its own errors on damaged input (ValueError, TypeError, KeyError,
    AssertionError, struct.error), so every exception ends the reading, with what came before kept.
    """
    found = Reference()
    reader = _Reader(
        part.data + _NO_CHECKSUM,
        processor=None,
        check_crc=fitdecode.CrcCheck.DISABLED,
        error_handling=fitdecode.ErrorHandling.IGNORE,
    )
    frames = iter(reader)
    while True:
        try:
            frame = next(frames)
        except StopIteration:
            break
        except Exception as error:
            found.problem = f"{type(error).__name__}: {error}"
            break
        if frame.frame_type != fitdecode.FIT_FRAME_DATA:
            continue
        if frame.name in KINDS:
            found.rows.setdefault(frame.name, []).append(_values(frame))
        elif frame.name == "field_description":
            described = _values(frame)
            scaling = (described.get("scale", 1), described.get("offset", 0))
            found.developer[described.get("field_name")] = scaling
    found.helped_over = reader.helped_over
    return found


@cache
def counters() -> dict[tuple[str, str], float]:
    """How far each field counts that others are added up to, by kind and name."""
    return {
        (message.name, message.fields[part.def_num].name): (1 << part.bits) / (part.scale or 1)
        for message in profile.MESSAGE_TYPES.values()
        if message.name in KINDS
        for field in message.fields.values()
        for part in field.components or ()
        if part.accumulate
    }


def _values(frame: Any) -> Message:
    """Known values by name: of native fields the first of its number, before all others."""
    values: dict[str, Any] = {}
    numbers: set[int] = set()
    for native in (True, False):
        for item in frame.fields:
            is_native = item.field_def is not None and not item.field_def.is_dev
            if is_native is not native or (native and item.field_def.def_num in numbers):
                continue
            if native:
                numbers.add(item.field_def.def_num)
            if item.value is not None and item.name not in values:
                values[item.name] = item.value
    return values


def developer_names(kind: str, names: Mapping[str, Any]) -> list[str]:
    """Those names of a kind's fields that are not in the FIT profile: developer fields."""
    return sorted(
        name
        for name in names
        if name not in _profile_names(kind)
        and (not name.startswith("unknown_") or name.startswith("unknown_dev_"))
    )


@cache
def _profile_names(kind: str) -> frozenset[str]:
    """Names that messages of a kind can hold: fields, sub-fields, and what both expand to."""
    fields = [
        item
        for message in profile.MESSAGE_TYPES.values()
        if message.name == kind
        for item in message.fields.values()
    ]
    items = fields + [sub for item in fields for sub in item.subfields or ()]
    parts = [part for item in items for part in item.components or ()]
    return frozenset(item.name for item in items + parts) | {"timestamp"}
