"""Every column of every table, once: name, unit, how it adds up over days, and what it means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Aggregate = Literal["sum", "max", "none"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Parameters
    ----------
    name : str
        Name with its unit suffix.
    unit : str
        Unit in words; empty for text and labels.
    dtype : str
        ``float``, ``str``, ``bool``, ``date``, ``time`` or ``list``.
    aggregate : {"sum", "max", "none"}
        How sessions become days and days become weeks.
    meaning : str
        One sentence for ``loadwatch explain``.
    """

    name: str
    unit: str
    dtype: str
    aggregate: Aggregate
    meaning: str


def _stream(name: str, unit: str, meaning: str) -> Column:
    return Column(name, unit, "float", "none", meaning)


STREAMS = (
    _stream("latitude_deg", "deg", "Latitude of the position, WGS 84."),
    _stream("longitude_deg", "deg", "Longitude of the position, WGS 84."),
    _stream("altitude_m", "m", "Altitude above sea level as the device gives it."),
    _stream("distance_m", "m", "Distance since the start as the device accumulates it."),
    _stream("speed_mps", "m/s", "Speed as the device gives it."),
    _stream(
        "cadence_rpm",
        "1/min",
        "Cadence as written, fraction included: strides or steps a minute. The unit differs "
        "between makers and formats and is decided for each file.",
    ),
    _stream("heart_rate_bpm", "1/min", "Heart rate."),
    _stream("stance_time_ms", "ms", "Ground contact time of a step; absent while walking."),
    _stream("vertical_oscillation_mm", "mm", "Rise and fall of the trunk in a step."),
    _stream("vertical_ratio_pct", "%", "Vertical oscillation over step length."),
    _stream("stance_time_balance_pct", "%", "Share of contact time on the left foot."),
    _stream("step_length_mm", "mm", "Length of a step."),
    _stream("power_w", "W", "Power as the device estimates it."),
    _stream("temperature_degc", "deg C", "Temperature at the device."),
)


def _text(name: str, meaning: str) -> Column:
    return Column(name, "", "str", "none", meaning)


def _sum(name: str, unit: str, meaning: str) -> Column:
    return Column(name, unit, "float", "sum", meaning)


def _max(name: str, unit: str, meaning: str) -> Column:
    return Column(name, unit, "float", "max", meaning)


def _load(name: str, meaning: str) -> Column:
    return Column(name, "km-equivalents", "float", "sum", meaning)


def _value(name: str, unit: str, meaning: str) -> Column:
    return Column(name, unit, "float", "none", meaning)


