"""Where the library of an athlete lies."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from loadwatch.athlete import ATHLETE_NAME
from loadwatch.diary import DIARY_NAME
from loadwatch.errors import LibraryError

if TYPE_CHECKING:
    import sqlite3

DEFAULT_NAME = "default"
DATABASE_NAME = "library.sqlite"
STREAMS_NAME = "streams.sqlite"
BEGUN_NAME = "begun.sqlite"
"""What was read of archives that are not read to their end."""
LOCK_NAME = "library.lock"
HOLDER_NAME = "library.holder"
BACKUPS_NAME = "backups"
BEFORE_REBUILD = "library-before-rebuild-"
NEW = ".new"
"""What the name of a library ends in until it is whole."""
NIGHTLY = ("*.url", "schedule.log*", "schedule-task.xml")
"""What addresses of messages and the nightly job leave in a library's folder."""
OF_AN_ATHLETE = (DIARY_NAME, ATHLETE_NAME, "corrections.csv", "acknowledged.csv")
"""Files of a library's folder that people write; a folder with one of them is an athlete's."""
OWN_FILES = (*OF_AN_ATHLETE, "notify.toml", "notified.csv")
"""Those, and who is told and what was told: nothing can restore them."""


def library_folder(wanted: Path | None, name: str | None = None) -> Path:
    """Folder of one athlete's library.

    Parameters
    ----------
    wanted : Path or None
        A folder that was asked for; with a name it holds a folder for each.
    name : str or None
        Name of the athlete.

    Raises
    ------
    LibraryError
        If the name cannot be that of a folder, or the folder's ``~`` is nobody's home.
    """
    if name is not None and (not name.strip(". ") or any(map(_is_no_letter, name))):
        raise LibraryError(f"{name!r} cannot name a library; use letters and digits")
    if wanted is not None:
        told = from_the_root(wanted)
        return told if name is None else told / name
    return libraries_folder(None) / (name or DEFAULT_NAME)


def _is_no_letter(sign: str) -> bool:
    """Whether a sign parts folders or lines, or controls a terminal."""
    return sign in "/\\:" or unicodedata.category(sign) in {"Cc", "Zl", "Zp"}


def libraries_folder(wanted: Path | None) -> Path:
    """Folder below which each athlete's library has its own: your data folder if none is told."""
    if wanted is not None:
        return from_the_root(wanted)
    from platformdirs import user_data_path  # noqa: PLC0415  (only where no folder is told)

    return user_data_path("loadwatch", appauthor=False)


def libraries(base: Path) -> list[Path]:
    """Folders of all athletes: those directly below that hold a library, a diary or a profile."""
    if not base.is_dir():
        return []
    return sorted(
        folder
        for folder in base.iterdir()
        if folder.is_dir() and not folder.name.startswith(".") and _is_of_an_athlete(folder)
    )


def is_among_libraries(target: Path, folder: Path, name: str | None) -> bool:
    """Whether a copy of a library would count as one more athlete.

    Parameters
    ----------
    target, folder : Path
        Of the copy and of the library, absolute.
    name : str or None
        Name of the athlete, if one was told; beside a named library lie those of others.
    """
    if target.parent == libraries_folder(None):
        return True
    if target.parent != folder.parent:
        return False
    try:
        return name is not None or len(libraries(folder.parent)) > 1
    except OSError:
        return False


def _is_of_an_athlete(folder: Path) -> bool:
    """Whether somebody's files lie there; a closed folder may hold them."""
    try:
        return not {DATABASE_NAME, *OF_AN_ATHLETE}.isdisjoint(os.listdir(folder))  # noqa: PTH208
    except OSError:
        return True


def from_the_root(path: Path) -> Path:
    """A path as a shell would take it: ``~`` is a home, ".." leads up, links are kept.

    Raises
    ------
    LibraryError
        If ``~`` is the home of nobody.
    """
    try:
        return Path(os.path.abspath(path.expanduser()))  # noqa: PTH100  (absolute() keeps "..")
    except RuntimeError as error:
        raise LibraryError(f"{str(path)!r} names the home of nobody; write it out") from error


def is_there(folder: Path) -> bool:
    """Whether a folder holds a library."""
    return (folder / DATABASE_NAME).exists()


def own_places(folder: Path, roots: Sequence[Path], profile: Path | None = None) -> list[Path]:
    """What an import leaves out: the library, and the diaries and profiles beside recordings."""
    own = [root / name for root in roots for name in (DIARY_NAME, ATHLETE_NAME)]
    if profile is not None:
        own.append(profile.absolute())
    if not any(root == folder or folder in root.parents for root in roots):
        return [*own, folder]
    bases = (DATABASE_NAME, STREAMS_NAME, BEGUN_NAME)
    journals = [f"{base}-journal" for base in bases]
    names = (*bases, *journals, LOCK_NAME, HOLDER_NAME, BACKUPS_NAME)
    nightly = [path for pattern in NIGHTLY for path in folder.glob(pattern)]
    return [*own, *(folder / name for name in (*names, *OWN_FILES)), *nightly]


def left_beside(folder: Path, roots: Sequence[Path]) -> list[Path]:
    """Diaries and profiles beside recordings of which the library has none of its own.

    A folder that may not be entered has none as far as one can see.
    """
    return [
        root / name
        for root in roots
        for name in (DIARY_NAME, ATHLETE_NAME)
        if os.path.isfile(root / name) and not os.path.lexists(folder / name)  # noqa: PTH113
    ]


def folder_of(connection: sqlite3.Connection) -> Path:
    """Folder of a library that is open."""
    before, connection.text_factory = connection.text_factory, bytes
    try:
        (_, _, raw), *_ = connection.execute("PRAGMA database_list").fetchall()
    finally:
        connection.text_factory = before
    return Path(os.fsdecode(raw)).parent
