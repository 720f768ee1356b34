"""The six states of a file, and what a file gave."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from loadwatch.derive.summary import Summary
    from loadwatch.merge import Fingerprint

IMPORTED, PARTIAL, DUPLICATE = "imported", "partial", "duplicate"
SKIPPED, QUARANTINED, IGNORED = "skipped", "quarantined", "ignored"
LEFT_OUT = "one session left out: "
"""What the reason of a file begins with that may give more another time."""
STATES = (IMPORTED, PARTIAL, DUPLICATE, SKIPPED, QUARANTINED, IGNORED)


def are_unusable(members: Iterable[tuple[str, str | None]]) -> bool:
    """Whether one of some members, each a state and a format, is quarantined, or none is known."""
    found = list(members)
    return any(state == QUARANTINED for state, _ in found) or not any(name for _, name in found)


@dataclass(frozen=True)
class Session:
    """One session found in a file, and, once copies are merged, what they gave.

    Parameters
    ----------
    summary : Summary
        What it comes to; of merged copies, with the blocks that each knows best.
    fingerprint : Fingerprint
        By which its copies are found.
    session_id, source : str
        Its name, and its file with the member of an archive.
    sources, copy_ids : tuple of str
        Files and ids of all its copies, its own first.
    taken : tuple of (str, str)
        Names of blocks that come of another file than its own, and which.
    """

    summary: Summary
    fingerprint: Fingerprint
    session_id: str
    source: str
    sources: tuple[str, ...] = ()
    copy_ids: tuple[str, ...] = ()
    taken: tuple[tuple[str, str], ...] = ()

    @property
    def row(self) -> dict[str, object]:
        """The session for ``load.sessions_table``."""
        return {
            **self.summary.row,
            "session_id": self.session_id,
            "source": self.source,
            "sources": list(self.sources),
            "copy_ids": self.copy_ids,
            "start_s": self.summary.start_s,
            "utc_offset_s": self.summary.utc_offset_s,
        }


@dataclass(frozen=True)
class FileState:
    """What became of one file, or one member of an archive.

    Parameters
    ----------
    path : str
        Path as given.
    member : str or None
        Name inside the archive.
    state : str
        One of ``STATES``.
    reason : str
        One plain sentence; empty for a file used whole.
    session_ids : tuple of str
        Sessions that it gave, or that it is a copy of.
    """

    path: str
    member: str | None
    state: str
    reason: str = ""
    session_ids: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Path, and the member after an exclamation mark."""
        return self.path if self.member is None else f"{self.path}!{self.member}"


class Content(NamedTuple):
    """A file's bytes as they were read: their SHA-256 and how many they were. [byte]"""

    digest: str
    size: int


@dataclass(frozen=True)
class Reading:
    """A file state before copies are known, with its sessions.

    Parameters
    ----------
    state : FileState
        What became of it.
    sessions : tuple of Session
        What it gave.
    is_passing : bool
        Whether the place or the machine failed and not the content, which may be sound next time.
    is_failure : bool
        Whether loadwatch itself failed, for want of memory or by a bug: no word on the content.
    content : Content or None
        Of the file, the archive's where it is one; None if it was not read to its end.
    until_s : float
        Unix time from which the same content is told otherwise: when something that was refused
        for lying ahead of now no longer does. [s]
    streams : bytes or None
        What was decoded, where it is to be kept.
    is_derived : bool
        Whether it comes of kept streams, and nothing was decoded; with ``is_passing``, that these
        are of no use any more.
    member_key : str
        What a sound member of an archive goes by, wherever it lies; empty for anything else.
    is_known : bool
        Whether it tells no more than that: who asked for it has read such a member before.
    """

    state: FileState
    sessions: tuple[Session, ...] = ()
    is_passing: bool = False
    is_failure: bool = False
    content: Content | None = None
    until_s: float = math.inf
    streams: bytes | None = field(default=None, compare=False, repr=False)
    is_derived: bool = field(default=False, compare=False)
    member_key: str = field(default="", compare=False)
    is_known: bool = field(default=False, compare=False)

    def alone(self) -> Reading:
        """The same without a word of where it lies."""
        return replace(self, state=replace(self.state, path="", member=None))

    def as_member_of(self, place: Reading) -> Reading:
        """The same, lying where another reading lies."""
        state = replace(self.state, path=place.state.path, member=place.state.member)
        sessions = tuple(replace(each, source=state.name) for each in self.sessions)
        return replace(
            self, state=state, sessions=sessions, content=place.content,
            member_key=place.member_key,
        )  # fmt: skip


@dataclass(frozen=True)
class Span:
    """Some entries of a zip archive that follow each other, to be read by themselves.

    Parameters
    ----------
    path : Path
        Of the archive.
    first : int
        Number of the first entry.
    names : tuple of str
        Of the entries.
    sizes : tuple of int
        What they take. [byte]
    content : Content
        Of the archive.
    mtime_ns : int
        Of the archive when its entries were listed. [ns]
    """

    path: Path
    first: int
    names: tuple[str, ...]
    sizes: tuple[int, ...]
    content: Content
    mtime_ns: int

    @property
    def entries(self) -> range:
        """Numbers of the entries."""
        return range(self.first, self.first + len(self.names))

    def cut(self, most_entries: int, most_bytes: int) -> list[Span]:
        """The same in smaller spans, of one entry at least."""
        spans: list[Span] = []
        for number, (name, size) in enumerate(zip(self.names, self.sizes, strict=True), self.first):
            last = spans[-1] if spans else None
            if last and len(last.names) < most_entries and sum(last.sizes) + size <= most_bytes:
                more = ((*last.names, name), (*last.sizes, size))
                spans[-1] = replace(last, names=more[0], sizes=more[1])
            else:
                spans.append(replace(self, first=number, names=(name,), sizes=(size,)))
        return spans


class Spans(NamedTuple):
    """What stands in for the readings of an archive, or of a span of it: its spans, in order."""

    spans: Sequence[Span]


@dataclass(frozen=True)
class Held:
    """A content of which streams are kept.

    Parameters
    ----------
    path : Path
        Where it lies, or lay last.
    is_there : bool
        Whether it lies there now, to be read if its streams cannot be used.
    key, decoder : str
        What it goes by, and the version of the code that decoded it.
    store : Path
        File that holds the streams.
    """

    path: Path
    is_there: bool
    key: str
    decoder: str
    store: Path


@dataclass(frozen=True)
class Import:
    """All files with their states, all sessions with their copies merged.

    Parameters
    ----------
    files : list of FileState
        In the order of :func:`find_files`.
    sessions : list of Session
        In the order of their starts.
    read_count : int
        Files that reading processes were given; what all others hold was known.
    readings : sequence of Reading
        What each file gave, before copies were merged.
    """

    files: list[FileState] = field(default_factory=list)
    sessions: list[Session] = field(default_factory=list)
    read_count: int = 0
    readings: Sequence[Reading] = field(default=(), repr=False, compare=False)
