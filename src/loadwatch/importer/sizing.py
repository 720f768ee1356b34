"""How many reading processes there are: what the machine has, and what the files are worth."""

from __future__ import annotations

import os
from collections.abc import Sequence

SMALL_FILES, SMALL_BYTES = 12, 4_000_000
"""So much is read while a second process would still be starting. [files; byte; choice]"""
MOST_WORKERS = 16
"""More are not begun unasked: each holds about 90 MB, and one process hands out and takes in for
all. [processes; choice]"""


def workers_for(sizes: Sequence[int]) -> int:
    """One process for a small night, else one for each core that this process may use.

    Parameters
    ----------
    sizes : sequence of int
        Of the files to read. [byte]
    """
    if len(sizes) <= SMALL_FILES and sum(sizes) <= SMALL_BYTES:
        return 1
    return min(_cores(), MOST_WORKERS)


def _cores() -> int:
    """Cores that this process may use, which a container or ``taskset`` can make fewer."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
