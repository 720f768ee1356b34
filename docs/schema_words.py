"""What fields of records mean that their docstrings leave to their names."""

from __future__ import annotations

from loadwatch.columns import DIARY, FILES, FINDINGS, NOT_JUDGED, Column

COLUMNS: dict[str, tuple[Column, ...]] = {
    "Entry": DIARY,
    "FileRow": FILES,
    "Finding": FINDINGS,
    "NotJudged": NOT_JUDGED,
}
"""Records whose fields are columns of a table."""
OTHERS = {
    "ActivityView": {
        "bouts": "Tiling of the activity.",
        "device": "Maker and product as the file says.",
        "distance_m": "Distance of the whole activity. [m]",
        "duration_s": "From the first record to the last. [s]",
        "elapsed_s": "From start to end, pauses included. [s]",
        "format": "Format of the file.",
        "gaits": "The four gaits.",
        "impacts": "Foot strikes while running; null where gaits were not judged.",
        "lap_count": "Laps.",
        "method": "Why seconds were called what they are called; null where they were not.",
        "notes": "What was masked, repaired or doubted.",
        "record_count": "Records.",
        "sport": "Sport in FIT's words.",
        "start_time": "Its start.",
        "sub_sport": "Kind of the sport in FIT's words.",
        "timer_s": "Time during which the timer ran. [s]",
        "utc_offset_s": "Local time less UTC. [s]",
    },
    "Change": {
        "now": "What it is set to.",
        "was": "What was recorded; null where it was not known.",
        "what": "What was set right.",
    },
    "Disagreement": {
        "code": "The rule.",
        "day": "The day.",
        "judged_then": "What is said with nothing later on file.",
        "replayed": "What the replay says.",
    },
    "Entry": {
        "from_s": "Comfortable seconds of the test run from which it begins. [s]",
        "stage": "The stage.",
    },
    "Examination": {
        "byte_count": "Its size. [bytes]",
        "members": "The file itself, or those of an archive.",
        "path": "As given.",
    },
    "Finding": {
        "basis": "How well the days are known that it looks back on.",
        "data": "The numbers that prove it.",
        "thresholds": "What was compared with, by name.",
    },
    "GaitView": {
        "avg_cadence_spm": "Mean cadence of both feet. [steps/min]",
        "bout_count": "Bouts of it.",
        "distance_m": "Distance in it. [m]",
        "gait": "run, walk, stand or pause.",
        "impact_count": "Foot strikes; null in a pause, where nothing is counted.",
        "speed_mps": "Mean speed. [m/s]",
        "time_s": "Time in it. [s]",
        "time_share_pct": "Share of the activity's time. [%]",
    },
    "Interval": {
        "high": "Upper end of the range.",
        "low": "Lower end of the range.",
        "value": "The share, or the lift.",
    },
    "Ladder": {"days_to_advance": "Fewest days at one stage. [days]"},
    "LevelRow": {
        "followed": "Share of them that an event followed; null with too few events to say.",
        "followed_count": "Of them, runs that an event followed.",
        "level": "The gravest that any rule said on the day: silent, info, caution or warning.",
        "run_count": "Runs on such days.",
    },
    "MemberView": {
        "activities": "Activities in it.",
        "byte_count": "Its size. [bytes]",
        "comparisons": "What second readers read in it.",
        "format": "null where no format claims it.",
        "name": "Name inside the archive; null for the file itself.",
        "parts": "Chained parts of a FIT file.",
        "reason": "Why, where it was not used whole.",
    },
    "Placed": {
        "run_m": "Running distance; NaN is not known. [m]",
        "run_s": "Running time; NaN is not known. [s]",
    },
    "Threshold": {
        "code": "Code of the rule.",
        "default": "Without the profile.",
        "name": "Name of the rule.",
        "threshold": "Name of the threshold.",
        "value": "By the profile.",
    },
}

WORDS = {
    (record, column.name): column.meaning
    + (f" [{column.unit}]" if column.unit and not column.unit.startswith("see") else "")
    for record, columns in COLUMNS.items()
    for column in columns
} | {(record, name): meaning for record, told in OTHERS.items() for name, meaning in told.items()}
