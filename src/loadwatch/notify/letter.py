"""A message with detail, as text of narrow lines and as HTML for mail, in the same words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from loadwatch.language import _
from loadwatch.markup import environment
from loadwatch.notice import RED_FLAGS, WHAT_THIS_IS
from loadwatch.notify import weeks as of_weeks
from loadwatch.notify.weeks import Weeks
from loadwatch.report.story import Found
from loadwatch.report.words import wrapped

WIDTH = 72
"""Of a line of text; a mail that is quoted once or twice still fits 80. [columns]"""


@dataclass(frozen=True, slots=True)
class Person:
    """What is told of one athlete.

    Parameters
    ----------
    verdict : str
        The review in one sentence, as the terminal and the page say it.
    found : sequence of Found
        What is told, the gravest first.
    name : str
        The athlete, where there are several.
    span : str
        What is on file, in a sentence.
    """

    verdict: str
    found: Sequence[Found]
    name: str = ""
    span: str = ""


@dataclass(frozen=True)
class Letter:
    """All that a message holds below its title.

    Parameters
    ----------
    people : sequence of Person
        One, or several in a coach's message.
    heading : str
        Program, version and day.
    has_symptom : bool
        Whether a red-flag symptom was told, which is answered before all else.
    alarm : str
        The symptoms, in words of the diary; empty where they stand with what was found.
    budget_title : str
        Of the next run, with its day.
    budget : sequence of str
        How far it may go, what limits it, what a budget is; empty where it is not at hand.
    weeks : Weeks or None
        The last weeks.
    not_judged, facts : sequence of str
        What was not judged and why; what all of it rests on.
    """

    people: Sequence[Person]
    heading: str = ""
    has_symptom: bool = False
    alarm: str = ""
    budget_title: str = ""
    budget: Sequence[str] = ()
    weeks: Weeks | None = None
    not_judged: Sequence[str] = ()
    facts: Sequence[str] = ()


def as_html(title: str, letter: Letter) -> str:
    """A whole mail: one column of tables, inline styles, nothing that is fetched.

    Parameters
    ----------
    title : str
        Its subject.
    letter : Letter
        What it holds.
    """
    weeks = letter.weeks
    return (
        environment("loadwatch.notify")
        .get_template("letter.html.j2")
        .render(
            title=title,
            letter=letter,
            weeks=weeks,
            weeks_title="" if weeks is None else of_weeks.title(weeks),
            weeks_note="" if weeks is None else of_weeks.note(weeks),
            flag=of_weeks.FLAG,
            red_flag_notice=RED_FLAGS,
            what_this_is=WHAT_THIS_IS,
        )
    )


def as_text(letter: Letter) -> str:
    """The same as lines of 72 columns."""
    blocks = [
        _lines(letter.alarm, RED_FLAGS) if letter.has_symptom else [],
        _lines(letter.heading),
        *(block for person in letter.people for block in _person(person)),
        _section(letter.budget_title, letter.budget),
        _weeks(letter.weeks),
        _section(_("Not judged"), letter.not_judged),
        _section(_("What this rests on"), letter.facts),
        _lines(WHAT_THIS_IS, "" if letter.has_symptom else RED_FLAGS),
    ]
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def _person(person: Person) -> Iterator[list[str]]:
    yield _lines(person.name)
    yield _lines(person.verdict)
    yield _lines(person.span)
    for each in person.found:
        yield [
            *_lines(f"{each.level}: {each.title}"),
            *_wrapped(each.message, "  "),
            *_wrapped(f"→ {each.advice}", "  ", "    "),
            *_wrapped(each.evidence, "  "),
            *_wrapped(each.until, "  "),
        ]


def _weeks(weeks: Weeks | None) -> list[str]:
    if weeks is None or not weeks.rows:
        return []
    return [of_weeks.title(weeks), *of_weeks.lines(weeks), *_wrapped(of_weeks.note(weeks), "  ")]


def _section(title: str, sentences: Sequence[str]) -> list[str]:
    if not sentences:
        return []
    return [title, *(line for each in sentences for line in _wrapped(each, "  ", "    "))]


def _lines(*sentences: str) -> list[str]:
    return [line for each in sentences if each for line in _wrapped(each, "")]


def _wrapped(text: str, first: str, rest: str | None = None) -> list[str]:
    return wrapped(text, first, rest, width=WIDTH)
