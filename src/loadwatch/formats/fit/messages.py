"""A part of a FIT file → its messages by kind, as columns or as rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from loadwatch.activity import Note
from loadwatch.errors import LimitError
from loadwatch.formats._base import MAX_RECORDS
from loadwatch.formats.fit.columns import NO_TABLE, Table, build
from loadwatch.formats.fit.parts import HEADER_SIZE, Part
from loadwatch.formats.fit.scan import Group, scan
from loadwatch.formats.fit.times import compressed_times

Message = dict[str, Any]

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
    groups : Mapping[str, sequence of Group]
        Where the messages of each kind in ``KINDS`` lie.
    counts : Mapping[str, int]
        Messages of every kind, read or not.
    times : Mapping[int, float]
        Times from compressed headers, by position.
    notes : tuple of Note
        Where the walk had to stop, if it did.
    """

    buffer: bytes = b""
    groups: Mapping[str, Sequence[Group]] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    times: Mapping[int, float] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    _tables: dict[str, Table] = field(default_factory=dict)
    _rows: dict[str, list[Message]] = field(default_factory=dict)

    def table(self, kind: str) -> Table:
        """Columns of one kind; an empty table if there is none."""
        if kind not in self._tables:
            groups = self.groups.get(kind)
            self._tables[kind] = build(self.buffer, groups, self.times) if groups else NO_TABLE
        return self._tables[kind]

    def of(self, kind: str) -> list[Message]:
        """Messages of one kind as dictionaries."""
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
        If there are more than ``MAX_RECORDS`` records.
    """
    found = scan(part.data, HEADER_SIZE, part.end)
    groups: dict[str, list[Group]] = {}
    counts: dict[str, int] = {}
    for group in found.groups:
        if group.positions:
            kind = group.layout.kind
            counts[kind] = counts.get(kind, 0) + len(group.positions)
            if kind in KINDS:
                groups.setdefault(kind, []).append(group)
    if counts.get("record", 0) > MAX_RECORDS:
        raise LimitError(f"more than {MAX_RECORDS:,} records", "split the file")
    notes: tuple[Note, ...] = ()
    if found.problem and not part.is_cut:
        what = f"damaged data at byte {found.stopped_at} ({found.problem}); decoding stopped"
        notes = (Note("damaged", what, damage=True),)
    times = compressed_times(part.data, found)
    return Messages(part.data, groups, counts, times, notes)
