"""Laps: every kilometre, or one per step of a structured workout."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from _streams import Stream

AUTO_LAP_M = 1000.0


@dataclass(frozen=True)
class Lap:
    """From one second to another; `full` marks an automatic kilometre."""

    start: int
    end: int
    full: bool = False
    step: int | None = None


def distance_laps(stream: Stream) -> list[Lap]:
    """Cut the stream at every whole kilometre."""
    marks = np.arange(AUTO_LAP_M, stream.metres[-1], AUTO_LAP_M)
    cuts = np.searchsorted(stream.metres, marks).tolist()
    last = stream.seconds
    if cuts and cuts[-1] >= last:
        cuts.pop()
    starts = [0, *cuts]
    return [Lap(a, b, b != last) for a, b in zip(starts, [*cuts, last], strict=True)]


def step_laps(stream: Stream) -> list[Lap]:
    """Cut the stream where the workout moves on to its next step."""
    step = stream.step[:-1]
    cuts = (np.flatnonzero(np.diff(step)) + 1).tolist()
    starts = [0, *cuts]
    ends = [*cuts, stream.seconds]
    return [Lap(a, b, step=int(step[a])) for a, b in zip(starts, ends, strict=True)]
