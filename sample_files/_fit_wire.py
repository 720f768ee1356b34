"""Write FIT messages with fit-tool, building only the fields that are used."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import Any

from fit_tool.data_message import DataMessage
from fit_tool.field import Field
from fit_tool.fit_file import FitFile
from fit_tool.fit_file_builder import FitFileBuilder
from fit_tool.fit_file_header import FitFileHeader, ProtocolVersion
from fit_tool.profile.messages.record_message import RecordMessage

FIT_EPOCH = datetime.fromisoformat("1989-12-31")
LOCAL_SLOTS = 16


def unix_ms(moment: datetime) -> int:
    """Milliseconds since 1970 of a UTC time without zone: what fit-tool asks for."""
    return int(moment.replace(tzinfo=UTC).timestamp()) * 1000


def fit_seconds(moment: datetime) -> int:
    """Seconds since the FIT epoch; fit-tool wants this raw form for local_timestamp."""
    return int((moment - FIT_EPOCH).total_seconds())


@cache
def _field_kinds(message: type[DataMessage], names: tuple[str, ...]) -> tuple[type[Field], ...]:
    blank = message()
    kinds = []
    for name in names:
        field = blank.get_field_by_name(name)
        if field is None:
            raise KeyError(f"{message.NAME} has no field {name}")
        kinds.append(type(field))
    return tuple(kinds)


class FitWriter:
    """Collects messages; each combination of message and fields gets its own local id."""

    def __init__(self) -> None:
        self._builder = FitFileBuilder()
        self._slots: dict[tuple[int, tuple[str, ...]], int] = {}

    def add(self, message: type[DataMessage], **values: Any) -> None:
        """Append a message; None writes the FIT "invalid" value of that field."""
        names = tuple(values)
        key = (message.ID, names)
        slot = self._slots.setdefault(key, len(self._slots) % LOCAL_SLOTS)
        built = [kind(size=0, growable=True) for kind in _field_kinds(message, names)]
        for field, value in zip(built, values.values(), strict=True):
            if value is None:
                raw = field.base_type.invalid_raw_value()
                field.set_encoded_value(0, raw, check_validity=False)
            else:
                field.set_value(0, value)
        data = DataMessage(local_id=slot, global_id=message.ID, name=message.NAME, fields=built)
        self._builder.add(data)

    def finish(self) -> bytes:
        """Return the file with a 14-byte header and both checksums."""
        records = self._builder.records
        size = sum(record.size for record in records)
        header = FitFileHeader(size, protocol_version=ProtocolVersion(2, 0), gen_crc=True)
        return bytes(FitFile(header, records).to_bytes())

    def records_within(self, size: int) -> int:
        """Count the whole record messages in the first `size` bytes of the file."""
        used, count = 14, 0
        for record in self._builder.records:
            used += record.size
            if used > size:
                break
            is_data = isinstance(record.message, DataMessage)
            count += is_data and record.message.global_id == RecordMessage.ID
        return count
