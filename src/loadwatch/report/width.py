"""How wide a report is printed; told once, as the reader's units are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

LEAST, USUAL, MOST = 60, 80, 200
"""Narrower and wider terminals are written to as if they were this wide. [columns; choice]"""
PROSE: Final = 100
"""Longest line of sentences; longer ones are hard to follow back. Tables may be wider. [columns;
choice]"""


@dataclass(slots=True)
class _Page:
    columns: int = USUAL


_page = _Page()


def fit(columns: int = USUAL) -> None:
    """Tell how many columns the reader has."""
    _page.columns = min(max(columns, LEAST), MOST)


def columns() -> int:
    """Longest line of a table. [columns]"""
    return _page.columns


def prose() -> int:
    """Longest line of sentences. [columns]"""
    return min(_page.columns, PROSE)
