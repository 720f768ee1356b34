"""What a comparison gives, and when two values are the same."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Any

_PLACE = re.compile(r"(^|_)(lat|lon|long|latitude|longitude|position|gps)(_|\d|$)", re.I)
HIDDEN = "(a place, not shown)"
_MOST_SHOWN = 60


@dataclass(frozen=True)
class Difference:
    """Values of one field that two readers read differently, for one reason.

    Parameters
    ----------
    kind, field : str
        Kind of message and name of the field; the field is ``COUNT`` where they differ in how
        many messages there are.
    count : int
        Values that differ.
    message : int
        Number of the first message that differs, from 1.
    ours, theirs : str
        Its value here and there, as printed.
    reason : str
        Why they differ, where that is known: loadwatch is then right. Empty where it is not.
    """

    kind: str
    field: str
    count: int
    message: int
    ours: str
    theirs: str
    reason: str


COUNT = "(count)"


@dataclass(frozen=True)
class Comparison:
    """A file, or one part of it, read twice.

    Parameters
    ----------
    library : str
        The second reader with its version; empty where there is none.
    unit : str
        What values are counted in: ``messages`` or ``track points``.
    message_count, value_count : int
        Messages or points, and values in them, that were compared.
    differences : tuple of Difference
        Unexplained ones first.
    remarks : tuple of str
        Sentences on what the second reader did not do, or was helped with.
    failed : bool
        True when the second reader came to no end.
    """

    library: str
    unit: str = "messages"
    message_count: int = 0
    value_count: int = 0
    differences: tuple[Difference, ...] = ()
    remarks: tuple[str, ...] = ()
    failed: bool = False

    @property
    def is_in_doubt(self) -> bool:
        """Whether a value differs for no known reason, or the second reader came to no end."""
        return self.failed or any(not item.reason for item in self.differences)


@dataclass
class Tally:
    """Collects differences, those of one field and reason together."""

    unit: str = "messages"
    message_count: int = 0
    value_count: int = 0
    _found: dict[tuple[str, str, str], tuple[int, int, str, str]] = field(default_factory=dict)

    def add(self, kind: str, name: Any, message: int, pair: tuple[Any, Any], reason: str) -> None:
        """Note a value that differs; of each kind of difference the first is the example."""
        key = (kind, str(name), reason)
        if key not in self._found:
            hidden = bool(_PLACE.search(str(name)))
            ours, theirs = (HIDDEN if hidden and item is not None else shown(item) for item in pair)
            self._found[key] = (1, message, ours, theirs)
        else:
            count, *first = self._found[key]
            self._found[key] = (count + 1, *first)  # type: ignore[assignment]

    def result(self, library: str, remarks: Iterable[str] = ()) -> Comparison:
        """All that was noted, in the order it was met, unexplained differences first."""
        differences = [
            Difference(kind, name, *found, reason)
            for (kind, name, reason), found in self._found.items()
        ]
        differences.sort(key=lambda item: bool(item.reason))
        return Comparison(
            library,
            self.unit,
            self.message_count,
            self.value_count,
            tuple(differences),
            tuple(remarks),
        )


def is_equal(ours: Any, theirs: Any) -> bool:
    """Whether two values are the same; an array of unknowns is unknown.

    Whole numbers are equal exactly, as far as float64 holds them (2^53); others to nine digits.
    """
    if isinstance(ours, tuple) or isinstance(theirs, tuple):
        a, b = (x if isinstance(x, tuple) else (x,) for x in (ours, theirs))
        width = max(len(a), len(b))
        a, b = (x + (None,) * (width - len(x)) for x in (a, b))
        return all(is_equal(x, y) for x, y in zip(a, b, strict=True))
    if isinstance(ours, int) and isinstance(theirs, int):
        return float(ours) == float(theirs)
    if isinstance(ours, int | float) and isinstance(theirs, int | float):
        return abs(ours - theirs) <= 1e-9 * max(abs(ours), abs(theirs))
    return bool(ours == theirs)


def shown(value: Any) -> str:
    """A value on one line of bounded length, without control characters."""
    if value is None:
        return "nothing"
    text = f"{value:.10g}" if isinstance(value, float) else str(value)
    safe = "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text)
    return safe if len(safe) <= _MOST_SHOWN else f"{safe[: _MOST_SHOWN - 1]}…"


def named(package: str) -> str:
    """A library with its version."""
    return f"{package} {version(package)}"
