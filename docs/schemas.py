"""The published JSON Schemas: one for each document that ``--format json`` prints."""

from __future__ import annotations

import json
from collections.abc import Callable

from schema_of import Schema, Schemas, closed, document, or_null, row_of, rows, told_as, value
from schema_words import WORDS

from loadwatch.athlete.keys import KEYS
from loadwatch.columns import DAILY, SEGMENTS, SESSIONS, WEEKLY
from loadwatch.diary import Entry, PainResponse
from loadwatch.doctor.views import Examination
from loadwatch.importer import STATES
from loadwatch.load.acute import AcuteLoad
from loadwatch.load.corrected import CorrectedSession
from loadwatch.load.diary import told_days
from loadwatch.plan.tomorrow import Trip
from loadwatch.plan.usual import Usual
from loadwatch.programme.decision import Step
from loadwatch.programme.ladder import Ladder, Stage
from loadwatch.programme.placing import Placed
from loadwatch.programme.ready import Readiness
from loadwatch.programme.weeks import Week
from loadwatch.report import Backtest, Coverage, DiaryUse, FileRow, HorizonScores, Score, Trial
from loadwatch.report.athlete import AthleteUse
from loadwatch.rules import Finding, NotJudged
from loadwatch.show.views import ActivityView, BoutView, MemberView

NOTICE = value("string", "The red flags, and what this tool is.")
VERSION = value("string", "Version of the program.")
RED_FLAGS = {
    "type": "array", "items": {"type": "string"},
    "description": "What the diary tells that is answered with the red flags first.",
}  # fmt: skip
PROBLEMS = {
    "type": "array", "items": {"type": "string"},
    "description": "What cannot be used, a sentence each.",
}  # fmt: skip
CITES = {
    "type": "array", "items": {"type": "string"}, "description": "Keys of the references.",
}  # fmt: skip


def review(of: Schemas) -> Schema:
    """Of ``analyse`` and ``review``."""
    finding = of.of(Finding, finding_id=value("string", "Its rule and its first day."))
    put_aside = value("string", "Last day; null until it is over.", unknown=True, format="date")
    aside = closed({**finding["properties"], "acknowledged_until": put_aside})
    segments = rows(row_of(SEGMENTS), "With --segments: what it consists of.")
    return document(
        "review",
        "A review: what was read, and what the rules say of it",
        {
            "version": VERSION,
            "as_of": value("string", "Day of the judgement.", unknown=True, format="date"),
            "coverage": told_as(of.of(Coverage), "What the judgement rests on."),
            "files": rows(of.of(FileRow, state=_state()), "Every file or archive member."),
            "sessions": rows(row_of(SESSIONS, segments=segments), "Every session, in order."),
            "weekly": rows(row_of(WEEKLY), "Every ISO week, in order."),
            "acute_load": rows(of.of(AcuteLoad), "The last seven days of a load in context."),
            "cost_per_km": value(
                "number", "Kilometres of easy running that one of the last seven days came to. "
                "[km-equivalents/km]", unknown=True,
            ),
            "findings": rows(finding, "Open findings, the gravest first."),
            "earlier_findings": rows(finding, "Findings that are over, the latest first."),
            "not_judged": rows(of.of(NotJudged), "Rules that could not judge the last day."),
            "notice": NOTICE,
            "athlete": told_as(of.of(AthleteUse, told=_told()), "What of the profile was used."),
            "corrections": closed(
                {
                    "folder": value("string", "Folder of the files."),
                    "sessions": rows(of.of(CorrectedSession), "What was corrected."),
                    "problems": PROBLEMS,
                },
                meaning="What a person set right; only where there are such files.",
            ),
            "acknowledged_findings": rows(aside, "Open findings that are put aside."),
            "diary": told_as(
                of.of(DiaryUse, days=rows(_day(), "What is told of each day.")),
                "What the diary adds; only where one was read.",
            ),
        },
        optional=("athlete", "corrections", "acknowledged_findings", "diary"),
    )  # fmt: skip


def _state() -> Schema:
    return {"enum": list(STATES), "description": "What became of it."}


def _told() -> Schema:
    """Keys of a profile; each may be absent."""
    keys = {
        key.name: {"type": ["string", "number", "boolean"], "description": key.meaning}
        for key in KEYS
    }
    return {
        **closed(keys, optional=list(keys)),
        "description": "Keys of the profile that were told, in it or by an option.",
    }


def _day() -> Schema:
    """A day of a diary."""
    told = [*told_days([]).columns]
    return row_of([column for column in DAILY if column.name in ("local_date", *told)])


