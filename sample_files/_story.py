"""What the invented runner did on each day of the 24 weeks."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

SEED = 20260105
# Times without zone are wall-clock times of the runner, or UTC where the name says so.
FIRST_MONDAY = datetime.fromisoformat("2026-01-05")
SUMMER_TIME_STARTS = datetime.fromisoformat("2026-03-29T03:00")
LADDER_STAGES = 13

# (run seconds, walk seconds, repetitions) of stages 1 to 13.
LADDER = (
    (15, 120, 10),
    (20, 115, 10),
    (30, 105, 10),
    (40, 95, 10),
    (50, 85, 10),
    (60, 75, 10),
    (75, 75, 9),
    (90, 60, 9),
    (105, 60, 8),
    (120, 60, 8),
    (135, 45, 8),
    (150, 45, 8),
    (180, 45, 7),
)
STAGE_ONE_REPS = {"Tue": 6, "Thu": 8, "Sat": 10}
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
RUN_DAYS = {18: ("Fri",), 24: ("Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}
NOT_SEEN_WEEK = 17

# Running metres of the continuous weeks; a day not named here gets LEVEL_M.
LEVEL_M = 3800
RUN_METRES = {
    **{(14, day): 3500 for day in DAYS},
    **{(week, day): 3700 for week in (15, 16, 18) for day in DAYS},
    (22, "Sat"): 6800,
    (24, "Tue"): 3900,
    (24, "Wed"): 3900,
    (24, "Thu"): 4000,
    (24, "Fri"): 3900,
    (24, "Sat"): 4100,
    (24, "Sun"): 4000,
}
STOPS = {(16, "Tue"): 25, (19, "Tue"): 35, (20, "Thu"): 40, (23, "Sat"): 20}

# Which export shape a run comes in; a day not named here is a plain Garmin file.
SHAPES = {
    (1, "Tue"): "polar_tcx",
    (1, "Thu"): "garmin_workout",
    (2, "Sat"): "garmin_splits",
    (3, "Sat"): "garmin_workout",
    (4, "Tue"): "garmin_dynamics",
    (5, "Sat"): "coros",
    (6, "Tue"): "garmin_splits",
    (7, "Sat"): "suunto",
    (8, "Tue"): "strava_gpx",
    (8, "Thu"): "garmin_dynamics",
    (9, "Sat"): "garmin_splits",
    (10, "Tue"): "garmin_truncated",
    (11, "Tue"): "zwift",
    (12, "Thu"): "garmin_splits",
    (13, "Sat"): "garmin_treadmill",
    (14, "Thu"): "coros",
    (15, "Tue"): "strava_tcx",
    (15, "Thu"): "garmin_pause",
    (15, "Sat"): "garmin_dynamics",
    (16, "Tue"): "suunto",
    (16, "Thu"): "apple_gpx",
    (18, "Fri"): "strava_fit",
    (19, "Tue"): "garmin_zip",
    (19, "Thu"): "garmin_zip",
    (19, "Sat"): "garmin_zip",
    (20, "Tue"): "strava_fit",
    (20, "Thu"): "garmin_splits",
    (20, "Sat"): "three_formats",
    (21, "Tue"): "garmin_dynamics",
    (21, "Thu"): "garmin_manual",
    (22, "Sat"): "garmin_dynamics",
    (23, "Thu"): "strava_gpx",
    (24, "Wed"): "strava_fit",
}
WALK_WEEKS = {2: 32, 4: 38, 6: 41, 8: 35, 10: 44, 12: 40, 14: 30, 20: 36, 22: 33}
STRENGTH_WEEKS = (1, 3, 5, 7, 9, 11, 13, 15, 19, 21, 23)
RIDE_WEEK = 21


class Gait(IntEnum):
    """What the legs do in one second."""

    STAND = 0
    WALK = 1
    RUN = 2
    OTHER = 3
    PAUSE = 4


@dataclass(frozen=True)
class Piece:
    """A stretch of one gait; cadence in steps/min, speed in m/s."""

    gait: Gait
    seconds: int
    speed: float = 0.0
    cadence: float = 0.0
    step: int | None = None


@dataclass(frozen=True)
class Outing:
    """One activity as it happened: wall-clock start, what it was, its pieces."""

    local: datetime
    kind: str
    shape: str
    pieces: tuple[Piece, ...]
    week: int
    stage: int | None = None
    effort: int = 3

    @property
    def utc_offset(self) -> timedelta:
        """Offset of central European time at the start."""
        return timedelta(hours=2 if self.local >= SUMMER_TIME_STARTS else 1)

    @property
    def utc(self) -> datetime:
        """Start in UTC, without zone information."""
        return self.local - self.utc_offset


def ladder_pieces(stage: int, reps: int, speed: float, cadence: float) -> tuple[Piece, ...]:
    """Warm-up walk, the repetitions of a stage, cool-down walk.

    `step` numbers the steps of the structured workout: 0 warm-up, 1 run, 2 walk,
    4 cool-down (3 is the repeat instruction, which never becomes a lap).
    """
    run_s, walk_s, _ = LADDER[stage - 1]
    pieces = [Piece(Gait.WALK, 300, 1.45, 112, 0)]
    for _ in range(reps):
        pieces.append(Piece(Gait.RUN, run_s, speed, cadence, 1))
        pieces.append(Piece(Gait.WALK, walk_s, 1.45, 112, 2))
    pieces.append(Piece(Gait.WALK, 300, 1.45, 112, 4))
    return tuple(pieces)


def level_pieces(
    metres: float, speed: float, cadence: float, middle: Piece | None
) -> tuple[Piece, ...]:
    """A short walk, a continuous run with perhaps one break in it, a short walk."""
    seconds = round(metres / speed)
    runs: list[Piece] = [Piece(Gait.RUN, seconds, speed, cadence)]
    if middle is not None:
        first = round(seconds * 0.45)
        runs = [
            Piece(Gait.RUN, first, speed, cadence),
            middle,
            Piece(Gait.RUN, seconds - first, speed, cadence),
        ]
    return (Piece(Gait.WALK, 150, 1.45, 112), *runs, Piece(Gait.WALK, 120, 1.42, 111))


def _clock(week: int, day: str, hour: int, rng: random.Random) -> datetime:
    """Wall-clock start: the given hour plus a few odd minutes."""
    date = FIRST_MONDAY + timedelta(weeks=week - 1, days=DAYS.index(day))
    return date + timedelta(hours=hour, minutes=rng.randint(3, 52), seconds=rng.randint(0, 59))


def _run(week: int, day: str, rng: random.Random) -> Outing:
    """Build the run of one day."""
    start = _clock(week, day, {"Tue": 18, "Thu": 6, "Wed": 18, "Fri": 17}.get(day, 8), rng)
    shape = SHAPES.get((week, day), "garmin_smart")
    if week <= LADDER_STAGES:
        reps = STAGE_ONE_REPS[day] if week == 1 else LADDER[week - 1][2]
        speed = rng.uniform(2.5, 2.6) if week < 10 else rng.uniform(2.56, 2.64)
        pieces = ladder_pieces(week, reps, speed, rng.uniform(158, 160))
        return Outing(start, "run", shape, pieces, week, week, 3 if week < 10 else 4)
    if shape == "garmin_manual":
        pieces = (Piece(Gait.RUN, 1440, LEVEL_M / 1440, 162),)
        return Outing(start, "run", shape, pieces, week)
    metres = RUN_METRES.get((week, day), LEVEL_M) * rng.uniform(0.985, 1.015)
    middle = None
    if shape == "garmin_pause":
        middle = Piece(Gait.PAUSE, 240)
    elif (week, day) in STOPS:
        middle = Piece(Gait.STAND, STOPS[week, day])
    pieces = level_pieces(metres, rng.uniform(2.67, 2.73), rng.uniform(161.2, 162.8), middle)
    return Outing(start, "run", shape, pieces, week, effort=6 if metres > 6000 else 4)


def _others(week: int, rng: random.Random) -> list[Outing]:
    """Walks, strength sessions and the one bike ride of a week."""
    found: list[Outing] = []
    if week in STRENGTH_WEEKS:
        sets = tuple(Piece(Gait.OTHER, s) for _ in range(12) for s in (40, 65))
        found.append(Outing(_clock(week, "Mon", 19, rng), "strength", "strength", sets, week))
    if week in WALK_WEEKS:
        legs = WALK_WEEKS[week] * 30
        pieces = (
            Piece(Gait.WALK, legs, 1.42, 111),
            Piece(Gait.STAND, 45),
            Piece(Gait.WALK, legs, 1.44, 112),
        )
        found.append(Outing(_clock(week, "Sun", 14, rng), "walk", "garmin_walk", pieces, week))
    if week == RIDE_WEEK:
        ride = (Piece(Gait.OTHER, 2700, 6.1, 156),)
        found.append(Outing(_clock(week, "Sun", 10, rng), "ride", "garmin_ride", ride, week))
    return found


def tell_story() -> list[Outing]:
    """Return every outing of the 24 weeks in order of time."""
    rng = random.Random(SEED)
    outings: list[Outing] = []
    for week in range(1, 25):
        if week == NOT_SEEN_WEEK:
            continue
        days = RUN_DAYS.get(week, ("Tue", "Thu", "Sat"))
        outings.extend([_run(week, day, rng) for day in days])
        outings.extend(_others(week, rng))
    return sorted(outings, key=lambda outing: outing.local)
