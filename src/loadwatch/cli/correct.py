"""``loadwatch correct`` and ``loadwatch ack``: what a person sets right."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn
from zoneinfo import ZoneInfo

import typer

from loadwatch.cli.inputs import (
    Inputs,
    checked_day,
    now_in,
    read_files,
    read_inputs,
)
from loadwatch.cli.kept import Keeper
from loadwatch.cli.options import LibraryFolder, LibraryName, NoCache
from loadwatch.cli.output import end_by, print_text
from loadwatch.cli.profile import told_athlete, with_options
from loadwatch.cli.shelf import chosen_library, telling_errors
from loadwatch.errors import CorrectionError

if TYPE_CHECKING:
    from loadwatch.athlete import Athlete
    from loadwatch.corrections import Correction
    from loadwatch.importer import Import
    from loadwatch.report import Review

Beside = Annotated[
    Path | None,
    typer.Option(
        "--recordings", show_default="your library",
        help="Keep it beside the recordings of this folder, for loadwatch analyse.",
    ),
]  # fmt: skip
Undo = Annotated[bool, typer.Option("--undo", help="Take it back.")]


@dataclass(frozen=True)
class Place:
    """Where a correction is kept, and what it is of."""

    folder: Path
    found: Import
    athlete: Athlete
    given: Inputs | None


def correct(
    session: Annotated[
        str,
        typer.Argument(metavar="ID", help="A session's id or its beginning; or the day of one."),
    ],
    sport: Annotated[str | None, typer.Option(help="What it was: running, walking, …")] = None,
    start: Annotated[
        str | None,
        typer.Option(metavar='"2026-06-01 07:30"', help="When it began, on the local clock."),
    ] = None,
    distance: Annotated[
        float | None, typer.Option(metavar="KM", help="How long it was, as on a treadmill.")
    ] = None,
    cadence_factor: Annotated[
        int | None, typer.Option(help="1 if its cadence counts steps, 2 if strides.")
    ] = None,
    exclude: Annotated[bool, typer.Option("--exclude", help="Count it nowhere.")] = False,
    undo: Undo = False,
    library: LibraryFolder = None,
    name: LibraryName = None,
    recordings: Beside = None,
    no_cache: NoCache = False,
) -> None:  # fmt: skip
    """Say what a recording has wrong; the recording itself stays as it is."""
    from loadwatch.corrections import (  # noqa: PLC0415  (pandas stays out of --help)
        Correction,
        checked_correction,
        keep_corrections,
        read_told,
    )
    from loadwatch.corrections.entries import start_of  # noqa: PLC0415
    from loadwatch.load.corrected import corrected, matching  # noqa: PLC0415

    options = (sport, start, distance, cadence_factor)
    if undo and (exclude or any(option is not None for option in options)):
        raise typer.BadParameter("--undo takes back all that was said of a recording; alone")
    try:
        fresh = Correction(
            session,
            sport and sport.lower(),
            start_of(start) if start else None,
            distance,
            cadence_factor,
            exclude or None,
        )
        fresh = fresh if undo else checked_correction(fresh)
        place = place_of(recordings, library, name, no_cache=no_cache)
        rows = [each.row for each in place.found.sessions]
        index = _position(session.strip(), rows, place)
        session_id = str(rows[index]["session_id"])
        fresh = replace(fresh, session_id=session_id)

        def is_of_it(told: Correction) -> bool:
            return matching(rows, told.session_id) == [index]

        old = [told for told in read_told(place.folder).corrections if is_of_it(told)]
        if undo:
            if not old:
                _refuse(f"nothing was corrected of {session_id}")
            keep_corrections(place.folder, is_of_it, [])
            print_text(f"Taken back: {session_id} is as it was recorded.")
            return
        zone = ZoneInfo(place.athlete.zone) if place.athlete.zone else None
        refused = corrected(rows, [*old, fresh], home_zone=zone).problems
        if refused:
            _refuse(refused[0].partition(": ")[2])
        keep_corrections(place.folder, lambda _: False, [fresh])
    except CorrectionError as error:
        end_by(error)
    print_text(f"Corrected: {session_id}")
    print_text("loadwatch correct with that id and --undo takes it back.")


def ack(
    finding: Annotated[str, typer.Argument(metavar="FINDING", help="Like LW101-20260501.")],
    until: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"], help="Last day on which to put it aside.",
            show_default="until it is over",
        ),
    ] = None,
    undo: Undo = False,
    library: LibraryFolder = None,
    name: LibraryName = None,
    recordings: Beside = None,
    no_cache: NoCache = False,
) -> None:  # fmt: skip
    """Put a finding aside that you know of; warnings of symptoms cannot be."""
    from loadwatch.corrections import (  # noqa: PLC0415  (pandas stays out of --help)
        Acknowledgement,
        checked_acknowledgement,
        keep_acknowledgements,
        read_told,
    )

    wanted = finding.strip().upper()
    until = checked_day(until, "--until")
    try:
        if undo:
            folder = recordings or chosen_library(library, name)
            names = {it.finding_id for it in read_told(folder).acknowledgements}
            if wanted in names:
                names = {wanted}
            else:
                names = _of_one_episode(
                    names, wanted, _judged(place_of(recordings, library, name, no_cache=no_cache))
                )
            if not names:
                _refuse(f"{wanted} is not acknowledged")
            keep_acknowledgements(folder, lambda it: it.finding_id in names, [])
            print_text(f"Taken back: {wanted} is a finding again while it is open.")
            return
        told = checked_acknowledgement(Acknowledgement(wanted, until and until.date()))
        place = place_of(recordings, library, name, no_cache=no_cache)
        review = _judged(place)
        severity = _severity(review, wanted, told.until)
        told = checked_acknowledgement(Acknowledgement(wanted, told.until, severity))
        names = {it.finding_id for it in read_told(place.folder).acknowledgements}
        names = _of_one_episode(names, wanted, review)
        keep_acknowledgements(place.folder, lambda it: it.finding_id in names, [told])
    except CorrectionError as error:
        end_by(error)
    shown = "it is over" if told.until is None else f"{told.until}"
    print_text(
        f"Acknowledged until {shown}: {wanted}. It stays open, and is shown again if it becomes "
        "more severe."
    )


def place_of(
    recordings: Path | None, library: Path | None, name: str | None, *, no_cache: bool
) -> Place:
    """Recordings beside which corrections lie: those of a folder, or a library's."""
    if recordings is not None:
        if not recordings.is_dir():
            raise typer.BadParameter(f"there is no folder {str(recordings)!r}")
        given = read_inputs([recordings], diary=None, athlete=None, height_cm=None, zone=None)
        from loadwatch.right import parted  # noqa: PLC0415

        found = read_files(given, no_cache=no_cache)
        return Place(recordings, parted(found, given.told), given.athlete, given)
    from loadwatch import library as shelf  # noqa: PLC0415

    folder = chosen_library(library, name)
    _, who = told_athlete(None, folder)
    with telling_errors(), shelf.reading(folder) as connection:
        found = shelf.imported(connection)
    return Place(folder, found, with_options(who, height_cm=None), None)


