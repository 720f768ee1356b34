"""A JSON document as text, one value a line, as ``json.dumps(…, indent=1)`` writes it."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_CONTAINERS = frozenset({dict, list, tuple})
_AFTER = "\0"
"""Parts the values of a column; in a text of JSON such a letter is always escaped."""


@dataclass(frozen=True)
class Table:
    """A list of rows that have the same names, told column by column.

    Parameters
    ----------
    columns : mapping of str to sequence
        Values of each name, all equally many.
    """

    columns: Mapping[str, Sequence[Any]]


def text_of(document: Any) -> str:
    """The same text that ``json.dumps`` gives with an indent of 1 and no letter escaped.

    That writes value by value in Python. Here a column of a table, and whatever else holds no
    further container, is encoded in C at once. A :class:`Table` is written as a list of its rows.
    Containers are plain dictionaries, lists and tuples; a table stands in a dictionary.

    Raises
    ------
    ValueError
        If a number is not finite.
    """
    return _text(document, 0)


def _text(value: Any, depth: int) -> str:
    if isinstance(value, Table):
        return _list(_rows(value, depth + 1), depth)
    if not isinstance(value, dict | list | tuple) or not value:
        return _encoder(_AFTER)(value)
    if isinstance(value, dict):
        return _closed("{}", _members(value, depth + 1), depth)
    return _list(_items(value, depth + 1), depth)


def _list(items: Iterator[str], depth: int) -> str:
    return _closed("[]", items, depth)


def _closed(brackets: str, parts: Iterator[str], depth: int) -> str:
    """Parts a line each, in brackets; without any, those alone."""
    inside = f",{_line(depth + 1)}".join(parts)
    lines = (brackets[:1], _line(depth + 1), inside, _line(depth), brackets[1:])
    return "".join(lines) if inside else brackets


def _line(depth: int) -> str:
    return f"\n{' ' * depth}"


def _members(value: Mapping[str, Any], depth: int) -> Iterator[str]:
    """Members of a mapping, those in one piece that hold no container and follow one another."""
    encode = _encoder(f",{_line(depth)}")
    flat: dict[str, Any] = {}
    for key, item in value.items():
        if type(item) not in _CONTAINERS and type(item) is not Table:
            flat[key] = item
            continue
        if flat:
            yield encode(flat)[1:-1]
            flat = {}
        yield f"{_name(key)}{_text(item, depth)}"
    if flat:
        yield encode(flat)[1:-1]


def _items(values: Sequence[Any], depth: int) -> Iterator[str]:
    if _CONTAINERS.isdisjoint(map(type, values)):
        yield _encoder(f",{_line(depth)}")(values)[1:-1]
    else:
        yield from (_text(item, depth) for item in values)


def _rows(table: Table, depth: int) -> Iterator[str]:
    """Rows of a table, each with its brackets."""
    begin = _line(depth + 1)
    names = [_name(key).replace("%", "%%") for key in table.columns]
    row = f"{{{begin}{f',{begin}'.join(f'{name}%s' for name in names)}{_line(depth)}}}"
    texts = [_column(values, depth + 1) for values in table.columns.values()]
    return (row % each for each in zip(*texts, strict=True))


def _column(values: Sequence[Any], depth: int) -> list[str]:
    """Text of each value of a column."""
    if not _CONTAINERS.isdisjoint(map(type, values)):
        return [_text(value, depth) for value in values]
    return _encoder(_AFTER)(values)[1:-1].split(_AFTER) if values else []


def _name(key: Any) -> str:
    return _encoder(_AFTER)({key: None})[1 : -len("null}")]


@functools.cache
def _encoder(after: str) -> Callable[[Any], str]:
    """What encodes containers of which none holds another, with a text after each value."""
    return json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(after, ": ")).encode
