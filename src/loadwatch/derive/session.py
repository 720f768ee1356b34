"""One activity → one session row, its segments, and what had to be repaired on the way."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from loadwatch.activity import FOOT_SPORTS, Activity, Note
from loadwatch.athlete import Athlete
from loadwatch.athlete.profile import DEFAULT_HEIGHT_M
from loadwatch.derive.cadence import MOVING_RPM, cadence_spm, masked_cadence
from loadwatch.derive.clean import Cleaned, clean
from loadwatch.derive.details import details
from loadwatch.derive.effort_loads import effort_loads
from loadwatch.derive.grade import grade_of
from loadwatch.derive.grid import OFF, RECORDED, Grid, runs_of, to_grid
from loadwatch.derive.heart import masked_heart_rate
from loadwatch.derive.impact_load import ImpactLoad, impact_load
from loadwatch.derive.impacts import SHORT_BOUT_S, Impacts, count_impacts
from loadwatch.derive.labels import (
    BY_CADENCE,
    BY_SPEED,
    RUN,
    RUNNER_MPS,
    STAND,
    WALK,
    WALKER_MPS,
    Labels,
    label_cells,
)
from loadwatch.derive.laps import lap_strides, work_laps
from loadwatch.derive.local_time import utc_offset_s
from loadwatch.derive.order import mean, median
from loadwatch.derive.segments import segments_of
from loadwatch.derive.summary import Segment, Summary, Value
from loadwatch.units import RPE_SCALE, STEPS_PER_STRIDE, UPPER_CADENCE_SPM, Floats

MIN_COVERAGE = 0.5
"""Below this share of recorded time, gaits are not judged. [share; choice]"""
DISTANCE_TOLERANCE = 0.03
"""Device total and records further apart than this are flagged. [share; reliability contract]"""
TIME_TOLERANCE, TIME_SLACK_S = 0.03, 60.0
"""Device timer and records further apart than this are flagged. [share, s; choice]"""
FOOT_MAX_MPS = 6.5
"""A session without a sport whose fast moments stay under this was on foot. [m/s; choice]"""
RUN_SHARE = {BY_CADENCE: 0.05, BY_SPEED: 0.25}
"""Such a session is a run if this share of its moving time is running, by what tells it: stage 1 of
the ladder runs for 7 %. [share; choice]"""


@dataclass(frozen=True)
class Gaits:
    """What every second of a session on foot was.

    Parameters
    ----------
    labels : Labels
        Gait of each cell, and what decided it.
    cadence_spm : numpy.ndarray
        Cadence of each cell; NaN is unknown. [steps/min]
    cadence_factor : int
        What the file's cadence was multiplied by: 2 if it counts strides.
    impacts : Impacts
        Foot strikes.
    load : ImpactLoad
        The same by their force.
    grade : numpy.ndarray
        Rise over run of each cell; NaN is unknown. [unitless]
    segments : list of Segment
        Tiling of the session.
    """

    labels: Labels
    cadence_spm: Floats
    cadence_factor: int
    impacts: Impacts
    load: ImpactLoad
    grade: Floats
    segments: list[Segment]


@dataclass(frozen=True)
class Measured:
    """An activity second by second, before anything is summed.

    Parameters
    ----------
    cleaned : Cleaned
        Its records in order.
    grid : Grid
        The same, one cell a second.
    sport : str
        As the file says, or as assumed.
    is_on_foot : bool
        Whether gaits and impacts mean something in it.
    gaits : Gaits or None
        None where they cannot be judged.
    notes : tuple of Note
        Everything seen so far, reading included.
    """

    cleaned: Cleaned
    grid: Grid
    sport: str
    is_on_foot: bool
    gaits: Gaits | None
    notes: tuple[Note, ...]


def measure(activity: Activity, *, height_m: float = DEFAULT_HEIGHT_M) -> Measured:
    """Gait and impacts of every second of one activity.

    Parameters
    ----------
    activity : Activity
        As a format delivered it.
    height_m : float, default 1.70
        Body height, for the cadence model only. [m]
    """
    cleaned = clean(activity)
    notes = [*activity.notes, *cleaned.notes]
    grid = to_grid(cleaned)
    sport = activity.sport
    on_foot = sport in FOOT_SPORTS or (sport == "generic" and _could_be_on_foot(grid))
    if not (on_foot and _is_measured(grid, cleaned, notes)):
        grid, masked = _with_own_heart_rate(grid, np.full(len(grid), np.nan))
        notes += masked
        if sport == "generic" and not np.isfinite(grid.speed_mps).any() and cleaned.time_s.size:
            notes.append(Note("sport-unknown", "nothing in it tells the sport or how it moved",
                              damage=True))  # fmt: skip
        return Measured(cleaned, grid, sport, on_foot, None, tuple(notes))
    cadence, factor = cadence_spm(grid, height_m=height_m)
    notes += masked_cadence(grid, factor)
    grid, masked = _with_own_heart_rate(grid, cadence)
    notes += masked
    labels = label_cells(
        grid, cadence, work_laps(activity, cleaned.start_s),
        run_mps=RUNNER_MPS if sport == "running" else WALKER_MPS,
    )  # fmt: skip
    impacts = count_impacts(
        grid, labels, cadence, activity.reported.get("total_strides", math.nan),
        lap_strides(activity, cleaned.start_s), height_m=height_m,
        interval_s=activity.reported.get("step_interval_s", 0.0),
    )  # fmt: skip
    grade, rough = grade_of(grid, activity.sub_sport)
    load = impact_load(grid, labels, impacts.per_cell, cadence, grade, height_m=height_m)
    notes += [*impacts.notes, *rough, *load.notes]
    if sport == "generic":
        sport = _assumed_sport(labels)
        notes.append(Note("sport-assumed", f"no sport in the file; {sport} by its speed"))
    notes += _short_bouts_by_speed(labels)
    segments = segments_of(labels, grid.step_m, impacts.per_cell, cleaned.elapsed_s)
    gaits = Gaits(labels, cadence, factor, impacts, load, grade, segments)
    return Measured(cleaned, grid, sport, on_foot, gaits, tuple(notes))


def summarise(activity: Activity, athlete: Athlete | None = None) -> Summary:
    """Segments, impacts and sums of one activity.

    Parameters
    ----------
    activity : Activity
        As a format delivered it.
    athlete : Athlete, optional
        The runner's profile.
    """
    who = athlete or Athlete()
    return sum_up(activity, measure(activity, height_m=who.body_height_m), who)


def sum_up(activity: Activity, measured: Measured, athlete: Athlete | None = None) -> Summary:
    """Sums of an activity that was measured.

    Parameters
    ----------
    activity : Activity
        As a format delivered it.
    measured : Measured
        What :func:`measure` made of it.
    athlete : Athlete, optional
        The runner's profile, for loads by heart rate and by pace.
    """
    cleaned, grid, gaits = measured.cleaned, measured.grid, measured.gaits
    notes = list(measured.notes)
    row = _totals(activity, cleaned, grid, notes)
    row["total_timer_time_s"] = _timer_s(activity, cleaned, grid, gaits is not None, notes)
    if gaits is not None:
        row |= _gaits(grid, gaits.labels, gaits.cadence_spm, gaits.impacts)
        row["cadence_factor"] = float(gaits.cadence_factor)
        own = details(grid, gaits.labels, gaits.cadence_spm, gaits.impacts.per_cell, gaits.grade)
        row |= {name: _known(value) for name, value in (gaits.load.row | own).items()}
    elif measured.is_on_foot:
        if "total_distance_m" not in activity.reported:
            row["total_distance_m"] = None
        row |= _unknown_gaits(activity, row)
    row |= effort_loads(grid, row, measured.sport, athlete or Athlete())
    offset, zone = utc_offset_s(activity)
    row |= {
        "sport": measured.sport,
        "sub_sport": activity.sub_sport,
        "format": activity.format,
        "device": str(activity.device),
        "device_serial": activity.device.serial_number,
        "zone": zone,
        "device_run_time_s": _device_run_time_s(activity),
        "quality": " ".join(sorted({note.code for note in notes})),
    }
    rpe = activity.reported.get("workout_rpe")
    row["workout_rpe"] = None if rpe is None else rpe / RPE_SCALE
    row["workout_feel"] = activity.reported.get("workout_feel")
    row["athlete_weight_kg"] = activity.reported.get("athlete_weight_kg")
    row["is_commute"] = activity.is_commute
    start = math.nan if math.isnan(activity.start_time_s) else cleaned.start_s
    segments = gaits.segments if gaits is not None else []
    return Summary(row, segments, start, offset, tuple(notes))


def _totals(
    activity: Activity, cleaned: Cleaned, grid: Grid, notes: list[Note]
) -> dict[str, Value]:
    reported = activity.reported
    distance = float(cleaned.distance_m[-1]) if cleaned.distance_m.size else math.nan
    said = reported.get("total_distance_m", math.nan)
    if math.isnan(distance):
        distance = said
    elif said > 0 and abs(distance - said) > DISTANCE_TOLERANCE * said:
        what = f"the device sums {said / 1000:.2f} km, its records {distance / 1000:.2f} km"
        notes.append(Note("distance-disagrees", what))
    elif said > 0:
        distance = said
    heart = grid.heart_rate_bpm[grid.state != OFF]
    known = np.isfinite(heart)
    return {
        "total_elapsed_time_s": cleaned.elapsed_s,
        "total_distance_m": _known(distance),
        "avg_heart_rate_bpm": mean(heart[known])
        if known.any()
        else reported.get("avg_heart_rate_bpm"),
        "max_heart_rate_bpm": float(heart[known].max())
        if known.any()
        else reported.get("max_heart_rate_bpm"),
    }


def _timer_s(
    activity: Activity, cleaned: Cleaned, grid: Grid, is_measured: bool, notes: list[Note]
) -> float:
    """Time the timer ran: the device's word where the records bear it out, else theirs. [s]"""
    timer = float(cleaned.elapsed_s - sum(end - begin for begin, end in cleaned.stops))
    said = activity.reported.get("total_timer_time_s", math.nan)
    if math.isnan(said) or not cleaned.time_s.size:
        return timer if math.isnan(said) else said
    recorded = float((grid.state == RECORDED).sum())
    span = float(cleaned.time_s[-1])
    if recorded * (1 - TIME_TOLERANCE) <= said <= span * (1 + TIME_TOLERANCE) + TIME_SLACK_S:
        return said
    what = f"the device's timer ran {said / 60:,.1f} min, its records cover {span / 60:,.1f} min"
    notes.append(Note("time-disagrees", what))
    return min(timer, recorded) if is_measured else max(timer, said)


