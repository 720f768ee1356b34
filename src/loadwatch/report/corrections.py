"""What a person corrected and acknowledged, in lines of a report and in JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from loadwatch.language import _
from loadwatch.load.corrected import Change, CorrectedSession
from loadwatch.report._base import Acknowledged, CorrectionsUse, Review
from loadwatch.report.plain import plain
from loadwatch.report.words import shown_name, wrapped
from loadwatch.shown import long_day

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
        found = each.finding
        yield _(
            "Acknowledged until {until}: {name} ({finding_id}, {severity}). It is still open."
        ).format(
            until=_("it is over") if each.until is None else long_day(each.until),
            name=found.name,
            finding_id=found.finding_id,
            severity=found.severity,
        )


def corrected_lines(review: Review) -> Iterator[str]:
    """What was corrected, and what of the files cannot be used."""
    use = review.corrections
    if use is None:
        return
    for each in use.sessions[:MOST_LISTED]:
        yield from wrapped(f"Corrected by you: {_words(each)}.", "  ", "    ")
    if len(use.sessions) > MOST_LISTED:
        yield f"    and {len(use.sessions) - MOST_LISTED} more; --format json has them all"
    for problem in use.problems[:MOST_LISTED]:
        yield from wrapped(f"Not used: {shown_name(problem, 400)}.", "  ", "    ")
    if len(use.problems) > MOST_LISTED:
        yield f"    and {len(use.problems) - MOST_LISTED} more; --format json has them all"


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
    parts = ["excluded, it counts nowhere"] * each.is_excluded
    parts += [_change(change) for change in each.changes]
    return f"{each.session_id}: {'; '.join(parts)}"


def _change(change: Change) -> str:
    name, now, was = change.what, change.now, change.was
    if name == "distance_km":
        before = "not known" if was is None else f"{was:.2f} km"
        return f"distance {now:.2f} km (recorded {before})"
    if name == "cadence_factor":
        kinds = {1.0: "steps", 2.0: "strides"}
        return f"its cadence counts {kinds[float(str(now))]}"
    return f"{name} {now} (recorded {was or 'not known'})"