SESSIONS = (
    _text("session_id", "Stable name of the session: start, sport and a hash of its file."),
    Column("local_date", "", "date", "none", "Calendar day of the start where it was run."),
    Column("start_time", "", "time", "none", "Start with its offset from UTC."),
    _text("zone", "Where the local time comes from: file, position, or assumed."),
    _text("sport", "Sport in FIT's words."),
    _text("sub_sport", "Kind of the sport in FIT's words."),
    _text("format", "Format of the main file."),
    _text(
        "source",
        "Path of the main file; a member of an archive follows after an exclamation mark.",
    ),
    Column("sources", "", "list", "none", "All files that hold this session, copies included."),
    _text("device", "Maker and product as the file says."),
    _text("device_serial", "Serial number of the device."),
    _sum("total_elapsed_time_s", "s", "From start to end, pauses included."),
    _sum("total_timer_time_s", "s", "Time during which the timer ran."),
    _sum("total_distance_m", "m", "Distance of the whole session."),
    _sum("run_time_s", "s", "Time spent running."),
    _sum("walk_time_s", "s", "Time spent walking."),
    _sum("stand_time_s", "s", "Time spent standing while the timer ran."),
    _sum("run_distance_m", "m", "Distance covered running."),
    _sum("walk_distance_m", "m", "Distance covered walking."),
    _sum("run_bout_count", "", "Number of uninterrupted runs."),
    Column("longest_run_bout_s", "s", "float", "max", "Longest uninterrupted run."),
    _sum("run_impact_count", "impacts", "Foot strikes while running; one impact is one step."),
    _sum("walk_impact_count", "impacts", "Foot strikes while walking."),
    _sum(
        "impact_count_from_records",
        "impacts",
        "Foot strikes summed from recorded cadence over all gaits, with cadence lost for up to a "
        "minute bridged; kept beside the device's own.",
    ),
    _text(
        "impact_source",
        "strides: the device's own total; cadence: from recorded cadence; model: estimated from "
        "speed and height; none: not known.",
    ),
    _value("impact_uncertainty_pct", "%", "Half width of the band round the run impacts."),
    _sum(
        "run_impact_count_upper",
        "impacts",
        "Largest number of run impacts that the file allows; equals the count where it is known.",
    ),
    _sum(
        "run_distance_upper_m",
        "m",
        "Largest run distance that the file allows; equals the distance where it is known.",
    ),
    _load(
        "impact_load_km",
        "Running steps weighted by their force to the power 6 and by the slope, as kilometres of "
        "easy, level running (9 km/h): a model, shown and judged by no rule. The true power is not "
        "known.",
    ),
    _load("impact_load_b2_km", "The same with the power 2: one end of the band."),
    _load("impact_load_b10_km", "The same with the power 10: the other end of the band."),
    _load(
        "walk_impact_load_km",
        "Walking steps weighted in the same way, as kilometres of easy running; never added to it.",
    ),
    _value("run_speed_mps", "m/s", "Mean speed while running."),
    _max("best_60s_speed_mps", "m/s", "Fastest 60 s in a row while running."),
    _max(
        "fastest_minute_speed_mps",
        "m/s",
        "Speed that was exceeded for 60 s of running in all, in one piece or in several.",
    ),
    _value("typical_run_bout_s", "s", "Median length of the uninterrupted runs."),
    _value("typical_walk_bout_s", "s", "Median length of the walks between runs."),
    _sum(
        "downhill_run_impact_count",
        "impacts",
        "Run impacts where the ground falls by 5 % or more over 60 m; unknown where altitude is "
        "missing or too rough.",
    ),
    _sum(
        "hill_run_impact_count",
        "impacts",
        "Run impacts, each weighted by the slope: 1 on the level, 1.34 at 10 % down, 0.83 at 10 % "
        "up.",
    ),
    _value("avg_running_cadence_spm", "steps/min", "Mean cadence while running, both feet."),
    _value("run_heart_rate_bpm", "1/min", "Mean heart rate while running."),
    _value("avg_heart_rate_bpm", "1/min", "Mean heart rate while the timer ran."),
    Column("max_heart_rate_bpm", "1/min", "float", "max", "Highest heart rate."),
    _value("workout_rpe", "0-10", "Perceived exertion that the runner entered."),
    _value(
        "workout_feel", "0-100", "How the runner felt: 0 very weak, 50 normal, 100 very strong."
    ),
    _value("athlete_weight_kg", "kg", "Body weight that the export gives for that day."),
    Column("is_commute", "", "bool", "none", "Whether the runner calls it a way to work."),
    _value(
        "device_run_time_s",
        "s",
        "Running time by the watch's own splits, shown beside ours and never used for it.",
    ),
    _value(
        "form_signal_count",
        "",
        "Signs in the later part of a run that form has changed, of the six that are looked for; "
        "unknown for runs too short or too unlike to compare.",
    ),
    _value("form_change_min", "min", "Minutes of running after which the later part begins."),
    _value("cadence_drift_pct", "%", "Change of cadence late in the run, at equal speed."),
    _value("stance_time_drift_pct", "%", "Change of ground contact time late in the run."),
    _value("vertical_oscillation_drift_pct", "%", "Change of the rise and fall of the trunk."),
    _value("vertical_ratio_drift_pct", "%", "Change of vertical oscillation over step length."),
    _value("speed_drift_pct", "%", "Change of speed late in the run."),
    _value(
        "decoupling_pct",
        "%",
        "How much less speed a heartbeat gave in the second half of the running than in the first.",
    ),
    _sum(
        "banister_load_au",
        "AU",
        "Heart-rate load (Banister), summed over seconds; needs resting and highest heart rate and "
        "sex in the profile, and a heart rate in four fifths of the time. Judged by no rule.",
    ),
    _sum(
        "edwards_load_au",
        "AU",
        "Heart-rate load by zones (Edwards); needs the highest heart rate in the profile, and a "
        "heart rate in four fifths of the time. Judged by no rule.",
    ),
    _sum(
        "session_rpe_load_au",
        "AU",
        "Perceived exertion times minutes: the diary's word on a day with one run, else what was "
        "entered on the watch. Judged by no rule.",
    ),
    _sum(
        "pace_load_au",
        "AU",
        "Pace load of the running, at its mean speed, hills not taken into account; needs the "
        "threshold pace in the profile. Judged by no rule.",
    ),
    _text("quality", "Codes of what was repaired or is missing, separated by spaces."),
)

