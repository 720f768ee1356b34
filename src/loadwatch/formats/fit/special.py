"""Fields that are more than one number: sub-fields, named by another field, and components."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np
from fitdecode import profile

from loadwatch.formats.fit.layout import Slot
from loadwatch.formats.fit.plan import Plan
from loadwatch.formats.fit.table import Columns

_BITS = 8


@dataclass(slots=True)
class Special:
    """Works out the special fields of one kind of message, in the order of its messages.

    Parameters
    ----------
    columns : Columns
        Where the values go.
    plan : Plan
        The fields of the kind.
    raw : numpy.ndarray
        Their raw numbers, one field a row, NaN where unknown.
    number : int
        Global number of the kind.
    """

    columns: Columns
    plan: Plan
    raw: np.ndarray
    number: int
    _counted: dict[int, int] = field(default_factory=dict)

    def add(self, slot: Slot, raw: np.ndarray, shown: np.ndarray) -> None:
        """Add a field: under its sub-fields' names, its components expanded.

        Parameters
        ----------
        slot : Slot
            The field.
        raw, shown : numpy.ndarray
            Its values before and after its scale and offset.
        """
        for chosen, rows in self._resolved(slot.field):
            values = _where(rows, raw)
            if chosen.components:
                self._expand(slot, chosen, values)
            if chosen is not slot.field:
                here = scaled(values, chosen.scale, chosen.offset)
            else:
                here = _where(rows, shown)
            self.columns.add(chosen.name, here, chosen.type.enum, _is_whole(chosen, slot), True)

    def _expand(self, slot: Slot, chosen: Any, raw: np.ndarray) -> None:
        """Add the values that are packed into a field under their own names."""
        target = profile.MESSAGE_TYPES[self.number].fields
        packed = _packed(raw)
        for component in chosen.components:
            part, begin = packed, component.bit_offset or 0
            if raw.ndim == 2 and begin >= _BITS * raw.shape[1]:
                continue
            if not slot.is_float and not self._is_all(slot, component, raw):
                known = np.isfinite(packed)
                whole = np.where(known, packed, 0).astype(np.int64) >> begin
                part = np.where(known, whole & ((1 << component.bits) - 1), np.nan)
            if component.accumulate:
                part = self._counted_on(part, component)
            values = scaled(part, component.scale, component.offset)
            is_whole = _is_whole(component, slot)
            for aim, rows in self._resolved(target[component.def_num]):
                self.columns.add(aim.name, _where(rows, values), aim.type.enum, is_whole, False)

    @staticmethod
    def _is_all(slot: Slot, component: Any, raw: np.ndarray) -> bool:
        """Whether a component is all bits of its field."""
        bits = _BITS * slot.base.size
        return (
            raw.ndim == 1
            and slot.is_unsigned
            and not component.bit_offset
            and bool(component.bits >= bits)
        )

    def _resolved(self, field: Any) -> list[tuple[Any, np.ndarray | None]]:
        """The sub-fields that a field is in some messages, with those; the field in the rest."""
        if not field.subfields:
            return [(field, None)]
        rows = list(zip(*(self._words(number) for number in _references(field)), strict=True))
        if len(set(rows)) == 1:
            return [(_sub_field(field, rows[0]), None)]
        chosen = [_sub_field(field, row) for row in rows]
        return [
            (item, np.array([other is item for other in chosen])) for item in dict.fromkeys(chosen)
        ]

    def _words(self, number: int) -> list[float | None]:
        """Raw values of a native field; None where unknown."""
        rows = self.plan.row_of.get(number)
        if not rows:
            return [None] * self.raw.shape[1]
        values = self.raw[rows[0]]
        for row in rows[1:]:
            values = np.where(np.isnan(values), self.raw[row], values)
        return [None if math.isnan(value) else value for value in values.tolist()]

    def _counted_on(self, part: np.ndarray, component: Any) -> np.ndarray:
        """Undo the roll-over of a counter of a few bits."""
        known = np.isfinite(part)
        values = part[known].astype(np.int64)
        if not values.size:
            return part
        before = self._counted.get(component.def_num, 0)
        steps = np.diff(values, prepend=before) % (1 << component.bits)
        total = before + np.cumsum(steps)
        self._counted[component.def_num] = int(total[-1])
        result = part.copy()
        result[known] = total
        return result


@lru_cache(maxsize=1024)
def _references(field: Any) -> tuple[int, ...]:
    """Numbers of the fields that decide which sub-field a field is."""
    return tuple(dict.fromkeys(item.def_num for sub in field.subfields for item in sub.ref_fields))


@lru_cache(maxsize=4096)
def _sub_field(field: Any, values: tuple[float | None, ...]) -> Any:
    """The first sub-field that the values of the references name; else the field itself."""
    known = dict(zip(_references(field), values, strict=True))
    for sub in field.subfields:
        if any(known[item.def_num] == item.raw_value for item in sub.ref_fields):
            return sub
    return field


def scaled(raw: np.ndarray, scale: Any, offset: float | None) -> np.ndarray:
    """Values from raw ones; texts as they are."""
    if raw.dtype == object:
        return raw
    if isinstance(scale, int | float) and scale:
        raw = raw / scale
    return raw - offset if offset else raw


def _is_whole(source: Any, slot: Slot) -> bool:
    scale = source.scale if isinstance(source.scale, int | float) else None
    return not scale and not source.offset and not slot.is_float


def _where(rows: np.ndarray | None, values: np.ndarray) -> np.ndarray:
    """The values of some messages, unknown in the others."""
    if rows is None:
        return values
    if values.dtype == object:
        return np.array([v if row else None for v, row in zip(values, rows, strict=True)], object)
    return np.where(rows if values.ndim == 1 else rows[:, None], values, np.nan)


def _packed(raw: np.ndarray) -> np.ndarray:
    """A field's bytes as one little-endian number, as components are cut from it."""
    if raw.ndim == 1:
        return raw
    unknown = np.isnan(raw)
    packed = np.where(unknown, 0, raw) @ (256.0 ** np.arange(raw.shape[1]))
    return np.where(unknown.all(axis=1), np.nan, packed)
