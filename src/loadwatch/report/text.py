"""Review → text for a terminal of 80 columns."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pandas as pd

from loadwatch.references import REFERENCES
from loadwatch.report._base import Review, common_folder
from loadwatch.report.athlete import head_lines
from loadwatch.report.corrections import acknowledged_lines, corrected_lines
from loadwatch.report.notices import notice_last, red_flags_first
from loadwatch.report.silences import not_judged_lines
from loadwatch.report.weeks import acute_lines, week_lines
from loadwatch.report.words import ascii_only, long_day, number, plural, shown_name, wrapped
from loadwatch.rules import (
    BASE_RATIO,
    PROGRESSION,
    SESSION_SPIKE,
    SYMPTOMS,
    Finding,
    Severity,
    day_words,
)

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
    coverage = review.coverage
    if review.as_of is None:
        return [
            f"loadwatch {review.version}",
            "",
            "No dated activity was found, so there is nothing to judge.",
        ]
    span = ""
    if coverage.first_date is not None and coverage.last_date is not None:
        span = f" from {long_day(coverage.first_date)} to {long_day(coverage.last_date)}"
        if coverage.first_date == coverage.last_date:
            span = f" on {long_day(coverage.last_date)}"
    counted = [
        plural(coverage.sports[sport], word)
        for sport, word in (("running", "run"), ("walking", "walk"), ("hiking", "hike"))
        if sport in coverage.sports
    ]
    others = sum(coverage.not_counted.values())
    if others:
        counted.append(f"{others} of other sports")
    return [
        f"loadwatch {review.version} · as of {day_words(review.as_of)} {review.as_of.year}",
        *wrapped(f"{_whose(review)}{', '.join(counted)}{span}", ""),
        *(head_lines(review.athlete) if review.athlete else ()),
        "",
        *wrapped(_verdict(review), ""),
    ]


def _whose(review: Review) -> str:
    name = review.athlete and review.athlete.told.get("name")
    return f"{shown_name(str(name), 40)}: " if name else ""


def _verdict(review: Review) -> str:
    serious = [f for f in review.judgement.findings if f.severity > Severity.INFO]
    coverage = review.coverage
    judged = f"{coverage.weeks_judged} of {plural(coverage.weeks, 'week')} could be judged"
    if serious:
        worst = serious[0]
        count = "One thing asks" if len(serious) == 1 else f"{len(serious)} things ask"
        return f"{count} for a look; first: {worst.name}, {_since(worst, review)}."
    grew = [f for f in review.judgement.findings if f.name in PROGRESSION]
    if grew:
        names = " and ".join(f.name for f in grew)
        beyond = " beyond what you have acknowledged" if review.acknowledged else ""
        return f"Nothing above information{beyond}: {names} below, with its numbers ({judged})."
    open_rules = {item.name for item in review.judgement.not_judged}
    if {SESSION_SPIKE, BASE_RATIO} <= open_rules:
        return (
            "Too early, or too little on file, for a verdict on progression: see what is not "
            "judged below. Until then, repeat what went well before adding to it."
        )
    if review.acknowledged:
        return f"Nothing beyond what you have acknowledged asks for a look ({judged})."
    return f"Nothing in what was read asks for a look ({judged}). That is no clearance."


def _findings(review: Review) -> Iterator[str]:
    findings = review.judgement.findings
    for finding in findings[:TOP_FINDINGS]:
        yield ""
        yield from _finding(finding, review)
    rest = findings[TOP_FINDINGS:]
    if rest:
        yield ""
        yield from wrapped(
            "Also open: " + "; ".join(f"{f.name} ({f.code}, {f.severity})" for f in rest) + ".", ""
        )


def _since(finding: Finding, review: Review) -> str:
    first = finding.period_start
    is_this_year = review.as_of is not None and first.year == review.as_of.year
    return f"since {day_words(first)}" + ("" if is_this_year else f" {first.year}")


def _finding(finding: Finding, review: Review) -> Iterator[str]:
    strong = "strong " if finding.is_strong and finding.severity == Severity.CAUTION else ""
    title = f"{strong}{finding.severity}".upper()
    yield f"{title}  {finding.name} ({finding.code}), {_since(finding, review)}"
    yield from wrapped(finding.message)
    yield from wrapped(f"→ {finding.advice}", "  ", "    ")
    short = ", ".join(REFERENCES[key].short for key in finding.cites)
    yield from wrapped(f"Evidence: {finding.evidence}. Source: {short}.")
    until = (
        "for more than 90 days to come"
        if finding.clears_on is None
        else f"until {day_words(finding.clears_on)}"
    )
    provided = (
        "if the diary tells of no more" if finding.name in SYMPTOMS else "if weeks stay level"
    )
    yield from wrapped(f"Open {until} {provided}. Why: loadwatch explain {finding.finding_id}")


def _sessions(review: Review, count: int) -> Iterator[str]:
    on_foot = review.sessions[review.sessions["sport"].isin(["running", "walking", "hiking"])]
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
    coverage = review.coverage
    yield ""
    yield "What this rests on"
    states = ", ".join(f"{count:,} {state}" for state, count in coverage.file_states.items())
    yield from wrapped(f"Files: {states or 'none'}.")
    if coverage.skipped_reasons:
        reasons = list(coverage.skipped_reasons.items())
        shown = [f"{count:,} {reason}" for reason, count in reasons[:TOP_FINDINGS]]
        more = sum(count for _, count in reasons[TOP_FINDINGS:])
        yield from wrapped(f"Skipped: {'; '.join([*shown, *([f'{more} more'] if more else [])])}.")
    if coverage.weeks:
        yield from wrapped(
            f"Weeks: {coverage.weeks_judged} of {coverage.weeks} judged; "
            f"{plural(coverage.unobserved_days, 'day')} without a file and no reason to call "
            f"them rest."
        )
    if coverage.estimated_share:
        yield from wrapped(
            f"{100 * coverage.estimated_share:.0f} % of all run impacts are estimated from speed."
        )
    if coverage.unknown_run_count:
        yield from wrapped(f"{plural(coverage.unknown_run_count, 'run')} with unknown impacts.")
    if coverage.undated_session_count:
        yield from wrapped(
            f"{plural(coverage.undated_session_count, 'session')} without a date, in no week."
        )
    if coverage.not_counted:
        others = ", ".join(f"{count} {sport}" for sport, count in coverage.not_counted.items())
        yield from wrapped(f"Not counted as impacts: {others}.")
    if coverage.several_serials:
        serials = sum(1 for device in coverage.devices if device["serial"] is not None)
        yield from wrapped(
            f"Recordings come from {serials} devices with different serial numbers. If they "
            "belong to several people, analyse each person's folder on its own."
        )
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
