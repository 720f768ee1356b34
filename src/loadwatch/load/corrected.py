"""Corrections of a person → session rows, before anything is made of them."""

from __future__ import annotations

import difflib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from loadwatch.activity import FOOT_SPORTS
from loadwatch.columns import SESSIONS
from loadwatch.corrections import Correction, overlaid
from loadwatch.derive.local_time import ASSUMED
from loadwatch.language import _
from loadwatch.load.sessions import RUN_SPORT
from loadwatch.units import UPPER_CADENCE_SPM

WALK_SPM = 130.0
"""A running cadence halved to less than this may be one of walking. [steps/min; choice]"""
CORRECTED = "corrected"
"""Code in ``quality`` of a session that a person corrected."""
NEAR_COUNT = 3
Row = dict[str, object]

_BY_CADENCE = (
    "run_impact_count", "walk_impact_count", "impact_count_from_records", "run_impact_count_upper",
    "downhill_run_impact_count", "hill_run_impact_count", "avg_running_cadence_spm",
)  # fmt: skip
_BY_DISTANCE = (
    "run_distance_m", "walk_distance_m", "run_distance_upper_m", "run_speed_mps",
    "best_60s_speed_mps", "fastest_minute_speed_mps",
)  # fmt: skip
_BY_FORCE = (
    "impact_load_km", "impact_load_b2_km", "impact_load_b10_km", "walk_impact_load_km",
)  # fmt: skip
_KEPT_OFF_FOOT = {
    "session_id", "local_date", "start_time", "zone", "sport", "sub_sport", "format", "source",
    "sources", "device", "device_serial", "total_elapsed_time_s", "total_timer_time_s",
    "total_distance_m", "avg_heart_rate_bpm", "max_heart_rate_bpm", "workout_rpe",
    "workout_feel", "athlete_weight_kg", "is_commute",
    "banister_load_au", "edwards_load_au", "session_rpe_load_au", "quality",
}  # fmt: skip
_OF_GAITS = tuple(column.name for column in SESSIONS if column.name not in _KEPT_OFF_FOOT)


@dataclass(frozen=True)
class Change:
    """One thing that a person set right; ``was`` is None where it was not known."""

    what: str
    was: str | float | None
    now: str | float | None


@dataclass(frozen=True)
class CorrectedSession:
    """A session that a person corrected.

    Parameters
    ----------
    session_id : str
        The session.
    changes : sequence of Change
        What is other than recorded.
    is_excluded : bool
        Whether it counts nowhere.
    """

    session_id: str
    changes: Sequence[Change]
    is_excluded: bool


@dataclass(frozen=True)
class Corrected:
    """Session rows with what a person says of them.

    Parameters
    ----------
    rows : list of dict
        Those that count.
    excluded : list of dict
        Those that do not, corrected as well.
    sessions : sequence of CorrectedSession
        What was corrected, in the order of the rows.
    problems : sequence of str
        Corrections that could not be used, one sentence each.
    """

    rows: list[Row]
    excluded: list[Row]
    sessions: Sequence[CorrectedSession] = ()
    problems: Sequence[str] = ()


def corrected(
    rows: Sequence[Mapping[str, object]],
    corrections: Sequence[Correction],
    *,
    home_zone: ZoneInfo | None = None,
) -> Corrected:
    """Apply corrections to session rows; the rows given stay as they are.

    Parameters
    ----------
    rows : sequence of mapping
        As ``sessions_table`` takes them, and ``copy_ids``: ids of a session's copies.
    corrections : sequence of Correction
        In the order of their file; of one thing told twice the later one counts.
    home_zone : ZoneInfo, optional
        Zone of a start that was told, where the recording does not tell its own.

    Notes
    -----
    What a correction leaves open becomes unknown, or its upper bound is raised: impact loads after
    another distance or cadence, slopes after another distance, gaits after another cadence.
    """
    by_row: dict[int, Correction] = {}
    problems = []
    for each in corrections:
        found = matching(rows, each.session_id)
        if len(found) == 1:
            old = by_row.get(found[0], Correction(str(rows[found[0]]["session_id"])))
            by_row[found[0]] = overlaid(old, each)
        else:
            problems.append(
                _("corrections.csv, line {line}: {why}").format(
                    line=each.line, why=why_none(rows, each.session_id)
                )
            )
    kept: list[Row] = []
    excluded: list[Row] = []
    sessions = []
    for index, row in enumerate(rows):
        told = by_row.get(index)
        if told is None:
            kept.append(dict(row))
            continue
        fresh, changes, refused = _applied(dict(row), told, rows, home_zone)
        problems += [
            _("corrections.csv: {session_id}: {why}").format(session_id=row["session_id"], why=why)
            for why in refused
        ]
        is_excluded = told.exclude is True
        (excluded if is_excluded else kept).append(fresh)
        if changes or is_excluded:
            sessions.append(CorrectedSession(str(row["session_id"]), changes, is_excluded))
    return Corrected(kept, excluded, sessions, problems)


