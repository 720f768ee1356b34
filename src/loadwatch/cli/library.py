"""``loadwatch review``, ``imports`` and ``status``: the library, night by night."""

from __future__ import annotations

import os
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from loadwatch.cli.ahead import Ahead, next_run_day
from loadwatch.cli.calendar import print_calendar
from loadwatch.cli.everyone import first_of, for_everyone, refuse_with_all
from loadwatch.cli.options import (
    AthleteFile,
    Clock,
    DiaryFile,
    Everyone,
    Full,
    Html,
    LibraryFolder,
    LibraryName,
    ReviewOutput,
    Table,
    Units,
    Zone,
)
from loadwatch.cli.output import EXIT_FINDINGS, ReviewFormat, print_text, shows
from loadwatch.cli.page import checked_page, next_day, write_page
from loadwatch.cli.printed import checked_table, print_review
from loadwatch.cli.profile import read_by
from loadwatch.cli.severity import Level, severity_of
from loadwatch.cli.shelf import ago, chosen_library, clash_lines, shown, telling_errors, told_state

if TYPE_CHECKING:
    import sqlite3

    from loadwatch.athlete import Athlete
    from loadwatch.report.roster import Roster


def review(
    library: LibraryFolder = None,
    name: LibraryName = None,
    everyone: Everyone = False,
    output: ReviewOutput = ReviewFormat.TEXT,
    table: Table = None,
    html: Html = None,
    as_of: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Judge as of this day.", show_default="today"),
    ] = None,
    segments: Annotated[
        bool, typer.Option("--segments", help="With JSON: list each session's segments.")
    ] = False,
    weeks: Annotated[
        int, typer.Option(min=1, envvar="LOADWATCH_WEEKS", help="Weeks to list with --full.")
    ] = 12,
    full: Full = False,
    zone: Zone = None,
    units: Units = None,
    clock: Clock = None,
    diary: DiaryFile = None,
    athlete: AthleteFile = None,
    fail_on: Annotated[
        Level | None,
        typer.Option(
            envvar="LOADWATCH_FAIL_ON", help="Exit with 10 if a finding is at least this severe."
        ),
    ] = None,
) -> None:  # fmt: skip
    """Judge what the library holds, as of today where its athlete lives."""
    from loadwatch import library as shelf  # noqa: PLC0415
    from loadwatch.cli.inputs import checked_day, checked_zone  # noqa: PLC0415
    from loadwatch.cli.kept import keeper_of  # noqa: PLC0415

    chosen = checked_table(output, table)
    if not everyone:
        checked_page(html)
    elif html is not None and output is ReviewFormat.JSON:
        raise typer.BadParameter("--html writes pages, and --format json prints; take one of them")
    read_by(None, units=units, clock=clock)
    told = checked_day(as_of, "--as-of")
    day = told.date() if told else None
    if everyone:
        refuse_with_all(
            {
                "--format csv": output is ReviewFormat.CSV,
                "--name": name,
                "--diary": diary,
                "--athlete": athlete,
                "--segments": segments,
                "--full": full,
                "--format ics": output is ReviewFormat.ICS,
            }
        )
        _review_all(library, day, output, checked_zone(zone), fail_on, html)
        return
    folder = chosen_library(library, name)
    keeper = keeper_of(folder, athlete=athlete, zone=zone)
    read_by(keeper.who, units=units, clock=clock)
    with telling_errors(), shelf.reading(folder) as connection:
        shelf.must_hold_something(connection, folder)
        found = shelf.imported(connection, with_segments=segments or html is not None)
        hints = _hints(connection, keeper.who)
    judged = keeper.judge(found, as_of=day, diary=diary, with_segments=segments or html is not None)
    if html is not None or output is ReviewFormat.ICS:
        ahead = Ahead(
            found, keeper.who, keeper.diary(diary), keeper.told(), folder,
            on=next_day(told) or next_run_day(judged, keeper.now.date()),
        )  # fmt: skip
        if html is not None:
            write_page(html, judged, ahead)
        else:
            print_calendar(judged, ahead, whose=str(folder.resolve()))
        for hint in hints:
            typer.echo(hint, err=html is None)
    else:
        print_review(
            judged, output, full=full, weeks=weeks, with_segments=segments, table=chosen,
            hints=hints,
        )  # fmt: skip
    if fail_on and any(
        finding.severity >= severity_of(fail_on) for finding in judged.judgement.findings
    ):
        raise typer.Exit(EXIT_FINDINGS)


