"""Copies of one run → one row: each block of columns is that of the copy that knows it best.

A block is taken whole. Copies differ by seconds, by thinned points and by what their maker cleaned,
so that no figure of a block may come from two of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from loadwatch.activity import FOOT_SPORTS

Value = float | str | None
Row = Mapping[str, Value]

MIN_SPAN = 0.97
"""A copy gives gaits, heart or form only if it lasts this share of the longest. [share; choice]"""
ASSUMED = "sport-assumed"
"""Code in ``quality`` of a session whose sport comes of its speed."""
_SURENESS = {"strides": 3, "cadence": 2, "model": 1, "none": 0}
_COARSE_STEPS, _COARSE_RANK = "coarse-steps", 1.5
"""Gaits of steps told by the minute are known worse than those of positions, better than none."""
_OF_ZONE = {"file": 2, "position": 1}


@dataclass(frozen=True)
class Block:
    """Columns that go together.

    Parameters
    ----------
    name : str
        For people.
    columns : tuple of str
        Columns of SESSIONS.
    rank : callable
        How well a row knows them; 0 is not at all.
    is_of_all : bool
        Whether they are sums over the whole recording, so that a shorter or damaged copy has less.
    """

    name: str
    columns: tuple[str, ...]
    rank: Callable[[Row], float]
    is_of_all: bool = True


def _known(*names: str) -> Callable[[Row], float]:
    """How many of some columns are known."""
    return lambda row: float(sum(row.get(name) is not None for name in names))


def _gaits_known(row: Row) -> float:
    if row.get("sport") not in FOOT_SPORTS:
        return 0.0
    if _COARSE_STEPS in str(row.get("quality") or "").split():
        return _COARSE_RANK
    return 1.0 + _SURENESS.get(str(row.get("impact_source")), -1)


def _sport_known(row: Row) -> float:
    """A sport that was told outranks one that was assumed, and that none."""
    if row.get("sport") == "generic":
        return 0.0
    return 1.0 if ASSUMED in str(row.get("quality") or "").split() else 2.0


GAITS = (
    "run_time_s", "walk_time_s", "stand_time_s", "run_distance_m", "walk_distance_m",
    "run_bout_count", "longest_run_bout_s", "run_impact_count", "walk_impact_count",
    "impact_count_from_records", "impact_source", "impact_uncertainty_pct",
    "run_impact_count_upper", "run_distance_upper_m", "impact_load_km", "impact_load_b2_km",
    "impact_load_b10_km", "walk_impact_load_km", "run_speed_mps", "best_60s_speed_mps",
    "fastest_minute_speed_mps", "typical_run_bout_s", "typical_walk_bout_s",
    "downhill_run_impact_count", "hill_run_impact_count", "avg_running_cadence_spm",
    "pace_load_au", "cadence_factor",
)  # fmt: skip
HEART = (
    "avg_heart_rate_bpm", "max_heart_rate_bpm", "run_heart_rate_bpm", "banister_load_au",
    "edwards_load_au", "decoupling_pct",
)  # fmt: skip
FORM = (
    "form_signal_count", "form_change_min", "cadence_drift_pct", "stance_time_drift_pct",
    "vertical_oscillation_drift_pct", "vertical_ratio_drift_pct", "speed_drift_pct",
)  # fmt: skip

OF_GAITS = Block("run, walk and impacts", GAITS, _gaits_known)
OF_PLACE = Block(
    "local time", ("zone",), lambda row: _OF_ZONE.get(str(row.get("zone")), 0), is_of_all=False
)
BLOCKS = (
    Block("sport", ("sport",), _sport_known, is_of_all=False),
    Block("kind of sport", ("sub_sport",), _known("sub_sport"), is_of_all=False),
    OF_GAITS,
    Block("heart rate", HEART, _known("avg_heart_rate_bpm", "run_heart_rate_bpm")),
    Block("form", FORM, _known("form_signal_count", "stance_time_drift_pct")),
    Block("distance", ("total_distance_m",), _known("total_distance_m")),
    OF_PLACE,
    Block("effort", ("workout_rpe",), _known("workout_rpe"), is_of_all=False),
    Block("feel", ("workout_feel",), _known("workout_feel"), is_of_all=False),
    Block("body weight", ("athlete_weight_kg",), _known("athlete_weight_kg"), is_of_all=False),
    Block("commute", ("is_commute",), _known("is_commute"), is_of_all=False),
    Block("the watch's own running time", ("device_run_time_s",), _known("device_run_time_s")),
)  # fmt: skip


def best_copies(rows: Sequence[Row], are_whole: Sequence[bool]) -> dict[Block, int]:
    """For each block the copy that knows it best, where that is not the first.

    Parameters
    ----------
    rows : sequence of mapping
        Rows of the copies, the one that leads first. It keeps what it knows as well as another.
    are_whole : sequence of bool
        Whether the file of each is undamaged.

    Returns
    -------
    dict of Block to int
        Positions in ``rows``.
    """
    spans = [_span_s(row) for row in rows]
    long_enough = [span >= MIN_SPAN * max(spans) for span in spans]
    best = {}
    for block in BLOCKS:
        ranks = [
            block.rank(row)
            if not at or not block.is_of_all or (long_enough[at] and are_whole[at] >= are_whole[0])
            else -1.0
            for at, row in enumerate(rows)
        ]
        chosen = max(range(len(rows)), key=lambda at: (ranks[at], -at))
        if chosen:
            best[block] = chosen
    return best


def row_of_blocks(rows: Sequence[Row], best: Mapping[Block, int]) -> dict[str, Value]:
    """The row of the copy that leads, with the blocks that others know better.

    Codes of ``quality`` of all copies of which something is taken stand in it.
    """
    row = dict(rows[0])
    for block, at in best.items():
        row |= {name: rows[at].get(name) for name in block.columns}
    if row["sport"] not in FOOT_SPORTS:
        row |= dict.fromkeys((*GAITS, *FORM))
    used = [rows[at] for at in sorted({0, *best.values()})]
    codes = {code for each in used for code in str(each.get("quality") or "").split()}
    if row["sport"] != rows[0]["sport"]:
        codes.discard(ASSUMED)
    if _COARSE_STEPS not in str(rows[best.get(OF_GAITS, 0)].get("quality") or "").split():
        codes.discard(_COARSE_STEPS)
    row["quality"] = " ".join(sorted(codes))
    return row


def _span_s(row: Row) -> float:
    span = row.get("total_elapsed_time_s")
    return float(span) if isinstance(span, int | float) else 0.0
