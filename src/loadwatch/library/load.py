"""A library → the same Import that reading its files gives."""

from __future__ import annotations

import math
import os
import sqlite3
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import islice

from loadwatch.errors import LibraryDamagedError
from loadwatch.importer import FileState, Import, Reading, merged
from loadwatch.importer.states import IGNORED, QUARANTINED
from loadwatch.library.checked import DAMAGED, Member, check, members_of
from loadwatch.library.codec import Stored, known_number, session_of, told_of
from loadwatch.library.replaced import has_replaced, settled, with_replaced
from loadwatch.merge import group_copies, near_another

FORGOTTEN = "forgotten, as you asked"


@dataclass(frozen=True)
class Tally:
    """How much a library holds.

    Parameters
    ----------
    sessions, files : int
        Copies merged; archives by their members.
    quarantined, forgotten : int
        Files of them.
    """

    sessions: int
    files: int
    quarantined: int
    forgotten: int


def imported(connection: sqlite3.Connection, *, with_segments: bool = False) -> Import:
    """All that a library holds, copies merged.

    Parameters
    ----------
    connection : sqlite3.Connection
        A library to read.
    with_segments : bool, default False
        Whether segments are wanted; without them loading is quicker.

    Raises
    ------
    LibraryDamagedError
        If a reading is not what was written.
    """
    return merged(readings(connection, with_segments=with_segments))


def tally(connection: sqlite3.Connection) -> Tally:
    """How much :func:`imported` would give; what needs no comparing is counted, not loaded.

    Raises
    ------
    LibraryDamagedError
        If a reading that is looked at is not what was written.
    """
    if has_replaced(connection):
        found = imported(connection)
        states = Counter(each.state for each in found.files)
        forgotten = sum(each.reason == FORGOTTEN for each in found.files)
        return Tally(len(found.sessions), len(found.files), states[QUARANTINED], forgotten)
    contents = _contents(connection)
    starts = [
        (start, key, number)
        for key, number, start in connection.execute("SELECT key, number, start_s FROM session")
    ]
    left_out = {key for (key,) in connection.execute("SELECT key FROM forgotten")}
    states = Counter[str]()
    forgotten = 0
    present = set()
    for _, key, state, _, is_gone in _files(connection, {key for _, key, _ in starts}):
        if state is not None or key in left_out:
            states[state or IGNORED] += 1
            forgotten += state is None
            continue
        if key not in contents:
            raise LibraryDamagedError(DAMAGED)
        present.add(key)
        states.update(known for _, known, _, count in contents[key] if count or not is_gone)
    starts = [each for each in starts if each[1] in present]
    return Tally(_merged_count(connection, starts), states.total(), states[QUARANTINED], forgotten)


def _merged_count(
    connection: sqlite3.Connection, starts: list[tuple[float | None, str, int]]
) -> int:
    """Sessions without those that are copies: only what may be one is loaded and compared."""
    undated = [each[1:] for each in starts if each[0] is None]
    near = sorted({*undated, *_near_another(starts)})
    told = []
    for key, number in near:
        text, wanted = connection.execute(
            "SELECT told, told_checksum FROM session WHERE key = ? AND number = ?", (key, number)
        ).fetchone()
        check(wanted, key, str(number), text)
        told.append(text)
    samples = _samples(connection, near)
    prints = [
        session_of(Stored(text, None, samples[spot]), "", parsed).fingerprint
        for spot, text, parsed in zip(near, told, told_of(told), strict=True)
    ]
    return len(starts) - len(near) + len(group_copies(prints))


def readings(connection: sqlite3.Connection, *, with_segments: bool = False) -> list[Reading]:
    """What each file gave, in the order of ``find_files``.

    A recording whose place a later one of the same time took (a run that was cropped, a cut file
    that was completed) comes with that one, and cannot lead it.
    """
    return settled(connection, _found(connection, with_segments=with_segments))


def all_of(connection: sqlite3.Connection, keys: set[str]) -> set[str]:
    """Contents, and those whose every session they took the place of."""
    return (
        with_replaced(connection, keys, _found(connection, with_segments=False)) if keys else keys
    )


