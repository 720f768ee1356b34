"""What a person corrected and acknowledged, in lines of a report and in JSON."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time
from typing import Any

from loadwatch.language import _, numbered
from loadwatch.load.corrected import Change, CorrectedSession
from loadwatch.report._base import Acknowledged, CorrectionsUse, Review
from loadwatch.report.plain import plain
from loadwatch.report.words import shown_name, sport_words, wrapped
from loadwatch.rules import level_words
from loadwatch.shown import distance, long_day, time_of_day

MOST_LISTED = 6


def acknowledged_lines(review: Review) -> Iterator[str]:
    """One line for each finding that is put aside."""
    if review.acknowledged:
        yield ""
    for each in acknowledged_words(review):
        yield from wrapped(each, "", "  ")


def acknowledged_words(review: Review) -> Iterator[str]:
    """A sentence for each finding that is put aside."""
    for each in review.acknowledged:
        yield _acknowledged(each)


def _acknowledged(each: Acknowledged) -> str:
    found = each.finding
    if each.until is None:
        words = _("Acknowledged until it is over: {name} ({id}, {level}). It is still open.")
        return words.format(name=found.name, id=found.finding_id, level=level_words(found.severity))
    words = _("Acknowledged until {day}: {name} ({id}, {level}). It is still open.")
    day = long_day(each.until)
    return words.format(
        day=day, name=found.name, id=found.finding_id, level=level_words(found.severity)
    )


def corrected_lines(review: Review) -> Iterator[str]:
    """What was corrected, and what of the files cannot be used."""
    use = review.corrections
    if use is None:
        return
    for each in use.sessions[:MOST_LISTED]:
        told = _("Corrected by you: {what}.").format(what=_words(each))
        yield from wrapped(told, "  ", "    ")
    yield from more_lines(len(use.sessions) - MOST_LISTED)
    for problem in use.problems[:MOST_LISTED]:
        told = _("Not used: {what}.").format(what=shown_name(problem, 400))
        yield from wrapped(told, "  ", "    ")
    yield from more_lines(len(use.problems) - MOST_LISTED)


def more_lines(count: int) -> Iterator[str]:
    """How many are left out of a list, if any."""
    if count > 0:
        words = numbered(
            count, "and {n} more; --format json has them all",
            "and {n} more; --format json has them all",
        )  # fmt: skip
        yield f"    {words}"


def corrections_json(use: CorrectionsUse) -> dict[str, Any]:
    """The corrections as JSON."""
    return {
        "folder": use.folder,
        "sessions": [
            {
                "session_id": each.session_id,
                "is_excluded": each.is_excluded,
                "changes": [
                    {"what": change.what, "was": plain(change.was), "now": plain(change.now)}
                    for change in each.changes
                ],
            }
            for each in use.sessions
        ],
        "problems": list(use.problems),
    }


def until_json(each: Acknowledged) -> str | None:
    """Last day on which a finding is put aside; None until it is over."""
    return None if each.until is None else each.until.isoformat()


def _words(each: CorrectedSession) -> str:
    parts = [_("excluded, it counts nowhere")] * each.is_excluded
    parts += [_change(change) for change in each.changes]
    return f"{each.session_id}: {'; '.join(parts)}"


def _change(change: Change) -> str:
    name, now, was = change.what, change.now, change.was
    if name == "apart":
        return _("a run of its own, no copy")
    if name == "distance_km":
        before = _("not known") if was is None else distance(1000 * float(str(was)), 2)
        words = _("distance {now} (recorded {was})")
        return words.format(now=distance(1000 * float(str(now)), 2), was=before)
    if name == "cadence_factor":
        is_steps = float(str(now)) == 1.0
        return _("its cadence counts steps") if is_steps else _("its cadence counts strides")
    told = sport_words if name == "sport" else _moment
    words = (
        _("sport {now} (recorded {was})") if name == "sport" else _("start {now} (recorded {was})")
    )
    return words.format(now=told(str(now)), was=told(str(was)) if was else _("not known"))


def _moment(told: str) -> str:
    """A day and a time by the reader's clock, with the zone that stands behind it."""
    day, clock, *zone = told.split()
    return " ".join([day, time_of_day(time.fromisoformat(clock)), *zone])
