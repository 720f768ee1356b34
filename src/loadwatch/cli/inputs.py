"""What commands that read a folder share: files, the diary and profile beside them, progress."""

from __future__ import annotations

import importlib
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from loadwatch.cli.cache import reading_through_cache
from loadwatch.cli.output import EXIT_FAILED
from loadwatch.cli.profile import read_by, told_athlete, with_options
from loadwatch.errors import LadderError, WorkerError

if TYPE_CHECKING:
    from loadwatch.athlete import Athlete
    from loadwatch.corrections import Told
    from loadwatch.diary import Diary
    from loadwatch.importer import Import, Progress
    from loadwatch.programme import Ladder
    from loadwatch.report import Review

PLAIN_PROGRESS_S = 30.0
FIRST_YEAR, LAST_YEAR = 2000, 2199


@dataclass(frozen=True)
class Inputs:
    """What a command was given.

    Parameters
    ----------
    files : list of Path
        Recordings, without the diary and the profile in use.
    diary : Diary or None
        The one that was asked for, or the one beside the recordings.
    athlete : Athlete
        The profile, with options above it.
    folder : Path
        Where the recordings lie.
    told : Told
        Corrections and acknowledgements beside them.
    """

    files: list[Path]
    diary: Diary | None
    athlete: Athlete
    folder: Path
    told: Told


def read_inputs(
    paths: list[Path] | None,
    *,
    diary: Path | None,
    athlete: Path | None,
    height_cm: float | None,
    zone: str | None,
    units: str | None = None,
    clock: str | None = None,
) -> Inputs:
    """Files, diary and profile of a command; what does not exist is wrong use."""
    from loadwatch.corrections import read_told  # noqa: PLC0415
    from loadwatch.importer import find_files  # noqa: PLC0415  (pandas stays out of --help)

    chosen = paths or [Path()]
    for path in chosen:
        if not path.exists() and not path.is_symlink():
            raise typer.BadParameter(f"there is no file or folder {str(path)!r}")
    folder = chosen[0] if chosen[0].is_dir() else chosen[0].parent
    right = read_told(folder)
    profile, who = told_athlete(athlete, folder)
    who = with_options(who, height_cm=height_cm, zone=checked_zone(zone))
    read_by(who, units=units, clock=clock)
    told = told_diary(diary, folder, who)
    own = [path for path in (told.path if told else None, profile, *right.paths) if path]
    return Inputs(
        [path for path in find_files(chosen) if not any(_is_same(path, it) for it in own)],
        told,
        who,
        folder,
        right,
    )


def now_in(zone: str | None) -> datetime:
    """The moment by the clock of an athlete's time zone; by this computer's if none is told."""
    if not zone:
        return datetime.now(UTC).astimezone()
    from zoneinfo import ZoneInfo  # noqa: PLC0415

    return datetime.now(UTC).astimezone(ZoneInfo(zone))


def checked_day(day: datetime | None, option: str) -> datetime | None:
    """A day within the years that are read."""
    if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise typer.BadParameter(f"{option} takes a day from {FIRST_YEAR} to {LAST_YEAR}")
    return day


def read_and_judge(
    given: Inputs,
    *,
    as_of: datetime | None,
    jobs: int | None,
    no_cache: bool = False,
    with_segments: bool = False,
) -> Review:
    """Read what was given, with progress, and judge it as of a day."""
    _, review = read_and_judge_both(
        given, as_of=as_of, jobs=jobs, no_cache=no_cache, with_segments=with_segments
    )
    return review


def read_and_judge_both(
    given: Inputs,
    *,
    as_of: datetime | None,
    jobs: int | None,
    no_cache: bool = False,
    with_segments: bool = False,
) -> tuple[Import, Review]:
    """Read what was given, with progress, and judge it: what was read, and the judgement."""
    as_of = checked_day(as_of, "--as-of")
    found = read_files(
        given, jobs=jobs, no_cache=no_cache, with_segments=with_segments,
        meanwhile=be_ready_to_judge,
    )  # fmt: skip
    from loadwatch.review import review_of  # noqa: PLC0415  (loaded while files were read)

    return found, review_of(
        found,
        as_of=as_of.date() if as_of else None,
        athlete=given.athlete,
        with_segments=with_segments,
        diary=given.diary,
        told=given.told,
    )


def be_ready_to_judge() -> None:
    """Load what judges and what prints, while others start to read."""
    for name in ("review", "report.json", "report.short", "report.text"):
        importlib.import_module(f"loadwatch.{name}")


def read_files(
    given: Inputs,
    *,
    jobs: int | None = None,
    no_cache: bool = False,
    with_segments: bool = False,
    meanwhile: Callable[[], None] | None = None,
) -> Import:
    """Read what was given, with progress, without judging it."""
    from loadwatch.importer import import_files  # noqa: PLC0415

    with reading_through_cache(without=no_cache) as cache, reading_progress() as progress:
        return import_files(
            given.files, jobs=jobs, athlete=given.athlete, progress=progress,
            meanwhile=meanwhile, cache=cache, with_segments=with_segments,
        )  # fmt: skip


def tell_diary_problems(given: Inputs) -> None:
    """Say on stderr what of the diary cannot be used, where a report has no room for it."""
    from loadwatch.report.words import shown_name  # noqa: PLC0415

    for problem in [] if given.diary is None else given.diary.problems:
        typer.echo(f"Diary, not used: {shown_name(problem)}", err=True)
    for problem in given.told.problems:
        typer.echo(f"Not used: {shown_name(problem)}", err=True)


def told_diary(wanted: Path | None, folder: Path, who: Athlete) -> Diary | None:
    """The diary that was asked for, or the one beside the recordings if there is one.

    Its days are held against the day it is where the athlete lives.
    """
    from loadwatch.diary import diary_path, read_diary  # noqa: PLC0415

    path = diary_path(wanted or folder)
    if os.path.lexists(path):
        return read_diary(path, now_in(who.zone).date())
    if wanted is not None:
        raise typer.BadParameter(f"there is no diary {str(path)!r}; loadwatch diary add begins one")
    return None


def _is_same(path: Path, own: Path) -> bool:
    return path.name == own.name and path.resolve() == own.resolve()


def checked_zone(name: str | None) -> str | None:
    """A time zone that exists."""
    if name is None:
        return None
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError  # noqa: PLC0415  (only where one is told)

    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise typer.BadParameter(
            f"there is no time zone {name!r}; write it like Europe/Berlin"
        ) from error


@contextmanager
def reading_progress() -> Iterator[Progress]:
    """A bar with files a second and time left on a terminal, else a line every half minute.

    Where no file can be read at all, the command ends with exit code 1 and a sentence.
    """
    try:
        with _progress() as update:
            yield update
    except WorkerError as error:
        typer.echo(f"loadwatch: {error}", err=True)
        raise typer.Exit(EXIT_FAILED) from None


@contextmanager
def _progress() -> Iterator[Progress]:
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


def checked_ladder(wanted: str | None, beside: Path | None = None) -> Ladder:
    """The ladder of a name or a file, ours by default."""
    from loadwatch.programme import LADDERS, find_ladder  # noqa: PLC0415

    try:
        return find_ladder(wanted or LADDERS[0], beside=beside)
    except LadderError as error:
        raise typer.BadParameter(str(error)) from error
