"""Cleaned records on a grid of one second, where every cell knows whether it was recorded."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from loadwatch.derive.clean import LONG_GAP_S, Cleaned
from loadwatch.units import Bools, Floats, differences, known_or

SHORT_GAP_S = 10.0
"""Up to this, values are interpolated. [s; evidence.md house decision 12]"""

SPEED_MEAN_S = 5
"""Width over which distance becomes speed. [s; choice: shorter loses to position noise]"""

FURTHER_STREAMS = (
    "altitude_m", "stance_time_ms", "vertical_oscillation_mm", "vertical_ratio_pct",
)  # fmt: skip
"""Streams that the grid takes over as they are."""

RECORDED, GAP, OFF = 0, 1, 2
"""States of a cell: sampled; in a gap of 10-60 s; timer stopped or a longer gap."""

MAX_CELLS = 7 * 86_400


@dataclass(frozen=True)
class Grid:
    """One cell a second; cell ``k`` is ``[k, k + 1)`` since the start.

    Parameters
    ----------
    state : numpy.ndarray of uint8
        RECORDED, GAP or OFF.
    gap_id : numpy.ndarray of int
        Number of the record that a gap follows; equal within one gap.
    cadence_rpm, speed_mps, heart_rate_bpm : numpy.ndarray
        Values at the middle of the cell; NaN is unknown. Cadence in the unit of the file.
    step_m : numpy.ndarray
        Distance covered within the cell; NaN where distance is unknown. [m]
    altitude_m, stance_time_ms, vertical_oscillation_mm, vertical_ratio_pct : numpy.ndarray
        Values at the middle of the cell; NaN is unknown.
    """

    state: npt.NDArray[np.uint8]
    gap_id: npt.NDArray[np.intp]
    cadence_rpm: Floats
    speed_mps: Floats
    heart_rate_bpm: Floats
    step_m: Floats
    altitude_m: Floats
    stance_time_ms: Floats
    vertical_oscillation_mm: Floats
    vertical_ratio_pct: Floats

    def __len__(self) -> int:
        """Number of cells: whole seconds elapsed."""
        return int(self.state.size)


def to_grid(cleaned: Cleaned) -> Grid:
    """Put cleaned records on the one-second grid."""
    n = min(math.ceil(round(cleaned.elapsed_s, 3)), MAX_CELLS)
    middle: Floats = np.arange(n, dtype=np.float64) + 0.5
    time_s = cleaned.time_s
    if not time_s.size:
        unknown = np.full(n, np.nan)
        return Grid(
            np.full(n, OFF, np.uint8), np.zeros(n, np.intp), *(unknown.copy() for _ in range(8))
        )
    gap_id = np.searchsorted(time_s, middle, side="right")
    between = _Between.of(middle, time_s, gap_id)
    bounds = np.concatenate(([0.0], time_s, [max(cleaned.elapsed_s, float(time_s[-1]))]))
    length = differences(bounds)[gap_id]
    state = (length > SHORT_GAP_S).astype(np.uint8) * GAP
    state[length > LONG_GAP_S] = OFF
    for begin, end in cleaned.stops:
        state[(middle >= begin) & (middle < end)] = OFF
    edges = np.arange(n + 1, dtype=np.float64)
    step_m = differences(np.interp(edges, time_s, cleaned.distance_m))
    return Grid(
        state,
        gap_id,
        _held(middle, time_s, cleaned.channels.get("cadence_rpm")),
        _speed(between, cleaned, step_m),
        between.values(cleaned.channels.get("heart_rate_bpm")),
        step_m,
        *(between.values(cleaned.channels.get(name)) for name in FURTHER_STREAMS),
    )


def _held(middle: Floats, time_s: Floats, values: Floats | None) -> Floats:
    """A sample stands until the next one, at most ``LONG_GAP_S``; the first also before itself.

    A watch writes a cadence averaged over the seconds before. Held and not interpolated it agrees
    better with the watch's own run/walk splits: 0.957 against 0.942 of 189 h.
    """
    if values is None or not np.isfinite(values).any():
        return np.full(middle.size, np.nan)
    known = np.isfinite(values)
    t, v = time_s[known], values[known]
    last = np.clip(np.searchsorted(t, middle, side="right") - 1, 0, None)
    near = np.abs(middle - t[last]) <= LONG_GAP_S
    result: Floats = np.where(near, v[last], np.nan)
    return result


@dataclass(frozen=True)
class _Between:
    """Where the cells lie between samples.

    Parameters
    ----------
    middle, time_s : numpy.ndarray
        Middles of the cells, and times of the samples. [s]
    is_near : numpy.ndarray of bool
        Cells whose samples before and after are no more than ``SHORT_GAP_S`` apart, or which lie
        within a second of one.
    """

    middle: Floats
    time_s: Floats
    is_near: Bools

    @classmethod
    def of(cls, middle: Floats, time_s: Floats, after: npt.NDArray[np.intp]) -> _Between:
        """By how many samples come before each cell."""
        bounds = np.concatenate(([-np.inf], time_s, [np.inf]))
        to_previous, to_following = middle - bounds[after], bounds[after + 1] - middle
        is_near = (to_previous + to_following <= SHORT_GAP_S) | (
            np.minimum(to_previous, to_following) <= 1.0
        )
        return cls(middle, time_s, is_near)

    def values(self, values: Floats | None) -> Floats:
        """Linear between samples near enough, unknown elsewhere."""
        if values is None:
            return np.full(self.middle.size, np.nan)
        known = np.isfinite(values)
        if known.all():
            return np.where(self.is_near, np.interp(self.middle, self.time_s, values), np.nan)
        if not known.any():
            return np.full(self.middle.size, np.nan)
        time_s = self.time_s[known]
        after = np.searchsorted(time_s, self.middle, side="right")
        return _Between.of(self.middle, time_s, after).values(values[known])


def _speed(between: _Between, cleaned: Cleaned, step_m: Floats) -> Floats:
    """Device speed; where a file has less than half of it, distance a second, smoothed."""
    device = cleaned.channels.get("speed_mps")
    if device is not None and 2 * np.count_nonzero(np.isfinite(device)) >= device.size:
        return between.values(device)
    if not np.isfinite(step_m).any():
        return np.full(step_m.size, np.nan)
    return moving_mean(known_or(step_m, 0.0), SPEED_MEAN_S)


def moving_mean(values: Floats, width: int) -> Floats:
    """Centred mean over ``width`` cells, shorter at the ends."""
    kernel = np.ones(min(width, max(values.size, 1)))
    total = np.convolve(values, kernel, "same")
    count = np.convolve(np.ones(values.size), kernel, "same")
    result: Floats = total / count
    return result


def running_median(values: Floats, width: int) -> Floats:
    """Centred median over ``width`` cells (odd), unknown cells left out; ends repeat the edge."""
    if values.size < width:
        return values
    windows = windows_of(values, width)
    if width not in _MIDDLE_OF:
        return median_of_each(windows)
    median = _MIDDLE_OF[width](*windows.T)
    unknown = np.isnan(median).nonzero()[0]
    if unknown.size:
        median[unknown] = median_of_each(windows[unknown])
    return median


def _middle_of_3(a: Floats, b: Floats, c: Floats) -> Floats:
    """Median of three; NaN if one is."""
    least, most = np.minimum(a, b), np.maximum(a, b)
    result: Floats = np.maximum(least, np.minimum(most, c))
    return result


def _middle_of_5(a: Floats, b: Floats, c: Floats, d: Floats, e: Floats) -> Floats:
    """Median of five, which is neither the least nor the most of the first four; NaN if one is."""
    low = np.maximum(np.minimum(a, b), np.minimum(c, d))
    high = np.minimum(np.maximum(a, b), np.maximum(c, d))
    return _middle_of_3(low, high, e)


_MIDDLE_OF: Mapping[int, Callable[..., Floats]] = {3: _middle_of_3, 5: _middle_of_5}


def windows_of(values: Floats, width: int) -> Floats:
    """The cells round each cell, shape ``(n, width)`` for an odd width; ends repeat the edge."""
    half = width // 2
    padded = np.concatenate((np.full(half, values[0]), values, np.full(half, values[-1])))
    return np.lib.stride_tricks.sliding_window_view(padded, width)


def median_of_each(windows: Floats) -> Floats:
    """Median of each row, unknown values left out; NaN where all are unknown."""
    in_order = np.sort(windows, axis=1)  # unknown ones last
    median: Floats = in_order[:, windows.shape[1] // 2].copy()
    few = np.isnan(in_order[:, -1]).nonzero()[0]
    if few.size:
        count = np.maximum(np.isfinite(in_order[few]).sum(axis=1), 1)
        low, high = in_order[few, (count - 1) // 2], in_order[few, count // 2]
        median[few] = np.where(low == high, low, (low + high) / 2)
    return median


def windows_extremes(values: Floats, width: int) -> tuple[Floats, Floats]:
    """Least and greatest known value round each cell, over an odd number of cells.

    Extremes of two windows that together are the wanted one are put together, each twice as wide
    as the ones before.
    """
    half = width // 2
    edges = np.full(half, values[0]), np.full(half, values[-1])
    least = most = np.concatenate((edges[0], values, edges[1]))
    reach = 1
    while reach < width:
        step = min(reach, width - reach)
        least = np.fmin(least[:-step], least[step:])
        most = np.fmax(most[:-step], most[step:])
        reach += step
    return least, most


def runs_of(mask: Bools) -> list[tuple[int, int]]:
    """Stretches ``[begin, end)`` in which a mask is true."""
    if not mask.size:
        return []
    edges = ((mask[1:] != mask[:-1]).nonzero()[0] + 1).tolist()
    if mask[0]:
        edges.insert(0, 0)
    if mask[-1]:
        edges.append(mask.size)
    return list(zip(edges[::2], edges[1::2], strict=True))
