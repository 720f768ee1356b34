"""What a format is, what it is given, and the limits that keep reading bounded."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from loadwatch.activity import Activity

MIB = 1024 * 1024

MAX_FILE_BYTES = 64 * MIB
"""Bytes of one input file: 1.5 million FIT records. [byte; choice]"""
MAX_UNPACKED_BYTES = 256 * MIB
"""Bytes of one unpacked member. [byte; choice]"""
MAX_RATIO = 200
"""Unpacked over packed bytes, judged above RATIO_FLOOR_BYTES; real GPX packs 3 to 23 : 1."""
RATIO_FLOOR_BYTES = 8 * MIB
MAX_ARCHIVE_BYTES = 16_384 * MIB
"""Bytes of one archive as it lies there; photos and films are most of a large one. [byte; choice]
"""
MAX_TOTAL_BYTES = 32_768 * MIB
"""Bytes that the members of one archive unpack to, photos and films aside. [byte; choice]"""
MAX_MEMBERS = 100_000
"""Of one archive: an account of ten years has some ten thousand recordings and as many photos.
[choice]"""
MAX_DEPTH = 2
MAX_RECORDS = 500_000
"""Samples of one file: 5.8 days at one a second. [samples; choice]"""
QUARTER_HOUR_S, MAX_OFFSET_S = 900, 16 * 3600
"""Offsets of local times are told in steps of the one, up to the other. [s; choice]"""
MOST_REPORTED = 1e10
"""A sum that a file gives beyond this, or below 0, is damage. [unit of the sum; choice]"""
EARLIEST_START_S = 946_684_800.0
"""2000-01-01: an earlier start means that the clock was not set. [Unix s; choice]"""
MAX_AHEAD_S = 48 * 3600.0
"""How far ahead of now a start may lie: zones and small clock errors. [s; choice]"""


@dataclass(frozen=True, slots=True)
class Source:
    """Bytes to read and where they came from.

    Parameters
    ----------
    data : bytes
        The whole content, unpacked; of a long one its beginning.
    path : str
        Path of the file on disk, for messages.
    member : str or None
        Name inside an archive, for messages; never used as a path.
    long : callable or None
        Gives a content that is too long to be held, piece by piece.
    """

    data: bytes
    path: str = ""
    member: str | None = None
    long: Callable[[], Iterator[bytes]] | None = None

    def pieces(self) -> Iterator[bytes]:
        """The whole content, piece by piece, from its beginning."""
        return iter((self.data,)) if self.long is None else self.long()


@dataclass(frozen=True, slots=True)
class Format:
    """One file format.

    Parameters
    ----------
    name : str
        Name for people, also stored in ``Activity.format``.
    suffixes : tuple of str
        Usual endings; shown to people, never used to decide.
    recognises : callable
        Whether the first bytes of a file are this format's.
    read : callable
        ``Source`` to activities. Raises a ``FileError`` and nothing else.
    """

    name: str
    suffixes: tuple[str, ...]
    recognises: Callable[[bytes], bool]
    read: Callable[[Source], list[Activity]]


def plausible_time(time_s: float) -> bool:
    """Whether a Unix time can be the start of a recording. [s]"""
    return EARLIEST_START_S <= time_s <= time.time() + MAX_AHEAD_S
