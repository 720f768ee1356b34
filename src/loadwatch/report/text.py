"""Review → text for a terminal of 80 columns."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pandas as pd

from loadwatch.activity import FOOT_SPORTS
from loadwatch.report._base import Review, common_folder
from loadwatch.report.athlete import head_lines
from loadwatch.report.corrections import acknowledged_lines, corrected_lines
from loadwatch.report.notices import notice_last, red_flags_first
from loadwatch.report.rests import rests_on
from loadwatch.report.silences import not_judged_lines
from loadwatch.report.story import found, span, title, verdict
from loadwatch.report.weeks import acute_lines, week_lines
from loadwatch.report.words import ascii_only, number, plural, shown_name, wrapped
from loadwatch.rules import Severity
from loadwatch.shown import day_words, long_day

TOP_FINDINGS = 3
MOST_FILES = 6
YEAR_DAYS = 300
"""A day of this age is told with its year. [days; choice]"""


def render(review: Review, *, weeks: int = 12, sessions: int = 6, plain_ascii: bool = False) -> str:
    """Render a review.

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
        return [title(review), "", verdict(review)]
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
        yield f"{each.level.upper()}  {each.title}"
        yield from wrapped(each.message)
        yield from wrapped(f"→ {each.advice}", "  ", "    ")
        yield from wrapped(each.evidence)
        yield from wrapped(f"{each.until} Why: loadwatch explain {each.finding.finding_id}")
    rest = [each.finding for each in every[TOP_FINDINGS:]]
    if rest:
        yield ""
        yield from wrapped(
            "Also open: " + "; ".join(f"{f.name} ({f.code}, {f.severity})" for f in rest) + ".", ""
        )


def _sessions(review: Review, count: int) -> Iterator[str]:
    on_foot = review.sessions[review.sessions["sport"].isin(FOOT_SPORTS)]
    dated = on_foot[on_foot["local_date"].notna()].tail(count)
    if dated.empty:
        return
    yield ""
    yield "Last sessions on foot"
    yield "  day          sport      run min  walk min  run km  bouts  run impacts"
    for row in dated.to_dict("records"):
        day = f"{_session_day(row['local_date'].date(), review.as_of):<11}"
        if pd.isna(row["run_impact_count"]):
            length = number(row["total_distance_m"], 1000, ".1f", " km")
            if row["format"] == "diary":
                yield f"  {day}  {row['sport']:<9}  {length} by the diary; impacts not known"
                continue
            yield f"  {day}  {row['sport']:<9}  {length}; run and walk not known"
            continue
        band = number(row["impact_uncertainty_pct"], 1, ".0f", " %")
        impacts = f"{row['run_impact_count']:,.0f} ±{band}" if row["run_impact_count"] else "0"
        yield (
            f"  {day}  {row['sport']:<9}  {row['run_time_s'] / 60:>7.1f}"
            f"  {row['walk_time_s'] / 60:>8.1f}"
            f"  {number(row['run_distance_m'], 1000, '.1f', ''):>6}"
            f"  {row['run_bout_count']:>5.0f}  {impacts} ({row['impact_source']})"
        )


def _session_day(day: date, as_of: date | None) -> str:
    """With its weekday, or with its year where that is not the year up to now."""
    is_recent = as_of is None or (as_of - day).days < YEAR_DAYS
    return day_words(day) if is_recent else long_day(day)


def _earlier(review: Review, count: int = 5) -> Iterator[str]:
    past = [f for f in review.judgement.earlier if f.severity > Severity.INFO]
    if not past:
        return
    yield ""
    yield f"Earlier, now over ({len(past)})"
    for finding in past[:count]:
        yield from wrapped(
            f"{long_day(finding.period_start)}  {finding.severity}  {finding.message}", "  ", "    "
        )
    if len(past) > count:
        yield f"  and {len(past) - count} before; --format json has them all"


def _coverage(review: Review) -> Iterator[str]:
    yield ""
    yield "What this rests on"
    for each in rests_on(review):
        yield from wrapped(each)
    yield from corrected_lines(review)
    yield from _diary(review)
    yield from _files(review, "partial", "Used in part")
    yield from _files(review, "quarantined", "Not usable")


def _diary(review: Review) -> Iterator[str]:
    """One line on the diary, and one for each thing in it that cannot be used."""
    diary = review.diary
    if diary is None:
        return
    parts = []
    if diary.last_date is not None:
        entries = "1 entry" if diary.entry_count == 1 else f"{diary.entry_count:,} entries"
        parts.append(f"{entries} to {long_day(diary.last_date)}")
    if diary.told_day_count:
        parts.append(f"{plural(diary.told_day_count, 'day')} of rest, illness or absence")
    if diary.run_count:
        parts.append(f"{plural(diary.run_count, 'run')} not recorded")
    if diary.highest_pain is not None:
        days = plural(diary.pain_day_count, "day")
        parts.append(f"pain entered on {days}, at most {diary.highest_pain:g} of 10")
    if parts:
        yield from wrapped(f"Diary: {'; '.join(parts)}.")
    for problem in diary.problems[:MOST_FILES]:
        yield from wrapped(f"Diary: {shown_name(problem)}.", "  ", "    ")
    if len(diary.problems) > MOST_FILES:
        yield f"    and {len(diary.problems) - MOST_FILES} more; --format json has them all"


def _files(review: Review, state: str, title: str) -> Iterator[str]:
    chosen = [file for file in review.files if file.state == state]
    if not chosen:
        return
    yield f"  {title}:"
    folder = common_folder(review)
    for file in chosen[:MOST_FILES]:
        name = file.name.removeprefix(folder)
        yield from wrapped(f"{shown_name(name)}: {file.reason}", "    ", "      ")
    if len(chosen) > MOST_FILES:
        yield f"    and {len(chosen) - MOST_FILES} more; --format json has them all"
