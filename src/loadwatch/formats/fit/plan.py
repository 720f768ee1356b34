"""How the messages of one kind are read: the fields of their layouts as rows of one matrix."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from loadwatch.formats.fit.layout import Layout, Slot


@dataclass(frozen=True, eq=False)
class Plan:
    """The fields of some layouts of one kind; each number has a row of a matrix.

    Parameters
    ----------
    height : int
        How many rows.
    rows : tuple of numpy.ndarray
        For each layout, the row of each of its numbers.
    invalid : numpy.ndarray
        Raw value that means "not known", NaN where there is none; shape ``(height, 1)``.
    scale, offset : numpy.ndarray
        The first rows have values ``raw / scale - offset``, the others are raw; ``(scaled, 1)``.
    plain : tuple of (str, int)
        Name and row of the native fields that need no more than that.
    enums, whole, fractional : Mapping, frozenset
        Of the plain fields: words of enumerations; names with whole and with other numbers.
    filling : tuple of (Slot, int)
        Other fields that need no more: of developers, or of a name that is there already.
    special : tuple of (Slot, int)
        Fields with sub-fields or components, and their row.
    others : tuple of (Slot, str, tuple)
        Texts, bytes and arrays, their byte order if any, and where they begin in a message of each
        layout that has that order; 0 where there is none.
    row_of : Mapping[int, list of int]
        Rows of a native field by its number: one for each of its base types.
    """

    height: int
    rows: tuple[np.ndarray, ...]
    invalid: np.ndarray
    scale: np.ndarray
    offset: np.ndarray
    plain: tuple[tuple[str, int], ...]
    enums: Mapping[str, Mapping[int, str]]
    whole: frozenset[str]
    fractional: frozenset[str]
    filling: tuple[tuple[Slot, int], ...]
    special: tuple[tuple[Slot, int], ...]
    others: tuple[tuple[Slot, str, tuple[int, ...]], ...]
    row_of: Mapping[int, list[int]]


@lru_cache(maxsize=1024)
def plan_of(layouts: tuple[Layout, ...]) -> Plan:
    """Plan of the layouts of one kind."""
    every = dict.fromkeys(slot for layout in layouts for slot in layout.slots)
    numbers = [slot for slot in every if slot.is_number]
    scaled = [slot for slot in numbers if slot.scale or slot.offset]
    row = {slot: i for i, slot in enumerate(dict.fromkeys([*scaled, *numbers]))}
    plain: dict[str, Slot] = {}
    filling: list[Slot] = []
    row_of: dict[int, list[int]] = {}
    for slot in numbers:
        if slot.developer is None:
            row_of.setdefault(slot.number, []).append(row[slot])
        if not slot.is_special and (slot.developer or plain.setdefault(slot.name, slot) != slot):
            filling.append(slot)
    return Plan(
        len(row),
        tuple(np.array([row[slot] for slot in layout.numbers], int) for layout in layouts),
        _upright([np.nan if slot.invalid is None else slot.invalid for slot in row]),
        _upright([slot.scale or 1.0 for slot in scaled]),
        _upright([slot.offset or 0.0 for slot in scaled]),
        tuple((name, row[slot]) for name, slot in plain.items()),
        {name: slot.enum for name, slot in plain.items() if slot.enum},
        frozenset(name for name, slot in plain.items() if slot.is_whole),
        frozenset(name for name, slot in plain.items() if not slot.is_whole),
        tuple((slot, row[slot]) for slot in filling),
        tuple((slot, row[slot]) for slot in numbers if slot.is_special),
        tuple(_others(layouts, [slot for slot in every if not slot.is_number])),
        row_of,
    )


def _others(
    layouts: tuple[Layout, ...], slots: list[Slot]
) -> Iterator[tuple[Slot, str, tuple[int, ...]]]:
    for slot in slots:
        if slot.is_text or slot.is_bytes:
            yield slot, "", tuple(layout.slots.get(slot, 0) for layout in layouts)
            continue
        for order in "<>":
            begins = tuple(
                layout.slots.get(slot, 0) if layout.order == order else 0 for layout in layouts
            )
            if any(begins):
                yield slot, order, begins


def _upright(values: list[float]) -> np.ndarray:
    return np.array(values, np.float64)[:, None]
