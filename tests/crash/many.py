"""Recordings for the long campaign: real ones where there are any, else the samples."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from tests.conftest import SAMPLES
from tests.library.conftest import at_rest

MOST_FILES, MOST_BYTES = 60, 400_000


def gather(folder: Path) -> Path:
    """Copy some sixty recordings of all kinds and sizes to a folder.

    A campaign over a whole collection would cost its import twice for each kill.
    """
    corpus = os.environ.get("LOADWATCH_CORPUS")
    folder.mkdir()
    place = Path(corpus) if corpus else SAMPLES
    by_kind: dict[str, list[Path]] = {}
    for path in sorted(place.rglob("*")):
        if path.is_file() and path.stat().st_size <= MOST_BYTES:
            by_kind.setdefault(path.suffix.lower(), []).append(path)
    for kind, paths in by_kind.items():
        share = max(2, MOST_FILES * len(paths) // sum(map(len, by_kind.values())))
        ordered = sorted(paths, key=lambda path: (path.stat().st_size, path))
        for number, path in enumerate(ordered[:: max(1, len(ordered) // share)][:share]):
            shutil.copyfile(path, folder / f"{number:02}{kind}")
    at_rest(folder)
    return folder
