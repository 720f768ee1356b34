"""``loadwatch analyse``."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import typer

from loadwatch.cli.options import AthleteFile, HeightCm
from loadwatch.cli.output import EXIT_QUARANTINED, OutputFormat, print_text, shows
from loadwatch.cli.profile import told_athlete, with_options

if TYPE_CHECKING:
    from loadwatch.diary import Diary
    from loadwatch.importer import Progress

EXIT_FINDINGS = 10
PLAIN_PROGRESS_S = 30.0
FIRST_YEAR, LAST_YEAR = 2000, 2199


class Level(StrEnum):
    """Severities that ``--fail-on`` takes."""

    INFO = "info"
    CAUTION = "caution"
    WARNING = "warning"


def analyse(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help="Files or folders of watch exports. [default: this folder]"),
    ] = None,
    output: Annotated[
        OutputFormat, typer.Option("--format", envvar="LOADWATCH_FORMAT", help="Output format.")
    ] = OutputFormat.TEXT,
    as_of: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"],
            help="Judge as of this day. [default: the last day on file or in the diary]",
        ),
    ] = None,
    segments: Annotated[
        bool, typer.Option("--segments", help="With JSON: list each session's segments.")
    ] = False,
    weeks: Annotated[
        int, typer.Option(min=1, envvar="LOADWATCH_WEEKS", help="Weeks to list in the text.")
    ] = 12,
    zone: Annotated[
        str | None,
        typer.Option(
            envvar="LOADWATCH_ZONE",
            help="Time zone, like Europe/Berlin, of files that do not tell theirs.",
        ),
    ] = None,
    height_cm: HeightCm = None,
    jobs: Annotated[
        int | None, typer.Option(min=1, envvar="LOADWATCH_JOBS", help="Reading processes.")
    ] = None,
    diary: Annotated[
        Path | None,
        typer.Option(
            envvar="LOADWATCH_DIARY",
            help="The diary; loadwatch-diary.csv in the folder if not told.",
        ),
    ] = None,
    athlete: AthleteFile = None,
    fail_on: Annotated[
        Level | None,
        typer.Option(
            envvar="LOADWATCH_FAIL_ON", help="Exit with 10 if a finding is at least this severe."
        ),
    ] = None,
) -> None:  # fmt: skip
    """Read, judge and print; nothing is kept."""
    from loadwatch import review as reviewing  # noqa: PLC0415  (pandas stays out of --help)
    from loadwatch.importer import find_files  # noqa: PLC0415
    from loadwatch.report import render_json, render_text  # noqa: PLC0415

    chosen = paths or [Path()]
    for path in chosen:
        if not path.exists() and not path.is_symlink():
            raise typer.BadParameter(f"there is no file or folder {str(path)!r}")
    if as_of is not None and not FIRST_YEAR <= as_of.year <= LAST_YEAR:
        raise typer.BadParameter(f"--as-of takes a day from {FIRST_YEAR} to {LAST_YEAR}")
    told = _diary(diary, chosen[0])
    profile, who = told_athlete(athlete, chosen[0])
    own = [path for path in (told.path if told else None, profile) if path is not None]
    files = [path for path in find_files(chosen) if not any(_is_same(path, it) for it in own)]
    with _progress() as progress:
        review = reviewing.analyse(
            files,
            as_of=as_of.date() if as_of else None,
            athlete=with_options(who, height_cm=height_cm, zone=_zone(zone)),
            jobs=jobs,
            progress=progress,
            with_segments=segments,
            diary=told,
        )
    if output is OutputFormat.JSON:
        print_text(render_json(review, with_segments=segments))
    else:
        print_text(render_text(review, weeks=weeks, plain_ascii=not shows("█→")))
    if fail_on and any(
        finding.severity >= _severity(fail_on) for finding in review.judgement.findings
    ):
        raise typer.Exit(EXIT_FINDINGS)
    if any(file.state == "quarantined" for file in review.files):
        raise typer.Exit(EXIT_QUARANTINED)


def _diary(wanted: Path | None, beside: Path) -> Diary | None:
    """The diary that was asked for, or the one beside the recordings if there is one."""
    from loadwatch.diary import diary_path, read_diary  # noqa: PLC0415

    path = diary_path(wanted or (beside if beside.is_dir() else beside.parent))
    if os.path.lexists(path):
        return read_diary(path, datetime.now().astimezone().date())
    if wanted is not None:
        raise typer.BadParameter(f"there is no diary {str(path)!r}; loadwatch diary add begins one")
    return None


def _is_same(path: Path, own: Path) -> bool:
    return path.name == own.name and path.resolve() == own.resolve()


def _severity(level: Level) -> int:
    from loadwatch.rules import Severity  # noqa: PLC0415

    return Severity[level.name]


def _zone(name: str | None) -> str | None:
    try:
        return None if name is None else ZoneInfo(name).key
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
