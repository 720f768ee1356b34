"""Tables of text as exporters and spreadsheets write them: any encoding, any separator."""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterator

from loadwatch.activity import Note
from loadwatch.errors import LimitError

MAX_COLUMNS = 1_000
"""Columns of an index of activities; the widest seen has 103. [columns; choice]"""
MAX_ROWS = 50_000
"""Activities of an index: nine a day for fifteen years. [rows; choice]"""

_SEPARATORS = ",;\t"
_LINE = re.compile(r"[\r\n]")
_QUOTED = re.compile(r'"[^"]*"')
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?", re.ASCII)
_DIGITS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?", re.ASCII)


def decoded(data: bytes) -> str:
    """Text of bytes in UTF-16 or UTF-8, or else in Windows' Western letters."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.end >= len(data) - 3:
            return data.decode("utf-8", "ignore")
        return data.decode("cp1252", "replace")


def header_of(head: bytes) -> list[str]:
    """Names of the columns, as far as the first bytes of a file have them; empty if no table."""
    if head[:4] in (b"PK\x03\x04", b"") or head[8:12] == b".FIT":
        return []
    text = decoded(head).lstrip()
    line = _LINE.split(text, maxsplit=1)[0]
    if not line or line[0] in "<{[" or "\0" in line:
        return []
    return next(csv.reader([line], delimiter=_separator(line)), [])


def _separator(line: str) -> str:
    """The separator that stands most often between the names of columns."""
    bare = _QUOTED.sub("", line)
    return max(_SEPARATORS, key=bare.count)


def rows_of(data: bytes) -> Iterator[list[str] | Note]:
    """The header, then each row; a note instead of the rest where the table breaks off.

    Raises
    ------
    LimitError
        For more columns or rows than any index of activities has.
    """
    text = decoded(data).replace("\0", "").lstrip()
    first = _LINE.split(text[: 1024 * 1024], maxsplit=1)[0]
    if first.count(separator := _separator(first)) >= MAX_COLUMNS:
        raise LimitError(f"a table of more than {MAX_COLUMNS:,} columns")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for number, row in enumerate(reader):
            if number > MAX_ROWS:
                raise LimitError(f"a table of more than {MAX_ROWS:,} rows", "split the file")
            if row:
                yield row
    except csv.Error as error:
        yield Note("cut", f"the table breaks off in line {reader.line_num} ({error})", damage=True)


def amount(text: str) -> float:
    """A number with a decimal point or comma, and blanks or marks between thousands; else NaN."""
    text = re.sub(r"[\s'’]", "", text)
    if _DIGITS.fullmatch(text) and ("." in text or text.count(",") > 1):
        text = text.replace(",", "")
    elif "," in text:
        text = text.replace(".", "").replace(",", ".")
    if not _NUMBER.fullmatch(text):
        return math.nan
    value = float(text)
    return value if math.isfinite(value) else math.nan
