"""Compressed timestamps: five bits in a header, counted on from the last full time."""

from __future__ import annotations

import numpy as np

from loadwatch.formats.fit.columns import NO_TIMES, Times, bytes_at
from loadwatch.formats.fit.scan import Scan

_TIMESTAMP = 253
"""Field number of the time in every kind of message."""
_COMPRESSED, _MASK = 0x80, 0x1F


def compressed_times(body: bytes, found: Scan) -> Times:
    """Positions of the messages with a compressed header, and their FIT times. [byte; s]"""
    headers = np.frombuffer(found.headers, np.uint8)
    is_compressed = headers >= _COMPRESSED
    if not is_compressed.any():
        return NO_TIMES
    full = np.full(headers.size, -1, np.int64)
    for layout, rows in found.members.items():
        for slot, (where, width) in layout.numbers.items():
            if slot.number != _TIMESTAMP or slot.developer or width != 1 or slot.is_float:
                continue
            raw = bytes_at(body, found.positions[rows] + where, slot.base.size)
            times = raw.view(layout.order + slot.numpy_code)[:, 0]
            full[rows] = np.where(times == slot.invalid, -1, times.astype(np.int64))
    kept = (is_compressed | (full >= 0)).nonzero()[0]
    low, full, counts_on = headers[kept] & _MASK, full[kept], is_compressed[kept]
    is_full = full >= 0
    after = np.where(counts_on, low, full & _MASK)
    before = np.where(is_full, full & _MASK, np.concatenate(([0], after[:-1])))
    steps = np.where(counts_on, (low - before) & _MASK, 0)
    total = np.cumsum(steps)
    last_full = np.maximum.accumulate(np.where(is_full, np.arange(kept.size), -1))
    base = np.where(last_full >= 0, (full - total + steps)[last_full], 0)
    return found.positions[kept][counts_on], (base + total)[counts_on].astype(np.float64)
