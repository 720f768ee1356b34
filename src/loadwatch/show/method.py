"""How sure the impacts are, what told run from walk, and what was repaired: in words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from loadwatch.language import _, numbered
from loadwatch.report.words import gait_words, shown_name, wrapped
from loadwatch.show.strip import clock
from loadwatch.show.tables import percent
from loadwatch.show.views import ActivityView, ImpactsView, MethodView

MOSTLY = 0.9
"""Where the watch judged less of the time than this, it is said. [share; choice]"""


def _source(name: str) -> str:
    """What counted the impacts, in words."""
    return {
        "strides": _("the watch's own stride total, shared out over time"),
        "cadence": _("the recorded cadence"),
        "model": _("a model of speed and body height, for want of cadence"),
    }.get(name, name)


def _way(name: str) -> str:
    """What told one gait from another."""
    return {
        "cadence": _("cadence"),
        "speed": _("speed alone"),
        "lap": _("steps of the workout"),
        "estimated": _("the gait on both sides of a gap in the recording"),
    }.get(name, name)


def impact_lines(activity: ActivityView) -> Iterator[str]:
    """Foot strikes, and what the watch itself says.

    Parameters
    ----------
    activity : ActivityView
        A judged one.
    """
    yield _("How sure")
    for sentence in impact_words(activity):
        yield from wrapped(sentence)


def impact_words(activity: ActivityView) -> Iterator[str]:
    """The same, a sentence each."""
    if activity.impacts is not None:
        yield _impacts(activity.impacts)
        steps, own = activity.impacts.steps_from_records, activity.impacts.device_steps
        if own is not None:
            yield _(
                "The watch counted {own} steps in all (strides times two); its recorded cadence "
                "adds up to {steps}."
            ).format(own=f"{own:,.0f}", steps=_compared(steps, own))
    yield _verdict(activity)


def _verdict(activity: ActivityView) -> str:
    verdict = activity.verdict
    if verdict is None:
        return _("The file gives no run and walk times of the watch's own to compare with.")
    told = ", ".join(
        _("{gait} {own} (here {here})").format(
            gait=gait_words(gait), own=clock(own_s), here=clock(verdict.here_s[gait])
        )
        for gait, own_s in verdict.device_s.items()
    )
    if verdict.covered_s < MOSTLY * activity.elapsed_s:
        return _(
            "The watch's own verdict on {covered} of {elapsed}, the rest not judged: {told}."
        ).format(covered=clock(verdict.covered_s), elapsed=clock(activity.elapsed_s), told=told)
    return _("The watch's own verdict: {told}.").format(told=told)


def _compared(steps: float | None, own: float) -> str:
    """Recorded steps, and how far they lie from the watch's total if by over a hundredth."""
    if steps is None:
        return _("unknown")
    apart = 100 * (steps - own) / own
    return f"{steps:,.0f} ({apart:+.0f} %)" if abs(apart) >= 1 else f"{steps:,.0f}"


def _impacts(impacts: ImpactsView) -> str:
    if not impacts.run_count or impacts.low is None or impacts.high is None:
        return _("No running was found, so there are no impacts while running.")
    source = _source(impacts.source)
    if impacts.source == "model":
        source = _("{source} (taken as {height} m)").format(
            source=source, height=f"{impacts.height_m:.2f}"
        )
    return _(
        "{count} impacts while running, most likely between {low} and {high} (±{band} %), from "
        "{source}."
    ).format(
        count=f"{impacts.run_count:,.0f}",
        low=f"{impacts.low:,.0f}",
        high=f"{impacts.high:,.0f}",
        band=f"{impacts.uncertainty_pct:.0f}",
        source=source,
    )


def method_lines(activity: ActivityView) -> Iterator[str]:
    """What told run from walk, and by which limits.

    Parameters
    ----------
    activity : ActivityView
        A judged one.
    """
    yield _("What told run from walk")
    for sentence in method_words(activity):
        yield from wrapped(sentence)


def method_words(activity: ActivityView) -> Iterator[str]:
    """The same, a sentence each."""
    method = activity.method
    if method is None or method.cadence_known_pct is None:
        yield _("Nothing in it moves as walking or running does.")
        return
    yield _decided(method)
    limits = method.thresholds
    if method.cadence_known_pct:
        if method.cadence_factor > 1:
            yield _("The cadence of this file counts strides, so it is doubled.")
        else:
            yield _("The cadence of this file counts steps, as here.")
        yield _(
            "By cadence, running begins here at {enter} steps/min and ends under {leave}."
        ).format(enter=f"{limits['enter_run_spm']:.0f}", leave=f"{limits['leave_run_spm']:.0f}")
    if "speed" in method.decided_by_pct:
        yield _("By speed, running begins here at {enter} m/s and ends under {leave}.").format(
            enter=f"{limits['enter_run_mps']:.1f}", leave=f"{limits['leave_run_mps']:.1f}"
        )
    for gait, ranges in method.ranges.items():
        if ranges:
            yield _("Most of the {gait}: {ranges}.").format(
                gait=gait_words(gait), ranges=_ranges(ranges)
            )


def _decided(method: MethodView) -> str:
    ways = ", ".join(
        f"{_way(way)} {percent(share)}"
        for way, share in sorted(method.decided_by_pct.items(), key=lambda item: -item[1])
    )
    return _("Cadence is known in {share} of the moving time. Decided by: {ways}.").format(
        share=percent(method.cadence_known_pct or 0), ways=ways
    )


def _ranges(ranges: Mapping[str, tuple[float, float]]) -> str:
    words = {"cadence_spm": _("{low} to {high} steps/min"), "speed_mps": _("{low} to {high} m/s")}
    decimals = {"cadence_spm": ".0f", "speed_mps": ".1f"}
    return ", ".join(
        words[name].format(low=format(low, decimals[name]), high=format(high, decimals[name]))
        for name, (low, high) in ranges.items()
    )


def note_lines(activity: ActivityView) -> Iterator[str]:
    """What was masked, repaired or doubted, with counts.

    Parameters
    ----------
    activity : ActivityView
        Any.
    """
    yield ""
    if not activity.notes:
        yield _("Notes: nothing had to be masked, repaired or doubted.")
        return
    things = numbered(len(activity.notes), "{n} thing", "{n} things")
    yield _("Notes ({things} masked, repaired or doubted)").format(things=things)
    for told in note_words(activity):
        yield from wrapped(f"- {told}", "  ", "    ")


def note_words(activity: ActivityView) -> Iterator[str]:
    """The same, a line each."""
    for note in activity.notes:
        is_counted = note.count > 1 and not re.search(r"\d", note.message)
        times = f" ({note.count:,})" if is_counted else ""
        yield f"{shown_name(note.message, 1000)}{times}"
