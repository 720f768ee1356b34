"""What files gave → sessions with their copies merged, and the states of the files."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from loadwatch.importer.states import DUPLICATE, FileState, Import, Reading, Session

if TYPE_CHECKING:
    from loadwatch.derive.summary import Summary
    from loadwatch.merge import Block

MOST_NAMED = 3
"""An index of an export copies thousands of files: so many are named. [files; choice]"""
_Key = tuple[str, str]


def merged(readings: Sequence[Reading], *, apart_ids: Collection[str] = ()) -> Import:
    """Copies become one session; a file that gave only copies is a duplicate.

    Parameters
    ----------
    readings : sequence of Reading
        Of files in the order of ``find_files``.
    apart_ids : collection of str
        Ids of sessions, or what they begin with, that are no copies of others.
    """
    from loadwatch.merge import group_copies  # noqa: PLC0415  (numpy)

    sessions = [session for reading in readings for session in reading.sessions]
    names = [file_name(session.source) for session in sessions]
    alone = [i for i, it in enumerate(sessions) if it.session_id.startswith(tuple(apart_ids))]
    leads: dict[_Key, Session] = {}
    kept = []
    for group in group_copies([session.fingerprint for session in sessions], names, alone):
        members = [sessions[index] for index in group]
        lead = _lead(members)
        kept.append(lead)
        for member in members:
            leads[_key(member)] = lead
    return Import([_final_state(reading, leads) for reading in readings], kept, readings=readings)


def apart(found: Import, ids: Collection[str]) -> Import:
    """The same, but that some sessions are no copies of others.

    Parameters
    ----------
    found : Import
        From :func:`merged`.
    ids : collection of str
        Ids of sessions, or what they begin with.
    """
    wanted = tuple(ids)
    copies = (it for each in found.sessions if len(each.copy_ids) > 1 for it in each.copy_ids)
    if not any(it.startswith(wanted) for it in copies):
        return found
    return replace(merged(found.readings, apart_ids=wanted), read_count=found.read_count)


def _lead(members: Sequence[Session]) -> Session:
    """The session that stands for its copies."""
    first = members[0]
    lead = replace(
        first,
        sources=tuple(dict.fromkeys(member.source for member in members)),
        copy_ids=tuple(dict.fromkeys(member.session_id for member in members)),
    )
    distinct = list({_key(member): member for member in members}.values())
    if len(distinct) == 1:
        return lead
    from loadwatch.merge import best_copies, row_of_blocks  # noqa: PLC0415  (numpy)

    rows = [member.summary.row for member in distinct]
    best = best_copies(rows, [member.fingerprint.is_whole for member in distinct])
    if not best:
        return lead
    givers = {block: distinct[at] for block, at in best.items()}
    summary = replace(first.summary, row=row_of_blocks(rows, best))
    return replace(
        lead,
        summary=_with_what_goes_along(summary, givers),
        taken=tuple((block.name, giver.source) for block, giver in givers.items()),
    )


def _with_what_goes_along(summary: Summary, givers: dict[Block, Session]) -> Summary:
    """Segments come with the gaits, the offset with the zone, notes with whatever was taken."""
    from loadwatch.merge import OF_GAITS, OF_PLACE  # noqa: PLC0415  (numpy)

    notes = (note for giver in givers.values() for note in giver.summary.notes)
    summary = replace(summary, notes=tuple(dict.fromkeys((*summary.notes, *notes))))
    if gaits := givers.get(OF_GAITS):
        summary = replace(summary, segments=gaits.summary.segments)
    if place := givers.get(OF_PLACE):
        summary = replace(summary, utc_offset_s=place.summary.utc_offset_s)
    return summary


def _key(session: Session) -> _Key:
    return session.source, session.session_id


def file_name(source: str) -> str:
    """Name of the file that holds a session, as an index of an export has it."""
    inner = source.replace("!", "/").replace("\\", "/").rpartition("/")[2]
    return inner.lower().removesuffix(".gz")


def _final_state(reading: Reading, leads: dict[_Key, Session]) -> FileState:
    state = reading.state
    if not reading.sessions:
        return state
    if len(reading.sessions) == 1:
        (session,) = reading.sessions
        lead = leads[_key(session)]
        if _key(lead) == _key(session) and state.session_ids == (lead.session_id,):
            return state
    found = [leads[_key(session)] for session in reading.sessions]
    ids = tuple(dict.fromkeys(lead.session_id for lead in found))
    own = {_key(session) for session in reading.sessions}
    if any(_key(lead) in own for lead in found):
        return state if state.session_ids == ids else replace(state, session_ids=ids)
    clocks = dict.fromkeys(map(_clock_told, reading.sessions, found))
    sources = {session.source for session in reading.sessions}
    gave = dict.fromkeys(
        name
        for lead in {_key(each): each for each in found}.values()
        for name, source in lead.taken
        if source in sources
    )
    told = f"gave {', '.join(gave)}" if gave else ""
    reason = "; ".join(part for part in (_copied(found), told, *clocks, state.reason) if part)
    return replace(state, state=DUPLICATE, reason=reason, session_ids=ids)


def _copied(leads: Sequence[Session]) -> str:
    originals = list(dict.fromkeys(lead.source for lead in leads))
    if len(originals) > MOST_NAMED:
        return f"tells of {len(originals):,} activities that other files hold"
    return f"a copy of {', '.join(originals)}"


def _clock_told(session: Session, lead: Session) -> str:
    """How far the clock of a copy is from that of its original, where it was moved."""
    from loadwatch.merge import clock_told  # noqa: PLC0415  (numpy)

    shift_s = clock_told(lead.fingerprint, session.fingerprint)
    if not shift_s:
        return ""
    hours, minutes = divmod(round(abs(shift_s) / 60), 60)
    return f"its clock is {hours}:{minutes:02d} h {'ahead' if shift_s > 0 else 'behind'}"