SEGMENTS = (
    _text("label", "run, walk, stand or pause."),
    Column("start_time", "", "time", "none", "Start of the segment."),
    Column("end_time", "", "time", "none", "End of the segment; the next one starts there."),
    _value("distance_m", "m", "Distance in the segment."),
    _value("impact_count", "impacts", "Foot strikes in the segment."),
    _text("source", "cadence, speed, estimated (a short gap bridged) or timer."),
)

_OF_A_DAY = (
    _value("pain_during", "0-10", "Pain during the session as entered; the most of a day."),
    _value("pain_after", "0-10", "Pain in the hours after it as entered; the most of a day."),
    _value("pain_next_morning", "0-10", "Pain on the morning after this day as entered."),
    Column("leg_symptoms", "", "bool", "none", "Pain, numbness or weakness in a leg, as entered."),
    Column(
        "saddle_symptoms", "", "bool", "none",
        "Numbness between the legs, or trouble with bladder or bowel, as entered.",
    ),
    _value("session_rpe", "0-10", "Perceived exertion of the session as entered in the diary."),
    Column("strength", "", "bool", "none", "Whether there was a strength session, as entered."),
)  # fmt: skip

DIARY = (
    Column("date", "", "date", "none", "Local day of the entry, or the first of several."),
    Column("until", "", "date", "none", "Last day, where an entry is of several days."),
    _text("day", "rest, ill or away: a day without a recording that is known to hold no run."),
    *_OF_A_DAY,
    _text("site", "Where it hurt, in the runner's words."),
    _value("run_km", "km", "Distance of a run that was not recorded."),
    _value("run_min", "min", "Duration of a run that was not recorded."),
    _text("note", "Anything else, in the runner's words; read by no rule."),
)

_DAY_ONLY = (
    Column(
        "day_state",
        "",
        "str",
        "none",
        "active: a file exists, or a run in the diary; rest: no file between two active days at "
        "most ten days apart, or the diary says rest, ill or away; unobserved: no file and no "
        "reason to call it rest.",
    ),
    _sum("session_count", "", "Sessions of any sport."),
    _sum("run_count", "", "Running sessions."),
    _sum("unknown_run_count", "", "Running sessions whose impacts are not known."),
)

DAILY = (
    Column("local_date", "", "date", "none", "Calendar day."),
    *_DAY_ONLY,
    *(column for column in SESSIONS if column.aggregate != "none"),
    _value("run_impact_count_7d", "impacts", "Run impacts of the seven days that end here."),
    _value("run_distance_7d_m", "m", "Run distance of the seven days that end here."),
    _value(
        "base_run_impact_count",
        "impacts/day",
        "Base (6-week): slowly decaying mean of daily run impacts, what you have been used to.",
    ),
    _value("base_ratio", "", "Mean day of the last seven over the base."),
    _text("diary_day", "rest, ill or away, where the diary says so."),
    *_OF_A_DAY,
)

