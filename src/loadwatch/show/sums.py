"""What was measured → what is shown: sums and means of each bout and each gait."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from loadwatch.activity import Activity
from loadwatch.derive.grid import Grid, runs_of
from loadwatch.derive.labels import LABELS, PAUSE, RUN, SOURCES, WALK
from loadwatch.derive.session import Gaits, Measured
from loadwatch.derive.summary import Segment, Summary
from loadwatch.language import _
from loadwatch.show.views import (
    ActivityView,
    BoutView,
    DeviceView,
    GaitView,
    ImpactsView,
    MethodView,
)
from loadwatch.units import STEPS_PER_STRIDE, Bools, Floats

MIDDLE = (10, 90)
"""The middle 80 % of a gait. [percentiles; choice]"""
MIN_CELLS = 30
"""With fewer seconds of a gait its range tells nothing. [s; choice]"""
DEVICE_SPLITS = {"rwd_run": "run", "rwd_walk": "walk", "rwd_stand": "stand"}


def view_of(
    activity: Activity,
    measured: Measured,
    summary: Summary,
    number: int,
    member: str | None,
    height_m: float,
) -> ActivityView:
    """All that is shown of one activity.

    Parameters
    ----------
    activity : Activity
        As a format delivered it.
    measured : Measured
        Its gaits, second by second.
    summary : Summary
        Its session row.
    number : int
        Its place in the file.
    member : str or None
        Name inside the archive.
    height_m : float
        Body height that was taken. [m]
    """
    row, gaits, grid = summary.row, measured.gaits, measured.grid
    return ActivityView(
        number=number,
        member=member,
        format=activity.format,
        sport=measured.sport,
        sub_sport=activity.sub_sport,
        device=str(activity.device),
        start_s=_known(summary.start_s),
        utc_offset_s=summary.utc_offset_s,
        elapsed_s=measured.cleaned.elapsed_s,
        timer_s=_number(row.get("total_timer_time_s")),
        distance_m=_number(row.get("total_distance_m")),
        is_on_foot=measured.is_on_foot,
        unjudged_reason=_unjudged_reason(measured),
        most_impacts=None if gaits else _number(row.get("run_impact_count_upper")),
        bouts=_bouts(grid, gaits) if gaits else (),
        gaits=tuple(_gait(grid, gaits, label) for label in range(len(LABELS))) if gaits else (),
        impacts=_impacts(activity, row, gaits, height_m) if gaits else None,
        method=_method(grid, gaits) if gaits else None,
        verdict=_verdict(activity, measured),
        notes=tuple({(note.code, note.message): note for note in summary.notes}.values()),
    )


def _unjudged_reason(measured: Measured) -> str | None:
    if measured.gaits is not None or not measured.is_on_foot:
        return None
    said = (note.message for note in measured.notes if note.code == "sparse")
    return next(said, _("the file holds no samples, only totals"))


def _bouts(grid: Grid, gaits: Gaits) -> tuple[BoutView, ...]:
    return tuple(
        _bout(grid, gaits, segment, number) for number, segment in enumerate(gaits.segments, 1)
    )


def _bout(grid: Grid, gaits: Gaits, segment: Segment, number: int) -> BoutView:
    is_pause = segment.label == LABELS[PAUSE]
    cells = slice(int(segment.begin_s), math.ceil(segment.end_s))
    heart = grid.heart_rate_bpm[cells]
    heart = heart[np.isfinite(heart)]
    guessed = np.isnan(gaits.cadence_spm[cells])
    impacts = gaits.impacts.per_cell[cells]
    distance = _known(segment.distance_m)
    length = segment.end_s - segment.begin_s
    return BoutView(
        number=number,
        gait=segment.label,
        begin_s=segment.begin_s,
        end_s=segment.end_s,
        distance_m=distance,
        speed_mps=None if is_pause or distance is None or not length else distance / length,
        avg_cadence_spm=None if is_pause else _mean(gaits.cadence_spm[cells]),
        impact_count=None if is_pause else _known(segment.impact_count),
        is_estimated=float(impacts[guessed].sum()) > float(impacts.sum()) / 2,
        avg_heart_rate_bpm=None if is_pause else _mean(heart),
        max_heart_rate_bpm=None if is_pause or not heart.size else float(heart.max()),
        decided_by=segment.source,
    )


def _gait(grid: Grid, gaits: Gaits, label: int) -> GaitView:
    cells = gaits.labels.cells(label)
    time = float(cells.sum())
    distance = _known(float(grid.step_m[cells].sum()))
    is_pause = label == PAUSE
    return GaitView(
        gait=LABELS[label],
        bout_count=len(runs_of(cells)),
        time_s=time,
        time_share_pct=100 * time / max(len(grid), 1),
        distance_m=distance,
        speed_mps=None if is_pause or distance is None or not time else distance / time,
        avg_cadence_spm=None if is_pause else _mean(gaits.cadence_spm[cells]),
        impact_count=None if is_pause else _known(float(gaits.impacts.per_cell[cells].sum())),
    )


def _impacts(
    activity: Activity, row: Mapping[str, object], gaits: Gaits, height_m: float
) -> ImpactsView:
    band = _known(gaits.impacts.uncertainty_pct)
    count = float(gaits.impacts.per_cell[gaits.labels.cells(RUN)].sum())
    strides = activity.reported.get("total_strides")
    return ImpactsView(
        source=gaits.impacts.source,
        uncertainty_pct=band,
        run_count=count,
        low=None if band is None else max(count * (1 - band / 100), 0.0),
        high=None if band is None else count * (1 + band / 100),
        device_steps=STEPS_PER_STRIDE * strides if strides else None,
        steps_from_records=_number(row.get("impact_count_from_records")),
        height_m=height_m,
    )


def _method(grid: Grid, gaits: Gaits) -> MethodView:
    labels = gaits.labels
    moving = labels.cells(RUN) | labels.cells(WALK)
    count = int(moving.sum())
    decided = np.bincount(labels.source[moving], minlength=len(SOURCES))
    limits = zip(
        ("enter_run_spm", "leave_run_spm", "enter_run_mps", "leave_run_mps"),
        (*labels.run_spm, *labels.run_mps),
        strict=True,
    )
    return MethodView(
        cadence_known_pct=_share(np.isfinite(gaits.cadence_spm[moving])) if count else None,
        decided_by_pct={
            name: 100 * float(decided[source]) / count
            for source, name in enumerate(SOURCES)
            if count and decided[source]
        },
        cadence_factor=gaits.cadence_factor,
        thresholds=dict(limits),
        ranges={
            LABELS[label]: _ranges(labels.cells(label), grid, gaits.cadence_spm)
            for label in (RUN, WALK)
            if labels.cells(label).any()
        },
    )


def _ranges(cells: Bools, grid: Grid, cadence_spm: Floats) -> dict[str, tuple[float, float]]:
    found = {}
    for name, values in (("cadence_spm", cadence_spm), ("speed_mps", grid.speed_mps)):
        known = values[cells & np.isfinite(values)]
        if known.size >= MIN_CELLS:
            low, high = np.percentile(known, MIDDLE)
            found[name] = (float(low), float(high))
    return found


def _verdict(activity: Activity, measured: Measured) -> DeviceView | None:
    """The device's own splits, beside what is said here of the same seconds."""
    gaits = measured.gaits
    own = [split for split in activity.splits if split.split_type in DEVICE_SPLITS]
    if gaits is None or not own:
        return None
    device = dict.fromkeys(DEVICE_SPLITS.values(), 0.0)
    covered = np.zeros(len(measured.grid), bool)
    for split in own:
        begin, end = (
            round(moment - measured.cleaned.start_s)
            for moment in (split.start_time_s, split.end_time_s)
        )
        device[DEVICE_SPLITS[split.split_type]] += split.end_time_s - split.start_time_s
        covered[max(begin, 0) : max(end, 0)] = True
    here = {
        gait: float((covered & gaits.labels.cells(LABELS.index(gait))).sum()) for gait in device
    }
    return DeviceView(sum(device.values()), device, here)


def _share(mask: Bools) -> float:
    return 100 * float(mask.mean())


def _mean(values: Floats) -> float | None:
    known = values[np.isfinite(values)]
    return float(known.mean()) if known.size else None


def _known(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _number(value: object) -> float | None:
    return _known(float(value)) if isinstance(value, int | float) else None
