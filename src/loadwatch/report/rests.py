"""What a review rests on, in sentences: files, weeks, estimates, devices."""

from __future__ import annotations

from collections.abc import Iterator

from loadwatch.language import _, numbered
from loadwatch.report._base import Review
from loadwatch.report.words import sport_words

TOP_REASONS = 3
"""Reasons for skipping files that are named; the others are counted. [choice]"""


def rests_on(review: Review) -> Iterator[str]:
    """What the judgement rests on, a sentence for each thing."""
    coverage = review.coverage
    states = ", ".join(_state(name, count) for name, count in coverage.file_states.items())
    yield _("Files: {states}.").format(states=states or _("none"))
    if coverage.skipped_reasons:
        reasons = list(coverage.skipped_reasons.items())
        shown = [f"{count:,} {reason}" for reason, count in reasons[:TOP_REASONS]]
        more = sum(count for _reason, count in reasons[TOP_REASONS:])
        shown += [numbered(more, "{n} more", "{n} more")] * bool(more)
        yield _("Skipped: {reasons}.").format(reasons="; ".join(shown))
    if coverage.weeks:
        yield _(
            "Weeks: {judged} of {weeks} judged; {days} without a file and no reason to call them "
            "rest."
        ).format(
            judged=coverage.weeks_judged, weeks=coverage.weeks,
            days=numbered(coverage.unobserved_days, "{n} day", "{n} days"),
        )  # fmt: skip
    if coverage.estimated_share:
        yield _("{percent} % of all run impacts are estimated from speed.").format(
            percent=f"{100 * coverage.estimated_share:.0f}"
        )
    if coverage.unknown_run_count:
        yield numbered(
            coverage.unknown_run_count,
            "{n} run with unknown impacts.", "{n} runs with unknown impacts.",
        )  # fmt: skip
    if coverage.undated_session_count:
        yield numbered(
            coverage.undated_session_count,
            "{n} session without a date, in no week.",
            "{n} sessions without a date, in no week.",
        )
    if coverage.not_counted:
        others = ", ".join(
            f"{count} {sport_words(sport)}" for sport, count in coverage.not_counted.items()
        )
        yield _("Not counted as impacts: {sports}.").format(sports=others)
    if coverage.several_serials:
        yield _(
            "Recordings come from {n} devices with different serial numbers. If they belong to "
            "several people, analyse each person's folder on its own."
        ).format(n=serial_count(review))


def serial_count(review: Review) -> int:
    """Devices with a serial number."""
    return sum(1 for device in review.coverage.devices if device["serial"] is not None)


def _state(name: str, count: int) -> str:
    """So many files in a state."""
    n = f"{count:,}"
    told = {
        "imported": _("{n} imported"),
        "partial": _("{n} partial"),
        "duplicate": _("{n} duplicate"),
        "skipped": _("{n} skipped"),
        "quarantined": _("{n} quarantined"),
        "ignored": _("{n} ignored"),
    }
    return told[name].format(n=n)
