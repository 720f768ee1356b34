"""The same messages through fitdecode: the second opinion of tests and of ``loadwatch doctor``.

fitdecode reads message by message and field by field; it is the yardstick of the columnar reader
and the source of its profile, and some hundred times slower.
"""

from __future__ import annotations

from typing import Any

import fitdecode

from loadwatch.formats.fit.messages import KINDS, Message
from loadwatch.formats.fit.parts import Part

_NO_CHECKSUM = b"\0\0"


class _Reader(fitdecode.FitReader):  # type: ignore[misc]
    """Skips by size the fields that fitdecode stops at or misreads.

    Fields of no size (TrainingPeaks Virtual writes them) are passed over; developer fields whose
    size is no multiple of their type are taken as bytes.
    """

    def _read_definition_message(self, header_chunk: Any, record_header: Any) -> Any:
        definition = super()._read_definition_message(header_chunk, record_header)
        for fields in (definition.field_defs, definition.dev_field_defs):
            fields[:] = [item for item in fields if item.size]
        for item in definition.dev_field_defs:
            if item.size % item.base_type.size:
                item.base_type = fitdecode.types.BASE_TYPE_BYTE
        return definition


def decode_rows(part: Part) -> tuple[dict[str, list[Message]], str]:
    """Messages of a part by kind, and why fitdecode stopped; empty if it did not.

    fitdecode raises more than its own errors on damaged input (ValueError, TypeError, KeyError,
    AssertionError, struct.error), so every exception ends the reading, with what came before kept.
    """
    found: dict[str, list[Message]] = {}
    frames = iter(
        _Reader(
            part.data + _NO_CHECKSUM,
            processor=None,
            check_crc=fitdecode.CrcCheck.DISABLED,
            error_handling=fitdecode.ErrorHandling.IGNORE,
        )
    )
    while True:
        try:
            frame = next(frames)
        except StopIteration:
            return found, ""
        except Exception as error:
            return found, f"{type(error).__name__}: {error}"
        if frame.frame_type == fitdecode.FIT_FRAME_DATA and frame.name in KINDS:
            found.setdefault(frame.name, []).append(_values(frame))


def _values(frame: Any) -> Message:
    """Known values by name: of native fields the first of its number, before all others."""
    values: Message = {}
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
