"""Taking runs out of a library, and taking that back."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from loadwatch.errors import LibraryError
from loadwatch.importer.states import Session
from loadwatch.library.codec import Stored, session_of
from loadwatch.library.keep import place_of
from loadwatch.library.load import all_of, imported
from loadwatch.library.store import transaction
from loadwatch.library.streams import forget_streams, remove_begun, streams_path


@dataclass(frozen=True)
class Forgotten:
    """What was removed.

    Parameters
    ----------
    sessions : int
        Sessions of which no copy is left.
    paths : list of str
        Originals that still lie there; imports leave them out from now on.
    counting : list of str
        Files by which a session that was meant still counts, since they hold others, too.
    """

    sessions: int
    paths: list[str]
    counting: list[str]


@dataclass(frozen=True)
class Remembered:
    """What is no longer forgotten.

    Parameters
    ----------
    recordings : int
        Contents.
    away : list of str
        Where those of them lay that lie at none of their places now.
    """

    recordings: int
    away: list[str]


def with_copies(connection: sqlite3.Connection, keys: Collection[str]) -> set[str]:
    """Contents, and those that hold nothing but copies of their sessions."""
    own = _own_ids(connection)
    meant = _copies_of(keys, own, _sessions(connection))
    return {*keys, *(key for key, ids in own.items() if ids <= meant)}


def keys_of_session(connection: sqlite3.Connection, wanted: str) -> set[str]:
    """Contents of a session and of all its copies.

    Raises
    ------
    LibraryError
        If no session, or more than one, begins so, or its file holds others too.
    """
    sessions = _sessions(connection)
    meant = [session for session in sessions if session.session_id.startswith(wanted)]
    if len(meant) != 1:
        told = f"{len(meant)} sessions begin" if meant else "no session or file begins"
        raise LibraryError(f"{told} with {wanted!r}; analyse and review --format json list them")
    own = _own_ids(connection)
    keys = {key for key, ids in own.items() if not ids.isdisjoint(meant[0].copy_ids)}
    for key in keys:
        if len(own[key]) > 1:
            raise LibraryError(
                f"{place_of(connection, key)} holds {len(own[key])} sessions, and a file is "
                "forgotten whole; name the file if you mean all of them, or let this one count "
                f"nowhere: loadwatch correct {meant[0].session_id} --exclude"
            )
    return keys


def keys_of_gone(connection: sqlite3.Connection) -> set[str]:
    """Contents whose originals are not there any more."""
    rows = connection.execute(
        "SELECT key FROM content WHERE NOT EXISTS"
        " (SELECT 1 FROM file WHERE file.key = content.key AND NOT is_gone)"
    )
    return {key for (key,) in rows}


def only_here(connection: sqlite3.Connection, keys: Collection[str]) -> set[str]:
    """Contents that no file holds any more, nor another version of them among the same."""
    gone = keys_of_gone(connection).intersection(keys)
    return gone - all_of(connection, set(keys) - gone)


def forget(connection: sqlite3.Connection, keys: Collection[str]) -> Forgotten:
    """Take contents out of the library; their originals are left as they are, and left out.

    Their streams go first: what is interrupted here then leaves no streams of what is forgotten.

    Raises
    ------
    LibraryError
        If their streams cannot be taken out; nothing is forgotten then.
    """
    forget_streams(streams_path(connection), keys)
    remove_begun(connection)
    own, before = _own_ids(connection), _sessions(connection)
    meant = _copies_of(keys, own, before)
    paths: list[str] = []
    with transaction(connection):
        for key in sorted(keys):
            ids = own.get(key, frozenset())
            leading = [each.session_id for each in before if not ids.isdisjoint(each.copy_ids)]
            paths += _forget(connection, key, leading)
        after = [each for each in _sessions(connection) if not meant.isdisjoint(each.copy_ids)]
    left = {each for session in after for each in session.copy_ids}
    told = [each for each in before if not meant.isdisjoint(each.copy_ids)]
    return Forgotten(
        sum(left.isdisjoint(each.copy_ids) for each in told),
        paths,
        sorted({session.sources[0] for session in after}),
    )


def _forget(connection: sqlite3.Connection, key: str, leading: Collection[str]) -> list[str]:
    """Take out one content, and note by what it can be named; where it still lies."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    there = connection.execute(
        "SELECT path FROM file WHERE key = ? AND NOT is_gone ORDER BY path", (key,)
    ).fetchall()
    connection.execute("INSERT OR IGNORE INTO forgotten VALUES (?, ?)", (key, now))
    connection.execute(
        "INSERT OR IGNORE INTO forgotten_place SELECT key, path, is_gone FROM file WHERE key = ?",
        (key,),
    )
    connection.executemany(
        "INSERT OR IGNORE INTO forgotten_session VALUES (?, ?)", [(key, each) for each in leading]
    )
    connection.execute("DELETE FROM content WHERE key = ?", (key,))
    connection.execute("DELETE FROM file WHERE key = ? AND is_gone", (key,))
    return [os.fsdecode(path) for (path,) in there]


