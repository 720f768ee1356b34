"""What the benchmarks share: the corpus, sessions read side by side, and the heading."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np

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


def heading(
    title: str, count: int, packages: Sequence[str] = ("fitdecode",), *, of: str = "files"
) -> None:
    """Machine and versions above every result."""
    versions = ", ".join(_version(name) for name in ("loadwatch", "numpy", *packages))
    print(title)
    print(
        f"{_processor()} ({platform.machine()}), {os.cpu_count()} cores, {platform.system()}, "
        f"Python {platform.python_version()}"
    )
    print(f"{versions}; {count} {of}\n")


def _version(name: str) -> str:
    try:
        return f"{name} {version(name)}"
    except PackageNotFoundError:
        return f"{name} not installed"


def _processor() -> str:
    """Model of the processor, where Linux says so."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.processor()


def activities_of(path: Path) -> list[Activity]:
    """Every activity of a file, archives included; none where it cannot be read."""
    found: list[Activity] = []
    with path.open("rb") as file:
        for member in containers.members(file, path.stat().st_size):
            try:
                found += formats.read(Source(member.data, str(path), member.name))
            except FileError:
                continue
    return found


def interval(activity: Activity) -> str:
    """One-second or smart recording, by the median step."""
    step = float(np.median(np.diff(activity.records.time_s))) if len(activity.records) > 1 else 0
    return "1 s" if step <= 1 else "smart"


def _read(path: Path) -> list[tuple[Activity, Summary]]:
    return [(activity, summarise(activity)) for activity in activities_of(path)]


def sessions(paths: Sequence[Path]) -> Iterator[tuple[Path, Activity, Summary]]:
    """Every session of the files with its summary, in order."""
    with ProcessPoolExecutor() as pool:
        for path, found in zip(paths, pool.map(_read, paths, chunksize=4), strict=True):
            for activity, summary in found:
                yield path, activity, summary
