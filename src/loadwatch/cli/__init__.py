"""The command line: parse, call one function, print, exit code."""

from loadwatch.cli.app import app

__all__ = ["app"]
