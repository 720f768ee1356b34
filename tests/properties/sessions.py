"""Sessions as watches record them, drawn at random: what was done, and how it was recorded."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from hypothesis import Phase, settings
from hypothesis import strategies as st

from loadwatch.activity import Activity, Records
from loadwatch.derive.session import summarise
from tests.conftest import START_S

RUN, WALK, STAND = "run", "walk", "stand"
METRES_PER_DEGREE = 111_195.08
STRIDES_OVER_RECORDS = 1.01
"""Watches count a little more than their own cadence adds up to."""

SHORT_S = 20
"""With the lag of the sensors, shorter bouts may come out under the shortest that is told."""
FASTEST_SPM = 190.0

PROPERTY = settings(
    max_examples=40, deadline=None, derandomize=True, phases=[Phase.explicit, Phase.generate]
)


@dataclass(frozen=True)
class Bout:
    """One gait, kept up for a while."""

    gait: str
    seconds: int
    speed_mps: float
    cadence_spm: float


@dataclass(frozen=True)
class Session:
    """What was done, and how the watch writes it down.

    Parameters
    ----------
    bouts : tuple of Bout
        What was done, one after the other.
    pauses : tuple of (int, int)
        Seconds of timer time at which it was paused, and for how long.
    seed : int
        Of the noise and of the gaps of smart recording.
    lag_s : float
        The sensors follow their wearer as a first-order filter with this time constant.
    max_gap_s : int
        1 is one record a second; with more, records lie 1 to this many seconds apart.
    has_positions, has_speed, has_distance, has_cadence, has_strides : bool
        Which channels there are, and whether the watch sums its strides.
    is_in_steps : bool
        Cadence is written in steps and not in strides.
    """

    bouts: tuple[Bout, ...]
    pauses: tuple[tuple[int, int], ...] = ()
    seed: int = 0
    lag_s: float = 2.0
    max_gap_s: int = 1
    has_positions: bool = True
    has_speed: bool = True
    has_distance: bool = True
    has_cadence: bool = True
    has_strides: bool = False
    is_in_steps: bool = False

    @property
    def seconds(self) -> int:
        """Timer time."""
        return sum(bout.seconds for bout in self.bouts)

    @property
    def doubt_s(self) -> float:
        """How far seconds of one gait may lie apart between two recordings of the session.

        Two seconds at every change and at each edge of a pause, and bouts so short that they may
        fall to their neighbours.
        """
        short = sum(bout.seconds for bout in self.bouts if bout.seconds < SHORT_S)
        return 2.0 * (len(self.bouts) + 2 * len(self.pauses)) + short

    def activity(self) -> Activity:
        """The session as a reader would deliver it."""
        noise = np.random.default_rng(self.seed).spawn(5)
        lengths = [bout.seconds for bout in self.bouts]
        speed = np.repeat([bout.speed_mps for bout in self.bouts], lengths)
        spm = np.repeat([bout.cadence_spm for bout in self.bouts], lengths)
        speed, spm = (np.append(values, values[-1]) for values in (speed, spm))
        speed, spm = _lagged(speed, self.lag_s), _lagged(spm, self.lag_s)
        moving = speed > 0.5
        metres = np.concatenate(([0.0], np.cumsum(speed)))[:-1]
        speed = np.where(moving, np.abs(speed + noise[0].normal(0, 0.1, speed.size)), speed)
        spm = np.where(moving, spm + noise[1].normal(0, 2.0, spm.size), spm)
        timer = np.arange(self.seconds + 1, dtype=np.float64)
        kept = self._kept(noise[4])
        time_s = START_S + timer
        events = [(START_S, True)]
        for at, length in self.pauses:
            began = float(time_s[at])
            time_s = np.where(timer > at, time_s + length, time_s)
            events += [(began, False), (began + length, True)]
        written = np.rint(spm if self.is_in_steps else spm / 2)
        channels = {"heart_rate_bpm": np.rint(110 + 10 * speed + noise[2].normal(0, 1, speed.size))}
        if self.has_cadence:
            channels["cadence_rpm"] = written
        if self.has_speed:
            channels["speed_mps"] = np.round(speed, 3)
        if self.has_distance:
            channels["distance_m"] = np.round(metres, 2)
        if self.has_positions:
            drift = np.cumsum(noise[3].normal(0, 0.05, speed.size))
            channels["latitude_deg"] = 48.0 + (metres + drift) / METRES_PER_DEGREE
            channels["longitude_deg"] = np.full(speed.size, 11.0)
        steps = np.concatenate(([0.0], np.cumsum(spm[:-1]))) / 60
        built = Activity(
            format="FIT",
            sport="running",
            sub_sport=None,
            start_time_s=START_S,
            utc_offset_s=0.0,
            records=Records(
                time_s[kept], {name: values[kept] for name, values in channels.items()}
            ),
            timer=tuple(sorted(events)),
        )
        return with_sums(built, steps[kept] if self.has_strides else None)

    def _kept(self, rng: np.random.Generator) -> np.ndarray:
        """Seconds of timer time that have a record, the ends and both sides of a pause too."""
        gaps = rng.integers(1, self.max_gap_s + 1, self.seconds + 1)
        moments = np.concatenate(([0], np.cumsum(gaps)))
        always = [self.seconds, *(at + side for at, _ in self.pauses for side in (0, 1))]
        return np.unique(np.concatenate((moments[moments < self.seconds], always)))


def _lagged(values: np.ndarray, lag_s: float) -> np.ndarray:
    if not lag_s:
        return values
    result = values.copy()
    keep = float(np.exp(-1 / lag_s))
    for i in range(1, values.size):
        result[i] = keep * result[i - 1] + (1 - keep) * values[i]
    return result


def with_sums(activity: Activity, steps: np.ndarray | None) -> Activity:
    """The activity with the watch's own sums of its records; ``steps`` since the start, or None."""
    records = activity.records
    elapsed = float(records.time_s[-1] - records.time_s[0])
    reported = {"total_elapsed_time_s": elapsed, "total_timer_time_s": elapsed - paused_s(activity)}
    if "distance_m" in records.channels:
        metres = records.channels["distance_m"]
        reported["total_distance_m"] = float(metres[-1] - metres[0])
    if steps is not None:
        reported["total_strides"] = float(
            np.rint((steps[-1] - steps[0]) * STRIDES_OVER_RECORDS / 2)
        )
    return replace(activity, reported=reported)


