"""One night: for each target choose, mark, send and mark again; then the heartbeat."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from loadwatch.errors import NotifyError
from loadwatch.language import _
from loadwatch.notify.ledger import FAILED, SENT, UNKNOWN, Ledger, Told, claim, close, read_ledger
from loadwatch.notify.select import digest_line, due_digest, lines_for, new_findings
from loadwatch.notify.send import UnansweredError, beat, check_installed, deliver
from loadwatch.notify.targets import Config, Target
from loadwatch.notify.words import Message, digest, news, trial
from loadwatch.plan import Plan
from loadwatch.report import Review, render_text


@dataclass
class Outcome:
    """What a run did.

    Parameters
    ----------
    sent : list of str
        One sentence for each message that went out.
    problems : list of str
        One sentence for each target, or thing, that failed.
    notes : list of str
        What is odd and stops nothing.
    """

    sent: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Night:
    """What is told from.

    Parameters
    ----------
    review : Review
        As of today.
    now : datetime
        Local time with its offset.
    last_import : date or None
        Day of the last import; None where nothing is kept of it.
    import_before : date or None
        Day of the one before it.
    whose : str
        The athlete, as told to ``--name``, where there are several.
    has_detail : bool
        Whether every target gets the sentences, whatever it asked for.
    plan : Plan or None
        Of the next run, for the digest.
    """

    review: Review
    now: datetime
    last_import: date | None = None
    whose: str = ""
    has_detail: bool = False
    import_before: date | None = None
    plan: Plan | None = None


def tell(config: Config, ledger: Path, night: Night) -> Outcome:
    """Send to every target what is new to it, and the digest that is due.

    Parameters
    ----------
    config : Config
        Who is told.
    ledger : Path
        Where it is kept what was told.
    night : Night
        What there is to tell.

    Raises
    ------
    NotifyError
        If nothing at all can be sent: no apprise, or a ledger that cannot be read.
    """
    check_installed()
    outcome = Outcome(notes=list(read_ledger(ledger).problems))
    for target in config.targets:
        for what, choose in _matters(target, night):
            try:
                _tell(config, target, ledger, night, choose, outcome)
            except NotifyError as error:
                outcome.problems.append(f"{target.name}: {what} not sent: {error}")
    heartbeat(config, outcome)
    return outcome


def pending(config: Config, ledger: Path, night: Night) -> list[tuple[str, Message]]:
    """What a run would send now, and to whom; nothing is written."""
    known = read_ledger(ledger)
    return [
        (target.name, message)
        for target in config.targets
        for _what, choose in _matters(target, night)
        for _lines, message in [choose(known)]
        if message is not None
    ]


def try_out(config: Config) -> Outcome:
    """Send a test to every target and call the heartbeat; nothing is kept of it."""
    check_installed()
    outcome = Outcome()
    for target in config.targets:
        report = ("loadwatch-test.txt", _("The report will be attached like this.") + "\n")
        try:
            deliver(
                target, trial(target.name), timeout_s=config.timeout_s,
                report=report if target.has_report else None,
            )  # fmt: skip
            outcome.sent.append(f"{target.name}: the test was sent")
        except NotifyError as error:
            outcome.problems.append(f"{target.name}: the test was not sent: {error}")
    heartbeat(config, outcome, always=True)
    return outcome


Choice = Callable[[Ledger], tuple[list[Told], Message | None]]


def _matters(target: Target, night: Night) -> list[tuple[str, Choice]]:
    """What a target may have to hear, each with the choice of it."""

    def fresh(ledger: Ledger) -> tuple[list[Told], Message | None]:
        found = new_findings(
            night.review.judgement, ledger, target.name, level=target.level, now=night.now
        )
        if not found:
            return [], None
        has_detail = target.has_detail or night.has_detail
        message = news(night.review, found, has_detail=has_detail, whose=night.whose)
        return lines_for(found, target.name, night.now), message

    def weekly(ledger: Ledger) -> tuple[list[Told], Message | None]:
        day = due_digest(ledger, target.name, weekday=target.digest, now=night.now)
        if day is None:
            return [], None
        message = digest(
            night.review, night.now.date(), last_import=night.last_import,
            import_before=night.import_before, whose=night.whose, plan=night.plan,
        )  # fmt: skip
        return [digest_line(day, target.name, night.now)], message

    return [("what is new was", fresh), ("the digest was", weekly)]


def _tell(
    config: Config, target: Target, ledger: Path, night: Night, choose: Choice, outcome: Outcome
) -> None:
    messages: list[Message | None] = []

    def chosen(known: Ledger) -> list[Told]:
        lines, message = choose(known)
        messages.append(message)
        return lines

    lines = claim(ledger, chosen)
    message = messages[-1]
    if not lines or message is None:
        return
    report = None
    if target.has_report:
        report = (f"loadwatch-{night.now:%Y-%m-%d}.txt", render_text(night.review))
    try:
        deliver(target, message, timeout_s=config.timeout_s, report=report)
    except NotifyError as error:
        close(ledger, lines, state_after(error), night.now)
        raise
    close(ledger, lines, SENT, night.now)
    outcome.sent.append(f"{target.name}: {message.title}")


def state_after(error: NotifyError) -> str:
    """What the ledger keeps of a message that was not seen to arrive."""
    return UNKNOWN if isinstance(error, UnansweredError) else FAILED


def heartbeat(config: Config, outcome: Outcome, *, always: bool = False) -> None:
    """Only a run in which nothing failed is a sign of life."""
    if outcome.problems and not always:
        return
    try:
        if beat(config):
            outcome.sent.append("heartbeat: called")
    except NotifyError as error:
        outcome.problems.append(f"heartbeat: not called: {error}")
