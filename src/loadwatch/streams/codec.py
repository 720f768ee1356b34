"""Activities → bytes → the same activities."""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Callable, Sequence
from dataclasses import fields
from operator import attrgetter
from typing import Any

import numpy as np

from loadwatch.activity import (
    Activity,
    Device,
    Lap,
    Note,
    Records,
    Split,
    StrengthSet,
    WorkoutStep,
)
from loadwatch.errors import LoadwatchError
from loadwatch.streams.columns import Packed, pack, unpacked
from loadwatch.units import Floats

FORM = b"LWS\x02"
"""What the bytes begin with: their kind, and the version of their form."""
_HEAD = struct.Struct("<4sIII")
"""Form, checksum, bytes of the text, bytes of all when unpacked."""
_MOST_BYTES = 1 << 30
"""More than any file's activities take. [byte; choice]"""

_PLAIN = (
    "format", "sport", "sub_sport", "start_time_s", "utc_offset_s", "is_commute", "identity",
    "describes",
)  # fmt: skip
_LISTS: dict[str, type[Any]] = {
    "laps": Lap, "splits": Split, "workout_steps": WorkoutStep, "sets": StrengthSet, "notes": Note,
}  # fmt: skip


class DamagedStreamsError(LoadwatchError):
    """Bytes that are not what :func:`encoded` gave."""


def _values_of(kind: type[Any]) -> Callable[[Any], tuple[Any, ...]]:
    return attrgetter(*(field.name for field in fields(kind)))


_OF = {kind: _values_of(kind) for kind in (*_LISTS.values(), Device, Packed)}


def encoded(activities: Sequence[Activity], told: object = None) -> bytes:
    """Activities as bytes.

    Looking for repeated bytes only, and not for repeated words, takes half the time for the same
    size: differences of neighbours have no words.

    Parameters
    ----------
    activities : sequence of Activity
        Of one file.
    told : object
        What else is to be kept with them, as JSON has it.
    """
    texts, bodies = [], []
    for activity in activities:
        records = activity.records
        columns = pack([records.time_s, *records.channels.values()])
        texts.append(_text_of(activity, [packed for packed, _ in columns]))
        bodies += [body for _, body in columns]
    text = json.dumps([told, texts], separators=(",", ":"), default=_plain).encode()
    whole = b"".join([text, *bodies])
    deflate = zlib.compressobj(1, zlib.DEFLATED, zlib.MAX_WBITS, 9, zlib.Z_RLE)
    packed = deflate.compress(whole) + deflate.flush()
    rest = _HEAD.pack(FORM, 0, len(text), len(whole))[8:] + packed
    return FORM + zlib.crc32(rest).to_bytes(4, "little") + rest


def decoded(data: bytes) -> tuple[list[Activity], Any]:
    """Activities, and what was kept with them.

    Raises
    ------
    DamagedStreamsError
        If the bytes are not those that were written.
    """
    try:
        return _decoded(data)
    except (struct.error, zlib.error, ValueError, IndexError, KeyError, TypeError) as error:
        raise DamagedStreamsError("kept streams are damaged; the file is read again") from error


def _decoded(data: bytes) -> tuple[list[Activity], Any]:
    form, checksum, text_size, size = _HEAD.unpack_from(data)
    if form != FORM or zlib.crc32(data[8:]) != checksum or size > _MOST_BYTES:
        raise ValueError(form)
    whole = zlib.decompress(data[_HEAD.size :], bufsize=size)
    told, texts = json.loads(whole[:text_size])
    found, at = [], text_size
    for text in texts:
        activity, at = _activity(text, whole, at)
        found.append(activity)
    return found, told


def _text_of(activity: Activity, packed: Sequence[Packed]) -> dict[str, Any]:
    """All but the bytes of the columns."""
    records = activity.records
    return {
        "plain": [getattr(activity, name) for name in _PLAIN],
        "device": _OF[Device](activity.device),
        "lists": [
            [_OF[kind](each) for each in getattr(activity, name)] for name, kind in _LISTS.items()
        ],
        "timer": activity.timer,
        "reported": dict(activity.reported),
        "length": len(records),
        "names": list(records.channels),
        "packed": [_OF[Packed](each) for each in packed],
        "breaks": records.breaks,
    }


def _activity(text: dict[str, Any], whole: bytes, at: int) -> tuple[Activity, int]:
    length, columns = text["length"], list[Floats]()
    for coding, count, width, first, has_mask in text["packed"]:
        packed = Packed(coding, count, width, tuple(first), has_mask)
        columns.append(unpacked(packed, whole, at, length))
        at += packed.size(length)
    records = Records(
        columns[0], dict(zip(text["names"], columns[1:], strict=True)), tuple(text["breaks"])
    )
    parts: dict[str, Any] = {
        name: tuple([kind(*each) for each in items])
        for (name, kind), items in zip(_LISTS.items(), text["lists"], strict=True)
    }
    parts |= zip(_PLAIN, text["plain"], strict=True)
    timer = tuple([(moment, started) for moment, started in text["timer"]])
    device = Device(*text["device"])
    activity = Activity(
        device=device, records=records, timer=timer, reported=text["reported"], **parts
    )
    return activity, at


def _plain(value: object) -> object:
    if isinstance(value, np.generic):
        return value.item()
    raise TypeError(f"{type(value).__name__} cannot be kept")
