"""Runs of track points that an exporter wrote alike: read in bulk, the rest left to expat.

The first point of a form shows where its values stand and what they mean: it is put through the
handler of the format with a name in place of each value. A pattern made of it then reads every
point of that form. The document is walked without those points; a mark stands where they were.
If anything is odd, the whole document is walked as it is, so the outcome is always the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import ClassVar, Protocol, TypeVar

from loadwatch.activity import Note
from loadwatch.errors import DamagedFileError, FileError
from loadwatch.formats import _xml
from loadwatch.formats._base import MAX_RECORDS
from loadwatch.formats._points import TIME, Points

MAX_FORMS = 16
"""Points of a document whose form is tried. [choice]"""
MAX_RUNS = 2_000
"""Runs in a document; real ones have a run a lap and a form. [choice]"""
MAX_FORM_TEXT = 4096
"""Length of a point whose form is learnt. [characters; choice]"""
MAX_FORM_DEPTH = 10
"""Nesting within a point whose form is learnt. [choice]"""
FORMS_KEPT = 256
"""Forms remembered from one document to the next. [choice]"""

_BLANKS = r"[ \t\r\n]{0,256}"
_NUMBER = r"([-+.0-9eE]{0,64})"
_MOMENT = r"([-+.:0-9TZ]{0,64})"
_WORDS = r"[-+.:,/ \w]{0,64}"
"""Texts that need no care in XML, in ASCII; a point with a longer or other one is left to expat."""

_VALUE = re.compile(r'(?<==")[^"<>&]*(?=")|(?<=>)[^<>&]+(?=</)')
_SLOT = "#"
_ODD = re.compile(r"[^\t\r\n\x20-\x7e]|[&'#]|<[!?]")
"""What makes a point unfit to learn from."""

_Namespaces = frozenset[tuple[str, str]]


class Handler(Protocol):
    """What a format does with the elements of a document.

    What ``start`` and ``end`` put for a point depends on that point and its ``CONTEXT`` alone.
    """

    POINT: ClassVar[str]
    """Local name of a track point."""
    CONTEXT: ClassVar[tuple[str, ...]]
    """Elements around a point that let it count."""
    STRUCTURE: ClassVar[frozenset[str]]
    """Elements that mean something to the format even within a point."""

    def start(self, name: str, attributes: _xml.Attributes) -> None:
        """An element begins."""

    def end(self, name: str, text: str) -> None:
        """An element ends."""

    def target(self) -> Points | None:
        """Where a point that begins here goes; None if it would not count."""


H = TypeVar("H", bound=Handler)


@dataclass(frozen=True, slots=True)
class _Form:
    match: Callable[[str, int], re.Match[str] | None]
    streams: tuple[str, ...]
    namespaces: _Namespaces


@dataclass(slots=True)
class _Run:
    """Points in a row: of each form, their places in the run and their texts."""

    forms: list[_Form]
    count: int = 0
    places: list[list[int]] = field(init=False)
    rows: list[list[tuple[str, ...]]] = field(init=False)

    def __post_init__(self) -> None:
        self.places = [[] for _ in self.forms]
        self.rows = [[] for _ in self.forms]

    def read(self, text: str, at: int) -> int:
        """Read points of known forms from a place on; where that ends.

        After a form, the one that came after it the last time is tried first.
        """
        matches = [form.match for form in self.forms]
        places, rows = self.places, self.rows
        after = [list(range(len(matches))) for _ in matches] or [[]]
        turn = index = 0
        while True:
            following = after[turn]
            for turn in following:
                if found := matches[turn](text, at):
                    break
            else:
                self.count = index
                return at
            if turn != following[0]:
                following.remove(turn)
                following.insert(0, turn)
            places[turn].append(index)
            rows[turn].append(found.groups())
            at = found.end()
            index += 1

    def put(self, points: Points) -> None:
        """Add the points to those of their track."""
        points.extend(
            self.count,
            [
                (places, dict(zip(form.streams, zip(*rows, strict=True), strict=True)))
                for form, places, rows in zip(self.forms, self.places, self.rows, strict=True)
                if rows
            ],
        )


def walk(data: bytes, make: Callable[[], H]) -> tuple[H, tuple[Note, ...]]:
    """Walk a document, its regular points in bulk.

    Parameters
    ----------
    data : bytes
        The document, as for ``_xml.walk``.
    make : callable
        Gives a fresh handler.

    Returns
    -------
    handler : Handler
        The one that met every element and point.
    notes : tuple of Note
        As from ``_xml.walk``.

    Raises
    ------
    DamagedFileError, LimitError
        As ``_xml.walk`` does.
    """
    rest, runs, namespaces = _split(data.decode("latin-1"), make)
    handler = make()
    if runs and _walk_rest(rest, runs, namespaces, handler):
        return handler, ()
    handler = make()
    return handler, _xml.walk(data, handler.start, handler.end)


def _walk_rest(rest: bytes, runs: list[_Run], namespaces: _Namespaces, handler: Handler) -> bool:
    """Walk what is left around the runs; whether that is sound and every run has its place."""
    waiting = list(enumerate(runs))[::-1]

    def mark(name: str, depth: int) -> None:
        points = handler.target()
        number, run = waiting.pop()
        is_room = 0 < depth <= _xml.MAX_DEPTH - MAX_FORM_DEPTH
        if points is None or name != str(number) or not is_room:
            raise DamagedFileError("track points in an odd place")
        run.put(points)

    try:
        notes = _xml.walk(rest, handler.start, handler.end, mark, namespaces)
    except FileError:
        return False
    return not notes and not waiting


def _split(text: str, make: Callable[[], Handler]) -> tuple[bytes, list[_Run], _Namespaces]:
    """The document with a mark for each run, the runs, and the namespaces declared in them."""
    nothing: tuple[bytes, list[_Run], _Namespaces] = (b"", [], frozenset())
    tag = re.search(rf"<((?:[\w.-]+:)?{make().POINT})[\s>]", text, re.ASCII)
    if tag is None or _xml.MARK in text or "<!ATTLIST" in text:
        return nothing
    opening, closing = f"<{tag[1]}", f"</{tag[1]}>"
    forms: list[_Form] = []
    runs: list[_Run] = []
    pieces: list[str] = []
    tried = total = kept = 0
    at = tag.start()
    while at >= 0:
        run = _Run(forms)
        end = run.read(text, at)
        if run.count:
            pieces += (text[kept:at], f"<?{_xml.MARK} {len(runs)}?>")
            runs.append(run)
            kept = end
            total += run.count
            if total > MAX_RECORDS or len(runs) > MAX_RUNS:
                return nothing
        else:
            end = text.find(closing, at) + len(closing)
            if end < len(closing):
                break
            if tried < MAX_FORMS:
                tried += 1
                form = _form(text[at:end], make)
                if form and form.match(text, at):
                    forms = [*forms, form]
                    continue
        at = text.find(opening, end)
    pieces.append(text[kept:])
    namespaces = frozenset(pair for form in forms for pair in form.namespaces)
    if len(namespaces) > _xml.MAX_NAMESPACES:
        return nothing
    return "".join(pieces).encode("latin-1"), runs, namespaces


def _form(point: str, make: Callable[[], Handler]) -> _Form | None:
    """What a point tells of others like it; None if it is not plain enough."""
    head = point.find(">")
    if len(point) > MAX_FORM_TEXT or "xmlns" in point[:head] or _ODD.search(point):
        return None
    literals: list[str] = []
    done = 0
    for value in _VALUE.finditer(point):
        if value.start() < head or (point[value.start() - 1] == ">" and value[0].strip()):
            literals.append(point[done : value.start()])
            done = value.end()
    return _learn((*literals, point[done:]), make)


@lru_cache(maxsize=FORMS_KEPT)
def _learn(literals: tuple[str, ...], make: Callable[[], Handler]) -> _Form | None:
    """The form of points in which a value stands between each two of these texts."""
    slots = [f"{_SLOT}{i}" for i in range(len(literals) - 1)]
    meaning = _meaning("".join(map(str.__add__, literals, [*slots, ""])), make())
    if meaning is None:
        return None
    named, namespaces = meaning
    pattern = _BLANKS
    streams = []
    for literal, slot in zip(literals, slots, strict=False):
        stream = named.get(slot)
        if stream:
            streams.append(stream)
        elif literal.endswith('"'):
            return None
        plain = _NUMBER if stream else _WORDS
        pattern += re.escape(literal) + (_MOMENT if stream == TIME else plain)
    pattern += re.escape(literals[-1])
    return _Form(re.compile(pattern, re.ASCII).match, tuple(streams), namespaces)


def _meaning(sample: str, handler: Handler) -> tuple[dict[str, str], _Namespaces] | None:
    """The stream that each slot of a point belongs to, and the namespaces that it declares."""
    depth = deepest = 0
    inner: set[str] = set()
    namespaces: set[tuple[str, str]] = set()

    def start(name: str, attributes: _xml.Attributes) -> None:
        nonlocal depth, deepest
        if depth:
            inner.add(name)
        depth += 1
        deepest = max(deepest, depth)
        namespaces.update(pair for pair in attributes.items() if pair[0].startswith("xmlns"))
        handler.start(name, attributes)

    def end(name: str, text: str) -> None:
        nonlocal depth
        depth -= 1
        handler.end(name, text)

    for name in handler.CONTEXT:
        handler.start(name, {})
    points = handler.target()
    try:
        is_cut = bool(_xml.walk(sample.encode("ascii"), start, end))
    except FileError:
        return None
    if points is None or is_cut or deepest > MAX_FORM_DEPTH or inner & handler.STRUCTURE:
        return None
    named: dict[str, str] = {}
    for stream, texts in (*points.texts.items(), (TIME, points.times)):
        if len(texts) != 1 or not re.fullmatch(rf"({_SLOT}\d+)?", texts[0]):
            return None
        named[texts[0]] = stream
    return named, frozenset(namespaces)
