"""A part of a FIT file → its messages by kind, as columns or as rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from loadwatch.activity import Note
from loadwatch.errors import LimitError
from loadwatch.formats._base import MAX_RECORDS
from loadwatch.formats.fit.columns import NO_TIMES, Group, Times, build
from loadwatch.formats.fit.parts import HEADER_SIZE, Part
from loadwatch.formats.fit.scan import scan
from loadwatch.formats.fit.table import NO_TABLE, Table
from loadwatch.formats.fit.times import compressed_times

Message = Mapping[str, Any]

KINDS = frozenset(
    {
        "activity",
        "cadence_zone",
        "device_info",
        "event",
        "file_id",
        "hr_zone",
        "hrv",
        "lap",
        "power_zone",
        "record",
        "session",
        "set",
        "speed_zone",
        "split",
        "split_summary",
        "sport",
        "user_profile",
        "workout",
        "workout_step",
        "zones_target",
    }
)
"""Kinds of message that are read; others are counted."""


@dataclass(frozen=True)
class Messages:
    """Messages of one part; a kind is decoded when it is first asked for.

    Parameters
    ----------
    buffer : bytes
        The part.
    groups : Mapping[str, sequence of (Layout, numpy.ndarray)]
        Layouts of each kind in ``KINDS``, and where their messages begin. [byte]
    counts : Mapping[str, int]
        Messages of every kind, read or not.
    times : tuple of numpy.ndarray
        Positions of messages with a compressed header, and their times. [byte; s]
    notes : tuple of Note
        Where the walk had to stop, if it did.
    """

    buffer: bytes = b""
    groups: Mapping[str, Sequence[Group]] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    times: Times = NO_TIMES
    notes: tuple[Note, ...] = ()
    _tables: dict[str, Table] = field(default_factory=dict)
    _rows: dict[str, Sequence[Message]] = field(default_factory=dict)

    def table(self, kind: str) -> Table:
        """Columns of one kind; an empty table if there is none."""
        if kind not in self._tables:
            groups = self.groups.get(kind)
            self._tables[kind] = build(self.buffer, groups, self.times) if groups else NO_TABLE
        return self._tables[kind]

    def of(self, kind: str) -> Sequence[Message]:
        """Messages of one kind, each a mapping."""
        if kind not in self._rows:
            self._rows[kind] = self.table(kind).rows()
        return self._rows[kind]

    def first(self, kind: str) -> Message:
        """First message of a kind; empty if there is none."""
        return next(iter(self.of(kind)), {})


def decode(part: Part) -> Messages:
    """Decode a part; what is whole before damage is kept.

    Raises
    ------
    LimitError
        If a kind has more than ``MAX_RECORDS`` messages, or there are too many definitions.
    """
    found = scan(part.data, HEADER_SIZE)
    counts: dict[str, int] = {}
    groups: dict[str, list[Group]] = {}
    for layout, rows in found.members.items():
        counts[layout.kind] = counts.get(layout.kind, 0) + rows.size
        if layout.kind in KINDS:
            groups.setdefault(layout.kind, []).append((layout, found.positions[rows]))
    for kind in groups:
        if counts[kind] > MAX_RECORDS:
            raise LimitError(f"more than {MAX_RECORDS:,} {kind} messages", "split the file")
    notes: tuple[Note, ...] = ()
    if found.problem and not part.is_cut:
        what = f"damaged data at byte {found.stopped_at} ({found.problem}); decoding stopped"
        notes = (Note("damaged", what, damage=True),)
    return Messages(part.data, groups, counts, compressed_times(part.data, found), notes)