def _found(connection: sqlite3.Connection, *, with_segments: bool) -> list[tuple[str, Reading]]:
    """What each file gave, with the key of its content."""
    contents = _contents(connection)
    sessions, starts = _sessions(connection, with_segments=with_segments)
    told_all = told_of([each.told for kept in sessions.values() for each in kept])
    if [known_number(told["fingerprint"]["start_s"]) for told in told_all] != starts:
        raise LibraryDamagedError(DAMAGED)
    parsed = iter(told_all)
    with_told = {key: [(each, next(parsed)) for each in kept] for key, kept in sessions.items()}
    forgotten = {key for (key,) in connection.execute("SELECT key FROM forgotten")}
    found: list[tuple[str, Reading]] = []
    for path, key, state, reason, is_gone in _files(connection, set(sessions)):
        if state is not None or key in forgotten:
            left_out = FileState(path, None, state or IGNORED, reason or FORGOTTEN)
            found.append((key, Reading(left_out)))
            continue
        if key not in contents:
            raise LibraryDamagedError(DAMAGED)
        own = iter(with_told.get(key, ()))
        for member, known, why, count in contents[key]:
            if is_gone and not count:
                continue
            source = path if member is None else f"{path}!{member}"
            given = [session_of(kept, source, told) for kept, told in islice(own, count)]
            if len(given) != count:
                raise LibraryDamagedError(DAMAGED)
            ids = tuple([session.session_id for session in given])
            reading = Reading(FileState(path, member, known, why, ids), tuple(given))
            found.append((key, reading))
    return found


def _files(
    connection: sqlite3.Connection, with_sessions: set[str]
) -> list[tuple[str, str, str | None, str | None, bool]]:
    """Files in order; of contents that lie nowhere any more, the place where they lay last."""
    rows = connection.execute(
        "SELECT path, key, state, reason, is_gone FROM file ORDER BY is_gone, last_run DESC, path"
    ).fetchall()
    kept, placed = [], set()
    for raw, key, state, reason, is_gone in rows:
        if is_gone and (key in placed or key not in with_sessions):
            continue
        placed.add(key)
        kept.append((os.fsdecode(raw), key, state, reason, bool(is_gone)))
    kept.sort(key=lambda row: (_parts(row[0]), row[1]))
    return kept


def _parts(path: str) -> list[str]:
    """What ``find_files`` sorts absolute paths by."""
    return os.path.normcase(path).split(os.sep)  # noqa: PTH206  (a Path takes much longer)


def _contents(connection: sqlite3.Connection) -> dict[str, tuple[Member, ...]]:
    found = {}
    for key, size, reader, settings, members, wanted in connection.execute(
        "SELECT key, size, reader, settings, members, checksum FROM content"
    ):
        check(wanted, key, str(size), reader, settings, members)
        found[key] = members_of(members)
    return found


def _sessions(
    connection: sqlite3.Connection, *, with_segments: bool
) -> tuple[dict[str, list[Stored]], list[float | None]]:
    """Sessions of each content, and their starts in the same order. [Unix s]

    Samples only of those that could be copies of another.
    """
    told: dict[str, list[str]] = defaultdict(list)
    starts: list[tuple[float | None, str, int]] = []
    for key, number, text, wanted, start in connection.execute(
        "SELECT key, number, told, told_checksum, start_s FROM session ORDER BY key, number"
    ):
        check(wanted, key, str(number), text)
        told[key].append(text)
        starts.append((start, key, number))
    segments = _texts(connection) if with_segments else {}
    samples = _samples(connection, _near_another(starts))
    kept = {
        key: [
            Stored(text, segments.get((key, number)), samples.get((key, number)))
            for number, text in enumerate(texts)
        ]
        for key, texts in told.items()
    }
    return kept, [start for start, _, _ in starts]


def _near_another(starts: list[tuple[float | None, str, int]]) -> list[tuple[str, int]]:
    """Sessions that by their starts may be copies of another."""
    near = near_another([math.nan if start is None else start for start, _, _ in starts])
    return sorted(starts[position][1:] for position in near)


def _texts(connection: sqlite3.Connection) -> dict[tuple[str, int], str]:
    found = {}
    for key, number, text, wanted in connection.execute(
        "SELECT key, number, segments, segments_checksum FROM session"
    ):
        check(wanted, key, str(number), text)
        found[key, number] = text
    return found


def _samples(
    connection: sqlite3.Connection, wanted: list[tuple[str, int]]
) -> dict[tuple[str, int], bytes]:
    found = {}
    for key, number in wanted:
        raw, told = connection.execute(
            "SELECT samples, samples_checksum FROM session WHERE key = ? AND number = ?",
            (key, number),
        ).fetchone()
        check(told, key, str(number), raw)
        found[key, number] = bytes(raw)
    return found