def forgotten_below(connection: sqlite3.Connection, place: Path) -> set[str]:
    """Contents that were forgotten, of a file or of a folder, with the copies of their runs."""
    path = os.fsencode(place.absolute())
    rows = connection.execute(
        "SELECT key FROM forgotten JOIN (SELECT key, path FROM forgotten_place"
        " UNION SELECT key, path FROM file) AS lay USING (key)"
        " WHERE path = ?1 OR substr(path, 1, ?2) = ?3",
        (path, len(path) + 1, path + os.fsencode(os.sep)),
    )
    keys = {key for (key,) in rows}
    named = connection.execute("SELECT session_id, key FROM forgotten_session").fetchall()
    ids = {session_id for session_id, key in named if key in keys}
    return keys | {key for session_id, key in named if session_id in ids}


def forgotten_session(connection: sqlite3.Connection, wanted: str) -> set[str]:
    """Contents of a session that was forgotten.

    Raises
    ------
    LibraryError
        If no session that begins so was forgotten, or more than one.
    """
    rows = connection.execute(
        "SELECT session_id, key FROM forgotten_session WHERE substr(session_id, 1, ?) = ?",
        (len(wanted), wanted),
    ).fetchall()
    count = len({session_id for session_id, _ in rows})
    if not count:
        raise LibraryError(f"nothing of {wanted!r} was forgotten")
    if count > 1:
        raise LibraryError(f"{count} forgotten sessions begin with {wanted!r}; write more of it")
    return {key for _, key in rows}


def forgotten_as_gone(connection: sqlite3.Connection) -> set[str]:
    """Contents whose originals were not there any more when they were forgotten."""
    rows = connection.execute(
        "SELECT key FROM forgotten WHERE NOT EXISTS (SELECT 1 FROM forgotten_place AS place"
        " WHERE place.key = forgotten.key AND NOT was_gone)"
    )
    return {key for (key,) in rows}


def remember(connection: sqlite3.Connection, keys: Collection[str]) -> Remembered:
    """Let the next import read again what was forgotten, as if it had never seen it.

    Raises
    ------
    LibraryError
        If none of it was forgotten.
    """
    count, away = 0, []
    with transaction(connection):
        for key in sorted(keys):
            places = [
                os.fsdecode(path)
                for (path,) in connection.execute(
                    "SELECT path FROM forgotten_place WHERE key = ?1"
                    " UNION SELECT path FROM file WHERE key = ?1 ORDER BY path",
                    (key,),
                )
            ]
            if connection.execute("DELETE FROM forgotten WHERE key = ?", (key,)).rowcount:
                connection.execute("DELETE FROM file WHERE key = ?", (key,))
                count += 1
                away += [] if any(map(os.path.lexists, places)) else places
    if not count:
        raise LibraryError("nothing of that was forgotten")
    return Remembered(count, away)


def _sessions(connection: sqlite3.Connection) -> tuple[Session, ...]:
    return tuple(imported(connection).sessions)


def _own_ids(connection: sqlite3.Connection) -> dict[str, frozenset[str]]:
    """Ids of the sessions that each content holds."""
    ids: dict[str, set[str]] = {}
    for key, told in connection.execute("SELECT key, told FROM session"):
        ids.setdefault(key, set()).add(session_of(Stored(told), "").session_id)
    return {key: frozenset(own) for key, own in ids.items()}


def _copies_of(
    keys: Collection[str], own: dict[str, frozenset[str]], sessions: Collection[Session]
) -> frozenset[str]:
    """Ids of the sessions of some contents, and of all copies of these."""
    ids = frozenset[str]().union(*(own.get(key, ()) for key in keys))
    return ids.union(*(each.copy_ids for each in sessions if not ids.isdisjoint(each.copy_ids)))
