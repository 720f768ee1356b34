"""Plan → text for a terminal of 80 columns, or one JSON object, schema ``loadwatch.plan/1``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from loadwatch import __version__
from loadwatch.language import _, numbered
from loadwatch.notice import NOTICE
from loadwatch.plan import NOTHING_USUAL, Judged, Plan, Trip
from loadwatch.plan.budget import TEST
from loadwatch.report.notices import notice_last, red_flags_first
from loadwatch.report.plain import plain
from loadwatch.report.plan_words import (
    TEST_WORDS,
    WHAT_A_BUDGET_IS,
    basis_words,
    budget_words,
    limit_words,
    severity_words,
    told_words,
    worst_trips,
)
from loadwatch.report.words import ascii_only, wrapped
from loadwatch.shown import day_words, distance, long_day, unit, unit_m

SCHEMA = "loadwatch.plan/1"


def render(plan: Plan, *, plain_ascii: bool = False) -> str:
    """Render a plan as text."""
    lines = [
        *red_flags_first(plan.red_flags),
        _("loadwatch {version} · plan for {day} {year}").format(
            version=__version__, day=day_words(plan.on), year=plan.on.year
        ),
        *_budget(plan),
        *_asked(plan),
        *_table(plan),
        *_opening(plan),
        *_notes(plan),
        "",
        *wrapped(WHAT_A_BUDGET_IS, ""),
        *notice_last(),
    ]
    text = "\n".join(lines) + "\n"
    return ascii_only(text) if plain_ascii else text


def render_json(plan: Plan) -> str:
    """Render a plan as JSON; unknown is null."""
    opening = plan.opening
    document: dict[str, Any] = {
        "schema": SCHEMA,
        "version": __version__,
        "on": plan.on.isoformat(),
        "usual": plain({**asdict(plan.usual), "cadence_spm": plan.usual.cadence_spm}),
        "budget": {
            "basis": plan.budget.basis,
            "distance_m": plain(plan.budget.distance_m),
            "time_s": plain(plan.budget.run.time_s if plan.budget.run else 0.0),
            "impact_count": plain(plan.budget.run.impact_count if plan.budget.run else 0.0),
            "reason": plan.budget.reason,
            "binding": [_trip(trip) for trip in plan.budget.binding],
        },
        "next_step": None
        if opening is None or opening.budget is None
        else {
            "on": plain(opening.on),
            "distance_m": plain(opening.budget.distance_m),
            "if": "rest until then" if opening.by_rest else "weeks stay level",
        },
        "asked": None if plan.asked is None else _judged(plan.asked),
        "table": [_judged(row) for row in plan.table],
        "held_days": plain(list(plan.held_days)),
        "later_session_count": plan.later_session_count,
        "red_flags": list(plan.red_flags),
        "notice": f"{WHAT_A_BUDGET_IS} {NOTICE}",
    }
    return json.dumps(document, ensure_ascii=False, allow_nan=False, indent=1)


def _trip(trip: Trip) -> dict[str, Any]:
    return plain({**asdict(trip), "severity": str(trip.severity)})  # type: ignore[no-any-return]


def _judged(row: Judged) -> dict[str, Any]:
    return {
        "distance_m": plain(row.run.distance_m),
        "time_s": plain(row.run.time_s),
        "walk_time_s": plain(row.run.walk_time_s),
        "impact_count": plain(row.run.impact_count),
        "repetitions": row.run.repetitions,
        "is_within": row.is_within,
        "trips": [_trip(trip) for trip in row.trips],
    }


def _budget(plan: Plan) -> Iterator[str]:
    yield ""
    yield from wrapped(budget_words(plan), "")
    first, *said = limit_words(plan)
    yield from wrapped(_("What limits it: {rule}").format(rule=first))
    for each in said:
        yield from wrapped(each, "    ")
    if plan.budget.basis == TEST:
        yield from wrapped(TEST_WORDS)
    yield from wrapped(basis_words(plan))


def _asked(plan: Plan) -> Iterator[str]:
    if plan.asked is None:
        return
    run = plan.asked.run
    if run.repetitions == 1:
        words = _("You asked about {distance} of running in {minutes} minutes, {impacts} impacts.")
    else:
        words = _(
            "You asked about {sets} x {run} s with walks of {walk} s: {distance} of running in "
            "{minutes} minutes, {impacts} impacts."
        )
    yield ""
    yield from wrapped(
        words.format(
            sets=run.repetitions,
            run=f"{run.bout_s:.0f}",
            walk=f"{run.walk_s:.0f}",
            distance=distance(run.distance_m),
            minutes=f"{run.time_s / 60:.1f}",
            impacts=f"{run.impact_count:,.0f}",
        ),
        "",
    )
    if not plan.asked.trips:
        silent = _("No rule would speak of it.")
        if not plan.asked.is_within:
            silent += " " + _("Still it is more than the budget above.")
        yield from wrapped(silent)
    for trip in worst_trips(plan.asked):
        title = f"{severity_words(trip)}  {trip.name} ({trip.code}):"
        yield from wrapped(f"{title} {trip.message}", "  ", "    ")


def _table(plan: Plan) -> Iterator[str]:
    if not plan.table:
        return
    yield ""
    if plan.set_run_s is None:
        yield _("What each distance would trip (! = over the budget)")
        yield f"  {unit():>6}  {_('min'):>5}  {_('impacts'):>7}"
    else:
        yield from wrapped(
            _(
                "What each number of runs of {run} s, with walks of {walk} s, would trip "
                "(! = over the budget)"
            ).format(run=f"{plan.set_run_s:.0f}", walk=f"{plan.set_walk_s or 0:.0f}"),
            "",
        )
        yield f"  {_('runs'):>6}  {_('run min'):>7}  {_('impacts'):>7}"
    for row in plan.table:
        mark = " " if row.is_within else "!"
        minutes = row.run.time_s / 60
        size = (
            f"{row.run.distance_m / unit_m():6.1f}  {minutes:5.0f}"
            if plan.set_run_s is None
            else f"{row.run.repetitions:6d}  {minutes:7.1f}"
        )
        yield from wrapped(
            told_words(row), f"{mark} {size}  {row.run.impact_count:7,.0f}  ", " " * 26
        )


def _opening(plan: Plan) -> Iterator[str]:
    opening = plan.opening
    if opening is None or plan.budget.basis in NOTHING_USUAL:
        return
    yield ""
    if opening.on is None or opening.budget is None:
        yield from wrapped(
            _("When running opens again is not named.")
            if plan.budget.run is None
            else _(
                "Next step up: none within 28 days of weeks like the last. It grows from what you "
                "have run: after a run of about this budget, the next one is counted from that run."
            ),
            "",
        )
        return
    if opening.by_rest:
        words = _("Running opens again: {day}, up to {distance}, if you rest until then.")
    else:
        words = _("Next step up: {day}, up to {distance}, if weeks stay like the last.")
    yield from wrapped(
        words.format(day=day_words(opening.on), distance=distance(opening.budget.distance_m)), ""
    )


def _notes(plan: Plan) -> Iterator[str]:
    if plan.held_days:
        days = ", ".join(day_words(day) for day in plan.held_days)
        yield from wrapped(
            _(
                "A run that was flagged ({days}) does not count as usual until seven days without "
                "a pain flag have passed."
            ).format(days=days),
            "",
        )
    if plan.later_session_count:
        yield from wrapped(
            numbered(
                plan.later_session_count,
                "{n} session on {day} or later left out: a plan knows what was known the evening "
                "before.",
                "{n} sessions on {day} or later left out: a plan knows what was known the evening "
                "before.",
                day=long_day(plan.on),
            ),
            "",
        )
