"""Recordings whose place a later one of the same time took, as a cropped run does of the whole."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from loadwatch.importer import Reading, Session
from loadwatch.merge import Fingerprint, is_at_one_time

Found = Sequence[tuple[str, Reading]]
"""What each file gave, with the key of its content."""
Spot = tuple[int, int]
"""A reading, and a session in it."""


def settled(connection: sqlite3.Connection, found: Found) -> list[Reading]:
    """Readings in which sessions that were replaced stand as copies with what replaced them.

    They cannot lead, their file is not listed a second time, and what a person said of them is
    said of what replaced them.
    """
    later = _later(connection)
    if not later:
        return [reading for _, reading in found]
    sessions = _sessions(found)
    replacing = _replacing(found, sessions, later)
    if not replacing:
        return [reading for _, reading in found]
    given: dict[int, list[Session]] = defaultdict(list)
    ids: dict[int, list[str]] = defaultdict(list)
    for spot, session in sessions.items():
        if spot not in replacing:
            given[spot[0]].append(session)
            ids[spot[0]].append(session.session_id)
    for spot, by in replacing.items():
        last = _last_copy_of(sessions[by].fingerprint)
        given[by[0]].append(replace(sessions[spot], fingerprint=last))
    return [
        Reading(replace(reading.state, session_ids=tuple(ids[i])), tuple(given[i]))
        for i, (_, reading) in enumerate(found)
        if given[i] or not reading.sessions
    ]


def has_replaced(connection: sqlite3.Connection) -> bool:
    """Whether something came later to a place of what lies nowhere any more."""
    return bool(_later(connection))


def with_replaced(connection: sqlite3.Connection, keys: set[str], found: Found) -> set[str]:
    """Contents, and those whose every session they replaced."""
    sessions = _sessions(found)
    replacing = _replacing(found, sessions, _later(connection))
    by: dict[str, set[str]] = defaultdict(set)
    for spot in sessions:
        by[found[spot[0]][0]].add(found[replacing.get(spot, spot)[0]][0])
    return keys | {key for key, others in by.items() if key not in others and others <= keys}


def _sessions(found: Found) -> dict[Spot, Session]:
    return {
        (i, n): session
        for i, (_, reading) in enumerate(found)
        for n, session in enumerate(reading.sessions)
    }


def _later(connection: sqlite3.Connection) -> dict[str, set[str]]:
    """Contents that lie nowhere any more, and what came later to a place of theirs."""
    later: dict[str, set[str]] = defaultdict(set)
    for key, other in connection.execute(
        """
        SELECT file.key, now.key FROM file JOIN file AS now
            ON now.path = file.path AND now.key <> file.key AND now.last_run > file.last_run
        WHERE file.is_gone AND file.key <> '' AND now.key <> ''
          AND NOT EXISTS (SELECT 1 FROM file AS own WHERE own.key = file.key AND NOT own.is_gone)
        """
    ):
        later[key].add(other)
    return {
        key: {other for other in others if key not in later.get(other, ())}
        for key, others in list(later.items())
    }


def _replacing(
    found: Found, sessions: dict[Spot, Session], later: dict[str, set[str]]
) -> dict[Spot, Spot]:
    """Sessions that were replaced, and what replaced them: undamaged, not replaced itself."""
    spots: dict[str, list[Spot]] = defaultdict(list)
    for spot in sessions:
        spots[found[spot[0]][0]].append(spot)
    replacing: dict[Spot, Spot] = {}

    def end_of(spot: Spot) -> Spot:
        while spot in replacing:
            spot = replacing[spot]
        return spot

    for key in sorted(later):
        for spot in spots[key]:
            own = sessions[spot].fingerprint
            for by in (by for other in sorted(later[key]) for by in spots[other]):
                its = sessions[by].fingerprint
                if its.is_whole and is_at_one_time(own, its) and end_of(by) != spot:
                    replacing[spot] = by
                    break
    return {spot: end_of(spot) for spot in replacing}


def _last_copy_of(print_: Fingerprint) -> Fingerprint:
    """The same, in the last place among its copies."""
    return replace(print_, richness=(False, -1, 0, 0, print_.content))
