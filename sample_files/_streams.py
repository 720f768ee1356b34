"""Second-by-second streams of an outing: what was true and what a watch would show."""

from __future__ import annotations

from dataclasses import dataclass, fields
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from _story import SEED, Gait, Outing

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# The loop lies on open water of the Baltic Sea, so it is nobody's home.
BALTIC = (54.40, 10.70)
ISLAND = (-9.35, 164.2)
METRES_PER_DEGREE = 111_320.0
LAG_S = 2.5
HEART_TARGET = {Gait.STAND: 78, Gait.WALK: 98, Gait.RUN: 150, Gait.OTHER: 116, Gait.PAUSE: 70}
STRIDE_HALF = 0.5


@dataclass(frozen=True)
class Stream:
    """Arrays of n + 1 samples at 1 Hz; `gait[i]` covers the second from i to i + 1.

    `metres` and `true_cadence` are the truth; `speed`, `cadence` (steps/min) and `heart`
    are what the watch shows, late and noisy. `step` is the workout step or -1.
    """

    gait: Ints
    step: Ints
    true_cadence: Floats
    metres: Floats
    speed: Floats
    cadence: Floats
    heart: Floats
    altitude: Floats
    lat: Floats
    lon: Floats

    @property
    def seconds(self) -> int:
        """Elapsed seconds."""
        return len(self.gait) - 1

    @property
    def timer(self) -> Ints:
        """Timer seconds passed at each sample; the clock rests in a pause."""
        moving = (self.gait[:-1] != Gait.PAUSE).astype(np.int64)
        return np.concatenate([[0], np.cumsum(moving)])

    @property
    def steps(self) -> Floats:
        """True steps taken up to each sample, running and walking."""
        on_foot = np.isin(self.gait[:-1], (Gait.WALK, Gait.RUN))
        return np.concatenate([[0.0], np.cumsum(self.true_cadence[:-1] * on_foot / 60)])

    def shown(self) -> Ints:
        """Indices a one-second recorder writes: all but the inside of pauses."""
        paused = self.gait == Gait.PAUSE
        inside = paused & np.concatenate([[False], paused[:-1]])
        return np.flatnonzero(~inside)

    def bouts(self) -> list[tuple[Gait, int, int]]:
        """Stretches of one gait as (gait, first second, end second)."""
        gait = self.gait[:-1]
        edges = [0, *(np.flatnonzero(np.diff(gait)) + 1).tolist(), len(gait)]
        return [(Gait(gait[a]), a, b) for a, b in pairwise(edges)]

    def until(self, second: int) -> Stream:
        """Return the stream cut off after `second`."""
        return Stream(**{f.name: getattr(self, f.name)[: second + 1] for f in fields(self)})


def wander(count: int, spread: float, memory: float, rng: np.random.Generator) -> Floats:
    """Slow random drift around zero with standard deviation `spread`."""
    push = rng.normal(0, spread * np.sqrt(1 - memory**2), count)
    value = 0.0
    out = np.empty(count)
    for i, kick in enumerate(push.tolist()):
        value = memory * value + kick
        out[i] = value
    return out


def follow(
    target: Floats, rise_s: float, fall_s: float, start: float, still: NDArray[Any]
) -> Floats:
    """First-order answer to `target`; falls to zero at once where `still` is set."""
    value = start
    out = np.empty(len(target))
    for i, (goal, stop) in enumerate(zip(target.tolist(), still.tolist(), strict=True)):
        out[i] = value
        value = 0.0 if stop else value + (goal - value) / (rise_s if goal > value else fall_s)
    return out


