"""What a person set right, brought to the sessions before and to the findings after judging."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from loadwatch.athlete import Athlete
from loadwatch.corrections import NEVER_ACKNOWLEDGED, Told
from loadwatch.importer import Import, apart
from loadwatch.load.corrected import Corrected, corrected
from loadwatch.report import Acknowledged, CorrectionsUse
from loadwatch.rules import Finding, Judgement, Severity, same_episode


def parted(found: Import, told: Told | None) -> Import:
    """Sessions that have been read, those apart that a person said are no copies."""
    return found if told is None else apart(found, told.apart_ids)


def set_right(found: Import, told: Told | None, athlete: Athlete | None = None) -> Corrected:
    """Rows of sessions that have been read, with the corrections."""
    home_zone = ZoneInfo(athlete.zone) if athlete and athlete.zone else None
    rows = [session.row for session in found.sessions]
    return corrected(rows, () if told is None else told.corrections, home_zone=home_zone)


def corrections_use(right: Corrected, told: Told | None) -> CorrectionsUse | None:
    """What a review says of corrections; None where nothing was told."""
    problems = [*(() if told is None else told.problems), *right.problems]
    if told is None or not (told.paths or problems):
        return None
    return CorrectionsUse(str(told.folder), right.sessions, problems)


def set_aside(
    judgement: Judgement, told: Told | None, as_of: date | None
) -> tuple[Judgement, list[Acknowledged]]:
    """Findings without those that a person knows of, and those.

    One that has become more severe than it was then is a finding again, and warnings of symptoms
    always are. Late files that move the first day of one make it no other.
    """
    if told is None or as_of is None:
        return judgement, []
    known = {
        each.finding_id: each
        for each in told.acknowledgements
        if each.until is None or as_of <= each.until
    }

    def aside_of(finding: Finding) -> Acknowledged | None:
        same = [each for each in known.values() if same_episode(finding, each.finding_id)]
        if not same or finding.code in NEVER_ACKNOWLEDGED:
            return None
        each = max(same, key=lambda it: it.finding_id == finding.finding_id)
        if each.severity and finding.severity > Severity[each.severity.upper()]:
            return None
        return Acknowledged(finding, each.until)

    asides = [(finding, aside_of(finding)) for finding in judgement.findings]
    left = [finding for finding, aside in asides if aside is None]
    return replace(judgement, findings=left), [aside for _, aside in asides if aside is not None]
