"""Every finding, and every rule that could not judge, is named or counted on every surface."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta

import icalendar
import pytest

from loadwatch.importer import find_files, import_files
from loadwatch.outlook import plan
from loadwatch.plan import Asked
from loadwatch.report import Acknowledged, CorrectionsUse, ics, story
from loadwatch.review import review_of
from loadwatch.rules import Finding, Judgement, Severity
from tests.conftest import SAMPLES
from tests.contract.surfaces import MACHINES, PEOPLE, Week

EVERY = {**PEOPLE, **MACHINES}
COUNTED = re.compile(r"(\d+) (?:more |other |further |open )*(?:rule|finding|thing)s?\b")
OPEN = re.compile(r"(?:Also open|For information)(?:: | \()(\d+)")
ASIDE = re.compile(
    r"Acknowledged(?:: | \()(\d+)|(\d+) put aside|(\d+) open findings? (?:is|are) put"
)
SILENT = re.compile(r"Not judged(?:: | \()(\d+)")
"""How many of a kind; of the short story and of the page of all."""
IN_BRIEF = {"page of all"}
"""Names what is open, of which its reader sees more on the athlete's own page."""
SHORT = "terminal, short"
"""Has a screen: it may cut the sentence of the gravest, never what to do, and names the others."""
LEAST_LETTERS = 60
"""Of a sentence that is cut. [letters; choice]"""
DAYS_BACK = (0, 14, 121, 150)
"""Days before the last one: from much that is open to nearly nothing that can be judged."""


@pytest.fixture(scope="module")
def weeks() -> list[Week]:
    """The samples as of several days; the last two with all that was ever found still open."""
    found = import_files(find_files([SAMPLES]))
    last = review_of(found).as_of
    assert last is not None
    made = []
    for back in DAYS_BACK:
        as_of = last - timedelta(days=back)
        review = review_of(found, as_of=as_of, with_segments=True)
        made.append(Week(review, plan(found, Asked(), on=as_of + timedelta(days=1)), None))
    told = made[0].review.judgement
    first_of_each = {finding.code: finding for finding in [*told.earlier, *told.findings]}
    every = sorted(first_of_each.values(), key=lambda finding: -finding.severity)
    many = replace(made[0].review, judgement=Judgement(every, [], told.not_judged))
    put_aside = [Acknowledged(finding, None) for finding in every]
    aside = replace(
        many,
        judgement=Judgement([], [], told.not_judged),
        acknowledged=put_aside,
        corrections=CorrectionsUse("corrections", (), ()),
    )
    return [*made, Week(many, made[0].plan, None), Week(aside, made[0].plan, None)]


def in_one_line(text: str) -> str:
    return " ".join(text.split())


def left_out(codes: Collection[str], text: str, counted: re.Pattern[str] = COUNTED) -> set[str]:
    """Codes that a text does not name, unless it counts as many."""
    missing = {code for code in codes if code not in text}
    counts = [
        int(count)
        for pattern in {COUNTED, counted}
        for found in pattern.finditer(text)
        for count in found.groups()
        if count
    ]
    return set() if any(count >= len(missing) for count in counts) else missing


def named(finding: Finding, text: str, surface: str) -> bool:
    """Whether a surface tells a finding: with its sentence, or by its name where it is brief."""
    if surface in IN_BRIEF:
        return finding.name.replace("-", " ") in text
    return in_one_line(finding.message) in text or (surface == SHORT and finding.name in text)


def is_told(message: str, text: str, surface: str) -> bool:
    """Whether a sentence stands there; where there is but a screen, its beginning does."""
    whole = in_one_line(message)
    if surface != SHORT:
        return whole in text
    return whole in text or any(
        f"{whole[:end]}…" in text for end in range(LEAST_LETTERS, len(whole))
    )


def test_the_weeks_hold_much_and_little(weeks: list[Week]) -> None:
    open_counts = [len(week.review.judgement.findings) for week in weeks]
    assert max(open_counts) >= 6
    assert min(open_counts) == 0
    assert max(len(week.review.judgement.not_judged) for week in weeks) >= 5


@pytest.mark.parametrize("surface", EVERY)
def test_each_open_finding_is_there(surface: str, weeks: list[Week]) -> None:
    for week in weeks:
        text = in_one_line(EVERY[surface](week))
        findings = week.review.judgement.findings
        unsaid = {each.code for each in findings if not named(each, text, surface)}
        assert left_out(unsaid, text, OPEN) == set()


@pytest.mark.parametrize("surface", EVERY)
def test_each_rule_that_could_not_judge_is_there(surface: str, weeks: list[Week]) -> None:
    for week in weeks:
        text = in_one_line(EVERY[surface](week))
        silent = {each.code for each in week.review.judgement.not_judged}
        assert left_out(silent, text, SILENT) == set()


@pytest.mark.parametrize("surface", sorted(EVERY.keys() - IN_BRIEF))
def test_the_gravest_is_told_with_its_sentence_and_what_to_do(
    surface: str, weeks: list[Week]
) -> None:
    for week in weeks:
        text = in_one_line(EVERY[surface](week))
        for finding in week.review.judgement.findings[:1]:
            assert is_told(finding.message, text, surface)
            assert in_one_line(finding.advice) in text


@pytest.mark.parametrize("surface", EVERY)
def test_each_finding_that_is_put_aside_is_there(surface: str, weeks: list[Week]) -> None:
    for week in weeks:
        text = in_one_line(EVERY[surface](week))
        aside = {each.finding.code for each in week.review.acknowledged}
        assert left_out(aside, text, ASIDE) == set()


@pytest.mark.parametrize("surface", PEOPLE)
def test_the_verdict_is_the_same_words_everywhere(surface: str, weeks: list[Week]) -> None:
    for week in weeks:
        assert in_one_line(story.verdict(week.review)) in in_one_line(PEOPLE[surface](week))


def test_each_caution_with_a_last_day_is_an_event_that_says_what_it_is(weeks: list[Week]) -> None:
    count = 0
    for week in weeks:
        calendar = icalendar.Calendar.from_ical(ics.of_review(week.review, plan=week.plan))
        told = [
            (each.decoded("DTSTART"), str(each["DESCRIPTION"])) for each in calendar.walk("VEVENT")
        ]
        for finding in week.review.judgement.findings:
            if finding.severity > Severity.INFO and finding.clears_on is not None:
                count += 1
                (words,) = (
                    words
                    for day, words in told
                    if day == finding.clears_on and finding.message in words
                )
                assert f"{finding.name} ({finding.code})" in words
                assert finding.advice in words
    assert count >= 2


def test_what_is_left_out_is_seen() -> None:
    assert left_out({"LW101", "LW104"}, "LW101 is open.") == {"LW104"}
    assert left_out({"LW101", "LW104"}, "LW101 is open, 1 more finding.") == set()
    assert left_out({"LW101", "LW104", "LW204"}, "Also 1 more finding.") != set()