WEEKLY = (
    Column("week_start", "", "date", "none", "Monday of the ISO week."),
    *(column for column in _DAY_ONLY if column.aggregate == "sum"),
    *(column for column in SESSIONS if column.aggregate != "none"),
    _sum("run_day_count", "days", "Days with a run."),
    _sum(
        "unobserved_day_count", "days", "Days without a file and without a reason to call it rest."
    ),
    _value("run_impact_count_change_pct", "%", "Run impacts against the week before."),
    _value("base_ratio", "", "Base ratio on the last day of the week."),
    _value(
        "acwr_coupled_ratio",
        "",
        "Run impacts of the last 7 days over the mean week of the last 28; for comparison with "
        "other tools, as the next four: no rule looks at them.",
    ),
    _value(
        "acwr_uncoupled_ratio",
        "",
        "Run impacts of the last 7 days over the mean week of the 21 days before them.",
    ),
    _value(
        "acwr_ewma_ratio",
        "",
        "Exponentially weighted mean of daily run impacts over 7 days over that over 28.",
    ),
    _value(
        "monotony_ratio",
        "",
        "Mean day of the last seven over the spread of their run impacts; unknown where all seven "
        "are equal.",
    ),
    _value("strain_count", "impacts", "Run impacts of the last seven days times their monotony."),
    _text(
        "volume_class",
        "Mean weekly run distance of the last 84 days in the classes of a study of runners' discs; "
        "it describes who was looked at and is no target.",
    ),
)

FINDINGS = (
    _text("finding_id", "Name of the episode: its rule and its first day."),
    _text("status", "open, acknowledged (open, and put aside by a person) or over."),
    _text("code", "Code of the rule."),
    _text("name", "Name of the rule."),
    _text("severity", "info, caution or warning."),
    Column("period_start", "", "date", "none", "First day of the episode."),
    Column("period_end", "", "date", "none", "Last day of the episode so far."),
    Column(
        "clears_on", "", "date", "none",
        "Day on which an open one clears if weeks stay level; unknown if that is more than 90 days "
        "ahead.",
    ),
    Column(
        "acknowledged_until", "", "date", "none",
        "Last day on which it is put aside; unknown where that is until it is over.",
    ),
    _value("observed", "see unit", "The number that was looked at."),
    _value("limit", "see unit", "What it was compared with."),
    _text("unit", "Unit of observed and limit; empty for a ratio."),
    _text("message", "What was found, in a sentence."),
    _text("advice", "What to do."),
    _text("formula", "The comparison with the numbers of the case in it."),
    _text("evidence", "How good the evidence of the rule is, from A to D."),
    Column("cites", "", "list", "none", "Keys of the sources that the rule cites."),
    Column("sources", "", "list", "none", "Files it rests on."),
)  # fmt: skip

NOT_JUDGED = (
    _text("code", "Code of the rule."),
    _text("name", "Name of the rule."),
    _text("reason", "Why it could not judge the last day."),
    _value("needed", "see reason", "What it needs, in the unit that the reason tells."),
    _value("have", "see reason", "What is there, in the same unit."),
    _text("kind", "history, runs or unobserved: what is missing; empty for anything else."),
    _value("window_days", "days", "Window of the rule, where days in it are unobserved."),
)

FILES = (
    _text("path", "Path of the file."),
    _text("member", "Member of an archive; empty for the file itself."),
    _text("state", "What became of it."),
    _text("reason", "Why, where it was not used whole."),
    Column("session_ids", "", "list", "none", "Sessions that it holds."),
)

TABLES = {
    "streams": STREAMS,
    "sessions": SESSIONS,
    "segments": SEGMENTS,
    "daily": DAILY,
    "weekly": WEEKLY,
    "diary": DIARY,
}
LISTS = {"findings": FINDINGS, "not-judged": NOT_JUDGED, "files": FILES}
"""What a report lists beside its tables, as CSV has it."""


def names(columns: tuple[Column, ...]) -> list[str]:
    """Names of the columns of a table, in order."""
    return [column.name for column in columns]