def matching(rows: Sequence[Mapping[str, object]], wanted: str) -> list[int]:
    """Positions of the rows with an id, or with one that begins so; ids of copies count too."""
    exact = [index for index, row in enumerate(rows) if wanted in _ids(row)]
    return exact or [
        index for index, row in enumerate(rows) if any(it.startswith(wanted) for it in _ids(row))
    ]


def why_none(rows: Sequence[Mapping[str, object]], wanted: str) -> str:
    """Why an id names no single session, with those that are nearest."""
    found = matching(rows, wanted)
    ids = [str(row["session_id"]) for row in rows]
    if found:
        some = [ids[index] for index in found]
        return _("{wanted!r} begins {count:,} ids: {ids}").format(
            wanted=wanted, count=len(some), ids=_listed(some)
        )
    near = difflib.get_close_matches(wanted, ids, n=NEAR_COUNT, cutoff=0.3)
    if not near:
        return _("there is no session {wanted!r}").format(wanted=wanted)
    return _("there is no session {wanted!r}; the nearest: {near}").format(
        wanted=wanted, near=_listed(near)
    )


def _listed(ids: Sequence[str]) -> str:
    listed = ", ".join(ids[:NEAR_COUNT])
    return _("{ids} and more").format(ids=listed) if len(ids) > NEAR_COUNT else listed


def _ids(row: Mapping[str, object]) -> list[str]:
    copies = row.get("copy_ids")
    return [str(row["session_id"]), *(copies if isinstance(copies, tuple | list) else ())]


def _applied(
    row: Row, told: Correction, rows: Sequence[Mapping[str, object]], home_zone: ZoneInfo | None
) -> tuple[Row, list[Change], list[str]]:
    changes: list[Change] = [Change("apart", None, "yes")] if told.apart else []
    refused: list[str] = []
    if told.start is not None:
        changes += _begin(row, told.start, rows, home_zone)
    if told.cadence_factor is not None:
        refused += _count(row, told.cadence_factor, changes)
    if told.distance_km is not None:
        changes += _stretch(row, told.distance_km * 1000)
    if told.sport is not None and told.sport != row["sport"]:
        changes.append(Change("sport", str(row["sport"]), told.sport))
        _rename(row, told.sport)
    if changes:
        row["quality"] = " ".join(sorted({*str(row.get("quality") or "").split(), CORRECTED}))
    return row, changes, refused


def _begin(
    row: Row, start: datetime, rows: Sequence[Mapping[str, object]], home_zone: ZoneInfo | None
) -> list[Change]:
    """The clock of the place: the recording's own offset, the home zone's, the nearest one's."""
    was = _number(row["start_s"])
    offset = _number(row["utc_offset_s"])
    naive_s = start.replace(tzinfo=UTC).timestamp()
    if math.isnan(offset):
        row["zone"] = ASSUMED
        away = start.replace(tzinfo=home_zone).utcoffset() if home_zone is not None else None
        offset = _nearest_offset(naive_s, rows) if away is None else away.total_seconds()
        before = None
    else:
        before = offset
    row["start_s"], row["utc_offset_s"] = naive_s - offset, offset
    shown = None
    if math.isfinite(was):
        begun = datetime.fromtimestamp(was + (before or 0.0), UTC).replace(tzinfo=None)
        shown = f"{begun:%Y-%m-%d %H:%M}" + ("" if before is not None else " UTC")
    return [Change("start", shown, f"{start:%Y-%m-%d %H:%M}")]


def _nearest_offset(when_s: float, rows: Sequence[Mapping[str, object]]) -> float:
    told = [
        (abs(begin - when_s), begin, offset)
        for row in rows
        if math.isfinite(begin := _number(row["start_s"]))
        and math.isfinite(offset := _number(row["utc_offset_s"]))
    ]
    return min(told)[2] if told else 0.0


