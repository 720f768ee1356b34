"""Activities as bytes: all of it comes back, and what was damaged is not taken for sound."""

from __future__ import annotations

import math
import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from loadwatch import formats
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
from loadwatch.formats._base import Source
from loadwatch.streams import DamagedStreamsError, decoded, encoded
from loadwatch.streams.columns import RAW, pack, unpacked
from loadwatch.units import DEGREES_PER_SEMICIRCLE, Floats
from tests.conftest import SAMPLES
from tests.streams.same import assert_same

SAMPLE = SAMPLES / "garmin"


def came_back(column: Floats) -> tuple[int, Floats, int]:
    """Coding of a column, what comes of its bytes, and how many these are."""
    ((packed, body),) = pack([column])
    assert packed.size(column.size) == len(body)
    return packed.coding, unpacked(packed, body, 0, column.size), len(body)


def assert_exact(column: Floats) -> None:
    _, again, _ = came_back(column)
    assert np.array_equal(again.view(np.int64), column.view(np.int64))


floats = st.floats(width=64) | st.sampled_from([0.0, -0.0, math.inf, -math.inf, math.nan, 5e-324])
columns = arrays.arrays(np.float64, st.integers(0, 80), elements=floats)


@settings(deadline=None)
@given(columns)
def test_any_floats_come_back_bit_for_bit(column: Floats) -> None:
    assert_exact(column)


@settings(deadline=None)
@given(st.lists(st.integers(0, 2**64 - 1), max_size=40))
def test_any_bits_come_back_whatever_they_mean(bits: list[int]) -> None:
    assert_exact(np.array(bits, np.uint64).view(np.float64))


@settings(deadline=None)
@given(
    st.lists(st.integers(-(2**31), 2**31 - 1), min_size=1, max_size=60),
    st.sampled_from([1, 2, 5, 10, 100, 128, 256, 1000, 10**6, 10**7]),
    st.sampled_from([0.0, 500.0]),
    st.data(),
)
def test_numbers_of_a_watch_come_back_with_their_gaps(
    numbers: list[int], scale: int, offset: float, data: st.DataObject
) -> None:
    column = np.array(numbers, np.float64) / scale - offset
    gaps = data.draw(st.lists(st.booleans(), min_size=column.size, max_size=column.size))
    column[gaps] = np.nan
    assert_exact(column)
    assert_exact(column[::-1])


@pytest.mark.parametrize(
    ("column", "most_bytes"),
    [
        (np.arange(1.7e9, 1.7e9 + 3600), 1.01),
        (np.cumsum(np.tile([281, 279, 280, 300], 900)) / 100, 1.01),
        (np.tile([2650.0, 2651.0, 2655.0, 2640.0], 900) / 5 - 500, 1.01),
        (np.cumsum(np.tile([310, 300, -20, 90], 900)) * DEGREES_PER_SEMICIRCLE, 2.01),
        (np.where(np.arange(3600) % 7, 148.0, np.nan), 1.2),
    ],
)
def test_what_watches_write_takes_a_byte_or_two_before_it_is_compressed(
    column: Floats, most_bytes: float
) -> None:
    coding, again, size = came_back(column)
    assert coding != RAW
    assert size <= most_bytes * column.size
    assert np.array_equal(again, column, equal_nan=True)


def test_everything_beside_the_records_comes_back() -> None:
    whole = Activity(
        format="FIT",
        sport="läuft \ud800 ",
        sub_sport=None,
        start_time_s=math.nan,
        utc_offset_s=None,
        device=Device("maker", None, "7"),
        records=Records(np.array([1.0, np.nan]), {"speed_mps": np.array([-0.0, 0.1])}, (1,)),
        laps=(Lap(1.5, math.inf, wkt_step_index=3, intensity="rest"), Lap(0.1 + 0.2, math.nan)),
        timer=((1.0, True), (math.nan, False)),
        splits=(Split("rwd_run", 1.0, 2.0),),
        workout_steps=(WorkoutStep(-1, None),),
        sets=(StrengthSet(None, 1.0, 2.0, 3.0),),
        reported={"total_distance_m": 1e10, "total_strides": 0.0},
        notes=(Note("kept", "some", 2, damage=True),),
    )
    given_, told = decoded(encoded([whole, whole], {"a": [None, 1.5]}))
    assert told == {"a": [None, 1.5]}
    assert len(given_) == 2
    for each in given_:
        assert_same(whole, each)


def test_no_activity_is_none() -> None:
    assert decoded(encoded([], "why")) == ([], "why")


@pytest.mark.parametrize("path", sorted(SAMPLE.glob("*.fit"))[:4], ids=lambda path: path.name)
def test_a_recording_comes_back_in_fewer_bytes(path: Path) -> None:
    data = path.read_bytes()
    activities = formats.read(Source(data))
    kept = encoded(activities)
    for own, again in zip(activities, decoded(kept)[0], strict=True):
        assert_same(own, again)
    assert len(kept) < len(data)


def test_bytes_that_were_changed_or_cut_are_said_to_be_damaged() -> None:
    (path, *_) = sorted(SAMPLE.glob("*.fit"))
    kept = encoded(formats.read(Source(path.read_bytes())))
    for at in range(0, len(kept), max(len(kept) // 60, 1)):
        changed = bytearray(kept)
        changed[at] ^= 0x10
        with pytest.raises(DamagedStreamsError):
            decoded(bytes(changed))
        with pytest.raises(DamagedStreamsError):
            decoded(kept[:at])
    with pytest.raises(DamagedStreamsError):
        decoded(kept + b"\0")


def test_a_sound_checksum_over_nonsense_is_damage_all_the_same() -> None:
    kept = encoded([])
    for inside in (b"[null,[]]", b"[1", b'[null,[{"length":3}]]', b"7", b"[]"):
        rest = len(inside).to_bytes(4, "little") * 2 + zlib.compress(inside)
        damaged = kept[:4] + zlib.crc32(rest).to_bytes(4, "little") + rest
        if inside == b"[null,[]]":
            assert decoded(damaged) == ([], None)
        else:
            with pytest.raises(DamagedStreamsError):
                decoded(damaged)