def _known(value: float) -> float | None:
    return None if math.isnan(value) else value


def _is_measured(grid: Grid, cleaned: Cleaned, notes: list[Note]) -> bool:
    """Whether enough was recorded to tell gaits apart."""
    if not cleaned.time_s.size:
        return False
    informed = np.isfinite(grid.cadence_rpm) | np.isfinite(grid.speed_mps)
    stopped = sum(end - begin for begin, end in cleaned.stops)
    running_timer = max(cleaned.elapsed_s - stopped, 1.0)
    coverage = float((informed & (grid.state != OFF)).sum()) / running_timer
    if coverage >= MIN_COVERAGE:
        return True
    what = (
        f"{cleaned.time_s.size} samples in {running_timer / 60:,.0f} min are too few, or lack "
        "speed and cadence: running and walking cannot be told apart"
    )
    notes.append(Note("sparse", what, damage=True))
    return False


def _short_bouts_by_speed(labels: Labels) -> list[Note]:
    """Bouts under half a minute that only speed tells are not sure. (evidence.md 0.10)"""
    by_speed = labels.source == BY_SPEED
    short = sum(
        1
        for begin, end in runs_of(labels.cells(RUN))
        if end - begin < SHORT_BOUT_S and by_speed[begin:end].mean() > 0.5
    )
    if not short:
        return []
    what = f"{short} run bouts under {SHORT_BOUT_S:.0f} s are told by speed alone: uncertain"
    return [Note("short-bouts-by-speed", what, short)]