def _count(row: Row, factor: int, changes: list[Change]) -> list[str]:
    """Steps of a cadence that was taken for strides, or the other way round."""
    if row.get("impact_source") != "cadence":
        source = row.get("impact_source") or "none"
        return [
            _("its impacts do not come from cadence ({source}); the factor is not used").format(
                source=source
            )
        ]
    decided = _number(row.get("cadence_factor"))
    if math.isnan(decided):
        return [_("how its cadence was read is not known; the factor is not used")]
    if decided == factor:
        return []
    ratio = factor / decided
    changes.append(Change("cadence_factor", decided, float(factor)))
    walked = _or_zero(row.get("walk_impact_count")) * ratio
    for name in _BY_CADENCE:
        _scale(row, name, ratio)
    for name in _BY_FORCE:
        row[name] = None
    count = _number(row.get("run_impact_count"))
    unsure = _number(row.get("impact_uncertainty_pct"))
    if ratio > 1:
        # What was walking by half the cadence may have been running.
        row["run_impact_count_upper"] = count + walked if math.isfinite(count) else None
        metres = _number(row.get("run_distance_m")) + _or_zero(row.get("walk_distance_m"))
        row["run_distance_upper_m"] = _known(metres)
        least = 100 * walked / count if count else math.nan
    else:
        # What was running by twice the cadence may have been walking.
        is_run = _or_zero(row.get("avg_running_cadence_spm")) >= WALK_SPM
        least = 0.0 if is_run else 100.0
    row["impact_uncertainty_pct"] = _known(max(unsure, least) if count else math.nan)
    return []


def _stretch(row: Row, metres: float) -> list[Change]:
    """Another distance in the same time, as on a treadmill: all of it by the same ratio."""
    was = _number(row.get("total_distance_m"))
    if was == metres:
        return []
    row["total_distance_m"] = metres
    for name in (*_BY_FORCE, "pace_load_au"):
        row[name] = None
    if was > 0:
        ratio = metres / was
        for name in _BY_DISTANCE:
            _scale(row, name, ratio)
        if row.get("impact_source") == "model":
            apart = abs(ratio - 1)
            unsure = _number(row.get("impact_uncertainty_pct")) + 100 * apart
            row["impact_uncertainty_pct"] = _known(unsure)
            _scale(row, "run_impact_count_upper", 1 + apart)
    elif row["sport"] in FOOT_SPORTS:
        seconds = _or_zero(row.get("run_time_s"))
        is_all_run = seconds > 0 and _number(row.get("walk_time_s")) == 0
        for name in _BY_DISTANCE:
            row[name] = None
        row["run_distance_upper_m"] = metres
        if is_all_run:
            row |= {"run_distance_m": metres, "run_speed_mps": metres / seconds}
    if row.get("hill_run_impact_count") != row.get("run_impact_count") or row.get(
        "downhill_run_impact_count"
    ):
        row["hill_run_impact_count"] = row["downhill_run_impact_count"] = None
    return [Change("distance_km", None if math.isnan(was) else was / 1000, metres / 1000)]


def _rename(row: Row, sport: str) -> None:
    was_on_foot = row["sport"] in FOOT_SPORTS
    row["sport"] = sport
    if sport not in FOOT_SPORTS:
        row |= dict.fromkeys(_OF_GAITS)
    elif not was_on_foot:
        row |= dict.fromkeys(_OF_GAITS)
        seconds = _number(row.get("total_timer_time_s"))
        upper = float(round(seconds * UPPER_CADENCE_SPM / 60)) if seconds > 0 else None
        row |= {
            "impact_source": "none",
            "run_impact_count_upper": upper,
            "run_distance_upper_m": row.get("total_distance_m"),
        }
    elif row.get("impact_source") == "model":
        # Speed told the gaits, by other limits than those of the sport that it was.
        for most, run, walk in (
            ("run_impact_count_upper", "run_impact_count", "walk_impact_count"),
            ("run_distance_upper_m", "run_distance_m", "walk_distance_m"),
        ):
            row[most] = _known(_number(row.get(run)) + _or_zero(row.get(walk)))
    if sport != RUN_SPORT:
        row["pace_load_au"] = None


def _scale(row: Row, name: str, ratio: float) -> None:
    value = _number(row.get(name))
    row[name] = _known(value * ratio)


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else math.nan


def _or_zero(value: object) -> float:
    number = _number(value)
    return 0.0 if math.isnan(number) else number


def _known(value: float) -> float | None:
    return value if math.isfinite(value) else None
