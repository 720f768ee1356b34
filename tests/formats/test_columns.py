"""The columnar FIT reader against fitdecode, value by value, on files real, sampled and drawn."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from loadwatch.doctor.fit import compare
from loadwatch.errors import FileError
from loadwatch.formats import read
from loadwatch.formats._base import Source
from loadwatch.formats.fit.parts import split_parts
from tests.conftest import SAMPLES

FITS = sorted(path.relative_to(SAMPLES).as_posix() for path in SAMPLES.rglob("*.fit"))


@pytest.mark.parametrize("name", FITS)
def test_a_sample_is_read_as_fitdecode_reads_it(name: str) -> None:
    for part in split_parts((SAMPLES / name).read_bytes()):
        assert compare(part).differences == ()


@pytest.mark.corpus
@pytest.mark.slow
def test_every_fit_of_the_corpus_is_read_as_fitdecode_reads_it(corpus: Path) -> None:
    unknown = []
    for path in sorted(corpus.rglob("*.fit")):
        data = path.read_bytes()
        for part in split_parts(data) if data[8:12] == b".FIT" else []:
            unknown += [(path.name, item) for item in compare(part).differences if not item.reason]
    assert unknown == []


# --- drawn files -----------------------------------------------------------------------------

CODES = {0x00: "B", 0x01: "b", 0x02: "B", 0x83: "h", 0x84: "H", 0x85: "i", 0x86: "I",
         0x88: "f", 0x89: "d", 0x0A: "B", 0x8B: "H", 0x8C: "I"}  # fmt: skip
RECORD_FIELDS = [0, 1, 2, 3, 4, 5, 6, 7, 13, 39, 41, 53, 73, 78, 83, 85, 108, 200, 253]
KINDS = {20: RECORD_FIELDS, 19: [2, 7, 8, 9, 10, 13, 15, 25, 253], 21: [0, 1, 2, 3, 253],
         999: [0, 1, 2], 18: [2, 5, 9, 10, 11, 14, 18, 253]}  # fmt: skip
ARRAYS = {83, 200}
"""Fields that are drawn as arrays: one field has one width throughout a file."""


@st.composite
def fit_files(draw: st.DrawFn) -> bytes:
    """A FIT file of random definitions in both byte orders, redefined at will, some developer."""
    body = bytearray()
    defined: dict[int, tuple[int, bool]] = {}
    if draw(st.booleans()):
        body += bytes([0x40, 0, 0]) + struct.pack("<H", 207) + bytes([1, 3, 1, 2, 0, 0])
        body += bytes([0x40, 0, 0]) + struct.pack("<H", 206) + bytes(
            [4, 0, 1, 2, 1, 1, 2, 2, 1, 2, 3, 8, 7]
        ) + bytes([0, 0, 5, 0x84]) + b"Impact\0\0"  # fmt: skip
        developer = True
    else:
        developer = False
    for _ in range(draw(st.integers(1, 12))):
        if not defined or draw(st.integers(0, 3)) == 0:
            local, number = draw(st.integers(0, 15)), draw(st.sampled_from(sorted(KINDS)))
            big, own = draw(st.booleans()), developer and draw(st.booleans())
            fields = draw(
                st.lists(st.sampled_from(KINDS[number]), min_size=1, max_size=7, unique=True)
            )
            sizes = []
            entries = bytearray()
            for field in fields:
                base = draw(st.sampled_from(sorted(CODES)))
                size = struct.calcsize(CODES[base]) * (3 if field in ARRAYS else 1)
                entries += bytes([field, size, base])
                sizes.append(size)
            body += bytes([0x40 | (0x20 if own else 0) | local, 0, big])
            body += struct.pack(">H" if big else "<H", number) + bytes([len(fields)]) + entries
            if own:
                body += bytes([1, 5, 2, 0])
            defined[local] = (sum(sizes) + (2 if own else 0), big)
        local = draw(st.sampled_from(sorted(defined)))
        for _ in range(draw(st.sampled_from([1, 1, 2, 3, 40]))):
            size = defined[local][0]
            seed = draw(st.integers(0, 2**32 - 1))
            content = np.random.default_rng(seed).integers(0, 256, size, np.uint8).tobytes()
            fill = draw(st.sampled_from([None, None, None, 0xFF, 0x7F, 0]))
            body += bytes([local]) + (content if fill is None else bytes([fill]) * size)
    header = struct.pack("<BBHI4s", 12, 16, 2100, len(body), b".FIT")
    return header + bytes(body) + b"\0\0"


BEYOND = {("record", "total_cycles"), ("record", "distance")}
"""What float64 cannot hold, and what fitdecode's counters carry between kinds."""


@settings(
    max_examples=500,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
)
@given(data=fit_files())
def test_drawn_files_are_read_as_fitdecode_reads_them(data: bytes) -> None:
    (part,) = split_parts(data)
    differences = compare(part).differences
    assert [item for item in differences if (item.kind, item.field) not in BEYOND] == []


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
