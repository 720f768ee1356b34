"""A guarded, streaming walk over XML: whole elements are handed out even when the rest is cut.

Names come without their prefix, so an undeclared or unusual prefix is no obstacle. Entity
declarations are refused, depth and sizes are bounded, numbers are strict ASCII.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable
from datetime import MAXYEAR, UTC, datetime
from xml.parsers import expat

from loadwatch.activity import Note
from loadwatch.errors import DamagedFileError, LimitError

MAX_DEPTH = 100
MAX_TEXT = 1024 * 1024
MAX_NAMESPACES = 1_000
MARK = "loadwatch-run"
"""Processing instruction that stands for points read elsewhere."""

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_DECLARATION = re.compile(rb"^\s+(?=<)")

Attributes = dict[str, str]
OnStart = Callable[[str, Attributes], None]
OnEnd = Callable[[str, str], None]
OnMark = Callable[[str, int], None]


def root_name(head: bytes) -> str:
    """Local name of the first element in the first bytes of a file; empty if there is none."""
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = head[: len(head) // 2 * 2].decode("utf-16", "replace")
    else:
        text = head.decode("latin-1")
    text = re.sub(r"<\?.*?\?>|<!--.*?-->|<![^>\[]*(\[[^\]]*\])?[^>]*>", "", text, flags=re.S)
    match = re.match(r"[^<]*<([^\s>/]+)", text)
    return match.group(1).rpartition(":")[2] if match else ""


def walk(
    data: bytes | Iterable[bytes],
    on_start: OnStart,
    on_end: OnEnd,
    on_mark: OnMark | None = None,
    declared: frozenset[tuple[str, str]] = frozenset(),
) -> tuple[Note, ...]:
    """Call ``on_start(name, attributes)`` and ``on_end(name, text)`` for each element.

    The text is that after the last tag within it: all of it, for elements that hold nothing else.

    Parameters
    ----------
    data : bytes or iterable of bytes
        The document, in any encoding that XML declares, whole or piece by piece. Blanks before the
        declaration, as some exporters write them, are skipped.
    on_mark : callable, optional
        Called with the text of each ``MARK`` and how many elements it stands in.
    declared : frozenset, optional
        Namespaces that count towards the limit from the start.

    Returns
    -------
    tuple of Note
        Where the document breaks off, if it does.

    Raises
    ------
    DamagedFileError
        For entity declarations.
    LimitError
        For nesting, text or namespaces over the limits.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    depth = 0
    text = ""
    namespaces = set(declared)
    local: dict[str, str] = {}

    def start(name: str, attributes: Attributes) -> None:
        nonlocal depth, text
        depth += 1
        if depth > MAX_DEPTH:
            raise LimitError(f"XML nested over {MAX_DEPTH} deep", "this is no watch export")
        if attributes:
            _check(attributes, namespaces)
        text = ""
        on_start(local.get(name) or local.setdefault(name, name.rpartition(":")[2]), attributes)

    def characters(more: str) -> None:
        nonlocal text
        text += more
        if len(text) > MAX_TEXT:
            raise LimitError("an XML text is over 1 MiB")

    def end(name: str) -> None:
        nonlocal depth, text
        depth -= 1
        on_end(local[name], text.strip())
        text = ""

    def instruction(target: str, content: str) -> None:
        nonlocal text
        if target == MARK and on_mark is not None:
            text = ""
            on_mark(content, depth)

    def refuse(*_: object) -> None:
        raise DamagedFileError("the XML declares entities, which is refused", "export it again")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = characters
    parser.EntityDeclHandler = refuse
    if on_mark is not None:
        parser.ProcessingInstructionHandler = instruction
    try:
        for number, piece in enumerate((data,) if isinstance(data, bytes) else data):
            parser.Parse(piece if number else _DECLARATION.sub(b"", piece), False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        message = f"the XML breaks off at line {error.lineno} ({expat.ErrorString(error.code)})"
        return (Note("cut", message, damage=True),)
    except (LookupError, ValueError) as error:
        raise DamagedFileError(f"the XML encoding cannot be read ({error})") from error
    return ()


def _check(attributes: Attributes, namespaces: set[tuple[str, str]]) -> None:
    for key, value in attributes.items():
        if key.startswith("xmlns"):
            namespaces.add((key, value))
            if len(namespaces) > MAX_NAMESPACES:
                raise LimitError(f"more than {MAX_NAMESPACES} XML namespaces")
        if len(value) > MAX_TEXT:
            raise LimitError("an XML attribute is over 1 MiB")


def number(text: str | None) -> float:
    """A strict ASCII decimal; NaN for anything else, one too large for a float included."""
    if text is None or not _NUMBER.fullmatch(text.strip()):
        return math.nan
    value = float(text)
    return value if math.isfinite(value) else math.nan


def iso_time(text: str) -> tuple[float, float | None, bool]:
    """An ISO 8601 time.

    Returns
    -------
    time_s : float
        Unix time; NaN if it cannot be read. [s]
    utc_offset_s : float or None
        Offset from UTC where one other than ``Z`` is given. [s]
    is_naive : bool
        True when no zone is given; the time is then read as UTC.
    """
    try:
        moment = datetime.fromisoformat(text.strip())
        if moment.year == MAXYEAR:
            return math.nan, None, False
        offset = moment.utcoffset()
        if offset is None:
            return moment.replace(tzinfo=UTC).timestamp(), None, True
        return moment.timestamp(), offset.total_seconds() or None, False
    except (ValueError, OverflowError):
        return math.nan, None, False
