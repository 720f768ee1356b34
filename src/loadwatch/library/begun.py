"""Archives that are being read: what their members gave, kept part by part until all is there.

It is a file of its own beside the library. It saves decoding and nothing else: an import that was
stopped goes on where it was, and one that is done takes the file away.
"""

from __future__ import annotations

import base64
import json
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from loadwatch.formats.containers import PACKING_DAMAGED
from loadwatch.importer import Reading
from loadwatch.importer.finding import content_key
from loadwatch.importer.states import LEFT_OUT
from loadwatch.library.checked import check, checksum, members_of
from loadwatch.library.codec import Stored, stored_session
from loadwatch.library.store import make_private_file, transaction
from loadwatch.library.streams import remove_overwritten

_TABLE = """
    CREATE TABLE IF NOT EXISTS member (
        id INTEGER PRIMARY KEY,
        key TEXT NOT NULL,
        version TEXT NOT NULL,
        told TEXT NOT NULL,
        streams BLOB,
        checksum BLOB NOT NULL
    ) STRICT
"""


@dataclass(frozen=True)
class InLibrary:
    """Where a library holds a member.

    Parameters
    ----------
    key, number : str, int
        Of the content, and of the member in it.
    name : str or None
        Of the member there.
    state, reason : str
        Of it.
    sessions : range
        Numbers of its sessions in the content.
    """

    key: str
    number: int
    name: str | None
    state: str
    reason: str
    sessions: range


@dataclass(frozen=True)
class Member:
    """What one member of an archive came to.

    Parameters
    ----------
    name : str or None
        Inside the archive.
    state, reason : str
        Of it.
    count : int
        Of its sessions.
    kept : int or InLibrary
        Where its sessions are kept: its number in the file of begun archives, or the library.
    """

    name: str | None
    state: str
    reason: str
    count: int
    kept: int | InLibrary


