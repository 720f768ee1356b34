"""Compressed timestamps: five bits in a header, counted on from the last full time."""

from __future__ import annotations

import numpy as np

from loadwatch.formats.fit.scan import Scan

_TIMESTAMP = 253
"""Field number of the time in every kind of message."""
_MASK = 0x1F


def compressed_times(body: bytes, found: Scan) -> dict[int, float]:
    """FIT time of each message that has a compressed header, by position; mostly empty. [s]"""
    compressed = found.compressed()
    if not compressed:
        return {}
    full: dict[int, int] = {}
    for layout, rows in found.members.items():
        names = [(slot.number, slot.developer) for slot in layout.numbers]
        if (_TIMESTAMP, None) not in names:
            continue
        place = names.index((_TIMESTAMP, None))
        invalid = list(layout.numbers)[place].invalid
        for position in found.positions[rows].tolist():
            time = layout.struct.unpack_from(body, position)[place]
            if time != invalid:
                full[position] = int(time)
    times: dict[int, float] = {}
    last = 0
    for position in sorted([*full, *compressed]):
        if position in full:
            last = full[position]
        else:
            last += (body[position] - last) & _MASK
            times[position] = float(last)
    return times
