"""What was read of a content, to text and bytes and back, exactly; where nothing is rounded."""

from __future__ import annotations

import json
import math
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from loadwatch.activity import Note
from loadwatch.derive.summary import Segment, Summary
from loadwatch.importer import Session
from loadwatch.merge import Fingerprint
from loadwatch.units import Floats

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
            "describes": found.describes,
        },
    }
    segments = [
        [each.label, each.begin_s, each.end_s, each.distance_m, each.impact_count, each.source]
        for each in summary.segments
    ]
    arrays = np.stack([getattr(found, name) for name in SAMPLED]).astype("<f8")
    return Stored(_text(told), _text(segments), zlib.compress(arrays.tobytes(), 6))


def start_of(stored: Stored) -> float | None:
    """Start that a session as it is kept tells. [Unix s]"""
    start_s: float = json.loads(stored.told)["fingerprint"]["start_s"]
    return known_number(start_s)


def told_of(texts: Sequence[str]) -> list[dict[str, Any]]:
    """What :class:`Stored` tells of many sessions; read in one go, since each read costs."""
    told: list[dict[str, Any]] = json.loads(f"[{','.join(texts)}]")
    return told


def session_of(stored: Stored, source: str, told: dict[str, Any] | None = None) -> Session:
    """The same session, found at a source; segments and samples only if they are loaded.

    Parameters
    ----------
    stored : Stored
        As it is kept.
    source : str
        Where its file lies now.
    told : dict, optional
        From :func:`told_of`, where that has been read already.
    """
    if told is None:
        (told,) = told_of([stored.told])
    found = told["fingerprint"]
    times, latitudes, longitudes, hearts, metres = _arrays_of(stored.samples)
    return Session(
        Summary(
            told["row"],
            [Segment(*each) for each in json.loads(stored.segments)] if stored.segments else [],
            told["start_s"],
            told["utc_offset_s"],
            tuple([Note(*each) for each in told["notes"]]),
        ),
        Fingerprint(
            start_s=found["start_s"],
            end_s=found["end_s"],
            sport=found["sport"],
            content=found["content"],
            serial=found["serial"],
            distance_m=found["distance_m"],
            time_s=times,
            latitude_deg=latitudes,
            longitude_deg=longitudes,
            heart_rate_bpm=hearts,
            travelled_m=metres,
            richness=tuple(found["richness"]),
            describes=found.get("describes"),
        ),
        told["session_id"],
        source,
    )


def known_number(value: float) -> float | None:
    """A number as a column has it: NULL where it is unknown."""
    return value if math.isfinite(value) else None


def _arrays_of(samples: bytes | None) -> Sequence[Floats]:
    """Arrays of a fingerprint in the order of ``SAMPLED``; empty ones where they are not loaded."""
    if samples is None:
        return _NO_ARRAYS
    raw = np.frombuffer(zlib.decompress(samples), "<f8")
    return list(raw.astype(np.float64).reshape(len(SAMPLED), -1))


_NO_ARRAYS = [np.empty(0)] * len(SAMPLED)


def _text(value: object) -> str:
    """JSON in which a number that is unknown stays one, and every text can be written."""
    return json.dumps(value, separators=(",", ":"), default=_plain)


def _plain(value: object) -> object:
    if isinstance(value, np.generic):
        return value.item()
    raise TypeError(f"{type(value).__name__} cannot be kept")