class Begun:
    """The file of archives that are being read.

    Parameters
    ----------
    path : Path
        Where it lies, or will.
    version : str
        What reads, and with which figures of the profile; nothing else is of use.
    library : dict
        What the library holds of members, from :func:`members_in`.
    """

    def __init__(self, path: Path, version: str, library: dict[str, InLibrary]) -> None:
        self._path, self._version, self._library = path, version, library
        self._connection: sqlite3.Connection | None = None
        self._own: dict[str, int] = {}
        if path.exists():
            try:
                self._own = dict(self._sound())
            except sqlite3.DatabaseError:
                self.remove()

    @property
    def known(self) -> frozenset[str]:
        """What members go by that need not be decoded."""
        return frozenset(self._own) | frozenset(self._library)

    def keep(self, readings: Sequence[Reading]) -> list[Member]:
        """Keep what a part of an archive gave; what was known stays where it is."""
        found = []
        with transaction(self._opened()):
            for reading in readings:
                own, key = reading.state, reading.member_key
                if not reading.is_known:
                    count, kept = len(reading.sessions), self._put(reading)
                    found.append(Member(own.member, own.state, own.reason, count, kept))
                elif key in self._own:
                    kept = self._own[key]
                    state, reason, _, sessions = self._told(kept)
                    found.append(Member(own.member, state, reason, len(sessions), kept))
                else:
                    held = self._library[key]
                    count = len(held.sessions)
                    found.append(Member(own.member, held.state, held.reason, count, held))
        return found

    def sessions(self, number: int) -> list[Stored]:
        """Sessions of a member."""
        return [
            Stored(told, segments, base64.b85decode(samples))
            for told, segments, samples in self._told(number)[3]
        ]

    def streams(self, number: int, name: str | None) -> bytes | None:
        """Streams of a member, if it gave some and had this name, which they tell."""
        if self._told(number)[2] != name:
            return None
        query = "SELECT streams FROM member WHERE id = ?"
        found: bytes | None = self._opened().execute(query, (number,)).fetchone()[0]
        return found

    def close(self) -> None:
        """Be done with the file, and leave it to the next import."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def remove(self) -> None:
        """Take the file away."""
        self.close()
        remove_overwritten(self._path)

    def _opened(self) -> sqlite3.Connection:
        if self._connection is None:
            make_private_file(self._path)
            self._connection = sqlite3.connect(self._path, isolation_level=None)
            self._connection.execute("PRAGMA synchronous = OFF")
            self._connection.execute(_TABLE)
        return self._connection

    def _sound(self) -> Iterator[tuple[str, int]]:
        """What members go by that are as they were written, and their numbers."""
        for number, key, version, told, streams, wanted in self._opened().execute(
            "SELECT id, key, version, told, streams, checksum FROM member"
        ):
            is_of_use = key and version == self._version
            if is_of_use and checksum(key, version, told, streams or b"") == wanted:
                yield key, number

    def _put(self, reading: Reading) -> int:
        stored = [stored_session(session) for session in reading.sessions]
        sessions = [
            [each.told, each.segments, base64.b85encode(each.samples or b"").decode()]
            for each in stored
        ]
        state = reading.state
        told = json.dumps([state.state, state.reason, state.member, sessions])
        own = (reading.member_key, self._version, told)
        number = self._opened().execute(
            "INSERT INTO member (key, version, told, streams, checksum) VALUES (?, ?, ?, ?, ?)",
            (*own, reading.streams, checksum(*own, reading.streams or b"")),
        )
        return int(number.lastrowid or 0)

    def _told(self, number: int) -> tuple[str, str, str | None, list[list[str]]]:
        """State and reason of a member, its name and its sessions."""
        query = "SELECT told FROM member WHERE id = ?"
        state, reason, name, sessions = json.loads(
            self._opened().execute(query, (number,)).fetchone()[0]
        )
        return state, reason, name, sessions


def members_in(
    connection: sqlite3.Connection, reader: str, settings: str, leave_out: Collection[str]
) -> dict[str, InLibrary]:
    """Recordings that a library holds, by what they go by as members of archives.

    What was left out of one, or stands with its packing, may be otherwise another time.

    Parameters
    ----------
    connection : sqlite3.Connection
        The library.
    reader, settings : str
        How they must have been read.
    leave_out : collection of str
        Contents that this import reads anew.

    Raises
    ------
    LibraryDamagedError
        If a reading is not what was written.
    """
    found: dict[str, InLibrary] = {}
    for key, size, text, wanted in connection.execute(
        "SELECT key, size, members, checksum FROM content WHERE reader = ? AND settings = ?",
        (reader, settings),
    ):
        if key in leave_out:
            continue
        check(wanted, key, str(size), reader, settings, text)
        rows = connection.execute("SELECT told FROM session WHERE key = ? ORDER BY number", (key,))
        first = 0
        for number, (name, state, reason, count) in enumerate(members_of(text)):
            own = [_content_of(told) for (told,) in islice(rows, count)]
            sessions = range(first, first + count)
            first += count
            if all(own) and own and not reason.startswith(LEFT_OUT):
                known_by = content_key(name or f"x{key[64:]}", own[0])
                held = InLibrary(key, number, name, state, reason, sessions)
                found.setdefault(known_by, held)
    return found


def _content_of(told: str) -> str:
    """SHA-256 of what a session was decoded from; empty if its packing was damaged."""
    session = json.loads(told)
    if any(code == PACKING_DAMAGED for code, *_ in session["notes"]):
        return ""
    content: str = session["fingerprint"]["content"]
    return content.rpartition("-")[0]


def sessions_in_library(connection: sqlite3.Connection, held: InLibrary) -> list[Stored]:
    """Sessions of a member, as the library keeps them.

    Raises
    ------
    LibraryDamagedError
        If one is not what was written.
    """
    found = []
    for number in held.sessions:
        told, segments, samples, *wanted = connection.execute(
            "SELECT told, segments, samples, told_checksum, segments_checksum, samples_checksum"
            " FROM session WHERE key = ? AND number = ?",
            (held.key, number),
        ).fetchone()
        for part, right in zip((told, segments, samples), wanted, strict=True):
            check(right, held.key, str(number), part)
        found.append(Stored(told, segments, samples))
    return found