def plan(of: Schemas) -> Schema:
    """Of ``plan``."""
    trips = rows(of.of(Trip), "What rules would say of it.")
    run = {
        "distance_m": value("number", "Running alone. [m]"),
        "time_s": value("number", "Running alone. [s]"),
        "impact_count": value("number", "Running alone. [impacts]"),
    }
    judged = closed(
        {
            "distance_m": run["distance_m"],
            "time_s": run["time_s"],
            "walk_time_s": value("number", "Walking between sets. [s]"),
            "impact_count": run["impact_count"],
            "repetitions": value("integer", "Uninterrupted runs of equal length."),
            "is_within": value("boolean", "Whether it lies within the budget."),
            "trips": trips,
        }
    )
    return document(
        "plan",
        "What the next run may be before a rule speaks; no clearance",
        {
            "version": VERSION,
            "on": value("string", "Day of the run.", format="date"),
            "usual": told_as(
                of.of(Usual, cadence_spm=value("number", "Cadence at that speed. [steps/min]")),
                "Usual running: what links metres, minutes and impacts.",
            ),
            "budget": closed(
                {
                    "basis": value("string", "rules, hold, two-minute test, ladder stage or rest."),
                    **run,
                    "reason": value("string", "What limits it, in a sentence."),
                    "binding": rows(of.of(Trip), "What the next step up would trip."),
                },
                meaning="The largest run before a rule speaks.",
            ),
            "next_step": or_null(
                closed(
                    {
                        "on": value("string", "Its day.", unknown=True, format="date"),
                        "distance_m": run["distance_m"],
                        "if": value("string", "What is assumed until then."),
                    },
                    meaning="When a larger budget opens; null where that is not known.",
                )
            ),
            "asked": told_as(or_null(judged), "The session that was asked about."),
            "table": rows(judged, "Runs around the budget."),
            "held_days": {
                "type": "array", "items": {"type": "string", "format": "date"},
                "description": "Days of flagged runs that do not count as usual yet.",
            },
            "later_session_count": value("integer", "Sessions on that day or later, left out."),
            "red_flags": RED_FLAGS,
            "notice": value("string", "What a budget is, the red flags, and what this tool is."),
        },
    )  # fmt: skip


def programme(of: Schemas) -> Schema:
    """Of ``programme``."""
    return document(
        "programme",
        "Where a runner stands on a ladder of run-walk sessions",
        {
            "as_of": value("string", "Day of the decision.", format="date"),
            "red_flags": RED_FLAGS,
            "ladder": told_as(of.of(Ladder), "The ladder."),
            "start": value("string", "First day of the programme.", unknown=True, format="date"),
            "step": told_as(of.of(Step), "What comes next and why."),
            "next_session": told_as(or_null(of.of(Stage)), "Null where none is proposed."),
            "sessions": rows(of.of(Placed), "Every run on file."),
            "weeks": rows(of.of(Week), "Weeks since the start."),
            "sessions_per_week": value("number", "On the ladder. [1/week]", unknown=True),
            "trial_km": value("number", "Distance of the first twelve weeks. [km]", unknown=True),
            "cites": CITES,
            "notice": NOTICE,
        },
    )


def ladders(of: Schemas) -> Schema:
    """Of ``programme ladders``."""
    found = {"ladders": rows(of.of(Ladder), "Every ladder with its stages.")}
    return document("ladders", "The ladders of run-walk sessions", found)


def ready(of: Schemas) -> Schema:
    """Of ``programme ready``."""
    told = of.of(Readiness)["properties"]
    return document("ready", "Answers to the questions before running", {**told, "notice": NOTICE})


def show(of: Schemas) -> Schema:
    """Of ``show``."""
    bout = of.of(BoutView, time_s=value("number", "Its length. [s]"))
    activity = of.of(
        ActivityView,
        leave=("start_s",),
        bouts=rows(bout, "Tiling of the activity."),
        start_time=value("string", "Its start, UTC.", unknown=True, format="date-time"),
    )
    return document(
        "show",
        "One file, activity by activity and bout by bout",
        {
            "path": value("string", "As given."),
            "files": rows(of.of(MemberView, state=_state()), "The file, or those of an archive."),
            "activities": rows(activity, "One an activity."),
            "notice": NOTICE,
        },
    )