def _review_all(
    library: Path | None,
    day: date | None,
    output: ReviewFormat,
    zone: str | None,
    fail_on: Level | None,
    html: Path | None,
) -> None:
    from loadwatch.cli.coach import checked_folder, write_pages  # noqa: PLC0415
    from loadwatch.cli.roster import roster_of  # noqa: PLC0415
    from loadwatch.report.roster import render_json  # noqa: PLC0415

    codes = []
    if html is not None:
        roster, code = write_pages(checked_folder(html), library, day, zone)
        codes.append(code)
    else:
        roster, _ = roster_of(library, day, zone)
        render = render_json if output is ReviewFormat.JSON else _roster_text
        print_text(render(roster))
    codes += [row.code for row in roster.rows]
    if fail_on and any(
        finding.severity >= severity_of(fail_on) for row in roster.rows for finding in row.findings
    ):
        codes.append(EXIT_FINDINGS)
    if code := first_of(codes):
        raise typer.Exit(code)


def _roster_text(roster: Roster) -> str:
    from loadwatch.report.roster import render_text  # noqa: PLC0415

    return render_text(roster, plain_ascii=not shows("█→"))


def _hints(connection: sqlite3.Connection, who: Athlete) -> list[str]:
    from loadwatch.language import _  # noqa: PLC0415
    from loadwatch.library.log import last_finished, stale  # noqa: PLC0415

    hints = [_("Library: {ago}.").format(ago=ago(last_finished(connection)))]
    if stale(connection, who).readable:
        hints.append(_("The profile or loadwatch has changed since: run loadwatch import."))
    return hints


def imports(
    library: LibraryFolder = None,
    name: LibraryName = None,
    count: Annotated[int, typer.Option("--last", min=1, help="Imports to list.")] = 10,
    files: Annotated[
        bool, typer.Option("--files", help="List files with their states instead.")
    ] = False,
    state: Annotated[
        str | None, typer.Option(help="With --files: only this state, like quarantined.")
    ] = None,
    merged: Annotated[
        bool, typer.Option("--merged", help="List runs with copies, and what was taken from each.")
    ] = False,
) -> None:  # fmt: skip
    """List past imports, or every file and what became of it, or the copies of runs."""
    from loadwatch import library as shelf  # noqa: PLC0415
    from loadwatch.cli.copies import merged_lines  # noqa: PLC0415
    from loadwatch.importer import STATES, Import  # noqa: PLC0415
    from loadwatch.library.clash import clashes, notes_by_file  # noqa: PLC0415
    from loadwatch.library.log import runs  # noqa: PLC0415

    if state is not None and state not in STATES:
        raise typer.BadParameter(f"--state is one of {', '.join(STATES)}")
    # Printed when the library is closed again: a pager may keep what it is given waiting for long.
    folder = chosen_library(library, name)
    with telling_errors(), shelf.reading(folder) as connection:
        is_wanted = files or state or merged
        found = shelf.imported(connection) if is_wanted else Import()
        notes = notes_by_file(clashes(folder, connection)) if files or state else {}
        log = runs(connection, count)
    if merged:
        print_text("\n".join(merged_lines(found)))
        return
    if files or state:
        for each in found.files:
            if state in {None, each.state}:
                also = notes.get(Path(each.path), [])
                print_text("; ".join([told_state(each), *map(shown, also)]))
        return
    for run in log:
        told = run.counts
        derived = f"{told.derived:,} derived anew, " if told.derived else ""
        end = "stopped before its end" if run.ended_at is None else (
            f"{told.read:,} read, {derived}{told.unchanged:,} unchanged, {told.waiting:,} waiting, "
            f"{told.gone:,} gone, {told.quarantined:,} newly quarantined"
        )  # fmt: skip
        print_text(f"{run.number:>5}  {run.began_at.astimezone():%Y-%m-%d %H:%M}  {end}")


