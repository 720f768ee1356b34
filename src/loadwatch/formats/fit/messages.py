"""FIT messages through fitdecode: one dictionary a message, FIT names, scaled values, raw times."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import fitdecode

from loadwatch.activity import Note
from loadwatch.errors import LimitError
from loadwatch.formats._base import MAX_RECORDS
from loadwatch.formats.fit.parts import Part

Message = dict[str, Any]

KINDS = frozenset(
    {
        "activity",
        "device_info",
        "event",
        "file_id",
        "lap",
        "record",
        "session",
        "set",
        "split",
        "sport",
        "workout_step",
    }
)


@dataclass(slots=True)
class Messages:
    """Messages of one part by kind, in file order.

    Parameters
    ----------
    by_kind : dict of str to list of dict
        Only the kinds in ``KINDS``. Times are FIT seconds, unknown values are left out.
    notes : tuple of Note
        Where decoding had to stop, if it did.
    """

    by_kind: dict[str, list[Message]] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()

    def of(self, kind: str) -> list[Message]:
        """Messages of one kind."""
        return self.by_kind.get(kind, [])

    def first(self, kind: str) -> Message:
        """First message of a kind; empty if there is none."""
        return next(iter(self.of(kind)), {})


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


def decode(part: Part) -> Messages:
    """Decode a part; what is whole before damage is kept.

    fitdecode raises more than its own errors on damaged input (ValueError, TypeError, KeyError,
    AssertionError, struct.error), so every exception ends the decoding of this part alone.

    Raises
    ------
    LimitError
        If there are more than ``MAX_RECORDS`` records.
    """
    messages = Messages()
    reader = _Reader(
        part.data,
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
            if not part.is_cut:
                what = f"damaged data; decoding stopped ({type(error).__name__})"
                messages.notes = (Note("damaged", what, damage=True),)
            break
        if frame.frame_type == fitdecode.FIT_FRAME_DATA and frame.name in KINDS:
            kind = messages.by_kind.setdefault(frame.name, [])
            kind.append(_values(frame))
            if frame.name == "record" and len(kind) > MAX_RECORDS:
                raise LimitError(f"more than {MAX_RECORDS:,} records", "split the file")
    return messages


def _values(frame: Any) -> Message:
    """Known values by name: native before developer or expanded fields, the first of its name."""
    values: Message = {}
    for native in (True, False):
        for item in frame.fields:
            is_native = item.field_def is not None and not item.field_def.is_dev
            if is_native is native and item.value is not None and item.name not in values:
                values[item.name] = item.value
    return values