def athletes(of: Schemas) -> Schema:
    """Of ``review --all``."""
    worst = of.of(
        Finding,
        leave=(
            "period_end", "observed", "limit", "unit", "data", "evidence", "cites", "sources",
            "clears_on", "formula", "thresholds", "basis",
        ),
        finding_id=value("string", "Its rule and its first day."),
        is_strong=value("boolean", "Whether a caution is a strong one."),
    )  # fmt: skip
    count = {"type": "integer", "description": "How many. [findings]"}
    day = {"unknown": True, "format": "date"}
    athlete = closed(
        {
            "name": value("string", "What --name takes."),
            "folder": value("string", "Of the library."),
            "as_of": value("string", "Day of the judgement.", format="date"),
            "red_flags": RED_FLAGS,
            "worst_finding": told_as(or_null(worst), "The gravest open one."),
            "open_finding_count": value("integer", "Open findings. [findings]"),
            "open_findings": closed(
                dict.fromkeys(("warning", "caution", "info"), count), meaning="By severity."
            ),
            "acknowledged_count": value("integer", "Open ones that are put aside. [findings]"),
            "last_run_date": value("string", "The last run on file or in the diary.", **day),
            "days_since_run": value("integer", "Since then. [days]", unknown=True),
            "last_import_at": value(
                "string", "End of the last import that was done.", unknown=True, format="date-time"
            ),
            "days_since_import": value("integer", "Since then. [days]", unknown=True),
            "pain": value("number", "The most of the last day of late. [0-10]", unknown=True),
            "pain_date": value("string", "That day.", **day),
            "problem": value("string", "Why nothing of the library is told.", unknown=True),
        }
    )
    return document(
        "athletes",
        "Several athletes, a row each",
        {
            "version": VERSION,
            "as_of": value("string", "Day of the judgement.", format="date"),
            "athletes": rows(athlete, "Most urgent first."),
            "shared": {
                "type": "array", "items": {"type": "string"},
                "description": "What two libraries have in common, a sentence each.",
            },
            "notice": NOTICE,
        },
    )  # fmt: skip


def diary(of: Schemas) -> Schema:
    """Of ``diary list``."""
    words = value("string", "The same in words.")
    response = told_as(or_null(of.of(PainResponse, words=words)), "Null without a pain.")
    told = _day()["properties"]
    return document(
        "diary",
        "A diary, entry by entry and day by day",
        {
            "path": value("string", "Where it lies."),
            "red_flags": RED_FLAGS,
            "entries": rows(of.of(Entry), "As they were entered."),
            "days": rows(closed({**told, "pain_response": response}), "Several entries as one."),
            "problems": PROBLEMS,
            "notice": NOTICE,
        },
    )


def doctor(of: Schemas) -> Schema:
    """Of ``doctor``."""
    return document("doctor", "What is in a file", of.of(Examination)["properties"])


def cache(_: Schemas) -> Schema:
    """Of ``cache info``."""
    return document(
        "cache",
        "The cache of what was read",
        {
            "path": value("string", "Its folder."),
            "size_bytes": value("integer", "What it takes. [bytes]"),
            "bound_bytes": value("integer", "What it may take. [bytes]"),
            "entry_count": value("integer", "Files it holds the reading of.", unknown=True),
            "usable_count": value("integer", "Of them, of use to this version.", unknown=True),
            "problem": value("string", "Why it is not used.", unknown=True),
        },
    )


def backtest(of: Schemas) -> Schema:
    """Of ``backtest``."""
    score = of.of(
        Score,
        base_rate=value("number", "Share of runs that an event followed. [0-1]", unknown=True),
        false_flags_per_100=value("number", "In 100 runs. [1/100 runs]", unknown=True),
        lift=value("number", "Precision over the base rate, 1 by chance.", unknown=True),
    )
    trial = rows(of.of(Trial, score=told_as(score, "Counts.")), "Each way to flag.")
    judged = {
        "type": "object", "additionalProperties": {"type": "integer"},
        "description": "Runs on whose day each rule could judge, by code.",
    }  # fmt: skip
    horizons = rows(of.of(HorizonScores, trials=trial), "Empty where nothing tells of events.")
    told = of.of(Backtest, judged_run_counts=judged, horizons=horizons)["properties"]
    return document("backtest", "A history, judged day by day", {**told, "notice": NOTICE})


DOCUMENTS: tuple[Callable[[Schemas], Schema], ...] = (
    athletes, backtest, cache, diary, doctor, ladders, plan, programme, ready, review, show,
)  # fmt: skip


def pages() -> dict[str, str]:
    """Text of each schema by its name below ``docs``.

    Raises
    ------
    SystemExit
        If a field is described nowhere.
    """
    of = Schemas(WORDS)
    found = {f"schema/{each.__name__}.json": each(of) for each in DOCUMENTS}
    if of.missing:
        raise SystemExit(f"described nowhere: {', '.join(dict.fromkeys(of.missing))}")
    return {
        name: json.dumps(schema, indent=1, ensure_ascii=False) + "\n"
        for name, schema in found.items()
    }
