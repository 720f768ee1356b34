"""Descriptions of developer fields, read one by one while a file is walked."""

from __future__ import annotations

from loadwatch.formats.fit.layout import Developer, DeveloperField, Layout, text_of

_NO_BASE_TYPE = 0x0D


def describe(layout: Layout, body: bytes, position: int, developer: Developer) -> None:
    """Add what the ``field_description`` message at a position describes."""
    values = layout.struct.unpack_from(body, position)
    begin, numbers = 0, {}
    for slot, (_, width) in layout.numbers.items():
        if width == 1 and values[begin] != slot.invalid:
            numbers[slot.name] = values[begin]
        begin += width
    index, number = numbers.get("developer_data_index"), numbers.get("field_definition_number")
    if index is None or number is None:
        return
    name = next(
        (
            text_of(body[position + at : position + at + size])
            for slot, (at, size) in layout.slots.items()
            if slot.name == "field_name" and slot.is_text
        ),
        None,
    )
    developer[index, number] = DeveloperField(
        name,
        numbers.get("fit_base_type_id", _NO_BASE_TYPE),
        numbers.get("scale"),
        numbers.get("offset"),
    )
