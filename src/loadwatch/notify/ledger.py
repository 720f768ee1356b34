"""What was told to whom: ``notified.csv``, to which lines are only ever added.

A line ``sending`` is written before a message goes out and a line ``sent`` after it has. A run that
dies between the two leaves it open whether the message arrived, so the next one sends it again:
hearing of a thing twice costs a glance, never hearing of it costs what the tool is for. A server
that does not answer in time leaves it open too (``unknown``); so that one which is slow every night
does not tell the same every night, such a message is sent once more, and then once a week.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

from loadwatch.errors import NotifyError
from loadwatch.private_file import replacing
from loadwatch.rules import Severity

LEDGER_NAME = "notified.csv"
HEADER = ("finding_id", "severity", "told_at", "target", "state")
SENDING, SENT, FAILED, UNKNOWN = "sending", "sent", "failed", "unknown"
DIGEST = "digest"
IN_HAND = timedelta(minutes=15)
"""For how long a message that is being sent is left to the loadwatch that sends it. [choice]"""
TRIES = 2
"""Nights in a row that send what may have arrived. [choice]"""
REST = timedelta(days=7)
"""For how long what may have arrived after those is left alone. [choice]"""
MAX_BYTES = 16 * 2**20


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the ledger.

    Parameters
    ----------
    finding_id : str
        The finding, or a digest by its day.
    severity : str
        How much it mattered when it was told; ``digest`` for a digest.
    told_at : datetime
        When, with its offset from UTC.
    target : str
        Name of the target.
    state : str
        One of ``sending``, ``sent``, ``failed`` and ``unknown``.
    """

    finding_id: str
    severity: str
    told_at: datetime
    target: str
    state: str

    def is_in_hand(self, now: datetime) -> bool:
        """Whether another loadwatch may be sending it; one that began later may write earlier."""
        return self.state == SENDING and abs(now - self.told_at) < IN_HAND


@dataclass(frozen=True)
class Ledger:
    """What was told so far.

    Parameters
    ----------
    lines : sequence of Told
        In the order of the file.
    problems : sequence of str
        One sentence for each line that cannot be used; it stays in the file.
    """

    lines: Sequence[Told] = ()
    problems: Sequence[str] = ()

    def latest(self, target: str) -> dict[tuple[str, str], Told]:
        """The last line of each finding and severity that went to a target."""
        return {(t.finding_id, t.severity): t for t in self.lines if t.target == target}

    def is_settled(self, told: Told, now: datetime) -> bool:
        """Whether what the last line of a message tells needs no sending now.

        Parameters
        ----------
        told : Told
            As ``latest`` gives it.
        now : datetime
            With its offset from UTC.
        """
        if told.state != UNKNOWN:
            return told.state == SENT or told.is_in_hand(now)
        names = (told.finding_id, told.severity, told.target, UNKNOWN)
        tries = sum((t.finding_id, t.severity, t.target, t.state) == names for t in self.lines)
        return tries >= TRIES and now - told.told_at < REST


def digest_id(day: date) -> str:
    """Name of the digest that was due on a day."""
    return f"{DIGEST}-{day:%Y%m%d}"


def read_ledger(path: Path) -> Ledger:
    """Read a ledger; one that does not exist is empty.

    Raises
    ------
    NotifyError
        If it cannot be read: without it, everything would be told again each night.
    """
    return _parsed(_content(path))


def claim(path: Path, choose: Callable[[Ledger], Sequence[Told]]) -> list[Told]:
    """Mark what is about to be sent, in one step with the choice of it.

    Parameters
    ----------
    path : Path
        The ledger.
    choose : callable
        Gives the lines to add for what was told so far; nothing is written where it gives none.

    Raises
    ------
    NotifyError
        If the ledger cannot be read or written; nothing must be sent then.
    """
    if not choose(read_ledger(path)):
        return []
    chosen: list[Told] = []

    def lines(old: bytes) -> list[Told]:
        chosen.extend(choose(_parsed(old)))
        return chosen

    _extend(path, lines)
    return chosen


def close(path: Path, claimed: Sequence[Told], state: str, now: datetime) -> None:
    """Say of what was claimed how it ended.

    Raises
    ------
    NotifyError
        If the ledger cannot be written; what was sent is then sent again by the next run.
    """
    if claimed:
        _extend(path, lambda _: [replace(told, state=state, told_at=now) for told in claimed])


def _extend(path: Path, lines: Callable[[bytes], Sequence[Told]]) -> None:
    target = path.resolve()
    try:
        with replacing(target, "what was told", NotifyError) as file:
            old = _content(target)
            added = io.StringIO()
            writer = csv.writer(added, lineterminator="\n")
            if not old.strip():
                old = b""
                writer.writerow(HEADER)
            for told in lines(old):
                when = told.told_at.isoformat(timespec="seconds")
                writer.writerow((told.finding_id, told.severity, when, told.target, told.state))
            gap = b"" if not old or old.endswith(b"\n") else b"\n"
            file.write(old + gap + added.getvalue().encode())
    except OSError as error:
        raise NotifyError(f"{path} cannot be written: {error.strerror or error}") from error


def _content(path: Path) -> bytes:
    try:
        if not path.exists():
            return b""
        if not path.is_file():
            raise NotifyError(f"{path} is not a regular file; move it away")
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise NotifyError(f"{path} cannot be read: {error.strerror or error}") from error
    if len(content) > MAX_BYTES:
        raise NotifyError(f"{path} is larger than {MAX_BYTES // 2**20} MiB; move it away")
    return content


def _parsed(content: bytes) -> Ledger:
    told: list[Told] = []
    problems: list[str] = []
    text = content.decode("utf-8-sig", "replace").replace("\0", "\ufffd")
    for number, line in enumerate(text.splitlines(), start=1):
        cells = [cell.strip() for cell in next(csv.reader([line]), [])]
        if not any(cells) or tuple(cells) == HEADER:
            continue
        found = _told(cells)
        if found is None:
            problems.append(f"{LEDGER_NAME} line {number} is no line of what was told; delete it")
        else:
            told.append(found)
    return Ledger(told, problems)


def _told(cells: Sequence[str]) -> Told | None:
    if len(cells) != len(HEADER):
        return None
    finding_id, severity, when, target, state = cells
    known = (DIGEST, *(str(each) for each in Severity))
    if severity not in known or state not in (SENDING, SENT, FAILED, UNKNOWN):
        return None
    try:
        told_at = datetime.fromisoformat(when)
    except ValueError:
        return None
    told_at = told_at if told_at.tzinfo else told_at.astimezone()
    return Told(finding_id, severity, told_at, target, state)
