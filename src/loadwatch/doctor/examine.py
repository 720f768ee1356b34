"""One file → what is in it, member by member."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from loadwatch import formats
from loadwatch.activity import Activity, Note
from loadwatch.doctor import fit, gpx
from loadwatch.doctor.child import ask
from loadwatch.doctor.comparison import Comparison
from loadwatch.doctor.views import ActivityView, Examination, MemberView, PartView
from loadwatch.errors import FileError
from loadwatch.formats import containers
from loadwatch.formats._base import MIB
from loadwatch.formats.fit.messages import KINDS, decode
from loadwatch.formats.fit.parts import Part, split_parts
from loadwatch.formats.fit.reference import developer_names
from loadwatch.importer.reading import read_file
from loadwatch.importer.states import QUARANTINED, Reading

HASH_DIGITS = 12


def examine(path: Path, *, compare: bool = False, limit_s: float = 60.0) -> Examination:
    """Look at a file closely.

    Parameters
    ----------
    path : Path
        File or archive.
    compare : bool, default False
        Whether to read it a second time with fitdecode or gpxpy.
    limit_s : float, default 60
        Time for each comparison; a second a MiB is added. [s]
    """
    readings = {reading.state.member: reading for reading in read_file(path)}
    alone = readings.get(None)
    if alone is not None and not path.is_file():
        view = MemberView(None, None, 0, "", alone.state.state, alone.state.reason)
        return Examination(str(path), 0, (view,))
    try:
        with path.open("rb") as file:
            size = path.stat().st_size
            views = [
                _member(member, readings.get(member.name), compare, limit_s)
                for member in containers.members(file, size)
            ]
    except OSError as error:
        what = alone.state.reason if alone else f"cannot be opened: {error.strerror or error}"
        return Examination(str(path), 0, (MemberView(None, None, 0, "", QUARANTINED, what),))
    return Examination(str(path), size, tuple(views))


def _member(
    member: containers.Member, reading: Reading | None, compare: bool, limit_s: float
) -> MemberView:
    state = reading.state.state if reading else QUARANTINED
    reason = reading.state.reason if reading else "changed while it was read; try again"
    data = member.data
    digest = member.digest[:HASH_DIGITS] if data else ""
    try:
        format_ = formats.identify(data[: formats.HEAD_BYTES]).name
    except FileError:
        return MemberView(member.name, None, member.size, digest, state, reason)
    parts: list[Part] = []
    activities: list[Activity] = []
    try:
        parts = split_parts(data) if format_ == "FIT" else []
        activities = formats.read(member.source())
    except Exception as error:
        reason = reason or f"{type(error).__name__}: {error}"
    sessions = reading.sessions if reading else ()
    notes = [activity.notes for activity in activities]
    if len(sessions) == len(activities):
        notes = [session.summary.notes for session in sessions]
    return MemberView(
        member.name,
        format_,
        member.size,
        digest,
        state,
        reason,
        tuple(map(_part, parts)),
        tuple(map(_activity, activities, notes)),
        tuple(_comparisons(format_, data, parts, limit_s + member.size / MIB)) if compare else (),
    )


def _part(part: Part) -> PartView:
    codes = {note.code for note in part.notes}
    checksum = "right"
    if "checksum-wrong" in codes:
        checksum = "wrong"
    elif "checksum-missing" in codes:
        checksum = "missing"
    elif part.is_cut:
        checksum = "cannot be checked"
    try:
        messages = decode(part)
    except Exception as error:
        return PartView(checksum, {}, {}, (), (f"not read ({type(error).__name__}: {error})",))
    counts = dict(sorted(messages.counts.items(), key=lambda item: (-item[1], item[0])))
    names = {
        name
        for kind in KINDS & counts.keys()
        for name in developer_names(kind, messages.table(kind).columns)
    }
    return PartView(
        checksum,
        {kind: count for kind, count in counts.items() if kind in KINDS},
        {kind: count for kind, count in counts.items() if kind not in KINDS},
        tuple(sorted(names)),
        tuple(note.message for note in (*part.notes, *messages.notes)),
    )


def _activity(activity: Activity, notes: tuple[Note, ...]) -> ActivityView:
    records = activity.records
    times = records.time_s[np.isfinite(records.time_s)]
    duration = activity.reported.get("total_elapsed_time_s")
    if duration is None and times.size:
        duration = float(times.max() - times.min())
    start = activity.start_time
    return ActivityView(
        sport=activity.sport,
        sub_sport=activity.sub_sport,
        start_time=start.isoformat() if start else None,
        utc_offset_s=activity.utc_offset_s,
        duration_s=duration,
        record_count=len(records),
        stretch_count=len(records.breaks) + 1 if len(records) else 0,
        lap_count=len(activity.laps),
        streams={
            name: round(100 * float(np.isfinite(values).mean()), 1)
            for name, values in sorted(records.channels.items())
        },
        notes=tuple(dict.fromkeys(note.message for note in notes)),
    )


def _comparisons(
    format_: str, data: bytes, parts: list[Part], limit_s: float
) -> Iterator[Comparison]:
    if format_ == "FIT":
        for part in parts:
            yield ask(fit.compare, part, "fitdecode", limit_s)
    elif format_ == "GPX":
        yield ask(gpx.compare, data, "gpxpy", limit_s)
    else:
        what = f"There is no second reader for {format_} among the libraries that loadwatch uses."
        yield Comparison("", remarks=(what,))