def status(
    library: LibraryFolder = None, name: LibraryName = None, everyone: Everyone = False
) -> None:
    """Say what the library holds, and whether imports still come."""
    if everyone:
        refuse_with_all({"--name": name})
        raise typer.Exit(for_everyone(library, _status_in_short))
    from loadwatch import library as shelf  # noqa: PLC0415
    from loadwatch.library.clash import clashes  # noqa: PLC0415
    from loadwatch.library.load import tally  # noqa: PLC0415
    from loadwatch.library.log import folders, gone_count, last_finished, runs  # noqa: PLC0415
    from loadwatch.library.place import STREAMS_NAME  # noqa: PLC0415
    from loadwatch.report.words import plural  # noqa: PLC0415

    folder = chosen_library(library, name)
    with telling_errors(), shelf.reading(folder) as connection:
        held = tally(connection)
        roots, gone = folders(connection), gone_count(connection)
        finished, latest = last_finished(connection), next(iter(runs(connection, 1)), None)
        common = clashes(folder, connection)
    size = (folder / shelf.DATABASE_NAME).stat().st_size / 1e6
    streams = folder / STREAMS_NAME
    kept = f" and {streams.stat().st_size / 1e6:.1f} MB of streams" if streams.is_file() else ""
    lines = [
        f"Library: {shown(folder)}, {size:.1f} MB{kept}",
        f"{plural(held.sessions, 'session')} from {plural(held.files, 'file')}",
        ago(finished).capitalize(),
    ]
    if latest is not None and latest.ended_at is None:
        lines.append(f"The latest import, {latest.began_at.astimezone():%Y-%m-%d %H:%M}, did not "
                     "come to its end, or still runs")  # fmt: skip
    lines += [
        f"Folder: {shown(root)}{'' if os.path.lexists(root) else ' (not there now)'}"
        for root in roots
    ]
    if held.quarantined:
        lines.append(f"{plural(held.quarantined, 'file')} quarantined: loadwatch imports --state "
                     "quarantined")  # fmt: skip
    if held.forgotten:
        lines.append(f"{plural(held.forgotten, 'file')} forgotten, as you asked: loadwatch imports "
                     "--state ignored; loadwatch forget --undo FILE takes one back")  # fmt: skip
    if gone:
        lines.append(f"{plural(gone, 'recording')} kept whose originals are gone")
    lines += [line for clash in common for line in clash_lines(clash)]
    print_text("\n".join(lines))


def _status_in_short(folder: Path) -> int:
    """One athlete's line."""
    from loadwatch import library as shelf  # noqa: PLC0415
    from loadwatch.library.load import tally  # noqa: PLC0415
    from loadwatch.library.log import last_finished  # noqa: PLC0415
    from loadwatch.report.words import plural  # noqa: PLC0415

    name = shown(folder.name)
    if not shelf.is_there(folder):
        print_text(f"{name}: nothing was imported yet")
        return 0
    with telling_errors(f"{name}: "), shelf.reading(folder) as connection:
        held, finished = tally(connection), last_finished(connection)
    parts = [ago(finished), plural(held.sessions, "session")]
    parts += [f"{plural(held.quarantined, 'file')} quarantined"] * bool(held.quarantined)
    print_text(f"{name}: {', '.join(parts)}")
    return 0
