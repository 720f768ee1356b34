"""What a file and an activity are, in sentences that text and page share."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from loadwatch.importer.states import IMPORTED
from loadwatch.language import _, numbered
from loadwatch.report.words import shown_name, sport_words, start_words, state_words
from loadwatch.show.strip import clock
from loadwatch.show.views import ActivityView, FileView, MemberView
from loadwatch.shown import distance

MOST_REFUSED = 12
"""Files that are named with what became of them; the others are counted. [files; choice]"""


def file_words(file: FileView) -> str:
    """How much is in it; nothing of one activity."""
    activities = numbered(len(file.activities), "{n} activity", "{n} activities")
    if any(member.name is not None for member in file.members):
        files = numbered(len(file.members), "{n} file", "{n} files")
        return _("archive of {files}, {activities}").format(files=files, activities=activities)
    if len(file.activities) > 1:
        return _("{activities}; --activity N shows one").format(activities=activities)
    return ""


def refused_words(file: FileView) -> tuple[list[str], int]:
    """What became of files that were not simply imported, and how many more there are."""
    told = [member for member in file.members if member.state != IMPORTED]
    return list(map(_state, told[:MOST_REFUSED])), max(len(told) - MOST_REFUSED, 0)


def _state(member: MemberView) -> str:
    name = "" if member.name is None else f"{shown_name(member.name)}: "
    reason = shown_name(member.reason, 1000)
    state = state_words(member.state)
    return f"{name}{state}: {reason}" if reason else f"{name}{state}"


def title(activity: ActivityView, of: int) -> str:
    """Its number, if there are several, its sport and its device."""
    sport = sport_words(activity.sport)
    if activity.sub_sport not in (None, "generic"):
        sport = f"{sport} ({sport_words(str(activity.sub_sport))})"
    sport = shown_name(sport.replace("_", " "), 60)
    told = f"{sport}, {shown_name(activity.device, 60)}"
    if of == 1:
        return told
    return _("Activity {number} of {of}: {title}").format(number=activity.number, of=of, title=told)


def facts(activity: ActivityView) -> Iterator[str]:
    """When, how long and how far it was."""
    start = None if activity.start_s is None else datetime.fromtimestamp(activity.start_s, UTC)
    yield _("Start: {moment}").format(moment=start_words(start, activity.utc_offset_s))
    unknown = _("unknown")
    yield _("From start to end {elapsed}, timer running {timer}, distance {distance}").format(
        elapsed=clock(activity.elapsed_s),
        timer=unknown if activity.timer_s is None else clock(activity.timer_s),
        distance=unknown if activity.distance_m is None else distance(activity.distance_m, 2),
    )


def unjudged(activity: ActivityView) -> Iterator[str]:
    """Why run and walk are not told apart; nothing where they are."""
    if not activity.is_on_foot:
        told = _(
            "Not on foot ({sport}): run and walk are not told apart, no impacts are counted."
        ).format(sport=shown_name(sport_words(activity.sport)))
        if activity.sport == "generic":
            told = _(
                "The file names no sport and does not move as people on foot do: run and walk are "
                "not told apart, no impacts are counted."
            )
        yield told
    elif activity.unjudged_reason is not None:
        yield _("Run and walk: unknown; {reason}.").format(reason=activity.unjudged_reason)
        if activity.most_impacts is None:
            yield _("Impacts: unknown.")
        else:
            yield _("Impacts: unknown, {most} at the very most.").format(
                most=f"{activity.most_impacts:,.0f}"
            )
