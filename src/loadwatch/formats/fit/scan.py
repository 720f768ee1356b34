"""One pass over the record headers of a FIT file: where every message lies, and its layout.

A data message does not say how long it is: its header byte names one of sixteen local definitions,
and the definition gives the length. So the walk is ``position += step[header]``, one Python step a
message, with tables of 256 entries that change only at definitions.

Records usually follow one another. When two headers in a row are equal, the next is tried a stride
further on: comparing ``buffer[position::stride]`` with the header finds the whole run in C, and
exactly so, since as long as the byte one stride on is the same header, it *is* the next header.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from loadwatch.formats.fit.columns import describe
from loadwatch.formats.fit.layout import Developer, Layout, definition_length, layout_of

_FIRST_WINDOW = 64
_WINDOW_GROWTH = 8
_FIRST_WAIT, _LONGEST_WAIT, _WORTH = 1, 64, 8
"""Messages to go on one by one before the next trial of a run: doubled, up to a limit, while runs
are shorter than worth it."""
_COMPRESSED, _DEFINITION, _HAS_DEVELOPER = 0x80, 0x40, 0x20
_FIELD_DESCRIPTION = 206


@dataclass
class Group:
    """Messages of one layout, however often it was defined, by the positions of their headers."""

    layout: Layout
    positions: list[int] = field(default_factory=list)

    @cached_property
    def at(self) -> np.ndarray:
        """Their positions as an array, once the walk is over."""
        return np.array(self.positions)


@dataclass(slots=True)
class Scan:
    """What a walk found.

    Parameters
    ----------
    groups : list of Group
        One a layout; its positions rise, since definitions come in file order.
    compressed : list of int
        Positions of messages whose header holds five bits of time.
    problem : str
        Why the walk stopped before the end; empty if it did not.
    stopped_at : int
        First byte that was not used.
    """

    groups: list[Group]
    compressed: list[int]
    problem: str
    stopped_at: int


def scan(buffer: bytes, begin: int, end: int) -> Scan:
    """Walk the body of a FIT file, which lies at ``[begin, end)``."""
    step = [0] * 256
    positions_of: list[list[int]] = [[]] * 256
    append = [positions.append for positions in positions_of]
    groups: dict[int, Group] = {}
    developer: Developer = {}
    description_count = 0
    compressed: list[int] = []
    position, previous, next_try, wait = begin, -1, begin, _FIRST_WAIT
    while position < end:
        header = buffer[position]
        stride = step[header]
        if stride:
            append[header](position)
            position += stride
            if header != previous:
                previous = header
            elif position >= next_try and header < _COMPRESSED:
                count = run_length(buffer, position, stride, header, end)
                positions_of[header].extend(range(position, position + count * stride, stride))
                position += count * stride
                wait = _FIRST_WAIT if count > _WORTH else min(2 * wait, _LONGEST_WAIT)
                next_try = position + wait * stride
            continue
        if header >= _COMPRESSED or not header & _DEFINITION:
            return Scan(list(groups.values()), compressed, "data without a definition", position)
        length = definition_length(buffer, position, end)
        if not length:
            return Scan(list(groups.values()), compressed, "cut", position)
        if header & _HAS_DEVELOPER:
            described = _descriptions(groups.values())
            if sum(len(group.positions) for group in described) != description_count:
                developer = describe(buffer, described)
                description_count = sum(len(group.positions) for group in described)
        layout = layout_of(buffer[position : position + length], developer)
        group = groups.setdefault(id(layout), Group(layout))
        local = header & 0x0F
        step[local] = layout.stride
        append[local] = group.positions.append
        positions_of[local] = group.positions
        if local < 4:
            first = _COMPRESSED | local << 5
            step[first : first + 32] = [layout.stride] * 32
            append[first : first + 32] = [_to_both(group.positions, compressed)] * 32
        position += length
        previous = -1
    if position > end:
        last = max(
            groups.values(), key=lambda group: group.positions[-1] if group.positions else -1
        )
        return Scan(list(groups.values()), compressed, "cut", last.positions.pop())
    return Scan(list(groups.values()), compressed, "", position)


def _descriptions(groups: Iterable[Group]) -> list[Group]:
    """Descriptions of developer fields so far, apart from the groups that still grow."""
    return [
        Group(group.layout, list(group.positions))
        for group in groups
        if group.layout.number == _FIELD_DESCRIPTION
    ]


def _to_both(positions: list[int], compressed: list[int]) -> Callable[[int], None]:
    """Append for messages with a compressed header; no two such headers make a run."""

    def append(position: int) -> None:
        positions.append(position)
        compressed.append(position)

    return append


def run_length(buffer: bytes, position: int, stride: int, value: int, end: int) -> int:
    """How many messages of one header follow one another from ``position`` on."""
    header = bytes((value,))
    count, window = 0, _FIRST_WINDOW
    while True:
        begin = position + count * stride
        heads = buffer[begin : min(begin + window * stride, end) : stride]
        found = len(heads) - len(heads.lstrip(header))
        count += found
        if found < window:
            return count
        window *= _WINDOW_GROWTH
