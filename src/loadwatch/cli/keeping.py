"""``loadwatch forget``, ``verify``, ``rebuild`` and ``backup``: looking after a library."""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from loadwatch.cli.inputs import reading_progress
from loadwatch.cli.options import AthleteFile, HeightCm, Jobs, LibraryFolder, LibraryName, Wait
from loadwatch.cli.output import EXIT_FAILED
from loadwatch.cli.profile import told_athlete, with_options
from loadwatch.cli.shelf import chosen_library, telling_errors, told_paths, told_place
from loadwatch.errors import LibraryError

if TYPE_CHECKING:
    import sqlite3


def forget(
    what: Annotated[
        list[str] | None,
        typer.Argument(help="Sessions (the beginning of their id), files or folders."),
    ] = None,
    library: LibraryFolder = None,
    name: LibraryName = None,
    gone: Annotated[
        bool,
        typer.Option(
            "--gone", help="Those too whose originals are gone; without a name, all of these."
        ),
    ] = False,
    undo: Annotated[
        bool, typer.Option("--undo", help="Take that back: the next import reads them again.")
    ] = False,
    wait: Wait = 30.0,
) -> None:  # fmt: skip
    """Take recordings out of the library; your files are left as they are."""
    from loadwatch import library as shelf  # noqa: PLC0415
    from loadwatch.cache.place import cache_file  # noqa: PLC0415
    from loadwatch.library import forget as taking  # noqa: PLC0415
    from loadwatch.report.words import plural, shown_name  # noqa: PLC0415

    if not all(each.strip() for each in what or []) or not (what or gone):
        raise typer.BadParameter("name a session, a file or a folder")
    folder = chosen_library(library, name)
    with telling_errors():
        shelf.must_be_there(folder)
        with shelf.writing(folder, "forget", wait_s=wait) as connection:
            if undo:
                _remember(connection, what)
                return
            keys = _keys(connection, what)
            last = 0 if gone else len(taking.only_here(connection, keys))
            if last:
                raise typer.BadParameter(
                    f"of {plural(last, 'recording')} among them the original is gone, so that they "
                    "could not be read again; add --gone if you mean these too"
                )
            done = taking.forget(connection, keys)
    typer.echo(f"{plural(done.sessions, 'session')} forgotten.")
    for source in done.counting:
        typer.echo(f"Still counts by a copy in a file that is not forgotten: {shown_name(source)}")
    for path in done.paths:
        typer.echo(f"Still there, and left out from now on: {shown_name(path)}")
    with suppress(LibraryError):  # the cache's, which has no other part in this
        if os.path.lexists(cache_file()):
            typer.echo("What analyse keeps of files stays in its cache: loadwatch cache clear")


def _keys(connection: sqlite3.Connection, what: list[str] | None) -> set[str]:
    """Contents to forget; without a name those whose originals are gone."""
    from loadwatch.library import forget as taking  # noqa: PLC0415
    from loadwatch.library.keep import keys_below  # noqa: PLC0415

    keys = set() if what else taking.keys_of_gone(connection)
    for each in what or []:
        below = keys_below(connection, told_place(Path(each)))
        keys |= (
            taking.with_copies(connection, below)
            if below
            else taking.keys_of_session(connection, each)
        )
    return keys


def _remember(connection: sqlite3.Connection, what: list[str] | None) -> None:
    from loadwatch.library import forget as taking  # noqa: PLC0415
    from loadwatch.report.words import plural, shown_name  # noqa: PLC0415

    keys = set() if what else taking.forgotten_as_gone(connection)
    for each in what or []:
        below = taking.forgotten_below(connection, told_place(Path(each)))
        keys |= below or taking.forgotten_session(connection, each)
    done = taking.remember(connection, keys)
    told = "the next import reads what lies there"
    typer.echo(f"{plural(done.recordings, 'recording')} no longer forgotten: {told}.")
    for path in done.away:
        typer.echo(f"Not there now, and read once it is: {shown_name(path)}")


