"""Compressed timestamps: five bits in a header, counted on from the last full time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from loadwatch.formats.fit.columns import messages_of
from loadwatch.formats.fit.layout import TIMESTAMP
from loadwatch.formats.fit.scan import Group

_COMPRESSED = 0x80
_MASK, _SPAN = 0x1F, 0x20


def compressed_times(buffer: bytes, groups: Sequence[Group]) -> dict[int, float]:
    """FIT time of each message that has a compressed header, by position; mostly empty. [s]"""
    heads = np.frombuffer(buffer, np.uint8)
    used = [(group, np.array(group.positions)) for group in groups if group.positions]
    short = [at[heads[at] >= _COMPRESSED] for _, at in used]
    if not any(at.size for at in short):
        return {}
    moments: list[tuple[int, int | None]] = [(int(at), None) for part in short for at in part]
    for group, at in used:
        for block in group.layout.blocks:
            for number, slot in enumerate(block.slots):
                if slot.number != TIMESTAMP or slot.developer is not None:
                    continue
                raw = messages_of(buffer, at, group.layout.stride).take(block.at, 1)
                values = raw.view(block.code)[:, number]
                known = values != slot.invalid
                moments += zip(at[known].tolist(), values[known].tolist(), strict=True)
    times: dict[int, float] = {}
    last = 0
    for position, full in sorted(moments, key=lambda item: (item[0], item[1] is None)):
        if full is not None:
            last = full
            continue
        last += (int(heads[position]) - last) & _MASK
        times[position] = float(last)
    return times
