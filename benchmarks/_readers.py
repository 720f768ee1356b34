"""FIT readers to compare: each from bytes to float64 columns, as far as its own calls allow."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from loadwatch import formats
from loadwatch.formats._base import Source
from loadwatch.formats.fit.messages import KINDS, decode
from loadwatch.formats.fit.parts import split_parts

Rows = dict[str, list[dict[str, object]]]

FIVE_KINDS = ("record", "lap", "session", "event", "device_info")


@dataclass(frozen=True)
class Reader:
    """A reader and how often it is timed.

    Parameters
    ----------
    read : callable
        Bytes → whatever it makes of them.
    every : int
        Timed in each ``every``-th round: the slow ones less often.
    """

    read: Callable[[bytes], object]
    every: int = 1


def ours(data: bytes) -> object:
    """Checksum, walk, every column of every kind."""
    found = []
    for part in split_parts(data):
        messages = decode(part)
        found.append(
            {kind: messages.table(kind).columns for kind in KINDS & messages.counts.keys()}
        )
    return found


def activities(data: bytes) -> object:
    """``formats.read``: activities, as the product uses them."""
    return formats.read(Source(data))


def message_count(data: bytes) -> int:
    """Messages of every kind in a file."""
    return sum(sum(decode(part).counts.values()) for part in split_parts(data))


def columns(rows: Rows) -> object:
    """Messages as dictionaries → float64 columns, the same way for every library."""
    found = {}
    for kind, messages in rows.items():
        for name in {name for message in messages for name in message}:
            values = [message.get(name) for message in messages]
            numbers = [v if isinstance(v, int | float) else np.nan for v in values]
            found[kind, name] = np.array(numbers, dtype=np.float64)
    return found


def _by_kind(messages: Iterable[tuple[str, dict[str, object]]]) -> object:
    rows: Rows = defaultdict(list)
    for kind, message in messages:
        rows[kind].append(message)
    return columns(rows)


def _fitdecode(data: bytes, **options: object) -> object:
    import fitdecode

    return _by_kind(
        (frame.name, {field.name: field.value for field in frame.fields})
        for frame in fitdecode.FitReader(data, **options)
        if frame.frame_type == fitdecode.FIT_FRAME_DATA and frame.name in KINDS
    )


def fitdecode_default(data: bytes) -> object:
    """As it comes, by fitdecode."""
    return _fitdecode(data)


def fitdecode_best(data: bytes) -> object:
    """Without processor and checksum, by fitdecode."""
    import fitdecode

    return _fitdecode(data, processor=None, check_crc=fitdecode.CrcCheck.DISABLED)


def fitparse_columns(data: bytes) -> object:
    """By fitparse, as it comes."""
    import fitparse

    return _by_kind(
        (message.name, message.get_values())
        for message in fitparse.FitFile(data)
        if message.name in KINDS
    )


def fit_tool_columns(data: bytes) -> object:
    """By fit-tool, as it comes."""
    from fit_tool.fit_file import FitFile

    messages = (record.message for record in FitFile.from_bytes(data).records)
    found = []
    for message in messages:
        if getattr(message, "name", None) in KINDS:  # a definition has no name
            fields = (*message.fields, *message.developer_fields)
            found.append((message.name, {f.name: f.get_value() for f in fields if f.is_valid()}))
    return _by_kind(found)


def pyfitparsernative_columns(data: bytes) -> object:
    """By pyfitparsernative (Rust), its dictionaries made into columns."""
    import pyfitparsernative

    return _by_kind(
        (str(message["message_type"]), message)
        for message in pyfitparsernative.parse_fit_bytes(data)
        if message["message_type"] in KINDS
    )


def activity_parser_columns(data: bytes) -> object:
    """By activity-parser, where somebody has installed it."""
    import activity_parser

    return activity_parser.ActivityParser().parse(io.BytesIO(data), ext="fit")


def fitfast_records(data: bytes) -> object:
    """Columns of records alone, by fitfast (Rust)."""
    import fitfast

    return fitfast.records(data)


def fitfast_five(data: bytes) -> object:
    """Columns of five kinds, by fitfast, which decodes the file for each."""
    import fitfast

    return [fitfast.records(data, kind) for kind in FIVE_KINDS]


FIT_READERS = {
    "fitdecode": Reader(fitdecode_default, every=3),
    "fitdecode, public best": Reader(fitdecode_best, every=3),
    "fitparse": Reader(fitparse_columns, every=9),
    "fit-tool": Reader(fit_tool_columns, every=9),
    "activity-parser": Reader(activity_parser_columns, every=3),
    "pyfitparsernative": Reader(pyfitparsernative_columns, every=3),
    "fitfast, records only": Reader(fitfast_records),
    "fitfast, five kinds": Reader(fitfast_five),
    "loadwatch, columns": Reader(ours),
    "loadwatch, activities": Reader(activities),
}
