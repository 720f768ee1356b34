"""Days that a review, a plan or a programme names → a calendar (RFC 5545), nothing invented.

What a shared calendar shows of an event, its summary, tells nothing of training or health; what to
do stands in its description. The same thing keeps its UID, so that a calendar that is taken in
again replaces what it had. Nothing is stamped with the time of day: the same review gives the same
bytes.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from loadwatch.language import _
from loadwatch.notice import NOTICE
from loadwatch.plan import NOTHING_USUAL, Plan
from loadwatch.programme import Programme
from loadwatch.programme.decision import ADVANCE, ADVANCE_IF_PAIN_ALLOWS, HOLD, START
from loadwatch.report._base import Review
from loadwatch.report.plan_words import WHAT_A_BUDGET_IS, budget_words, limit_words
from loadwatch.report.story import Found, found
from loadwatch.rules import Severity
from loadwatch.shown import day_words, distance

MOST_OCTETS = 75
"""Of a line, by RFC 5545. [octets]"""
EVENTS_OF = uuid.uuid5(uuid.NAMESPACE_DNS, "loadwatch")
HOLDS = "LW103"
DAY = timedelta(days=1)
_FIRST_REVISION = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Event:
    """What takes whole days.

    Parameters
    ----------
    key : str
        What it is, the same tomorrow.
    first, after : date
        First day, and the day after the last.
    summary : str
        What anybody may see.
    sentences : sequence of str
        What to do, and what it rests on.
    """

    key: str
    first: date
    after: date
    summary: str
    sentences: Sequence[str]


def of_review(
    review: Review, *, plan: Plan | None = None, programme: Programme | None = None, whose: str = ""
) -> bytes:
    """Weeks to hold, days on which findings end, the next step, the next run.

    Parameters
    ----------
    review : Review
        Judged; without a date the calendar is empty.
    plan : Plan, optional
        Of the next run.
    programme : Programme, optional
        Where the runner stands on a ladder; its step comes before that of the plan.
    whose : str
        The athlete, where there are several: tells events of one from those of another.
    """
    if review.as_of is None:
        return _calendar([], None, whose)
    told = review.athlete and review.athlete.told.get("name")
    events = list(_findings(review))
    if not review.red_flags and programme is not None:
        events += _programme(programme)
    if plan is not None and not plan.red_flags:
        events += _budget(plan)
        events += _opening(plan) if programme is None else ()
    return _calendar(events, review.as_of, whose or str(told or ""))


def of_plan(plan: Plan, *, whose: str = "") -> bytes:
    """The next run and the next step up."""
    events = [] if plan.red_flags else [*_budget(plan), *_opening(plan)]
    return _calendar(events, plan.on - DAY, whose)


def of_programme(programme: Programme, *, red_flags: Sequence[str] = (), whose: str = "") -> bytes:
    """The next step on the ladder."""
    return _calendar([] if red_flags else _programme(programme), programme.as_of, whose)


def _findings(review: Review) -> Iterator[Event]:
    for each in found(review):
        finding, until = each.finding, each.finding.clears_on
        day, last = finding.data.get("day"), finding.data.get("hold_until")
        if finding.code == HOLDS and isinstance(day, date) and isinstance(last, date):
            summary = _("loadwatch: keep to last week")
            key = f"{finding.finding_id}-hold"
            yield Event(key, day + DAY, last + DAY, summary, _said(each))
        if finding.severity > Severity.INFO and until is not None:
            summary = _("loadwatch: look again")
            yield Event(finding.finding_id, until, until + DAY, summary, _said(each))


def _said(each: Found) -> list[str]:
    title = _("{level}: {title}").format(level=each.level, title=each.title)
    return [title, each.message, f"→ {each.advice}", each.evidence, each.until]


def _programme(programme: Programme) -> list[Event]:
    """The step that is open, or the first day on which it can be."""
    step, next_stage = programme.step, programme.step.next_stage
    key = f"step-{programme.ladder.name}"
    if step.decision in (ADVANCE, ADVANCE_IF_PAIN_ALLOWS, START) and next_stage is not None:
        day = programme.as_of
        words = _("Open on {day}: stage {stage} of {ladder}.")
    elif (
        step.decision == HOLD
        and step.stage is not None
        and step.stage < len(programme.ladder.stages)
        and step.advance_from is not None
        and step.advance_from > programme.as_of
    ):
        day, next_stage = step.advance_from, step.stage + 1
        words = _("At the earliest on {day}: stage {stage} of {ladder}.")
    else:
        return []
    first = words.format(day=day_words(day), stage=next_stage, ladder=programme.ladder.title)
    said = [first, *step.reasons, _("Evidence: {grade}.").format(grade=programme.ladder.evidence)]
    return [Event(key, day, day + DAY, _("loadwatch: next step"), said)]


def _opening(plan: Plan) -> list[Event]:
    opening = plan.opening
    if opening is None or opening.on is None or opening.budget is None:
        return []
    if plan.budget.basis in NOTHING_USUAL:
        return []
    words = (
        _("Running opens again: {day}, up to {distance}, if you rest until then.")
        if opening.by_rest
        else _("Next step up: {day}, up to {distance}, if weeks stay like the last.")
    ).format(day=day_words(opening.on), distance=distance(opening.budget.distance_m))
    summary = _("loadwatch: next step")
    return [Event("step", opening.on, opening.on + DAY, summary, [words, WHAT_A_BUDGET_IS])]


def _budget(plan: Plan) -> list[Event]:
    words = [
        budget_words(plan),
        _("What limits it: {limit}").format(limit=" ".join(limit_words(plan))),
        WHAT_A_BUDGET_IS,
    ]
    return [Event("note", plan.on, plan.on + DAY, _("loadwatch: note of the day"), words)]


def _calendar(events: Sequence[Event], day: date | None, whose: str) -> bytes:
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//loadwatch//loadwatch//EN",
        "CALSCALE:GREGORIAN",
    ]
    for each in sorted(events, key=lambda event: (event.first, event.key)):
        lines += _event(each, day or each.first, whose)
    if not events:
        lines += _NO_EVENT
    return b"".join(map(_folded, [*lines, "END:VCALENDAR"]))


_NO_EVENT = (
    "BEGIN:VTIMEZONE", "TZID:UTC", "BEGIN:STANDARD", "DTSTART:19700101T000000",
    "TZOFFSETFROM:+0000", "TZOFFSETTO:+0000", "END:STANDARD", "END:VTIMEZONE",
)  # fmt: skip
"""A calendar without any component is none by RFC 5545; this one says nothing."""


def _event(event: Event, day: date, whose: str) -> Iterator[str]:
    name = f"{whose}/{event.key}".encode("utf-8", "backslashreplace").decode()
    yield "BEGIN:VEVENT"
    yield f"UID:{uuid.uuid5(EVENTS_OF, name)}"
    yield f"DTSTAMP:{day:%Y%m%d}T000000Z"
    yield f"SEQUENCE:{max((day - _FIRST_REVISION).days, 0)}"
    yield f"DTSTART;VALUE=DATE:{event.first:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{event.after:%Y%m%d}"
    yield f"SUMMARY:{_escaped(event.summary)}"
    yield "DESCRIPTION:" + _escaped("\n".join([*event.sentences, "", NOTICE]))
    yield "CLASS:PRIVATE"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _escaped(text: str) -> str:
    """A text as a value: nothing in it can end the line or the value."""
    shown = "".join(c if c == "\n" or c.isprintable() else " " for c in text)
    for letter in ("\\", ";", ","):
        shown = shown.replace(letter, f"\\{letter}")
    return shown.replace("\n", "\\n")


def _folded(line: str) -> bytes:
    """A line of at most 75 octets, and what is left on lines that begin with a space."""
    parts, size = [bytearray()], 0
    for letter in line:
        octets = letter.encode("utf-8", "replace")
        if size + len(octets) > MOST_OCTETS:
            parts.append(bytearray(b" "))
            size = 1
        parts[-1] += octets
        size += len(octets)
    return b"\r\n".join(parts) + b"\r\n"
