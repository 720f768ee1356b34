"""Ten years of a runner's sessions, made up: what the judge is timed on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import numpy as np

from loadwatch.diary import Entry

FIRST_DAY = date(2014, 1, 6)
YEARS = 10
SESSIONS = 3_000
WALK_SHARE, STRENGTH_SHARE = 0.06, 0.05
UNKNOWN_SHARE, ESTIMATED_SHARE = 0.02, 0.05
LAYOFFS = 6
LAYOFF_DAYS = (12, 45)
UTC_OFFSET_S = 3_600.0
Row = dict[str, object]


def sessions(count: int = SESSIONS, *, years: float = YEARS, seed: int = 7) -> list[Row]:
    """Rows of sessions as the import gives them.

    Seasons, weeks of work and of rest, intervals, layoffs, walks, strength work, runs whose impacts
    are estimated or not known.
    """
    rng = np.random.default_rng(seed)
    days = _days(rng, count, round(years * 365.25))
    return [_row(rng, number, day, days) for number, day in enumerate(days)]


def entries(rows: Sequence[Row], *, seed: int = 7) -> list[Entry]:
    """A diary beside them: rest in the layoffs, pain of some days, runs without a file."""
    rng = np.random.default_rng(seed)
    days = sorted({datetime.fromtimestamp(float(str(row["start_s"])), UTC).date() for row in rows})
    found = []
    for before, after in pairwise(days):
        gap = (after - before).days
        if gap > 10 and rng.random() < 0.5:
            day, until = before + timedelta(days=1), after - timedelta(days=1)
            found.append(Entry(date=day, until=until, day="ill"))
        elif gap > 2 and rng.random() < 0.05:
            km = float(rng.integers(3, 12))
            found.append(Entry(date=before + timedelta(days=1), run_km=km, run_min=6 * km))
    for day in days:
        if rng.random() < 0.08:
            after = float(rng.integers(0, 6))
            found.append(
                Entry(date=day, pain_after=after, pain_next_morning=max(after - 1, 0),
                      session_rpe=float(rng.integers(2, 9)))
            )  # fmt: skip
    return sorted(found, key=lambda entry: entry.date)


def _days(rng: np.random.Generator, count: int, span: int) -> list[date]:
    """Days of the sessions; weekends are likelier, and some weeks hold none."""
    weight = np.array([1.0, 1.6, 1.2, 1.6, 0.6, 2.0, 2.2])[np.arange(span) % 7]
    for begin in rng.integers(100, max(span - 100, 101), LAYOFFS):
        weight[begin : begin + rng.integers(*LAYOFF_DAYS)] = 0.0
    chosen = rng.choice(span, size=min(count, int((weight > 0).sum())), replace=False,
                        p=weight / weight.sum())  # fmt: skip
    twice = rng.choice(chosen, size=count - chosen.size)
    return [FIRST_DAY + timedelta(days=int(day)) for day in np.sort(np.append(chosen, twice))]


def _row(rng: np.random.Generator, number: int, day: date, days: Sequence[date]) -> Row:
    hour = 7 if number % 3 else 18
    if number and days[number - 1] == day:
        hour = 20
    start = datetime(day.year, day.month, day.day, hour, int(rng.integers(0, 60)), tzinfo=UTC)
    kind = rng.random()
    sport = "walking" if kind < WALK_SHARE else "running"
    if WALK_SHARE <= kind < WALK_SHARE + STRENGTH_SHARE:
        sport = "training"
    age_weeks = (day - FIRST_DAY).days / 7
    season = 1 + 0.25 * np.sin(2 * np.pi * age_weeks / 52)
    block = (0.9, 1.0, 1.15, 0.7)[int(age_weeks) % 4]
    is_long = day.weekday() == 6
    usual_km = 6.0 * season * block * (1.7 if is_long else 1.0) * min(1.0, 0.4 + age_weeks / 80)
    km = max(0.8, usual_km * float(rng.lognormal(0.0, 0.15)))
    file = f"activities/{start:%Y/%Y-%m-%d-%H-%M-%S}.fit"
    row: Row = {
        "session_id": f"{start:%Y%m%dT%H%M}-{sport}-{number:04x}",
        "source": file,
        "sources": [file],
        "start_s": start.timestamp(),
        "utc_offset_s": UTC_OFFSET_S,
        "zone": "file",
        "sport": sport,
        "sub_sport": "strength_training" if sport == "training" else "generic",
        "format": "FIT",
        "device": "garmin 3121" if age_weeks < 260 else "garmin 4432",
        "device_serial": "3312345678" if age_weeks < 260 else "3412345678",
        "avg_heart_rate_bpm": float(rng.normal(142, 6)),
        "max_heart_rate_bpm": float(rng.normal(168, 6)),
        "quality": "",
    }
    if sport != "running":
        return row | _at_rest_from_running(rng, sport)
    return row | _run(rng, km, age_weeks)


def _at_rest_from_running(rng: np.random.Generator, sport: str) -> Row:
    seconds = float(rng.integers(1_800, 5_400))
    metres = seconds * 1.4 if sport == "walking" else 0.0
    return {
        "total_elapsed_time_s": seconds,
        "total_timer_time_s": seconds,
        "total_distance_m": metres,
        "run_time_s": 0.0,
        "walk_time_s": seconds if metres else 0.0,
        "run_distance_m": 0.0,
        "walk_distance_m": metres,
        "run_impact_count": 0.0,
        "walk_impact_count": metres * 1.35,
        "run_distance_upper_m": 0.0,
        "run_impact_count_upper": 0.0,
        "walk_impact_load_km": metres / 4_000,
        "impact_source": "strides",
    }


def _run(rng: np.random.Generator, km: float, age_weeks: float) -> Row:
    speed = float(2.6 + 0.5 * min(age_weeks / 200, 1) + rng.normal(0, 0.12))
    seconds = km * 1000 / speed
    walk_s = float(rng.integers(0, 300))
    impacts = round(seconds * float(rng.normal(164, 3)) / 60)
    is_hilly, is_sharp = rng.random() < 0.15, rng.random() < 0.2
    downhill = impacts * (float(rng.uniform(0.05, 0.4)) if is_hilly else 0.01)
    doubt = rng.random()
    is_known = doubt >= UNKNOWN_SHARE
    fastest = speed * float(rng.uniform(1.25, 1.5) if is_sharp else rng.uniform(1.03, 1.12))
    load_km = km * float(rng.normal(1.05, 0.05))
    return {
        "total_elapsed_time_s": seconds + walk_s + 40,
        "total_timer_time_s": seconds + walk_s,
        "total_distance_m": km * 1000 + walk_s * 1.4,
        "run_time_s": seconds,
        "walk_time_s": walk_s,
        "stand_time_s": 10.0,
        "run_distance_m": km * 1000,
        "walk_distance_m": walk_s * 1.4,
        "run_distance_upper_m": km * 1000,
        "run_bout_count": float(rng.integers(1, 6)),
        "longest_run_bout_s": seconds * 0.7,
        "typical_run_bout_s": seconds * 0.4,
        "typical_walk_bout_s": 60.0,
        "run_impact_count": float(impacts) if is_known else None,
        "run_impact_count_upper": (
            float(round(seconds * 190 / 60)) if not is_known and doubt < UNKNOWN_SHARE * 0.9
            else float(impacts) if is_known else None
        ),
        "walk_impact_count": walk_s * 1.8,
        "impact_count_from_records": float(impacts) if is_known else None,
        "impact_source": (
            "none" if not is_known
            else "model" if doubt < UNKNOWN_SHARE + ESTIMATED_SHARE else "strides"
        ),
        "impact_uncertainty_pct": 0.5,
        "impact_load_km": load_km if is_known else None,
        "impact_load_b2_km": load_km * 0.97 if is_known else None,
        "impact_load_b10_km": load_km * 1.1 if is_known else None,
        "walk_impact_load_km": walk_s / 4_000,
        "run_speed_mps": speed,
        "best_60s_speed_mps": fastest * 0.98,
        "fastest_minute_speed_mps": fastest,
        "downhill_run_impact_count": downhill,
        "hill_run_impact_count": impacts + downhill * 0.3,
        "avg_running_cadence_spm": 164.0,
        "run_heart_rate_bpm": float(148 - 6 * min(age_weeks / 300, 1) + rng.normal(0, 3)),
        "form_signal_count": float(rng.choice([0, 0, 0, 1, 1, 2, 3])) if seconds > 1_500 else None,
        "form_change_min": seconds / 120,
        "cadence_drift_pct": float(rng.normal(-1, 2)),
        "stance_time_drift_pct": float(rng.normal(2, 2)),
        "vertical_oscillation_drift_pct": float(rng.normal(2, 4)),
        "vertical_ratio_drift_pct": float(rng.normal(2, 4)),
        "speed_drift_pct": float(rng.normal(-1, 3)),
        "decoupling_pct": float(rng.normal(3, 3)),
        "workout_rpe": float(rng.integers(2, 9)) if rng.random() < 0.3 else None,
    }  # fmt: skip
