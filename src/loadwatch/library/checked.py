"""Rows with checksums, and the states that a content gave."""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Sequence

from loadwatch.errors import LibraryDamagedError
from loadwatch.importer import Reading

Member = tuple[str | None, str, str, int]
"""Its name in an archive, its state, the reason of it, and how many sessions it gave."""
DAMAGED = "a reading in the library is damaged; loadwatch rebuild reads your files again"


def checksum(*parts: str | bytes) -> bytes:
    """Checksum of a row's parts, each with its length."""
    told = bytearray()
    for part in parts:
        raw = part.encode() if isinstance(part, str) else part
        told += len(raw).to_bytes(8, "big")
        told += raw
    return hashlib.sha256(told).digest()[:16]


def check(wanted: bytes, *parts: str | bytes) -> None:
    """Refuse a row that is not what was written.

    Raises
    ------
    LibraryDamagedError
        If its checksum differs.
    """
    if checksum(*parts) != wanted:
        raise LibraryDamagedError(DAMAGED)


def told_members(readings: Sequence[Reading]) -> list[Member]:
    """States of a file or of an archive's members, and how many sessions each gave."""
    return [
        (each.state.member, each.state.state, each.state.reason, len(each.sessions))
        for each in readings
    ]


def members_text(members: Sequence[Member]) -> str:
    """Members as they are kept."""
    return json.dumps(members, separators=(",", ":"))


@functools.cache
def members_of(text: str) -> tuple[Member, ...]:
    """Member, state, reason and number of sessions, as :func:`members_text` wrote them."""
    return tuple(tuple(member) for member in json.loads(text))
