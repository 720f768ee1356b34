"""A part of a FIT file read by loadwatch and by fitdecode, value by value."""

from __future__ import annotations

from typing import Any

from loadwatch.doctor.comparison import COUNT, Comparison, Tally, is_equal, named
from loadwatch.formats.fit.messages import KINDS, Message, Messages, decode
from loadwatch.formats.fit.parts import Part
from loadwatch.formats.fit.reference import Reference, counters, read_part

_UNNAMED = "unknown_dev_"
NOT_SCALED = (
    "a developer field whose description gives a scale or an offset; fitdecode does not apply them"
)
COUNTER = "a counter of a few bits, added up; fitdecode starts it anew after every definition"
NAMELESS = "a developer field whose description gives no name; fitdecode calls it None"


def compare(part: Part) -> Comparison:
    """Compare every value of every message that loadwatch reads."""
    messages, reference = decode(part), read_part(part)
    tally = Tally()
    for kind in sorted(reference.rows.keys() | (KINDS & messages.counts.keys())):
        ours, theirs = messages.of(kind), reference.rows.get(kind, [])
        stopped = reference.problem and len(ours) > len(theirs)
        if len(ours) != len(theirs) and not stopped:
            tally.add(kind, COUNT, min(len(ours), len(theirs)) + 1, (len(ours), len(theirs)), "")
        for number, (a, b) in enumerate(zip(ours, theirs, strict=False), 1):
            tally.message_count += 1
            names = a.keys() | b.keys()
            tally.value_count += len(names)
            for name in sorted(names, key=str):
                pair = (a.get(name), b.get(name))
                if not is_equal(*pair):
                    tally.add(kind, name, number, pair, reason_of(kind, name, pair, b, reference))
    return tally.result(named("fitdecode"), _remarks(messages, reference))


def reason_of(
    kind: str, name: Any, pair: tuple[Any, Any], theirs: Message, reference: Reference
) -> str:
    """Why two values differ, where the file itself proves it; empty otherwise."""
    if name is None or name.startswith(_UNNAMED):
        return NAMELESS if None in pair and None in theirs else ""
    if (kind, name) in counters() and None not in pair:
        turns = (pair[0] - pair[1]) / counters()[kind, name]
        return COUNTER if turns >= 1 and is_equal(turns, round(turns)) else ""
    scale, offset = reference.developer.get(name, (1, 0))
    if (scale, offset) == (1, 0) or not scale:
        return ""
    return NOT_SCALED if is_equal(pair[0], _scaled(pair[1], scale, offset)) else ""


def _scaled(value: Any, scale: float, offset: float) -> Any:
    if isinstance(value, tuple):
        return tuple(_scaled(item, scale, offset) for item in value)
    return value / scale - offset if isinstance(value, int | float) else value


def _remarks(messages: Messages, reference: Reference) -> list[str]:
    remarks = []
    if reference.helped_over:
        count = f"{reference.helped_over:,} field definition{'s'[: reference.helped_over - 1]}"
        remarks.append(
            f"{count} would have stopped fitdecode by itself, being of no size, or of one that "
            "does not fit the type; it was helped over."
        )
    if reference.problem:
        read = sum(map(len, reference.rows.values()))
        ours = sum(messages.counts[kind] for kind in KINDS & messages.counts.keys())
        remarks.append(
            f"fitdecode stopped after {read:,} messages ({reference.problem.rstrip(': ')}); "
            f"loadwatch read {ours:,}. What came before was compared."
        )
    return remarks
