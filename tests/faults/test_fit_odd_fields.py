"""One odd message among sound ones takes nothing else with it, and no value stops the reading."""

from __future__ import annotations

import math
import struct

import numpy as np
import pytest

from loadwatch.activity import Activity
from loadwatch.derive.session import summarise
from loadwatch.errors import FileError
from loadwatch.formats import read
from loadwatch.formats._base import Source
from loadwatch.formats.fit.parts import crc16
from loadwatch.show.look import look

START, SECONDS = 1_100_000_000, 600


def define(local: int, number: int, *fields: tuple[int, int, int]) -> bytes:
    head = struct.pack("<BBBHB", 0x40 | local, 0, 0, number, len(fields))
    return head + b"".join(map(bytes, fields))


RECORDS = define(0, 20, (253, 4, 0x86), (4, 1, 2), (6, 2, 0x84)) + b"".join(
    b"\0" + struct.pack("<IBH", START + i, 80, 3000) for i in range(SECONDS)
)
FILE_ID = define(15, 0, (0, 1, 0)) + b"\x0f\x04"
SESSION = define(3, 18, (2, 4, 0x86), (5, 1, 0)) + b"\x03" + struct.pack("<IB", START, 1)


def activities(*parts: bytes) -> list[Activity]:
    body = b"".join((FILE_ID, RECORDS, *parts))
    data = struct.pack("<BBHI4s", 12, 32, 2132, len(body), b".FIT") + body
    return read(Source(data + struct.pack("<H", crc16(data))))


@pytest.mark.parametrize(
    "odd",
    [
        define(1, 20, (253, 8, 0x86)) + b"\x01" + struct.pack("<2I", START + 600, 0),
        define(1, 20, (253, 3, 7), (4, 1, 2)) + b"\x01abcP",
        define(1, 20, (253, 4, 0x86), (4, 1, 0x0D)) + b"\x01" + struct.pack("<IB", START + 600, 80),
        define(1, 20, (253, 4, 0x86), (4, 2, 7))
        + b"\x01"
        + struct.pack("<I", START + 600)
        + b"a\0",
    ],
    ids=["two times", "a time in words", "cadence in bytes", "cadence in words"],
)
def test_a_record_of_odd_fields_takes_no_channel_with_it(odd: bytes) -> None:
    (activity,) = activities(odd, SESSION)
    assert np.isfinite(activity.records.time_s).sum() >= SECONDS
    assert np.isfinite(activity.records.channels["cadence_rpm"]).sum() >= SECONDS


def test_records_are_kept_beside_a_session_without_a_start() -> None:
    found = activities(SESSION, b"\x03" + struct.pack("<IB", 0xFFFFFFFF, 1))
    assert sum(len(activity.records) for activity in found) == SECONDS


def test_a_split_without_an_end_is_no_split(tmp_path) -> None:
    split = define(4, 312, (0, 1, 0), (9, 4, 0x86)) + b"\x04\x11" + struct.pack("<I", START)
    (activity,) = activities(split, SESSION)
    assert activity.splits == ()
    body = FILE_ID + RECORDS + split + SESSION
    data = struct.pack("<BBHI4s", 12, 32, 2132, len(body), b".FIT") + body
    (tmp_path / "x.fit").write_bytes(data + struct.pack("<H", crc16(data)))
    assert len(look(tmp_path / "x.fit").activities) == 1


@pytest.mark.parametrize("value", [math.nan, math.inf, 1e12, -1.0])
def test_a_time_that_fit_does_not_have_is_unknown(value: float) -> None:
    records = define(1, 20, (253, 8, 0x89), (4, 1, 2)) + b"\x01" + struct.pack("<dB", value, 80)
    session = define(3, 18, (2, 8, 0x89), (5, 1, 0)) + b"\x03" + struct.pack("<dB", value, 1)
    compressed = define(2, 20, (4, 1, 2)) + b"\xc5\x50" * 20
    try:
        found = activities(records, compressed, session)
    except FileError:
        return
    for activity in found:
        summarise(activity)


def test_a_field_in_numbers_here_and_in_words_there_is_read_as_each() -> None:
    numbers = (
        define(1, 20, (253, 4, 0x86), (4, 3, 2)) + b"\x01" + struct.pack("<I3B", START, 1, 2, 3)
    )
    words = define(2, 20, (253, 4, 0x86), (4, 3, 7)) + b"\x02" + struct.pack("<I3s", START, b"ab\0")
    (activity,) = activities(numbers, words, SESSION)
    assert np.isfinite(activity.records.channels["cadence_rpm"]).sum() == SECONDS
