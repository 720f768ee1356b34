"""Entries of the cache: readings to rows and back, checked, and room made for new ones."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from loadwatch.cache.place import reader
from loadwatch.formats._base import MAX_AHEAD_S
from loadwatch.importer import FileState, Reading
from loadwatch.library.checked import checksum, members_of, members_text, told_members
from loadwatch.library.codec import Stored, session_of, stored_session, told_of
from loadwatch.merge import near_another

FILLED_TO = 0.9
"""Share of the bound that is left filled when room is made. [share; choice]"""
ROW_BYTES = 400
"""What an entry takes beside its data. [byte; choice, measured]"""
DAY_S = 86_400


MEMBER = 0
"""Size of a content that is kept as a member of archives, whatever the archive. [byte]"""


@dataclass(frozen=True)
class Entry:
    """What is kept of one content.

    Parameters
    ----------
    key, settings : str
        What the content goes by, and what of the profile its reading depends on.
    size : int
        Of the content. [byte]
    members : str
        States, as the library keeps them.
    sessions : list of Stored
        In the order of the members.
    until_s : float
        Unix time from which it is told otherwise. [s]
    """

    key: str
    settings: str
    size: int
    members: str
    sessions: list[Stored]
    until_s: float

    @property
    def told(self) -> str:
        """What all sessions tell, one after the other."""
        return ",".join([each.told for each in self.sessions])

    @property
    def segments(self) -> str:
        """Segments of all sessions, a line each."""
        return "\n".join([each.segments or "" for each in self.sessions])


Wanted = tuple[int, str, int, str]
"""A number of one's own, the path as it is shown, the content's size [byte] and its key."""


@dataclass
class _Found:
    """An entry on its way back to readings."""

    number: int
    path: str
    key: str
    content: int
    members: str
    told: str
    used: int
    segments: list[str] | None = None
    parsed: list[dict[str, Any]] = field(default_factory=list)


def entry_of(key: str, size: int, settings: str, readings: Sequence[Reading]) -> Entry:
    """The entry of a content."""
    sessions = [stored_session(session) for reading in readings for session in reading.sessions]
    until_s = min(reading.until_s for reading in readings)
    return Entry(key, settings, size, members_text(told_members(readings)), sessions, until_s)


def put(connection: sqlite3.Connection, entry: Entry, bound_bytes: int) -> None:
    """Keep an entry in place of an earlier one; one that would fill the cache alone is left out."""
    told, segments = entry.told, entry.segments
    samples = [each.samples or b"" for each in entry.sessions]
    taken = len(entry.members) + len(told) + len(segments) + sum(map(len, samples)) + ROW_BYTES
    if taken > bound_bytes * FILLED_TO:
        return
    version, settings, key = reader(), entry.settings, entry.key
    connection.execute(
        "DELETE FROM content WHERE reader = ? AND settings = ? AND size = ? AND key = ?",
        (version, settings, entry.size, key),
    )
    row = connection.execute(
        "INSERT INTO content (reader, settings, key, size, used, bytes, until)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (version, settings, key, entry.size, _today(), taken, entry.until_s),
    ).lastrowid
    own = (version, settings, key)
    connection.execute(
        "INSERT INTO told VALUES (?, ?, ?, ?)",
        (row, entry.members, told, checksum(*own, entry.members, told)),
    )
    if entry.sessions:
        connection.execute(
            "INSERT INTO segments VALUES (?, ?, ?)", (row, segments, checksum(*own, segments))
        )
    connection.executemany(
        "INSERT INTO samples VALUES (?, ?, ?, ?)",
        [
            (row, number, data, checksum(*own, str(number), data))
            for number, data in enumerate(samples)
        ],
    )


def make_room(connection: sqlite3.Connection, bound_bytes: int) -> None:
    """Take entries out of a cache that has grown over its bound.

    Those of other versions of the program go first, then those longest unused.
    """
    pages, free, page_bytes = (
        int(connection.execute(f"PRAGMA {name}").fetchone()[0])
        for name in ("page_count", "freelist_count", "page_size")
    )
    if (pages - free) * page_bytes <= bound_bytes:
        return
    over = (pages - free) * page_bytes - FILLED_TO * bound_bytes
    going = []
    for row, taken in connection.execute(
        "SELECT id, bytes FROM content ORDER BY reader = ?, used, id", (reader(),)
    ):
        if over <= 0:
            break
        going.append((row,))
        over -= taken
    connection.executemany("DELETE FROM content WHERE id = ?", going)


def sizes_of(connection: sqlite3.Connection, settings: str) -> set[int]:
    """Sizes of the contents that are known: no other file need be opened. [byte]"""
    rows = connection.execute(
        "SELECT DISTINCT size FROM content WHERE reader = ? AND settings = ?",
        (reader(), settings),
    )
    return {size for (size,) in rows}


def members_in(connection: sqlite3.Connection, settings: str) -> frozenset[str]:
    """What those contents go by that are kept as members of archives."""
    rows = connection.execute(
        "SELECT key FROM content WHERE reader = ? AND settings = ? AND size = ? AND until > ?",
        (reader(), settings, MEMBER, time.time()),
    )
    return frozenset(key for (key,) in rows)


def mark_used(connection: sqlite3.Connection, contents: Sequence[int]) -> None:
    """Note that entries were of use today."""
    connection.executemany(
        "UPDATE content SET used = ? WHERE id = ?", [(_today(), content) for content in contents]
    )


def loaded(
    connection: sqlite3.Connection, settings: str, wanted: Sequence[Wanted], *,
    with_segments: bool, with_samples: bool,
) -> tuple[dict[int, list[Reading]], list[int]]:  # fmt: skip
    """Readings of contents by their numbers, and the entries of use for the first time today.

    What is not as it was written is not among them.

    Parameters
    ----------
    connection : sqlite3.Connection
        A cache, seen as of one moment.
    settings : str
        Of the profile.
    wanted : sequence of Wanted
        Contents.
    with_segments : bool
        Whether segments are wanted.
    with_samples : bool
        Whether samples are wanted of every session, as where files are left to be read. Else only
        of those that may be copies of another.
    """
    found = list(_found(connection, settings, wanted, with_segments=with_segments))
    parsed = iter(told_of([each.told for each in found if each.told]))
    for each in found:
        each.parsed = list(islice(parsed, sum(count for *_, count in members_of(each.members))))
    found = [each for each in found if not _is_ahead(each)]
    is_whole = not with_samples and len(found) == len(wanted)
    samples = _samples(connection, settings, found, _near_another(found) if is_whole else None)
    if is_whole and len(samples) < len(found):
        samples = _samples(connection, settings, found, None)
    readings = {
        each.number: list(_readings(each, samples[each.content]))
        for each in found
        if each.content in samples
    }
    return readings, [each.content for each in found if each.used != _today()]


def _found(
    connection: sqlite3.Connection, settings: str, wanted: Sequence[Wanted], *, with_segments: bool
) -> Iterator[_Found]:
    version, now = reader(), time.time()
    for number, path, size, key in wanted:
        row = connection.execute(
            "SELECT id, members, sessions, checksum, used FROM content JOIN told ON content = id"
            " WHERE reader = ? AND settings = ? AND size = ? AND key = ? AND until > ?",
            (version, settings, size, key, now),
        ).fetchone()
        if row is None or checksum(version, settings, key, row[1], row[2]) != row[3]:
            continue
        found = _Found(number, path, key, row[0], row[1], row[2], row[4])
        if with_segments and found.told:
            kept = connection.execute(
                "SELECT data, checksum FROM segments WHERE content = ?", (found.content,)
            ).fetchone()
            if kept is None or checksum(version, settings, key, kept[0]) != kept[1]:
                continue
            found.segments = kept[0].split("\n")
        yield found


def _is_ahead(found: _Found) -> bool:
    """Whether a session lies ahead of now: the computer's clock has been set back since."""
    now = time.time()
    return any(told["start_s"] > now + MAX_AHEAD_S for told in found.parsed)


