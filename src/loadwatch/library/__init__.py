"""The library of one athlete: what was read once is kept, and never read twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loadwatch.lazily import lazily

if TYPE_CHECKING:
    from loadwatch.library.load import imported
    from loadwatch.library.place import (
        DATABASE_NAME,
        is_there,
        left_beside,
        library_folder,
        own_places,
    )
    from loadwatch.library.scan import Known, Scan, known
    from loadwatch.library.store import held, must_be_there, must_hold_something, reading, writing
    from loadwatch.library.sync import Counts, begin_run, bring_in
else:
    __getattr__ = lazily(
        __name__,
        {
            "DATABASE_NAME": "place",
            "Counts": "sync",
            "Known": "scan",
            "Scan": "scan",
            "begin_run": "sync",
            "bring_in": "sync",
            "held": "store",
            "imported": "load",
            "is_there": "place",
            "known": "scan",
            "left_beside": "place",
            "library_folder": "place",
            "must_be_there": "store",
            "must_hold_something": "store",
            "own_places": "place",
            "reading": "store",
            "writing": "store",
        },
    )

__all__ = [
    "DATABASE_NAME",
    "Counts",
    "Known",
    "Scan",
    "begin_run",
    "bring_in",
    "held",
    "imported",
    "is_there",
    "known",
    "left_beside",
    "library_folder",
    "must_be_there",
    "must_hold_something",
    "own_places",
    "reading",
    "writing",
]
