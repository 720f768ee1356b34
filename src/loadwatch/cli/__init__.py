"""The command line: parse, call one function, print, exit code."""

from typing import TYPE_CHECKING

from loadwatch.cli.start import run

if TYPE_CHECKING:
    import typer

    app: typer.Typer

__all__ = ["app", "run"]


def __getattr__(name: str) -> object:
    """Make all commands ready where they are asked for."""
    if name != "app":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from loadwatch.cli.commands import application  # noqa: PLC0415

    globals()["app"] = application()
    return globals()["app"]
