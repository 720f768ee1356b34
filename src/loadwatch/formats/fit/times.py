"""Compressed timestamps: five bits in a header, counted on from the last full time."""

from __future__ import annotations

from struct import unpack_from

from loadwatch.formats.fit.scan import Scan

_TIMESTAMP = 253
"""Field number of the time in every kind of message."""
_COMPRESSED, _MASK = 0x80, 0x1F


def compressed_times(body: bytes, found: Scan) -> dict[int, float]:
    """FIT time of each message that has a compressed header, by position; mostly empty. [s]"""
    compressed = found.compressed()
    if not compressed:
        return {}
    full: dict[int, int] = {}
    for layout, rows in found.members.items():
        for slot, (at, width) in layout.numbers.items():
            if slot.number == _TIMESTAMP and slot.developer is None and width == 1:
                for position in found.positions[rows].tolist():
                    time = unpack_from(layout.order + slot.code, body, position + at)[0]
                    if time != slot.invalid:
                        full[position] = int(time)
    times: dict[int, float] = {}
    last = 0
    for position in sorted({*full, *compressed}):
        last = full.get(position, last)
        if body[position] & _COMPRESSED:
            last += (body[position] - last) & _MASK
            times[position] = float(last)
    return times
