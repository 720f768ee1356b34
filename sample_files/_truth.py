"""Totals of a simulated outing, and the weekly sums."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import numpy as np

from _story import FIRST_MONDAY, Gait, Outing
from _streams import Stream

Truth = dict[str, Any]


def totals(stream: Stream) -> Truth:
    """Metres, seconds, bouts and steps of a stream, from the simulation."""
    gait = stream.gait[:-1]
    gained = np.diff(stream.metres)
    steps = stream.true_cadence[:-1] / 60
    run, walk = gait == Gait.RUN, gait == Gait.WALK
    return {
        "metres": round(float(stream.metres[-1]), 1),
        "run_metres": round(float(gained[run].sum()), 1),
        "run_seconds": int(run.sum()),
        "walk_seconds": int(walk.sum()),
        "stand_seconds": int((gait == Gait.STAND).sum()),
        "pause_seconds": int((gait == Gait.PAUSE).sum()),
        "other_seconds": int((gait == Gait.OTHER).sum()),
        "run_bouts": sum(1 for kind, _, _ in stream.bouts() if kind is Gait.RUN),
        "run_steps": round(float(steps[run].sum())),
        "walk_steps": round(float(steps[walk].sum())),
    }


def describe(outing: Outing, stream: Stream) -> Truth:
    """Everything known about an outing apart from where its file lies."""
    about: Truth = {
        "kind": outing.kind,
        "shape": outing.shape,
        "start_utc": outing.utc.isoformat() + "Z",
        "local_date": outing.local.date().isoformat(),
        "week": outing.week,
    }
    if outing.stage is not None:
        about["stage"] = outing.stage
    return about | totals(stream)


def weekly(files: Iterable[Truth]) -> list[Truth]:
    """Sum the runs of each week once, leaving copies out."""
    rows = [
        {
            "week": week,
            "monday": (FIRST_MONDAY + timedelta(weeks=week - 1)).date().isoformat(),
            "runs": 0,
            "run_metres": 0.0,
            "run_seconds": 0,
            "run_steps": 0,
            "walk_steps": 0,
        }
        for week in range(1, 25)
    ]
    for entry in files:
        if "week" not in entry or "copy_of" in entry:
            continue
        row = rows[entry["week"] - 1]
        row["runs"] += entry["kind"] == "run"
        for name in ("run_metres", "run_seconds", "run_steps", "walk_steps"):
            row[name] = round(row[name] + entry[name], 1)
    return rows