def _near_another(found: Sequence[_Found]) -> set[tuple[int, int]]:
    """Sessions that by their times may be copies of another, each a content and a number in it."""
    places = [(each.content, number) for each in found for number in range(len(each.parsed))]
    prints = [told["fingerprint"] for each in found for told in each.parsed]
    near = near_another([each["start_s"] for each in prints], [each["end_s"] for each in prints])
    return {places[position] for position in near}


def _samples(
    connection: sqlite3.Connection, settings: str, found: Sequence[_Found],
    wanted: set[tuple[int, int]] | None,
) -> dict[int, dict[int, bytes]]:  # fmt: skip
    """Samples of sessions by content and number; a content of which one is damaged is left out.

    Parameters
    ----------
    connection : sqlite3.Connection
        The cache.
    settings : str
        Of the profile.
    found : sequence of _Found
        Contents.
    wanted : set of (int, int) or None
        A content and a number each; None for all.
    """
    version = reader()
    samples: dict[int, dict[int, bytes]] = {}
    for each in found:
        own = samples[each.content] = {}
        for number in range(len(each.parsed)):
            if wanted is not None and (each.content, number) not in wanted:
                continue
            row = connection.execute(
                "SELECT data, checksum FROM samples WHERE content = ? AND number = ?",
                (each.content, number),
            ).fetchone()
            if row is None or checksum(version, settings, each.key, str(number), row[0]) != row[1]:
                del samples[each.content]
                break
            own[number] = row[0]
    return samples


def _readings(found: _Found, samples: Mapping[int, bytes]) -> Iterator[Reading]:
    lines, numbers = found.segments, iter(range(len(found.parsed)))
    for member, state, reason, count in members_of(found.members):
        source = found.path if member is None else f"{found.path}!{member}"
        sessions = tuple(
            [
                session_of(
                    Stored("", None if lines is None else lines[number], samples.get(number)),
                    source,
                    found.parsed[number],
                )
                for number in islice(numbers, count)
            ]
        )
        ids = tuple([session.session_id for session in sessions])
        yield Reading(FileState(found.path, member, state, reason, ids), sessions)


def _today() -> int:
    return int(time.time() // DAY_S)