def paused_s(activity: Activity) -> float:
    """Length of all pauses by the timer."""
    return sum(
        end - begin
        for (begin, started), (end, again) in pairwise(activity.timer)
        if not started and again
    )


def part(activity: Activity, begin: int, end: int | None = None) -> Activity:
    """Records ``[begin, end)`` as an activity of their own, without strides."""
    records = activity.records
    time_s = records.time_s[begin:end]
    inside = tuple(event for event in activity.timer if time_s[0] < event[0] < time_s[-1])
    channels = {name: values[begin:end] for name, values in records.channels.items()}
    if "distance_m" in channels:
        channels["distance_m"] = channels["distance_m"] - channels["distance_m"][0]
    return with_sums(
        replace(
            activity,
            start_time_s=float(time_s[0]),
            records=Records(time_s, channels),
            timer=((float(time_s[0]), True), *inside),
        ),
        None,
    )


def with_channels(activity: Activity, **changes: np.ndarray | None) -> Activity:
    """The activity with channels replaced; None takes one out."""
    channels = {**activity.records.channels, **changes}
    kept = {name: values for name, values in channels.items() if values is not None}
    return replace(activity, records=replace(activity.records, channels=kept))


def figures(activity: Activity, *names: str) -> list[float]:
    """Figures of the row of an activity; 0 where nothing of the kind was recorded."""
    row = summarise(activity).row
    return [float(row[name] or 0.0) for name in names]  # type: ignore[arg-type]


def shifted(activity: Activity, seconds: float) -> Activity:
    """The activity at another time."""
    return replace(
        activity,
        start_time_s=activity.start_time_s + seconds,
        records=replace(activity.records, time_s=activity.records.time_s + seconds),
        timer=tuple((moment + seconds, started) for moment, started in activity.timer),
    )


UNMISTAKABLE_WALK_MPS = 1.5


def _pace(gait: str, fastest_walk_mps: float = 1.7) -> st.SearchStrategy[tuple[float, float]]:
    speed, spm = {
        RUN: (st.floats(2.4, 4.5), st.floats(152, 186)),
        WALK: (st.floats(1.0, fastest_walk_mps), st.floats(95, 122)),
        STAND: (st.just(0.0), st.just(0.0)),
    }[gait]
    return st.tuples(speed, spm)


@st.composite
def bouts(draw: st.DrawFn, shortest_s: int, *, longest_s: int, is_steady: bool) -> tuple[Bout, ...]:
    """One to eight bouts of 120 s or more in all, no two of one gait in a row.

    Short bouts are as likely as long ones. A steady runner has one pace for each gait, and walks at
    a speed that is no jog.
    """
    paces = {gait: draw(_pace(gait, UNMISTAKABLE_WALK_MPS)) for gait in (RUN, WALK, STAND)}
    result: list[Bout] = []
    for _ in range(draw(st.integers(1, 8))):
        last = result[-1].gait if result else None
        gait = draw(st.sampled_from([gait for gait in (RUN, WALK, STAND) if gait != last]))
        longest = draw(st.sampled_from((max(30, shortest_s), 120, longest_s)))
        seconds = draw(st.integers(shortest_s, longest))
        pace = paces[gait] if is_steady else draw(_pace(gait))
        result.append(Bout(gait, seconds, *pace))
    missing = 120 - sum(bout.seconds for bout in result)
    if missing > 0:
        result[-1] = replace(result[-1], seconds=result[-1].seconds + missing)
    return tuple(result)


@st.composite
def sessions(
    draw: st.DrawFn,
    *,
    shortest_s: int = 8,
    longest_s: int = 1200,
    max_gap_s: int = 8,
    with_cadence: bool | None = None,
    with_strides: bool | None = None,
    in_steps: bool | None = None,
    with_pauses: bool = True,
    is_steady: bool = False,
) -> Session:
    """A session of bouts, recorded in any of the ways that watches have; None draws either."""
    done = draw(bouts(shortest_s, longest_s=longest_s, is_steady=is_steady))
    seconds = sum(bout.seconds for bout in done)
    pauses = []
    if with_pauses:
        for at in sorted(draw(st.sets(st.integers(20, seconds - 20), max_size=2))):
            if not pauses or at - pauses[-1][0] >= 20:
                pauses.append((at, draw(st.integers(15, 400))))
    has_cadence = draw(st.booleans()) if with_cadence is None else with_cadence
    sources = draw(st.sampled_from(("all", "outdoors", "treadmill", "positions only")))
    return Session(
        done,
        tuple(pauses),
        seed=draw(st.integers(0, 999)),
        lag_s=draw(st.sampled_from((0.0, 1.5, 3.0))),
        max_gap_s=draw(st.sampled_from([g for g in (1, 4, 8) if g <= max_gap_s])),
        has_positions=sources != "treadmill",
        has_speed=sources in ("all", "treadmill"),
        has_distance=sources != "positions only",
        has_cadence=has_cadence,
        has_strides=draw(st.booleans()) if with_strides is None else with_strides,
        is_in_steps=draw(st.booleans()) if in_steps is None else in_steps,
    )
