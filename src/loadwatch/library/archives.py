"""Archives on their way into a library: kept part by part, and put in when all is there."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence

from loadwatch.importer.pool import Part
from loadwatch.importer.states import FileState
from loadwatch.library.begun import (
    Begun,
    InLibrary,
    Member,
    members_in,
    sessions_in_library,
)
from loadwatch.library.codec import Stored
from loadwatch.library.rows import put_content, put_file
from loadwatch.library.scan import Seen
from loadwatch.library.settings import reader_version
from loadwatch.library.store import transaction
from loadwatch.library.streams import Part as HeldPart
from loadwatch.library.streams import Streams, begun_path


class Archives:
    """Archives of one import, one after the other; nothing of them but names is held in memory.

    Parameters
    ----------
    connection : sqlite3.Connection
        A library to write.
    settings : str
        What of the profile reading depends on.
    fresh : sequence of Seen
        Files that are read.
    """

    def __init__(
        self, connection: sqlite3.Connection, settings: str, fresh: Sequence[Seen]
    ) -> None:
        self._connection, self._settings = connection, settings
        self._begun: Begun | None = None
        self._members: list[Member] = []
        self._is_over = True
        self.known_count = 0
        self.failed: FileState | None = None
        if any(map(_is_zip, fresh)):
            reader = reader_version()
            held = members_in(connection, reader, settings, {seen.key for seen in fresh})
            self._begun = Begun(begun_path(connection), f"{reader} {settings}", held)

    @property
    def known(self) -> frozenset[str]:
        """What members go by that need not be decoded."""
        return frozenset() if self._begun is None else self._begun.known

    def add(self, part: Part) -> bool:
        """Keep a part of an archive; not what is whole at once and new.

        Returns
        -------
        bool
            Whether the file is one that is kept here.
        """
        known_count = sum(each.is_known for each in part.readings)
        if self._is_over:
            self._members, self.failed = [], None
        self._is_over = part.is_last
        if self._begun is None or (part.is_all and not known_count):
            return False
        self._members += self._begun.keep(part.readings)
        self.known_count += known_count
        passing = (each.state for each in part.readings if each.is_passing)
        self.failed = self.failed or next(passing, None)
        return True

    def put(self, seen: Seen, run: int) -> None:
        """Put the archive that was added last into the library, all at once."""
        members = [(each.name, each.state, each.reason, each.count) for each in self._members]
        with transaction(self._connection):
            put_content(self._connection, seen, members, self._sessions(), self._settings)
            put_file(self._connection, seen, run)

    def keep_streams(self, seen: Seen, streams: Streams) -> None:
        """Keep the streams of the archive that was added last, if each of its members has some."""
        streams.keep_archive(seen.key, self._streams)

    def close(self) -> None:
        """Be done, and leave what is not whole to the next import."""
        if self._begun is not None:
            self._begun.close()

    def _sessions(self) -> Iterator[Stored]:
        for member in self._members:
            if isinstance(member.kept, InLibrary):
                yield from sessions_in_library(self._connection, member.kept)
            elif self._begun is not None:
                yield from self._begun.sessions(member.kept)

    def _streams(self, held: HeldPart) -> Iterator[bytes | None]:
        """Streams of each member; they tell its name, so that they must come of one named so."""
        for member in self._members:
            if not isinstance(member.kept, InLibrary):
                yield self._begun.streams(member.kept, member.name) if self._begun else None
            elif member.kept.name == member.name:
                yield held(member.kept.key, member.kept.number)
            else:
                yield None


def _is_zip(seen: Seen) -> bool:
    """Whether a file begins as a zip archive does."""
    try:
        with seen.path.open("rb") as file:
            return file.read(2) == b"PK"
    except OSError:
        return False
