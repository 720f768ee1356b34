"""What the benchmarks share: the corpus, sessions read side by side, and the heading."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from importlib.metadata import version
from pathlib import Path

from loadwatch import formats
from loadwatch.activity import Activity
from loadwatch.derive.session import Summary, summarise
from loadwatch.errors import FileError
from loadwatch.formats import containers
from loadwatch.formats._base import Source


def corpus() -> Path:
    """The folder of real exports."""
    folder = os.environ.get("LOADWATCH_CORPUS")
    if not folder:
        sys.exit("set LOADWATCH_CORPUS to a folder of real exports with its manifest.csv")
    return Path(folder)


def heading(title: str, count: int) -> None:
    """Machine and versions above every result."""
    packages = ", ".join(f"{name} {version(name)}" for name in ("loadwatch", "fitdecode", "numpy"))
    print(title)
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    print(f"{packages}; {count} files\n")


def _read(path: Path) -> list[tuple[Activity, Summary]]:
    found = []
    with path.open("rb") as file:
        for member in containers.members(file, path.stat().st_size):
            try:
                activities = formats.read(Source(member.data, str(path), member.name))
            except FileError:
                continue
            found += [(activity, summarise(activity)) for activity in activities]
    return found


def sessions(paths: Sequence[Path]) -> Iterator[tuple[Path, Activity, Summary]]:
    """Every session of the files with its summary, in order."""
    with ProcessPoolExecutor() as pool:
        for path, found in zip(paths, pool.map(_read, paths, chunksize=4), strict=True):
            for activity, summary in found:
                yield path, activity, summary
