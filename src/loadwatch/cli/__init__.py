"""The command line: parse, call one function, print, exit code."""

from loadwatch.cli.app import app, run

__all__ = ["app", "run"]
