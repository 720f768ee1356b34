"""Strava's ``activities.csv``: the list of a whole export, in any language.

Each row is an activity of sums alone, which tells of the file that it names. Titles are looked
at for a treadmill or a track and kept nowhere; descriptions and notes are not looked at.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from loadwatch.activity import Activity, Note
from loadwatch.errors import NotAnActivityError
from loadwatch.formats._base import Format, Source
from loadwatch.formats._sport_words import Sport, place_of_run, sport_of
from loadwatch.formats._tables import amount, decoded, header_of, rows_of
from loadwatch.formats.exports import _dates, _index, _strava_columns
from loadwatch.units import METRES_PER_KM, METRES_PER_MILE, RPE_SCALE

UNITS_M = (METRES_PER_KM, METRES_PER_MILE)
UNIT_TOLERANCE = 0.02
"""Shown distances are rounded to a hundredth. [share; choice]"""
LEAST_MPS = 0.05
"""A distance that would be slower is in another unit. [m/s; choice]"""
WHAT = "Strava's list of activities"

_FILE = re.compile(r"activities/[^/,;\t\"]+\.(fit|gpx|tcx)(\.gz)?\b", re.IGNORECASE)
_ROW_BEGINS = re.compile(r"^\"?\d{4,}\"?[,;\t]", re.MULTILINE)
_YES, _NO = frozenset({"true", "1", "1.0", "1,0"}), frozenset({"false", "0", "0.0", "0,0"})


def recognises(head: bytes) -> bool:
    """A header of Strava's, or rows that begin with an id and name a file of ``activities/``."""
    header = header_of(head)
    if len(header) < 4:
        return False
    if _strava_columns.is_strava(header):
        return True
    text = decoded(head)
    return bool(_ROW_BEGINS.search(text) and _FILE.search(text))


def read(source: Source) -> list[Activity]:
    """Every row with a date.

    Raises
    ------
    DamagedFileError, NotAnActivityError, LimitError
        If no row can be used, there is none, or the table is over a limit.
    """
    header, rows, notes = _table(source.data)
    columns = _columns(header, rows)
    dates = [_dates.shown_date(_cell(row, columns, "date")) for row in rows]
    day_first = _dates.is_day_first(dates, by_language=_strava_columns.is_day_first(header))
    unit_m = _shown_unit_m(rows, columns)
    sports: dict[str, Sport] = {}
    found: list[Activity | None] = []
    for row, date in zip(rows, dates, strict=True):
        start_s = math.nan if date is None else date.time_s(day_first=day_first)
        if math.isnan(start_s):
            found.append(None)
            continue
        words = _cell(row, columns, "type")
        sport = sports.get(words) or sports.setdefault(words, sport_of(words))
        found.append(_activity(_Row(row, columns), start_s, sport, unit_m))
    return _index.finished(found, notes, WHAT)


def _table(data: bytes) -> tuple[list[str], list[list[str]], list[Note]]:
    rows: list[list[str]] = []
    notes: list[Note] = []
    for item in rows_of(data):
        if isinstance(item, Note):
            notes.append(item)
        else:
            rows.append(item)
    if len(rows) < 2 and not notes:
        raise NotAnActivityError(f"{WHAT} without an activity", "nothing to analyse")
    return rows[0] if rows else [], [row for row in rows[1:] if any(row)], notes


def _columns(header: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, int]:
    """Position of each role; of a header that nothing is known of, by what stands below it."""
    columns = _strava_columns.columns_of(header)
    if "file" not in columns:
        for row in rows:
            at = next((at for at, cell in enumerate(row) if _FILE.fullmatch(cell.strip())), None)
            if at is not None:
                columns["file"] = at
                break
    return {"id": 0, "date": 1, "name": 2, "type": 3} | columns


def _cell(row: Sequence[str], columns: dict[str, int], role: str) -> str:
    at = columns.get(role)
    return row[at].strip() if at is not None and at < len(row) else ""


@dataclass(frozen=True, slots=True)
class _Row:
    cells: Sequence[str]
    columns: dict[str, int]

    def text(self, role: str) -> str:
        return _cell(self.cells, self.columns, role)

    def amount(self, role: str) -> float:
        return amount(self.text(role))


def _shown_unit_m(rows: Sequence[Sequence[str]], columns: dict[str, int]) -> float | None:
    """Unit of the shown distances, by the exact ones beside them; None if that is not sure. [m]"""
    ratios = []
    for row in rows:
        shown = amount(_cell(row, columns, "shown_distance"))
        exact = amount(_cell(row, columns, "distance"))
        if shown > 1 and exact > 0:
            ratios.append(exact / shown)
    if not ratios:
        return None
    typical = sorted(ratios)[len(ratios) // 2]
    return next((u for u in UNITS_M if abs(typical - u) <= UNIT_TOLERANCE * u), None)


def _activity(row: _Row, start_s: float, sport: Sport, unit_m: float | None) -> Activity:
    kind, sub_sport = sport
    if kind == "running" and sub_sport is None:
        sub_sport = place_of_run(row.text("name"))
    elapsed_s, moving_s = (_seconds(row.text(role)) for role in ("elapsed", "moving"))
    metres = row.amount("distance")
    if math.isnan(metres) and unit_m is not None:
        metres = unit_m * row.amount("shown_distance")
    if metres < LEAST_MPS * moving_s:
        metres = math.nan
    sums = {
        "total_elapsed_time_s": elapsed_s,
        "total_timer_time_s": moving_s,
        "total_distance_m": metres,
        "avg_heart_rate_bpm": row.amount("mean_heart"),
        "max_heart_rate_bpm": row.amount("max_heart"),
        "athlete_weight_kg": row.amount("weight"),
        "workout_rpe": RPE_SCALE * row.amount("effort"),
    }
    number = row.text("id")
    return Activity(
        format=FORMAT.name,
        sport=kind,
        sub_sport=sub_sport,
        start_time_s=start_s,
        reported=_index.known_sums(sums, kind, row.amount("steps")),
        is_commute=_answer(row.text("commute")),
        identity=f"strava:{number}" if number.isascii() and number.isdigit() else None,
        describes=_index.base_name(row.text("file")),
    )


def _seconds(text: str) -> float:
    return _index.clock_s(text) if ":" in text else amount(text)


def _answer(text: str) -> bool | None:
    word = text.casefold()
    if word in _YES:
        return True
    return False if word in _NO else None


FORMAT = Format("Strava CSV", (".csv",), recognises, read)
