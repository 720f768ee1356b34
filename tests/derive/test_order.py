"""Medians, quantiles and windows of our own are numpy's, to the last bit."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.lib.stride_tricks import sliding_window_view

from loadwatch.derive.distance import _may_jump, _position_steps
from loadwatch.derive.grid import running_median, runs_of, windows_extremes
from loadwatch.derive.heart import masked_heart_rate
from loadwatch.derive.order import mean, median, quantile_of_sorted
from loadwatch.units import Floats

NUMBERS = st.floats(-1e6, 1e6)
KNOWN = arrays(np.float64, st.integers(1, 80), elements=NUMBERS)
SOME_UNKNOWN = arrays(np.float64, st.integers(1, 80), elements=NUMBERS | st.just(np.nan))
WIDTHS = st.sampled_from([1, 3, 5, 7, 61])


@settings(deadline=None)
@given(KNOWN, st.floats(0, 1))
def test_median_and_quantile_are_those_of_numpy(values: Floats, share: float) -> None:
    assert median(values) == np.median(values)
    assert quantile_of_sorted(np.sort(values), share) == np.quantile(values, share)


@settings(deadline=None)
@given(SOME_UNKNOWN, WIDTHS)
def test_a_running_median_is_that_of_what_is_known_round_each_cell(
    values: Floats, width: int
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # of numpy, where all are unknown
        expected = np.nanmedian(round_each(values, width), axis=1)
    if values.size < width:
        expected = values
    np.testing.assert_array_equal(running_median(values, width), expected)


@settings(deadline=None)
@given(SOME_UNKNOWN, WIDTHS)
def test_the_extremes_of_windows_are_those_of_what_is_known_in_them(
    values: Floats, width: int
) -> None:
    least, most = windows_extremes(values, width)
    np.testing.assert_array_equal(least, np.fmin.reduce(round_each(values, width), axis=1))
    np.testing.assert_array_equal(most, np.fmax.reduce(round_each(values, width), axis=1))


@settings(deadline=None)
@given(arrays(np.bool_, st.integers(0, 40)))
def test_the_runs_of_a_mask_are_its_true_cells_and_nothing_else(mask: np.ndarray) -> None:
    painted = np.zeros(mask.size, int)
    for begin, end in runs_of(mask):
        painted[begin:end] += 1
        assert begin == 0 or not mask[begin - 1]
        assert end == mask.size or not mask[end]
    np.testing.assert_array_equal(painted, mask)


@pytest.mark.parametrize("seed", range(20))
def test_spikes_are_found_where_the_median_of_every_minute_finds_them(seed: int) -> None:
    rng = np.random.default_rng(seed)
    heart = np.clip(np.cumsum(rng.normal(0, 4, 900)) + 130, 40, 220)
    heart[rng.integers(0, 900, 25)] += rng.choice([-60, 40, 80], 25)
    heart[rng.integers(0, 900, 60)] = np.nan
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        far = np.abs(heart - np.nanmedian(round_each(heart, 61), axis=1)) > 25
    spikes = np.zeros(900, bool)
    for begin, end in runs_of(far):
        spikes[begin:end] = end - begin <= 10
    masked, _ = masked_heart_rate(heart, np.full(900, np.nan))
    np.testing.assert_array_equal(np.isnan(masked), spikes | np.isnan(heart))


def round_each(values: Floats, width: int) -> Floats:
    return sliding_window_view(np.pad(values, width // 2, mode="edge"), width)


@settings(deadline=None)
@given(KNOWN)
def test_a_mean_is_that_of_numpy(values: Floats) -> None:
    assert mean(values) == np.mean(values)


@settings(deadline=None)
@given(
    arrays(np.float64, 12, elements=st.floats(-90, 90)),
    arrays(np.float64, 12, elements=st.floats(-180, 180)),
    st.floats(1e-6, 1.0),
)
def test_no_jump_is_missed_by_the_look_that_is_not_exact(
    latitude: Floats, longitude: Floats, scale: float
) -> None:
    channels = {"latitude_deg": latitude * scale, "longitude_deg": longitude * scale}
    time_s = np.arange(12.0)
    steps = _position_steps(time_s, channels, (), 12.5)
    assert steps is not None
    assert _may_jump(time_s, channels, 12.5) or np.isfinite(steps).all()
