"""One file → its activities, as the same code that ``analyse`` runs makes them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from loadwatch import formats
from loadwatch.activity import Activity
from loadwatch.athlete import Athlete
from loadwatch.derive.session import measure, sum_up
from loadwatch.errors import FileError
from loadwatch.formats import containers
from loadwatch.importer.reading import read_file
from loadwatch.importer.states import QUARANTINED, Reading
from loadwatch.show.sums import view_of
from loadwatch.show.trace import TraceView, trace_of
from loadwatch.show.views import ActivityView, FileView, MemberView

CHANGED = "changed while it was read; try again"


def look(
    path: Path,
    *,
    athlete: Athlete | None = None,
    with_traces: bool = False,
    with_places: bool = True,
) -> FileView:
    """Read a file, and see every activity in it bout by bout.

    Parameters
    ----------
    path : Path
        File or archive.
    athlete : Athlete, optional
        The runner's profile.
    with_traces : bool, default False
        Whether to see each of them second by second too.
    with_places : bool, default True
        Whether a trace may tell the shape of the way.
    """
    who = athlete or Athlete()
    readings = {reading.state.member: reading for reading in read_file(path, who)}
    if not path.is_file():
        return FileView(str(path), tuple(map(_unopened, readings.values())), ())
    members: list[MemberView] = []
    activities: list[ActivityView] = []
    traces: list[TraceView] = []
    try:
        with path.open("rb") as file:
            for member in containers.members(file, path.stat().st_size):
                reading = readings.get(member.name)
                if reading is None:
                    members.append(MemberView(member.name, None, QUARANTINED, CHANGED))
                    continue
                state = reading.state
                format_ = _format(member.data)
                members.append(MemberView(member.name, format_, state.state, state.reason))
                for activity in _activities(member, reading):
                    measured = measure(activity, height_m=who.body_height_m)
                    summary = sum_up(activity, measured, who)
                    number = len(activities) + 1
                    activities.append(
                        view_of(activity, measured, summary, number, member.name, who.body_height_m)
                    )
                    if with_traces:
                        traces.append(trace_of(measured, summary, number, with_places=with_places))
    except OSError:
        return FileView(str(path), tuple(map(_unopened, readings.values())), ())
    return FileView(str(path), tuple(members), tuple(activities), tuple(traces))


def _unopened(reading: Reading) -> MemberView:
    return MemberView(reading.state.member, None, reading.state.state, reading.state.reason)


def _format(data: bytes) -> str | None:
    try:
        return formats.identify(data[: formats.HEAD_BYTES]).name
    except FileError:
        return None


def _activities(member: containers.Member, reading: Reading) -> Iterator[Activity]:
    """The activities that became sessions, with what unpacking noted."""
    if not reading.sessions:
        return
    kept = {session.session_id.rsplit("-", 1)[-1] for session in reading.sessions}
    for number, activity in enumerate(formats.read(member.source())):
        if str(number) in kept:
            yield replace(activity, notes=member.notes + activity.notes)
