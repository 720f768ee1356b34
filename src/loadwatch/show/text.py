"""What is shown, as text for a terminal of 80 columns."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from loadwatch.importer.states import IMPORTED
from loadwatch.report.notices import notice_last
from loadwatch.report.words import ascii_only, plural, shown_name, start_words, wrapped
from loadwatch.show.method import impact_lines, method_lines, note_lines
from loadwatch.show.strip import clock, draw
from loadwatch.show.tables import bout_lines, gait_lines
from loadwatch.show.views import ActivityView, FileView, MemberView

MOST_REFUSED = 12


def render_text(
    file: FileView,
    *,
    number: int | None = None,
    every_bout: bool = False,
    plain_ascii: bool = False,
    colour: bool = False,
) -> str:
    """Plain words in 80 columns, without places.

    Parameters
    ----------
    file : FileView
        What to show.
    number : int, optional
        The only activity to show; all by default.
    every_bout : bool, default False
        Whether to list short stands and long middles too.
    plain_ascii : bool, default False
        For terminals that can show nothing else.
    colour : bool, default False
        Whether to colour the strip.
    """
    chosen = [each for each in file.activities if number in (None, each.number)]
    lines = [*_file(file)]
    for activity in chosen:
        lines += ["", *_head(activity, len(file.activities))]
        if activity.is_judged:
            lines += ["", *draw(activity.bouts, plain_ascii=plain_ascii, colour=colour)]
            lines += ["", *bout_lines(activity.bouts, every_bout=every_bout)]
            lines += ["", *gait_lines(activity)]
            lines += ["", *impact_lines(activity), "", *method_lines(activity)]
        lines += note_lines(activity)
    if chosen:
        lines += ["", *notice_last()]
    text = "\n".join(lines) + "\n"
    return ascii_only(text) if plain_ascii else text


def _file(file: FileView) -> Iterator[str]:
    yield from wrapped(shown_name(Path(file.path).name), "", "  ")
    members = file.members
    if any(member.name is not None for member in members):
        found = plural(len(members), "file")
        yield from wrapped(f"archive of {found}, {_count(len(file.activities))}")
    elif len(file.activities) > 1:
        yield from wrapped(f"{_count(len(file.activities))}; --activity N shows one")
    told = [member for member in members if member.state != IMPORTED]
    for member in told[:MOST_REFUSED]:
        yield from wrapped(_state(member), "  ", "    ")
    if len(told) > MOST_REFUSED:
        yield f"  and {len(told) - MOST_REFUSED:,} more; --format json has them all"


def _count(activities: int) -> str:
    return f"{activities:,} activities" if activities != 1 else "1 activity"


def _state(member: MemberView) -> str:
    name = "" if member.name is None else f"{shown_name(member.name)}: "
    reason = shown_name(member.reason, 1000)
    return f"{name}{member.state}: {reason}" if reason else f"{name}{member.state}"


def _head(activity: ActivityView, of: int) -> Iterator[str]:
    kind = f" ({activity.sub_sport})" if activity.sub_sport not in (None, "generic") else ""
    title = f"{activity.sport}{kind}".replace("_", " ")
    numbered = f"Activity {activity.number} of {of}: " if of > 1 else ""
    yield from wrapped(f"{numbered}{shown_name(title, 60)}, {shown_name(activity.device, 60)}", "")
    if activity.member is not None:
        yield from wrapped(shown_name(activity.member), "  ", "    ")
    start = None if activity.start_s is None else datetime.fromtimestamp(activity.start_s, UTC)
    yield from wrapped(f"Start: {start_words(start, activity.utc_offset_s)}")
    timer = "unknown" if activity.timer_s is None else clock(activity.timer_s)
    distance = "unknown"
    if activity.distance_m is not None:
        distance = f"{activity.distance_m / 1000:,.2f} km"
    yield from wrapped(
        f"From start to end {clock(activity.elapsed_s)}, timer running {timer}, distance {distance}"
    )
    if not activity.is_on_foot:
        why = f"Not on foot ({activity.sport})"
        if activity.sport == "generic":
            why = "The file names no sport and does not move as people on foot do"
        yield from wrapped(
            f"{shown_name(why)}: run and walk are not told apart, no impacts are counted."
        )
    elif activity.unjudged_reason is not None:
        yield from wrapped(f"Run and walk: unknown; {activity.unjudged_reason}.")
        most = ""
        if activity.most_impacts is not None:
            most = f", {activity.most_impacts:,.0f} at the very most"
        yield from wrapped(f"Impacts: unknown{most}.")
