"""Any cut of a FIT, GPX or TCX gives a prefix of its samples or a FileError, nothing else."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from loadwatch.errors import FileError
from loadwatch.formats import read
from loadwatch.formats._base import Source

from ..faults.build import Fit, gpx, run, tcx

ROWS = run(seconds=120)
FIT = Fit().records(ROWS).session(elapsed=120, timer=120, metres=336, strides=162)
WHOLES = {"FIT": FIT.finish(), "GPX": gpx(ROWS).encode(), "TCX": tcx([ROWS]).encode()}
RECORDS = {name: read(Source(data))[0].records for name, data in WHOLES.items()}
TESTED = settings(derandomize=True, deadline=None, max_examples=60)
FLIPS = st.lists(st.tuples(st.integers(0, 10**6), st.integers(1, 255)), min_size=1, max_size=8)
"""Where to change a byte, and by which bits."""


def activities_or_none(data):
    """What a file holds; nothing where it is refused with a reason."""
    try:
        return read(Source(data))
    except FileError as error:
        return [] if error.reason else [error]


def flipped(whole, flips):
    """A file with some bytes changed."""
    data = bytearray(whole)
    for position, change in flips:
        data[position % len(data)] ^= change
    return bytes(data)


@pytest.mark.parametrize("name", WHOLES)
@TESTED
@given(share=st.floats(0, 1))
@example(share=1.0)
def test_a_cut_anywhere_gives_a_prefix_or_a_file_error(name, share):
    whole, data = RECORDS[name], WHOLES[name]
    length = int(share * len(data))
    for activity in activities_or_none(data[:length]):
        n = len(activity.records)
        np.testing.assert_array_equal(activity.records.time_s, whole.time_s[:n])
        for channel, values in activity.records.channels.items():
            np.testing.assert_array_equal(values, whole.channels[channel][:n])
        if name == "FIT" and n:
            assert n == FIT.whole_records(length)
        if n < len(whole):
            assert any(note.damage for note in activity.notes)


@pytest.mark.parametrize("name", WHOLES)
@TESTED
@given(flips=FLIPS)
def test_changed_bytes_never_raise_anything_but_a_file_error(name, flips):
    data = flipped(WHOLES[name], flips)
    activities = activities_or_none(data)
    if name == "FIT" and activities and data != WHOLES[name]:
        assert any(note.damage for activity in activities for note in activity.notes)
