"""What was measured, second by second, thinned to what a page can draw.

The streams are those by which gaits were told and impacts counted: cleaned, on a grid of a second.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from loadwatch.derive.clean import LONG_GAP_S, Cleaned
from loadwatch.derive.details import seen_running
from loadwatch.derive.drift import Compared, compare
from loadwatch.derive.grid import OFF, median_of_each
from loadwatch.derive.labels import LABELS, RUN, WALK
from loadwatch.derive.order import median
from loadwatch.derive.session import Measured
from loadwatch.derive.summary import Summary, Value
from loadwatch.units import EARTH_RADIUS_M, Floats

MOST_POINTS = 600
"""Points of a curve and of a track: more than a page is wide. [choice]"""
KNOWN_SHARE = 0.5
"""A point is drawn if so much of its time is known. [share; choice]"""
MOST_ROWS = 40
ROW_S = (10, 20, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 21_600)
"""Rows of the table beside the curves, and times that one can stand for. [rows, s; choice]"""
LEAST_TRACK_M = 20.0
"""A track that reaches no further has no shape but the noise of the fixes. [m; choice]"""
DRIFTS = (
    "cadence_drift_pct", "speed_drift_pct", "stance_time_drift_pct",
    "vertical_oscillation_drift_pct", "vertical_ratio_drift_pct", "form_signal_count",
)  # fmt: skip


@dataclass(frozen=True)
class RowView:
    """A stretch of the session: its commonest gait, and the mean of what is known of each curve.

    Parameters
    ----------
    begin_s : float
        Its start. [s]
    gait : str or None
        None where gaits are not told apart.
    means : Mapping[str, float or None]
        By the name of the curve.
    """

    begin_s: float
    gait: str | None
    means: Mapping[str, float | None]


@dataclass(frozen=True)
class TrackView:
    """Shape of the way, north up, without a place on earth.

    Parameters
    ----------
    points : tuple of (float, float, str or None)
        Metres east and north of the south-west corner, and the gait from there on; NaN where the
        recording was off. [m]
    east_m, north_m : float
        How far it reaches. [m]
    apart_m : float
        From the first to the last point, straight. [m]
    step_s : float
        Seconds from one point to the next. [s]
    far_count : int
        Fixes further off than the whole way is long, which are left out.
    """

    points: tuple[tuple[float, float, str | None], ...]
    east_m: float
    north_m: float
    apart_m: float
    step_s: float
    far_count: int


@dataclass(frozen=True)
class FormView:
    """Form of an early and a late part of the running.

    Parameters
    ----------
    compared : Compared
        Means of both.
    drift : Mapping[str, value]
        The drift columns of the session; None is unknown.
    """

    compared: Compared
    drift: Mapping[str, Value]


@dataclass(frozen=True)
class TraceView:
    """One activity over time.

    Parameters
    ----------
    number : int
        Of the activity.
    point_s, row_s : int
        Time that a point of a curve, and a row, stands for. [s]
    curves : Mapping[str, tuple of float]
        Of what was measured; NaN breaks the line.
    rows : tuple of RowView
        The same, for a table.
    track : TrackView or None
        None without positions, or where they are not wanted.
    form : FormView or None
        None where too little was run, or gaits are not known.
    """

    number: int
    point_s: int
    curves: Mapping[str, tuple[float, ...]]
    row_s: int
    rows: tuple[RowView, ...]
    track: TrackView | None
    form: FormView | None


def trace_of(
    measured: Measured, summary: Summary, number: int, *, with_places: bool = True
) -> TraceView:
    """What was measured of one activity, over time.

    Parameters
    ----------
    measured : Measured
        Second by second.
    summary : Summary
        Its session row.
    number : int
        Its place in the file.
    with_places : bool, default True
        Whether the shape of the way may be told.
    """
    streams = _streams(measured)
    point_s = max(math.ceil(len(measured.grid) / MOST_POINTS), 1)
    curves = {name: _thinned(values, point_s) for name, values in streams.items()}
    known = [name for name, values in curves.items() if np.isfinite(values).any()]
    row_s = next((each for each in ROW_S if len(measured.grid) <= each * MOST_ROWS), ROW_S[-1])
    return TraceView(
        number,
        point_s,
        {name: tuple(curves[name].tolist()) for name in known},
        row_s,
        _rows(measured, {name: streams[name] for name in known}, row_s),
        _track(measured) if with_places else None,
        _form(measured, summary),
    )


def _streams(measured: Measured) -> dict[str, Floats]:
    """What was measured while the recording was on; cadence and grade only of who moves."""
    grid, gaits = measured.grid, measured.gaits
    found: dict[str, Floats] = {"speed_mps": grid.speed_mps}
    moving = is_on = grid.state != OFF
    if gaits is not None:
        moving = is_on & (gaits.labels.cells(RUN) | gaits.labels.cells(WALK))
        found["cadence_spm"] = np.where(moving, gaits.cadence_spm, np.nan)
        found["grade_pct"] = np.where(moving, 100 * gaits.grade, np.nan)
    elif not measured.is_on_foot:
        found["cadence_rpm"] = grid.cadence_rpm
    found["heart_rate_bpm"] = grid.heart_rate_bpm
    return {name: np.where(is_on, values, np.nan) for name, values in found.items()}


def _thinned(values: Floats, width: int) -> Floats:
    """Median of every so many cells; unknown where less than half of them are known."""
    count = math.ceil(values.size / width)
    cells = np.full(count * width, np.nan)
    cells[: values.size] = values
    bins = cells.reshape(count, width)
    known = np.isfinite(bins).sum(axis=1)
    result: Floats = np.where(known >= KNOWN_SHARE * width, median_of_each(bins), np.nan)
    return result


def _rows(measured: Measured, streams: Mapping[str, Floats], row_s: int) -> tuple[RowView, ...]:
    rows = []
    for begin in range(0, len(measured.grid), row_s):
        cells = slice(begin, begin + row_s)
        gait = None
        if measured.gaits is not None:
            gait = LABELS[int(np.bincount(measured.gaits.labels.label[cells]).argmax())]
        rows.append(
            RowView(
                float(begin), gait, {name: _mean(values[cells]) for name, values in streams.items()}
            )
        )
    return tuple(rows)


def _mean(values: Floats) -> float | None:
    known = values[np.isfinite(values)]
    return float(known.mean()) if known.size else None


def _track(measured: Measured) -> TrackView | None:
    """Every so many seconds a fix, in metres; a pause or a long gap breaks the line."""
    cleaned = measured.cleaned
    time_s, east, north, far_count = _metres(cleaned)
    if time_s.size < 2 or max(np.ptp(east), np.ptp(north)) < LEAST_TRACK_M:
        return None
    step_s = max((time_s[-1] - time_s[0]) / MOST_POINTS, 1.0)
    slots = ((time_s - time_s[0]) // step_s).astype(np.intp)
    chosen = np.unique(slots, return_index=True)[1]
    if chosen[-1] != time_s.size - 1:
        chosen = np.append(chosen, time_s.size - 1)
    points: list[tuple[float, float, str | None]] = []
    before = time_s[chosen[0]]
    for index in chosen.tolist():
        moment = time_s[index]
        if _is_broken(cleaned, before, moment, step_s):
            points.append((math.nan, math.nan, None))
        points.append((float(east[index]), float(north[index]), _gait_at(measured, moment)))
        before = moment
    return TrackView(
        tuple(points),
        float(np.ptp(east)),
        float(np.ptp(north)),
        math.hypot(float(east[-1] - east[0]), float(north[-1] - north[0])),
        float(step_s),
        far_count,
    )


def _metres(cleaned: Cleaned) -> tuple[Floats, Floats, Floats, int]:
    """Times, metres from the corner on a plane that touches the middle, and fixes left out."""
    channels = cleaned.channels
    unknown = np.full(cleaned.time_s.size, np.nan)
    latitude = channels.get("latitude_deg", unknown)
    longitude = channels.get("longitude_deg", unknown)
    known = np.isfinite(latitude) & np.isfinite(longitude)
    if not known.any():
        return np.empty(0), np.empty(0), np.empty(0), 0
    up = np.radians(latitude[known])
    right = np.unwrap(np.radians(longitude[known])) * math.cos(median(up))
    east, north = (EARTH_RADIUS_M * (angle - median(angle)) for angle in (right, up))
    way_m = cleaned.distance_m[-1]
    near = np.hypot(east, north) <= max(way_m if math.isfinite(way_m) else 0.0, LEAST_TRACK_M)
    if not near.any():
        return np.empty(0), np.empty(0), np.empty(0), 0
    east, north = (metres[near] - metres[near].min() for metres in (east, north))
    return cleaned.time_s[known][near], east, north, int(near.size - np.count_nonzero(near))


def _is_broken(cleaned: Cleaned, before: float, moment: float, step_s: float) -> bool:
    if moment - before > LONG_GAP_S + step_s:
        return True
    return any(begin < moment and before < end for begin, end in cleaned.stops)


def _gait_at(measured: Measured, moment: float) -> str | None:
    if measured.gaits is None:
        return None
    label = measured.gaits.labels.label
    return LABELS[int(label[min(int(moment), label.size - 1)])]


def _form(measured: Measured, summary: Summary) -> FormView | None:
    gaits = measured.gaits
    if gaits is None:
        return None
    running = seen_running(measured.grid, gaits.labels)
    compared = compare(measured.grid, running, gaits.cadence_spm, gaits.grade)
    if compared is None:
        return None
    return FormView(compared, {name: summary.row.get(name) for name in DRIFTS})
