"""The diary file: lines are only ever added, and a line that is broken stays and is told."""

from __future__ import annotations

import contextlib
import csv
import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from loadwatch.diary import DIARY_NAME
from loadwatch.diary.entries import Entry, checked
from loadwatch.diary.lines import HEADER, entry_of, line_of
from loadwatch.errors import DiaryError
from loadwatch.language import _
from loadwatch.private_file import replacing

MAX_BYTES = 16 * 2**20
MOST_JOINED = 50
"""Lines over which an entry may go on in quotes. [lines; choice]"""
_BEGINS = re.compile(rb'"?\d{4}-\d\d-\d\d"?[,;\t]')


@dataclass(frozen=True)
class Diary:
    """What a diary file holds.

    Parameters
    ----------
    path : Path
        Where it lies.
    entries : sequence of Entry
        Entries that can be used, in the order of the file.
    problems : sequence of str
        One sentence for each line, or thing, that cannot be used.
    """

    path: Path
    entries: Sequence[Entry]
    problems: Sequence[str]


@dataclass(frozen=True)
class _Header:
    columns: list[str]
    delimiter: str
    line: int


def diary_path(place: Path) -> Path:
    """The diary in a folder; any other path is that of the diary itself."""
    return place / DIARY_NAME if place.is_dir() else place


def read_diary(path: Path, today: dt.date) -> Diary:
    """Read a diary, or any CSV with its columns.

    Parameters
    ----------
    path : Path
        The file.
    today : date
        Local day; entries that lie more than a day after it are problems.
    """
    try:
        if not path.is_file():
            return Diary(path, [], [_("not a regular file")])
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        return Diary(
            path, [], [_("cannot be read: {reason}").format(reason=error.strerror or error)]
        )
    if len(content) > MAX_BYTES:
        return Diary(
            path,
            [],
            [_("larger than {mib} MiB; nothing of it was read").format(mib=MAX_BYTES // 2**20)],
        )
    entries, problems = _parsed(content, today)
    return Diary(path, entries, problems)


def _parsed(content: bytes, today: dt.date) -> tuple[list[Entry], list[str]]:
    lines = _lines(content)
    entries: list[Entry] = []
    problems: list[str] = []
    try:
        header = _header(lines)
    except DiaryError as error:
        return [], [str(error)]
    unknown = sorted({name for name in header.columns if name and name not in HEADER})
    if unknown:
        problems.append(
            _("line {line}: columns that are not known: {unknown}").format(
                line=header.line, unknown=", ".join(unknown)
            )
        )
    position = header.line
    while position < len(lines):
        if _is_blank(lines[position]):
            position += 1
            continue
        try:
            entry, used = _entry_at(lines, position, header)
            entries.append(checked(entry, today))
        except DiaryError as error:
            problems.append(_("line {line}: {error}").format(line=position + 1, error=error))
            used = 1
        position += used
    return entries, problems


def _lines(content: bytes) -> list[bytes]:
    return content.removeprefix(b"\xef\xbb\xbf").split(b"\n")


def _is_blank(line: bytes) -> bool:
    stripped = line.strip(b" \t\r,;")
    return not stripped or stripped.startswith(b"#")


def _header(lines: list[bytes]) -> _Header:
    """Names of the columns, from the first line that is neither blank nor a comment."""
    for number, line in enumerate(lines, start=1):
        if _is_blank(line):
            continue
        text = line.decode("utf-8", "replace")
        delimiter = max(",;\t", key=text.count)
        cells = next(csv.reader([text.rstrip("\r")], delimiter=delimiter), [])
        columns = ["_".join(cell.lower().split()) for cell in cells]
        if "date" in columns:
            return _Header(columns, delimiter, number)
        break
    raise DiaryError(_("the first line does not name the columns: date, note and so on"))


def _entry_at(lines: list[bytes], position: int, header: _Header) -> tuple[Entry, int]:
    """The entry that begins on a line, and of how many lines it is."""
    text = ""
    for used, line in enumerate(lines[position : position + MOST_JOINED], start=1):
        if used > 1 and _BEGINS.match(line):
            break
        try:
            text += line.decode("utf-8").removesuffix("\r")
        except UnicodeDecodeError as error:
            raise DiaryError(_("holds bytes that are not UTF-8 text")) from error
        with contextlib.suppress(csv.Error):
            cells = next(csv.reader([text], delimiter=header.delimiter, strict=True))
            if len(cells) > len(header.columns) and any(cells[len(header.columns) :]):
                told = _("{cells} cells where the first line names {columns}").format(
                    cells=len(cells), columns=len(header.columns)
                )
                raise DiaryError(told)
            return entry_of(dict(zip(header.columns, cells, strict=False))), used
        text += "\n"
    raise DiaryError(_("a quotation mark is opened and not closed, or stands astray"))


def add_entries(path: Path, entries: Sequence[Entry]) -> None:
    """Add entries at the end of a diary, or begin one; all that is in it stays as it is.

    The new diary is written beside the old one and takes its place in one step.

    Parameters
    ----------
    path : Path
        The diary.
    entries : sequence of Entry
        From :func:`checked`.

    Raises
    ------
    DiaryError
        If it cannot be written; the old one is then untouched.
    """
    target = path.resolve()
    try:
        with replacing(target, "the diary", DiaryError) as file:
            file.write(_extended(target, entries))
    except OSError as error:
        raise DiaryError(
            _("{path} cannot be written: {reason}").format(
                path=path, reason=error.strerror or error
            )
        ) from error


def _extended(target: Path, entries: Sequence[Entry]) -> bytes:
    old = target.read_bytes() if target.exists() else b""
    if old.strip():
        header = _header(_lines(old))
    else:
        old, header = f"{','.join(HEADER)}\n".encode(), _Header(HEADER, ",", 1)
    added = [line_of(entry, header.columns, header.delimiter) for entry in entries]
    gap = b"" if old.endswith(b"\n") else b"\n"
    return old + gap + "".join(f"{line}\n" for line in added).encode()
