"""A library → the same Import that reading its files gives."""

from __future__ import annotations

import math
import os
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from loadwatch.corrections import read_told
from loadwatch.errors import LibraryDamagedError
from loadwatch.importer import FileState, Import, Reading, file_name, merged
from loadwatch.importer.states import IGNORED, QUARANTINED
from loadwatch.library.checked import DAMAGED, Member, check, members_of
from loadwatch.library.codec import Stored, known_number, session_of, told_of
from loadwatch.library.place import folder_of
from loadwatch.library.replaced import has_replaced, settled, with_replaced
from loadwatch.merge import group_copies, near_another, start_near_another

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
    found = readings(connection, with_segments=with_segments)
    return merged(found, apart_ids=told_apart(connection))


def told_apart(connection: sqlite3.Connection) -> tuple[str, ...]:
    """Ids of sessions that are no copies, by the corrections beside a library."""
    return read_told(folder_of(connection)).apart_ids


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
    names: dict[str, list[str]] = {}
    for path, key, state, _, is_gone in _files(connection, {key for _, key, _ in starts}):
        if state is not None or key in left_out:
            states[state or IGNORED] += 1
            forgotten += state is None
            continue
        if key not in contents:
            raise LibraryDamagedError(DAMAGED)
        names[key] = [
            file_name(member or path) for member, *_, count in contents[key] for _ in range(count)
        ]
        states.update(known for _, known, _, count in contents[key] if count or not is_gone)
    starts = [each for each in starts if each[1] in names]
    return Tally(
        _merged_count(connection, starts, names), states.total(), states[QUARANTINED], forgotten
    )


def _merged_count(
    connection: sqlite3.Connection,
    starts: list[tuple[float | None, str, int]],
    names: dict[str, list[str]],
) -> int:
    """Sessions without those that are copies: only what may be one is loaded and compared."""
    first = start_near_another([math.nan if start is None else start for start, *_ in starts])
    undated = {position for position, each in enumerate(starts) if each[0] is None}
    spots = sorted(starts[position][1:] for position in first | undated)
    told = []
    for key, number in spots:
        text, wanted = connection.execute(
            "SELECT told, told_checksum FROM session WHERE key = ? AND number = ?", (key, number)
        ).fetchone()
        check(wanted, key, str(number), text)
        told.append(text)
    parsed = told_of(told)
    samples = _samples(connection, [spots[position] for position in _near_another(parsed)])
    prints = [
        session_of(Stored(text, None, samples.get(spot)), "", each).fingerprint
        for spot, text, each in zip(spots, told, parsed, strict=True)
    ]
    ids = told_apart(connection)
    alone = [at for at, each in enumerate(parsed) if each["session_id"].startswith(ids)]
    groups = group_copies(prints, [names[key][number] for key, number in spots], alone)
    return len(starts) - len(spots) + len(groups)


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
    sessions = _sessions(connection, with_segments=with_segments)
    forgotten = {key for (key,) in connection.execute("SELECT key FROM forgotten")}
    found: list[tuple[str, Reading]] = []
    for path, key, state, reason, is_gone in _files(connection, set(sessions)):
        if state is not None or key in forgotten:
            left_out = FileState(path, None, state or IGNORED, reason or FORGOTTEN)
            found.append((key, Reading(left_out)))
            continue
        if key not in contents:
            raise LibraryDamagedError(DAMAGED)
        own = iter(sessions.get(key, ()))
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
) -> dict[str, list[tuple[Stored, dict[str, Any]]]]:
    """Sessions of each content, each as it is kept and what that tells.

    Samples only of those that could be copies of another.
    """
    spots, texts, starts = [], [], []
    for key, number, text, wanted, start in connection.execute(
        "SELECT key, number, told, told_checksum, start_s FROM session ORDER BY key, number"
    ):
        check(wanted, key, str(number), text)
        spots.append((key, number))
        texts.append(text)
        starts.append(start)
    told = told_of(texts)
    if [known_number(each["fingerprint"]["start_s"]) for each in told] != starts:
        raise LibraryDamagedError(DAMAGED)
    segments = _texts(connection) if with_segments else {}
    samples = _samples(connection, [spots[position] for position in _near_another(told)])
    kept: dict[str, list[tuple[Stored, dict[str, Any]]]] = defaultdict(list)
    for spot, text, each in zip(spots, texts, told, strict=True):
        kept[spot[0]].append((Stored(text, segments.get(spot), samples.get(spot)), each))
    return kept


def _near_another(told: Sequence[dict[str, Any]]) -> list[int]:
    """Positions of sessions that by their times may be copies of another."""
    prints = [each["fingerprint"] for each in told]
    return sorted(
        near_another([each["start_s"] for each in prints], [each["end_s"] for each in prints])
    )


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
