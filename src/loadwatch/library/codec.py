"""What was read of a content, to text and bytes and back, exactly; with a checksum each."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from loadwatch.activity import Note
from loadwatch.derive.segments import Segment
from loadwatch.derive.session import Summary
from loadwatch.errors import LibraryDamagedError
from loadwatch.importer import FileState, Reading, Session
from loadwatch.merge import Fingerprint

SAMPLED = ("time_s", "latitude_deg", "longitude_deg", "heart_rate_bpm", "travelled_m")
"""Arrays of a fingerprint, in the order in which they are kept."""


@dataclass(frozen=True)
class Stored:
    """One session as it is kept; what is None has not been loaded.

    Parameters
    ----------
    told : str
        All but the segments and the samples, as JSON.
    segments : str or None
        Segments, as JSON.
    samples : bytes or None
        Arrays of the fingerprint.
    """

    told: str
    segments: str | None = None
    samples: bytes | None = None


def checksum(*parts: str | bytes) -> bytes:
    """Checksum of a row's parts, each with its length."""
    digest = hashlib.sha256()
    for part in parts:
        raw = part.encode("utf-8") if isinstance(part, str) else part
        digest.update(len(raw).to_bytes(8, "big"))
        digest.update(raw)
    return digest.digest()[:16]


def check(wanted: bytes, *parts: str | bytes) -> None:
    """Refuse a row that is not what was written.

    Raises
    ------
    LibraryDamagedError
        If its checksum differs.
    """
    if checksum(*parts) != wanted:
        raise LibraryDamagedError(
            "a reading in the library is damaged; loadwatch rebuild reads your files again"
        )


def stored_members(readings: Sequence[Reading]) -> str:
    """States of a file or of an archive's members, and how many sessions each gave."""
    return _text(
        [
            [reading.state.member, reading.state.state, reading.state.reason, len(reading.sessions)]
            for reading in readings
        ]
    )


def members_of(text: str) -> list[tuple[str | None, str, str, int]]:
    """Member, state, reason and number of sessions, as :func:`stored_members` wrote them."""
    return [(member, state, reason, count) for member, state, reason, count in json.loads(text)]


def stored_session(session: Session) -> Stored:
    """One session to keep; its place on disk is not part of it."""
    summary, found = session.summary, session.fingerprint
    told = {
        "session_id": session.session_id,
        "row": summary.row,
        "start_s": summary.start_s,
        "utc_offset_s": summary.utc_offset_s,
        "notes": [[note.code, note.message, note.count, note.damage] for note in summary.notes],
        "fingerprint": {
            "start_s": found.start_s,
            "end_s": found.end_s,
            "sport": found.sport,
            "content": found.content,
            "serial": found.serial,
            "distance_m": found.distance_m,
            "richness": list(found.richness),
        },
    }
    segments = [
        [each.label, each.begin_s, each.end_s, each.distance_m, each.impact_count, each.source]
        for each in summary.segments
    ]
    arrays = np.stack([getattr(found, name) for name in SAMPLED]).astype("<f8")
    return Stored(_text(told), _text(segments), zlib.compress(arrays.tobytes(), 6))


def session_of(stored: Stored, source: str) -> Session:
    """The same session, found at a source; segments and samples only if they are loaded."""
    told = json.loads(stored.told)
    raw = b"" if stored.samples is None else zlib.decompress(stored.samples)
    arrays = np.frombuffer(raw, "<f8").astype(np.float64).reshape(len(SAMPLED), -1)
    found: dict[str, Any] = told["fingerprint"]
    found |= dict(zip(SAMPLED, arrays, strict=True))
    found["richness"] = tuple(found["richness"])
    segments = json.loads(stored.segments or "[]")
    return Session(
        Summary(
            told["row"],
            [Segment(*each) for each in segments],
            told["start_s"],
            told["utc_offset_s"],
            tuple(Note(*each) for each in told["notes"]),
        ),
        Fingerprint(**found),
        told["session_id"],
        source,
    )


def reading_of(
    path: str, member: str | None, state: str, reason: str, sessions: Sequence[Stored]
) -> Reading:
    """What a file, or a member of an archive, gave, at the path where it lies now."""
    empty = FileState(path, member, state, reason)
    found = tuple(session_of(each, empty.name) for each in sessions)
    ids = tuple(session.session_id for session in found)
    return Reading(FileState(path, member, state, reason, ids), found)


def _text(value: object) -> str:
    """JSON in which a number that is unknown stays one, and every text can be written."""
    return json.dumps(value, separators=(",", ":"), default=_plain)


def _plain(value: object) -> object:
    if isinstance(value, np.generic):
        return value.item()
    raise TypeError(f"{type(value).__name__} cannot be kept")
