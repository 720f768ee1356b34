"""Messages of one kind → one float64 column a field, every message at once."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from fitdecode import profile, types

from loadwatch.formats.fit.layout import Developer, DeveloperField, Layout, Slot


@dataclass(frozen=True)
class Table:
    """All messages of one kind, in file order.

    Parameters
    ----------
    count : int
        Number of messages.
    columns : Mapping[str, numpy.ndarray]
        FIT name → values: float64 of shape ``(count,)``, NaN is unknown; ``(count, k)`` for arrays;
        object arrays of text for strings. Enumerations are their numbers.
    enums : Mapping[str, Mapping]
        FIT name → number → word, for enumerations.
    whole : frozenset of str
        Columns whose values are whole numbers.
    """

    count: int
    columns: Mapping[str, np.ndarray]
    enums: Mapping[str, Mapping[int, str]]
    whole: frozenset[str]

    def column(self, name: str) -> np.ndarray:
        """A column of single numbers; NaN throughout where the kind does not have it."""
        values = self.columns.get(name)
        if values is None or values.dtype == object or values.ndim != 1:
            return np.full(self.count, np.nan)
        return values

    def rows(self) -> list[dict[str, Any]]:
        """A dictionary a message: words for enumerations, unknown values left out."""
        rows: list[dict[str, Any]] = [{} for _ in range(self.count)]
        for name, values in self.columns.items():
            words = self.enums.get(name, {})
            whole = name in self.whole
            for row, value in zip(rows, values.tolist(), strict=True):
                shown = _plain(value, words, whole)
                if shown is not None:
                    row[name] = shown
        return rows


NO_TABLE = Table(0, {}, {}, frozenset())


def _plain(value: Any, words: Mapping[Any, str], whole: bool) -> Any:
    if isinstance(value, list):
        items = tuple(_plain(item, {}, whole) for item in value)
        return None if all(item is None for item in items) else items
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, float):
        # a float finds its whole-numbered key
        return words.get(value) or (int(value) if whole else value)
    return value


class _Builder:
    """Columns of one definition; native fields first, then what fills their gaps."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.native: dict[str, np.ndarray] = {}
        self.filling: list[tuple[str, np.ndarray]] = []
        self.enums: dict[str, Mapping[int, str]] = {}
        self.whole: set[str] = set()
        self.fractional: set[str] = set()

    def add(self, name: str, values: np.ndarray, enum: Any, whole: bool, native: bool) -> None:
        """Add a field; of native fields of one name the first counts."""
        if native:
            self.native.setdefault(name, values)
        else:
            self.filling.append((name, values))
        if enum:
            self.enums[name] = enum
        (self.whole if whole else self.fractional).add(name)

    def columns(self) -> dict[str, np.ndarray]:
        """Native columns with their gaps filled."""
        result = dict(self.native)
        for name, values in self.filling:
            present = result.setdefault(name, values)
            if present is values or present.dtype == object or present.shape != values.shape:
                continue
            gaps = np.isnan(present)
            if gaps.any():
                result[name] = np.where(gaps, values, present)
        return result


def messages_of(buffer: bytes, positions: np.ndarray, stride: int) -> np.ndarray:
    """Messages as bytes, one a row; a view where they follow one another."""
    first, n = int(positions[0]), positions.size
    if int(positions[-1]) - first == (n - 1) * stride:
        return np.frombuffer(buffer, np.uint8, n * stride, first).reshape(n, stride)
    every = np.ndarray((len(buffer) - stride + 1,), f"V{stride}", buffer, 0, (1,))
    gathered: np.ndarray = every[positions].view(np.uint8).reshape(n, stride)
    return gathered


def build(buffer: bytes, groups: Sequence[Any], times: Mapping[int, float] | None = None) -> Table:
    """Table of the groups of one kind.

    Parameters
    ----------
    buffer : bytes
        The part.
    groups : sequence of Group
        Groups of this kind that have messages.
    times : Mapping[int, float], optional
        Times of messages with a compressed header, by position.
    """
    blocks = []
    accumulated: dict[int, float] = {}
    for group in groups:
        positions = group.at
        builder = _Builder(positions.size)
        messages = messages_of(buffer, positions, group.layout.stride)
        with np.errstate(invalid="ignore", over="ignore"):
            # bytes of a damaged file may form signalling NaNs and huge floats
            _fill(builder, messages, group.layout, accumulated)
        if times:
            stamps = np.array([times.get(position, np.nan) for position in group.positions])
            if np.isfinite(stamps).any():
                builder.add("timestamp", stamps, None, True, False)
        blocks.append((positions, builder))
    return _joined(blocks)


