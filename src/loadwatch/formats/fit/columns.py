"""Messages of one kind → one float64 column a field, every message at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from loadwatch.formats.fit.layout import Layout, Slot, numpy_type
from loadwatch.formats.fit.plan import plan_of
from loadwatch.formats.fit.special import Special, scaled
from loadwatch.formats.fit.table import Columns, Table

Group = tuple[Layout, np.ndarray]
"""A layout and where its messages begin. [byte]"""

_FEW = 32
"""Up to so many messages of a layout, ``struct`` is faster than numpy's fixed cost a field."""
_NO_BYTE = 0xFF


def build(body: bytes, groups: Sequence[Group], times: Mapping[int, float] | None = None) -> Table:
    """Table of the messages of one kind.

    Parameters
    ----------
    body : bytes
        The part.
    groups : sequence of (Layout, numpy.ndarray)
        The messages of each layout of this kind.
    times : Mapping[int, float], optional
        Times of messages with a compressed header, by position.
    """
    with np.errstate(invalid="ignore", over="ignore"):
        # bytes of a damaged file may form signalling NaNs and huge floats
        return _build(body, groups, times or {})


def _build(body: bytes, groups: Sequence[Group], times: Mapping[int, float]) -> Table:
    plan = plan_of(tuple(layout for layout, _ in groups))
    at, order = _in_file_order([positions for _, positions in groups])
    raw = np.full((plan.height, at.size), np.nan)
    begin = 0
    for (layout, positions), rows in zip(groups, plan.rows, strict=True):
        _read_numbers(raw, begin, body, layout, positions, rows)
        begin += positions.size
    if order is not None:
        for row in raw:
            row[:] = row[order]
    np.copyto(raw, np.nan, where=raw == plan.invalid)
    count = len(plan.scale)
    first = raw[:count] / plan.scale
    first -= plan.offset
    shown = [*first, *raw[count:]]

    columns = Columns(at.size, {name: shown[row] for name, row in plan.plain}, plan)
    for slot, row in plan.filling:
        columns.add(slot.name, shown[row], slot.enum, slot.is_whole, slot.developer is None)
    special = Special(columns, plan, raw)
    for slot, row in plan.special:
        special.add(slot, raw[row], groups[0][0].number)
    for slot, byte_order, begins in plan.others:
        values = _other(slot, byte_order, begins, body, groups, at, order)
        if slot.is_special:
            special.add(slot, values, groups[0][0].number)
        else:
            values = scaled(values, slot.scale, slot.offset)
            columns.add(slot.name, values, slot.enum, slot.is_whole, slot.developer is None)
    if times:
        stamps = np.array([times.get(position, np.nan) for position in at.tolist()])
        columns.add("timestamp", stamps, None, True, False)
    return columns.table()


def _in_file_order(parts: list[np.ndarray]) -> tuple[np.ndarray, np.ndarray | None]:
    """Positions of every layout's messages sorted, and the order if they were not."""
    if len(parts) == 1:
        return parts[0], None
    at = np.concatenate(parts)
    order = np.argsort(at)
    return at[order], order


def _read_numbers(
    raw: np.ndarray, begin: int, body: bytes, layout: Layout, at: np.ndarray, rows: np.ndarray
) -> None:
    """Fill the columns of ``raw`` from ``begin`` on with the numbers of a layout's messages."""
    count = at.size
    if count <= _FEW:
        unpack = layout.struct.unpack_from
        values = [unpack(body, position) for position in at.tolist()]
        raw[rows, begin : begin + count] = np.array(values, np.float64).T
        return
    stride, first = layout.stride, int(at[0])
    messages: bytes | np.ndarray = body
    if int(at[-1]) - first != (count - 1) * stride:
        messages, first = bytes_at(body, at, stride), 0
    for row, (slot, where) in zip(rows.tolist(), layout.numbers.items(), strict=True):
        code = numpy_type(layout.order, slot)
        raw[row, begin : begin + count] = np.ndarray(
            (count,), code, messages, first + where, (stride,)
        )


def bytes_at(body: bytes, at: np.ndarray, size: int) -> np.ndarray:
    """Equally many bytes at each position, shape ``(positions, size)``."""
    every = np.ndarray((len(body) - size + 1,), f"V{size}", body, 0, (1,))
    found: np.ndarray = every[at].view(np.uint8).reshape(at.size, size)
    return found


def _other(
    slot: Slot,
    byte_order: str,
    begins: tuple[int, ...],
    body: bytes,
    groups: Sequence[Group],
    at: np.ndarray,
    order: np.ndarray | None,
) -> np.ndarray:
    """Text, bytes or an array of every message; unknown where its layout lacks the field."""
    where = np.repeat(begins, [positions.size for _, positions in groups])
    where = where if order is None else where[order]
    have = np.flatnonzero(where)
    raw = bytes_at(body, (at + where)[have], slot.size)
    if slot.is_text:
        texts = np.full(at.size, None, object)
        texts[have] = [
            bytes(row).split(b"\0", 1)[0].decode("utf-8", "replace") or None for row in raw
        ]
        return texts
    if slot.is_bytes:
        values = raw.astype(np.float64)
        values[(raw == _NO_BYTE).all(axis=1)] = np.nan
    else:
        values = raw.view(numpy_type(byte_order, slot)).astype(np.float64)
        if slot.invalid is not None:
            values[values == slot.invalid] = np.nan
    if have.size == at.size:
        return values
    every = np.full((at.size, values.shape[1]), np.nan)
    every[have] = values
    return every
