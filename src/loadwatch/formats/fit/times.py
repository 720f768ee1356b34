"""Compressed timestamps: five bits in a header, counted on from the last full time."""

from __future__ import annotations

from loadwatch.formats.fit.columns import messages_of
from loadwatch.formats.fit.layout import TIMESTAMP
from loadwatch.formats.fit.scan import Scan

_MASK = 0x1F


def compressed_times(buffer: bytes, found: Scan) -> dict[int, float]:
    """FIT time of each message that has a compressed header, by position; mostly empty. [s]"""
    if not found.compressed:
        return {}
    moments: list[tuple[int, int]] = []
    for group in found.groups:
        for block in group.layout.blocks if group.positions else ():
            for number, slot in enumerate(block.slots):
                if slot.number != TIMESTAMP or slot.developer is not None:
                    continue
                raw = messages_of(buffer, group.at, group.layout.stride).take(block.at, 1)
                values = raw.view(block.code)[:, number]
                known = values != slot.invalid
                moments += zip(group.at[known].tolist(), values[known].tolist(), strict=True)
    full = dict(moments)
    times: dict[int, float] = {}
    last = 0
    for position in sorted([*full, *found.compressed]):
        if position in full:
            last = full[position]
        else:
            last += (buffer[position] - last) & _MASK
            times[position] = float(last)
    return times
