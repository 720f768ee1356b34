"""The columnar FIT reader against fitdecode, value by value, on files real, sampled and drawn."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from loadwatch.doctor.fit import COUNTER, compare
from loadwatch.errors import FileError
from loadwatch.formats import read
from loadwatch.formats._base import Source
from loadwatch.formats.fit.parts import crc16, split_parts
from tests.conftest import SAMPLES

FITS = sorted(path.relative_to(SAMPLES).as_posix() for path in SAMPLES.rglob("*.fit"))
SHARES = 16
"""The corpus in so many tests, for all cores to share."""
EVERY = 5
"""Each so-manieth of them is part of every run; fitdecode takes minutes for all."""


@pytest.mark.parametrize("name", FITS)
def test_a_sample_is_read_as_fitdecode_reads_it(name: str) -> None:
    for part in split_parts((SAMPLES / name).read_bytes()):
        assert compare(part).differences == ()


@pytest.mark.corpus
@pytest.mark.slow
@pytest.mark.parametrize(
    "share",
    [pytest.param(n, marks=() if n % EVERY == 0 else pytest.mark.long) for n in range(SHARES)],
)
def test_every_fit_of_the_corpus_is_read_as_fitdecode_reads_it(corpus: Path, share: int) -> None:
    unknown = []
    for path in sorted(corpus.rglob("*.fit"))[share::SHARES]:
        data = path.read_bytes()
        for part in split_parts(data) if data[8:12] == b".FIT" else []:
            unknown += [(path.name, item) for item in compare(part).differences if not item.reason]
    assert unknown == []


# --- drawn files -----------------------------------------------------------------------------

CODES = {0x00: "B", 0x01: "b", 0x02: "B", 0x83: "h", 0x84: "H", 0x85: "i", 0x86: "I", 0x07: "s",
         0x88: "f", 0x89: "d", 0x0A: "B", 0x8B: "H", 0x8C: "I", 0x0D: "s"}  # fmt: skip
RECORD_FIELDS = [0, 1, 2, 3, 4, 5, 6, 7, 13, 39, 41, 53, 73, 78, 83, 85, 108, 200]
KINDS = {20: RECORD_FIELDS, 19: [2, 7, 8, 9, 10, 13, 15, 25], 21: [0, 1, 2, 3],
         999: [0, 1, 2], 18: [2, 5, 9, 10, 11, 14, 18]}  # fmt: skip
ARRAYS = {83, 200}
"""Fields that are drawn as arrays of any width, as bytes, or as text."""
TIMESTAMP = bytes([253, 4, 0x86])
PACKED = bytes([8, 3, 0x0D])
"""Speed and distance in three bytes."""


@st.composite
def definitions(draw: st.DrawFn, has_developer: bool) -> tuple[int, bytes, int]:
    """Local number, definition, and length of the messages, without their header."""
    local, number = draw(st.integers(0, 15)), draw(st.sampled_from(sorted(KINDS)))
    is_big, has_own = draw(st.booleans()), has_developer and draw(st.booleans())
    entries = []
    for field in draw(
        st.lists(st.sampled_from(KINDS[number]), min_size=1, max_size=7, unique=True)
    ):
        codes = set(CODES) if field in ARRAYS else set(CODES) - {0x07, 0x0D}
        base = draw(st.sampled_from(sorted(codes)))
        width = draw(st.integers(1, 4)) if field in ARRAYS else 1
        entries.append(bytes([field, struct.calcsize(CODES[base]) * width, base]))
    if number == 20 and draw(st.booleans()):
        entries.append(PACKED)
    if draw(st.booleans()):
        entries = [TIMESTAMP, *(entry for entry in entries if entry[0] != TIMESTAMP[0])]
    head = bytes([0x40 | (0x20 if has_own else 0) | local, 0, is_big])
    head += struct.pack(">H" if is_big else "<H", number) + bytes([len(entries)])
    size = sum(entry[1] for entry in entries) + (2 if has_own else 0)
    return local, head + b"".join(entries) + (bytes([1, 5, 2, 0]) if has_own else b""), size


@st.composite
def fit_files(draw: st.DrawFn) -> bytes:
    """A FIT file of random definitions in both byte orders, redefined at will, some developer."""
    body = bytearray()
    has_developer = draw(st.booleans())
    if has_developer:
        body += bytes([0x40, 0, 0]) + struct.pack("<H", 207) + bytes([1, 3, 1, 2, 0, 0])
        body += bytes([0x40, 0, 0]) + struct.pack("<H", 206) + bytes(
            [4, 0, 1, 2, 1, 1, 2, 2, 1, 2, 3, 8, 7]
        ) + bytes([0, 0, 5, 0x84]) + b"Impact\0\0"  # fmt: skip
    sizes: dict[int, int] = {}
    for _ in range(draw(st.integers(1, 12))):
        if not sizes or draw(st.integers(0, 3)) == 0:
            local, definition, size = draw(definitions(has_developer))
            body += definition
            sizes[local] = size
        local = draw(st.sampled_from(sorted(sizes)))
        header = local
        if local < 4 and draw(st.integers(0, 3)) == 0:
            header = 0x80 | local << 5 | draw(st.integers(0, 31))
        for _ in range(draw(st.sampled_from([1, 1, 2, 3, 60]))):
            seed = draw(st.integers(0, 2**32 - 1))
            content = np.random.default_rng(seed).integers(0, 256, sizes[local], np.uint8)
            fill = draw(st.sampled_from([None, None, None, 0xFF, 0x7F, 0]))
            if fill is not None:
                content[:] = fill
            body += bytes([header]) + content.tobytes()
    header_bytes = struct.pack("<BBHI4s", 12, 16, 2100, len(body), b".FIT")
    return header_bytes + bytes(body) + struct.pack("<H", crc16(header_bytes + bytes(body)))


@settings(
    max_examples=200,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
)
@given(chain=st.lists(fit_files(), min_size=1, max_size=3))
def test_drawn_files_are_read_as_fitdecode_reads_them(chain: list[bytes]) -> None:
    parts = split_parts(b"".join(chain))
    assert len(parts) == len(chain)
    for part in parts:
        assert part.notes == ()
        assert [item for item in compare(part).differences if item.reason != COUNTER] == []


# --- damage ----------------------------------------------------------------------------------

SMALL = sorted((SAMPLES / "garmin").glob("*.fit"), key=lambda path: path.stat().st_size)[4]


def mutants(count: int, seed: int) -> Any:
    """Bytes flipped, blocks zeroed or filled, bytes lost or doubled, in a real layout."""
    chance = np.random.default_rng(seed)
    whole = SMALL.read_bytes()
    for _ in range(count):
        data = bytearray(whole)
        kind = int(chance.integers(5))
        at = int(chance.integers(12, len(data)))
        length = int(chance.integers(1, 40))
        if kind == 0:
            for _ in range(length % 8 + 1):
                data[int(chance.integers(12, len(data)))] = int(chance.integers(256))
        elif kind in (1, 2):
            data[at : at + length] = bytes([0 if kind == 1 else 0xFF]) * len(data[at : at + length])
        elif kind == 3:
            del data[at : at + length]
        else:
            data[at:at] = data[at : at + length]
        yield bytes(data)


@pytest.mark.parametrize("seed", range(5))
def test_a_mutant_is_read_in_part_or_refused_in_words(seed: int) -> None:
    for data in mutants(200, seed):
        try:
            read(Source(data))
        except FileError:
            continue