def _fill(
    builder: _Builder, messages: np.ndarray, layout: Layout, accumulated: dict[int, float]
) -> None:
    raws: list[np.ndarray] = []
    shown: list[np.ndarray] = []
    for block in layout.blocks:
        # (fields, messages), so that each column is contiguous
        raw = messages.take(block.at, 1).view(block.code).T.astype(np.float64, order="C")
        if block.invalid is not None:
            raw[raw == block.invalid] = np.nan
        raws.append(raw)
        shown.append(raw / block.scale - block.offset)
    for name, b, row in layout.plain:
        builder.native.setdefault(name, shown[b][row])
    builder.enums.update(layout.enums)
    builder.whole |= layout.whole
    builder.fractional |= layout.fractional
    numbers = {
        slot.number: raws[b][row]
        for b, block in enumerate(layout.blocks if layout.needs_numbers else ())
        for row, slot in enumerate(block.slots)
        if slot.developer is None
    }
    for slot, b, row in layout.special:
        if slot.developer is not None:
            builder.add(slot.name, shown[b][row], None, slot.is_whole, False)
        else:
            _add_special(builder, slot, raws[b][row], numbers, layout, accumulated)
    for slot, where, code in layout.others:
        raw = _other(messages[:, where], slot, code)
        if slot.is_special:
            _add_special(builder, slot, raw, numbers, layout, accumulated)
        else:
            values = _scaled(raw, slot.scale, slot.offset)
            builder.add(slot.name, values, slot.enum, slot.is_whole, slot.developer is None)


def _other(raw: np.ndarray, slot: Slot, code: str) -> np.ndarray:
    """Strings as text, bytes and arrays as ``(messages, k)``."""
    if slot.base.name == "string":
        texts = np.empty(raw.shape[0], object)
        texts[:] = [bytes(row).split(b"\0", 1)[0].decode("utf-8", "replace") or None for row in raw]
        return texts
    if slot.base is types.BASE_TYPE_BYTE:
        numbers = raw.astype(np.float64)
        numbers[(raw == 0xFF).all(axis=1)] = np.nan
        return numbers
    numbers = np.ascontiguousarray(raw).view(code).astype(np.float64)
    if slot.invalid is not None:
        numbers[numbers == slot.invalid] = np.nan
    return numbers


def _add_special(
    builder: _Builder,
    slot: Slot,
    raw: np.ndarray,
    numbers: Mapping[int, np.ndarray],
    layout: Layout,
    accumulated: dict[int, float],
) -> None:
    """A field with sub-fields, or with components to expand."""
    for chosen, rows in _resolved(slot.field, numbers, builder.count):
        values = raw if rows is None else _where(rows, raw)
        if chosen.components:
            _expand(builder, slot, chosen, values, numbers, layout, accumulated)
        scale = chosen.scale if isinstance(chosen.scale, int | float) else None
        whole = not scale and not chosen.offset and slot.base.fmt not in "fd"
        builder.add(
            chosen.name, _scaled(values, scale, chosen.offset), chosen.type.enum, whole, True
        )


def _where(rows: np.ndarray, raw: np.ndarray) -> np.ndarray:
    if raw.dtype == object:
        chosen = np.full(raw.shape, None, object)
        chosen[rows] = raw[rows]
        return chosen
    result: np.ndarray = np.where(rows if raw.ndim == 1 else rows[:, None], raw, np.nan)
    return result


def _resolved(
    field: Any, numbers: Mapping[int, np.ndarray], count: int
) -> Iterable[tuple[Any, np.ndarray | None]]:
    """The sub-fields that a field is in some of its messages, with those; the field in the rest."""
    if not field.subfields:
        return [(field, None)]
    left = np.ones(count, bool)
    found: list[tuple[Any, np.ndarray | None]] = []
    present: dict[int, set[float]] = {}
    for sub_field in field.subfields:
        here = np.zeros(count, bool)
        for reference in sub_field.ref_fields:
            values = numbers.get(reference.def_num)
            if values is None:
                continue
            if reference.def_num not in present:
                present[reference.def_num] = set(values.tolist())
            if reference.raw_value in present[reference.def_num]:
                here |= values == reference.raw_value
        here &= left
        if here.all():
            return [(sub_field, None)]
        if here.any():
            found.append((sub_field, here))
            left &= ~here
    return [*found, (field, left)] if found else [(field, None)]


