"""Tables for a terminal: columns as wide as what they hold; the least telling left out first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from loadwatch.report.width import columns as columns_of_page
from loadwatch.report.words import cell_width


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Parameters
    ----------
    head : str
        Its name.
    least : int
        Width with the gap before it. [columns]
    gap : int, default 2
        Space before the longest cell. [columns]
    is_left : bool, default False
        Whether cells begin below one another.
    given_up : int, default 0
        Where the page is too narrow, the column with the highest of these is left out first; one
        with 0 never.
    """

    head: str
    least: int
    gap: int = 2
    is_left: bool = False
    given_up: int = 0


def table(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> list[str]:
    """Head and rows, each a line.

    Parameters
    ----------
    columns : sequence of Column
        From left to right.
    rows : sequence of sequence of str
        A cell for each column.
    """
    widths = [
        max(column.least, *(column.gap + cell_width(cell) for cell in (column.head, *cells)))
        for column, cells in zip(columns, _turned(columns, rows), strict=True)
    ]
    kept = list(range(len(columns)))
    while sum(widths[i] for i in kept) > columns_of_page():
        worst = max(kept, key=lambda i: columns[i].given_up)
        if not columns[worst].given_up:
            break
        kept.remove(worst)
    return [
        "".join(_padded(columns[i], cells[i], widths[i]) for i in kept).rstrip()
        for cells in ([column.head for column in columns], *rows)
    ]


def with_notes(lines: Sequence[str], notes: Sequence[tuple[int, Sequence[str]]]) -> Iterator[str]:
    """Lines of a table with others among them, each told with the line that it stands before."""
    for at in range(len(lines) + 1):
        for place, told in notes:
            if place == at:
                yield from told
        yield from lines[at : at + 1]


def _turned(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> Iterator[list[str]]:
    for i in range(len(columns)):
        yield [row[i] for row in rows]


def _padded(column: Column, cell: str, width: int) -> str:
    space = " " * (width - cell_width(cell))
    if not column.is_left:
        return space + cell
    return " " * column.gap + cell + space[column.gap :]
