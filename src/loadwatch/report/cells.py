"""Cells of a CSV that mean the same in every program and are a formula in none."""

from __future__ import annotations

import csv
import io
import re
import sys
from collections.abc import Iterable, Sequence
from typing import Any

from loadwatch.report.words import shown_name

FORMULA = "=+\\-@＝＋－＠"
"""With one of these a spreadsheet takes a cell for a formula; the wide ones in Japanese ones."""
_AT_START = re.compile(rf"^(?:[\t\r\n]|[\s\x00-\x1f\"'\ufeff]*[{FORMULA}])")
_AFTER_SEMICOLON = re.compile(rf"(;[\s\"']*)(?=[{FORMULA}])")
"""Where a comma is the decimal sign, a spreadsheet begins the next cell at a semicolon."""
BETWEEN = " | "
"""Between the items of a list."""


def csv_text(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """A table as CSV (RFC 4180, but lines end in a line feed alone).

    Parameters
    ----------
    head : sequence of str
        Heads of the columns.
    rows : iterable of sequence
        Values as JSON knows them; unknown is None and becomes an empty cell.
    """
    target = io.StringIO(newline="")
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(head)
    writer.writerows([cell(value) for value in row] for row in rows)
    return target.getvalue()


def cell(value: Any) -> Any:
    """A number as it is; a text that no spreadsheet takes for a formula.

    An apostrophe stands before what would be one. Letters that do not show, like line ends and
    those that turn the direction of writing, are told by their number.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return cell(BETWEEN.join(map(str, value)))
    if not isinstance(value, str):
        return value
    guarded = _AFTER_SEMICOLON.sub(r"\1'", value)
    guard = "'" if _AT_START.match(value) else ""
    return guard + shown_name(guarded, sys.maxsize)
