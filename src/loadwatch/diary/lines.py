"""Entry ↔ one line of CSV. Line breaks inside a note are escaped: one entry, one line."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Mapping, Sequence

from loadwatch.columns import DIARY, names
from loadwatch.diary.entries import Entry
from loadwatch.errors import DiaryError
from loadwatch.language import _

HEADER = names(DIARY)
_DTYPES = {column.name: column.dtype for column in DIARY}
_YES = {"yes": True, "y": True, "true": True, "1": True}
_NO = {"no": False, "n": False, "false": False, "0": False}
_ANSWERS = {**_YES, **_NO}
_RISKY = r"[\s']*[=+\-@＝＋－＠]|'*\t"
_FORMULA, _GUARDED = re.compile(_RISKY), re.compile(f"'(?:{_RISKY})")
_ESCAPED = re.compile(r"\\([\\nr])")
_MEANT = {"\\": "\\", "n": "\n", "r": "\r"}
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?", re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def line_of(entry: Entry, header: Sequence[str] = HEADER, delimiter: str = ",") -> str:
    """An entry as a line, without its end.

    Parameters
    ----------
    entry : Entry
        What to write.
    header : sequence of str
        Columns of the file, in its order.
    delimiter : str
        What parts them.

    Raises
    ------
    DiaryError
        If the file has no column for something that the entry tells.
    """
    cells = {name: _cell(getattr(entry, name)) for name in HEADER}
    for name, cell in cells.items():
        if cell and name not in header:
            raise DiaryError(
                _("the diary has no column {name!r}; add it to its first line").format(name=name)
            )
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="")
    writer.writerow([cells.get(name, "") for name in header])
    return buffer.getvalue()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.6f}".rstrip("0").removesuffix(".")
    return _guarded(value) if isinstance(value, str) else str(value)


def _guarded(text: str) -> str:
    """Text that no spreadsheet takes for a formula, on one line."""
    escaped = text.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")
    return f"'{escaped}" if _FORMULA.match(escaped) else escaped


def _unguarded(cell: str) -> str:
    escaped = cell[1:] if _GUARDED.match(cell) else cell
    return _ESCAPED.sub(lambda found: _MEANT[found[1]], escaped)


def entry_of(cells: Mapping[str, str]) -> Entry:
    """The entry that the cells of a line tell.

    Raises
    ------
    DiaryError
        With one plain sentence, if a cell cannot be understood.
    """
    values = {name: _value(name, cells[name]) for name in HEADER if cells.get(name, "").strip()}
    if "date" not in values:
        raise DiaryError(_("there is no date"))
    return Entry(**values)  # type: ignore[arg-type]


def _value(name: str, cell: str) -> object:
    dtype, shown = _DTYPES[name], cell.strip()
    if dtype == "date":
        return date_of(shown)
    if dtype == "float":
        return number_of(shown, name)
    if dtype == "bool":
        if shown.lower() not in _ANSWERS:
            raise DiaryError(_("{name} is yes or no, not {shown!r}").format(name=name, shown=shown))
        return _ANSWERS[shown.lower()]
    return shown.lower() if name == "day" else _unguarded(cell)


def date_of(text: str) -> dt.date:
    """A day written like 2026-05-01."""
    try:
        if _DATE.fullmatch(text):
            return dt.date.fromisoformat(text)
    except ValueError:
        pass
    raise DiaryError(_("{text!r} is no day; write it like 2026-05-01").format(text=text))


def number_of(text: str, name: str) -> float:
    """A number, with a point or a comma."""
    if not _NUMBER.fullmatch(text):
        raise DiaryError(_("{name} is a number, not {text!r}").format(name=name, text=text))
    return float(text.replace(",", "."))
