"""Messages of one kind as columns."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from loadwatch.formats.fit.plan import Plan


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
        """A column of single numbers; NaN where a message has none, or more than one."""
        values = self.columns.get(name)
        if values is None:
            return np.full(self.count, np.nan)
        if values.dtype == object:
            found = [_plain(value, {}, False) for value in values.tolist()]
            return np.array([v if isinstance(v, int | float) else np.nan for v in found], float)
        if values.ndim == 2:
            return np.where(np.isnan(values[:, 1:]).all(axis=1), values[:, 0], np.nan)
        return values

    def rows(self) -> list[Row]:
        """A mapping a message: words for enumerations, unknown values left out."""
        return [Row(self, number) for number in range(self.count)]


class Row(Mapping[str, Any]):
    """One message of a table; a value is looked at when it is asked for, since few ever are."""

    __slots__ = ("_number", "_table")

    def __init__(self, table: Table, number: int) -> None:
        self._table = table
        self._number = number

    def __getitem__(self, name: str) -> Any:
        """A value that is known.

        Raises
        ------
        KeyError
            If it is not.
        """
        table = self._table
        value = table.columns[name][self._number]
        plain = value.tolist() if isinstance(value, np.generic | np.ndarray) else value
        shown = _plain(plain, table.enums.get(name, {}), name in table.whole)
        if shown is None:
            raise KeyError(name)
        return shown

    def __iter__(self) -> Iterator[str]:
        """Names of the values that are known."""
        return (name for name in self._table.columns if name in self)

    def __len__(self) -> int:
        """How many values are known."""
        return sum(1 for _ in self)


NO_TABLE = Table(0, {}, {}, frozenset())


def _plain(value: Any, words: Mapping[Any, str], whole: bool) -> Any:
    if isinstance(value, list):
        items = tuple(_plain(item, {}, whole) for item in value)
        if all(item is None for item in items):
            return None
        is_number = len(items) > 1 and all(item is None for item in items[1:])
        return _plain(value[0], words, whole) if is_number else items
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, float):
        # a float finds its whole-numbered key
        return words.get(value) or (int(value) if whole else value)
    return value


class Columns:
    """Columns of one kind while they are made: of one name, the first known value counts."""

    def __init__(self, count: int, native: dict[str, np.ndarray], plan: Plan) -> None:
        self.count = count
        self._native = native
        self._filling: list[tuple[str, np.ndarray]] = []
        self._enums = dict(plan.enums)
        self._whole = set(plan.whole)
        self._fractional = set(plan.fractional)

    def add(
        self, name: str, values: np.ndarray, enum: Any, is_whole: bool, is_native: bool
    ) -> None:
        """Add a field; what is not native only fills the gaps of what is."""
        if is_native and name not in self._native:
            self._native[name] = values
        elif is_native:
            self._native[name] = _filled(self._native[name], values)
        else:
            self._filling.append((name, values))
        if enum:
            self._enums[name] = enum
        (self._whole if is_whole else self._fractional).add(name)

    def table(self) -> Table:
        """The finished table."""
        columns = dict(self._native)
        for name, values in self._filling:
            columns[name] = _filled(columns[name], values) if name in columns else values
        whole = frozenset(self._whole - self._fractional)
        return Table(self.count, columns, self._enums, whole)


def _filled(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """The first column with its unknown values from the second."""
    if object in (first.dtype, second.dtype):
        mixed = _objects(first)
        unknown = np.array([_plain(value, {}, False) is None for value in first.tolist()], bool)
        mixed[unknown] = _objects(second)[unknown]
        return mixed
    if first.ndim != second.ndim or first.shape != second.shape:
        width = max(values.shape[1] if values.ndim == 2 else 1 for values in (first, second))
        first, second = _widened(first, width), _widened(second, width)
    unknown = np.isnan(first)
    if first.ndim == 2:
        unknown = unknown.all(axis=1, keepdims=True)
    return np.where(unknown, second, first) if unknown.any() else first


def _objects(values: np.ndarray) -> np.ndarray:
    """One object a message: a number, a text, or the list of an array."""
    found = np.empty(len(values), object)
    for i, value in enumerate(values.tolist()):
        found[i] = value
    return found


def _widened(values: np.ndarray, width: int) -> np.ndarray:
    wide = np.full((len(values), width), np.nan)
    if values.ndim == 1:
        wide[:, 0] = values
    else:
        wide[:, : values.shape[1]] = values
    return wide
