"""Bytes → activities. Formats are told apart by their first bytes, never by name."""

from __future__ import annotations

import functools
import sys

from loadwatch.activity import Activity, check_activity
from loadwatch.discover import objects_of
from loadwatch.errors import DamagedFileError, NotAnActivityError, UnknownFormatError
from loadwatch.formats import exports
from loadwatch.formats._base import Format, Source

HEAD_BYTES = 4096


@functools.cache
def all_formats() -> tuple[Format, ...]:
    """Every format, by name."""
    found = [*objects_of(sys.modules[__name__], Format), *objects_of(exports, Format)]
    return tuple(sorted(found, key=lambda format_: format_.name))


def identify(head: bytes) -> Format:
    """The format of a file from its first bytes.

    Raises
    ------
    UnknownFormatError
        If no format claims it.
    """
    for format_ in all_formats():
        if format_.recognises(head):
            return format_
    raise UnknownFormatError(_guess(head), f"loadwatch reads {_names()}, also zipped or gzipped")


def read(source: Source) -> list[Activity]:
    """Every activity of a file.

    Raises
    ------
    FileError
        If it holds none; the subclass says why.
    """
    if not source.data:
        raise DamagedFileError("the file is empty", "the copy did not finish; copy it again")
    format_ = identify(source.data[:HEAD_BYTES])
    activities = [check_activity(activity) for activity in format_.read(source)]
    if not activities:
        raise NotAnActivityError(f"{format_.name} file without an activity")
    return activities


def _names() -> str:
    names = [format_.name for format_ in all_formats()]
    return f"{', '.join(names[:-1])} and {names[-1]}"


def _guess(head: bytes) -> str:
    start = head.lstrip()[:64].lower()
    if start.startswith((b"<!doctype html", b"<html")):
        return "a web page, not an activity file (a log-in page saved by a download?)"
    if start.startswith(b"<"):
        return "an XML file of another kind"
    if start.removeprefix(b"\xef\xbb\xbf").startswith((b"{", b"[")):
        return "JSON without a recorded activity (sleep, steps of a day, settings, a profile)"
    if b"\n" in head and b"\0" not in head and _is_table(head):
        return "a table without activities (measurements, goals, an ECG)"
    return "not a known activity file"


def _is_table(head: bytes) -> bool:
    """Whether the first two lines have as many separators, and more than one of them."""
    first, second = head.split(b"\n", 2)[:2]
    return any(1 <= first.count(mark) == second.count(mark) for mark in (b",", b";", b"\t"))
