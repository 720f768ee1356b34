"""Content too long to be held at once: Apple Health's, read piece by piece as often as wanted."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO

from loadwatch.errors import LimitError
from loadwatch.formats._base import MAX_RATIO, MIB, RATIO_FLOOR_BYTES

HEAD_BYTES = 4096
MAX_LONG_BYTES = 16_384 * MIB
"""Of one export.xml; twelve years of a watch are some 4 GB. [byte; choice]"""
HEALTH_DATA, CLINICAL_DOCUMENT = "HealthData", "ClinicalDocument"

_PIECE = MIB
_ROOT = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*)*"
    rb"<(?:!DOCTYPE\s+)?(HealthData|ClinicalDocument)[\s>\[]",
    re.DOTALL,
)

Pieces = Callable[[], Iterator[bytes]]


@dataclass(frozen=True, slots=True)
class Long:
    """Content of which only the beginning is held.

    Parameters
    ----------
    digest : str
        SHA-256 of all of it.
    size : int
        Its length. [byte]
    pieces : callable
        Gives it piece by piece, from its beginning each time.
    """

    digest: str
    size: int
    pieces: Pieces


def root_of(head: bytes) -> str:
    """Root of a file of Apple Health's by its first bytes; empty for any other file."""
    match = _ROOT.match(head)
    return match[1].decode() if match else ""


def looked_through(pieces: Pieces, packed: int) -> Long:
    """Read content once to its end, holding nothing.

    Parameters
    ----------
    pieces : callable
        Gives it piece by piece.
    packed : int
        What it takes where it lies. [byte]

    Raises
    ------
    LimitError
        If it is longer than any export, or than so little can hold.
    """
    digest, size = hashlib.sha256(), 0
    for piece in pieces():
        digest.update(piece)
        size += len(piece)
        if size > MAX_LONG_BYTES:
            raise LimitError(f"unpacks to more than {MAX_LONG_BYTES // MIB:,} MiB")
        if size > RATIO_FLOOR_BYTES and size > MAX_RATIO * max(packed, 1):
            raise LimitError(f"unpacks to more than {MAX_RATIO} times its size")
    return Long(digest.hexdigest(), size, pieces)


def pieces_of(opened: Callable[[], IO[bytes]]) -> Pieces:
    """What gives the content of a file that can be opened, or rewound, again and again."""

    def pieces() -> Iterator[bytes]:
        file = opened()
        while piece := file.read(_PIECE):
            yield piece

    return pieces
