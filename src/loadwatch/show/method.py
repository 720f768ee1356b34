"""How sure the impacts are, what told run from walk, and what was repaired: in words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from loadwatch.report.words import plural, shown_name, wrapped
from loadwatch.show.strip import clock
from loadwatch.show.tables import percent
from loadwatch.show.views import ActivityView, ImpactsView, MethodView

MOSTLY = 0.9
"""Where the watch judged less of the time than this, it is said. [share; choice]"""
SOURCE_WORDS = {
    "strides": "the watch's own stride total, shared out over time",
    "cadence": "the recorded cadence",
    "model": "a model of speed and body height, for want of cadence",
}
WAY_WORDS = {
    "cadence": "cadence",
    "speed": "speed alone",
    "lap": "steps of the workout",
    "estimated": "the gait on both sides of a gap in the recording",
}


def impact_lines(activity: ActivityView) -> Iterator[str]:
    """Foot strikes, and what the watch itself says.

    Parameters
    ----------
    activity : ActivityView
        A judged one.
    """
    yield "How sure"
    if activity.impacts is not None:
        yield from wrapped(_impacts(activity.impacts))
        steps, own = activity.impacts.steps_from_records, activity.impacts.device_steps
        if own is not None:
            yield from wrapped(
                f"The watch counted {own:,.0f} steps in all (strides times two); its recorded "
                f"cadence adds up to {_compared(steps, own)}."
            )
    yield from wrapped(_verdict(activity))


def _verdict(activity: ActivityView) -> str:
    verdict = activity.verdict
    if verdict is None:
        return "The file gives no run and walk times of the watch's own to compare with."
    told = ", ".join(
        f"{gait} {clock(own_s)} (here {clock(verdict.here_s[gait])})"
        for gait, own_s in verdict.device_s.items()
    )
    of = ""
    if verdict.covered_s < MOSTLY * activity.elapsed_s:
        of = f" on {clock(verdict.covered_s)} of {clock(activity.elapsed_s)}, the rest not judged"
    return f"The watch's own verdict{of}: {told}."


def _compared(steps: float | None, own: float) -> str:
    """Recorded steps, and how far they lie from the watch's total if by over a hundredth."""
    if steps is None:
        return "unknown"
    apart = 100 * (steps - own) / own
    return f"{steps:,.0f} ({apart:+.0f} %)" if abs(apart) >= 1 else f"{steps:,.0f}"


def _impacts(impacts: ImpactsView) -> str:
    if not impacts.run_count or impacts.low is None or impacts.high is None:
        return "No running was found, so there are no impacts while running."
    source = SOURCE_WORDS.get(impacts.source, impacts.source)
    height = f" (taken as {impacts.height_m:.2f} m)" if impacts.source == "model" else ""
    return (
        f"{impacts.run_count:,.0f} impacts while running, most likely between {impacts.low:,.0f} "
        f"and {impacts.high:,.0f} (±{impacts.uncertainty_pct:.0f} %), from {source}{height}."
    )


def method_lines(activity: ActivityView) -> Iterator[str]:
    """What told run from walk, and by which limits.

    Parameters
    ----------
    activity : ActivityView
        A judged one.
    """
    method = activity.method
    yield "What told run from walk"
    if method is None or method.cadence_known_pct is None:
        yield "  Nothing in it moves as walking or running does."
        return
    yield from wrapped(_decided(method))
    limits = method.thresholds
    if method.cadence_known_pct:
        doubled = "strides, so it is doubled" if method.cadence_factor > 1 else "steps, as here"
        yield from wrapped(f"The cadence of this file counts {doubled}.")
        yield from wrapped(
            f"By cadence, running begins here at {limits['enter_run_spm']:.0f} steps/min and ends "
            f"under {limits['leave_run_spm']:.0f}."
        )
    if "speed" in method.decided_by_pct:
        yield from wrapped(
            f"By speed, running begins here at {limits['enter_run_mps']:.1f} m/s and ends under "
            f"{limits['leave_run_mps']:.1f}."
        )
    for gait, ranges in method.ranges.items():
        if ranges:
            yield from wrapped(f"Most of the {gait}: {_ranges(ranges)}.")


def _decided(method: MethodView) -> str:
    known = percent(method.cadence_known_pct or 0)
    ways = ", ".join(
        f"{WAY_WORDS.get(way, way)} {percent(share)}"
        for way, share in sorted(method.decided_by_pct.items(), key=lambda item: -item[1])
    )
    return f"Cadence is known in {known} of the moving time. Decided by: {ways}."


def _ranges(ranges: Mapping[str, tuple[float, float]]) -> str:
    parts = []
    if "cadence_spm" in ranges:
        low, high = ranges["cadence_spm"]
        parts.append(f"{low:.0f} to {high:.0f} steps/min")
    if "speed_mps" in ranges:
        low, high = ranges["speed_mps"]
        parts.append(f"{low:.1f} to {high:.1f} m/s")
    return ", ".join(parts)


def note_lines(activity: ActivityView) -> Iterator[str]:
    """What was masked, repaired or doubted, with counts.

    Parameters
    ----------
    activity : ActivityView
        Any.
    """
    yield ""
    if not activity.notes:
        yield "Notes: nothing had to be masked, repaired or doubted."
        return
    yield f"Notes ({plural(len(activity.notes), 'thing')} masked, repaired or doubted)"
    for note in activity.notes:
        is_counted = note.count > 1 and not re.search(r"\d", note.message)
        times = f" ({note.count:,})" if is_counted else ""
        yield from wrapped(f"- {shown_name(note.message, 1000)}{times}", "  ", "    ")
