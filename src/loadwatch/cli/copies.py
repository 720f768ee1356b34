"""``loadwatch split`` and ``imports --merged``: which recordings became one, and which are not."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from loadwatch.cli.correct import Beside, Undo, place_of
from loadwatch.cli.options import LibraryFolder, LibraryName, NoCache
from loadwatch.cli.output import end_by, print_text
from loadwatch.cli.shelf import shown
from loadwatch.errors import CorrectionError

if TYPE_CHECKING:
    from loadwatch.importer import Import, Session


def split(
    session: Annotated[
        str,
        typer.Argument(
            metavar="ID", help="Id of a copy, or its beginning; imports --merged lists them."
        ),
    ],
    undo: Undo = False,
    library: LibraryFolder = None,
    name: LibraryName = None,
    recordings: Beside = None,
    no_cache: NoCache = False,
) -> None:
    """Say that a recording is a run of its own, and no copy of another."""
    from loadwatch.corrections import (  # noqa: PLC0415  (pandas stays out of --help)
        Correction,
        checked_correction,
        keep_corrections,
        read_told,
    )

    wanted = session.strip()
    try:
        place = place_of(recordings, library, name, no_cache=no_cache)
        old = [told for told in read_told(place.folder).corrections if told.apart]
        if undo:
            ids = {told.session_id for told in old if wanted and told.session_id.startswith(wanted)}
            session_id = _the_one(ids, wanted, "no recording was split off that is called")

            def is_of_it(told: Correction) -> bool:
                return bool(told.apart) and told.session_id == session_id

            rest = [replace(told, apart=None) for told in old if told.session_id == session_id]
            kept = [told for told in rest if told != Correction(session_id, line=told.line)]
            keep_corrections(place.folder, is_of_it, kept)
            print_text(f"Taken back: {session_id} may be a copy again.")
            return
        ids = {
            copy
            for each in place.found.sessions
            if len(each.copy_ids) > 1
            for copy in each.copy_ids
            if wanted and copy.startswith(wanted)
        }
        session_id = _the_one(ids, wanted, "no recording with copies is called")
        keep_corrections(
            place.folder, lambda _: False, [checked_correction(Correction(session_id, apart=True))]
        )
    except CorrectionError as error:
        end_by(error)
    print_text(f"Split off: {session_id} is a run of its own from now on.")
    print_text("loadwatch split with that id and --undo takes it back.")


def _the_one(ids: set[str], wanted: str, none: str) -> str:
    """The only id.

    Raises
    ------
    CorrectionError
        If there is none, or more than one.
    """
    if wanted in ids:
        return wanted
    if len(ids) == 1:
        return ids.pop()
    if ids:
        raise CorrectionError(f"{wanted!r} begins {len(ids)} ids: {', '.join(sorted(ids)[:3])}")
    raise CorrectionError(f"{none} {wanted!r}; loadwatch imports --merged lists all copies")


def merged_lines(found: Import) -> Iterator[str]:
    """Each run of which there are copies, with its files and what each gave."""
    own = {
        (session.source, session.session_id): session
        for reading in found.readings
        for session in reading.sessions
    }
    copies: dict[str, list[Session]] = {}
    for (_, session_id), session in own.items():
        copies.setdefault(session_id, []).append(session)
    several = [each for each in found.sessions if len(each.sources) > 1]
    for lead in several:
        gave: dict[str, list[str]] = {}
        for block, source in lead.taken:
            gave.setdefault(source, []).append(block)
        yield f"{_begun(lead)}  {lead.row['sport']}"
        for session_id in lead.copy_ids:
            for each in copies[session_id]:
                if each.source in lead.sources:
                    yield from _copy_lines(lead, each, gave.get(each.source, []))
    if not several:
        yield "No recording is a copy of another."


def _copy_lines(lead: Session, each: Session, gave: list[str]) -> Iterator[str]:
    from loadwatch.merge import clock_told  # noqa: PLC0415  (numpy)

    is_lead = (each.source, each.session_id) == (lead.source, lead.session_id)
    told = "leads" if is_lead else "gave " + ", ".join(gave) if gave else "gave nothing more"
    shift_s = clock_told(lead.fingerprint, each.fingerprint)
    if shift_s:
        told += f"; its clock is off by {shift_s / 3600:+g} h"
    yield f"  {shown(each.source)}"
    yield f"    {each.session_id}: {told}"


def _begun(session: Session) -> str:
    """Start on the clock of the place; on that of UTC where its offset is not known."""
    start_s, offset_s = session.summary.start_s, session.summary.utc_offset_s
    if math.isnan(start_s):
        return "start not known"
    moment = datetime.fromtimestamp(start_s, UTC) + timedelta(seconds=offset_s or 0.0)
    return f"{moment:%Y-%m-%d %H:%M}{'' if offset_s is not None else ' UTC'}"
