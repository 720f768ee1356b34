"""``loadwatch import``: what is new goes into a library, or into each athlete's."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from loadwatch.cli.everyone import athletes, first_of, for_everyone, refuse_with_all, whose
from loadwatch.cli.inputs import reading_progress
from loadwatch.cli.options import (
    AthleteFile,
    Everyone,
    HeightCm,
    Jobs,
    LibraryFolder,
    LibraryName,
    PutAwayFolder,
    Wait,
)
from loadwatch.cli.output import (
    EXIT_FAILED,
    EXIT_FINDINGS,
    EXIT_INTERRUPTED,
    EXIT_QUARANTINED,
    Interrupted,
)
from loadwatch.cli.profile import told_athlete, with_options
from loadwatch.cli.shelf import (
    chosen_library,
    clash_lines,
    shown,
    telling_errors,
    told_inbox,
    told_paths,
    told_state,
)

if TYPE_CHECKING:
    import sqlite3

    from loadwatch.athlete import Athlete
    from loadwatch.library import Scan
    from loadwatch.library.bring import Brought
    from loadwatch.library.put_away import PutAway

LISTED = 20
SOUND = (0, EXIT_QUARANTINED, EXIT_FINDINGS)
"""Exit codes of a night that is a sign of life."""
_Fresh = dict[Path, frozenset[Path]]
"""Folder of each library → where the files that are new in it lie."""
NO_FOLDER = "name the folder of your recordings, this first time"


@dataclass(frozen=True)
class _Asked:
    paths: list[Path]
    athlete: Path | None
    height_cm: float | None
    jobs: int | None
    again: bool
    notify: bool
    wait_s: float
    inbox: Path | None


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
    everyone: Everyone = False,
    athlete: AthleteFile = None,
    height_cm: HeightCm = None,
    jobs: Jobs = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be read; keep nothing.")
    ] = False,
    again: Annotated[
        bool, typer.Option("--again", help="Read quarantined files again, too.")
    ] = False,
    put_away: PutAwayFolder = None,
    notify: Annotated[
        bool,
        typer.Option(
            "--notify", help="Afterwards tell the targets of the library's notify.toml what is new."
        ),
    ] = False,
    wait: Wait = 30.0,
) -> None:  # fmt: skip
    """Read what is new into the library; unchanged files are not opened."""
    fresh: _Fresh = {}
    if everyone:
        refuse_with_all(
            {"PATH": paths, "--put-away": put_away, "--name": name, "--athlete": athlete,
             "--height-cm": height_cm, "--dry-run": dry_run or None}
        )  # fmt: skip
        asked = _Asked([], None, None, jobs, again, notify, wait, None)
        with _stoppable():
            code = for_everyone(library, lambda each: _one_of_many(each, asked, fresh))
            _tell_common(fresh, with_names=True)
        if notify:
            code = first_of([code, _tell_coach(library, is_sound=code in SOUND)])
        raise typer.Exit(code)
    folder = chosen_library(library, name)
    inbox = told_inbox(put_away)
    asked = _Asked(told_paths(paths), athlete, height_cm, jobs, again, notify, wait, inbox)
    if dry_run:
        _dry_run(folder, asked)
        return
    with _stoppable():
        code = _bring_in(folder, asked, fresh)
        _tell_common(fresh, with_names=False)
    if notify:
        from loadwatch.cli.notify import tell_of_library  # noqa: PLC0415

        tell_of_library(folder, name, athlete=athlete, is_sound=code in SOUND)
    if code:
        raise typer.Exit(code)


def _one_of_many(folder: Path, asked: _Asked, fresh: _Fresh) -> int:
    """Import into one of several libraries, and tell its own targets if it has any."""
    from loadwatch import library as shelf  # noqa: PLC0415
    from loadwatch.notify.targets import CONFIG_NAME  # noqa: PLC0415

    if not shelf.is_there(folder):
        told = f"nothing was imported yet: loadwatch import FOLDER {whose(folder)}"
        typer.echo(f"{shown(folder.name)}: {told}", err=True)
        return 0
    code = _bring_in(folder, asked, fresh, f"{shown(folder.name)}: ")
    if asked.notify and (folder / CONFIG_NAME).exists():
        from loadwatch.cli.notify import tell_of_library  # noqa: PLC0415

        tell_of_library(folder, folder.name, is_sound=code in SOUND)
    return code


def _tell_coach(library: Path | None, *, is_sound: bool) -> int:
    """One message about all athletes, where a notify.toml lies beside their libraries."""
    from loadwatch.cli.notify import tell_of_all_libraries  # noqa: PLC0415
    from loadwatch.notify.targets import CONFIG_NAME  # noqa: PLC0415

    if not (athletes(library)[0].parent / CONFIG_NAME).exists():
        return 0
    try:
        tell_of_all_libraries(library, is_sound=is_sound)
    except typer.Exit as end:
        return end.exit_code
    return 0


def _dry_run(folder: Path, asked: _Asked) -> None:
    from loadwatch import library as shelf  # noqa: PLC0415
    from loadwatch.library.log import folders  # noqa: PLC0415
    from loadwatch.library.put_away import with_inbox  # noqa: PLC0415
    from loadwatch.library.scan import scan  # noqa: PLC0415

    profile, who = _profile(folder, asked)
    roots, known = with_inbox(asked.paths, asked.inbox), shelf.Known()
    with telling_errors():
        if shelf.is_there(folder):
            with shelf.reading(folder) as connection:
                roots = roots or folders(connection)
                known = shelf.known(connection, who, again=asked.again)
        own = shelf.own_places(folder, roots, profile)
        _tell_scan(scan(known, roots, leave_out=own))


def _bring_in(folder: Path, asked: _Asked, fresh: _Fresh, before: str = "") -> int:
    """Import into one library; its exit code, 0 or 3, or 1 if something stays to be done."""
    from loadwatch import library as shelf  # noqa: PLC0415
    from loadwatch.errors import FoldersAwayError  # noqa: PLC0415
    from loadwatch.library.bring import bring  # noqa: PLC0415
    from loadwatch.library.log import folders, stale  # noqa: PLC0415
    from loadwatch.library.put_away import with_inbox  # noqa: PLC0415
    from loadwatch.report.words import plural, shown_name  # noqa: PLC0415

    profile, who = _profile(folder, asked)
    with telling_errors(before):
        if not asked.paths and not asked.inbox and not shelf.is_there(folder):
            raise typer.BadParameter(NO_FOLDER)
        with shelf.writing(folder, "import", wait_s=asked.wait_s) as connection:
            roots = with_inbox(asked.paths or folders(connection), asked.inbox)
            if not roots:
                raise typer.BadParameter(NO_FOLDER)
            own = shelf.own_places(folder, roots, profile)
            try:
                with reading_progress() as progress:
                    brought = bring(
                        connection, roots, who, own=own, inbox=asked.inbox, again=asked.again,
                        jobs=asked.jobs, progress=progress, wait=_let_rest,
                    )  # fmt: skip
            except FoldersAwayError as error:
                typer.echo(f"loadwatch: {before}{shown_name(str(error), 600)}", err=True)
                return EXIT_FAILED
            _tell_import(connection, folder, brought, before)
            left = stale(connection, who)
    fresh[folder] = brought.fresh
    for path in shelf.left_beside(folder, roots):
        told = f"Not used by the library unless you copy it there: {shown(path)}"
        typer.echo(f"{before}{told}", err=True)
    if left.lost:
        kept = f"{plural(left.lost, 'recording')} of which the original is gone: kept as read with "
        typer.echo(f"{before}{kept}another profile or an earlier loadwatch.", err=True)
    if brought.moved:
        _tell_moved(brought.moved, before)
        if brought.moved.problems:
            return EXIT_FAILED
    return EXIT_QUARANTINED if brought.counts.quarantined else 0


def _let_rest(count: int) -> None:
    """Wait as long as a file must stand still before it is read."""
    from loadwatch.library.scan import AT_REST_S  # noqa: PLC0415
    from loadwatch.report.words import plural  # noqa: PLC0415

    told = (
        f"{plural(count, 'file')} changed a moment ago; waiting {AT_REST_S:g} s for an end of it."
    )
    typer.echo(told, err=True)
    time.sleep(AT_REST_S)


def _tell_common(fresh: _Fresh, *, with_names: bool) -> None:
    """What of these imports lies with another athlete, too."""
    from loadwatch.library.clash import new_in_common  # noqa: PLC0415

    for folder, clash in new_in_common(fresh):
        before = f"{shown(folder.name)}: " if with_names else ""
        for line in clash_lines(clash):
            typer.echo(f"{before}{line}; loadwatch imports --files lists them", err=True)


def _profile(folder: Path, asked: _Asked) -> tuple[Path | None, Athlete]:
    profile, who = told_athlete(asked.athlete, folder)
    return profile, with_options(who, height_cm=asked.height_cm)


@contextmanager
def _stoppable() -> Iterator[None]:
    """Stopped by a key or by the system, what has been read is kept."""

    def stop(_number: int, _frame: object) -> None:
        raise Interrupted

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
            typer.echo(f"{word}: {shown(each.path)}")
    for word, paths in (
        ("waits", found.waiting),
        ("gone", found.gone),
        ("no folder", found.missing),
    ):
        for path in paths:
            typer.echo(f"{word}: {shown(path)}")
    typer.echo(
        f"Would read {plural(len(found.fresh), 'file')}; {len(found.unchanged):,} are unchanged. "
        f"{_would_derive(len(found.derivable))}Nothing was kept."
    )


def _would_derive(count: int) -> str:
    return f"{count:,} would be derived anew from kept streams. " if count else ""


def _tell_import(
    connection: sqlite3.Connection, folder: Path, brought: Brought, before: str
) -> None:
    from loadwatch.library.rows import lies_there  # noqa: PLC0415
    from loadwatch.library.trouble import new_trouble  # noqa: PLC0415
    from loadwatch.report.words import plural, shown_name  # noqa: PLC0415

    found, counts = brought.found, brought.counts
    parts = [f"{plural(counts.read, 'file')} read", f"{counts.unchanged:,} unchanged"]
    parts += [f"{counts.derived:,} derived anew from kept streams"] * bool(counts.derived)
    told = f"{counts.members_known:,} of their members known and not decoded again"
    parts += [told] * bool(counts.members_known)
    parts += [f"{counts.known:,} known from elsewhere"] * bool(counts.known)
    parts += [f"{counts.gone:,} gone from their folder (their runs stay)"] * bool(counts.gone)
    parts += [f"{counts.waiting:,} still being written, left for the next import"] * bool(
        counts.waiting
    )
    typer.echo(f"{before}{', '.join(parts)}. Library: {shown(folder)}")
    for root in found.missing:
        typer.echo(f"{before}Not there now, nothing changed: {shown(root)}", err=True)
    as_before = [seen for seen in found.failed if lies_there(connection, seen)]
    for seen in as_before[:LISTED]:
        told = f"{shown(seen.path)}: {shown_name(seen.reason or '', 400)}"
        typer.echo(f"{before}Not readable now, kept as it was read before: {told}", err=True)
    if len(as_before) > LISTED:
        typer.echo(f"{before}… and {len(as_before) - LISTED:,} more like that", err=True)
    if counts.quarantined:
        states = new_trouble(connection)
        for state in states[:LISTED]:
            typer.echo(f"{before}{told_state(state)}", err=True)
        if len(states) > LISTED:
            typer.echo(
                f"{before}… and {len(states) - LISTED:,} more: loadwatch imports --files", err=True
            )


def _tell_moved(moved: PutAway, before: str) -> None:
    from loadwatch.report.words import plural, shown_name  # noqa: PLC0415

    if moved.done or moved.failed:
        typer.echo(f"{before}{plural(moved.done, 'file')} put in done, {moved.failed:,} in failed.")
    for problem in moved.problems[:LISTED]:
        typer.echo(f"{before}{shown_name(problem, 400)}", err=True)
    if len(moved.problems) > LISTED:
        typer.echo(f"{before}… and {len(moved.problems) - LISTED:,} more stay", err=True)