def _with_own_heart_rate(grid: Grid, cadence: Floats) -> tuple[Grid, list[Note]]:
    """The grid without heart rates that the sensor made up."""
    heart_rate, notes = masked_heart_rate(grid.heart_rate_bpm, cadence)
    return replace(grid, heart_rate_bpm=heart_rate), notes


def _could_be_on_foot(grid: Grid) -> bool:
    """By its speed; and a cadence that mostly stands still while the body moves is no runner's."""
    moving = (grid.state != OFF) & (grid.speed_mps > 0.5)
    cadence = grid.cadence_rpm[moving & np.isfinite(grid.cadence_rpm)]
    if cadence.size > np.count_nonzero(moving) / 2 and median(cadence) < MOVING_RPM:
        return False
    speed = grid.speed_mps[moving]
    return speed.size > 0 and float(np.percentile(speed, 95)) <= FOOT_MAX_MPS


def _assumed_sport(labels: Labels) -> str:
    run, walk = (int(np.count_nonzero(labels.cells(gait))) for gait in (RUN, WALK))
    by_cadence = (labels.source == BY_CADENCE).sum() >= (labels.source == BY_SPEED).sum()
    share = RUN_SHARE[BY_CADENCE if by_cadence else BY_SPEED]
    return "running" if run >= share * max(run + walk, 1) else "walking"


