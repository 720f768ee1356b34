"""What commands with ``--all`` share: every athlete's library in turn, none stopping the others."""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable, Collection, Mapping
from pathlib import Path

import typer

from loadwatch.cli.output import EXIT_FAILED, EXIT_INTERRUPTED, EXIT_ORDER
from loadwatch.cli.shelf import shown, told_place
from loadwatch.errors import AthleteError, LibraryError


def refuse_with_all(told: Mapping[str, object]) -> None:
    """Options that are one athlete's are wrong use for all, from the environment, too."""
    for option, value in told.items():
        if value:
            raise typer.BadParameter(
                f"{option} is one athlete's, and --all reads each one's own; leave it out"
            )


def athletes(library: Path | None) -> list[Path]:
    """Folder of each athlete; none at all is wrong use."""
    from loadwatch.library.place import libraries, libraries_folder  # noqa: PLC0415

    base = libraries_folder(None) if library is None else told_place(library)
    try:
        found = libraries(base)
    except OSError as error:
        raise typer.BadParameter(f"{base}: {error.strerror or error}") from error
    if not found:
        raise typer.BadParameter(
            f"no athlete has a folder in {base}; loadwatch import FOLDER --name Ana begins one"
        )
    return found


def for_everyone(library: Path | None, do: Callable[[Path], int]) -> int:
    """Do something with each library; of the exit codes the first that applies.

    Parameters
    ----------
    library : Path or None
        Folder of the libraries.
    do : callable
        Gives the exit code of one.
    """
    return first_of([_code(folder, do) for folder in athletes(library)])


def first_of(codes: Collection[int]) -> int:
    """The one of several exit codes that is told."""
    return next((code for code in EXIT_ORDER if code in codes), 0)


def whose(folder: Path) -> str:
    """The option that names one athlete, for a shell."""
    return f"--name {shlex.quote(shown(folder.name))}"


def _code(folder: Path, do: Callable[[Path], int]) -> int:
    name = shown(folder.name)
    try:
        return do(folder)
    except typer.Exit as end:
        if end.exit_code == EXIT_INTERRUPTED:
            raise
        return end.exit_code if end.exit_code in EXIT_ORDER else EXIT_FAILED
    except (typer.BadParameter, AthleteError, LibraryError) as error:
        typer.echo(f"loadwatch: {name}: {error}", err=True)
    except OSError as error:
        where = "" if error.filename is None else f"{shown(os.fsdecode(error.filename))}: "
        typer.echo(f"loadwatch: {name}: {where}{error.strerror or error}", err=True)
    except Exception as error:
        what = f"a bug in loadwatch stopped it ({type(error).__name__}: {error})"
        typer.echo(f"loadwatch: {name}: {what}", err=True)
    return EXIT_FAILED
