"""Review → text for a terminal, with all its tables."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pandas as pd

from loadwatch.activity import FOOT_SPORTS
from loadwatch.language import _, numbered
from loadwatch.report._base import DiaryUse, Review, common_folder
from loadwatch.report.athlete import head_lines
from loadwatch.report.corrections import acknowledged_lines, corrected_lines, more_lines
from loadwatch.report.notices import notice_last, red_flags_first
from loadwatch.report.rests import rests_on
from loadwatch.report.silences import not_judged_lines
from loadwatch.report.story import found, span, title, verdict
from loadwatch.report.table import Column, table, with_notes
from loadwatch.report.weeks import acute_lines, week_lines
from loadwatch.report.words import (
    ascii_only,
    number,
    shown_name,
    source_words,
    sport_words,
    wrapped,
)
from loadwatch.rules import Severity, level_words
from loadwatch.shown import day_words, distance, long_day, unit, unit_m

TOP_FINDINGS = 3
MOST_FILES = 6
YEAR_DAYS = 300
"""A day of this age is told with its year. [days; choice]"""


def render(review: Review, *, weeks: int = 12, sessions: int = 6, plain_ascii: bool = False) -> str:
    """Render a review whole.

    Parameters
    ----------
    review : Review
        What to render.
    weeks, sessions : int
        How many of the last weeks and sessions to list.
    plain_ascii : bool, default False
        For terminals that can show nothing else.
    """
    lines = [
        *red_flags_first(review.red_flags),
        *_head(review),
        *_findings(review),
        *acknowledged_lines(review),
        *week_lines(review, weeks),
        *acute_lines(review),
        *_sessions(review, sessions),
        *_earlier(review),
        *not_judged_lines(review),
        *_coverage(review),
        "",
        *notice_last(),
    ]
    text = "\n".join(lines) + "\n"
    if plain_ascii:
        text = ascii_only(text)
    return text


def _head(review: Review) -> list[str]:
    if review.as_of is None:
        return [title(review), "", *wrapped(verdict(review), "")]
    return [
        title(review),
        *wrapped(span(review), ""),
        *(head_lines(review.athlete) if review.athlete else ()),
        "",
        *wrapped(verdict(review), ""),
    ]


def _findings(review: Review) -> Iterator[str]:
    every = list(found(review))
    for each in every[:TOP_FINDINGS]:
        yield ""
        yield from wrapped(f"{each.level.upper()}  {each.title}", "")
        yield from wrapped(each.message)
        yield from wrapped(f"→ {each.advice}", "  ", "    ")
        yield from wrapped(each.evidence)
        why = _("Why: loadwatch explain {id}").format(id=each.finding.finding_id)
        yield from wrapped(f"{each.until} {why}")
    rest = [each.finding for each in every[TOP_FINDINGS:]]
    if rest:
        yield ""
        names = "; ".join(f"{f.name} ({f.code}, {level_words(f.severity)})" for f in rest)
        yield from wrapped(_("Also open: {names}.").format(names=names), "")


def _sessions(review: Review, count: int) -> Iterator[str]:
    on_foot = review.sessions[review.sessions["sport"].isin(FOOT_SPORTS)]
    dated = on_foot[on_foot["local_date"].notna()].tail(count)
    if dated.empty:
        return
    yield ""
    yield _("Last sessions on foot")
    rows: list[list[str]] = []
    notes: list[tuple[int, list[str]]] = []
    for row in dated.to_dict("records"):
        day = _session_day(row["local_date"].date(), review.as_of)
        if pd.isna(row["run_impact_count"]):
            notes.append((len(rows), _not_known(day, row)))
            continue
        band = number(row["impact_uncertainty_pct"], 1, ".0f", " %")
        impacts = f"{row['run_impact_count']:,.0f} ±{band}" if row["run_impact_count"] else "0"
        rows.append(
            [
                day,
                sport_words(row["sport"]),
                f"{row['run_time_s'] / 60:.1f}",
                f"{row['walk_time_s'] / 60:.1f}",
                number(row["run_distance_m"], unit_m(), ".1f", ""),
                f"{row['run_bout_count']:.0f}",
                f"{impacts} ({source_words(row['impact_source'])})",
            ]
        )
    head, *lines = table(
        [
            Column(_("day"), 13, is_left=True),
            Column(_("sport"), 11, is_left=True, given_up=1),
            Column(_("run min"), 9),
            Column(_("walk min"), 10, given_up=2),
            Column(_("run {unit}").format(unit=unit()), 8),
            Column(_("bouts"), 7, given_up=3),
            Column(_("run impacts"), 0, is_left=True),
        ],
        rows,
    )
    yield head
    yield from with_notes(lines, notes)


def _not_known(day: str, row: dict[Any, Any]) -> list[str]:
    length_m = row["total_distance_m"]
    length = "?" if pd.isna(length_m) else distance(length_m)
    if row["format"] == "diary":
        words = _("{distance} by the diary; impacts not known").format(distance=length)
    else:
        words = _("{distance}; run and walk not known").format(distance=length)
    return wrapped(words, f"  {day:<11}  {sport_words(row['sport']):<9}  ", " " * 26)


def _session_day(day: date, as_of: date | None) -> str:
    """With its weekday, or with its year where that is not the year up to now."""
    is_recent = as_of is None or (as_of - day).days < YEAR_DAYS
    return day_words(day) if is_recent else long_day(day)


def _earlier(review: Review, count: int = 5) -> Iterator[str]:
    past = [f for f in review.judgement.earlier if f.severity > Severity.INFO]
    if not past:
        return
    yield ""
    yield _("Earlier, now over ({n})").format(n=len(past))
    for finding in past[:count]:
        day = long_day(finding.period_start)
        yield from wrapped(
            f"{day}  {level_words(finding.severity)}  {finding.message}", "  ", "    "
        )
    if len(past) > count:
        yield "  " + numbered(
            len(past) - count,
            "and {n} before; --format json has them all",
            "and {n} before; --format json has them all",
        )


def _coverage(review: Review) -> Iterator[str]:
    yield ""
    yield _("What this rests on")
    for each in rests_on(review):
        yield from wrapped(each)
    yield from corrected_lines(review)
    if review.diary is not None:
        yield from _diary(review.diary)
    yield from _files(review, "partial", _("Used in part:"))
    yield from _files(review, "quarantined", _("Not usable:"))


def _diary(diary: DiaryUse) -> Iterator[str]:
    """One line on the diary, and one for each thing in it that cannot be used."""
    parts = []
    if diary.last_date is not None:
        entries = numbered(diary.entry_count, "{n} entry", "{n} entries")
        parts.append(_("{entries} to {day}").format(entries=entries, day=long_day(diary.last_date)))
    if diary.told_day_count:
        parts.append(
            numbered(
                diary.told_day_count,
                "{n} day of rest, illness or absence",
                "{n} days of rest, illness or absence",
            )
        )
    if diary.run_count:
        parts.append(numbered(diary.run_count, "{n} run not recorded", "{n} runs not recorded"))
    if diary.highest_pain is not None:
        days = numbered(diary.pain_day_count, "{n} day", "{n} days")
        words = _("pain entered on {days}, at most {pain} of 10")
        parts.append(words.format(days=days, pain=f"{diary.highest_pain:g}"))
    if parts:
        yield from wrapped(_("Diary: {what}.").format(what="; ".join(parts)))
    for problem in diary.problems[:MOST_FILES]:
        yield from wrapped(_("Diary: {what}.").format(what=shown_name(problem)), "  ", "    ")
    yield from more_lines(len(diary.problems) - MOST_FILES)


def _files(review: Review, state: str, heading: str) -> Iterator[str]:
    chosen = [file for file in review.files if file.state == state]
    if not chosen:
        return
    yield f"  {heading}"
    folder = common_folder(review)
    for file in chosen[:MOST_FILES]:
        name = file.name.removeprefix(folder)
        yield from wrapped(f"{shown_name(name)}: {file.reason}", "    ", "      ")
    yield from more_lines(len(chosen) - MOST_FILES)