def _gaits(grid: Grid, labels: Labels, cadence: Floats, impacts: Impacts) -> dict[str, Value]:
    run, walk = labels.cells(RUN), labels.cells(WALK)
    run_time, run_distance = float(np.count_nonzero(run)), float(grid.step_m[run].sum())
    run_impacts = float(impacts.per_cell[run].sum())
    bouts = [end - begin for begin, end in runs_of(run)]
    cadences = cadence[run & np.isfinite(cadence)]
    return {
        "run_time_s": run_time,
        "walk_time_s": float(np.count_nonzero(walk)),
        "stand_time_s": float(np.count_nonzero(labels.cells(STAND))),
        "run_distance_m": _known(run_distance),
        "walk_distance_m": _known(float(grid.step_m[walk].sum())),
        "run_bout_count": float(len(bouts)),
        "longest_run_bout_s": float(max(bouts, default=0)),
        "run_impact_count": float(round(run_impacts)),
        "walk_impact_count": float(round(float(impacts.per_cell[walk].sum()))),
        "impact_count_from_records": _known(impacts.from_records),
        "impact_source": impacts.source,
        "impact_uncertainty_pct": _known(impacts.uncertainty_pct),
        "run_impact_count_upper": float(round(run_impacts)),
        "run_distance_upper_m": _known(run_distance),
        "run_speed_mps": _known(run_distance / run_time) if run_time else None,
        "avg_running_cadence_spm": mean(cadences) if cadences.size else None,
    }


def _unknown_gaits(activity: Activity, row: dict[str, Value]) -> dict[str, Value]:
    """A session of which only sums are known: no count, but the most it can have been."""
    strides = activity.reported.get("total_strides")
    timer = row["total_timer_time_s"]
    upper = None
    if strides:
        upper = STEPS_PER_STRIDE * strides
    elif isinstance(timer, float) and timer > 0:
        upper = float(round(timer * UPPER_CADENCE_SPM / 60))
    return {
        "impact_source": "none",
        "impact_uncertainty_pct": None,
        "run_impact_count_upper": upper,
        "run_distance_upper_m": row["total_distance_m"],
    }


def _device_run_time_s(activity: Activity) -> float | None:
    own = [split for split in activity.splits if split.split_type.startswith("rwd_")]
    if not own:
        return None
    return sum(
        split.end_time_s - split.start_time_s for split in own if split.split_type == "rwd_run"
    )
