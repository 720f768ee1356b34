"""Sentences for going back and for holding a stage."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from loadwatch.language import _
from loadwatch.load import History
from loadwatch.programme.ladder import Ladder
from loadwatch.programme.pain import Reading
from loadwatch.shown import day_words

PAIN_RULE = "pain-response"
HOLDING_RULES = ("session-spike", "base-ratio", PAIN_RULE)
"""An open caution of one of these holds the stage. (evidence.md 7.1)"""
SEE_SOMEONE = _("have it looked at by a doctor or physiotherapist before the next run")


def why_back(found: Sequence[Reading], limit: float, never: float) -> list[str]:
    """What asks to go one stage back."""
    last = found[-1]
    reasons = []
    if last.peak is not None and last.peak > never:
        reasons.append(
            _("Pain of {peak:g} of 10 with the last session is above {never:g}.").format(
                peak=last.peak, never=never
            )
        )
    if last.is_settled is False:
        reasons.append(_("Pain was not back to usual by the next morning."))
    if reasons and last.has_leg_symptoms:
        reasons.append(_("There are leg symptoms in the diary: {what}.").format(what=SEE_SOMEONE))
    if not reasons and len(found) > 1 and all(_is_hold(each, limit) for each in found[-2:]):
        reasons.append(
            _("Two sessions in a row had pain above {limit:g} of 10.").format(limit=limit)
        )
    return reasons


def _is_hold(reading: Reading, limit: float) -> bool:
    return reading.peak is not None and reading.peak > limit


def why_hold_by_pain(found: Sequence[Reading], limit: float) -> list[str]:
    """What in the diary allows no step up."""
    reasons = []
    if any(each.has_leg_symptoms for each in found):
        reasons.append(_("There are leg symptoms in the diary: {what}.").format(what=SEE_SOMEONE))
    peak = max((each.peak for each in found if each.peak is not None), default=0.0)
    if peak > limit:
        reasons.append(
            _("Pain of {peak:g} of 10 with these sessions; {limit:g} allows a step up.").format(
                peak=peak, limit=limit
            )
        )
    if any(each.is_settled is False for each in found):
        reasons.append(_("After one of these sessions pain had not settled by the next morning."))
    return reasons


def why_hold_by_rules(open_cautions: frozenset[str]) -> list[str]:
    """Rules whose caution holds the stage."""
    names = [name for name in HOLDING_RULES if name in open_cautions]
    return [_("Open with a caution: {names}.").format(names=", ".join(names))] if names else []


def why_hold_by_gap(history: History, gap_days: int) -> list[str]:
    """A pause that is no break yet."""
    gap = (history.as_of - history.runs["local_date"].iloc[-1].date()).days
    return [_("No run on file for {gap} days.").format(gap=gap)] if gap >= gap_days else []


def why_hold_by_time(
    session_count: int, days_from: date, ladder: Ladder, as_of: date, limit: float, *, is_last: bool
) -> list[str]:
    """Sessions and days at the stage that are still lacking."""
    lacking = session_count < ladder.sessions_to_advance
    reasons = []
    if lacking:
        reasons.append(
            _("{count} of the {needed} sessions at this stage.").format(
                count=session_count, needed=ladder.sessions_to_advance
            )
        )
    if as_of >= days_from:
        return reasons
    reasons.append(
        _("The days at this stage are complete on {day}.").format(day=day_words(days_from))
    )
    if not lacking and not is_last:
        reasons.append(
            _(
                "From then on the next stage, if pain stays at {limit:g} of 10 or below and is "
                "back to usual by "
                "the next morning."
            ).format(limit=limit)
        )
    return reasons