def verify(library: LibraryFolder = None, name: LibraryName = None) -> None:
    """Check that the library is as it was written."""
    from loadwatch import library as shelf  # noqa: PLC0415
    from loadwatch.library import keep  # noqa: PLC0415
    from loadwatch.report.words import shown_name  # noqa: PLC0415

    folder = chosen_library(library, name)
    with telling_errors(), shelf.reading(folder) as connection:
        shelf.must_hold_something(connection, folder)
        wrong = keep.verify(connection)
    for line in wrong:
        typer.echo(shown_name(line, 400), err=True)
    if wrong:
        typer.echo("The library is damaged; loadwatch rebuild reads your files again.", err=True)
        raise typer.Exit(EXIT_FAILED)
    typer.echo("The library is as it was written.")


def backup(
    target: Annotated[
        Path | None,
        typer.Argument(help="A new folder.", show_default="backups, in the library's folder"),
    ] = None,
    library: LibraryFolder = None,
    name: LibraryName = None,
) -> None:  # fmt: skip
    """Copy the library, the diary, the profile and your corrections to a new folder."""
    from loadwatch import library as shelf  # noqa: PLC0415
    from loadwatch.library import keep  # noqa: PLC0415
    from loadwatch.library.place import BACKUPS_NAME, is_among_libraries  # noqa: PLC0415
    from loadwatch.report.words import shown_name  # noqa: PLC0415

    folder = chosen_library(library, name)
    stamp = datetime.now().astimezone().strftime("%Y-%m-%d-%H%M%S")
    place = (target or folder / BACKUPS_NAME / stamp).absolute()
    if not place.exists() and is_among_libraries(place, folder, name):
        told = f"{place.parent} holds libraries, and a backup in it would be taken for one"
        raise typer.BadParameter(f"{told}; name a folder elsewhere")
    with telling_errors(), shelf.reading(folder) as connection:
        made = keep.back_up(connection, folder, place)
    for path in made:
        typer.echo(shown_name(str(path)))
    typer.echo("To use it: --library, with that folder.")


def rebuild(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            help="Folders of your recordings.", show_default="the folders imported before"
        ),
    ] = None,
    library: LibraryFolder = None,
    name: LibraryName = None,
    athlete: AthleteFile = None,
    height_cm: HeightCm = None,
    jobs: Jobs = None,
    wait: Wait = 30.0,
) -> None:  # fmt: skip
    """Read all originals again into a new library; the old file is kept beside it."""
    from loadwatch import library as shelf  # noqa: PLC0415
    from loadwatch.library import anew  # noqa: PLC0415
    from loadwatch.report.words import plural, shown_name  # noqa: PLC0415

    folder = chosen_library(library, name)
    profile, who = told_athlete(athlete, folder)
    who = with_options(who, height_cm=height_cm)
    with telling_errors():
        shelf.must_be_there(folder)
        with shelf.held(folder, "rebuild", wait_s=wait):
            roots = told_paths(paths) or anew.salvaged_folders(folder)
            if not roots:
                told = "the old library cannot tell its folders; name those of your recordings"
                raise typer.BadParameter(told)
            own = shelf.own_places(folder, roots, profile)
            with reading_progress() as progress:
                done = anew.build_anew(
                    folder, roots, who, leave_out=own, jobs=jobs, progress=progress
                )
    typer.echo(
        f"{plural(done.read, 'file')} read anew. The old library: {shown_name(str(done.old))}"
    )
    if done.carried:
        typer.echo(f"{plural(done.carried, 'recording')} kept whose originals are gone.")
    if done.lost:
        typer.echo(
            f"{plural(done.lost, 'recording')} lost: damaged in the old library, originals gone.",
            err=True,
        )
    if not done.is_whole:
        typer.echo(
            "The old library could not be read to its end: what was forgotten may be back, and "
            "recordings whose originals are gone may be missing. A backup still has them, if there "
            "is one.",
            err=True,
        )
    if done.lost or not done.is_whole:
        raise typer.Exit(EXIT_FAILED)
