"""What is shown, as JSON (schema ``loadwatch.show/1``) or as CSV with one row a bout."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from loadwatch.notice import NOTICE
from loadwatch.report.cells import csv_text
from loadwatch.report.plain import plain
from loadwatch.show.views import ActivityView, FileView

SCHEMA = "loadwatch.show/1"
BOUT_COLUMNS = (
    "gait", "begin_s", "end_s", "time_s", "distance_m", "speed_mps", "avg_cadence_spm",
    "impact_count", "is_estimated", "avg_heart_rate_bpm", "max_heart_rate_bpm", "decided_by",
)  # fmt: skip
CSV_COLUMNS = ("activity", "member", "sport", "start_time", "bout", *BOUT_COLUMNS)


def render_json(file: FileView, *, number: int | None = None) -> str:
    """One JSON object; unknown is null.

    Parameters
    ----------
    file : FileView
        What to show.
    number : int, optional
        The only activity to show; all by default.
    """
    chosen = [each for each in file.activities if number in (None, each.number)]
    document = {
        "schema": SCHEMA,
        "path": file.path,
        "files": [asdict(member) for member in file.members],
        "activities": list(map(_activity, chosen)),
        "notice": NOTICE,
    }
    return json.dumps(plain(document), ensure_ascii=False, allow_nan=False, indent=1)


def _activity(activity: ActivityView) -> dict[str, Any]:
    fields = asdict(activity)
    start = fields.pop("start_s")
    bouts = [
        {"number": bout.number, **{name: getattr(bout, name) for name in BOUT_COLUMNS}}
        for bout in activity.bouts
    ]
    fields |= {
        "start_time": None if start is None else datetime.fromtimestamp(start, UTC).isoformat(),
        "bouts": bouts,
    }
    return fields


def render_csv(file: FileView, *, number: int | None = None) -> str:
    """One row a bout of every judged activity; an unknown value is an empty cell.

    Parameters
    ----------
    file : FileView
        What to show.
    number : int, optional
        The only activity to show; all by default.
    """
    rows = []
    for activity in file.activities:
        if number not in (None, activity.number):
            continue
        fields = _activity(activity)
        for bout in fields["bouts"]:
            row = [
                activity.number, activity.member, activity.sport, fields["start_time"],
                bout["number"], *(bout[name] for name in BOUT_COLUMNS),
            ]  # fmt: skip
            rows.append([plain(value) for value in row])
    return csv_text(CSV_COLUMNS, rows)
