"""What commands on a library share: which one, whose, and how its errors end."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from loadwatch.cli.output import EXIT_FAILED, EXIT_HELD, EXIT_NEWER
from loadwatch.errors import LibraryError, LibraryHeldError, LibraryNewerError, WorkerError

if TYPE_CHECKING:
    from loadwatch.importer import FileState
    from loadwatch.library.clash import Clash
    from loadwatch.library.log import Run


def chosen_library(wanted: Path | None, name: str | None) -> Path:
    """Folder of the library; a name that cannot be one is wrong use."""
    from loadwatch.library.place import library_folder  # noqa: PLC0415  (numpy stays out of --help)

    try:
        return library_folder(wanted, name)
    except LibraryError as error:
        raise typer.BadParameter(str(error)) from error


def told_paths(paths: list[Path] | None) -> list[Path]:
    """Files and folders from the root on; what does not exist is wrong use."""
    found = [told_place(path) for path in paths or []]
    for path in found:
        if not os.path.lexists(path):
            raise typer.BadParameter(f"there is no file or folder {str(path)!r}")
    return found


def told_place(path: Path) -> Path:
    """A path from the root on; a home of nobody is wrong use."""
    from loadwatch.library.place import from_the_root  # noqa: PLC0415

    try:
        return from_the_root(path)
    except LibraryError as error:
        raise typer.BadParameter(str(error)) from error


def told_inbox(wanted: Path | None) -> Path | None:
    """The folder whose files are put away; it may be away itself, like a stick."""
    inbox = None if wanted is None else told_place(wanted)
    if inbox is not None and inbox.exists() and not inbox.is_dir():
        raise typer.BadParameter(f"--put-away takes a folder, and {str(wanted)!r} is none")
    return inbox


def shown(path: Path | str) -> str:
    """A path without control characters and of bounded length."""
    from loadwatch.report.words import shown_name  # noqa: PLC0415

    return shown_name(str(path))


def told_state(state: FileState) -> str:
    """A file with its state and the reason."""
    from loadwatch.report.words import shown_name  # noqa: PLC0415

    reason = f": {shown_name(state.reason, 400)}" if state.reason else ""
    return f"{state.state} {shown_name(state.name)}{reason}"


def clash_lines(clash: Clash) -> Iterator[str]:
    """What a library has in common with another one, a sentence each."""
    from loadwatch.report.words import plural, shown_name  # noqa: PLC0415

    other = shown_name(clash.name)
    if clash.same:
        yield f"{plural(len(clash.same), 'file')} also in the library of {other}"
    for (device, serial), paths in clash.devices.items():
        by = shown_name(f"{device}, serial {serial}")
        yield f"{plural(len(paths), 'file')} by a device that {other} has runs by, too ({by})"


@contextmanager
def telling_errors(before: str = "") -> Iterator[None]:
    """One sentence on stderr, and the exit code that it has."""
    try:
        yield
    except (LibraryError, WorkerError) as error:
        from loadwatch.report.words import shown_name  # noqa: PLC0415

        typer.echo(f"loadwatch: {before}{shown_name(str(error), 600)}", err=True)
        raise typer.Exit(code_of(error)) from error


def code_of(error: Exception) -> int:
    """Exit code of an error."""
    codes: dict[type[Exception], int] = {
        LibraryHeldError: EXIT_HELD,
        LibraryNewerError: EXIT_NEWER,
    }
    return codes.get(type(error), EXIT_FAILED)


def ago(run: Run | None) -> str:
    """When the last import ended, in words, by the clock of this computer."""
    from loadwatch.language import _  # noqa: PLC0415
    from loadwatch.report import words  # noqa: PLC0415
    from loadwatch.shown import time_of_day  # noqa: PLC0415

    if run is None or run.ended_at is None:
        return _("no import has come to its end yet")
    local = run.ended_at.astimezone()
    day = words.ago(local.date(), datetime.now(UTC).astimezone().date())
    return _("last import {ago}, {day} {clock}").format(
        ago=day, day=local.date().isoformat(), clock=time_of_day(local)
    )
