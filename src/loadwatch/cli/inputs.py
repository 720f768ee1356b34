"""What every command that judges reads: recordings, the diary beside them, a day and a zone."""

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
    from loadwatch.report import Review

PLAIN_PROGRESS_S = 30.0
FIRST_YEAR, LAST_YEAR = 2000, 2199


def read_and_judge(
    paths: list[Path] | None,
    *,
    as_of: datetime | None = None,
    zone: str | None = None,
    height_cm: float = 170.0,
    jobs: int | None = None,
    diary: Path | None = None,
    with_segments: bool = False,
) -> Review:
    """Check the options that several commands have, read and judge.

    Parameters
    ----------
    paths : list of Path or None
        Files and folders; this folder by default.
    as_of : datetime or None
        Day of the judgement.
    zone : str or None
        Zone of files that do not tell theirs.
    height_cm : float
        Body height. [cm]
    jobs : int or None
        Reading processes.
    diary : Path or None
        The diary; the one beside the first path by default.
    with_segments : bool
        Whether the review lists segments.
    """
    from loadwatch import review as reviewing  # noqa: PLC0415  (pandas stays out of --help)
    from loadwatch.importer import find_files  # noqa: PLC0415

    chosen = paths or [Path()]
    for path in chosen:
        if not path.exists() and not path.is_symlink():
            raise typer.BadParameter(f"there is no file or folder {str(path)!r}")
    if as_of is not None and not FIRST_YEAR <= as_of.year <= LAST_YEAR:
        raise typer.BadParameter(f"--as-of takes a day from {FIRST_YEAR} to {LAST_YEAR}")
    told = _diary(diary, chosen[0])
    files = [path for path in find_files(chosen) if told is None or not _is_same(path, told.path)]
    with _progress() as progress:
        return reviewing.analyse(
            files,
            as_of=as_of.date() if as_of else None,
            home_zone=_zone(zone),
            height_m=height_cm / 100,
            jobs=jobs,
            progress=progress,
            with_segments=with_segments,
            diary=told,
        )


def _diary(wanted: Path | None, beside: Path) -> Diary | None:
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


def _zone(name: str | None) -> ZoneInfo | None:
    if name is None:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise typer.BadParameter(
            f"there is no time zone {name!r}; write it like Europe/Berlin"
        ) from error


@contextmanager
def _progress() -> Iterator[Progress]:
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
