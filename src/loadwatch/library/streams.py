"""Streams of what was read, in a file of their own beside the library.

They save decoding and nothing else: without the file, or with a damaged one, an import reads the
recordings. So no trouble with it ends an import, and whatever is cut short loses streams at most.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path

from loadwatch.errors import LibraryError
from loadwatch.library.place import BEGUN_NAME, STREAMS_NAME, folder_of
from loadwatch.library.store import make_private_file, transaction

MOST_BYTES = 1_000_000_000
"""Streams beyond this go, those first that were used longest ago: some ten thousand hours are
kept. [byte; choice]"""
MOST_OF_ONE_BYTES = 500_000_000
"""More streams of one archive are not kept. [byte; choice]"""
WAIT_S = 5.0
"""How long to wait for another process that holds the file. [s; choice]"""
VERSION = 1
"""Of the tables; a file of another version is begun anew."""
_PAGE_BYTES = 8192
_TABLES = (
    """
    CREATE TABLE held (
        key TEXT PRIMARY KEY,
        decoder TEXT NOT NULL,
        parts INTEGER NOT NULL,
        size INTEGER NOT NULL,
        used_s REAL NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE part (
        key TEXT NOT NULL,
        number INTEGER NOT NULL,
        checksum INTEGER NOT NULL,
        data BLOB NOT NULL,
        PRIMARY KEY (key, number)
    ) STRICT
    """,
    f"PRAGMA user_version = {VERSION}",
)

Part = Callable[[str, int], bytes | None]
"""Streams of a member of a content, if they are kept."""
Kept = tuple[str, Sequence[bytes]]
"""What a content goes by, and the streams of each of its members."""


def streams_path(connection: sqlite3.Connection) -> Path:
    """Where the streams of a library lie."""
    return folder_of(connection) / STREAMS_NAME


def begun_path(connection: sqlite3.Connection) -> Path:
    """Where a library keeps what was read of archives that are not read to their end."""
    return folder_of(connection) / BEGUN_NAME


def remove_begun(connection: sqlite3.Connection) -> None:
    """Take what was read of such archives away, if there is some."""
    path = begun_path(connection)
    if path.exists():
        remove_overwritten(path)


def held_keys(path: Path, decoder: str) -> set[str]:
    """Contents whose streams are kept as this decoder gave them; none if that cannot be told."""
    if not path.is_file():
        return set()
    with suppress(sqlite3.DatabaseError), closing(_connected(path, "rw")) as connection:
        rows = connection.execute("SELECT key FROM held WHERE decoder = ?", (decoder,))
        return {key for (key,) in rows}
    return set()


class Streams:
    """The file of streams while an import writes to it."""

    def __init__(self, path: Path, decoder: str) -> None:
        self._path, self._decoder = path, decoder
        self._connection: sqlite3.Connection | None = None
        self._is_given_up = False
        if _journal(path).exists():
            self.drop(())  # opened to write, it is brought back to where it was before a kill

    def keep(self, batch: Sequence[Kept], used: Iterable[str] = ()) -> None:
        """Keep streams, note which were used, and let those go for which there is no room."""
        self._write(lambda connection: _keep(connection, self._decoder, batch, used))

    def keep_archive(self, key: str, parts: Callable[[Part], Iterator[bytes | None]]) -> None:
        """Keep the streams of an archive, one by one, if every member has some.

        Parameters
        ----------
        key : str
            What the archive goes by.
        parts : callable
            Gives streams of each member; it is given a function that tells those of a member of
            another content, by its key and number, if they are kept.
        """
        self._write(lambda connection: _keep_archive(connection, self._decoder, key, parts))

    def drop(self, keys: Collection[str]) -> None:
        """Let streams go that are of no use any more."""
        self._write(lambda connection: _drop(connection, keys))

    def make_way(self) -> bool:
        """Give the disk's room to the library, which needs it more; whether there was a file."""
        self.close()
        self._is_given_up = True
        was_there = self._path.is_file()
        remove_overwritten(self._path)
        return was_there

    def close(self) -> None:
        """Be done with the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _write(self, write: Callable[[sqlite3.Connection], None]) -> None:
        """Write to the file; a damaged one is begun anew, one that cannot be written left alone."""
        for _ in range(2):
            if self._is_given_up:
                return
            try:
                if self._connection is None:
                    self._connection = _opened(self._path)
                with transaction(self._connection):
                    write(self._connection)
            except (sqlite3.OperationalError, OSError):
                self._is_given_up = True
            except sqlite3.DatabaseError:
                self.close()
                remove_overwritten(self._path)
            else:
                return


def _keep(
    connection: sqlite3.Connection, decoder: str, batch: Sequence[Kept], used: Iterable[str]
) -> None:
    from loadwatch.importer.held import part_checksum  # noqa: PLC0415  (numpy and formats)

    now = time.time()
    _drop(connection, [key for key, _ in batch])
    connection.executemany(
        "INSERT INTO held VALUES (?, ?, ?, ?, ?)",
        [(key, decoder, len(parts), sum(map(len, parts)), now) for key, parts in batch],
    )
    connection.executemany(
        "INSERT INTO part VALUES (?, ?, ?, ?)",
        [(key, number, part_checksum(key, number, data), data)
         for key, parts in batch for number, data in enumerate(parts)],
    )  # fmt: skip
    connection.executemany("UPDATE held SET used_s = ? WHERE key = ?", [(now, key) for key in used])
    _make_room(connection)


def _keep_archive(
    connection: sqlite3.Connection, decoder: str, key: str,
    parts: Callable[[Part], Iterator[bytes | None]],
) -> None:  # fmt: skip
    from loadwatch.importer.held import part_checksum  # noqa: PLC0415  (as above)

    def held(other: str, number: int) -> bytes | None:
        row = connection.execute(
            "SELECT data, checksum FROM part JOIN held USING (key)"
            " WHERE key = ? AND number = ? AND decoder = ?",
            (other, number, decoder),
        ).fetchone()
        is_sound = row is not None and part_checksum(other, number, row[0]) == row[1]
        return row[0] if is_sound else None

    _drop(connection, [key])
    count = size = 0
    for number, data in enumerate(parts(held)):
        size += len(data or b"")
        if data is None or size > MOST_OF_ONE_BYTES:
            _drop(connection, [key])
            return
        connection.execute(
            "INSERT INTO part VALUES (?, ?, ?, ?)",
            (key, number, part_checksum(key, number, data), data),
        )
        count += 1
    connection.execute(
        "INSERT INTO held VALUES (?, ?, ?, ?, ?)", (key, decoder, count, size, time.time())
    )
    _make_room(connection)


def forget_streams(path: Path, keys: Collection[str]) -> None:
    """Take streams out of the file, where they lie overwritten; a damaged file goes whole.

    Raises
    ------
    LibraryError
        If another program holds the file, or it cannot be written.
    """
    if not path.exists():
        remove_overwritten(path)
        return
    try:
        with closing(_opened(path, journal="MEMORY")) as connection, transaction(connection):
            _drop(connection, keys)
    except (sqlite3.OperationalError, OSError) as error:
        told = f"{path} cannot be written ({error}), and holds streams of what is to be forgotten"
        raise LibraryError(f"{told}; try again later, or delete it") from error
    except sqlite3.DatabaseError:
        remove_overwritten(path)


def keep_streams_of(connection: sqlite3.Connection) -> None:
    """Let streams go of what a library does not hold, if that can be done."""
    path = streams_path(connection)
    if not path.exists():
        return
    with suppress(OSError, sqlite3.DatabaseError), closing(_opened(path)) as streams:
        own = {key for (key,) in connection.execute("SELECT key FROM content")}
        others = {key for (key,) in streams.execute("SELECT key FROM held")} - own
        with transaction(streams):
            _drop(streams, others)


def _opened(path: Path, journal: str = "DELETE") -> sqlite3.Connection:
    """The file to write, begun if it is not there or of another version."""
    if path.is_symlink() or (path.exists() and not path.is_file()):
        raise sqlite3.OperationalError("it is no plain file")
    for _ in range(2):
        make_private_file(path)
        connection = _connected(path, "rw")
        try:
            for pragma in (f"page_size = {_PAGE_BYTES}", f"journal_mode = {journal}",
                           "synchronous = OFF", "secure_delete = ON"):  # fmt: skip
                connection.execute(f"PRAGMA {pragma}")
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            if not version and not path.stat().st_size:
                with transaction(connection):
                    for statement in _TABLES:
                        connection.execute(statement)
                version = VERSION
        except BaseException:
            connection.close()
            raise
        if version == VERSION:
            return connection
        connection.close()
        remove_overwritten(path)
    raise sqlite3.OperationalError("another program writes to it")


def _connected(path: Path, mode: str) -> sqlite3.Connection:
    address = f"{path.absolute().as_uri()}?mode={mode}"
    return sqlite3.connect(address, timeout=WAIT_S, isolation_level=None, uri=True)


def _make_room(connection: sqlite3.Connection) -> None:
    """Let the streams go that were used longest ago, if there are too many."""
    over = (connection.execute("SELECT sum(size) FROM held").fetchone()[0] or 0) - MOST_BYTES
    if over > 0:
        _drop(connection, _longest_unused(connection, over))


def _longest_unused(connection: sqlite3.Connection, over: int) -> Iterator[str]:
    rows = connection.execute("SELECT key, size FROM held ORDER BY used_s, rowid").fetchall()
    for key, size in rows:
        if over <= 0:
            return
        yield key
        over -= size


def _drop(connection: sqlite3.Connection, keys: Iterable[str]) -> None:
    rows = [(key,) for key in keys]
    connection.executemany("DELETE FROM part WHERE key = ?", rows)
    connection.executemany("DELETE FROM held WHERE key = ?", rows)


def _journal(path: Path) -> Path:
    return path.with_name(f"{path.name}-journal")


def remove_overwritten(path: Path) -> None:
    """Take the file away, overwritten first."""
    for each in (_journal(path), path):
        with suppress(OSError):
            with each.open("r+b") as file:
                left = each.stat().st_size
                while left > 0:
                    left -= file.write(bytes(min(left, 1 << 20)))
            each.unlink()
