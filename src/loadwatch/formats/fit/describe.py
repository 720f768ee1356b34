"""Descriptions of developer fields, read one by one while a file is walked."""

from __future__ import annotations

from loadwatch.formats.fit.layout import Developer, DeveloperField, Layout

_NO_BASE_TYPE = 0x0D


def describe(layout: Layout, body: bytes, position: int, developer: Developer) -> None:
    """Add what the ``field_description`` message at a position describes."""
    numbers = {
        slot.name: None if value == slot.invalid else value
        for slot, value in zip(
            layout.numbers, layout.struct.unpack_from(body, position), strict=True
        )
    }
    index, number = numbers.get("developer_data_index"), numbers.get("field_definition_number")
    if index is None or number is None:
        return
    base = numbers.get("fit_base_type_id")
    name = next(
        (
            _text(body[position + at : position + at + slot.size])
            for slot, at in layout.slots.items()
            if slot.name == "field_name" and slot.is_text
        ),
        None,
    )
    developer[index, number] = DeveloperField(
        name, _NO_BASE_TYPE if base is None else base, numbers.get("scale"), numbers.get("offset")
    )


def _text(raw: bytes) -> str | None:
    return raw.split(b"\0", 1)[0].decode("utf-8", "replace") or None
