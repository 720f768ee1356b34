"""``loadwatch import``, ``review``, ``imports`` and ``status``: the library, night by night."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from loadwatch.cli.analyse import EXIT_FINDINGS, Level, severity_of
from loadwatch.cli.inputs import (
    checked_day,
    checked_zone,
    reading_progress,
    told_diary,
)
from loadwatch.cli.options import (
    AthleteFile,
    DiaryFile,
    HeightCm,
    Jobs,
    LibraryFolder,
    LibraryName,
    Wait,
    Zone,
)
from loadwatch.cli.output import (
    EXIT_INTERRUPTED,
    EXIT_QUARANTINED,
    OutputFormat,
    print_text,
    shows,
)
from loadwatch.cli.profile import told_athlete, with_options
from loadwatch.cli.shelf import ago, chosen_library, telling_errors

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from loadwatch.athlete import Athlete
    from loadwatch.importer import FileState
    from loadwatch.library import Counts, Scan

LISTED = 20


def import_(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            help="Files or folders of watch exports.",
            show_default="the folders imported before",
        ),
    ] = None,
    library: LibraryFolder = None,
    name: LibraryName = None,
    athlete: AthleteFile = None,
    height_cm: HeightCm = None,
    jobs: Jobs = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be read; keep nothing.")
    ] = False,
    again: Annotated[
        bool, typer.Option("--again", help="Read quarantined files again, too.")
    ] = False,
    notify: Annotated[
        bool,
        typer.Option(
            "--notify", help="Afterwards tell the targets of the library's notify.toml what is new."
        ),
    ] = False,
    wait: Wait = 30.0,
) -> None:  # fmt: skip
    """Read what is new into the library; unchanged files are not opened."""
    from loadwatch import library as shelf  # noqa: PLC0415
    from loadwatch.library.log import folders, stale  # noqa: PLC0415
    from loadwatch.report.words import plural  # noqa: PLC0415

    folder = chosen_library(library, name)
    for path in paths or []:
        if not path.exists() and not path.is_symlink():
            raise typer.BadParameter(f"there is no file or folder {str(path)!r}")
    profile, who = told_athlete(athlete, folder)
    who = with_options(who, height_cm=height_cm)
    told = [path.absolute() for path in paths or []]
    with telling_errors():
        if dry_run:
            with _read_if_there(folder) as connection:
                roots = told or ([] if connection is None else folders(connection))
                known = shelf.Known()
                if connection is not None:
                    known = shelf.known(connection, who, again=again)
            own = shelf.own_places(folder, roots, profile)
            _tell_scan(shelf.scan(known, roots, leave_out=own))
            return
        if not told and not shelf.is_there(folder):
            raise typer.BadParameter("name the folder of your recordings, this first time")
        with _stoppable(), shelf.writing(folder, "import", wait_s=wait) as connection:
            roots = told or folders(connection)
            if not roots:
                raise typer.BadParameter("name the folder of your recordings, this first time")
            run = shelf.begin_run(connection, roots)
            own = shelf.own_places(folder, roots, profile)
            found = shelf.scan(shelf.known(connection, who, again=again), roots, leave_out=own)
            with reading_progress() as progress:
                counts = shelf.bring_in(connection, run, found, who, jobs=jobs, progress=progress)
            _tell_import(connection, folder, found, counts)
            left = stale(connection, who)
    for path in shelf.left_beside(folder, roots):
        typer.echo(f"Not used by the library unless you copy it there: {_shown(path)}", err=True)
    if left.lost:
        kept = f"{plural(left.lost, 'recording')} of which the original is gone: kept as read with "
        typer.echo(f"{kept}another profile or an earlier loadwatch.", err=True)
    if notify:
        from loadwatch.cli.notify import tell_of_library  # noqa: PLC0415

        tell_of_library(folder, day=datetime.now().astimezone(), athlete=athlete)
    if counts.quarantined:
        raise typer.Exit(EXIT_QUARANTINED)


@contextmanager
def _read_if_there(folder: Path) -> Iterator[sqlite3.Connection | None]:
    from loadwatch import library as shelf  # noqa: PLC0415

    if not shelf.is_there(folder):
        yield None
        return
    with shelf.reading(folder) as connection:
        yield connection


@contextmanager
def _stoppable() -> Iterator[None]:
    """Stopped by a key or by the system, what has been read is kept."""

    def stop(_number: int, _frame: object) -> None:
        raise KeyboardInterrupt

    is_main = threading.current_thread() is threading.main_thread()
    before = signal.signal(signal.SIGTERM, stop) if is_main else None
    try:
        yield
    except KeyboardInterrupt:
        typer.echo("Stopped; what was read is kept. Import again to go on.", err=True)
        raise typer.Exit(EXIT_INTERRUPTED) from None
    finally:
        if is_main:
            signal.signal(signal.SIGTERM, before)


def _tell_scan(found: Scan) -> None:
    from loadwatch.report.words import plural  # noqa: PLC0415

    for word, seen in (("read", found.fresh), ("known already", found.known)):
        for each in seen:
            typer.echo(f"{word}: {_shown(each.path)}")
    for word, paths in (
        ("waits", found.waiting),
        ("gone", found.gone),
        ("no folder", found.missing),
    ):
        for path in paths:
            typer.echo(f"{word}: {_shown(path)}")
    typer.echo(
        f"Would read {plural(len(found.fresh), 'file')}; {len(found.unchanged):,} are unchanged. "
        "Nothing was kept."
    )


def _tell_import(connection: sqlite3.Connection, folder: Path, found: Scan, counts: Counts) -> None:
    from loadwatch.library.log import new_trouble  # noqa: PLC0415
    from loadwatch.report.words import plural, shown_name  # noqa: PLC0415

    parts = [f"{plural(counts.read, 'file')} read", f"{counts.unchanged:,} unchanged"]
    parts += [f"{counts.known:,} known from elsewhere"] * bool(counts.known)
    parts += [f"{counts.gone:,} gone from their folder (their runs stay)"] * bool(counts.gone)
    parts += [f"{counts.waiting:,} still being written, left for the next import"] * bool(
        counts.waiting
    )
    typer.echo(f"{', '.join(parts)}. Library: {shown_name(str(folder))}")
    for root in found.missing:
        typer.echo(f"Not there now, nothing changed: {_shown(root)}", err=True)
    if counts.quarantined:
        states = new_trouble(connection)
        for state in states[:LISTED]:
            typer.echo(_told(state), err=True)
        if len(states) > LISTED:
            typer.echo(f"… and {len(states) - LISTED:,} more: loadwatch imports --files", err=True)


def _told(state: FileState) -> str:
    from loadwatch.report.words import shown_name  # noqa: PLC0415

    reason = f": {shown_name(state.reason, 400)}" if state.reason else ""
    return f"{state.state} {shown_name(state.name)}{reason}"


def _shown(path: Path) -> str:
    from loadwatch.report.words import shown_name  # noqa: PLC0415

    return shown_name(str(path))


def review(
    library: LibraryFolder = None,
    name: LibraryName = None,
    output: Annotated[
        OutputFormat, typer.Option("--format", envvar="LOADWATCH_FORMAT", help="Output format.")
    ] = OutputFormat.TEXT,
    as_of: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Judge as of this day.", show_default="today"),
    ] = None,
    segments: Annotated[
        bool, typer.Option("--segments", help="With JSON: list each session's segments.")
    ] = False,
    weeks: Annotated[
        int, typer.Option(min=1, envvar="LOADWATCH_WEEKS", help="Weeks to list in the text.")
    ] = 12,
    zone: Zone = None,
    diary: DiaryFile = None,
    athlete: AthleteFile = None,
    fail_on: Annotated[
        Level | None,
        typer.Option(
            envvar="LOADWATCH_FAIL_ON", help="Exit with 10 if a finding is at least this severe."
        ),
    ] = None,
) -> None:  # fmt: skip
    """Judge what the library holds, as of today."""
    from loadwatch import library as shelf  # noqa: PLC0415
    from loadwatch import review as reviewing  # noqa: PLC0415
    from loadwatch.corrections import read_told  # noqa: PLC0415
    from loadwatch.report import render_json, render_text  # noqa: PLC0415

    folder = chosen_library(library, name)
    day = checked_day(as_of, "--as-of") or datetime.now().astimezone()
    _, who = told_athlete(athlete, folder)
    who = with_options(who, height_cm=None, zone=checked_zone(zone))
    with telling_errors(), shelf.reading(folder) as connection:
        found = shelf.imported(connection, with_segments=segments)
        hints = _hints(connection, who)
    judged = reviewing.review_of(
        found, as_of=day.date(), with_segments=segments, diary=told_diary(diary, folder),
        athlete=who, told=read_told(folder),
    )  # fmt: skip
    if output is OutputFormat.JSON:
        print_text(render_json(judged, with_segments=segments))
    else:
        print_text(render_text(judged, weeks=weeks, plain_ascii=not shows("█→")))
    for hint in hints:
        typer.echo(hint, err=output is OutputFormat.JSON)
    if fail_on and any(
        finding.severity >= severity_of(fail_on) for finding in judged.judgement.findings
    ):
        raise typer.Exit(EXIT_FINDINGS)


def _hints(connection: sqlite3.Connection, who: Athlete) -> list[str]:
    from loadwatch.library.log import last_finished, stale  # noqa: PLC0415

    hints = [f"Library: {ago(last_finished(connection))}."]
    if stale(connection, who).readable:
        hints.append("The profile or loadwatch has changed since: run loadwatch import.")
    return hints


def imports(
    library: LibraryFolder = None,
    name: LibraryName = None,
    count: Annotated[int, typer.Option("--last", min=1, help="Imports to list.")] = 10,
    files: Annotated[
        bool, typer.Option("--files", help="List files with their states instead.")
    ] = False,
    state: Annotated[
        str | None, typer.Option(help="With --files: only this state, like quarantined.")
    ] = None,
) -> None:  # fmt: skip
    """List past imports, or every file and what became of it."""
    from loadwatch import library as shelf  # noqa: PLC0415
    from loadwatch.importer import STATES  # noqa: PLC0415
    from loadwatch.library.log import runs  # noqa: PLC0415

    if state is not None and state not in STATES:
        raise typer.BadParameter(f"--state is one of {', '.join(STATES)}")
    # Printed when the library is closed again: a pager may keep what it is given waiting for long.
    with telling_errors(), shelf.reading(chosen_library(library, name)) as connection:
        states = shelf.imported(connection).files if files or state else []
        log = runs(connection, count)
    if files or state:
        for each in states:
            if state in {None, each.state}:
                print_text(_told(each))
        return
    for run in log:
        told = run.counts
        end = "stopped before its end" if run.ended_at is None else (
            f"{told.read:,} read, {told.unchanged:,} unchanged, {told.waiting:,} waiting, "
            f"{told.gone:,} gone, {told.quarantined:,} newly quarantined"
        )  # fmt: skip
        print_text(f"{run.number:>5}  {run.began_at.astimezone():%Y-%m-%d %H:%M}  {end}")


def status(library: LibraryFolder = None, name: LibraryName = None) -> None:
    """Say what the library holds, and whether imports still come."""
    from loadwatch import library as shelf  # noqa: PLC0415
    from loadwatch.library.log import folders, gone_count, last_finished, runs  # noqa: PLC0415
    from loadwatch.report.words import plural  # noqa: PLC0415

    folder = chosen_library(library, name)
    with telling_errors(), shelf.reading(folder) as connection:
        found = shelf.imported(connection)
        roots, gone = folders(connection), gone_count(connection)
        finished, latest = last_finished(connection), next(iter(runs(connection, 1)), None)
    size = (folder / shelf.DATABASE_NAME).stat().st_size / 1e6
    lines = [
        f"Library: {_shown(folder)}, {size:.1f} MB",
        f"{plural(len(found.sessions), 'session')} from {plural(len(found.files), 'file')}",
        ago(finished).capitalize(),
    ]
    if latest is not None and latest.ended_at is None:
        lines.append(f"The latest import, {latest.began_at.astimezone():%Y-%m-%d %H:%M}, did not "
                     "come to its end, or still runs")  # fmt: skip
    lines += [
        f"Folder: {_shown(root)}{'' if root.exists() else ' (not there now)'}" for root in roots
    ]
    broken = sum(each.state == "quarantined" for each in found.files)
    if broken:
        lines.append(f"{plural(broken, 'file')} quarantined: loadwatch imports --state quarantined")
    if gone:
        lines.append(f"{plural(gone, 'recording')} kept whose originals are gone")
    print_text("\n".join(lines))
