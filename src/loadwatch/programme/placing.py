"""Every run of a history and where it stands on a ladder."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Any

from loadwatch.load import History
from loadwatch.programme.entry import is_test_run
from loadwatch.programme.ladder import Ladder, Stage
from loadwatch.programme.stage import (
    ROUNDING,
    continuous_stage,
    is_beyond,
    is_even,
    nearest_stage,
    published_set,
)

AT_STAGE, CUSTOM, CONTINUOUS, TEST, UNKNOWN = "stage", "custom", "continuous", "test", "unknown"
BREAK_DAYS = 30
"""After this many days without a run it begins anew. [days; evidence.md 11 R7, choice]"""
UNSURE = "short-bouts-by-speed"


@dataclass(frozen=True, slots=True)
class Placed:
    """One run.

    Parameters
    ----------
    day : date
        Its local day.
    kind : str
        stage, custom (sets of one's own), continuous (no sets), test, or unknown.
    stage : int or None
        Stage of the ladder, where it is one.
    published_set_s : float or None
        Length of the Back In Shape set that it agrees with. [s]
    bout_count : float
        Running bouts; NaN is not known.
    run_bout_s, walk_bout_s : float
        Typical bouts; NaN is not known. [s]
    run_s, run_m : float
        Running time [s] and distance [m]; NaN is not known.
    is_whole : bool
        Whether it had at least half of the sets or distance of its stage.
    is_unsure : bool
        Whether short bouts are told by speed alone.
    """

    day: date
    kind: str
    stage: int | None
    published_set_s: float | None
    bout_count: float
    run_bout_s: float
    walk_bout_s: float
    run_s: float
    run_m: float
    is_whole: bool
    is_unsure: bool


def place_runs(
    history: History, ladder: Ladder, *, same_within: float = 0.10, whole_share: float = 0.5
) -> list[Placed]:
    """Runs in order, each with its stage.

    A session within a tenth of the stage before it counts as that stage again, so that a watch's
    second more or less makes no step.

    Parameters
    ----------
    history : History
        Its runs have the parts of one recording joined.
    ladder : Ladder
        Where to place them.
    same_within : float, default 0.10
        Both bouts this near to those of the stage before are that stage. [share; choice]
    whole_share : float, default 0.5
        Share of the fewest sets, or of the distance, that makes a whole session. [share; choice]
    """
    totals, unsure = _of_sessions(history)
    placed: list[Placed] = []
    before: Placed | None = None
    for run in history.runs.to_dict("records"):
        metres = sum(totals[session_id] for session_id in run["session_ids"])
        is_unsure = any(unsure[session_id] for session_id in run["session_ids"])
        item = _placed(run, metres, is_unsure, ladder, whole_share)
        if before is not None and (item.day - before.day).days >= BREAK_DAYS:
            before = None
        if item.kind == TEST and before is not None:
            item = replace(item, kind=CONTINUOUS)
        if item.kind == AT_STAGE:
            item = _as_before(item, before, ladder, metres, same_within, whole_share)
            before = item
        placed.append(item)
    return placed


def _of_sessions(history: History) -> tuple[dict[str, float], dict[str, bool]]:
    """Distance on foot of each session [m], and whether its short bouts are not sure."""
    totals, unsure = {}, {}
    for row in history.sessions.to_dict("records"):
        parts = (_number(row["run_distance_m"]), _number(row["walk_distance_m"]))
        totals[row["session_id"]] = math.nan if math.isnan(parts[0]) else sum(
            part for part in parts if not math.isnan(part)
        )  # fmt: skip
        unsure[row["session_id"]] = UNSURE in str(row["quality"] or "").split()
    return totals, unsure


def _number(value: object) -> float:
    return math.nan if value is None else float(str(value))


def _placed(
    run: dict[Any, Any], metres: float, is_unsure: bool, ladder: Ladder, whole_share: float
) -> Placed:
    bouts = _number(run["run_bout_count"])
    run_bout, walk_bout = _number(run["typical_run_bout_s"]), _number(run["typical_walk_bout_s"])
    run_s = _number(run["run_time_s"])
    run_m = run["run_distance_m"] if run["is_known"] or run["run_distance_m"] else math.nan
    kind = UNKNOWN
    stage, published = None, None
    if is_test_run(bouts, run_s):
        kind = TEST
    elif bouts == 1:
        kind, stage = CONTINUOUS, continuous_stage(run_s, run_m, ladder.stages)
    elif bouts > 1 and run_bout > 0 and walk_bout > 0:
        kind = CUSTOM
        if is_even(run_s, run_bout, bouts):
            stage = nearest_stage(
                run_bout, walk_bout, ladder.stages, bout_count=bouts, distance_m=metres
            )
            published = published_set(run_bout, walk_bout)
    if stage is not None and is_beyond(ladder.stage(stage), run_s, metres):
        stage = None
    if stage is not None:
        kind = AT_STAGE
    return Placed(
        run["local_date"].date(), kind, stage, published, bouts, run_bout, walk_bout, run_s, run_m,
        stage is not None and _is_whole(ladder.stage(stage), bouts, metres, whole_share),
        is_unsure,
    )  # fmt: skip


def _is_whole(stage: Stage, bouts: float, metres: float, share: float) -> bool:
    if stage.reps is not None:
        return bouts >= share * stage.reps[0]
    return stage.distance_m is None or not metres < share * stage.distance_m


def _as_before(
    item: Placed, before: Placed | None, ladder: Ladder, metres: float, within: float, share: float
) -> Placed:
    """The item at the stage of the one before, if its bouts are that stage's as well."""
    if before is None or before.stage is None or before.stage == item.stage:
        return item
    last, now = ladder.stage(before.stage), ladder.stage(item.stage or 1)
    if last.run_s is None or last.is_continuous or _same_bouts(last, now):
        return item
    off = max(abs(item.run_bout_s / last.run_s - 1), abs(item.walk_bout_s / last.walk_s - 1))
    if not off <= within + ROUNDING:
        return item
    return replace(
        item, stage=last.number, is_whole=_is_whole(last, item.bout_count, metres, share)
    )


def _same_bouts(a: Stage, b: Stage) -> bool:
    return (a.run_s, a.walk_s) == (b.run_s, b.walk_s)


def last_at_stage(placed: Sequence[Placed]) -> list[Placed]:
    """The sessions since the stage was last changed, latest last; a long break ends the row."""
    row: list[Placed] = []
    for item in reversed([item for item in placed if item.kind == AT_STAGE]):
        if row and (item.stage != row[0].stage or (row[0].day - item.day).days >= BREAK_DAYS):
            break
        row.insert(0, item)
    return row


def stage_before(placed: Sequence[Placed], row: Sequence[Placed]) -> int | None:
    """Stage before a row of ``last_at_stage``; None where there is none, or before a long break."""
    earlier = [item for item in placed if item.kind == AT_STAGE and item.day <= row[0].day]
    earlier = [item for item in earlier if item not in row]
    if not earlier or (row[0].day - earlier[-1].day).days >= BREAK_DAYS:
        return None
    return earlier[-1].stage


def since_break(placed: Sequence[Placed]) -> list[Placed]:
    """Runs since the last break of this length, from the first of them that is on the ladder."""
    begin = 0
    for number, (a, b) in enumerate(pairwise(placed), 1):
        if (b.day - a.day).days >= BREAK_DAYS:
            begin = number
    kept = list(placed[begin:])
    first = next((n for n, item in enumerate(kept) if item.kind in {AT_STAGE, TEST}), len(kept))
    return kept[first:]
