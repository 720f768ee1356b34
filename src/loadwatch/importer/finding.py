"""Which files there are, told by their names alone."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from loadwatch.athlete import ATHLETE_NAME

ACTIVITY_SUFFIXES = (".fit", ".gpx", ".tcx", ".gz", ".zip")
NO_RECORDINGS = {
    "inprogressactivity.fit": "a recording still in progress",
    ATHLETE_NAME: "a profile, not a recording",
    "notify.toml": "settings of messages, not a recording",
    "notified.csv": "a list of messages that were sent, not a recording",
}
"""Files that are known by their name and hold no recording of their own, and why."""


def find_files(paths: Iterable[Path]) -> list[Path]:
    """Every file below the given paths, sorted, each once.

    Folders that cannot be listed, links to folders, hidden folders and folders named like an
    activity file stand among them, so that each gets its state; hidden ones are not entered.
    """
    found: set[Path] = set()
    unlisted: list[OSError] = []
    for path in paths:
        if os.path.isdir(path):  # noqa: PTH112  (a closed folder above it is no error)
            for place, folders, names in os.walk(path, onerror=unlisted.append):
                folder = Path(place)
                found.update(folder / name for name in names)
                found.update(folder / name for name in folders if _is_odd(folder / name))
                folders[:] = [name for name in folders if not is_ignored(name)]
        else:
            found.add(path)
    found.update(Path(error.filename) for error in unlisted)
    return sorted(found, key=_in_order)


def _in_order(path: Path) -> list[str]:
    """What paths are sorted by; comparing them as they are takes most of the time."""
    return [os.path.normcase(part) for part in path.parts]


def _is_odd(folder: Path) -> bool:
    named_so = folder.suffix.lower() in ACTIVITY_SUFFIXES
    return folder.is_symlink() or is_ignored(folder.name) or named_so


def is_ignored(name: str, parts: Sequence[str] = ()) -> bool:
    """Whether a file or folder is hidden, a system's own, or known to be no recording."""
    return name.startswith(".") or "__MACOSX" in (name, *parts) or name.lower() in NO_RECORDINGS


def content_key(name: str, digest: str) -> str:
    """What a content goes by: how a file that is no activity is judged depends on its ending."""
    ending = os.path.splitext(name)[1].lower()  # noqa: PTH122  (a Path for each takes longer)
    return digest + (ending if ending in ACTIVITY_SUFFIXES else "")


def why_ignored(name: str) -> str:
    """Why a file with an ignored name is no recording."""
    return NO_RECORDINGS.get(name.lower(), "hidden")
