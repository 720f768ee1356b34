"""One pass over the record headers of a FIT file: where every message lies, and its layout.

A data message does not say how long it is: its header byte names one of sixteen local definitions,
and the definition gives the length. So the walk is ``position += step[header]``, one Python step a
message, with a table of 256 entries that changes only at definitions. A header without an entry
ends the inner loop by its ``None``: a definition, a description of a developer field, or damage.
Which layout each position has is worked out afterwards, for all at once.

Records often follow one another. Now and then the walk asks whether the last few messages were
equally long; if so, comparing ``buffer[position::stride]`` with the header finds the rest of the
run in C, and exactly so, since as long as the byte one stride on is the same header, it *is* the
next header.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from loadwatch.errors import LimitError
from loadwatch.formats.fit.describe import describe
from loadwatch.formats.fit.layout import Developer, Layout, definition_length, layout_of

MAX_LAYOUTS, MAX_DEFINITIONS = 10_000, 1_000_000
"""Different definitions of one file, and all; real ones have had 366 and 838. [choice]"""
MAX_LAYOUT_BYTES = 2_000_000
"""Bytes of one message of each definition, together; 366 real ones had 24,000. [byte; choice]"""

_PATIENCE = range(24)
"""Pairs of messages that are walked one by one before a run is tried."""
_ALIKE = 8
"""Equal headers in a row that make a run worth trying."""
_FIRST_WINDOW = 64
_WINDOW_GROWTH = 8
_LOCALS, _DEFINITION, _COMPRESSED = 0x10, 0x40, 0x80
_COMPRESSED_LOCALS, _COMPRESSED_SHIFT, _TIMES = 4, 5, 32
_FIELD_DESCRIPTION = 206


def _local(header: int) -> int:
    """Local number of the definition that the header of a message names."""
    return header % _LOCALS if header < _COMPRESSED else header >> _COMPRESSED_SHIFT & 3


_LOCAL = bytes(map(_local, range(256)))


@dataclass(frozen=True, slots=True)
class Scan:
    """What a walk found.

    Parameters
    ----------
    headers : bytearray
        The header of each message, in file order.
    positions : numpy.ndarray
        Where it begins. [byte]
    members : dict
        The messages of each layout, however often it was defined, as rising indices into these.
    problem : str
        Why the walk stopped before the end; empty if it did not.
    stopped_at : int
        First byte that was not used.
    """

    headers: bytearray
    positions: np.ndarray
    members: dict[Layout, np.ndarray]
    problem: str
    stopped_at: int


@dataclass(slots=True)
class _Definitions:
    """The definitions of a file while it is walked.

    Parameters
    ----------
    step : list of int or None
        Length of a message by its header; None where the walk has to look. [byte]
    layouts : set
        Every layout.
    changes : list of list of (int, Layout)
        For each local number, since which message it meant which layout.
    gaps : list of (int, int)
        Before which message a definition lies, and its length. [byte]
    layout_bytes : int
        Bytes of one message of each layout. [byte]
    descriptions : dict
        Local numbers of messages that describe developer fields.
    """

    step: list[int | None] = field(default_factory=lambda: [None] * 256)
    layouts: set[Layout] = field(default_factory=set)
    changes: list[list[tuple[int, Layout]]] = field(
        default_factory=lambda: [[] for _ in range(_LOCALS)]
    )
    gaps: list[tuple[int, int]] = field(default_factory=list)
    descriptions: dict[int, Layout] = field(default_factory=dict)
    layout_bytes: int = 0
    _known: dict[bytes, Layout] = field(default_factory=dict)
    _developer: Developer = field(default_factory=dict)

    def define(self, definition: bytes, since: int) -> None:
        """From a message on, a local number has the layout of a definition."""
        layout = self._known.get(definition)
        if layout is None:
            layout = self._known[definition] = layout_of(definition, self._developer)
            self.layouts.add(layout)
            self.layout_bytes += layout.stride
        self.gaps.append((since, len(definition)))
        if (
            len(self.layouts) > MAX_LAYOUTS
            or len(self.gaps) > MAX_DEFINITIONS
            or self.layout_bytes > MAX_LAYOUT_BYTES
        ):
            raise LimitError("more definitions than any watch writes", "this is no watch export")
        local, stride = definition[0] % _LOCALS, layout.stride
        self.changes[local].append((since, layout))
        step: int | None = stride
        if layout.number == _FIELD_DESCRIPTION:
            self.descriptions[local], step = layout, None
        elif local in self.descriptions:
            del self.descriptions[local]
        self.step[local] = step
        if local < _COMPRESSED_LOCALS:
            first = _COMPRESSED | local << _COMPRESSED_SHIFT
            self.step[first : first + _TIMES] = [step] * _TIMES

    def describe(self, layout: Layout, body: bytes, position: int) -> None:
        """Take the description of a developer field; definitions from here on know it."""
        describe(layout, body, position, self._developer)
        self._known.clear()


def scan(body: bytes, begin: int) -> Scan:
    """Walk the body of a FIT file, which begins at a byte and ends with the bytes.

    Raises
    ------
    LimitError
        If there are more than ``MAX_LAYOUTS`` layouts or ``MAX_DEFINITIONS`` definitions.
    """
    definitions = _Definitions()
    step, headers = definitions.step, bytearray()
    append = headers.append
    position, problem = begin, ""
    while True:
        try:
            for _ in _PATIENCE:
                header = body[position]
                position += step[header]  # type: ignore[operator]
                append(header)
                header = body[position]
                position += step[header]  # type: ignore[operator]
                append(header)
        except IndexError:
            if position > len(body):
                problem = "cut"
                position -= step[headers.pop()] or 0
            break
        except TypeError:
            if _DEFINITION <= header < _COMPRESSED:
                length = definition_length(body, position)
                if not length:
                    problem = "cut"
                    break
                definitions.define(body[position : position + length], len(headers))
                position += length
                continue
            layout = definitions.descriptions.get(_LOCAL[header])
            if layout is None or _LOCALS <= header < _COMPRESSED:
                problem = "data without a definition"
                break
            if position + layout.stride > len(body):
                problem = "cut"
                break
            definitions.describe(layout, body, position)
            append(header)
            position += layout.stride
        else:
            if headers.endswith(headers[-1:] * _ALIKE):
                stride = step[header] or 0
                count = _run_length(body, position, stride)
                headers += headers[-1:] * count
                position += count * stride
    members = _members(headers, definitions.changes)
    positions = _positions(begin, len(headers), members, definitions.gaps)
    return Scan(headers, positions, members, problem, position)


def _members(
    headers: bytearray, changes: Sequence[Sequence[tuple[int, Layout]]]
) -> dict[Layout, np.ndarray]:
    """The messages of each layout, from what their local numbers meant, since which message."""
    local = np.frombuffer(headers.translate(_LOCAL), np.uint8)
    order = np.argsort(local, kind="stable")
    ends = [0, *np.cumsum(np.bincount(local, minlength=_LOCALS)).tolist()]
    found: dict[Layout, list[np.ndarray]] = {}
    for number, defined in enumerate(changes):
        mine = order[ends[number] : ends[number + 1]]
        later = [since for since, _ in defined[1:]]
        bounds = [*np.searchsorted(mine, later).tolist(), mine.size] if later else [mine.size]
        begin = 0
        for (_, layout), end in zip(defined, bounds, strict=False):
            if end > begin:
                found.setdefault(layout, []).append(mine[begin:end])
                begin = end
    return {
        layout: parts[0] if len(parts) == 1 else np.sort(np.concatenate(parts))
        for layout, parts in found.items()
    }


def _positions(
    begin: int, count: int, members: Mapping[Layout, np.ndarray], gaps: Sequence[tuple[int, int]]
) -> np.ndarray:
    """Where each message begins: after the messages and the definitions before it. [byte]"""
    steps = np.zeros(count + 1, np.int32)
    for layout, rows in members.items():
        steps[1:][rows] = layout.stride
    since, lengths = np.array([(0, begin), *gaps]).T
    np.add.at(steps, since, lengths)
    return np.cumsum(steps, dtype=np.int32)[:-1]


def _run_length(body: bytes, position: int, stride: int) -> int:
    """How many messages like the last one follow one another from ``position`` on."""
    header = body[position - stride : position - stride + 1]
    count, window = 0, _FIRST_WINDOW
    while True:
        begin = position + count * stride
        heads = body[begin : begin + window * stride : stride]
        found = len(heads) - len(heads.lstrip(header))
        count += found
        if found < window:
            return count
        window *= _WINDOW_GROWTH
