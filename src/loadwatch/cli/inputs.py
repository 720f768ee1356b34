"""What commands that read a folder share: the files, the diary beside them, the zone, progress."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import typer

if TYPE_CHECKING:
    from loadwatch.diary import Diary
    from loadwatch.importer import Progress

PLAIN_PROGRESS_S = 30.0
FIRST_YEAR, LAST_YEAR = 2000, 2199


def chosen_paths(paths: list[Path] | None) -> list[Path]:
    """Paths that were named, or this folder; each must exist."""
    chosen = paths or [Path()]
    for path in chosen:
        if not path.exists() and not path.is_symlink():
            raise typer.BadParameter(f"there is no file or folder {str(path)!r}")
    return chosen


def checked_day(day: datetime | None, option: str) -> datetime | None:
    """A day within the years that are read."""
    if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise typer.BadParameter(f"{option} takes a day from {FIRST_YEAR} to {LAST_YEAR}")
    return day


def recordings(chosen: list[Path], diary: Diary | None) -> list[Path]:
    """Files to read, without the diary."""
    from loadwatch.importer import find_files  # noqa: PLC0415  (pandas stays out of --help)

    return [path for path in find_files(chosen) if diary is None or not _is_same(path, diary.path)]


def told_diary(wanted: Path | None, beside: Path) -> Diary | None:
    """The diary that was asked for, or the one beside the recordings if there is one."""
    from loadwatch.diary import diary_path, read_diary  # noqa: PLC0415

    path = diary_path(wanted or (beside if beside.is_dir() else beside.parent))
    if os.path.lexists(path):
        return read_diary(path, datetime.now().astimezone().date())
    if wanted is not None:
        raise typer.BadParameter(f"there is no diary {str(path)!r}; loadwatch diary add begins one")
    return None


def _is_same(path: Path, diary: Path) -> bool:
    return path.name == diary.name and path.resolve() == diary.resolve()


def told_zone(name: str | None) -> ZoneInfo | None:
    """The zone of a name; an unknown one is wrong use."""
    if name is None:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise typer.BadParameter(
            f"there is no time zone {name!r}; write it like Europe/Berlin"
        ) from error


@contextmanager
def reading_progress() -> Iterator[Progress]:
    """A bar with files a second and time left on a terminal, else a line every half minute."""
    if not sys.stderr.isatty():
        yield _plain_progress()
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import (  # noqa: PLC0415
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("reading"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading", total=None, rate="")

        def update(done: int, total: int) -> None:
            speed = bar.tasks[0].speed
            rate = f"{speed:.0f} files/s" if speed else ""
            bar.update(task, completed=done, total=total, rate=rate)

        yield update


def _plain_progress() -> Progress:
    began = last = time.monotonic()

    def update(done: int, total: int) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last < PLAIN_PROGRESS_S:
            return
        last = now
        rate = done / (now - began)
        left = (total - done) / rate
        typer.echo(
            f"loadwatch: {done:,} of {total:,} files, {rate:.1f} files/s, about {left:.0f} s left",
            err=True,
        )

    return update
