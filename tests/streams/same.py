"""Activities compared bit for bit."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np

from loadwatch.activity import NO_RECORDS, Activity


def assert_same(own: Activity, other: Activity) -> None:
    """Everything of two activities is equal, every float of the records in its bits."""
    mine, its = own.records, other.records
    assert list(mine.channels) == list(its.channels)
    assert mine.breaks == its.breaks
    for left, right in zip(
        (mine.time_s, *mine.channels.values()), (its.time_s, *its.channels.values()), strict=True
    ):
        assert right.dtype == np.float64
        assert np.array_equal(left.view(np.int64), right.view(np.int64))
    for field in fields(Activity):
        assert type(getattr(own, field.name)) is type(getattr(other, field.name)), field.name
    assert repr(replace(own, records=NO_RECORDS)) == repr(replace(other, records=NO_RECORDS))
