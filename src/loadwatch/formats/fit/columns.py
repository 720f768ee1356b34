"""Messages of one kind → one float64 column a field, every message at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from loadwatch.errors import LimitError
from loadwatch.formats.fit.layout import Layout, Slot, text_of
from loadwatch.formats.fit.plan import Field, Plan, plan_of
from loadwatch.formats.fit.special import Special
from loadwatch.formats.fit.table import Columns, Table

Group = tuple[Layout, np.ndarray]
"""A layout and where its messages begin. [byte]"""

Times = tuple[np.ndarray, np.ndarray]
NO_TIMES: Times = (np.empty(0, np.int64), np.empty(0))

_WORTH = 40
"""Numbers that ``struct`` reads while numpy begins on one piece."""
_SPARSE, _CELLS = 20, 1_000_000
"""Most numbers of a table, a byte of the file, and on top of that. A table that is full has less
than one a byte; one of definitions that share no field has many. [numbers; choice]"""
_MOST_CELLS = 50_000_000
"""Most numbers of any table: 400 MB. [numbers; choice]"""
_NO_BYTE = 0xFF


def build(body: bytes, groups: Sequence[Group], times: Times = NO_TIMES) -> Table:
    """Table of the messages of one kind.

    Parameters
    ----------
    body : bytes
        The part.
    groups : sequence of (Layout, numpy.ndarray)
        The messages of each layout of this kind.
    times : tuple of numpy.ndarray
        Positions of messages with a compressed header, rising, and their times. [byte; s]

    Raises
    ------
    LimitError
        If the table would be far larger than the messages.
    """
    with np.errstate(invalid="ignore", over="ignore"):
        # bytes of a damaged file may form signalling NaNs and huge floats
        return _build(body, groups, times)


def _build(body: bytes, groups: Sequence[Group], times: Times) -> Table:
    plan = plan_of(tuple(layout for layout, _ in groups))
    at, order = _in_file_order([positions for _, positions in groups])
    cells = (plan.height + len(plan.texts)) * at.size
    if cells > min(_SPARSE * len(body) + _CELLS, _MOST_CELLS):
        what = f"a table of {plan.height:,} numbers by {at.size:,} messages, nearly all empty"
        raise LimitError(what, "this is no watch export")
    raw = np.empty((plan.height, at.size))
    if order is not None:
        raw.fill(np.nan)
    begin = 0
    for number, (layout, positions) in enumerate(groups):
        end = begin + positions.size
        _read_numbers(raw[:, begin:end], body, layout, positions, plan, number)
        begin = end
    if order is not None:
        for row in raw:
            row[:] = row[order]
    np.copyto(raw, np.nan, where=raw == plan.invalid)
    for rows in plan.bytes:
        raw[rows][:, ((raw[rows] == _NO_BYTE) | np.isnan(raw[rows])).all(axis=0)] = np.nan
    scaled = raw[plan.scaled] / plan.scale
    scaled -= plan.offset

    native = {name: raw[row] for name, row in plan.single}
    native |= {name: scaled[row] for name, row in plan.single_scaled}
    columns = Columns(at.size, native, plan)
    for field in plan.others:
        columns.add(
            field.name, _shown(field, raw, scaled), field.enum, field.is_whole, field.is_native
        )
    special = Special(columns, plan, raw, groups[0][0].number)
    for field in plan.special:
        special.add(field.slot, raw[field.rows].T, _shown(field, raw, scaled))
    for slot in plan.texts:
        texts = _texts(slot, body, groups)
        columns.add(
            slot.name, texts if order is None else texts[order], None, False, slot.developer is None
        )
    positions, seconds = times
    if positions.size:
        near = np.minimum(np.searchsorted(positions, at), positions.size - 1)
        stamps = np.where(positions[near] == at, seconds[near], np.nan)
        columns.add("timestamp", stamps, None, True, False)
    return columns.table()


def _in_file_order(parts: list[np.ndarray]) -> tuple[np.ndarray, np.ndarray | None]:
    """Positions of every layout's messages sorted, and the order if they were not."""
    if len(parts) == 1:
        return parts[0], None
    at = np.concatenate(parts)
    order = np.argsort(at, kind="stable")
    return at[order], order


def _shown(field: Field, raw: np.ndarray, scaled: np.ndarray) -> np.ndarray:
    """Values of a field after its scale and offset: ``(messages,)``, or ``(messages, k)``."""
    found: np.ndarray = raw[field.rows] if field.scaled is None else scaled[field.scaled]
    return found.T


def _read_numbers(
    raw: np.ndarray, body: bytes, layout: Layout, at: np.ndarray, plan: Plan, number: int
) -> None:
    """Fill a part of the matrix with the numbers of one layout's messages."""
    count = at.size
    if count * len(plan.rows[number]) <= _WORTH * len(plan.pieces[number]):
        unpack = layout.struct.unpack_from
        found = [unpack(body, position) for position in at.tolist()]
        raw[plan.rows[number]] = np.array(found, np.float64).T
        return
    stride, first = layout.stride, int(at[0])
    messages: bytes | np.ndarray = body
    if int(at[-1]) - first != (count - 1) * stride:
        messages, first = bytes_at(body, at, stride), 0
    for piece in plan.pieces[number]:
        height = piece.rows.stop - piece.rows.start
        shape, steps = (height, count), (piece.size, stride)
        raw[piece.rows] = np.ndarray(shape, piece.code, messages, first + piece.where, steps)


def bytes_at(body: bytes, at: np.ndarray, size: int) -> np.ndarray:
    """Equally many bytes at each position, shape ``(positions, size)``."""
    every = np.ndarray((len(body) - size + 1,), f"V{size}", body, 0, (1,))
    found: np.ndarray = every[at].view(np.uint8).reshape(at.size, size)
    return found


def _texts(slot: Slot, body: bytes, groups: Sequence[Group]) -> np.ndarray:
    """A text of every message, group after group; None where its layout lacks the field."""
    texts: list[str | None] = [None]
    for layout, positions in groups:
        where, size = layout.slots.get(slot, (0, 0))
        texts += (
            [text_of(body[begin : begin + size]) for begin in (positions + where).tolist()]
            if size
            else [None] * positions.size
        )
    return np.array(texts, object)[1:]
