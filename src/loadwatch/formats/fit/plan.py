"""How the messages of one kind are read: the fields of their layouts as rows of one matrix."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from loadwatch.formats.fit.layout import Layout, Slot


@dataclass(frozen=True, slots=True)
class Piece:
    """Numbers of one type that lie side by side in a message and in the matrix.

    Parameters
    ----------
    rows : slice
        Where they go.
    code : str
        Their numpy type.
    where : int
        Where the first begins in a message. [byte]
    size : int
        Length of one. [byte]
    """

    rows: slice
    code: str
    where: int
    size: int


@dataclass(frozen=True, slots=True)
class Field:
    """Numbers that need no more than a name.

    Parameters
    ----------
    name : str
        FIT name.
    rows : int or slice
        Its row; its rows for arrays and bytes.
    scaled : int, slice or None
        The same among the rows with a scale or an offset.
    slot : Slot
        What it is.
    enum : Mapping or None
        Words of an enumeration.
    is_whole, is_native : bool
        Whether its values are whole numbers; whether it is of the profile, not of a developer.
    """

    name: str
    rows: int | slice
    scaled: int | slice | None
    slot: Slot
    enum: Mapping[int, str] | None
    is_whole: bool
    is_native: bool


@dataclass(frozen=True, eq=False)
class Plan:
    """The fields of some layouts of one kind; each of their numbers has a row of a matrix.

    Parameters
    ----------
    height : int
        How many rows.
    rows : tuple of numpy.ndarray
        For each layout, the row of each of its numbers.
    pieces : tuple of tuple of Piece
        For each layout, its numbers in as few pieces as possible.
    invalid : numpy.ndarray
        Raw value that means "not known", NaN where there is none; shape ``(height, 1)``.
    scaled : numpy.ndarray
        Rows with a scale or an offset.
    scale, offset : numpy.ndarray
        Their values are ``raw / scale - offset``, of the other rows raw; shape ``(scaled, 1)``.
    single, single_scaled : tuple of (str, int)
        Name and row, the latter among the scaled, of native fields that are just one number.
    enums, whole, fractional : Mapping, frozenset
        Of these: words of enumerations; names with whole and with other numbers.
    others : tuple of Field
        Fields of developers, arrays, bytes, and names that are there already.
    bytes : tuple of slice
        Rows of fields that are bytes.
    special : tuple of Field
        Fields with sub-fields or components.
    texts : tuple of Slot
        Fields that are text.
    row_of : Mapping[int, list of int]
        Rows of a native number by its field number: one for each of its base types.
    """

    height: int
    rows: tuple[np.ndarray, ...]
    pieces: tuple[tuple[Piece, ...], ...]
    invalid: np.ndarray
    scaled: np.ndarray
    scale: np.ndarray
    offset: np.ndarray
    single: tuple[tuple[str, int | slice], ...]
    single_scaled: tuple[tuple[str, int | slice], ...]
    enums: Mapping[str, Mapping[int, str]]
    whole: frozenset[str]
    fractional: frozenset[str]
    others: tuple[Field, ...]
    bytes: tuple[slice, ...]
    special: tuple[Field, ...]
    texts: tuple[Slot, ...]
    row_of: Mapping[int, list[int]]


@lru_cache(maxsize=1024)
def plan_of(layouts: tuple[Layout, ...]) -> Plan:
    """Plan of the layouts of one kind."""
    widths: dict[Slot, int] = {}
    for layout in layouts:
        for slot, (_, width) in layout.numbers.items():
            widths[slot] = max(width, widths.get(slot, 0))
    begins: dict[Slot, int] = {}
    every: list[Slot] = []
    scaled: list[int] = []
    single: dict[str, Field] = {}
    others: list[Field] = []
    special: list[Field] = []
    row_of: dict[int, list[int]] = {}
    for slot, width in widths.items():
        field = _field(slot, width, len(every), len(scaled))
        begins[slot] = len(every)
        if not slot.is_unscaled:
            scaled += range(len(every), len(every) + width)
        every += [slot] * width
        is_single = field.is_native and isinstance(field.rows, int)
        if is_single:
            row_of.setdefault(slot.number, []).append(begins[slot])
        if slot.is_special:
            special.append(field)
        elif not is_single or single.setdefault(slot.name, field) is not field:
            others.append(field)
    rows_of = [_rows(layout, begins) for layout in layouts]
    return Plan(
        len(every),
        tuple(np.array(rows, int) for rows in rows_of),
        tuple(_pieces(layout, rows) for layout, rows in zip(layouts, rows_of, strict=True)),
        _upright([np.nan if slot.invalid is None else slot.invalid for slot in every]),
        np.array(scaled, int),
        _upright([every[row].scale or 1.0 for row in scaled]),
        _upright([every[row].offset or 0.0 for row in scaled]),
        tuple((name, item.rows) for name, item in single.items() if item.scaled is None),
        tuple((name, item.scaled) for name, item in single.items() if item.scaled is not None),
        {name: item.enum for name, item in single.items() if item.enum},
        frozenset(name for name, item in single.items() if item.is_whole),
        frozenset(name for name, item in single.items() if not item.is_whole),
        tuple(others),
        tuple(item.rows for item in [*others, *special]
              if isinstance(item.rows, slice) and item.slot.is_bytes),
        tuple(special),
        tuple({slot: None for layout in layouts for slot in layout.slots if slot.is_text}),
        row_of,
    )  # fmt: skip


def _field(slot: Slot, width: int, row: int, scaled_row: int) -> Field:
    is_one = width == 1 and not slot.is_bytes
    return Field(
        slot.name,
        row if is_one else slice(row, row + width),
        None
        if slot.is_unscaled
        else scaled_row
        if is_one
        else slice(scaled_row, scaled_row + width),
        slot,
        slot.enum,
        slot.is_whole,
        slot.developer is None,
    )


def _rows(layout: Layout, begins: Mapping[Slot, int]) -> list[int]:
    return [begins[slot] + i for slot, (_, width) in layout.numbers.items() for i in range(width)]


def _pieces(layout: Layout, rows: list[int]) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    for row, (code, size, where) in zip(rows, layout.places, strict=True):
        last = pieces[-1] if pieces else None
        if (
            last is not None
            and (last.code, last.rows.stop) == (code, row)
            and last.where + size * (row - last.rows.start) == where
        ):
            pieces[-1] = Piece(slice(last.rows.start, row + 1), code, last.where, size)
        else:
            pieces.append(Piece(slice(row, row + 1), code, where, size))
    return tuple(pieces)


def _upright(values: list[float]) -> np.ndarray:
    return np.array(values, np.float64)[:, None]
