"""``loadwatch cache``, and the cache that commands read folders through."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from loadwatch.cli.output import EXIT_FAILED, OutputFormat, print_text
from loadwatch.errors import CacheError, LibraryError

if TYPE_CHECKING:
    from loadwatch.cache import Cache, CacheInfo

SCHEMA = "loadwatch.cache/1"

app = typer.Typer(
    help="What was read of your files, kept so that they need not be read again.",
    no_args_is_help=True,
)


@app.command("info")
def info_(
    output: Annotated[
        OutputFormat, typer.Option("--format", envvar="LOADWATCH_FORMAT", help="Output format.")
    ] = OutputFormat.TEXT,
) -> None:
    """Say where the cache is, how large it is and may be, and how much of it is of use."""
    from loadwatch.cache import info  # noqa: PLC0415

    found = info(_folder())
    print_text(_json(found) if output is OutputFormat.JSON else _text(found))


@app.command("clear")
def clear_() -> None:
    """Remove the cache; your files stay as they are, and are read anew next time."""
    from loadwatch.cache import clear  # noqa: PLC0415
    from loadwatch.report.words import shown_name  # noqa: PLC0415

    try:
        cleared = clear(_folder())
    except CacheError as error:
        _fail(error)
    if not cleared.was_there:
        print_text(f"There was no cache in {shown_name(str(cleared.path.parent))}.")
        return
    print_text(f"Removed: {shown_name(str(cleared.path))}, {_megabytes(cleared.size_bytes)}")


@contextmanager
def reading_through_cache(*, without: bool) -> Iterator[Cache | None]:
    """The cache to read through; why it could not be used is told on stderr at the end.

    Parameters
    ----------
    without : bool
        Whether none is wanted; it is then neither read nor written.
    """
    if without:
        yield None
        return
    from loadwatch.cache import Cache, cache_folder  # noqa: PLC0415  (numpy stays out of --help)
    from loadwatch.report.words import shown_name  # noqa: PLC0415

    try:
        cache = Cache(cache_folder())
    except LibraryError as error:
        _tell_trouble(str(error))
        yield None
        return
    try:
        with cache:
            yield cache
    finally:
        if cache.trouble:
            _tell_trouble(f"{shown_name(str(cache.path))}: {shown_name(cache.trouble)}")


def _tell_trouble(why: str) -> None:
    told = f"loadwatch: the cache could not be used ({why}); --no-cache leaves it alone"
    typer.echo(told, err=True)


def _folder() -> Path:
    from loadwatch.cache import cache_folder  # noqa: PLC0415

    try:
        return cache_folder()
    except LibraryError as error:
        _fail(error)


def _fail(error: Exception) -> NoReturn:
    from loadwatch.report.words import shown_name  # noqa: PLC0415

    typer.echo(f"loadwatch: {shown_name(str(error), 600)}", err=True)
    raise typer.Exit(EXIT_FAILED) from error


def _text(found: CacheInfo) -> str:
    from loadwatch.report.words import plural, shown_name  # noqa: PLC0415

    lines = [
        f"Cache: {shown_name(str(found.path))}",
        f"Size: {_megabytes(found.size_bytes)} of at most {_megabytes(found.bound_bytes)}",
    ]
    if found.entry_count is not None:
        lines.append(
            f"Holds: what was read of {plural(found.entry_count, 'file')}; "
            f"{found.usable_count:,} need not be read again by this version"
        )
    if found.problem:
        hint = "; loadwatch cache clear removes it" if found.is_of_no_use else ""
        lines.append(f"Not used: {shown_name(found.problem)}{hint}")
    return "\n".join(lines)


def _json(found: CacheInfo) -> str:
    document = {
        "schema": SCHEMA,
        "path": str(found.path),
        "size_bytes": found.size_bytes,
        "bound_bytes": found.bound_bytes,
        "entry_count": found.entry_count,
        "usable_count": found.usable_count,
        "problem": found.problem or None,
    }
    return json.dumps(document, ensure_ascii=False, indent=1)


def _megabytes(size_bytes: int) -> str:
    return f"{size_bytes / 1e6:.1f} MB"