def loop_positions(
    metres: Floats, scale: float, origin: tuple[float, float]
) -> tuple[Floats, Floats]:
    """Place distances on a rounded closed loop of about 2.4 km times `scale`."""
    angle = np.linspace(0, 2 * np.pi, 1441)
    radius = 375 * scale * (1 + 0.12 * np.cos(2 * angle) + 0.06 * np.sin(3 * angle))
    east, north = radius * np.cos(angle), radius * np.sin(angle)
    along = np.concatenate([[0], np.cumsum(np.hypot(np.diff(east), np.diff(north)))])
    where = metres % along[-1]
    lat = origin[0] + np.interp(where, along, north) / METRES_PER_DEGREE
    shrink = METRES_PER_DEGREE * np.cos(np.radians(origin[0]))
    return lat, origin[1] + np.interp(where, along, east) / shrink


def simulate(outing: Outing) -> Stream:
    """Play an outing second by second; the same outing always gives the same stream."""
    rng = np.random.default_rng([SEED, outing.local.toordinal(), outing.local.hour])
    lengths = [piece.seconds for piece in outing.pieces]

    def spread(values: list[float]) -> Floats:
        row = np.repeat(np.asarray(values, dtype=float), lengths)
        return np.append(row, row[-1])

    gait = spread([float(p.gait) for p in outing.pieces]).astype(np.int64)
    step = spread([-1.0 if p.step is None else float(p.step) for p in outing.pieces])
    count = len(gait)
    moving = np.isin(gait, (Gait.WALK, Gait.RUN, Gait.OTHER))
    pace = spread([p.speed for p in outing.pieces])
    turns = spread([p.cadence for p in outing.pieces])
    speed = pace * (1 + wander(count, 0.025, 0.97, rng))
    cadence = np.where(turns > 0, turns + wander(count, 1.3, 0.95, rng), 0.0)
    metres = np.concatenate([[0.0], np.cumsum(speed[:-1])])
    paused = gait == Gait.PAUSE
    target = np.array([HEART_TARGET[Gait(g)] for g in gait], dtype=float)
    lat, lon = loop_positions(
        metres,
        4.0 if outing.kind == "ride" else 1.0,
        ISLAND if outing.shape == "zwift" else BALTIC,
    )
    shown_speed = follow(speed, LAG_S, LAG_S, 0.0, paused)
    shown_cadence = follow(cadence, LAG_S, LAG_S, 0.0, paused)
    return Stream(
        gait=gait,
        step=step.astype(np.int64),
        true_cadence=cadence,
        metres=metres,
        speed=np.maximum(shown_speed + rng.normal(0, 0.04, count) * moving, 0),
        cadence=np.maximum(shown_cadence + rng.normal(0, 0.7, count) * moving, 0),
        heart=follow(target, 32, 45, 66.0, np.zeros(count, bool)) + wander(count, 1.5, 0.9, rng),
        altitude=6 + 1.5 * np.sin(metres / 390) + wander(count, 0.4, 0.99, rng),
        lat=lat + wander(count, 1.3, 0.985, rng) / METRES_PER_DEGREE,
        lon=lon + wander(count, 1.3, 0.985, rng) / METRES_PER_DEGREE,
    )


def smart_indices(stream: Stream, seed: int) -> Ints:
    """Choose the samples a sparing recorder keeps: gaps of 1 to 7 s, short ones at changes."""
    rng = np.random.default_rng([SEED, seed])
    shown = stream.shown()
    keep = [0]
    while keep[-1] < stream.seconds:
        at = keep[-1]
        ahead = min(at + 3, stream.seconds)
        changing = abs(stream.cadence[ahead] - stream.cadence[at]) > 8
        gap = int(rng.integers(1, 3)) if changing else int(rng.choice((3, 4, 5, 6, 7)))
        goal = min(at + gap, stream.seconds)
        place = int(shown.searchsorted(goal))
        before = int(shown[place - 1])
        into_pause = shown[place] > goal and before > at
        keep.append(before if into_pause else int(shown[place]))
    return np.asarray(keep)


def half_strides(cadence: float) -> tuple[int, float]:
    """Split steps/min into whole strides/min and the half a Garmin watch adds."""
    halves = round(cadence)
    return halves // 2, STRIDE_HALF * (halves % 2)
