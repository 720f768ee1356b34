"""The calendar, read by a parser that is not ours: what it names, and what it keeps to itself."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import icalendar
import pytest

from loadwatch.diary import Entry
from loadwatch.importer import Import, find_files, import_files
from loadwatch.notice import NOTICE
from loadwatch.outlook import plan
from loadwatch.plan import Asked
from loadwatch.programme import find_ladder, programme_of
from loadwatch.report import Review, ics
from loadwatch.review import review_of as judged
from loadwatch.rules import Severity
from tests.conftest import SAMPLES
from tests.notify.conftest import FIRST, LEVEL, SPIKE, review_of
from tests.programme.builders import calm, day, stage_row, told

DAY = timedelta(days=1)
SUMMARIES = {
    "loadwatch: keep to last week", "loadwatch: look again", "loadwatch: next step",
    "loadwatch: note of the day",
}  # fmt: skip
RISING = [km if d % 2 else 0.0 for km in (4.0, 4.0, 4.0, 4.0, 4.6, 5.4) for d in range(7)]
"""Six weeks, the last two each above a tenth more than any before."""


@pytest.fixture(scope="module")
def found() -> Import:
    return import_files(find_files([SAMPLES]))


@pytest.fixture(scope="module")
def review(found: Import) -> Review:
    return judged(found)


def events(content: bytes) -> list[icalendar.Event]:
    """Events of a calendar that a strict reader takes without a complaint."""
    lines = content.split(b"\r\n")
    assert lines[-1] == b""
    assert b"\n" not in b"".join(lines)
    assert b"\r" not in b"".join(lines)
    for line in lines:
        assert len(line) <= 75
        line.decode("utf-8")
    calendar = icalendar.Calendar.from_ical(content)
    assert calendar["VERSION"] == "2.0"
    assert calendar["PRODID"]
    assert calendar.errors == []
    assert calendar.subcomponents
    found = list(calendar.walk("VEVENT"))
    for each in found:
        assert each.errors == []
        assert str(each["SUMMARY"]) in SUMMARIES
        assert (each["CLASS"], each["TRANSP"]) == ("PRIVATE", "TRANSPARENT")
        assert NOTICE in str(each["DESCRIPTION"])
        assert each.walk("VALARM") == []
        first, after = each.decoded("DTSTART"), each.decoded("DTEND")
        assert type(first) is type(after) is date
        assert first < after
    uids = [str(each["UID"]) for each in found]
    assert len(set(uids)) == len(uids)
    return found


def only(content: bytes, summary: str) -> icalendar.Event:
    (event,) = [each for each in events(content) if each["SUMMARY"] == f"loadwatch: {summary}"]
    return event


def days_of_event(event: icalendar.Event) -> tuple[date, date]:
    """First and last day."""
    return event.decoded("DTSTART"), event.decoded("DTEND") - DAY


def test_a_caution_is_looked_at_again_on_the_day_it_ends_with_what_to_do(review: Review) -> None:
    (finding,) = [f for f in review.judgement.findings if f.severity > Severity.INFO]
    assert finding.clears_on is not None
    event = only(ics.of_review(review), "look again")
    assert days_of_event(event) == (finding.clears_on, finding.clears_on)
    told = str(event["DESCRIPTION"])
    for words in (finding.message, finding.advice, f"Evidence: {finding.evidence}."):
        assert words in told


def test_a_finding_whose_end_is_not_known_names_no_day() -> None:
    review = review_of(SPIKE)
    endless = [replace(finding, clears_on=None) for finding in review.judgement.findings]
    told = replace(review, judgement=replace(review.judgement, findings=endless))
    assert len(events(ics.of_review(review))) == 1
    assert events(ics.of_review(told)) == []


def test_weeks_to_hold_are_held_to_the_day_that_the_rule_names() -> None:
    review = review_of(RISING)
    (finding,) = [f for f in review.judgement.findings if f.code == "LW103"]
    sunday = FIRST + timedelta(days=len(RISING) - 1)
    event = only(ics.of_review(review), "keep to last week")
    assert days_of_event(event) == (sunday + DAY, finding.data["hold_until"])
    assert finding.advice in str(event["DESCRIPTION"])


def test_the_next_run_and_the_next_step_up_are_those_of_the_plan(
    found: Import, review: Review
) -> None:
    planned = plan(found, Asked())
    assert planned.opening is not None
    assert planned.opening.on is not None
    content = ics.of_review(review, plan=planned)
    note, step = only(content, "note of the day"), only(content, "next step")
    assert days_of_event(note) == (planned.on, planned.on)
    assert days_of_event(step) == (planned.opening.on, planned.opening.on)
    assert {str(each["UID"]) for each in events(ics.of_plan(planned))} == {
        str(note["UID"]), str(step["UID"]),
    }  # fmt: skip


def test_on_a_ladder_the_step_is_that_of_the_ladder(found: Import, review: Review) -> None:
    ladder = find_ladder("loadwatch")
    held = programme_of(told([stage_row(day(0), 3), stage_row(day(2), 3)]), ladder)
    assert held.step.advance_from is not None
    event = only(ics.of_programme(held), "next step")
    assert days_of_event(event)[0] == held.step.advance_from
    assert "At the earliest on" in str(event["DESCRIPTION"])
    both = only(ics.of_review(review, plan=plan(found, Asked()), programme=held), "next step")
    assert both["UID"] == event["UID"]


def test_a_step_that_is_open_keeps_the_name_it_had_while_it_was_waited_for() -> None:
    ladder = find_ladder("loadwatch")
    rows = [stage_row(day(n), 3) for n in (0, 3, 5, 7)]
    waiting = programme_of(told(rows[:2], calm(0, 3), day(4)), ladder)
    opened = programme_of(told(rows, calm(0, 3, 5, 7), day(8)), ladder)
    assert opened.step.decision.startswith("advance")
    one, other = (only(ics.of_programme(each), "next step") for each in (waiting, opened))
    assert one["UID"] == other["UID"]
    assert one["SEQUENCE"] < other["SEQUENCE"]
    assert days_of_event(other)[0] == opened.as_of


def test_where_symptoms_are_told_no_step_and_no_run_is_named(found: Import) -> None:
    flagged = review_of(LEVEL, red_flags=("numbness on 18 Jul 2026",))
    ladder = find_ladder("loadwatch")
    stopped = programme_of(
        told([stage_row(day(0), 3)], [Entry(day(1), saddle_symptoms=True)], day(2)), ladder
    )
    planned = replace(plan(found, Asked()), red_flags=("numbness",))
    assert events(ics.of_review(flagged, plan=planned, programme=stopped)) == []
    assert events(ics.of_programme(stopped, red_flags=("numbness",))) == []


def test_tomorrow_the_same_finding_has_the_same_name_and_a_later_revision(review: Review) -> None:
    assert review.as_of is not None
    later = replace(review, as_of=review.as_of + DAY)
    today, tomorrow = events(ics.of_review(review)), events(ics.of_review(later))
    assert [each["UID"] for each in today] == [each["UID"] for each in tomorrow]
    assert all(a["SEQUENCE"] < b["SEQUENCE"] for a, b in zip(today, tomorrow, strict=True))
    assert ics.of_review(review) == ics.of_review(review)


def test_two_athletes_in_one_calendar_keep_their_own_events(review: Review) -> None:
    ana, bo = (events(ics.of_review(review, whose=name)) for name in ("Ana", "Bo"))
    assert {str(each["UID"]) for each in ana}.isdisjoint(str(each["UID"]) for each in bo)
    assert b"Ana" not in ics.of_review(review, whose="Ana")


def test_text_of_others_stays_text_and_no_letter_is_cut_in_two(review: Review) -> None:
    hostile = "a;b,c\\n\\d\r\nBEGIN:VALARM\x00\u202e " + "größer→" * 40
    findings = [replace(f, message=hostile) for f in review.judgement.findings]
    odd = replace(review, judgement=replace(review.judgement, findings=findings))
    shown = str(only(ics.of_review(odd), "look again")["DESCRIPTION"])
    assert "a;b,c\\n\\d \nBEGIN:VALARM  " in shown
    assert "größer→" * 40 in shown


def test_a_review_without_dates_is_a_calendar_without_events() -> None:
    assert events(ics.of_review(judged(import_files([])))) == []


@pytest.mark.parametrize("command", ["analyse", "plan", "programme"])
def test_a_command_prints_the_calendar_as_it_is_and_nothing_else(
    command: str, tmp_path: Path
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "loadwatch", command, str(SAMPLES / "garmin"), "--format", "ics"],
        capture_output=True, check=False, timeout=120, cwd=tmp_path,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
    )  # fmt: skip
    assert done.returncode in (0, 3), done.stderr
    events(done.stdout)
