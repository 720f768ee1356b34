"""An activity measured second by second, and what its sums are made of."""

from __future__ import annotations

import numpy as np
import pytest

from loadwatch.derive.session import measure, sum_up, summarise
from tests.conftest import activity, streams

RUN_WALK = streams(
    [(300, 1.4, 110), (60, 2.8, 162), (60, 1.4, 110), (60, 2.8, 162), (60, 1.4, 110)]
)


def test_what_is_summed_is_what_was_measured() -> None:
    given = activity(RUN_WALK)
    measured = measure(given)
    assert measured.gaits is not None
    row = sum_up(given, measured).row
    run = measured.gaits.labels.cells(0)
    assert row["run_time_s"] == run.sum()
    assert row["run_impact_count"] == round(float(measured.gaits.impacts.per_cell[run].sum()))
    assert measured.gaits.cadence_factor == 2
    assert row == summarise(given).row


def test_the_segments_of_what_was_measured_tile_it() -> None:
    gaits = measure(activity(RUN_WALK)).gaits
    assert gaits is not None
    ends = [segment.end_s for segment in gaits.segments]
    assert [segment.begin_s for segment in gaits.segments] == [0.0, *ends[:-1]]
    assert ends[-1] == pytest.approx(540)


def test_a_ride_is_measured_without_gaits() -> None:
    measured = measure(activity(RUN_WALK, sport="cycling"))
    assert (measured.is_on_foot, measured.gaits) == (False, None)
    assert np.isfinite(measured.grid.speed_mps).all()


def test_a_session_too_sparse_has_no_gaits_and_says_why() -> None:
    measured = measure(activity(streams([(600, 2.8, 162)], every_s=300)))
    assert (measured.is_on_foot, measured.gaits) == (True, None)
    assert "sparse" in {note.code for note in measured.notes}
