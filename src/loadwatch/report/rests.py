"""What a review rests on, in sentences: files, weeks, estimates, devices."""

from __future__ import annotations

from collections.abc import Iterator

from loadwatch.report._base import Review
from loadwatch.report.words import plural

TOP_REASONS = 3
"""Reasons for skipping files that are named; the others are counted. [choice]"""


def rests_on(review: Review) -> Iterator[str]:
    """What the judgement rests on, a sentence for each thing."""
    coverage = review.coverage
    states = ", ".join(f"{count:,} {state}" for state, count in coverage.file_states.items())
    yield f"Files: {states or 'none'}."
    if coverage.skipped_reasons:
        reasons = list(coverage.skipped_reasons.items())
        shown = [f"{count:,} {reason}" for reason, count in reasons[:TOP_REASONS]]
        more = sum(count for _, count in reasons[TOP_REASONS:])
        yield f"Skipped: {'; '.join([*shown, *([f'{more} more'] if more else [])])}."
    if coverage.weeks:
        yield (
            f"Weeks: {coverage.weeks_judged} of {coverage.weeks} judged; "
            f"{plural(coverage.unobserved_days, 'day')} without a file and no reason to call "
            f"them rest."
        )
    if coverage.estimated_share:
        yield (
            f"{100 * coverage.estimated_share:.0f} % of all run impacts are estimated from speed."
        )
    if coverage.unknown_run_count:
        yield f"{plural(coverage.unknown_run_count, 'run')} with unknown impacts."
    if coverage.undated_session_count:
        yield (f"{plural(coverage.undated_session_count, 'session')} without a date, in no week.")
    if coverage.not_counted:
        others = ", ".join(f"{count} {sport}" for sport, count in coverage.not_counted.items())
        yield f"Not counted as impacts: {others}."
    if coverage.several_serials:
        serials = sum(1 for device in coverage.devices if device["serial"] is not None)
        yield (
            f"Recordings come from {serials} devices with different serial numbers. If they "
            "belong to several people, analyse each person's folder on its own."
        )
