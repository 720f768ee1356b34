"""One night over several athletes: one message for a coach, however many have something new.

What was told of an athlete is kept in the ledger of that athlete's own library.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from loadwatch.errors import NotifyError
from loadwatch.language import _, numbered
from loadwatch.notify.ledger import (
    FAILED,
    LEDGER_NAME,
    SENT,
    Ledger,
    Told,
    claim,
    close,
    read_ledger,
)
from loadwatch.notify.letter import Letter, Person, as_html
from loadwatch.notify.run import Outcome, heartbeat, state_after
from loadwatch.notify.select import digest_line, due_digest, lines_for, new_findings
from loadwatch.notify.send import check_installed, deliver
from loadwatch.notify.targets import Config, Target
from loadwatch.notify.words import (
    Message,
    counted,
    has_symptom,
    little,
    message_of,
    person_of,
)
from loadwatch.report import Review, story
from loadwatch.report.roster import AthleteRow, Roster, render_text
from loadwatch.report.words import ago, shown_name
from loadwatch.rules import Finding
from loadwatch.shown import long_day


@dataclass(frozen=True)
class Athlete:
    """One of several: the folder, which has the athlete's name, and what was judged."""

    folder: Path
    review: Review


@dataclass(frozen=True)
class Nights:
    """What is told from.

    Parameters
    ----------
    base : Path
        Folder of all libraries.
    athletes : sequence of Athlete
        Those that could be judged.
    roster : Roster
        All of them, for the digest.
    now : datetime
        Local time with its offset.
    has_detail : bool
        Whether every target gets the sentences, whatever it asked for.
    """

    base: Path
    athletes: Sequence[Athlete]
    roster: Roster
    now: datetime
    has_detail: bool = False


MOST_LETTERS = 600
"""Of a sentence with names in it. [letters; choice]"""
News = list[tuple[Athlete, list[Finding]]]


def tell_of_all(config: Config, nights: Nights) -> Outcome:
    """Send to every target one message of all that is new to it, and the digest that is due.

    Raises
    ------
    NotifyError
        If nothing at all can be sent.
    """
    check_installed()
    broken = [
        f"{shown_name(row.name)}: {shown_name(row.problem, MOST_LETTERS)}"
        for row in nights.roster.rows
        if row.code
    ]
    outcome = Outcome(problems=broken)
    for target in config.targets:
        for what, send in (("what is new was", _send_news), ("the digest was", _send_digest)):
            try:
                send(config, target, nights, outcome)
            except NotifyError as error:
                outcome.problems.append(f"{target.name}: {what} not sent: {error}")
    heartbeat(config, outcome)
    return outcome


def pending_of_all(config: Config, nights: Nights) -> list[tuple[str, Message]]:
    """What a run would send now, and to whom; nothing is written."""
    found = []
    for target in config.targets:
        news = [
            (each, fresh)
            for each in nights.athletes
            if (fresh := _fresh(each, read_ledger(each.folder / LEDGER_NAME), target, nights))
        ]
        found += [(target.name, _words(news, target, nights))] if news else []
        known = read_ledger(nights.base / LEDGER_NAME)
        if due_digest(known, target.name, weekday=target.digest, now=nights.now) is not None:
            found.append((target.name, digest_of_all(nights)))
    return found


def _send_news(config: Config, target: Target, nights: Nights, outcome: Outcome) -> None:
    news: News = []
    claimed: list[tuple[Path, list[Told]]] = []
    for each in nights.athletes:
        ledger, fresh = each.folder / LEDGER_NAME, list[Finding]()

        def chosen(known: Ledger, each: Athlete = each, fresh: list[Finding] = fresh) -> list[Told]:
            fresh[:] = _fresh(each, known, target, nights)
            return lines_for(fresh, _name(target), nights.now)

        try:
            lines = claim(ledger, chosen)
        except NotifyError as error:
            outcome.problems.append(f"{target.name}: {shown_name(each.folder.name)}: {error}")
            continue
        if lines:
            claimed.append((ledger, lines))
            news.append((each, fresh))
    if news:
        _deliver(config, target, _words(news, target, nights), nights, claimed, outcome)


def _send_digest(config: Config, target: Target, nights: Nights, outcome: Outcome) -> None:
    ledger = nights.base / LEDGER_NAME

    def chosen(known: Ledger) -> list[Told]:
        day = due_digest(known, target.name, weekday=target.digest, now=nights.now)
        return [] if day is None else [digest_line(day, target.name, nights.now)]

    if lines := claim(ledger, chosen):
        _deliver(config, target, digest_of_all(nights), nights, [(ledger, lines)], outcome)


def _deliver(
    config: Config, target: Target, message: Message, nights: Nights,
    claimed: Sequence[tuple[Path, list[Told]]], outcome: Outcome,
) -> None:  # fmt: skip
    report = None
    if target.has_report:
        report = (f"loadwatch-{nights.now:%Y-%m-%d}.txt", render_text(nights.roster))
    state = FAILED
    try:
        deliver(target, message, timeout_s=config.timeout_s, report=report)
        state = SENT
    except NotifyError as error:
        state = state_after(error)
        raise
    finally:
        for ledger, lines in claimed:
            close(ledger, lines, state, nights.now)
    outcome.sent.append(f"{target.name}: {message.title}")


def _fresh(each: Athlete, known: Ledger, target: Target, nights: Nights) -> list[Finding]:
    return new_findings(
        each.review.judgement, known, _name(target), level=target.level, now=nights.now
    )


def _name(target: Target) -> str:
    """In an athlete's ledger; no target of the athlete's own can have a slash in its name."""
    return f"all/{target.name}"


def _words(news: News, target: Target, nights: Nights) -> Message:
    findings = [finding for _each, found in news for finding in found]
    title = _("loadwatch: {news} for {athletes}").format(
        news=counted(findings), athletes=numbered(len(news), "{n} athlete", "{n} athletes")
    )
    if not (target.has_detail or nights.has_detail):
        return Message(title, little(title, findings, " --all"))
    people = [person_of(each.review, found, shown_name(each.folder.name)) for each, found in news]
    return message_of(title, Letter(people, has_symptom=has_symptom(findings)))


def digest_of_all(nights: Nights) -> Message:
    """All athletes: the table as text, and for mail each with the verdict."""
    rows = nights.roster.rows
    title = _("loadwatch: {athletes}, the week to {day}").format(
        athletes=numbered(len(rows), "{n} athlete", "{n} athletes"),
        day=long_day(nights.now.date()),
    )
    judged = {each.folder.name: each.review for each in nights.athletes}
    told = [f"{shown_name(row.name)}: {'; '.join(row.red_flags)}" for row in rows if row.red_flags]
    letter = Letter(
        [_in_short(row, judged.get(row.name)) for row in rows],
        has_symptom=bool(told),
        alarm=_("Told in a diary: {symptoms}.").format(symptoms=". ".join(told)) if told else "",
        facts=[shown_name(each, MOST_LETTERS) for each in nights.roster.shared],
    )
    return Message(title, render_text(nights.roster), as_html(title, letter))


def _in_short(row: AthleteRow, review: Review | None) -> Person:
    """An athlete among many: the verdict, which names what comes first, and how much is open."""
    name = shown_name(row.name)
    if review is None:
        return Person(shown_name(row.problem, 600), (), name)
    count = numbered(len(row.findings), "{n} open finding", "{n} open findings")
    span = _("{findings}; no run on file.").format(findings=count)
    if row.last_run is not None:
        span = _("{findings}; last run {ago}.").format(
            findings=count, ago=ago(row.last_run, row.as_of)
        )
    return Person(story.verdict(review), (), name, span)
