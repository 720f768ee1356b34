"""``loadwatch review --all --html FOLDER``: a page an athlete, and one that leads to them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from loadwatch.cli.ahead import Ahead, next_run_day
from loadwatch.cli.everyone import athletes
from loadwatch.cli.output import EXIT_FAILED, print_text
from loadwatch.cli.page import next_day, page_of, put
from loadwatch.cli.roster import roster_of
from loadwatch.cli.shelf import shown, told_place

if TYPE_CHECKING:
    from loadwatch.cli.kept import Keeper
    from loadwatch.importer import Import
    from loadwatch.report import Review
    from loadwatch.report.roster import Roster

PAGES_NAME = ".loadwatch-pages"
"""Lists the pages in a folder that loadwatch has written, so that no others are taken away."""
LIST_BYTES = 1 << 20
"""A longer list is none of ours. [bytes; choice]"""


def checked_folder(path: Path) -> Path:
    """Refuse a place that cannot be a folder of pages."""
    from loadwatch.report.coach import INDEX  # noqa: PLC0415

    folder = told_place(path)
    if folder.exists() and not folder.is_dir():
        raise typer.BadParameter(f"--all --html takes a folder, and {str(path)!r} is a file")
    if (folder / INDEX).exists() and not (folder / PAGES_NAME).exists():
        raise typer.BadParameter(
            f"{str(path)!r} holds an {INDEX} that is not loadwatch's; name another folder"
        )
    return folder


def write_pages(
    folder: Path, library: Path | None, day: date | None, zone: str | None
) -> tuple[Roster, int]:
    """Judge everybody, and write their pages and the one of all.

    Parameters
    ----------
    folder : Path
        Of the pages; it is made if it is not there.
    library, day, zone
        As of ``roster_of``.

    Returns
    -------
    tuple
        The table, and 1 if something could not be written, else 0.
    """
    from loadwatch.report.coach import INDEX, page_name, render  # noqa: PLC0415

    problems: list[str] = []
    names = {each: page_name(each.name) for each in athletes(library)}
    ours = _listed(folder)
    _begin(folder, {*ours, *names.values()})

    def page(keeper: Keeper, review: Review, found: Import) -> str:
        name = names.get(keeper.folder) or page_name(keeper.folder.name)
        try:
            ahead = Ahead(
                found, keeper.who, keeper.diary(), keeper.told(), keeper.folder,
                on=next_day(day) or next_run_day(review, keeper.now.date()),
            )  # fmt: skip
            text = page_of(review, ahead, index=INDEX)
            why = put(folder / name, text)
        except typer.BadParameter as error:
            why = error.message
        except Exception as error:
            why = f"a bug in loadwatch stopped the page ({type(error).__name__}: {error})"
        if why:
            problems.append(f"{shown(keeper.folder.name)}: {why}")
        return "" if why else name

    roster, _reviews = roster_of(library, day, zone, page=page)
    if why := put(folder / INDEX, render(roster)):
        problems.append(why)
    written = {row.page for row in roster.rows if row.page}
    left = _removed(folder, {*ours, *names.values()} - written, problems)
    _list(folder, {*written, *left}, problems)
    for problem in problems:
        typer.echo(f"loadwatch: {problem}", err=True)
    if not why:
        count = "1 page" if len(written) == 1 else f"{len(written):,} pages"
        print_text(f"Written: {shown(folder / INDEX)} and {count} of athletes")
    return roster, EXIT_FAILED if problems else 0


def _begin(folder: Path, names: Iterable[str]) -> None:
    """Make the folder, and note what will be ours before any of it is there."""
    problems: list[str] = []
    try:
        if not folder.is_dir():
            folder.mkdir(mode=0o700)
            folder.chmod(0o700)
    except OSError as error:
        problems.append(f"{shown(folder)} cannot be made: {error.strerror or error}")
    else:
        _list(folder, names, problems)
    for problem in problems:
        typer.echo(f"loadwatch: {problem}", err=True)
        raise typer.Exit(EXIT_FAILED)


def _listed(folder: Path) -> set[str]:
    """Pages that an earlier call has written, or begun to."""
    from loadwatch.report.coach import PAGE_NAME  # noqa: PLC0415

    try:
        with (folder / PAGES_NAME).open(encoding="ascii", errors="replace") as file:
            names = file.read(LIST_BYTES).split()
    except OSError:
        return set()
    return {name for name in names if re.fullmatch(PAGE_NAME, name)}


def _list(folder: Path, names: Iterable[str], problems: list[str]) -> None:
    if why := put(folder / PAGES_NAME, "".join(f"{name}\n" for name in sorted(names))):
        problems.append(why)


def _removed(folder: Path, names: Iterable[str], problems: list[str]) -> set[str]:
    """Take away pages that nobody has written now; those that cannot be."""
    left = set()
    for name in names:
        try:
            (folder / name).unlink(missing_ok=True)
        except OSError as error:
            left.add(name)
            why = error.strerror or error
            problems.append(
                f"{shown(folder / name)} is of an earlier day and cannot be taken away: {why}"
            )
    return left