def _expand(
    builder: _Builder,
    slot: Slot,
    field: Any,
    raw: np.ndarray,
    numbers: Mapping[int, np.ndarray],
    layout: Layout,
    accumulated: dict[int, float],
) -> None:
    """Add the values that are packed into a field under their own names."""
    target = profile.MESSAGE_TYPES[layout.number].fields
    packed = _packed(raw)
    for component in field.components:
        if raw.ndim == 2 and component.bit_offset >= 8 * raw.shape[1]:
            continue
        known = np.isfinite(packed)
        part = packed
        if slot.base.fmt not in "fd":
            whole = np.where(known, packed, 0).astype(np.int64)
            part = (whole >> (component.bit_offset or 0)) & ((1 << component.bits) - 1)
        if component.accumulate:
            part = _accumulated(part, known, component, accumulated)
        values = _scaled(np.where(known, part, np.nan), component.scale, component.offset)
        is_whole = not component.scale and not component.offset and slot.base.fmt not in "fd"
        for aim, rows in _resolved(target[component.def_num], numbers, builder.count):
            part_of = values if rows is None else _where(rows, values)
            builder.add(aim.name, part_of, aim.type.enum, is_whole, False)


def _packed(raw: np.ndarray) -> np.ndarray:
    """A field's bytes as one little-endian number, as components are cut from it."""
    if raw.ndim == 1:
        return raw
    return np.asarray(raw @ (256.0 ** np.arange(raw.shape[1])))


def _accumulated(
    part: np.ndarray, known: np.ndarray, component: Any, accumulated: dict[int, float]
) -> np.ndarray:
    """Undo the roll-over of a counter of a few bits."""
    before = int(accumulated.get(component.def_num, 0))
    values = part[known]
    if not values.size:
        return part
    steps = np.diff(np.concatenate(([before], values))) % (1 << component.bits)
    total = before + np.cumsum(steps)
    accumulated[component.def_num] = float(total[-1])
    result = part.copy()
    result[known] = total
    return result


def _scaled(raw: np.ndarray, scale: float | None, offset: float | None) -> np.ndarray:
    if raw.dtype == object:
        return raw
    if isinstance(scale, int | float) and scale:
        raw = raw / scale
    return raw - offset if offset else raw


def _joined(blocks: list[tuple[np.ndarray, _Builder]]) -> Table:
    enums: dict[str, Mapping[int, str]] = {}
    whole: set[str] = set()
    for _, builder in blocks:
        enums |= builder.enums
        whole |= builder.whole
    for _, builder in blocks:
        whole -= builder.fractional
    count = sum(builder.count for _, builder in blocks)
    if len(blocks) == 1:
        columns = blocks[0][1].columns()
    else:
        order = np.argsort(np.concatenate([positions for positions, _ in blocks]))
        parts = [(builder.count, builder.columns()) for _, builder in blocks]
        names = dict.fromkeys(name for _, found in parts for name in found)
        columns = {name: _stacked(name, parts)[order] for name in names}
    return Table(count, columns, enums, frozenset(whole))


def _stacked(name: str, parts: list[tuple[int, dict[str, np.ndarray]]]) -> np.ndarray:
    present = [found[name] for _, found in parts if name in found]
    if any(values.dtype == object for values in present):
        return np.concatenate([
            found[name].astype(object) if name in found else np.full(count, None, object)
            for count, found in parts
        ])  # fmt: skip
    width = max(values.shape[1] if values.ndim == 2 else 0 for values in present)
    shape = (width,) if width else ()
    pieces = []
    for count, found in parts:
        piece = np.full((count, *shape), np.nan)
        values = found.get(name)
        if values is not None:
            if not width:
                piece[:] = values
            else:
                wide = values if values.ndim == 2 else values[:, None]
                piece[:, : wide.shape[1]] = wide
        pieces.append(piece)
    return np.concatenate(pieces)


def describe(buffer: bytes, groups: Sequence[Any]) -> Developer:
    """Developer fields that the ``field_description`` messages so far describe."""
    developer: Developer = {}
    used = [group for group in groups if group.positions]
    if not used:
        return developer
    for row in build(buffer, used).rows():
        index, number = row.get("developer_data_index"), row.get("field_definition_number")
        base = row.get("fit_base_type_id", 0x0D)
        if not isinstance(index, int) or not isinstance(number, int):
            continue
        if isinstance(base, str):
            base = next((k for k, t in types.BASE_TYPES.items() if t.name == base), 0x0D)
        name = row.get("field_name")
        if isinstance(name, tuple):
            name = next((part for part in name if part), None)
        developer[index, number] = DeveloperField(name, base, row.get("scale"), row.get("offset"))
    return developer