def _position(wanted: str, rows: Sequence[dict[str, object]], place: Place) -> int:
    """Which session is meant: by its id, the beginning of it, or its day.

    Raises
    ------
    CorrectionError
        If there is none, or more than one.
    """
    from loadwatch.corrections import read_told  # noqa: PLC0415
    from loadwatch.load.corrected import corrected, matching, why_none  # noqa: PLC0415
    from loadwatch.load.sessions import sessions_table  # noqa: PLC0415

    try:
        day = date.fromisoformat(wanted) if "-" in wanted[:5] else None
    except ValueError:
        day = None
    if day is not None:
        zone = ZoneInfo(place.athlete.zone) if place.athlete.zone else None
        right = corrected(rows, read_told(place.folder).corrections, home_zone=zone)
        table = sessions_table([*right.rows, *right.excluded], home_zone=zone).dropna(
            subset=["local_date"]
        )
        days = [each.date() for each in table["local_date"]]
        ids = [str(it) for it, its in zip(table["session_id"], days, strict=True) if its == day]
        if len(ids) == 1:
            return matching(rows, ids[0])[0]
        if ids:
            raise CorrectionError(f"{wanted} has {len(ids)} sessions: {', '.join(ids)}")
        nearest = sorted(
            zip(days, table["session_id"], strict=True), key=lambda it: abs((it[0] - day).days)
        )[:3]
        near = f"; the nearest: {', '.join(str(it) for _, it in nearest)}" if nearest else ""
        raise CorrectionError(f"there is no session on {wanted}{near}")
    found = matching(rows, wanted) if wanted else []
    if len(found) != 1:
        raise CorrectionError(why_none(rows, wanted))
    return found[0]


def _judged(place: Place) -> Review:
    from loadwatch import review as reviewing  # noqa: PLC0415

    if place.given is None:
        return Keeper(place.folder, place.athlete, now_in(place.athlete.zone)).judge(place.found)
    return reviewing.review_of(
        place.found, diary=place.given.diary, athlete=place.athlete, told=place.given.told
    )


def _of_one_episode(names: Collection[str], wanted: str, review: Review) -> set[str]:
    """Names that an open finding had, or has."""
    from loadwatch.rules import same_episode  # noqa: PLC0415

    there = [*review.judgement.findings, *(each.finding for each in review.acknowledged)]
    meant = [found for found in there if found.finding_id == wanted]
    return {each for each in names if any(same_episode(found, each) for found in meant)}


def _severity(review: Review, wanted: str, until: date | None) -> str:
    """How severe an open finding is.

    Raises
    ------
    CorrectionError
        If there is none of that name, it is over, or would not be put aside even today.
    """
    there = [*review.judgement.findings, *(each.finding for each in review.acknowledged)]
    if until is not None and review.as_of is not None and until < review.as_of:
        raise CorrectionError(f"--until {until} lies before the day of judgement, {review.as_of}")
    for found in there:
        if found.finding_id == wanted:
            return str(found.severity)
    if any(found.finding_id == wanted for found in review.judgement.earlier):
        raise CorrectionError(f"{wanted} is over; there is nothing to acknowledge")
    named = ", ".join(found.finding_id for found in there[:5])
    raise CorrectionError(
        f"there is no open finding {wanted}; " + (f"there are {named}" if named else "none is open")
    )


def _refuse(told: str) -> NoReturn:
    raise CorrectionError(told)
